//! What coaching and cards take from a phone: every type once, twice, and where it does not belong.

use serde_json::{Value, json};

use super::{BEGINS, Hall, Phone, expect_sums, said};
use crate::{
    accounts::Role,
    args, classes,
    coaching::{
        self,
        api::{self, NewPair, NewQuota, NewRequest, QuotaWanted},
    },
    kit::{clock::HOUR, ids},
    ledger, people,
    testing::NOW,
};

/// A household of a village, made at a desk.
async fn household(hall: &Hall, village: usize, head: &str) -> String {
    let village = hall.house.villages[village].clone();
    let clerk = hall.house.role(Role::Coordinator).await;
    let made = clerk.post("/quan-ly/ho/moi", &[("village", &village), ("head", head)]).await.is(303);
    made.location().rsplit('/').next().expect("an id").to_owned()
}

async fn pair(hall: &Hall, mentor: &str, person: &str) -> String {
    let new = NewPair { id: ids::new(NOW), mentor: mentor.into(), person: person.into(), plan: String::new() };
    let (scope, id) = (hall.house.scope(), new.id.clone());
    hall.house.write(move |tx| api::put_together(tx, &scope, &new, NOW).map(drop)).await;
    id
}

async fn request(hall: &Hall, person: &str, helper: Option<&str>) -> String {
    let new = NewRequest {
        id: ids::new(NOW),
        person: Some(person.into()),
        who: String::new(),
        village: String::new(),
        topic: coaching::Topic::Vneid,
        note: String::new(),
        helper: helper.map(str::to_owned),
    };
    let (scope, id) = (hall.house.scope(), new.id.clone());
    hall.house.write(move |tx| api::ask_for_help(tx, &scope, &new, NOW).map(drop)).await;
    id
}

async fn card(hall: &Hall, person: &str) -> String {
    let (keys, scope, who) = (hall.house.app.keys.clone(), hall.house.scope(), vec![person.to_owned()]);
    assert_eq!(hall.house.write(move |tx| people::issue_cards(tx, &keys, &scope, &who, NOW)).await, 1);
    let (commune, person) = (hall.house.commune.clone(), person.to_owned());
    let sql = "SELECT id FROM people_card WHERE commune_id = $1 AND person_id = $2";
    hall.house.read(move |tx| Ok(tx.value::<String>(sql, args![&commune, &person])?)).await.expect("a card")
}

/// Every type, about things of one village; `person`, `pair`, `household`, `request` and `card` are of that village.
async fn all_types(hall: &Hall, phone: &mut Phone<'_>, village: usize, mentor: &str) -> Vec<Value> {
    let person = [&hall.people[0], &hall.others[0]][village].clone();
    let (house, met) = (household(hall, village, "Nguyễn Văn Chủ Hộ").await, pair(hall, mentor, &person).await);
    let (asked, nonce, village) = (request(hall, &person, None).await, card(hall, &person).await, hall.house.villages[village].clone());
    let new = || ids::new(hall.now());
    let help = json!({"person": person, "village": village, "topic": "vneid", "result": "unaided", "minutes": 20, "place": "Chợ", "note": "", "request": null});
    let contact = json!({"pair": met, "how": "visit", "topic": "dvctt", "result": "helped", "note": ""});
    let visit = json!({"household": house, "met": true, "told": ["vneid", "safety"], "note": ""});
    let commitment = json!({"household": house, "lead": person, "how": "paper", "blob": null});
    let stall = json!({"stall": new(), "market": "Chợ Kim Quan", "name": "Hàng rau bà Đào", "goods": "rau", "village": village,
        "takes_qr": true, "takes_pos": false, "wants_training": null, "note": ""});
    let identity = json!({"person": person, "installed": true, "activated": true, "level2": null, "used": false, "bank_account": true, "excluded": null});
    let shift = json!({"village": village, "place": "Nhà văn hóa", "began_at": BEGINS - HOUR, "ended_at": BEGINS, "note": ""});
    vec![
        phone.op("help.log", &new(), help),
        phone.op("mentor.contact", &new(), contact),
        phone.op("household.visit", &new(), visit),
        phone.op("household.commit", &new(), commitment),
        phone.op("stall.survey", &new(), stall),
        phone.op("identity.check", &new(), identity),
        phone.op("shift.log", &new(), shift),
        phone.op("request.close", &asked, json!({"result": "helped", "note": "đã chỉ"})),
        phone.op("card.lost", &nonce, json!({})),
    ]
}

#[tokio::test]
async fn who_found_nobody_at_home_and_comes_again_made_two_visits() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let house = household(&hall, 0, "Nguyễn Văn Chủ Hộ").await;
    let mut told = Vec::new();
    for met in [false, false, true, true] {
        let payload = json!({"household": house, "met": met, "told": [], "note": ""});
        let visit = phone.op("household.visit", &ids::new(hall.now()), payload);
        told.push(phone.tell(&visit).await);
        hall.pass(HOUR / 2);
    }
    let known = "duplicate already_recorded";
    assert_eq!(told, ["applied ok", known, "applied ok", known]);
    assert_eq!(hall.house.entries(coaching::VISITED).await, 2);
}

#[tokio::test]
async fn a_reason_that_an_older_app_wrote_counts() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    for (written, kept) in [("no_phone", "other"), ("no_id", "other"), ("health", "unable"), ("refused", "declined"), ("away", "away")] {
        let id = ids::new(hall.now());
        let op = phone.op("identity.check", &id, json!({"person": hall.people[0], "excluded": written}));
        assert_eq!(phone.tell(&op).await, "applied ok", "{written}");
        let sql = "SELECT result FROM coaching_log WHERE id = $1";
        let result = hall.house.read(move |tx| Ok(tx.value::<String>(sql, args![&id])?)).await;
        assert_eq!(result.as_deref(), Some(kept));
    }
}

const ENTRIES: [ledger::Kind; 7] = [
    coaching::HELPED,
    coaching::CONTACTED,
    coaching::VISITED,
    coaching::COMMITTED,
    coaching::SURVEYED,
    coaching::IDENTIFIED,
    coaching::WORKED,
];

#[tokio::test]
async fn every_type_of_field_work_counts_once_and_is_known_again() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let mentor = phone.account.clone();
    let ops = all_types(&hall, &mut phone, 0, &mentor).await;
    let verdicts = phone.push(&ops).await;
    for (verdict, op) in verdicts.iter().zip(&ops) {
        assert_eq!(said(verdict), "applied ok", "{op}: {verdict}");
    }
    assert_eq!(phone.push(&ops).await, verdicts);
    let mut counted = Vec::new();
    for kind in ENTRIES {
        counted.push((kind.name, hall.house.entries(kind).await));
    }
    assert!(counted.iter().all(|(_, n)| *n == 1), "{counted:?}");
    // The same things tapped again, under other operations and other ids of records: their natural keys know them.
    for (op, (kind, again)) in ops.iter().zip([
        ("help.log", "duplicate already_recorded"),
        ("mentor.contact", "applied ok"),
        ("household.visit", "duplicate already_recorded"),
        ("household.commit", "duplicate already_recorded"),
        ("stall.survey", "applied ok"),
        ("identity.check", "applied ok"),
        ("shift.log", "duplicate already_recorded"),
        ("request.close", "duplicate already_recorded"),
        ("card.lost", "duplicate already_recorded"),
    ]) {
        let makes = !matches!(kind, "request.close" | "card.lost");
        let entity = if makes { ids::new(hall.now()) } else { op["entity_id"].as_str().unwrap().to_owned() };
        let mut twice = phone.op(kind, &entity, op["payload"].clone());
        twice["captured_at"] = op["captured_at"].clone();
        assert_eq!(phone.tell(&twice).await, again, "{kind}");
    }
    hall.house.expect_sound().await;
    expect_sums(&hall.house).await;
}

#[tokio::test]
async fn field_work_of_another_village_is_nowhere() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let theirs = hall.phone(Role::Volunteer, 1).await;
    let ops = all_types(&hall, &mut phone, 1, &theirs.account).await;
    for (verdict, op) in phone.push(&ops).await.iter().zip(&ops) {
        assert_eq!(said(verdict), "rejected not_found", "{op}");
    }
    for kind in ENTRIES {
        assert_eq!(hall.house.entries(kind).await, 0, "{}", kind.name);
    }
    let revoked = "SELECT COUNT(*) FROM people_card WHERE revoked_at IS NOT NULL";
    assert_eq!(hall.house.read(move |tx| Ok(tx.count(revoked, args![])?)).await, 0);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_words_and_stops_nothing() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let mentor = phone.account.clone();
    let good = all_types(&hall, &mut phone, 0, &mentor).await;
    let wrong = [
        (0, "topic", json!("cờ tướng")),
        (0, "result", json!(null)),
        (0, "minutes", json!(-5)),
        (0, "note", json!("x".repeat(10_000))),
        (1, "how", json!("mơ")),
        (2, "met", json!("có")),
        (3, "how", json!("")),
        (3, "blob", json!("ab".repeat(32))),
        (4, "name", json!("")),
        (5, "excluded", json!("lười")),
        (6, "ended_at", json!(BEGINS - 2 * HOUR)),
        (6, "began_at", json!(null)),
        (7, "result", json!("xong")),
    ];
    let mut ops: Vec<Value> = Vec::new();
    for (at, field, value) in &wrong {
        let kind = good[*at]["type"].as_str().unwrap().to_owned();
        let entity = if kind == "request.close" { good[*at]["entity_id"].as_str().unwrap().to_owned() } else { ids::new(hall.now()) };
        let mut op = phone.op(&kind, &entity, good[*at]["payload"].clone());
        op["payload"][*field] = value.clone();
        ops.push(op);
    }
    ops.push(good[0].clone());
    let verdicts = phone.push(&ops).await;
    let (last, refused) = verdicts.split_last().unwrap();
    assert_eq!(said(last), "applied ok");
    for (verdict, (at, field, _)) in refused.iter().zip(&wrong) {
        assert_eq!(said(verdict), "rejected invalid", "{} {field}", good[*at]["type"]);
        let message = verdict["message"].as_str().unwrap();
        assert!(!message.is_empty() && !message.contains('⟦'), "{message}");
    }
}

#[tokio::test]
async fn what_was_recorded_is_taken_back_by_whoever_recorded_it() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let mut other = hall.phone(Role::Volunteer, 0).await;
    let mentor = phone.account.clone();
    let ops = all_types(&hall, &mut phone, 0, &mentor).await;
    phone.push(&ops).await;
    for op in &ops[..7] {
        let id = op["entity_id"].as_str().unwrap();
        let foreign = other.op("record.undo", id, json!({"reason": "không phải tôi"}));
        assert!(other.tell(&foreign).await.starts_with("rejected"), "{op}");
        let undo = phone.op("record.undo", id, json!({"reason": "ghi nhầm"}));
        assert_eq!(phone.tell(&undo).await, "applied ok", "{op}");
        let late = phone.op(op["type"].as_str().unwrap(), id, op["payload"].clone());
        assert_eq!(phone.tell(&late).await, "rejected deleted", "{op}");
    }
    for kind in [coaching::CONTACTED, coaching::VISITED, coaching::COMMITTED, coaching::WORKED] {
        assert_eq!(hall.house.entries(kind).await, 0, "{}", kind.name);
    }
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_lost_card_is_told_to_every_phone_and_marks_still_count() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let nonce = card(&hall, &hall.people[0]).await;
    let other = hall.phone(Role::Ambassador, 0).await;
    let cursor = other.pull("", 2_000).await["cursor"].as_str().unwrap().to_owned();
    let lost = phone.op("card.lost", &nonce, json!({}));
    let mut mark = phone.mark(&hall.people[0]);
    mark["payload"]["card"] = json!(nonce);
    assert_eq!(phone.push(&[lost, mark]).await.iter().map(said).collect::<Vec<_>>(), ["applied ok", "applied ok"]);
    let page = other.pull(&cursor, 2_000).await;
    let told = page["changes"].as_array().unwrap().iter().find(|change| change["kind"] == "card").expect("the card");
    assert_eq!(told["data"]["id"].as_str().or(told["id"].as_str()), Some(nonce.as_str()));
    assert!(told["data"]["revoked"].is_i64(), "{told}");
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    let nowhere = phone.op("card.lost", "0123456789abcdef", json!({}));
    assert_eq!(phone.tell(&nowhere).await, "rejected not_found");
}

#[tokio::test]
async fn the_ring_of_a_quota_moves_with_the_roll() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let new = NewQuota {
        period: "2026-10".into(),
        village: hall.house.villages[0].clone(),
        account: phone.account.clone(),
        wanted: QuotaWanted { people: Some(5), sessions: Some(4), difficulties: None },
        note: String::new(),
        seen: 0,
    };
    let scope = hall.house.scope();
    let id = hall.house.write(move |tx| api::issue_quota(tx, &scope, &new, NOW)).await;
    let cursor = phone.pull("", 2_000).await["cursor"].as_str().unwrap().to_owned();
    let mark = phone.mark(&hall.people[0]);
    assert_eq!(phone.tell(&mark).await, "applied ok");
    let page = phone.pull(&cursor, 2_000).await;
    let told = page["changes"].as_array().unwrap().iter().find(|change| change["kind"] == "quota").expect("the quota");
    assert_eq!((told["id"].as_str(), &told["data"]["sessions_done"]), (Some(id.as_str()), &json!(1)));
    // Nothing about it is told where no mark changed.
    let cursor = page["cursor"].as_str().unwrap().to_owned();
    let (_, add) = phone.add("Bùi Thị Thêm");
    phone.push(&[add]).await;
    let page = phone.pull(&cursor, 2_000).await;
    assert!(page["changes"].as_array().unwrap().iter().all(|change| change["kind"] != "quota"));
}
