//! A server restored from yesterday gets back what it had acknowledged since.

use serde_json::{Value, json};

use crate::{
    accounts::Role,
    classes,
    kit::clock::DAY,
    learning,
    sync::tests::{Hall, Phone, expect_sums, said},
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
    // The account of the new phone went with the day; it is made again, under another id.
    let again = hall.phone_of(&new_login, Role::TeamMember, 0).await;
    let mut lost = late;
    for op in &mut lost {
        op["actor"] = json!(again.account);
    }
    let verdicts = again.push(&lost).await;
    assert!(verdicts.iter().all(|verdict| said(verdict) == "applied ok"), "numbered by a device that nobody knows any more: {verdicts:?}");
    assert_eq!(hall.house.entries(classes::ATTENDED).await, entries);
    assert_eq!(hall.house.entries(learning::SHOWN).await, 1);
    hall.house.expect_sound().await;
    expect_sums(&hall.house).await;
}
