//! A server restored from yesterday gets back what it had acknowledged since.

use serde_json::{Value, json};

use crate::{
    accounts::{self, Role},
    classes,
    kit::{clock::DAY, error::Error, text::Lang},
    learning,
    sync::{
        review,
        tests::{Hall, Phone, expect_sums, said},
        upload,
    },
};

#[tokio::test]
async fn a_restored_server_gets_back_what_it_had_acknowledged() {
    let mut hall = Hall::new().await;
    let mut journal: Vec<Value> = Vec::new();
    let (login, new_login, account, device, epoch, contact, late, backup, cursor);
    {
        let mut phone = hall.phone(Role::TeamMember, 0).await;
        let early: Vec<Value> = (0..10).map(|n| phone.mark(&hall.people[n])).collect();
        assert!(phone.push(&early).await.iter().all(|verdict| said(verdict) == "applied ok"));
        journal.extend(early);
        backup = hall.house.back_up();

        hall.pass(10_000);
        let (person, add) = phone.add("Phùng Thị Sau");
        let mut since = vec![add, phone.mark(&person)];
        let payload = json!({"person": person, "component": "safety", "tasks": [], "result": "unaided", "place": "Chợ", "note": ""});
        since.push(phone.op("skill.check", &crate::kit::ids::new(hall.now()), payload));
        since.extend((10..30).map(|n| phone.mark(&hall.people[n])));
        assert!(phone.push(&since).await.iter().all(|verdict| said(verdict) == "applied ok"));
        journal.extend(since);
        // A phone that was enrolled after the backup.
        let mut new = hall.phone(Role::TeamMember, 0).await;
        late = vec![new.mark(&hall.people[40]), new.mark(&hall.people[41])];
        assert!(new.push(&late).await.iter().all(|verdict| said(verdict) == "applied ok"));
        cursor = phone.pull("", 500).await["cursor"].as_str().unwrap().to_owned();
        assert_eq!(phone.pull(&cursor, 500).await["reset"], false);
        (login, account, device) = (phone.login.clone(), phone.account.clone(), (phone.id.clone(), phone.secret.clone()));
        (epoch, contact) = (phone.epoch.clone(), phone.contact);
        new_login = new.login.clone();
    }
    let entries = hall.house.entries(classes::ATTENDED).await;
    assert_eq!(entries, 33);

    hall.pass(DAY);
    hall.house.bring_back(&backup);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 10, "a day is missing");

    let seq = journal.len() as i64;
    let phone = Phone { hall: &hall, login, id: device.0, secret: device.1, account, epoch, seq, contact };
    let answer = phone.send(&[]).await;
    assert_ne!(answer["store_epoch"], phone.epoch, "the phone is told that this is another life of the store");
    assert_eq!(phone.pull(&cursor, 500).await["reset"], true, "what was told since the backup is told anew");
    assert_eq!(answer["high_water"], 10, "the server knows what it lost");
    // The whole journal is pending again.
    let verdicts = phone.push(&journal).await;
    assert!(verdicts.iter().all(|verdict| said(verdict) == "applied ok"), "{:?}", verdicts.iter().map(said).collect::<Vec<_>>());
    // The account of the new phone went with the day; it is made again, under another id and with a grant of today. What the phone kept is
    // not its own any more: it is brought as a file, as it is, and an officer says whose it was.
    let (commune, village, login, now) = (hall.house.commune.clone(), hall.house.villages[0].clone(), new_login.clone(), hall.now());
    hall.house.write(move |tx| accounts::testing::visitor(tx, &login, Role::TeamMember, &commune, &village, "unit", now).map(drop)).await;
    let again = hall.enrol(&new_login, None).await;
    assert!(again.push(&late).await.iter().all(|verdict| said(verdict) == "rejected wrong_actor"));
    let scope = hall.house.scope();
    let lost = late[0]["actor"].as_str().unwrap();
    let taken = upload::take(&hall.house.app, &scope, lost, late.clone(), Lang::Vi).await;
    assert!(matches!(taken, Err(Error::NotFound)));
    let taken = upload::take_for(&hall.house.app, &scope, lost, &again.account, late.clone(), Lang::Vi).await.unwrap();
    for (verdict, op) in taken.verdicts.iter().zip(&late) {
        assert_eq!((verdict.code.as_str(), verdict.effective_at), ("uploaded_for", op["captured_at"].as_i64()), "it keeps its own time");
    }
    for op in &late {
        let (scope, id, now) = (hall.house.scope(), op["op_id"].as_str().unwrap().to_owned(), hall.tick());
        assert!(hall.house.write(move |tx| review::decide(tx, &scope, &id, true, "", now)).await, "numbered by a device that nobody knows");
    }
    assert_eq!(hall.house.entries(classes::ATTENDED).await, entries);
    assert_eq!(hall.house.entries(learning::SHOWN).await, 1);
    hall.house.expect_sound().await;
    expect_sums(&hall.house).await;
}
