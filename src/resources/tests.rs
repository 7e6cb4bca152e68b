use super::*;
use crate::{accounts::Role, testing::TestHouse};

const HALL: [(&str, &str); 5] =
    [("name", "Nhà văn hóa thôn Đồng Mẫu"), ("kind", "hall"), ("capacity", "60"), ("step_free", "yes"), ("active", "1")];

fn hall_in(village: &str) -> Vec<(&str, &str)> {
    HALL.into_iter().chain([("village", village)]).collect()
}

async fn all(house: &TestHouse) -> Vec<Venue> {
    let commune = house.commune.clone();
    house.read(move |tx| venues(tx, &commune)).await
}

#[tokio::test]
async fn a_venue_is_added_listed_and_changed() {
    let house = TestHouse::new().await;
    let head = house.role(Role::VillageHead).await;
    head.get("/quan-ly/dia-diem").await.is(200).says("Chưa có địa điểm nào");
    head.get("/quan-ly/dia-diem/moi").await.is(200).says("Thêm địa điểm");
    assert_eq!(head.post("/quan-ly/dia-diem/moi", &hall_in(&house.villages[0])).await.is(303).location(), "/quan-ly/dia-diem");
    head.get("/quan-ly/dia-diem").await.says("Nhà văn hóa thôn Đồng Mẫu").says("60 người").says("Xe lăn vào được");
    head.clone().in_english().get("/quan-ly/dia-diem").await.says("60 people").says("Village hall");

    let venue = all(&house).await.remove(0);
    let address = format!("/quan-ly/dia-diem/{}", venue.id);
    head.get(&address).await.is(200).says("Sửa địa điểm");
    let mut changed = hall_in(&house.villages[0]);
    changed.retain(|(name, _)| *name != "active");
    changed.push(("version", "1"));
    head.post(&address, &changed).await.is(303);
    head.get("/quan-ly/dia-diem").await.says("Ngừng dùng");
    head.post(&address, &changed).await.is(409).says("Người khác vừa sửa");
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_says_what_to_do() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let typed = [("name", ""), ("kind", "palace"), ("address", "cạnh <b>đình</b>"), ("capacity", "nhiều"), ("active", "1")];
    let answer = officer.post("/quan-ly/dia-diem/moi", &typed).await.is(422);
    let html = answer.html();
    answer.says("Có chỗ cần sửa").says("Hãy ghi tên địa điểm").says("Số người phải từ 1 đến 5.000");
    assert!(html.contains("value=\"nhiều\"") && html.contains("cạnh &#60;b&#62;đình"), "{html}");
    assert!(!html.contains('⟦'), "{html}");
    officer.post("/quan-ly/dia-diem/moi", &[("name", &"x".repeat(10_000)), ("kind", "hall")]).await.is(422).says("Dài quá");
    assert!(all(&house).await.is_empty());
}

#[tokio::test]
async fn a_name_is_used_once_however_it_is_written() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    officer.post("/quan-ly/dia-diem/moi", &hall_in("")).await.is(303);
    let mut again = hall_in("");
    again[0].1 = "  NHÀ VĂN HÓA THÔN ĐỒNG MẪU ";
    officer.post("/quan-ly/dia-diem/moi", &again).await.is(422).says("Đã có địa điểm tên");
}

#[tokio::test]
async fn nobody_adds_or_changes_a_venue_outside_their_place() {
    let house = TestHouse::new().await;
    let head = house.role(Role::VillageHead).await;
    let other = house.villages[1].clone();
    for village in [other.as_str(), "", &house.other_village, "no-such-village"] {
        head.post("/quan-ly/dia-diem/moi", &hall_in(village)).await.is(404);
    }
    house.role(Role::Coordinator).await.post("/quan-ly/dia-diem/moi", &hall_in(&other)).await.is(303);
    let venue = format!("/quan-ly/dia-diem/{}", all(&house).await[0].id);
    head.get(&venue).await.is(404);
    head.post(&venue, &hall_in(&house.villages[0])).await.is(404);
    head.get("/quan-ly/dia-diem").await.never_says("Nhà văn hóa thôn Đồng Mẫu");

    let stranger = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    stranger.get(&venue).await.is(404);
    stranger.post(&venue, &hall_in(&house.other_village)).await.is(404);
    stranger.get("/quan-ly/dia-diem").await.is(200).says("Chưa có địa điểm nào");
    house.role(Role::Volunteer).await.get("/quan-ly/dia-diem").await.is(403);
    house.anybody().get("/quan-ly/dia-diem").await.is(303);
}
