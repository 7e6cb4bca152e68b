use super::{between, form, id_of, people, person_page, walk_in};
use crate::{
    accounts::Role,
    kit::{clock::HOUR, ids},
    ledger::{self, Grade, Kind, NewEntry},
    testing::{NOW, TestHouse, Visit},
};

const ATTENDED: Kind = Kind::new("class.attended");

async fn attend(house: &TestHouse, person: &str, session: &str) {
    let new = NewEntry {
        id: ids::new(NOW),
        commune: house.commune.clone(),
        village: house.villages[0].clone(),
        kind: ATTENDED,
        person: Some(person.into()),
        audience: "citizen".into(),
        subject: session.into(),
        grade: Some(Grade::B),
        attains: Some("essential.knowledge".into()),
        occurred_at: NOW,
        recorded_by: "t".into(),
        device: None,
        body: serde_json::json!({}),
    };
    house.write(move |tx| ledger::append(tx, &new, NOW)).await;
}

/// (attendances, people) of the commune as the figures count them.
async fn figures(house: &TestHouse) -> (i64, i64) {
    let commune = house.commune.clone();
    house
        .read(move |tx| {
            let entries = ledger::day_counts(tx, &commune, ATTENDED.name, "2000-01-01", "2100-01-01")?.iter().map(|row| row.1).sum();
            let people = ledger::distinct_people(tx, &commune, ATTENDED.name, "2000-01-01", "2100-01-01")?;
            Ok((entries, people.get("").copied().unwrap_or_default()))
        })
        .await
}

/// The id of the only waiting pair.
async fn waiting(visit: &Visit<'_>) -> String {
    let list = visit.get("/quan-ly/nguoi-dan/trung").await.is(200);
    between(&list.html(), "row-name\" href=\"/quan-ly/nguoi-dan/trung/", "\"").to_owned()
}

#[tokio::test]
async fn merged_persons_are_one_and_unmerged_ones_two_again() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let kept = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let more = [("birth", "1954"), ("phone", "0912345678"), ("needs", "helper"), ("anyway", "1")];
    let gone = id_of(&officer.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[0], "Đỗ Thị Lan", &more)).await.is(303));
    officer.post(&format!("/quan-ly/nguoi-dan/{gone}/dong-y"), &[("manage", "yes"), ("how", "paper")]).await.is(303);
    for (person, session) in [(&kept, "s1"), (&gone, "s1"), (&gone, "s2")] {
        attend(&house, person, session).await;
    }
    assert_eq!(figures(&house).await, (3, 2));

    let told = officer.post(&format!("/quan-ly/nguoi-dan/{kept}/trung"), &[("other", &gone)]).await.is(303);
    let pair = told.location();
    officer.get(&pair).await.is(200).says("0912 345 678").says("2 ghi nhận").says("Gộp làm một");
    officer.post(&format!("{pair}/gop"), &[]).await.is(422).says("Hãy chọn hồ sơ được giữ");
    officer.post(&format!("{pair}/gop"), &[("keep", &kept)]).await.is(303);
    assert_eq!(people(&house).await, 1);
    assert_eq!(figures(&house).await, (2, 1), "one session is one attendance, two records are one person");
    house.expect_sound().await;
    let page =
        person_page(&officer, &kept).await.says("0912 345 678").says("cần người đi kèm").says("Gộp với hồ sơ").says("Giấy có chữ ký");
    page.says("Đã gộp hồ sơ Đỗ Thị Lan vào hồ sơ này").says("Đã bỏ");
    assert_eq!(officer.get(&format!("/quan-ly/nguoi-dan/{gone}")).await.is(303).location(), format!("/quan-ly/nguoi-dan/{kept}"));
    officer.get(&pair).await.is(404);

    house.app.clock.set(NOW + 6 * HOUR);
    let changed = [("version", "2"), ("birth", "1954"), ("phone", "0987654321"), ("needs", "helper")];
    officer.post(&format!("/quan-ly/nguoi-dan/{kept}/sua"), &form(&house.villages[0], "Đỗ Thị Lân", &changed)).await.is(303);
    let merged = officer.get("/quan-ly/nguoi-dan/trung/da-gop").await.is(200).says("Đỗ Thị Lân");
    let merge = between(&merged.html(), "href=\"/quan-ly/nguoi-dan/gop/", "\"").to_owned();
    officer.get(&format!("/quan-ly/nguoi-dan/gop/{merge}")).await.is(200).says("Tách lại thành hai hồ sơ?");
    officer.post(&format!("/quan-ly/nguoi-dan/gop/{merge}/tach"), &[]).await.is(303);
    assert_eq!(people(&house).await, 2);
    assert_eq!(figures(&house).await, (3, 2));
    house.expect_sound().await;
    let page =
        person_page(&officer, &kept).await.says("Đỗ Thị Lân").says("0987 654 321").says("Tách khỏi hồ sơ").never_says("Giấy có chữ ký");
    assert!(!page.html().contains("<span class=\"tag\">cần người đi kèm"), "the need came with the merge and left with it");
    person_page(&officer, &gone).await.says("0912 345 678").says("cần người đi kèm").says("Giấy có chữ ký");
    officer.post(&format!("/quan-ly/nguoi-dan/gop/{merge}/tach"), &[]).await.is(404);
    officer.get("/quan-ly/nguoi-dan/trung").await.says("Không có cặp nào đang chờ");
}

#[tokio::test]
async fn walk_ins_that_look_alike_wait_for_a_decision_and_may_be_two() {
    let house = TestHouse::new().await;
    let head = house.role(Role::VillageHead).await;
    let one = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let other = walk_in(&house, 0, "Do Thi Lan", 1954).await;
    head.get("/quan-ly/nguoi-dan").await.says("Có 1 cặp hồ sơ nghi trùng");
    person_page(&head, &one).await.says("Có thể trùng với Do Thi Lan (1954). Cùng họ tên, năm sinh và thôn");
    let pair = waiting(&head).await;
    head.post(&format!("/quan-ly/nguoi-dan/trung/{pair}/khac"), &[]).await.is(303);
    head.get("/quan-ly/nguoi-dan/trung").await.says("Không có cặp nào đang chờ");
    person_page(&head, &other).await.never_says("Có thể trùng");
    assert_eq!(people(&house).await, 2);
}

#[tokio::test]
async fn three_records_of_one_person_are_merged_and_taken_apart_in_order() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let a = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let b = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let c = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    for (person, session) in [(&a, "s1"), (&b, "s2"), (&c, "s3")] {
        attend(&house, person, session).await;
    }
    let merge = async |kept: &str, gone: &str| {
        let pair = officer.post(&format!("/quan-ly/nguoi-dan/{kept}/trung"), &[("other", gone)]).await.is(303).location();
        officer.post(&format!("{pair}/gop"), &[("keep", kept)]).await.is(303);
        let page = person_page(&officer, kept).await;
        between(&page.html(), "href=\"/quan-ly/nguoi-dan/gop/", "\"").to_owned()
    };
    let first = merge(&b, &a).await;
    let second = merge(&c, &b).await;
    assert_eq!((people(&house).await, figures(&house).await), (1, (3, 1)));
    assert_eq!(officer.get(&format!("/quan-ly/nguoi-dan/{a}")).await.is(303).location(), format!("/quan-ly/nguoi-dan/{c}"));
    officer.post(&format!("/quan-ly/nguoi-dan/gop/{first}/tach"), &[]).await.is(422).says("Hãy tách lần gộp sau trước");
    officer.post(&format!("/quan-ly/nguoi-dan/gop/{second}/tach"), &[]).await.is(303);
    assert_eq!((people(&house).await, figures(&house).await), (2, (3, 2)));
    officer.post(&format!("/quan-ly/nguoi-dan/gop/{first}/tach"), &[]).await.is(303);
    assert_eq!((people(&house).await, figures(&house).await), (3, (3, 3)));
    house.expect_sound().await;
}

#[tokio::test]
async fn a_pair_across_villages_is_for_who_may_see_both() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let number = [("identity", "001154000123"), ("sex", "female"), ("birth", "1954")];
    officer.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[1], "Bùi Thị Kín", &number)).await.is(303);
    let head = house.role(Role::VillageHead).await;
    let added = head.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[0], "Bùi Thị Kin", &number)).await.is(303);
    person_page(&head, &id_of(&added)).await.never_says("Kín");
    head.get("/quan-ly/nguoi-dan/trung").await.says("Không có cặp nào đang chờ").never_says("Kín");
    let pair = waiting(&officer).await;
    officer.get(&format!("/quan-ly/nguoi-dan/trung/{pair}")).await.is(200).says("Cùng số CCCD").says("…123");
    head.get(&format!("/quan-ly/nguoi-dan/trung/{pair}")).await.is(404).never_says("Kín");
    head.post(&format!("/quan-ly/nguoi-dan/trung/{pair}/gop"), &[("keep", &id_of(&added))]).await.is(404);
    head.post(&format!("/quan-ly/nguoi-dan/trung/{pair}/khac"), &[]).await.is(404);
    let stranger = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    stranger.get(&format!("/quan-ly/nguoi-dan/trung/{pair}")).await.is(404);
}
