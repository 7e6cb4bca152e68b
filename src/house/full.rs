//! A full disk: what is refused says so, what was there stays, and work goes on once there is room.

use crate::{
    args,
    kit::db::Engine,
    people::{self, NewPerson},
    testing::{NOW, TestHouse},
};

/// Lets the database grow by at most so many pages of 4 KB.
async fn leave(house: &TestHouse, pages: i64) {
    house
        .write(move |tx| {
            let now = tx.count("PRAGMA page_count", args![])?;
            let limit: &'static str = format!("PRAGMA max_page_count = {}", now + pages).leak();
            Ok(drop(tx.rows(limit, &[])?))
        })
        .await;
}

async fn count(house: &TestHouse) -> i64 {
    house.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM people_person", args![])?)).await
}

#[tokio::test]
async fn a_full_disk_refuses_with_words_and_keeps_all_that_was_there() {
    let house = TestHouse::new().await;
    if house.app.db.engine() == Engine::Postgres {
        // A server's disk is its own: the answer of the store is the same, and is told apart by its code.
        return;
    }
    let (scope, village) = (house.scope(), house.villages[0].clone());
    let first = NewPerson { village: village.clone(), name: "Người Đầu".into(), ..NewPerson::default() };
    house.write(move |tx| people::add(tx, &scope, &first, NOW)).await;
    let clerk = house.role(crate::accounts::Role::Coordinator).await;
    leave(&house, 6).await;
    let mut kept = 1;
    let refused = loop {
        let name = format!("Người {} {kept}", "Tên Dài ".repeat(10));
        let answer =
            clerk.post("/quan-ly/nguoi-dan/moi", &[("village", &village), ("name", &name), ("audience", "citizen"), ("anyway", "1")]).await;
        if answer.status != 303 {
            break answer;
        }
        kept += 1;
        assert!(kept < 500, "the disk was never full");
    };
    refused.is(507).says("Máy chủ đã hết chỗ lưu").says("Thay đổi của bạn chưa được ghi");
    assert_eq!(count(&house).await, kept);
    clerk.get("/quan-ly/nguoi-dan").await.is(200);
    house.expect_sound().await;

    // Many at once share one commit: none of them is half there either.
    let many: Vec<_> = (0..20)
        .map(|at| {
            let (app, scope, village) = (house.app.clone(), house.scope(), village.clone());
            tokio::spawn(async move {
                let person = NewPerson { village, name: format!("Người {} {at}", "Tên Dài ".repeat(10)), ..NewPerson::default() };
                app.db.write(move |tx| people::add(tx, &scope, &person, NOW)).await.is_ok()
            })
        })
        .collect();
    for one in many {
        kept += i64::from(one.await.expect("ends"));
    }
    assert_eq!(count(&house).await, kept);
    house.expect_sound().await;

    leave(&house, 10_000).await;
    let name = [("village", village.as_str()), ("name", "Người Sau"), ("audience", "citizen")];
    clerk.post("/quan-ly/nguoi-dan/moi", &name).await.is(303);
    assert_eq!(count(&house).await, kept + 1);
}
