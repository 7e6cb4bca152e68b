//! Who sends: revoked while offline, two phones of one person, another's village, an id used twice, a phone that was copied.

use serde_json::{Value, json};

use super::go_home;
use crate::{
    accounts::{self, Role},
    classes,
    kit::{
        clock::{DAY, HOUR},
        ids,
    },
    learning,
    sync::{
        review,
        tests::{BEGINS, Hall, Phone, expect_sums, said},
    },
};

async fn events(hall: &Hall, kind: &'static str) -> i64 {
    let commune = hall.house.commune.clone();
    hall.house.read(move |tx| Ok(accounts::count_events(tx, &commune, kind)?)).await
}

fn id(op: &Value) -> &str {
    op["op_id"].as_str().unwrap()
}

#[tokio::test]
async fn a_device_revoked_while_offline_keeps_its_outbox_for_the_next_enrolment() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let mut ops: Vec<Value> = (0..5).map(|n| phone.mark(&hall.people[n])).collect();
    let (scope, device, now) = (hall.house.scope(), phone.id.clone(), hall.tick());
    hall.house.write(move |tx| review::revoke_device(tx, &scope, &device, "", now)).await;
    go_home(&hall);
    let answer = phone.call("POST", "/api/v1/sync/push", phone.batch(&ops).to_string().into_bytes()).await;
    answer.is(403).says("device_revoked");
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 0);
    let mut again = hall.enrol(&phone.login, Some(&phone.id)).await;
    again.contact = phone.contact;
    for op in &mut ops {
        again.seq += 1;
        op["device_id"] = json!(again.id);
        op["seq"] = json!(again.seq);
    }
    let verdicts = again.push(&ops).await;
    assert!(verdicts.iter().all(|verdict| said(verdict) == "applied ok"), "{verdicts:?}");
    assert_eq!(verdicts[0]["effective_at"], ops[0]["captured_at"], "the evening, not the enrolment");
}

#[tokio::test]
async fn a_role_that_ended_while_offline_sets_aside_and_loses_nothing() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let ops: Vec<Value> = (0..20).map(|n| phone.mark(&hall.people[n])).collect();
    let (login, now) = (phone.login.clone(), hall.tick());
    hall.house.write(move |tx| accounts::testing::end_grants(tx, &login, now)).await;
    go_home(&hall);
    let verdicts = phone.push(&ops).await;
    assert!(verdicts.iter().all(|verdict| said(verdict) == "quarantined no_longer_allowed"));
    let kept = hall.house.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM sync_op WHERE sent IS NOT NULL", &[])?)).await;
    assert_eq!((kept, hall.house.entries(classes::ATTENDED).await), (20, 0));
    let (scope, now, all) = (hall.house.scope(), hall.tick(), ops.clone());
    hall.house
        .write(move |tx| {
            for op in &all {
                review::decide(tx, &scope, id(op), true, "", now)?;
            }
            Ok(())
        })
        .await;
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 20);
    hall.house.expect_sound().await;
    expect_sums(&hall.house).await;
}

#[tokio::test]
async fn what_nobody_had_allowed_then_is_refused_though_it_is_allowed_now() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 1).await;
    let early = phone.mark(&hall.people[0]);
    let (login, commune, village, now) = (phone.login.clone(), hall.house.commune.clone(), hall.house.villages[0].clone(), hall.tick());
    hall.house.write(move |tx| accounts::testing::grant(tx, &login, Role::Volunteer, &commune, &village, now)).await;
    let late = phone.mark(&hall.people[1]);
    go_home(&hall);
    let verdicts = phone.push(&[early, late]).await;
    assert_eq!(verdicts.iter().map(said).collect::<Vec<_>>(), ["rejected not_allowed", "applied ok"]);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
}

#[tokio::test]
async fn two_phones_of_one_person_count_each_learner_once() {
    let hall = Hall::new().await;
    let mut one = hall.phone(Role::Ambassador, 0).await;
    let mut two = hall.enrol(&one.login, None).await;
    let both: Vec<[Value; 2]> = (0..10).map(|n| [one.mark(&hall.people[n]), two.mark(&hall.people[n])]).collect();
    go_home(&hall);
    let verdicts = two.push(&both.iter().map(|pair| pair[1].clone()).collect::<Vec<_>>()).await;
    assert!(verdicts.iter().all(|verdict| said(verdict) == "applied ok"));
    let verdicts = one.push(&both.iter().map(|pair| pair[0].clone()).collect::<Vec<_>>()).await;
    assert!(verdicts.iter().all(|verdict| said(verdict) == "applied ok"), "they were first, and came second");
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 10);
    let revoked = hall.house.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM sync_device WHERE revoked_at IS NOT NULL", &[])?)).await;
    assert_eq!(revoked, 0, "both phones stay");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn another_villages_operation_in_the_middle_stops_nobody() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Ambassador, 0).await;
    let before = phone.mark(&hall.people[0]);
    let far = phone.op("attendance.mark", &hall.sessions[1], json!({"person": hall.others[0], "said": "present", "how": "card"}));
    let payload = json!({"person": hall.others[0], "component": "skill", "tasks": [], "result": "unaided", "place": "x", "note": ""});
    let check = phone.op("skill.check", &ids::new(hall.now()), payload);
    let mut add = phone.add("Người Thôn Bên").1;
    add["payload"]["village"] = json!(hall.house.villages[1]);
    let mut abroad = phone.add("Người Xã Bên").1;
    abroad["payload"]["village"] = json!(hall.house.other_village);
    let mut photo = phone.op("photo.attach", &ids::new(hall.now()), json!({"session": hall.sessions[1], "what": "class", "note": ""}));
    photo["blobs"] = json!(["ab".repeat(32)]);
    let payload =
        json!({"person": hall.others[0], "installed": true, "activated": null, "level2": null, "used": null, "bank_account": null});
    let identity = phone.op("identity.check", &ids::new(hall.now()), payload);
    let payload = json!({"person": hall.others[0], "village": hall.house.villages[1], "topic": "vneid", "result": "helped", "minutes": 5});
    let help = phone.op("help.log", &ids::new(hall.now()), payload);
    let payload =
        json!({"village": hall.house.villages[1], "place": "Nhà văn hóa", "began_at": BEGINS, "ended_at": BEGINS + HOUR, "note": ""});
    let shift = phone.op("shift.log", &ids::new(hall.now()), payload);
    let after = phone.mark(&hall.people[1]);
    let foreign = [far, check, add, abroad, photo, identity, help, shift];
    let ops: Vec<Value> = [before].into_iter().chain(foreign.clone()).chain([after]).collect();
    let verdicts = phone.push(&ops).await;
    for (verdict, op) in verdicts.iter().zip(&ops) {
        let expected = if foreign.contains(op) { "rejected not_found" } else { "applied ok" };
        assert_eq!(said(verdict), expected, "{op}");
    }
    assert_eq!(hall.house.entries(learning::SHOWN).await, 0);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 2);
}

#[tokio::test]
async fn another_persons_operation_is_not_sent_as_ones_own_and_not_lost() {
    let hall = Hall::new().await;
    let mut lan = hall.phone(Role::Volunteer, 0).await;
    let minh = hall.phone(Role::Volunteer, 0).await;
    let op = lan.mark(&hall.people[0]);
    assert_eq!(minh.tell(&op).await, "rejected wrong_actor");
    let mut forged = op.clone();
    forged["actor"] = json!(minh.account);
    assert_eq!(minh.tell(&forged).await, "rejected wrong_actor", "Lan's phone numbered it");
    assert_eq!(events(&hall, "phone-wrong-actor").await, 2);
    assert_eq!(lan.tell(&op).await, "applied ok", "Lan sends it herself");
}

#[tokio::test]
async fn an_id_used_for_something_else_is_refused_noticed_and_does_not_hide_a_gap() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let first = phone.mark(&hall.people[0]);
    let mut second = phone.mark(&hall.people[1]);
    second["op_id"] = first["op_id"].clone();
    let third = phone.mark(&hall.people[2]);
    let ops = [first.clone(), second, third];
    let answer = phone.send(&ops).await;
    let verdicts: Vec<String> = answer["verdicts"].as_array().unwrap().iter().map(said).collect();
    assert_eq!(verdicts, ["applied ok", "rejected op_id_reuse", "applied ok"]);
    assert_eq!((events(&hall, "phone-op-reuse").await, &answer["high_water"]), (1, &json!(3)));
    assert_eq!(phone.push(&ops).await.iter().map(said).collect::<Vec<_>>(), verdicts, "and again");
    let mut moved = first;
    moved["seq"] = json!(9);
    moved["offset_est"] = json!(77);
    assert_eq!(phone.tell(&moved).await, "applied ok", "guesses may differ");
}

#[tokio::test]
async fn a_copied_phone_is_told_to_enrol_again_and_keeps_its_ids() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let shared = phone.mark(&hall.people[0]);
    let mut copy: Phone<'_> = phone.clone();
    let (own, mut other) = (phone.mark(&hall.people[1]), copy.mark(&hall.people[2]));
    assert_eq!(phone.push(&[shared.clone(), own]).await.iter().map(said).collect::<Vec<_>>(), ["applied ok", "applied ok"]);
    let verdicts = copy.push(&[shared, other.clone()]).await;
    assert_eq!(verdicts.iter().map(said).collect::<Vec<_>>(), ["applied ok", "rejected device_cloned"]);
    assert_eq!(events(&hall, "phone-device-cloned").await, 1);
    let again = hall.enrol(&copy.login, Some(&copy.id)).await;
    other["device_id"] = json!(again.id);
    other["seq"] = json!(1);
    assert_eq!(again.tell(&other).await, "applied ok");
    phone.call("GET", "/api/v1/sync/pull", Vec::new()).await.is(403).says("device_revoked");
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 3);
}

#[tokio::test]
async fn a_late_edit_of_what_was_deleted_is_told_so() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    let (person, add) = phone.add("Người Sắp Xóa");
    assert_eq!(phone.tell(&add).await, "applied ok");
    let edit = phone.op("person.edit", &person, json!({"field": "hamlet", "before": "Xóm 1", "after": "Xóm 2"}));
    let mark = phone.mark(&person);
    let (commune, gone, now) = (hall.house.commune.clone(), person.clone(), hall.tick());
    hall.house
        .write(move |tx| {
            let sql = "UPDATE people_person SET removed_at = $3 WHERE commune_id = $1 AND id = $2";
            Ok(tx.run(sql, crate::args![&commune, &gone, now])?)
        })
        .await;
    go_home(&hall);
    let verdicts = phone.push(&[edit, mark]).await;
    assert_eq!(verdicts.iter().map(said).collect::<Vec<_>>(), ["rejected deleted", "rejected deleted"]);
    let hamlet =
        hall.house.read(move |tx| Ok(tx.value::<String>("SELECT hamlet FROM people_person WHERE id = $1", crate::args![&person])?));
    assert_eq!(hamlet.await.as_deref(), Some("Xóm 1"), "nothing of it was written");
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 0);
}

#[tokio::test]
async fn what_was_taken_back_does_not_come_again_from_a_phone_that_was_late() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Ambassador, 0).await;
    let mut other = hall.enrol(&phone.login, None).await;
    let id = ids::new(hall.now());
    let payload = json!({"person": hall.people[0], "component": "safety", "tasks": [], "result": "helped", "place": "Chợ", "note": ""});
    let check = phone.op("skill.check", &id, payload.clone());
    // The same record under another operation, as after a copy of the phone: it was written before, and comes after the end.
    let copy = other.op("skill.check", &id, payload);
    let undo = phone.op("record.undo", &id, json!({"reason": "ghi nhầm người"}));
    go_home(&hall);
    assert_eq!(phone.push(&[check, undo]).await.iter().map(said).collect::<Vec<_>>(), ["applied ok", "applied ok"]);
    assert_eq!(other.tell(&copy).await, "rejected deleted");
    // Tombstones stand for half a year: no phone is late for longer than its roster lives.
    hall.pass(179 * DAY);
    other.send(&[]).await;
    let again = other.op("skill.check", &id, copy["payload"].clone());
    assert_eq!(other.tell(&again).await, "rejected deleted");
    assert_eq!(hall.house.entries(learning::TRIED).await, 0);
}

#[tokio::test]
async fn outboxes_of_the_two_apps_before_this_one_are_taken_in() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    // The app before: payloads of schema 0.
    let mut before = phone.mark(&hall.people[0]);
    before["schema"] = json!(0);
    before["payload"] = json!({"person": hall.people[0], "present": true});
    let mut check = phone.op(
        "skill.check",
        &ids::new(hall.now()),
        json!({"person": hall.people[0], "component": "device", "passed": true, "place": "x"}),
    );
    check["schema"] = json!(0);
    // The one before that numbered no schemas, and told nothing of its clock.
    let mut first = phone.mark(&hall.people[1]);
    first["payload"] = json!({"person": hall.people[1]});
    for field in ["schema", "grant_id", "base_version", "deps", "blobs", "mono_since_contact", "offset_est", "last_contact"] {
        first.as_object_mut().unwrap().remove(field);
    }
    go_home(&hall);
    let ops = [before, check, first];
    let verdicts = phone.push(&ops).await;
    assert!(verdicts.iter().all(|verdict| said(verdict) == "applied ok"), "{verdicts:?}");
    assert_eq!(phone.push(&ops).await, verdicts);
    assert_eq!((hall.house.entries(classes::ATTENDED).await, hall.house.entries(learning::SHOWN).await), (2, 1));
}
