//! What the walk plants in each place: one thing of every kind that an address can name, under names nobody else has.

use std::collections::BTreeMap;

use jiff::civil::time;

use super::walk::Reach;
use crate::{
    accounts::{self, Role},
    args,
    classes::{self, Audience, NewSeries, Presence, Support},
    coaching::{self, Outcome, Topic},
    kit::{clock::DAY, dates, db::Tx, error::Result, ids, recur::Pattern, vault::Field},
    learning::{self, Component, NewCheck, Outcome as Seen},
    org::{self, NewUnit},
    people::{self, NewPerson},
    plan, reports,
    resources::{self, NewVenue},
    sync,
    testing::{Answer, NOW, TestHouse},
};

/// A place of the test house, seen from its first village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Where {
    /// The first village.
    Here,
    /// The other village of the same commune.
    Next,
    /// The other commune.
    Far,
}

impl Where {
    pub(super) const ALL: [Self; 3] = [Self::Here, Self::Next, Self::Far];

    /// The ids of its commune and village.
    fn of(self, house: &TestHouse) -> (String, String) {
        match self {
            Self::Here => (house.commune.clone(), house.villages[0].clone()),
            Self::Next => (house.commune.clone(), house.villages[1].clone()),
            Self::Far => (house.other_commune.clone(), house.other_village.clone()),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Here => "HERE",
            Self::Next => "NEXT",
            Self::Far => "FAR",
        }
    }
}

/// The names planted everywhere.
pub(super) const NAMES: [&str; 6] = ["PERSON", "GUEST", "CLASS", "REPORT", "ACCOUNT", "VENUE"];

/// With spaces, so that the address of a class, which is made of its name, does not count as the name.
fn name(planted: &str, at: Where) -> String {
    format!("CANARY {planted} {}", at.word())
}

/// How far the id behind `{part}` of an address reaches. Whoever adds a part says it here, and plants one in [`set_at`].
pub(super) fn reach_of(path: &str, part: &str) -> Reach {
    match part {
        "session" if path.starts_with("/quan-ly/toi/") => Reach::Owner,
        "village" | "person" | "household" | "pair" | "merge" | "people_import" | "check" | "venue" | "session" | "code" | "place"
        | "spoken" | "card" | "mentor" | "stall" | "duty" | "round" | "called" | "group" | "finished" | "certificate" | "device" | "op"
        | "picture" | "claim" | "result_list" | "confirmation_list" | "class_remark" => Reach::Village,
        // Who coaches without seeing persons sees of these only what is their own.
        "entry" | "record" | "pairing" | "request" => Reach::Person,
        "unit" | "account" | "grant" | "places_import" | "report" | "denominator" | "attempt" | "turn" | "version" | "file"
        | "framework" | "draft" | "outside_course" | "course_list" | "lesson_remark" => Reach::Commune,
        // A certificate is checked by whoever holds it, wherever they are.
        "period" | "target" | "key" | "figure" | "quiz" | "question" | "practice" | "paper" | "course" | "item" | "drawing" | "pack" => {
            Reach::Open
        }
        other => panic!("{path}: what is {{{other}}}, and how far does it reach?"),
    }
}

pub(super) struct Plants(BTreeMap<(&'static str, Where), String>);

/// The official codes of the two communes.
const CODES: [&str; 2] = ["09955", "09982"];

impl Plants {
    /// Plants one of each in every place.
    pub(super) async fn set(house: &TestHouse) -> Self {
        let mut all = BTreeMap::new();
        for at in Where::ALL {
            let (commune, village) = at.of(house);
            let planted = house.write(move |tx| set_at(tx, &commune, &village, at)).await;
            all.extend(planted.into_iter().map(|(part, id)| ((part, at), id)));
            all.extend(set_by_hand(house, at).await.into_iter().map(|(part, id)| ((part, at), id)));
        }
        // What a list would follow when it is first opened: a look alone changes nothing after that.
        for commune in [house.commune.clone(), house.other_commune.clone()] {
            house.write(move |tx| learning::rebuild_standings(tx, &commune, NOW)).await;
        }
        Self(all)
    }

    /// The village's id and the commune's official code.
    pub(super) fn place(&self, at: Where) -> (String, &'static str) {
        (self.0[&("village", at)].clone(), CODES[usize::from(at == Where::Far)])
    }

    /// Every planted name with its kind and place.
    pub(super) fn names(&self) -> Vec<(&'static str, Where, String)> {
        NAMES.iter().flat_map(|planted| Where::ALL.map(|at| (*planted, at, name(planted, at)))).collect()
    }

    /// The address with the ids of a place.
    pub(super) fn fill(&self, path: &str, at: Where) -> String {
        self.fill_mixed_at(path, "", at, at)
    }

    /// The address with the ids of the right place, but for `part`, which is of `at`.
    pub(super) fn fill_mixed(&self, path: &str, part: &str, at: Where) -> String {
        self.fill_mixed_at(path, part, Where::Here, at)
    }

    fn fill_mixed_at(&self, path: &str, mixed: &str, at: Where, other: Where) -> String {
        let mut filled = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let (part, after) = after.split_once('}').expect("braces are closed");
            filled.push_str(before);
            filled.push_str(&self.id(path, part, if part == mixed { other } else { at }));
            rest = after;
        }
        filled + rest
    }

    fn id(&self, path: &str, part: &str, at: Where) -> String {
        match part {
            // The report of September is locked; August's is not yet written.
            "period" if path.contains("ban-thay-the") => "2026-09".into(),
            "period" => "2026-08".into(),
            "target" => "T3".into(),
            "key" => "adults".into(),
            "figure" => "t3-device".into(),
            "quiz" => "nhan-biet-cuoc-goi-lua-dao".into(),
            "question" => "q1".into(),
            "practice" => "cuoc-goi-gia-cong-an".into(),
            // What everybody may read.
            "item" => "vneid-la-gi".into(),
            "course" => "tranh-lua-dao".into(),
            "drawing" => "wifi".into(),
            "pack" => "citizen.json".into(),
            "session" if path.starts_with("/quan-ly/toi/") => self.id(path, "own_session", at),
            // What is called off or moved has nobody marked yet.
            "session" if path.ends_with("/nghi") || path.ends_with("/doi") || path.ends_with("/mo-lai") => {
                self.id(path, "session_to_come", at)
            }
            "people_import" if path.contains("hoan-tac") => self.id(path, "people_import_done", at),
            _ => {
                let known = self.0.iter().find(|((name, place), _)| *name == part && *place == at);
                known.unwrap_or_else(|| panic!("{path}: no {{{part}}} was planted")).1.clone()
            }
        }
    }
}

/// What only pages and commands make: lists that wait and lists that were loaded, pairs, merges, households.
async fn set_by_hand(house: &TestHouse, at: Where) -> Vec<(&'static str, String)> {
    let (commune, village) = at.of(house);
    let clerk = house.role_at(Role::Coordinator, &commune, &village).await;
    let last = |answer: &Answer| answer.location().rsplit('/').next().unwrap_or("").to_owned();
    let mut ids = Vec::new();

    let pictures = house.app.folder.join("blobs");
    std::fs::create_dir_all(&pictures).expect("a folder");
    std::fs::write(pictures.join(picture_name(at)), b"x").expect("a picture");
    let places = clerk.upload("/quan-ly/dia-ban/nhap", &[], "thon.csv", "Mã,Tên\nX1,Thôn Thử\n".as_bytes()).await.is(303);
    ids.push(("places_import", last(&places)));
    let list = format!("Họ và tên,Năm sinh\n{} Chờ,1950\n,1960\n", name("PERSON", at));
    let waiting = clerk.upload("/quan-ly/nguoi-dan/nhap", &[("village", &village)], "cho.csv", list.as_bytes()).await.is(303);
    ids.push(("people_import", last(&waiting)));

    let lesson = [
        ("kind", "lesson"),
        ("lang", "vi"),
        ("id", "bai-thu"),
        ("title", "Bài thử"),
        ("summary", "Một câu."),
        ("want", "thử"),
        ("audience", "citizen"),
        ("level", "1"),
        ("minutes", "5"),
        ("licence", "CC BY 4.0"),
        ("source", "Xã"),
        ("checked", "2026-10-01"),
        ("body", "## Một"),
    ];
    ids.push(("version", last(&clerk.post("/quan-ly/hoc/bai/moi", &lesson).await.is(303))));
    let course = [
        ("id", "khoa-thu"),
        ("title", "Khóa thử"),
        ("summary", "Một câu."),
        ("want", "thử"),
        ("audience", "citizen"),
        ("level", "1"),
        ("source", "Xã"),
    ];
    ids.push(("draft", last(&clerk.post("/quan-ly/hoc/khoa-hoc/moi", &course).await.is(303))));
    let captions = format!("WEBVTT\n\n{}\n", at.word());
    clerk.upload("/quan-ly/hoc/tep", &[], "loi.vtt", captions.as_bytes()).await.is(303);
    ids.push(("file", ids::sha256_hex(captions.as_bytes())));
    let fields = [("name", "Khung"), ("from", "2026-01-01")];
    let skills = "Mã,Tên,Đối tượng\na.1,Một,Người dân\n";
    ids.push(("framework", last(&clerk.upload("/quan-ly/hoc/khung", &fields, "khung.csv", skills.as_bytes()).await.is(303))));

    let twins = |word: &str, year: i32| format!("{0} {word},{year}\n{0} {word},{year}\n", name("PERSON", at));
    let list = format!("Họ và tên,Năm sinh\n{}{}", twins("Đôi", 1950), twins("Kép", 1961));
    let (app, scope, to) = (house.app.clone(), accounts::Scope::of_command(&commune), village.clone());
    let loaded = tokio::task::spawn_blocking(move || people::import_file(&app, &scope, &to, "doi.csv", list.as_bytes(), false)).await;
    assert_eq!(loaded.expect("ends").expect("loads").duplicates.len(), 2);
    let found = house
        .read(move |tx| {
            let pairs =
                "SELECT p.id, p.person_a FROM people_pair p JOIN people_person a ON a.commune_id = p.commune_id AND a.id = p.person_a
                          WHERE p.commune_id = $1 AND a.village_id = $2 ORDER BY p.id";
            let pairs = tx.list(pairs, args![&commune, &village], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
            let loaded = "SELECT id FROM people_import WHERE commune_id = $1 AND village_id = $2 AND file_name = 'doi.csv'";
            Ok((pairs, tx.value::<String>(loaded, args![&commune, &village])?.unwrap_or_default()))
        })
        .await;
    ids.push(("people_import_done", found.1));
    let [(merged, kept), (pair, _)] = found.0.as_slice() else { panic!("two pairs") };
    clerk.post(&format!("/quan-ly/nguoi-dan/trung/{merged}/gop"), &[("keep", kept)]).await.is(303);
    ids.push(("pair", pair.clone()));
    let (commune, village) = at.of(house);
    let learner = "SELECT id FROM people_person WHERE commune_id = $1 AND village_id = $2 AND name = $3";
    let (in_commune, in_village, named) = (commune.clone(), village.clone(), name("PERSON", at));
    let learner = house.read(move |tx| Ok(tx.value::<String>(learner, args![&in_commune, &in_village, &named])?.unwrap_or_default())).await;
    clerk.post(&format!("/quan-ly/nguoi-dan/{learner}/the"), &[]).await.is(303);
    let card = "SELECT id FROM people_card WHERE commune_id = $1 AND person_id = $2";
    let in_commune = commune.clone();
    let card = house.read(move |tx| Ok(tx.value::<String>(card, args![&in_commune, &learner])?.unwrap_or_default())).await;
    ids.push(("card", card));
    let head = clerk.post("/quan-ly/ho/moi", &[("village", &village), ("head", &name("PERSON", at))]).await.is(303);
    ids.push(("household", last(&head)));
    let class = "SELECT code FROM classes_series WHERE commune_id = $1 AND village_id = $2";
    let (in_commune, in_village) = (commune.clone(), village.clone());
    let code = house.read(move |tx| Ok(tx.value::<String>(class, args![&in_commune, &in_village])?.unwrap_or_default())).await;
    let guest = [("name", name("GUEST", at)), ("phone", "0912345678".into()), ("agree", "1".into())];
    let fields: Vec<_> = guest.iter().map(|(field, value)| (*field, value.as_str())).collect();
    let there = if at == Where::Far { "?xa=09982" } else { "" };
    let receipt = house.anybody().post(&format!("/lich-hoc/{code}{there}"), &fields).await.is(303);
    ids.push(("spoken", last(&receipt).split('?').next().unwrap_or("").to_owned()));
    let place = "SELECT e.id FROM classes_enrolment e JOIN classes_series s ON s.commune_id = e.commune_id AND s.id = e.series_id
                  WHERE e.commune_id = $1 AND s.code = $2 AND e.person_id IS NULL";
    let (in_commune, of_class) = (commune.clone(), code.clone());
    let place = house.read(move |tx| Ok(tx.value::<String>(place, args![&in_commune, &of_class])?.unwrap_or_default())).await;
    ids.extend([("place", place), ("code", code)]);
    let merge = "SELECT id FROM people_merge WHERE commune_id = $1 AND kept = $2";
    let kept = kept.clone();
    let merge = house.read(move |tx| Ok(tx.value::<String>(merge, args![&commune, &kept])?.unwrap_or_default())).await;
    ids.push(("merge", merge));
    ids
}

/// A class with a session this evening, where the person is marked, and one next week.
fn set_class(
    tx: &mut Tx<'_>,
    scope: &accounts::Scope,
    village: &str,
    venue: &str,
    person: &str,
    at: Where,
) -> Result<Vec<(&'static str, String)>> {
    let today = dates::day_of(NOW);
    let new = NewSeries {
        title: name("CLASS", at),
        about: String::new(),
        village: village.into(),
        venue: venue.into(),
        audience: Audience::Citizen,
        support: Support::None,
        helpers: String::new(),
        teacher: "Đỗ Minh Hà".into(),
        capacity: 30,
        start: time(18, 30, 0, 0),
        end: time(20, 0, 0, 0),
        pattern: Pattern::Given(vec![today, dates::days_after(today, 7)]),
        skip: Vec::new(),
    };
    let series = classes::open(tx, scope, &new, NOW - DAY)?;
    classes::enrol(tx, scope, &series, person, NOW - DAY)?;
    let sessions = classes::sessions_of(tx, scope.commune(), &series)?;
    let [first, second] = sessions.as_slice() else { panic!("two sessions") };
    classes::mark(tx, scope, &first.id, person, Presence::Present, NOW, NOW)?;
    Ok(vec![("session", first.id.clone()), ("session_to_come", second.id.clone())])
}

/// A supervised round with somebody under way in a quiz and in a practice, and a certificate.
fn set_learning(tx: &mut Tx<'_>, commune: &str, village: &str, person: &str, at: Where) -> Result<Vec<(&'static str, String)>> {
    let round = ids::new(NOW);
    tx.run(
        "INSERT INTO learning_round (commune_id, id, code, kind, item_id, village_id, session_id, place, limit_minutes, opened_by, opened_at,
            closed_at, closed_by) VALUES ($1, $2, $3, 'quiz', 'nhan-biet-cuoc-goi-lua-dao', $4, '', '', 0, 'test', $5, NULL, NULL)",
        args![commune, &round, at.word(), village, NOW],
    )?;
    let mut planted = vec![("round", round.clone())];
    for (part, kind, item, questions, screen) in
        [("attempt", "quiz", "nhan-biet-cuoc-goi-lua-dao", "q1 q2", ""), ("turn", "practice", "cuoc-goi-gia-cong-an", "", "do-chuong")]
    {
        let id = ids::new(NOW);
        tx.run(
            "INSERT INTO learning_attempt (commune_id, id, kind, item_id, lang, version, questions, pass, round_id, person_id, started_at,
                deadline_at, ended_at, right_answers, passed, screen, mistakes, hints, claim, claimed_at, entry_id)
              VALUES ($1, $2, $3, $4, 'vi', 0, $5, 1, $6, $7, $8, NULL, NULL, 0, FALSE, $9, 0, 0, NULL, NULL, NULL)",
            args![commune, &id, kind, item, questions, &round, person, NOW, screen],
        )?;
        if part == "attempt" {
            planted.push(("called", id.clone()));
        }
        planted.push((part, id));
    }
    let (certificate, paper) = (ids::new(NOW), format!("CODE{}", at.word()));
    tx.run(
        "INSERT INTO learning_certificate (commune_id, id, year, number, code, rule, person_id, village_id, name, signed, day, signer,
            signer_office, issued_by, issued_at, entry_id, revoke_reason, revoke_asked_by, revoke_asked_at, revoked_by, revoked_at)
          VALUES ($1, $2, 2026, $3, $4, 'safety', $5, $6, $7, 'HVC1.1.e30.AA', '2026-10-05', 'A', 'B', 'test', $8, '', '', NULL, NULL, NULL, NULL)",
        args![commune, &certificate, 1 + at as i64, &paper, person, village, name("PERSON", at), NOW],
    )?;
    planted.extend([("certificate", certificate), ("paper", paper)]);
    let (group, finished) = (ids::new(NOW), ids::new(NOW));
    tx.run(
        "INSERT INTO learning_group (commune_id, id, village_id, session_id, place, day, course_id, part, items, opened_by, opened_at)
          VALUES ($1, $2, $3, '', '', '2026-10-05', '', 0, 'vneid-la-gi', 'test', $4)",
        args![commune, &group, village, NOW],
    )?;
    tx.run(
        "INSERT INTO learning_finished (commune_id, id, person_id, village_id, lesson_id, grade, group_id, at, recorded_at, recorded_by,
            voided_at, voided_by, void_reason) VALUES ($1, $2, $3, $4, 'vneid-la-gi', 'B', $5, $6, $6, 'test', NULL, NULL, NULL)",
        args![commune, &finished, person, village, &group, NOW],
    )?;
    planted.extend([("group", group), ("finished", finished)]);
    Ok(planted)
}

/// A course of another platform, a result with its picture, files of both, and what was said of a lesson and of a session.
fn set_outside(tx: &mut Tx<'_>, commune: &str, village: &str, person: &str, at: Where) -> Result<Vec<(&'static str, String)>> {
    let [course, claim, lesson, session] = [(); 4].map(|()| ids::new(NOW));
    tx.run(
        "INSERT INTO learning_outside_course (commune_id, id, identity, platform, code, title, title_fold, link, offered_by, price, skills, note,
            checked, active, sort_key, version, changed_by, created_at, updated_at)
          VALUES ($1, $2, $3, 'A', '', 'B', 'b', 'https://a.example/', '', 'free', ' ', '', '2026-10-01', TRUE, '', 1, 'test', $4, $4)",
        args![commune, &course, at.word(), NOW],
    )?;
    tx.run(
        "INSERT INTO learning_outside_result (commune_id, id, source, list_id, person_id, course_id, day, number, number_key, link, picture, mime,
            note, state, entries, handed_by, handed_at)
          VALUES ($1, $2, 'claim', '', $3, $4, '2026-10-01', 'X1', 'X1', '', $5, 'image/png', '', 'waiting', '', 'learner', $6)",
        args![commune, &claim, person, &course, picture_name(at), NOW],
    )?;
    let mut planted =
        vec![("outside_course", course), ("claim", claim), ("lesson_remark", lesson.clone()), ("class_remark", session.clone())];
    let empty = r#"{"columns":[],"unknown":[],"left_out":[],"rows":[],"bad":[]}"#;
    for (part, kind, of) in
        [("course_list", "courses", ""), ("result_list", "results", village), ("confirmation_list", "confirmations", village)]
    {
        let id = ids::new(NOW);
        let sealed = tx.vault()?.seal(Field { table: "learning_outside_list", column: "payload" }, &id, empty)?;
        tx.run(
            "INSERT INTO learning_outside_list (commune_id, id, kind, village_id, file_name, state, good, bad, entered, payload, created_by, created_at,
                applied_at, undone_at) VALUES ($1, $2, $3, $4, 'x.csv', 'preview', 0, 0, 0, $5, 'test', $6, NULL, NULL)",
            args![commune, &id, kind, of, sealed, NOW],
        )?;
        planted.push((part, id));
    }
    for (id, what, of) in [(lesson, "lesson", ""), (session, "class", village)] {
        tx.run(
            "INSERT INTO learning_remark (commune_id, id, what, item_id, village_id, giver, face, words, step, lang, at, state, note, handled_by,
                handled_at) VALUES ($1, $2, $3, 'vneid-la-gi', $4, '', 3, '', '', 'vi', $5, 'new', '', '', NULL)",
            args![commune, &id, what, of, NOW],
        )?;
    }
    Ok(planted)
}

/// Help that was given, a pair, a stall, a request and a duty, all of the same helper and person.
fn set_coaching(
    tx: &mut Tx<'_>,
    scope: &accounts::Scope,
    village: &str,
    account: &str,
    person: &str,
    at: Where,
) -> Result<Vec<(&'static str, String)>> {
    let (village, person) = (village.to_owned(), Some(person.to_owned()));
    let [record, pairing, stall, request] = [(); 4].map(|()| ids::new(NOW));
    let help = coaching::api::NewHelp {
        id: record.clone(),
        person: person.clone(),
        village: village.clone(),
        topic: Topic::Vneid,
        outcome: Outcome::Helped,
        minutes: None,
        place: "Nhà văn hóa".into(),
        note: String::new(),
        request: None,
    };
    coaching::api::log_help(tx, scope, &help, NOW - DAY, None, NOW)?;
    let pair = coaching::api::NewPair {
        id: pairing.clone(),
        mentor: account.into(),
        person: person.clone().unwrap_or_default(),
        plan: String::new(),
    };
    coaching::api::put_together(tx, scope, &pair, NOW)?;
    let survey = coaching::api::NewSurvey {
        id: ids::new(NOW),
        stall: stall.clone(),
        village: village.clone(),
        market: "Chợ".into(),
        name: format!("Gian hàng {}", at.word()),
        goods: String::new(),
        takes_qr: None,
        takes_pos: None,
        wants_training: None,
        note: String::new(),
    };
    coaching::api::log_survey(tx, scope, &survey, NOW - DAY, None, NOW)?;
    let asked = coaching::api::NewRequest {
        id: request.clone(),
        person,
        who: String::new(),
        village: village.clone(),
        topic: Topic::Health,
        note: String::new(),
        helper: None,
    };
    coaching::api::ask_for_help(tx, scope, &asked, NOW)?;
    let today = dates::day_of(NOW);
    let duty = coaching::api::NewDuty {
        id: ids::new(NOW),
        village,
        account: account.into(),
        place: "Chợ".into(),
        day: today,
        from: 480,
        until: 600,
    };
    let duty = coaching::api::plan_duty(tx, scope, &duty, NOW)?;
    Ok(vec![
        ("record", record),
        ("pairing", pairing),
        ("mentor", account.to_owned()),
        ("stall", stall),
        ("request", request),
        ("duty", duty),
    ])
}

fn set_at(tx: &mut Tx<'_>, commune: &str, village: &str, at: Where) -> Result<Vec<(&'static str, String)>> {
    let scope = accounts::Scope::of_command(commune);
    let mut ids = vec![("village", village.to_owned())];
    let unit = NewUnit { kind: "school".into(), name: format!("Trường {}", at.word()), ..NewUnit::default() };
    ids.push(("unit", org::add_unit(tx, commune, &unit, NOW)?));

    let login = format!("canary-{}", at.word().to_lowercase());
    let account = accounts::create(tx, &login, &name("ACCOUNT", at), "con trâu đi trước", false, NOW)?;
    ids.push(("grant", accounts::grant(tx, &account, Role::Volunteer, commune, Some(village), None, "test", NOW)?));
    accounts::open_session(tx, &account, commune, "", "", NOW)?;
    let session = tx.value::<String>("SELECT id FROM accounts_session WHERE account_id = $1", args![&account])?;
    ids.push(("own_session", session.unwrap_or_default()));
    ids.push(("account", account.clone()));

    let person = NewPerson { village: village.into(), name: name("PERSON", at), birth_year: Some(1955), ..NewPerson::default() };
    let person = people::add(tx, &scope, &person, NOW)?;
    let check = ids::new(NOW);
    let shown = NewCheck {
        id: check.clone(),
        person: person.clone(),
        component: Component::Device,
        outcome: Seen::Unaided,
        place: "Nhà văn hóa".into(),
        note: String::new(),
        at: NOW - DAY,
        tasks: Vec::new(),
        device: None,
    };
    learning::record(tx, &scope, &shown, NOW)?;
    ids.extend([("person", person.clone()), ("check", check.clone()), ("entry", check)]);
    ids.extend(set_learning(tx, commune, village, &person, at)?);
    ids.extend(set_outside(tx, commune, village, &person, at)?);

    ids.extend(set_coaching(tx, &scope, village, &account, &person, at)?);
    ids.extend(set_phone(tx, commune, village, &account, &person, at)?);

    let venue = NewVenue {
        village: Some(village.into()),
        name: name("VENUE", at),
        kind: resources::Kind::Hall,
        address: String::new(),
        capacity: None,
        step_free: None,
        active: true,
    };
    let venue = resources::add(tx, &scope, &venue, NOW)?;
    ids.push(("venue", venue.clone()));
    ids.extend(set_class(tx, &scope, village, &venue, &person, at)?);

    let adults = plan::NewDenominator {
        key: plan::Key::Adults,
        village: village.into(),
        value: 412,
        as_of: dates::day_of(NOW),
        source: "Sổ hộ".into(),
        definition: Some(plan::Definition::From18),
        unknown: None,
    };
    ids.push(("denominator", plan::add_denominator(tx, &scope, &adults, NOW)?));

    // One report per commune: the second village's is the first one's.
    let report = match tx.value::<String>("SELECT id FROM reports_report WHERE commune_id = $1", args![commune])? {
        Some(known) => known,
        None => reports::lock(tx, &scope, reports::month("2026-09")?, &name("REPORT", at), None, NOW)?.id,
    };
    ids.push(("report", report));
    Ok(ids)
}

/// A phone of the account, something of it that waits for an officer, and a photo.
fn set_phone(tx: &mut Tx<'_>, commune: &str, village: &str, account: &str, person: &str, at: Where) -> Result<Vec<(&'static str, String)>> {
    let phone = sync::enrol(tx, commune, account, "máy", NOW)?;
    let op = ids::new(NOW);
    let sent = serde_json::json!({ "type": "help.log", "payload": { "person": person, "village": village, "topic": "vneid" } });
    let sealed = tx.vault()?.seal(Field { table: "sync_op", column: "sent" }, &op, &sent.to_string())?;
    tx.run(
        "INSERT INTO sync_op (commune_id, op_id, device_id, seq, type, actor, entity_id, village_id, hash, received_at, effective_at, flags, status,
            code, message, entity_version, sent, uploaded_by, decided_at, decided_by, decision)
          VALUES ($1, $2, $3, 1, 'help.log', $4, $2, $5, '', $6, $6, '', 'quarantined', 'no_longer_allowed', '', NULL, $7, NULL, NULL, NULL, NULL)",
        args![commune, &op, &phone.device, account, village, NOW, sealed],
    )?;
    let picture = picture_name(at);
    tx.run(
        "INSERT INTO sync_blob (commune_id, sha256, size, mime, device_id, account_id, begun_at, kept_at)
          VALUES ($1, $2, 1, 'image/jpeg', $3, $4, $5, $5)",
        args![commune, &picture, &phone.device, account, NOW],
    )?;
    tx.run(
        "INSERT INTO sync_photo (commune_id, id, session_id, village_id, what, note, blob, at, recorded_at, taken_by, device)
          VALUES ($1, $2, 'x', $3, 'sheet', '', $4, $5, $5, $6, NULL)",
        args![commune, ids::new(NOW), village, &picture, NOW, account],
    )?;
    Ok(vec![("device", phone.device), ("op", op), ("picture", picture)])
}

/// The name of the picture of a place.
fn picture_name(at: Where) -> String {
    ids::sha256_hex(at.word().as_bytes())
}
