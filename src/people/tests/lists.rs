use serde_json::{Value, json};

use crate::{people::import_file, testing::TestHouse};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/lists/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn answers(name: &str) -> Value {
    serde_json::from_slice(&fixture(name)).unwrap()
}

/// Imports a file as the command does.
async fn import(house: &TestHouse, village: &str, name: &str, dry_run: bool) -> Value {
    let (app, scope, village, name) = (house.app.clone(), house.scope(), village.to_owned(), name.to_owned());
    let outcome = tokio::task::spawn_blocking(move || import_file(&app, &scope, &village, &name, &fixture(&name), dry_run)).await.unwrap();
    serde_json::to_value(outcome.unwrap()).unwrap()
}

#[tokio::test]
async fn both_workbooks_are_read_as_their_answers_say() {
    let house = TestHouse::new().await;
    let found = import(&house, "Đồng Mẫu", "danh-sach-thon-dong-mau.xlsx", false).await;
    let expected = answers("danh-sach-thon-dong-mau.answers.json");
    assert_eq!(found["good"], expected["good"]);
    let bad: Vec<Value> = found["bad"].as_array().unwrap().iter().map(|b| json!([b["row"], b["reason"]])).collect();
    assert_eq!(json!(bad), expected["bad"]);
    let duplicates: Vec<Value> = found["duplicates"].as_array().unwrap().iter().map(|d| json!([d["row"], d["of"]["row"]])).collect();
    assert_eq!(json!(duplicates), expected["duplicates"]);

    let found = import(&house, "002", "tong-hop-thon-ben-vi-du.xlsx", false).await;
    let expected = answers("tong-hop-thon-ben-vi-du.answers.json");
    assert_eq!(found["good"], expected["good"]);
    let bad: Vec<Value> = found["bad"].as_array().unwrap().iter().map(|b| json!([b["sheet"], b["row"], b["reason"]])).collect();
    assert_eq!(json!(bad), expected["bad"]);
    assert_eq!(found["duplicates"], expected["duplicates"]);
}
