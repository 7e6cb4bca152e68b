//! The self-check and the export, each on a house with a few entries.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use super::{Finding, check, demo, dumped, export, open_keys, store};
use crate::{
    args,
    kit::{
        clock::DAY,
        db::{Engine, Tx},
        error::Result,
        ids,
    },
    ledger::{self, Grade, Kind, NewEntry},
    people::{self, NewPerson},
    places, sync,
    testing::{NOW, TestHouse},
};

const SHOWN: Kind = Kind::new("skill.shown");

async fn house_with_entries() -> TestHouse {
    let house = TestHouse::new().await;
    let (scope, village) = (house.scope(), house.villages[0].clone());
    house
        .write(move |tx| {
            for name in ["Nguyễn Thị Lan", "=HYPERLINK(\"x\")"] {
                let person =
                    people::add(tx, &scope, &NewPerson { village: village.clone(), name: name.into(), ..NewPerson::default() }, NOW)?;
                ledger::append(tx, &shown(scope.commune(), &village, &person), NOW)?;
            }
            Ok(())
        })
        .await;
    fs::write(house.app.folder.join("hocvuso.key"), "42".repeat(32)).expect("a key file");
    close(&house.app.folder.join("hocvuso.key"), 0o600);
    house
}

fn shown(commune: &str, village: &str, person: &str) -> NewEntry {
    NewEntry {
        id: ids::new(NOW),
        commune: commune.into(),
        village: village.into(),
        kind: SHOWN,
        person: Some(person.into()),
        audience: "citizen".into(),
        subject: "device".into(),
        grade: Some(Grade::A),
        attains: Some("essential.device".into()),
        occurred_at: NOW,
        recorded_by: "test".into(),
        device: None,
        body: json!({}),
    }
}

fn close(file: &std::path::Path, mode: u32) {
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(mode)).expect("permissions");
}

async fn faults(house: &TestHouse) -> Vec<String> {
    let app = house.app.clone();
    let found = tokio::task::spawn_blocking(move || check(&app, &mut |_| {})).await.expect("ends").expect("checks");
    assert!(found.len() >= 6, "{found:?}");
    found.into_iter().filter(|f: &Finding| !f.sound).map(|f| f.said.to_string()).collect()
}

async fn harm(house: &TestHouse, change: fn(&mut Tx<'_>) -> Result<u64>) {
    assert_eq!(house.write(change).await, 1);
}

#[tokio::test]
async fn a_whole_house_is_found_sound() {
    assert_eq!(faults(&house_with_entries().await).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_changed_entry_is_named_by_its_place() {
    let house = house_with_entries().await;
    harm(&house, |tx| Ok(tx.run("UPDATE ledger_entry SET grade = 'B' WHERE seq = 2", args![])?)).await;
    assert_eq!(faults(&house).await, ["platform-check-ledger-broken name=Xã Thạch Thất seq=2"]);
}

#[tokio::test]
async fn a_missing_entry_is_named_by_its_place() {
    let house = house_with_entries().await;
    harm(&house, |tx| Ok(tx.run("DELETE FROM ledger_entry WHERE seq = 1", args![])?)).await;
    assert_eq!(faults(&house).await, ["platform-check-ledger-gap name=Xã Thạch Thất seq=2"]);
}

#[tokio::test]
async fn a_figure_that_does_not_agree_is_named_and_a_rebuild_mends_it() {
    let house = house_with_entries().await;
    harm(&house, |tx| Ok(tx.run("UPDATE ledger_tally SET firsts = 7 WHERE key = 'essential.device'", args![])?)).await;
    let found = faults(&house).await;
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("platform-check-ledger-derived") && found[0].contains("tally essential.device"), "{found:?}");
    let commune = house.commune.clone();
    assert_eq!(house.write(move |tx| ledger::rebuild(tx, &commune, &mut |_| {})).await, 2);
    assert_eq!(faults(&house).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_key_file_that_is_gone_or_open_to_others_is_a_fault() {
    let house = house_with_entries().await;
    let key = house.app.folder.join("hocvuso.key");
    close(&key, 0o644);
    assert!(faults(&house).await[0].starts_with("platform-check-key-open"));
    fs::remove_file(key).expect("removed");
    assert!(faults(&house).await[0].starts_with("platform-check-key-missing"));
}

#[tokio::test]
async fn a_database_opens_with_its_own_key_alone() {
    let house = house_with_entries().await;
    let open = |house: &TestHouse| {
        let (db, folder) = (house.app.db.clone(), house.app.folder.clone());
        tokio::task::spawn_blocking(move || open_keys(&db, &folder, NOW).map(drop).map_err(|error| error.code()))
    };
    assert_eq!(open(&house).await.expect("ends"), Ok(()));
    assert_eq!(open(&house).await.expect("ends"), Ok(()));
    fs::write(house.app.folder.join("hocvuso.key"), "43".repeat(32)).expect("another key");
    assert_eq!(open(&house).await.expect("ends"), Err("platform-key-other"));
    fs::remove_file(house.app.folder.join("hocvuso.key")).expect("removed");
    assert_eq!(open(&house).await.expect("ends"), Err("platform-key-missing"));
}

#[tokio::test]
async fn a_setting_that_nobody_knows_is_a_fault() {
    let house = house_with_entries().await;
    house.write(|tx| Ok(store::set_setting(tx, "", "colour", "blue", "test", NOW)?)).await;
    assert_eq!(faults(&house).await, ["platform-check-setting-unknown name=colour"]);
}

async fn exported(house: &TestHouse) -> PathBuf {
    let folder = house.app.folder.join("out");
    let (app, commune, to) = (house.app.clone(), house.commune.clone(), folder.clone());
    let written = tokio::task::spawn_blocking(move || export(&app, &commune, &to, &mut || {})).await.expect("ends").expect("exports");
    assert_eq!(written.files, fs::read_dir(&folder).expect("files").count());
    folder
}

#[tokio::test]
async fn an_export_holds_the_commune_and_its_ledger_without_secrets_or_formulas() {
    let house = house_with_entries().await;
    let coordinator = house.role(crate::accounts::Role::Coordinator).await;
    coordinator.get("/quan-ly/toi").await.is(200);
    let folder = exported(&house).await;
    let persons = fs::read_to_string(folder.join("people_person.csv")).expect("persons");
    assert!(persons.contains("Nguyễn Thị Lan") && persons.contains("'=HYPERLINK"), "{persons}");
    assert!(!persons.contains("Người Khác") && !persons.contains("identity_hash"));
    let accounts = fs::read_to_string(folder.join("accounts_account.csv")).expect("accounts");
    assert!(accounts.contains("coordinator") && !accounts.contains("password_hash"), "{accounts}");
    assert!(!fs::read_to_string(folder.join("places_village.csv")).expect("villages").contains("Người Khác"));
    let ledger = fs::read_to_string(folder.join("ledger.jsonl")).expect("the ledger");
    let entries: Vec<Value> = ledger.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1]["prev_hash"], entries[0]["hash"]);
    let events = house.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM accounts_event WHERE kind = 'export'", args![])?)).await;
    assert_eq!(events, 1);
}

#[tokio::test]
async fn an_export_overwrites_nothing() {
    let house = house_with_entries().await;
    let folder = exported(&house).await;
    let (app, commune) = (house.app.clone(), house.commune.clone());
    let again = tokio::task::spawn_blocking(move || export(&app, &commune, &folder, &mut || {})).await.expect("ends");
    assert_eq!(again.expect_err("refused").code(), "platform-export-there");
}

#[tokio::test]
async fn the_demo_is_not_loaded_beside_a_real_commune() {
    let house = TestHouse::new().await;
    let app = house.app.clone();
    let refused = tokio::task::spawn_blocking(move || demo::load(&app, || {})).await.expect("ends").expect_err("refused");
    assert_eq!(refused.code(), "platform-demo-real");
}

#[tokio::test]
async fn the_demo_is_loaded_once_and_its_ledger_is_sound() {
    let house = TestHouse::empty();
    let load = |app: crate::kit::app::App| tokio::task::spawn_blocking(move || demo::load(&app, || {}));
    assert!(load(house.app.clone()).await.expect("ends").expect("loads"));
    assert!(!load(house.app.clone()).await.expect("ends").expect("stays"));
    let commune = house.read(|tx| Ok(places::communes(tx)?)).await.remove(0);
    assert!(commune.demo);
    let id = commune.id.clone();
    let checked = house.read(move |tx| ledger::check(tx, &id, &mut |_| {})).await;
    assert_eq!(checked.proof, ledger::Proof::Sound);
    for (what, at_least) in [
        ("SELECT COUNT(*) FROM learning_round WHERE closed_at IS NOT NULL", 8),
        ("SELECT COUNT(*) FROM learning_finished", 30),
        ("SELECT COUNT(*) FROM learning_certificate WHERE revoke_asked_at IS NOT NULL AND revoked_at IS NULL", 1),
        ("SELECT COUNT(*) FROM learning_certificate", 5),
        ("SELECT COUNT(*) FROM learning_remark", 20),
        ("SELECT COUNT(*) FROM learning_outside_result", 2),
    ] {
        let n = house.read(move |tx| Ok(tx.count(what, &[])?)).await;
        assert!(n >= at_least, "{what}: {n}");
    }
}

#[tokio::test]
async fn a_dump_of_a_server_is_noted_by_who_read_it_back_and_the_check_asks_for_it() {
    let house = house_with_entries().await;
    let server = house.app.db.engine() == Engine::Postgres;
    let asks = async || {
        let app = house.app.clone();
        let found = tokio::task::spawn_blocking(move || check(&app, &mut |_| {})).await.expect("ends").expect("checks");
        found.into_iter().filter(|finding| finding.warned).map(|finding| finding.said.code).collect::<Vec<_>>()
    };
    let note = async |at: i64| {
        let app = house.app.clone();
        tokio::task::spawn_blocking(move || dumped(&app, at)).await.expect("ends").map_err(|error| error.code())
    };
    if !server {
        assert!(asks().await.is_empty());
        assert_eq!(note(NOW - 1).await, Err("platform-dump-embedded"), "its own backups are proven here");
        return;
    }
    assert_eq!(asks().await, ["platform-check-dump-none"]);
    assert_eq!(note(house.app.clock.now() + 1).await, Err("platform-dump-to-come"));
    assert_eq!(note(NOW - 1).await, Ok(()));
    assert!(asks().await.is_empty());
    assert_eq!(house.read(sync::backup_at).await, Some(NOW - 1));
    house.app.clock.set(NOW + 9 * DAY);
    assert_eq!(asks().await, ["platform-check-dump"], "it is old");
}
