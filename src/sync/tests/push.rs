//! Push: one verdict for each operation, and what stands in rows and ledger after it.

use std::io::Write as _;

use serde_json::{Value, json};

use super::{Hall, expect_sums, said};
use crate::{
    accounts::Role,
    classes,
    kit::clock::{DAY, HOUR},
    learning,
    sync::rules::Verdict,
};

#[tokio::test]
async fn a_mark_counts_once_however_often_it_is_sent() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let op = phone.mark(&hall.people[0]);
    let first = phone.push(std::slice::from_ref(&op)).await;
    assert_eq!(said(&first[0]), "applied ok");
    assert_eq!(first[0]["message"], "Đã ghi nhận");
    assert_eq!(first[0]["entity_version"], 1);
    assert_eq!(first[0]["effective_at"], op["captured_at"]);
    for _ in 0..3 {
        assert_eq!(phone.push(std::slice::from_ref(&op)).await, first, "the same verdict, word for word");
    }
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    assert_eq!(hall.house.entries(classes::HELD).await, 1);
    hall.house.expect_sound().await;
    expect_sums(&hall.house).await;
}

#[tokio::test]
async fn the_envelope_tells_epoch_time_and_high_water() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let ops: Vec<Value> = (0..3).map(|n| phone.mark(&hall.people[n])).collect();
    let answer = phone.send(&ops[..1]).await;
    assert_eq!((&answer["store_epoch"], &answer["high_water"]), (&json!(phone.epoch), &json!(1)));
    assert_eq!(answer["server_time"], hall.now());
    assert_eq!(answer["durable_through"], 0, "no backup was verified");
    assert_eq!(answer["min_schema"]["attendance.mark"], 1);
    assert_eq!(phone.send(&ops[2..]).await["high_water"], 1, "the second is missing");
    assert_eq!(phone.send(&ops[1..2]).await["high_water"], 3);
    assert_eq!(phone.send(&[]).await["high_water"], 3);
    let backup = hall.now() - 40 * DAY;
    hall.house.write(move |tx| super::super::note_backup(tx, backup)).await;
    assert_eq!(phone.send(&[]).await["durable_through"], backup);
}

#[tokio::test]
async fn a_packed_body_is_unpacked_within_its_bound() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let op = phone.mark(&hall.people[0]);
    let packed = |body: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(body).unwrap();
        out.finish().unwrap()
    };
    let mut headers = phone.headers();
    headers.push(("content-encoding".into(), "gzip".into()));
    let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let send = |body: Vec<u8>| hall.house.call("POST", "/api/v1/sync/push", &headers, body);
    let answer = send(packed(phone.batch(&[op]).to_string().as_bytes())).await.is(200);
    assert!(answer.html().contains("applied"));
    send(packed(&vec![b' '; 20 * 1024 * 1024])).await.is(413).says("too_large");
    send(b"not packed".to_vec()).await.is(422).says("malformed");
    send(packed(b"{")).await.is(422).says("malformed");
}

#[tokio::test]
async fn the_first_mark_stays_and_the_second_is_told_when() {
    let hall = Hall::new().await;
    let mut lan = hall.phone(Role::Volunteer, 0).await;
    let mut minh = hall.phone(Role::Ambassador, 0).await;
    let (early, late) = (lan.mark(&hall.people[0]), minh.mark(&hall.people[0]));
    assert_eq!(lan.tell(&early).await, "applied ok");
    let second = minh.push(&[late]).await;
    assert_eq!(said(&second[0]), "duplicate already_marked");
    assert!(second[0]["message"].as_str().unwrap().starts_with("Đã điểm danh lúc 19:30"), "{}", second[0]["message"]);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
}

#[tokio::test]
async fn an_earlier_mark_that_arrives_later_takes_the_place_of_the_first() {
    let hall = Hall::new().await;
    let mut lan = hall.phone(Role::Volunteer, 0).await;
    let mut minh = hall.phone(Role::Ambassador, 0).await;
    let early = lan.mark(&hall.people[0]);
    hall.pass(HOUR / 2);
    let late = minh.mark(&hall.people[0]);
    assert_eq!(minh.tell(&late).await, "applied ok");
    assert_eq!(lan.tell(&early).await, "applied ok");
    let (commune, session, person) = (hall.house.commune.clone(), hall.sessions[0].clone(), hall.people[0].clone());
    let by = hall
        .house
        .read(move |tx| {
            let sql = "SELECT marked_by FROM classes_mark WHERE commune_id = $1 AND session_id = $2 AND person_id = $3";
            Ok(tx.value::<String>(sql, crate::args![&commune, &session, &person])?)
        })
        .await;
    assert_eq!(by, Some(lan.account.clone()));
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_mark_taken_back_leaves_nothing_in_the_figures_in_either_order() {
    for turned in [false, true] {
        let hall = Hall::new().await;
        let mut phone = hall.phone(Role::Volunteer, 0).await;
        let mark = phone.mark(&hall.people[0]);
        let session = hall.sessions[0].clone();
        let unmark = phone.op("attendance.unmark", &session, json!({"person": hall.people[0], "reason": "chạm nhầm"}));
        let mut ops = vec![mark, unmark];
        if turned {
            ops.reverse();
        }
        for verdict in phone.push(&ops).await {
            assert_eq!(said(&verdict), "applied ok");
        }
        assert_eq!(hall.house.entries(classes::ATTENDED).await, 0);
        assert_eq!(hall.house.entries(classes::HELD).await, 0);
        hall.house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_new_person_is_met_marked_and_checked_in_one_batch() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Ambassador, 0).await;
    let (person, add) = phone.add("trần thị sáu");
    let mut mark = phone.mark(&person);
    mark["deps"] = json!([add["op_id"]]);
    let payload =
        json!({"person": person, "component": "device", "tasks": [1, 2], "result": "unaided", "place": "Nhà văn hóa", "note": ""});
    let mut check = phone.op("skill.check", &crate::kit::ids::new(hall.now()), payload);
    check["deps"] = json!([add["op_id"]]);
    let verdicts = phone.push(&[mark, check, add.clone()]).await;
    assert_eq!(verdicts.iter().map(said).collect::<Vec<_>>(), ["deferred waiting", "deferred waiting", "applied ok"]);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1, "what waited was done when the person came");
    assert_eq!(hall.house.entries(learning::SHOWN).await, 1);
    let (scope, id) = (hall.house.scope(), person.clone());
    let card = hall.house.read(move |tx| crate::people::card(tx, &scope, &id)).await.expect("the person");
    assert_eq!(card.name, "Trần Thị Sáu");
    let mut twice = phone.op("person.add", &person, add["payload"].clone());
    twice["payload"]["name"] = json!("Trần Thị Bảy");
    assert_eq!(phone.tell(&twice).await, "duplicate already_recorded");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn two_fields_merge_and_one_field_twice_waits_for_an_officer() {
    let hall = Hall::new().await;
    let mut one = hall.phone(Role::TeamMember, 0).await;
    let mut other = hall.phone(Role::TeamMember, 0).await;
    let person = hall.people[0].clone();
    let edit = |phone: &mut super::Phone<'_>, field: &str, before: Value, after: Value| {
        let mut op = phone.op("person.edit", &person, json!({"field": field, "before": before, "after": after}));
        op["base_version"] = json!(1);
        op
    };
    let hamlet = edit(&mut one, "hamlet", json!(""), json!("Xóm 2"));
    let phone = edit(&mut other, "phone", Value::Null, json!("0987 654 321"));
    let again = edit(&mut other, "hamlet", json!(""), json!("Xóm 3"));
    let same = edit(&mut other, "hamlet", json!(""), json!("Xóm 2"));
    assert_eq!(one.tell(&hamlet).await, "applied ok");
    let verdicts = other.push(&[phone, again, same]).await;
    assert_eq!(
        verdicts.iter().map(said).collect::<Vec<_>>(),
        ["applied merged", "quarantined field_conflict", "duplicate already_recorded"]
    );
    let after = edit(&mut one, "phone", json!("321"), json!(""));
    assert_eq!(one.tell(&after).await, "applied merged", "phones know three digits");
}

#[tokio::test]
async fn a_record_taken_back_is_told_deleted_ever_after() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Ambassador, 0).await;
    let id = crate::kit::ids::new(hall.now());
    let payload = json!({"person": hall.people[0], "component": "safety", "tasks": [], "result": "unaided", "place": "Chợ", "note": ""});
    let check = phone.op("skill.check", &id, payload.clone());
    let undo = phone.op("record.undo", &id, json!({"reason": "ghi nhầm người"}));
    assert_eq!(phone.push(&[check, undo.clone()]).await.iter().map(said).collect::<Vec<_>>(), ["applied ok", "applied ok"]);
    assert_eq!(hall.house.entries(learning::SHOWN).await, 0);
    let late = phone.op("skill.check", &id, payload);
    assert_eq!(phone.tell(&late).await, "rejected deleted");
    let twice = phone.op("record.undo", &id, json!({"reason": "lần nữa"}));
    assert_eq!(phone.tell(&twice).await, "duplicate already_recorded");
    let mut other = hall.phone(Role::Ambassador, 0).await;
    let theirs = crate::kit::ids::new(hall.now());
    let payload = json!({"person": hall.people[1], "component": "safety", "tasks": [], "result": "helped", "place": "Chợ", "note": ""});
    let check = phone.op("skill.check", &theirs, payload);
    let undo = other.op("record.undo", &theirs, json!({"reason": "không phải tôi"}));
    assert_eq!(phone.tell(&check).await, "applied ok");
    assert_eq!(other.tell(&undo).await, "rejected invalid");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_photo_belongs_to_its_session_before_it_arrives() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let id = crate::kit::ids::new(hall.now());
    let mut photo = phone.op("photo.attach", &id, json!({"session": hall.sessions[0], "what": "sheet", "note": ""}));
    assert_eq!(phone.tell(&photo).await, "rejected invalid", "without a picture");
    photo = phone.op("photo.attach", &id, json!({"session": hall.sessions[0], "what": "sheet", "note": ""}));
    photo["blobs"] = json!(["ab".repeat(32)]);
    assert_eq!(phone.tell(&photo).await, "applied ok");
    let elsewhere = crate::kit::ids::new(hall.now());
    let mut far = phone.op("photo.attach", &elsewhere, json!({"session": hall.sessions[1], "what": "class", "note": ""}));
    far["blobs"] = json!(["cd".repeat(32)]);
    assert_eq!(phone.tell(&far).await, "rejected not_found");
}

#[tokio::test]
async fn a_newer_app_is_kept_until_the_server_understands_it() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let session = hall.sessions[0].clone();
    let unknown = phone.op("attendance.sing", &session, json!({"x": 1}));
    let mut newer = phone.mark(&hall.people[0]);
    newer["schema"] = json!(9);
    let verdicts = phone.push(&[unknown, newer]).await;
    assert_eq!(verdicts.iter().map(said).collect::<Vec<_>>(), ["quarantined unknown_type", "quarantined unknown_schema"]);
    let kept = hall.house.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM sync_op WHERE sent IS NOT NULL", &[])?)).await;
    assert_eq!(kept, 2);
    hall.pass(2 * HOUR);
    phone.send(&[]).await;
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 0);
}

#[tokio::test]
async fn what_counts_is_not_kept_twice() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let (_, add) = phone.add("Lê Thị Bí Mật");
    assert_eq!(phone.tell(&add).await, "applied ok");
    let kept = hall.house.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM sync_op WHERE sent IS NOT NULL", &[])?)).await;
    assert_eq!(kept, 0, "no name outlives its operation here");
}

#[test]
fn a_verdict_without_an_id_says_its_place() {
    let outcome = crate::sync::rules::Outcome::invalid("sync-invalid-id");
    let verdict = Verdict::of(None, 3, &outcome, crate::kit::text::Lang::En).json();
    assert_eq!((verdict["op_id"].is_null(), &verdict["index"]), (true, &json!(3)));
}
