//! Devices: enrolled by their owner, proven by a secret, revoked by an officer.

use serde_json::{Value, json};

use super::{Hall, said};
use crate::{
    accounts::{self, Role},
    kit::{clock::HOUR, ids},
    sync::review,
    testing::NOW,
};

#[tokio::test]
async fn a_phone_is_enrolled_from_a_page_of_somebody_signed_in() {
    let hall = Hall::new().await;
    let body = json!({"name": "Máy của Lan", "agent": "x", "again": null});
    let path = "/api/v1/sync/devices";
    hall.house.anybody().post_json(path, &body).await.is(401).says("sign_in");
    let lan = hall.house.role(Role::Volunteer).await;
    lan.clone().without_token().post_json(path, &body).await.is(403).says("origin");
    hall.house.role(Role::SystemAdmin).await.post_json(path, &body).await.is(403).says("not_allowed");
    hall.house.role(Role::Learner).await.post_json(path, &body).await.is(403).says("not_allowed");
    let answer = hall.house.signed_in(&format!("volunteer-{}", &hall.house.villages[0][30..])).await.post_json(path, &body).await.is(200);
    let told: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(told["secret"].as_str().unwrap().len(), 64);
    assert_eq!(told["account"]["role"], "volunteer");
    assert_eq!(told["rights"], json!(["take_attendance", "coach"]));
    assert_eq!(told["limits"]["ops"], 200);
    assert_eq!(told["settings"]["roster_days"], 14);
    assert_eq!(told["grants"][0]["village"], hall.house.villages[0]);
    let secrets = hall.house.read(|tx| Ok(tx.rows("SELECT * FROM sync_device", &[])?)).await;
    assert!(!format!("{secrets:?}").contains(told["secret"].as_str().unwrap()), "only a hash is kept");
}

#[tokio::test]
async fn only_the_right_secret_of_a_live_device_opens_the_door() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let push = |authorization: String, sync: &'static str, origin: &'static str| {
        let hall = &hall;
        async move {
            let headers = [("authorization", authorization.as_str()), ("x-hocvuso-sync", sync), ("origin", origin)];
            hall.house.call("POST", "/api/v1/sync/push", &headers, b"{}".to_vec()).await
        }
    };
    let right = format!("Device {}.{}", phone.id, phone.secret);
    push(right.clone(), "2", "https://xa.test").await.is(426).says("protocol");
    push(right.clone(), "1", "https://evil.test").await.is(403).says("origin");
    push(right.clone(), "1", "https://xa.test").await.is(426);
    for wrong in [
        String::new(),
        "Device".into(),
        "Device x.y".into(),
        format!("Device {}.{}", phone.id, "0".repeat(64)),
        format!("Bearer {}", phone.secret),
    ] {
        push(wrong, "1", "https://xa.test").await.is(401).says("device_unknown");
    }
    let (scope, id, now) = (hall.house.scope(), phone.id.clone(), hall.now());
    hall.house.write(move |tx| review::revoke_device(tx, &scope, &id, "mất máy", now)).await;
    push(right, "1", "https://xa.test").await.is(403).says("device_revoked").says("vẫn còn trên máy");
}

#[tokio::test]
async fn a_phone_that_is_given_up_is_revoked_by_itself() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    phone.call("DELETE", "/api/v1/sync/devices/self", Vec::new()).await.is(200).says("ended");
    phone.call("GET", "/api/v1/sync/pull", Vec::new()).await.is(403).says("device_revoked");
}

#[tokio::test]
async fn an_officer_revokes_only_phones_in_reach() {
    let hall = Hall::new().await;
    let (near, far) = (hall.phone(Role::Volunteer, 0).await, hall.phone(Role::Volunteer, 1).await);
    let (commune, village) = (hall.house.commune.clone(), hall.house.villages[0].clone());
    let head = format!("head{}", &near.login);
    let (who, now) = (head.clone(), hall.now());
    hall.house.write(move |tx| accounts::testing::visitor(tx, &who, Role::VillageHead, &commune, &village, "", NOW - HOUR).map(drop)).await;
    let commune = hall.house.commune.clone();
    let scope = hall.house.read(move |tx| Ok(accounts::scope_of(tx, &head, &commune, accounts::Right::ManageDevices)?)).await.unwrap();
    for (id, fine) in [(near.id.clone(), true), (far.id.clone(), false), (ids::new(now), false)] {
        let scope = scope.clone();
        let done = hall.house.app.db.write(move |tx| review::revoke_device(tx, &scope, &id, "", now)).await;
        assert_eq!(done.is_ok(), fine);
    }
    near.call("GET", "/api/v1/sync/pull", Vec::new()).await.is(403);
    far.call("GET", "/api/v1/sync/pull", Vec::new()).await.is(200);
}

#[tokio::test]
async fn a_phone_that_asks_too_often_is_told_when_to_come_again() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let mut refused = None;
    for _ in 0..300 {
        let answer = phone.call("POST", "/api/v1/sync/push", phone.batch(&[]).to_string().into_bytes()).await;
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a limit").is(429).says("too_often");
    assert_eq!(refused.headers["retry-after"], "1");
    hall.pass(1_000);
    phone.call("POST", "/api/v1/sync/push", phone.batch(&[]).to_string().into_bytes()).await.is(200);
}

#[tokio::test]
async fn an_account_that_lost_its_work_keeps_what_it_recorded_for_an_officer() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let op = phone.mark(&hall.people[0]);
    let (login, now) = (phone.login.clone(), hall.tick());
    hall.house.write(move |tx| accounts::testing::end_grants(tx, &login, now)).await;
    let late = phone.mark(&hall.people[1]);
    let verdicts = phone.push(&[op, late]).await;
    assert_eq!(verdicts.iter().map(said).collect::<Vec<_>>(), ["quarantined no_longer_allowed", "rejected not_found"]);
    assert_eq!(hall.house.entries(crate::classes::ATTENDED).await, 0);
}
