use serde_json::json;

use super::*;
use crate::{
    args,
    kit::{
        clock::{DAY, Millis},
        ids,
    },
    sql,
    testing::{NOW, TestHouse},
};

const DONE: Kind = Kind::new("test.done");

fn new(house: &TestHouse, village: usize, person: &str, grade: Grade, at: Millis) -> NewEntry {
    NewEntry {
        id: ids::new(at),
        commune: house.commune.clone(),
        village: house.villages[village].clone(),
        kind: DONE,
        person: Some(person.into()),
        audience: "citizen".into(),
        subject: "s".into(),
        grade: Some(grade),
        attains: Some("skill.device".into()),
        occurred_at: at,
        recorded_by: "tester".into(),
        device: None,
        body: json!({ "place": "nhà văn hóa" }),
    }
}

async fn put(house: &TestHouse, entry: &NewEntry) -> Entry {
    let entry = entry.clone();
    house.write(move |tx| append(tx, &entry, NOW)).await
}

/// (entries, firsts) of the test's kind and key over all days.
async fn sums(house: &TestHouse) -> (i64, i64) {
    let commune = house.commune.clone();
    house
        .read(move |tx| {
            let entries: i64 = day_counts(tx, &commune, DONE.name, "2000-01-01", "2100-01-01")?.iter().map(|r| r.1).sum();
            let firsts: i64 = day_counts(tx, &commune, "skill.device", "2000-01-01", "2100-01-01")?.iter().map(|r| r.2).sum();
            Ok((entries, firsts))
        })
        .await
}

#[tokio::test]
async fn the_same_entry_sent_twice_counts_once() {
    let house = TestHouse::new().await;
    let entry = new(&house, 0, "p1", Grade::A, NOW);
    let first = put(&house, &entry).await;
    assert_eq!(put(&house, &entry).await, first);
    assert_eq!(sums(&house).await, (1, 1));
    house.expect_sound().await;
}

#[tokio::test]
async fn times_and_people_are_never_mixed() {
    let house = TestHouse::new().await;
    for day in 0..3 {
        put(&house, &new(&house, 0, "p1", Grade::B, NOW + day * DAY)).await;
    }
    put(&house, &new(&house, 1, "p2", Grade::B, NOW)).await;
    assert_eq!(sums(&house).await, (4, 2));
    let commune = house.commune.clone();
    let people = house.read(move |tx| distinct_people(tx, &commune, DONE.name, "2026-10-01", "2026-10-31")).await;
    assert_eq!(people.get("").copied(), Some(2));
    assert_eq!(people.get(&house.villages[0]).copied(), Some(1));
    house.expect_sound().await;
}

#[tokio::test]
async fn a_voided_entry_stays_and_no_longer_counts() {
    let house = TestHouse::new().await;
    let early = put(&house, &new(&house, 0, "p1", Grade::B, NOW - DAY)).await;
    put(&house, &new(&house, 1, "p1", Grade::A, NOW)).await;
    let (commune, id) = (house.commune.clone(), early.id.clone());
    house
        .write(move |tx| {
            void(tx, &commune, &id, &ids::new(NOW), "chọn nhầm người", "tester", NOW)?;
            void(tx, &commune, &id, &ids::new(NOW), "lần nữa", "tester", NOW)
        })
        .await;
    assert_eq!(sums(&house).await, (1, 1));
    let (commune, other) = (house.commune.clone(), house.villages[1].clone());
    let first_village = house
        .read(move |tx| Ok(tx.value::<String>(sql!("SELECT village_id FROM ledger_attainment WHERE commune_id = $1"), args![&commune])?))
        .await;
    assert_eq!(first_village, Some(other), "the later entry is the first one now");
    house.expect_sound().await;
}

#[tokio::test]
async fn merged_persons_count_once_and_unmerged_ones_twice_again() {
    let house = TestHouse::new().await;
    for (person, day) in [("p1", 0), ("p2", 1), ("p3", 2)] {
        put(&house, &new(&house, 0, person, Grade::B, NOW + day * DAY)).await;
    }
    let commune = house.commune.clone();
    house
        .write(move |tx| {
            alias(tx, &commune, "p1", "p2", &ids::new(NOW), "t", NOW)?;
            alias(tx, &commune, "p2", "p3", &ids::new(NOW), "t", NOW)?;
            assert_eq!(canonical(tx, &commune, "p1")?, "p3");
            let people = distinct_people(tx, &commune, DONE.name, "2026-01-01", "2026-12-31")?;
            assert_eq!(people.get("").copied(), Some(1));
            Ok(())
        })
        .await;
    assert_eq!(sums(&house).await, (3, 1));
    house.expect_sound().await;
    let commune = house.commune.clone();
    house.write(move |tx| unalias(tx, &commune, "p2", "p3", &ids::new(NOW), "t", NOW)).await;
    assert_eq!(sums(&house).await, (3, 2));
    house.expect_sound().await;
}

#[tokio::test]
async fn a_restored_entry_counts_again_and_rebuilding_agrees() {
    let house = TestHouse::new().await;
    let entry = put(&house, &new(&house, 0, "p1", Grade::B, NOW)).await;
    let (commune, id) = (house.commune.clone(), entry.id.clone());
    house.write(move |tx| void(tx, &commune, &id, &ids::new(NOW), "nhầm", "t", NOW)).await;
    assert_eq!(sums(&house).await, (0, 0));
    for _ in 0..2 {
        let (commune, id) = (house.commune.clone(), entry.id.clone());
        house.write(move |tx| restore(tx, &commune, &id, &ids::new(NOW), "t", NOW)).await;
        assert_eq!(sums(&house).await, (1, 1), "restoring twice counts once");
        house.expect_sound().await;
    }
    let commune = house.commune.clone();
    house.write(move |tx| rebuild(tx, &commune, &mut |_| {})).await;
    assert_eq!(sums(&house).await, (1, 1));
    house.expect_sound().await;
    let commune = house.commune.clone();
    let unknown = house.app.db.write(move |tx| restore(tx, &commune, "none", &ids::new(NOW), "t", NOW)).await;
    assert!(matches!(unknown, Err(crate::kit::error::Error::NotFound)));
}

#[tokio::test]
async fn rebuilding_gives_what_was_there_and_a_changed_row_is_found() {
    let house = TestHouse::new().await;
    for (person, day) in [("p1", 0), ("p2", 1), ("p1", 2)] {
        put(&house, &new(&house, 0, person, Grade::B, NOW + day * DAY)).await;
    }
    let commune = house.commune.clone();
    house
        .write(move |tx| {
            alias(tx, &commune, "p2", "p1", &ids::new(NOW), "t", NOW)?;
            rebuild(tx, &commune, &mut |_| {})
        })
        .await;
    assert_eq!(sums(&house).await, (3, 1));
    house.expect_sound().await;
    let commune = house.commune.clone();
    let found = house
        .write(move |tx| {
            tx.run(sql!("UPDATE ledger_tally SET entries = entries + 1 WHERE commune_id = $1 AND entries = 1"), args![&commune])?;
            let derived = check(tx, &commune, &mut |_| {})?.proof;
            tx.run(sql!("UPDATE ledger_entry SET grade = 'A' WHERE commune_id = $1 AND seq = 2"), args![&commune])?;
            Ok((derived, check(tx, &commune, &mut |_| {})?.proof))
        })
        .await;
    assert!(matches!(found.0, Proof::Derived(_)), "{found:?}");
    assert_eq!(found.1, Proof::Broken(2));
}
