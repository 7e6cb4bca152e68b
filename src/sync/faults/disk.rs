//! What is answered is on the disk, a full disk is said, and a phone whose storage was thrown away is told how far it was.

use serde_json::{Value, json};

use super::go_home;
use crate::{
    accounts::Role,
    args, classes,
    kit::{
        db::{Engine, Tx},
        error::Result,
    },
    sync::tests::{Hall, expect_sums, said},
};

/// `tests/house/power.rs` cuts the power of a real server; this is why it holds on either database.
#[tokio::test]
async fn every_commit_waits_for_the_disk() {
    let hall = Hall::new().await;
    let waits = hall
        .house
        .write(|tx| {
            Ok(match tx.engine() {
                Engine::Sqlite => tx.count("PRAGMA synchronous", args![])? == 2,
                Engine::Postgres => tx.value::<String>("SHOW synchronous_commit", args![])?.as_deref() == Some("on"),
            })
        })
        .await;
    assert!(waits);
}

/// Lets the ledger take `entries` more; then the disk is full, until `None` makes room.
async fn leave(hall: &Hall, entries: Option<usize>) {
    let set = move |tx: &mut Tx<'_>| -> Result<()> {
        let said: fn(String) -> &'static str = |sql| sql.leak();
        match (tx.engine(), entries) {
            (Engine::Sqlite, _) => {
                let pages = tx.count("PRAGMA page_count", args![])? + entries.map_or(100_000, |entries| entries as i64 / 8);
                tx.rows(said(format!("PRAGMA max_page_count = {pages}")), args![])?;
            }
            // A server's own disk is not ours to fill: it says what it says of a full one.
            (Engine::Postgres, Some(entries)) => {
                let most = tx.count("SELECT COUNT(*) FROM ledger_entry", args![])? + entries as i64;
                let full = format!(
                    "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                      IF (SELECT COUNT(*) FROM ledger_entry) >= {most} THEN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END IF;
                      RETURN NEW; END $$"
                );
                tx.run(said(full), args![])?;
                tx.run("CREATE TRIGGER filled BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION fill()", args![])?;
            }
            (Engine::Postgres, None) => drop(tx.run("DROP TRIGGER filled ON ledger_entry", args![])?),
        }
        Ok(())
    };
    // What still stood in line when a batch was refused shares its commit, and is refused with it.
    while hall.house.app.db.write(set).await.is_err() {}
}

#[tokio::test]
async fn a_full_disk_takes_no_operation_for_good_and_loses_none() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    let mut ops: Vec<Value> = (0..60).map(|n| phone.mark(&hall.people[n])).collect();
    ops.extend((0..100).map(|n| phone.add(&format!("Người {n}")).1));
    go_home(&hall);
    leave(&hall, Some(30)).await;
    let send = || phone.call("POST", "/api/v1/sync/push", phone.batch(&ops).to_string().into_bytes());
    for _ in 0..3 {
        let refused = send().await.is(503).says("full");
        assert_eq!(refused.headers["retry-after"], "60");
    }
    let kept = "SELECT COUNT(*) FROM sync_op WHERE status <> 'applied'";
    assert_eq!(hall.house.read(move |tx| Ok(tx.count(kept, args![])?)).await, 0, "nothing was set aside for it");
    leave(&hall, None).await;
    let verdicts = phone.push(&ops).await;
    assert!(verdicts.iter().all(|verdict| said(verdict) == "applied ok"), "{:?}", verdicts.iter().map(said).collect::<Vec<_>>());
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 60);
    hall.house.expect_sound().await;
    expect_sums(&hall.house).await;
}

#[tokio::test]
async fn a_phone_whose_storage_was_thrown_away_is_told_how_far_it_was() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let ops: Vec<Value> = (0..7).map(|n| phone.mark(&hall.people[n])).collect();
    phone.push(&ops).await;
    // A copy from an earlier day came back: its counter fell behind.
    phone.seq = 2;
    assert_eq!(phone.send(&[]).await["high_water"], 7);
    let behind = phone.mark(&hall.people[7]);
    assert_eq!(phone.tell(&behind).await, "rejected device_cloned", "the number is taken; the operation is not lost with it");
    // Everything is gone, the secret too: the same phone is enrolled again.
    let mut again = hall.enrol(&phone.login, Some(&phone.id)).await;
    assert_eq!(again.send(&[]).await["high_water"], 0);
    again.seq += 1;
    let mut moved = behind;
    (moved["device_id"], moved["seq"]) = (json!(again.id), json!(again.seq));
    let next = again.mark(&hall.people[8]);
    let answer = again.send(&[moved, next]).await;
    assert!(answer["verdicts"].as_array().unwrap().iter().all(|verdict| said(verdict) == "applied ok"), "{answer}");
    assert_eq!(answer["high_water"], 2);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 9);
}
