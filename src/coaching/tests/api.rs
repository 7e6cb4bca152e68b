use super::{coach, coach_at, person};
use crate::{
    accounts::Role,
    coaching::{
        COMMITTED, CONTACTED, DVCTT_USED, Excluded, HELPED, IDENTIFIED, Means, Outcome, PAIRED, SURVEYED, Signed, Topic, VISITED,
        VNEID_ACTIVATED, WORKED,
        api::{self, *},
    },
    kit::{
        clock::{DAY, HOUR, MINUTE},
        error::{Error, Result},
        ids,
    },
    ledger,
    testing::{NOW, TestHouse},
};

fn help(person: Option<&str>, topic: Topic, outcome: Outcome) -> NewHelp {
    NewHelp {
        id: ids::new(NOW),
        person: person.map(str::to_owned),
        village: String::new(),
        topic,
        outcome,
        minutes: Some(15),
        place: "Nhà văn hóa".into(),
        note: String::new(),
        request: None,
    }
}

/// A refusal's code, or what else went wrong.
fn code<T: std::fmt::Debug>(answer: Result<T>) -> &'static str {
    answer.expect_err("refused").code()
}

async fn attained(house: &TestHouse, key: &'static str) -> i64 {
    let commune = house.commune.clone();
    let statement = "SELECT COUNT(*) FROM ledger_attainment WHERE commune_id = $1 AND key = $2";
    house.read(move |tx| Ok(tx.count(statement, crate::args![&commune, key])?)).await
}

/// A household of the first village with this head.
async fn household(house: &TestHouse, village: &str, head: &str) -> String {
    let (commune, village) = (house.commune.clone(), village.to_owned());
    let clerk = house.role_at(Role::Coordinator, &commune, &village).await;
    let made = clerk.post("/quan-ly/ho/moi", &[("village", &village), ("head", head)]).await.is(303);
    made.location().rsplit('/').next().expect("an id").to_owned()
}

#[tokio::test]
async fn help_is_recorded_once_and_counts_where_the_person_lives() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let scope = coach(&house, Role::Volunteer).await;
    let new = help(Some(&lan), Topic::Dvctt, Outcome::Helped);
    let (asked, by) = (new.clone(), scope.clone());
    let first = house.write(move |tx| log_help(tx, &by, &asked, NOW, Some("phone"), NOW)).await;
    assert_eq!((first.state, first.id.as_str()), (State::New, new.id.as_str()));
    let (asked, by) = (new.clone(), scope.clone());
    let again = house.write(move |tx| log_help(tx, &by, &asked, NOW, Some("phone"), NOW + DAY)).await;
    assert_eq!(again.state, State::Again);
    // The same help under another id within the minute.
    let (other, by) = (NewHelp { id: ids::new(NOW), ..new.clone() }, scope.clone());
    let known = house.write(move |tx| log_help(tx, &by, &other, NOW + MINUTE / 2, None, NOW)).await;
    assert_eq!((known.state, known.id), (State::Known, new.id.clone()));
    assert_eq!((house.entries(HELPED).await, attained(&house, DVCTT_USED).await), (1, 1));
    let (id, commune) = (new.id.clone(), house.commune.clone());
    let entry = house.read(move |tx| ledger::entry(tx, &commune, &id)).await.expect("an entry");
    assert_eq!((entry.village, entry.grade.as_str(), entry.device.as_deref()), (house.villages[0].clone(), "", Some("phone")));
    house.expect_sound().await;
}

#[tokio::test]
async fn help_for_nobody_by_name_counts_every_time_and_attains_nothing() {
    let house = TestHouse::new().await;
    let scope = coach(&house, Role::Volunteer).await;
    for _ in 0..2 {
        let (new, by) = (help(None, Topic::Dvctt, Outcome::Unaided), scope.clone());
        assert_eq!(house.write(move |tx| log_help(tx, &by, &new, NOW, None, NOW)).await.state, State::New);
    }
    assert_eq!((house.entries(HELPED).await, attained(&house, DVCTT_USED).await), (2, 0));
    house.expect_sound().await;
}

#[tokio::test]
async fn nothing_is_recorded_out_of_reach_or_out_of_time() {
    let house = TestHouse::new().await;
    let theirs = person(&house, &house.villages[1], "Trần Văn Khác").await;
    let mine = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let hold = household(&house, &house.villages[1], "Trần Văn Khác").await;
    let scope = coach(&house, Role::Ambassador).await;
    let village = house.villages[1].clone();
    let codes = house
        .read(move |tx| {
            let elsewhere = NewHelp { village: village.clone(), ..help(None, Topic::Other, Outcome::Helped) };
            let visit = NewVisit { id: ids::new(NOW), household: hold.clone(), met: true, told: vec![], note: String::new() };
            let check = NewCheck { id: ids::new(NOW), person: mine.clone(), ..NewCheck::default() };
            let strange = NewHelp { id: "x'; DROP".into(), ..help(Some(&mine), Topic::Vneid, Outcome::Helped) };
            let long = NewHelp { note: "ă".repeat(10_000), ..help(Some(&mine), Topic::Vneid, Outcome::Helped) };
            Ok([
                code(log_help(tx, &scope, &help(Some(&theirs), Topic::Vneid, Outcome::Unaided), NOW, None, NOW)),
                code(log_help(tx, &scope, &elsewhere, NOW, None, NOW)),
                code(log_visit(tx, &scope, &visit, NOW, None, NOW)),
                code(log_check(tx, &scope, &check, NOW, None, NOW)),
                code(log_help(tx, &scope, &help(Some(&mine), Topic::Vneid, Outcome::Helped), NOW + DAY, None, NOW)),
                code(log_help(tx, &scope, &strange, NOW, None, NOW)),
                code(log_help(tx, &scope, &long, NOW, None, NOW)),
            ])
        })
        .await;
    let hidden = "error-not-found";
    assert_eq!(codes, [hidden, hidden, hidden, "coaching-check-empty", "coaching-when-future", "error-stale-form", "coaching-note-long"]);
    assert_eq!(house.entries(HELPED).await, 0);
}

#[tokio::test]
async fn what_was_taken_back_no_longer_counts_and_stays_to_be_read() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let (mine, other) = (coach(&house, Role::Volunteer).await, coach(&house, Role::Ambassador).await);
    let new = help(Some(&lan), Topic::Vneid, Outcome::Unaided);
    let (id, by) = (new.id.clone(), mine.clone());
    let asked = new.clone();
    house.write(move |tx| log_help(tx, &by, &asked, NOW, None, NOW)).await;
    let (key, by) = (id.clone(), other.clone());
    let answer = house.read(move |tx| Ok(code(undo(tx, &by, &key, "nhầm", false, NOW, NOW)))).await;
    assert_eq!(answer, "error-not-found", "another's");
    let (key, by) = (id.clone(), mine.clone());
    let answer = house.read(move |tx| Ok(code(undo(tx, &by, &key, "  ", false, NOW, NOW)))).await;
    assert_eq!(answer, "coaching-reason-missing");
    for stood in [true, false] {
        let (key, by) = (id.clone(), mine.clone());
        assert_eq!(house.write(move |tx| undo(tx, &by, &key, "nhầm người", false, NOW + HOUR, NOW + HOUR)).await, stood);
    }
    assert_eq!(house.entries(HELPED).await, 0);
    let (key, by) = (id.clone(), mine.clone());
    let record = house.read(move |tx| record(tx, &by, &key)).await.expect("stays");
    assert_eq!((record.undone_at, record.undone_reason.as_str()), (Some(NOW + HOUR), "nhầm người"));
    // What comes late under its id is told so; its natural key is free again.
    let (asked, by) = (new.clone(), mine.clone());
    assert_eq!(house.write(move |tx| log_help(tx, &by, &asked, NOW, None, NOW)).await.state, State::Undone);
    let (again, by) = (NewHelp { id: ids::new(NOW), ..new }, mine);
    assert_eq!(house.write(move |tx| log_help(tx, &by, &again, NOW, None, NOW)).await.state, State::New);
    house.expect_sound().await;
}

#[tokio::test]
async fn a_mentor_meets_the_person_they_accompany_until_somebody_takes_over() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let (mentor, next, office) =
        (coach(&house, Role::Ambassador).await, coach(&house, Role::TeamMember).await, coach(&house, Role::Coordinator).await);
    let pair =
        NewPair { id: ids::new(NOW), mentor: mentor.account().into(), person: lan.clone(), plan: "Mỗi tuần một buổi".into() };
    let (new, by) = (pair.clone(), office.clone());
    house.write(move |tx| put_together(tx, &by, &new, NOW - DAY)).await;
    let contact = |pair: &str| NewContact {
        id: ids::new(NOW),
        pair: pair.into(),
        how: Means::Phone,
        topic: Topic::Safety,
        outcome: Outcome::NotYet,
        note: "gọi lại sau".into(),
    };
    let (met, by) = (contact(&pair.id), mentor.clone());
    assert_eq!(house.write(move |tx| log_contact(tx, &by, &met, NOW, None, NOW)).await.state, State::New);
    let (met, by) = (contact(&pair.id), next.clone());
    assert_eq!(house.read(move |tx| Ok(code(log_contact(tx, &by, &met, NOW, None, NOW)))).await, "error-not-found");
    let (old, by, to) = (pair.id.clone(), office.clone(), next.account().to_owned());
    let new = house.write(move |tx| take_over(tx, &by, &old, &to, &ids::new(NOW), "chuyển thôn", NOW + HOUR)).await;
    let by = mentor.clone();
    assert!(house.read(move |tx| pairs_of(tx, &by)).await.is_empty());
    let by = next.clone();
    let mine = house.read(move |tx| pairs_of(tx, &by)).await;
    assert_eq!(mine.iter().map(|p| (p.name.as_str(), p.plan.as_str())).collect::<Vec<_>>(), [("Nguyễn Thị Lan", "Mỗi tuần một buổi")]);
    assert_eq!(mine[0].id, new.id);
    // What the first mentor did before, recorded late, counts; what came after does not.
    let (met, by) = (contact(&pair.id), mentor.clone());
    assert_eq!(house.write(move |tx| log_contact(tx, &by, &met, NOW + MINUTE, None, NOW + 2 * HOUR)).await.state, State::New);
    let (met, by) = (contact(&pair.id), mentor);
    assert_eq!(
        house.read(move |tx| Ok(code(log_contact(tx, &by, &met, NOW + 2 * HOUR, None, NOW + 2 * HOUR)))).await,
        "coaching-pair-ended"
    );
    assert_eq!((house.entries(PAIRED).await, house.entries(CONTACTED).await), (2, 2));
    house.expect_sound().await;
}

#[tokio::test]
async fn a_person_has_one_mentor_who_coaches_where_they_live() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let (mentor, office) = (coach(&house, Role::Ambassador).await, coach(&house, Role::Coordinator).await);
    let far = coach_at(&house, Role::Ambassador, &house.villages[1].clone()).await;
    let codes = house
        .write(move |tx| {
            let pair = |mentor: &str| NewPair { id: ids::new(NOW), mentor: mentor.into(), person: lan.clone(), plan: String::new() };
            let unfit = code(put_together(tx, &office, &pair(far.account()), NOW));
            let nobody = code(put_together(tx, &office, &pair("nobody"), NOW));
            put_together(tx, &office, &pair(mentor.account()), NOW)?;
            Ok([unfit, nobody, code(put_together(tx, &office, &pair(mentor.account()), NOW))])
        })
        .await;
    assert_eq!(codes, ["coaching-mentor-unfit", "coaching-mentor-unfit", "coaching-pair-taken"]);
}

#[tokio::test]
async fn a_household_is_visited_and_commits_itself_once() {
    let house = TestHouse::new().await;
    let hold = household(&house, &house.villages[0], "Nguyễn Văn Hùng").await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let scope = coach(&house, Role::Volunteer).await;
    let of = |scope: &crate::accounts::Scope| {
        let (by, key) = (scope.clone(), hold.clone());
        house.read(move |tx| Ok(api::household(tx, &by, &key)?.expect("a household")))
    };
    assert_eq!((of(&scope).await.visited, of(&scope).await.committed), (None, None));
    let states = {
        let (hold, lan, by) = (hold.clone(), lan.clone(), scope.clone());
        house
            .write(move |tx| {
                let visit =
                    |met| NewVisit { id: ids::new(NOW), household: hold.clone(), met, told: vec![Topic::Vneid], note: String::new() };
                let commit = || NewCommitment {
                    id: ids::new(NOW),
                    household: hold.clone(),
                    lead: Some(lan.clone()),
                    how: Signed::Paper,
                    blob: None,
                };
                Ok([
                    log_visit(tx, &by, &visit(true), NOW, None, NOW)?.state,
                    log_visit(tx, &by, &visit(true), NOW + HOUR, None, NOW + HOUR)?.state,
                    log_commitment(tx, &by, &commit(), NOW, None, NOW)?.state,
                    log_commitment(tx, &by, &commit(), NOW + DAY, None, NOW + DAY)?.state,
                ])
            })
            .await
    };
    assert_eq!(states, [State::New, State::Known, State::New, State::Known]);
    let told = of(&scope).await;
    assert_eq!((told.visited.as_deref(), told.committed.as_deref()), (Some("2026-10-05"), Some("2026-10-05")));
    assert_eq!((told.lead, told.lead_name.as_str()), (Some(lan), "Nguyễn Thị Lan"));
    let by = scope.clone();
    let coverage = house.read(move |tx| household_coverage(tx, by.commune(), &by.reach(), jiff::civil::date(2026, 10, 5))).await;
    assert_eq!((coverage[0].all, coverage[0].visited, coverage[0].committed, coverage[0].unreached), (1, 1, 1, 0));
    let by = scope;
    let before = house.read(move |tx| household_coverage(tx, by.commune(), &by.reach(), jiff::civil::date(2026, 10, 4))).await;
    assert_eq!((before[0].visited, before[0].unreached), (0, 1));
    assert_eq!((house.entries(VISITED).await, house.entries(COMMITTED).await), (1, 1));
    house.expect_sound().await;
}

#[tokio::test]
async fn a_stall_keeps_the_words_and_answers_of_its_last_survey() {
    let house = TestHouse::new().await;
    let scope = coach(&house, Role::Volunteer).await;
    let stall = ids::new(NOW);
    let survey = |name: &str, qr: Option<bool>| NewSurvey {
        id: ids::new(NOW),
        stall: stall.clone(),
        village: String::new(),
        market: "Chợ Mẫu".into(),
        name: name.into(),
        goods: "rau".into(),
        takes_qr: qr,
        takes_pos: None,
        wants_training: Some(true),
        note: "số 012345678901".into(),
    };
    let (late, early, unnamed) = (survey("Bà Hoa rau", Some(true)), survey("Bà Hoa", Some(false)), survey(" ", None));
    let by = scope.clone();
    let answer = house
        .write(move |tx| {
            log_survey(tx, &by, &late, NOW, None, NOW)?;
            // What was done before and comes later does not win.
            log_survey(tx, &by, &early, NOW - DAY, None, NOW)?;
            Ok(code(log_survey(tx, &by, &unnamed, NOW, None, NOW)))
        })
        .await;
    assert_eq!(answer, "coaching-stall-name-missing");
    let by = scope.clone();
    let found = house
        .read(move |tx| Ok(crate::coaching::store::stall::list(tx, &by, &crate::coaching::store::stall::Wanted::default(), 10, 0)?))
        .await;
    assert_eq!(found.iter().map(|s| (s.name.as_str(), s.answers.get("qr"))).collect::<Vec<_>>(), [("Bà Hoa rau", Some(true))]);
    let by = scope;
    let coverage = house.read(move |tx| stall_coverage(tx, by.commune(), &by.reach(), jiff::civil::date(2026, 10, 5))).await;
    assert_eq!((coverage[0].surveyed, coverage[0].cashless, coverage[0].follow), (1, 1, 1));
    let commune = house.commune.clone();
    let kept =
        house.read(move |tx| Ok(tx.value::<String>("SELECT note FROM coaching_log WHERE commune_id = $1", crate::args![&commune])?)).await;
    assert_eq!(kept.as_deref(), Some("số …"), "no number of an account or card is kept");
    assert_eq!(house.entries(SURVEYED).await, 2);
    house.expect_sound().await;
}

#[tokio::test]
async fn an_identity_check_attains_only_what_was_seen() {
    let house = TestHouse::new().await;
    let (lan, hoa) = (person(&house, &house.villages[0], "Nguyễn Thị Lan").await, person(&house, &house.villages[0], "Trần Thị Hoa").await);
    let scope = coach(&house, Role::Ambassador).await;
    house
        .write(move |tx| {
            let check = |person: &str| NewCheck { id: ids::new(NOW), person: person.into(), installed: Some(true), ..NewCheck::default() };
            log_check(tx, &scope, &check(&lan), NOW, None, NOW)?;
            log_check(
                tx,
                &scope,
                &NewCheck { activated: Some(true), bank_account: Some(false), ..check(&lan) },
                NOW + HOUR,
                None,
                NOW + HOUR,
            )?;
            log_check(tx, &scope, &NewCheck { excluded: Some(Excluded::Away), installed: None, ..check(&hoa) }, NOW, None, NOW)
        })
        .await;
    assert_eq!((house.entries(IDENTIFIED).await, attained(&house, VNEID_ACTIVATED).await), (3, 1));
    let office = coach(&house, Role::Coordinator).await;
    let coverage = house.read(move |tx| Ok(crate::coaching::store::identity::coverage(tx, &office, 2010)?)).await;
    let here = &coverage[0];
    assert_eq!((here.all, here.checked, here.excluded, here.installed, here.activated, here.bank), (2, 2, 1, 1, 1, 0));
    house.expect_sound().await;
}

#[tokio::test]
async fn a_shift_has_its_hours() {
    let house = TestHouse::new().await;
    let scope = coach(&house, Role::Volunteer).await;
    let shift = |began, ended| NewShift {
        id: ids::new(NOW),
        village: String::new(),
        place: "Trụ sở UBND xã".into(),
        began_at: began,
        ended_at: ended,
        note: String::new(),
    };
    let (fine, twice, turned) = (shift(NOW - 4 * HOUR, NOW - HOUR), shift(NOW - 4 * HOUR, NOW), shift(NOW, NOW - HOUR));
    let answers = house
        .write(move |tx| {
            Ok((
                log_shift(tx, &scope, &fine, None, NOW)?.state,
                log_shift(tx, &scope, &twice, None, NOW)?.state,
                code(log_shift(tx, &scope, &turned, None, NOW)),
            ))
        })
        .await;
    assert_eq!(answers, (State::New, State::Known, "coaching-shift-order"));
    assert_eq!(house.entries(WORKED).await, 1);
}

#[tokio::test]
async fn a_request_is_given_closed_and_counts_for_the_quota() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let (helper, other, office) =
        (coach(&house, Role::Volunteer).await, coach(&house, Role::Ambassador).await, coach(&house, Role::Coordinator).await);
    let new = NewRequest {
        id: ids::new(NOW),
        person: Some(lan.clone()),
        who: String::new(),
        village: String::new(),
        topic: Topic::Health,
        note: "không mở được sổ".into(),
        helper: Some(helper.account().into()),
    };
    let quota = NewQuota {
        period: "2026-10".into(),
        village: house.villages[0].clone(),
        account: helper.account().into(),
        wanted: QuotaWanted { people: Some(2), sessions: None, difficulties: Some(1) },
        note: String::new(),
        seen: 0,
    };
    let (asked, by, given) = (new.clone(), office.clone(), quota.clone());
    house
        .write(move |tx| {
            ask_for_help(tx, &by, &asked, NOW)?;
            ask_for_help(tx, &by, &asked, NOW)?;
            issue_quota(tx, &by, &given, NOW)
        })
        .await;
    let by = helper.clone();
    let open = house.read(move |tx| open_requests_of(tx, &by)).await;
    assert_eq!(open.iter().map(|r| (r.who.as_str(), r.topic.as_str())).collect::<Vec<_>>(), [("Nguyễn Thị Lan", "health")]);
    let (by, id, log) =
        (helper.clone(), new.id.clone(), NewHelp { request: Some(new.id.clone()), ..help(Some(&lan), Topic::Health, Outcome::Helped) });
    let closed = house
        .write(move |tx| {
            log_help(tx, &by, &log, NOW, None, NOW)?;
            let first = close_request(tx, &by, &id, Outcome::Helped, "đã mở được", NOW, None, NOW)?;
            let again = close_request(tx, &by, &id, Outcome::Helped, "", NOW, None, NOW)?;
            Ok([first, again, close_request(tx, &other, &id, Outcome::Unaided, "", NOW, None, NOW)?])
        })
        .await;
    assert_eq!(closed, [Closed::Now, Closed::Again, Closed::Before(helper.name().to_owned(), NOW)]);
    let by = helper.clone();
    assert!(house.read(move |tx| open_requests_of(tx, &by)).await.is_empty());
    let by = helper;
    let mine = house.read(move |tx| quotas_of(tx, &by, jiff::civil::date(2026, 10, 5))).await;
    assert_eq!(mine.len(), 1);
    assert_eq!((mine[0].done, mine[0].percent), (Done { people: 1, sessions: 0, difficulties: 1 }, 75));
    // Somebody who saw an older version changes nothing.
    let stale = NewQuota { wanted: QuotaWanted { people: Some(9), ..quota.wanted }, ..quota };
    let answer = house.write(move |tx| Ok(matches!(issue_quota(tx, &office, &stale, NOW), Err(Error::Changed)))).await;
    assert!(answer);
}
