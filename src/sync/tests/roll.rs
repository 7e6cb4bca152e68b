//! What a roll takes from phones when it is not plain: cards, marks outside of the window, somebody who came late after all.

use serde_json::{Value, json};

use super::{BEGINS, Hall, Phone, said};
use crate::{
    accounts::Role,
    args, classes,
    kit::{
        clock::{DAY, HOUR, MINUTE, Millis},
        dates,
        error::Error,
        recur::Slot,
    },
    people,
    sync::review,
    testing::NOW,
};

/// Makes a card for somebody and answers its nonce.
async fn card(hall: &Hall, person: &str) -> String {
    let (keys, scope, who) = (hall.house.app.keys.clone(), hall.house.scope(), vec![person.to_owned()]);
    assert_eq!(hall.house.write(move |tx| people::issue_cards(tx, &keys, &scope, &who, NOW)).await, 1);
    let (commune, person) = (hall.house.commune.clone(), person.to_owned());
    let sql = "SELECT id FROM people_card WHERE commune_id = $1 AND person_id = $2";
    hall.house.read(move |tx| Ok(tx.value::<String>(sql, args![&commune, &person])?)).await.expect("a card")
}

async fn lose(hall: &Hall, nonce: &str) {
    let (scope, nonce, now) = (hall.house.scope(), nonce.to_owned(), hall.tick());
    hall.house.write(move |tx| people::lose_card(tx, &scope, &nonce, now).map(drop)).await;
}

/// Somebody is found by their card, tonight in the first village.
fn scan(phone: &mut Phone<'_>, person: &str, nonce: &str) -> Value {
    let session = phone.hall.sessions[0].clone();
    phone.op("attendance.mark", &session, json!({"person": person, "said": "present", "how": "card", "card": nonce}))
}

async fn accept(hall: &Hall, op: &Value) -> Result<bool, Error> {
    let (scope, id, now) = (hall.house.scope(), op["op_id"].as_str().unwrap().to_owned(), hall.tick());
    hall.house.app.db.write(move |tx| review::decide(tx, &scope, &id, true, "", now)).await
}

async fn attended(hall: &Hall) -> i64 {
    hall.house.entries(classes::ATTENDED).await
}

#[tokio::test]
async fn a_card_that_counts_seats_somebody_of_another_village() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let nonce = card(&hall, &hall.others[0]).await;
    let by_name = phone.mark(&hall.others[0]);
    assert_eq!(phone.tell(&by_name).await, "rejected not_found", "a name alone is no proof");
    let shown = scan(&mut phone, &hall.others[0], &nonce);
    assert_eq!(phone.tell(&shown).await, "applied ok");
    assert_eq!(attended(&hall).await, 1);
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_revoked_card_and_another_persons_wait_for_an_officer() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let (lost, good) = (card(&hall, &hall.people[0]).await, card(&hall, &hall.people[1]).await);
    let before = scan(&mut phone, &hall.people[0], &lost);
    lose(&hall, &lost).await;
    let found = scan(&mut phone, &hall.people[0], &lost);
    let swapped = scan(&mut phone, &hall.people[2], &good);
    let stranger = scan(&mut phone, &hall.others[0], "0123456789abcdef");
    let at_home = scan(&mut phone, &hall.people[3], "fedcba9876543210");
    for (op, expected) in [
        (&found, "quarantined doubtful_card"),
        (&swapped, "quarantined doubtful_card"),
        (&stranger, "quarantined doubtful_card"),
        (&at_home, "applied ok"),
        (&before, "applied ok"),
    ] {
        assert_eq!(phone.tell(op).await, expected);
    }
    assert_eq!(attended(&hall).await, 2, "what was scanned before the loss counts, and so does a card that the list lost");
    assert!(accept(&hall, &swapped).await.unwrap());
    assert!(accept(&hall, &stranger).await.unwrap());
    assert_eq!(attended(&hall).await, 4);
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn marks_outside_of_the_window_wait_and_count_when_an_officer_says_so() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let session = hall.sessions[0].clone();
    let mut mark = |person: usize, at: Millis| {
        phone.op_at("attendance.mark", &session, json!({"person": hall.people[person], "said": "late", "how": "name"}), at)
    };
    let (early, late) = (mark(0, BEGINS - 2 * HOUR), mark(1, BEGINS + 3 * DAY));
    phone.contact = BEGINS - DAY;
    let device = phone.id.clone();
    hall.house.write(move |tx| Ok(tx.run("UPDATE sync_device SET first_at = 0 WHERE id = $1", args![&device])?)).await;
    let mut early = early;
    early["last_contact"] = json!(BEGINS - DAY);
    hall.pass(3 * DAY + HOUR);
    for (op, words) in [(&early, "trước khi mở điểm danh"), (&late, "hết hạn điểm danh")] {
        let verdict = phone.push(std::slice::from_ref(op)).await.remove(0);
        assert_eq!(said(&verdict), "quarantined outside_window");
        let message = verdict["message"].as_str().unwrap();
        assert!(message.contains(words) && message.contains("cán bộ sẽ xem"), "{message}");
    }
    assert_eq!(attended(&hall).await, 0);
    for op in [&early, &late] {
        assert!(accept(&hall, op).await.unwrap());
        assert_eq!(phone.tell(op).await, "applied ok");
    }
    assert_eq!(attended(&hall).await, 2);
    let sql = "SELECT MAX(occurred_at) FROM ledger_entry WHERE kind = 'class.attended'";
    let seen = hall.house.read(move |tx| Ok(tx.value::<i64>(sql, args![])?)).await.unwrap();
    assert_eq!(seen, BEGINS + 90 * MINUTE, "it speaks of the session");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_session_that_was_called_off_took_place_when_an_officer_takes_its_roll() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let op = phone.mark(&hall.people[0]);
    let (scope, session, now) = (hall.house.scope(), hall.sessions[0].clone(), hall.tick());
    hall.house.write(move |tx| classes::cancel(tx, &scope, &session, "mưa", now)).await;
    let verdict = phone.push(std::slice::from_ref(&op)).await.remove(0);
    assert_eq!(said(&verdict), "quarantined outside_window");
    assert!(verdict["message"].as_str().unwrap().contains("đã báo nghỉ"));
    assert!(accept(&hall, &op).await.unwrap());
    assert_eq!((attended(&hall).await, hall.house.entries(classes::HELD).await), (1, 1));
    let (commune, session) = (hall.house.commune.clone(), hall.sessions[0].clone());
    let state = "SELECT state FROM classes_session WHERE commune_id = $1 AND id = $2";
    let state = hall.house.read(move |tx| Ok(tx.value::<String>(state, args![&commune, &session])?)).await;
    assert_eq!(state.as_deref(), Some("planned"));
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_mark_of_a_session_that_was_moved_waits_and_keeps_its_own_day() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let op = phone.mark(&hall.people[0]);
    let (scope, session, now) = (hall.house.scope(), hall.sessions[0].clone(), hall.tick());
    hall.house
        .write(move |tx| {
            let venue = "SELECT venue_id FROM classes_session WHERE commune_id = $1 AND id = $2";
            let venue = tx.value::<String>(venue, args![scope.commune(), &session])?.expect("a venue");
            let day = dates::days_after(dates::day_of(BEGINS), 3);
            let slot = Slot::new(day, jiff::civil::time(19, 30, 0, 0), jiff::civil::time(21, 0, 0, 0)).expect("a slot");
            classes::move_to(tx, &scope, &session, &venue, slot, "mất điện", now)
        })
        .await;
    assert_eq!(phone.tell(&op).await, "quarantined outside_window");
    assert!(accept(&hall, &op).await.unwrap());
    let sql = "SELECT occurred_at FROM ledger_entry WHERE kind IN ('class.attended', 'class.held')";
    let seen = hall.house.read(move |tx| Ok(tx.list(sql, args![], |row| row.get::<i64>(0))?)).await;
    assert_eq!(seen, [op["captured_at"].as_i64().unwrap(); 2], "nothing is said to have happened on a day to come");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn who_was_marked_absent_and_scans_a_card_later_was_there_whichever_comes_first() {
    for turned in [false, true] {
        let hall = Hall::new().await;
        let (mut one, mut other) = (hall.phone(Role::Volunteer, 0).await, hall.phone(Role::Volunteer, 0).await);
        let session = hall.sessions[0].clone();
        let absent = one.op("attendance.mark", &session, json!({"person": hall.people[0], "said": "absent", "how": "name"}));
        hall.pass(15 * MINUTE);
        let here = other.mark(&hall.people[0]);
        if turned {
            assert_eq!(other.tell(&here).await, "applied ok");
            assert_eq!(one.tell(&absent).await, "applied ok");
        } else {
            assert_eq!(one.tell(&absent).await, "applied ok");
            assert_eq!(other.tell(&here).await, "applied ok");
        }
        assert_eq!(attended(&hall).await, 1);
        assert_eq!(hall.house.entries(classes::HELD).await, 1);
        hall.house.expect_sound().await;
    }
}
