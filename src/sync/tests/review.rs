//! What officers decide about operations that wait.

use serde_json::json;

use super::{Hall, said};
use crate::{
    accounts::{self, Role},
    classes,
    kit::{clock::DAY, error::Error, text::Lang},
    sync::{receive, review, upload},
};

async fn decide(hall: &Hall, op_id: &str, accept: bool) -> Result<bool, Error> {
    let (scope, id, now) = (hall.house.scope(), op_id.to_owned(), hall.tick());
    hall.house.app.db.write(move |tx| review::decide(tx, &scope, &id, accept, "nhầm buổi", now)).await
}

fn id(op: &serde_json::Value) -> &str {
    op["op_id"].as_str().unwrap()
}

#[tokio::test]
async fn what_was_allowed_then_counts_when_an_officer_lets_it_in() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let ops = [phone.mark(&hall.people[0]), phone.mark(&hall.people[1])];
    let (login, now) = (phone.login.clone(), hall.tick());
    hall.house.write(move |tx| accounts::testing::end_grants(tx, &login, now)).await;
    phone.push(&ops).await;
    assert!(decide(&hall, id(&ops[0]), true).await.unwrap());
    assert!(!decide(&hall, id(&ops[1]), false).await.unwrap());
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    let verdicts = phone.push(&ops).await;
    assert_eq!(verdicts.iter().map(said).collect::<Vec<_>>(), ["applied ok", "rejected declined"]);
    assert!(verdicts[1]["message"].as_str().unwrap().contains("nhầm buổi"));
    assert!(matches!(decide(&hall, id(&ops[0]), true).await, Err(Error::NotFound)), "it is decided");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn an_officer_decides_only_in_reach_and_says_why_not() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let op = phone.mark(&hall.people[0]);
    let (login, now) = (phone.login.clone(), hall.tick());
    hall.house.write(move |tx| accounts::testing::end_grants(tx, &login, now)).await;
    phone.push(std::slice::from_ref(&op)).await;
    let second = hall.house.scope().narrowed(&hall.house.villages[1]).unwrap();
    let first = hall.house.scope().narrowed(&hall.house.villages[0]).unwrap();
    for (scope, found) in [(second, false), (first, true)] {
        let asked = id(&op).to_owned();
        let waits = hall.house.app.db.read(move |tx| receive::waiting(tx, &scope, &asked)).await;
        assert_eq!(waits.is_ok(), found);
    }
    let (scope, asked, now) = (hall.house.scope(), id(&op).to_owned(), hall.now());
    let refused = hall.house.app.db.write(move |tx| review::decide(tx, &scope, &asked, false, " ", now)).await;
    assert_eq!(refused.unwrap_err().code(), "sync-reason-missing");
}

#[tokio::test]
async fn of_two_values_of_a_field_an_officer_chooses() {
    let hall = Hall::new().await;
    let mut one = hall.phone(Role::TeamMember, 0).await;
    let mut other = hall.phone(Role::TeamMember, 0).await;
    let first = one.op("person.edit", &hall.people[0], json!({"field": "hamlet", "before": "", "after": "Xóm 2"}));
    let second = other.op("person.edit", &hall.people[0], json!({"field": "hamlet", "before": "", "after": "Xóm 3"}));
    assert_eq!(one.tell(&first).await, "applied ok");
    assert_eq!(other.tell(&second).await, "quarantined field_conflict");
    assert!(decide(&hall, id(&second), true).await.unwrap());
    let (scope, person) = (hall.house.scope(), hall.people[0].clone());
    let now = hall.house.read(move |tx| crate::people::field_now(tx, &scope, &person, "hamlet")).await;
    assert_eq!(now, "Xóm 3");
}

#[tokio::test]
async fn what_waits_five_days_in_vain_goes_to_an_officer() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let mut op = phone.mark(&hall.people[0]);
    op["deps"] = json!([crate::kit::ids::new(hall.now())]);
    assert_eq!(phone.tell(&op).await, "deferred waiting");
    hall.pass(4 * DAY);
    phone.send(&[]).await;
    assert_eq!(phone.tell(&op).await, "deferred waiting");
    hall.pass(2 * DAY);
    phone.send(&[]).await;
    assert_eq!(phone.tell(&op).await, "quarantined dependency_never");
    assert!(decide(&hall, id(&op), true).await.unwrap());
    assert_eq!(phone.tell(&op).await, "applied ok");
}

#[tokio::test]
async fn what_was_refused_is_looked_at_again_when_an_officer_brings_it() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let session = hall.sessions[1].clone();
    let op = phone.op("attendance.mark", &session, json!({"person": hall.others[0], "said": "present", "how": "name", "card": null}));
    assert_eq!(phone.tell(&op).await, "rejected not_found");
    let scope = hall.house.scope();
    let bring = async || upload::take(&hall.house.app, &scope, &phone.account, vec![op.clone()], Lang::Vi).await.unwrap();
    assert_eq!(bring().await.verdicts[0].code, "uploaded_for");
    assert_eq!(phone.tell(&op).await, "quarantined uploaded_for");
    assert!(!decide(&hall, id(&op), true).await.unwrap(), "it was not theirs to do, and is still not");
    assert_eq!(bring().await.verdicts[0].code, "uploaded_for", "brought once more it waits again");
    // The officer gives the helper that village, and lets it in.
    let (login, commune, village) = (phone.login.clone(), hall.house.commune.clone(), hall.house.villages[1].clone());
    hall.house.write(move |tx| accounts::testing::grant(tx, &login, Role::Volunteer, &commune, &village, crate::testing::NOW - DAY)).await;
    assert!(decide(&hall, id(&op), true).await.unwrap());
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    assert_eq!(phone.tell(&op).await, "applied ok");
    // What an officer left out stays out.
    let other = phone.op("attendance.mark", &session, json!({"person": hall.people[0], "said": "?", "how": "name"}));
    assert_eq!(phone.tell(&other).await, "rejected invalid");
    let bring = async || upload::take(&hall.house.app, &scope, &phone.account, vec![other.clone()], Lang::Vi).await.unwrap();
    assert_eq!(bring().await.verdicts[0].code, "uploaded_for");
    assert!(!decide(&hall, id(&other), false).await.unwrap());
    assert_eq!(bring().await.verdicts[0].code, "declined");
    super::expect_sums(&hall.house).await;
}

#[tokio::test]
async fn a_file_brought_by_somebody_else_waits_and_brought_by_the_owner_counts() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let (person, add) = phone.add("Vũ Thị Mười");
    let mut mark = phone.mark(&person);
    mark["deps"] = json!([add["op_id"]]);
    let ops = vec![add.clone(), mark.clone()];
    let scope = hall.house.scope();
    let taken = upload::take(&hall.house.app, &scope, &phone.account, ops.clone(), Lang::Vi).await.unwrap();
    assert!(taken.verdicts.iter().all(|verdict| verdict.code == "uploaded_for"));
    assert_eq!((taken.kinds, taken.person.as_str()), (vec!["person.add".into(), "attendance.mark".into()], "Người volunteer"));
    let again = upload::take(&hall.house.app, &scope, &phone.account, ops.clone(), Lang::Vi).await.unwrap();
    assert_eq!(again.verdicts.len(), 2);
    let refused = decide(&hall, id(&mark), true).await;
    assert_eq!(refused.unwrap_err().code(), "sync-needs-another");
    assert!(decide(&hall, id(&add), true).await.unwrap());
    assert!(decide(&hall, id(&mark), true).await.unwrap());
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    // The phone found a signal after all.
    assert_eq!(phone.push(&ops).await.iter().map(said).collect::<Vec<_>>(), ["applied ok", "applied ok"]);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);

    let own = phone.mark(&hall.people[3]);
    let commune = hall.house.commune.clone();
    let login = phone.login.clone();
    let scope = hall.house.read(move |tx| Ok(accounts::scope_of(tx, &login, &commune, accounts::Right::Enter)?)).await.unwrap();
    let taken = upload::take(&hall.house.app, &scope, &phone.account, vec![own], Lang::Vi).await.unwrap();
    assert_eq!(taken.verdicts[0].code, "ok");
    let stranger = upload::take(&hall.house.app, &hall.house.scope(), "nobody", vec![json!({})], Lang::Vi).await;
    assert!(matches!(stranger, Err(Error::NotFound)));
    super::expect_sums(&hall.house).await;
}
