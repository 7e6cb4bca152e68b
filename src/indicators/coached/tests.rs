//! Through the front door: what coaching recorded, as figures and down to its entries.

use jiff::civil::date;

use super::{Coached, CoachedFigure, coached};
use crate::{
    accounts::{self, Right, Role, Scope},
    coaching::{
        Outcome, Topic,
        api::{self, NewCheck, NewHelp, NewSurvey, NewVisit},
    },
    kit::{clock::DAY, ids},
    people::{self, NewPerson},
    testing::{NOW, TestHouse},
};

const DAYS: (jiff::civil::Date, jiff::civil::Date) = (date(2026, 9, 15), date(2026, 10, 5));

async fn person(house: &TestHouse, village: usize, name: &str, year: i16) -> String {
    let (scope, village, name) = (house.scope(), house.villages[village].clone(), name.to_owned());
    let new = NewPerson { village, name, birth_year: Some(year), ..NewPerson::default() };
    house.write(move |tx| people::add(tx, &scope, &new, NOW)).await
}

async fn helper(house: &TestHouse) -> Scope {
    house.role(Role::Coordinator).await;
    let (commune, login) = (house.commune.clone(), format!("coordinator-{}", &house.villages[0][house.villages[0].len() - 6..]));
    house.read(move |tx| Ok(accounts::scope_of(tx, &login, &commune, Right::Coach)?.expect("may coach"))).await
}

async fn help(house: &TestHouse, scope: &Scope, person: Option<&str>, topic: Topic, outcome: Outcome, at: i64) -> String {
    let new = NewHelp {
        id: ids::new(at),
        person: person.map(str::to_owned),
        village: house.villages[0].clone(),
        topic,
        outcome,
        minutes: None,
        place: "Nhà văn hóa".into(),
        note: String::new(),
        request: None,
    };
    let scope = scope.clone();
    house.write(move |tx| api::log_help(tx, &scope, &new, at, None, NOW)).await.id
}

async fn figures(house: &TestHouse, village: &str) -> Coached {
    let (commune, village) = (house.commune.clone(), village.to_owned());
    house.read(move |tx| Ok(coached(tx, &commune, DAYS, 2008)?.remove(&village).expect("a place"))).await
}

#[tokio::test]
async fn what_was_never_collected_has_no_figure() {
    let house = TestHouse::new().await;
    assert_eq!(figures(&house, "").await, Coached::default());
    house.role(Role::Coordinator).await.get("/quan-ly").await.is(200).says("I2: người dùng dịch vụ công trực tuyến Chưa có số liệu");
    let page = house.role(Role::Coordinator).await.get("/quan-ly/so-lieu/i2-dvctt").await.is(200);
    page.says("Chưa có số liệu");
    // Once help is recorded, nobody having used a service is a figure: somebody looked.
    let scope = helper(&house).await;
    help(&house, &scope, None, Topic::Device, Outcome::Helped, NOW).await;
    let made = figures(&house, "").await;
    assert_eq!((made.people, made.times, made.dvctt, made.activated, made.visited), (Some(0), Some(1), Some(0), None, None));
}

#[tokio::test]
async fn people_count_once_where_they_live_and_only_for_what_was_seen() {
    let house = TestHouse::new().await;
    let scope = helper(&house).await;
    let (lan, hoa) = (person(&house, 0, "Nguyễn Thị Lan", 1953).await, person(&house, 1, "Trần Thị Hoa", 1960).await);
    let child = person(&house, 0, "Nguyễn Văn Bé", 2015).await;
    for (who, topic, outcome, at) in [
        (&lan, Topic::Dvctt, Outcome::Helped, NOW - 3 * DAY),
        (&lan, Topic::Dvctt, Outcome::Unaided, NOW - DAY),
        (&lan, Topic::Vneid, Outcome::Unaided, NOW - 2 * DAY),
        (&hoa, Topic::Dvctt, Outcome::NotYet, NOW - DAY),
        (&hoa, Topic::Vneid, Outcome::NotYet, NOW - DAY),
        (&child, Topic::Vneid, Outcome::Unaided, NOW - DAY),
        // Before the period: reached by its end, not helped in it.
        (&hoa, Topic::Payment, Outcome::Helped, NOW - 40 * DAY),
    ] {
        help(&house, &scope, Some(who), topic, outcome, at).await;
    }
    let by = scope.clone();
    let check = NewCheck { id: ids::new(NOW), person: hoa.clone(), activated: Some(true), ..NewCheck::default() };
    house.write(move |tx| api::log_check(tx, &by, &check, NOW - DAY, None, NOW)).await;
    let whole = figures(&house, "").await;
    assert_eq!((whole.people, whole.times, whole.dvctt, whole.activated), (Some(3), Some(6), Some(1), Some(1)));
    assert_eq!((whole.approached, whole.guided, whole.unaided), (Some(2), Some(2), Some(1)), "adults alone");
    let second = figures(&house, &house.villages[1]).await;
    assert_eq!((second.people, second.dvctt, second.guided, second.unaided), (Some(1), Some(0), Some(1), Some(0)));
    // Every list is as long as its figure says.
    let visit = house.role(Role::CommuneLeader).await;
    for (figure, rows) in [
        (CoachedFigure::People, 3),
        (CoachedFigure::Times, 6),
        (CoachedFigure::Dvctt, 1),
        (CoachedFigure::Activated, 1),
        (CoachedFigure::Approached, 2),
        (CoachedFigure::Guided, 2),
        (CoachedFigure::Unaided, 1),
    ] {
        assert_eq!(figure.value(&whole), Some(rows), "{}", figure.code());
        let page = visit.get(&figure.href(DAYS.0, DAYS.1, "")).await.is(200);
        assert_eq!(page.html().matches("<li class=\"row\">").count() as i64, rows, "{}", figure.code());
        page.never_says("⟦");
    }
}

#[tokio::test]
async fn a_figure_leads_down_to_who_did_it_and_names_stay_with_who_may_see_them() {
    let house = TestHouse::new().await;
    let scope = helper(&house).await;
    let lan = person(&house, 0, "Nguyễn Thị Lan", 1953).await;
    let entry = help(&house, &scope, Some(&lan), Topic::Dvctt, Outcome::Helped, NOW - DAY).await;
    let href = CoachedFigure::Dvctt.href(DAYS.0, DAYS.1, "");
    let leader = house.role(Role::CommuneLeader).await;
    let dashboard = leader.get("/quan-ly").await.is(200).html();
    assert!(dashboard.contains("/quan-ly/so-lieu/i2-dvctt"));
    let page = leader.get(&href).await.is(200).says("Nguyễn Thị Lan").html();
    assert!(page.contains(&format!("/quan-ly/bang-chung/{entry}")));
    leader.get(&format!("/quan-ly/bang-chung/{entry}")).await.is(200).says("Dịch vụ công trực tuyến · Cần người giúp");
    let police = house.role(Role::Police).await;
    police.get(&href).await.is(200).never_says("Lan").says("1 người");
    let head = house.role_at(Role::VillageHead, &house.commune, &house.villages[1].clone()).await;
    head.get(&format!("/quan-ly/so-lieu/i2-dvctt?thon={}", house.villages[1])).await.is(200).never_says("Lan");
    head.get(&format!("/quan-ly/so-lieu/i2-dvctt?thon={}", house.villages[0])).await.is(404);
    // Taken back, it no longer counts.
    let by = scope;
    house.write(move |tx| api::undo(tx, &by, &entry, "nhầm", true, NOW, NOW)).await;
    assert_eq!(figures(&house, "").await.dvctt, None, "nobody helped anybody: nothing was collected");
    leader.get(&href).await.is(200).never_says("Nguyễn Thị Lan");
}

#[tokio::test]
async fn households_and_stalls_count_once_by_their_last_record() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let village = house.villages[0].clone();
    let made = clerk.post("/quan-ly/ho/moi", &[("village", &village), ("head", "Nguyễn Văn Hùng")]).await.is(303);
    let household = made.location().rsplit('/').next().expect("an id").to_owned();
    clerk.post("/quan-ly/ho/moi", &[("village", &village), ("head", "Trần Văn Khác")]).await.is(303);
    let scope = helper(&house).await;
    let stall = ids::new(NOW);
    house
        .write(move |tx| {
            for back in [1, 2] {
                let visit = NewVisit { id: ids::new(NOW), household: household.clone(), met: true, told: Vec::new(), note: String::new() };
                api::log_visit(tx, &scope, &visit, NOW - back * DAY, None, NOW)?;
            }
            for (back, qr) in [(3, true), (1, false)] {
                let survey = NewSurvey {
                    id: ids::new(NOW),
                    stall: stall.clone(),
                    village: village.clone(),
                    market: "Chợ Mẫu".into(),
                    name: "Rau cô Hoa".into(),
                    goods: String::new(),
                    takes_qr: Some(qr),
                    takes_pos: None,
                    wants_training: None,
                    note: String::new(),
                };
                api::log_survey(tx, &scope, &survey, NOW - back * DAY, None, NOW)?;
            }
            Ok(())
        })
        .await;
    let whole = figures(&house, "").await;
    assert_eq!((whole.households, whole.visited, whole.committed), (Some(2), Some(1), Some(0)));
    assert_eq!((whole.stalls, whole.cashless), (Some(1), Some(0)), "the last survey holds");
    for (figure, name, rows) in
        [(CoachedFigure::Visited, "Nguyễn Văn Hùng", 1), (CoachedFigure::Stalls, "Rau cô Hoa", 1), (CoachedFigure::Cashless, "", 0)]
    {
        let page = clerk.get(&figure.href(DAYS.0, DAYS.1, "")).await.is(200).says(name);
        assert_eq!(page.html().matches("<li class=\"row\">").count(), rows, "{}", figure.code());
    }
    // Two days before, the stall still took QR codes.
    let commune = house.commune.clone();
    let then = house.read(move |tx| Ok(coached(tx, &commune, (DAYS.0, date(2026, 10, 3)), 2008)?.remove("").expect("the commune"))).await;
    assert_eq!((then.cashless, then.visited), (Some(1), Some(1)));
}
