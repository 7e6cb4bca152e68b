//! Clocks that are a year off, or jump inside a batch: nothing is refused for them, and nothing is ordered by them.

use serde_json::{Value, json};

use super::{Dice, go_home, runs};
use crate::{
    accounts::Role,
    classes,
    kit::clock::{DAY, HOUR, MINUTE, Millis},
    sync::tests::{BEGINS, Hall, said},
};

#[tokio::test]
async fn a_clock_a_year_off_costs_nobody_their_evening() {
    for off in [-365 * DAY, 365 * DAY] {
        let hall = Hall::new().await;
        let mut phone = hall.phone(Role::Volunteer, 0).await;
        let contact = phone.contact;
        let mut ops: Vec<Value> = Vec::new();
        for n in 0..9 {
            let mut op = phone.mark(&hall.people[n]);
            let at = op["captured_at"].as_i64().unwrap();
            op["captured_at"] = json!(at + off);
            match n % 3 {
                // The phone knows how far off it is, or how long ago the last contact was, or nothing at all.
                0 => op["offset_est"] = json!(-off),
                1 => op["mono_since_contact"] = json!(at - contact),
                _ => {}
            }
            ops.push(op);
        }
        go_home(&hall);
        let verdicts = phone.push(&ops).await;
        let received = hall.now();
        for (n, (verdict, op)) in verdicts.iter().zip(&ops).enumerate() {
            assert_eq!(said(verdict), "applied ok", "{off} {n}");
            let (at, happened) = (verdict["effective_at"].as_i64().unwrap(), op["captured_at"].as_i64().unwrap() - off);
            assert!((contact..=received).contains(&at));
            if n % 3 < 2 {
                assert_eq!(at, happened);
            }
        }
        let flags = hall.house.read(|tx| Ok(tx.list("SELECT flags FROM sync_op ORDER BY seq", &[], |row| row.get::<String>(0))?)).await;
        assert_eq!(flags[..3], ["", "clock_suspect", "clock_suspect,time_uncertain"]);
        assert_eq!(hall.house.entries(classes::ATTENDED).await, 9);
    }
}

#[tokio::test]
async fn a_clock_that_jumps_inside_a_batch_orders_nothing() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let mut dice = Dice(0xC10C_C10C);
    let mut ops: Vec<Value> = Vec::new();
    for n in 0..runs(30, 60) {
        let mut op = phone.mark(&hall.people[n % 60]);
        let off = [0, -400 * DAY, 400 * DAY, -HOUR, HOUR, Millis::MAX / 2, Millis::MIN / 2][dice.below(7)];
        op["captured_at"] = json!(op["captured_at"].as_i64().unwrap().saturating_add(off));
        ops.push(op);
    }
    go_home(&hall);
    let verdicts = phone.push(&ops).await;
    for verdict in &verdicts {
        assert_eq!(said(verdict), "applied ok");
        assert!((phone.contact..=hall.now()).contains(&verdict["effective_at"].as_i64().unwrap()));
    }
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_phone_that_does_not_know_the_time_is_not_refused_for_a_later_grant_or_an_earlier_contact() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    // The last contact was days ago, before the village was granted anew; the clock stands still in the year 2000.
    let (login, commune, village) = (phone.login.clone(), hall.house.commune.clone(), hall.house.villages[0].clone());
    let now = hall.tick();
    hall.house
        .write(move |tx| {
            crate::accounts::testing::end_grants(tx, &login, now - 2 * HOUR)?;
            crate::accounts::testing::grant(tx, &login, Role::Volunteer, &commune, &village, now - HOUR)
        })
        .await;
    phone.contact = BEGINS - 3 * DAY;
    let (device, enrolled) = (phone.id.clone(), BEGINS - 4 * DAY);
    hall.house.write(move |tx| Ok(tx.run("UPDATE sync_device SET first_at = $2 WHERE id = $1", crate::args![&device, enrolled])?)).await;
    let mut op = phone.mark(&hall.people[0]);
    op["captured_at"] = json!(946_684_800_000_i64);
    go_home(&hall);
    assert_eq!(phone.tell(&op).await, "applied ok", "at some moment since the last contact it was allowed, and the roll was open");
    // A clock that is right says that it was before the grant, and between the two grants nobody was allowed.
    let between = phone.mark(&hall.people[1]);
    let mut known = between.clone();
    known["captured_at"] = json!(now - HOUR - MINUTE);
    assert_eq!(phone.tell(&known).await, "rejected not_allowed");
}

#[tokio::test]
async fn a_phone_that_nobody_knows_did_nothing_before_the_first_phone_of_its_account() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let enrolled = phone.contact;
    let mut op = phone.mark(&hall.people[0]);
    op["device_id"] = json!(crate::kit::ids::new(hall.now()));
    op["captured_at"] = json!(enrolled - 365 * DAY);
    op["last_contact"] = json!(0);
    let verdict = phone.push(&[op]).await.remove(0);
    assert_eq!((said(&verdict).as_str(), &verdict["effective_at"]), ("applied ok", &json!(enrolled)));
    let flags = hall.house.read(|tx| Ok(tx.value::<String>("SELECT flags FROM sync_op", &[])?)).await;
    assert_eq!(flags.as_deref(), Some("clock_suspect,time_uncertain"), "an officer sees it");
}

#[tokio::test]
async fn what_is_taken_back_was_done_before_however_the_clock_jumped() {
    for turned in [false, true] {
        let hall = Hall::new().await;
        let mut phone = hall.phone(Role::Volunteer, 0).await;
        hall.pass(MINUTE);
        let mark = phone.mark(&hall.people[0]);
        let (session, at) = (hall.sessions[0].clone(), mark["captured_at"].as_i64().unwrap());
        let mut unmark = phone.op_at("attendance.unmark", &session, json!({"person": hall.people[0], "reason": "chạm nhầm"}), at - 3_000);
        unmark["deps"] = json!([mark["op_id"]]);
        let mut ops = vec![mark, unmark.clone()];
        if turned {
            ops.reverse();
        }
        go_home(&hall);
        phone.push(&ops).await;
        let verdict = phone.push(&[unmark]).await.remove(0);
        assert_eq!((said(&verdict).as_str(), &verdict["effective_at"]), ("applied ok", &json!(at + 1)));
        assert_eq!(hall.house.entries(classes::ATTENDED).await, 0);
        hall.house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_phone_that_never_heard_the_time_did_nothing_before_it_was_enrolled() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let enrolled = phone.contact;
    for (n, year) in [-30, -1].into_iter().enumerate() {
        let mut op = phone.mark(&hall.people[n]);
        op["captured_at"] = json!(enrolled + year * 365 * DAY);
        op["last_contact"] = json!(0);
        let verdict = phone.push(&[op]).await.remove(0);
        assert_eq!(said(&verdict), "applied ok");
        assert_eq!(verdict["effective_at"], enrolled, "no grant of thirty years ago is asked");
    }
    hall.house.expect_sound().await;
}
