use super::{form, id_of, person_page, walk_in};
use crate::{accounts::Role, testing::TestHouse};

#[tokio::test]
async fn a_household_is_found_by_its_head_or_made() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = &house.villages[0];
    let head = officer.post("/quan-ly/nguoi-dan/moi", &form(village, "Lê Văn Nam", &[("head", "Lê Văn Nam")])).await.is(303);
    officer.post("/quan-ly/nguoi-dan/moi", &form(village, "Lê Thị Hoa", &[("head", "le van nam")])).await.is(303);
    let list = officer.get("/quan-ly/ho").await.is(200).says("1 hộ").says("Lê Văn Nam").says("2 người");
    let household = super::between(&list.html(), "row-name\" href=\"/quan-ly/ho/", "\"").to_owned();
    let page = officer.get(&format!("/quan-ly/ho/{household}")).await.is(200).says("Hộ Lê Văn Nam").says("Lê Thị Hoa");
    assert_eq!(page.html().matches("tag good\">Chủ hộ").count(), 1, "the head is known again by name");
    person_page(&officer, &id_of(&head)).await.says("Hộ Lê Văn Nam");
    officer.get("/quan-ly/ho?q=hoa").await.says("Không có hộ nào");
}

#[tokio::test]
async fn two_households_of_one_name_are_asked_about() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = &house.villages[0];
    for _ in 0..2 {
        officer.post("/quan-ly/ho/moi", &[("village", village), ("head", "Lê Văn Nam"), ("hamlet", "Xóm 1")]).await.is(303);
    }
    let asked = officer.post("/quan-ly/nguoi-dan/moi", &form(village, "Lê Thị Hoa", &[("head", "Lê Văn Nam")])).await.is(422);
    let chosen = super::between(&asked.html(), "name=\"household\" value=\"", "\"").to_owned();
    asked.says("Thôn có nhiều hộ cùng tên chủ hộ");
    let added = officer
        .post("/quan-ly/nguoi-dan/moi", &form(village, "Lê Thị Hoa", &[("head", "Lê Văn Nam"), ("household", &chosen)]))
        .await
        .is(303);
    assert!(person_page(&officer, &id_of(&added)).await.html().contains(&format!("/quan-ly/ho/{chosen}")));
    officer.get("/quan-ly/ho").await.says("2 hộ");
    officer.post("/quan-ly/nguoi-dan/moi", &form(village, "Lê Thị Hồng", &[("head", "Lê Văn Nam"), ("household", "new")])).await.is(303);
    officer.get("/quan-ly/ho").await.says("3 hộ");
    let kept = form(village, "Lê Thị Hoa", &[("head", "Lê Văn Nam"), ("version", "1"), ("birth", "1980")]);
    officer.post(&format!("/quan-ly/nguoi-dan/{}/sua", id_of(&added)), &kept).await.is(303);
    assert!(person_page(&officer, &id_of(&added)).await.html().contains(&format!("/quan-ly/ho/{chosen}")));
}

#[tokio::test]
async fn members_move_heads_change_and_empty_households_go() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = &house.villages[0];
    let (nam, hoa) = (walk_in(&house, 0, "Lê Văn Nam", 1950).await, walk_in(&house, 0, "Lê Thị Hoa", 1955).await);
    officer.post(&format!("/quan-ly/nguoi-dan/{nam}/ho"), &[("household", "new")]).await.is(303);
    let list = officer.get("/quan-ly/ho").await;
    let first = super::between(&list.html(), "row-name\" href=\"/quan-ly/ho/", "\"").to_owned();
    officer.get(&format!("/quan-ly/nguoi-dan/{hoa}/ho")).await.is(200).says("Chưa thuộc hộ nào").says("Chuyển vào hộ này");
    officer.post(&format!("/quan-ly/nguoi-dan/{hoa}/ho"), &[("household", &first)]).await.is(303);
    officer.post(&format!("/quan-ly/ho/{first}/chu-ho"), &[("member", &hoa)]).await.is(303);
    officer.get(&format!("/quan-ly/ho/{first}")).await.says("Hộ Lê Thị Hoa");
    officer.post(&format!("/quan-ly/ho/{first}/chu-ho"), &[("member", "other"), ("head", "")]).await.is(422).says("Hãy ghi họ tên chủ hộ");
    officer.post(&format!("/quan-ly/ho/{first}/chu-ho"), &[("member", "other"), ("head", "Lê Cụ Tổ")]).await.is(303);
    officer.get(&format!("/quan-ly/ho/{first}")).await.says("Hộ Lê Cụ Tổ");
    officer.post(&format!("/quan-ly/ho/{first}/xoa"), &[]).await.is(422).says("vẫn còn người");
    for person in [&nam, &hoa] {
        officer.post(&format!("/quan-ly/nguoi-dan/{person}/ho"), &[("household", "none")]).await.is(303);
        person_page(&officer, person).await.says("Hộ gia đình: Lê");
    }
    officer.post(&format!("/quan-ly/ho/{first}/xoa"), &[]).await.is(303);
    officer.get("/quan-ly/ho").await.says("Không có hộ nào");

    let elsewhere = officer.post("/quan-ly/ho/moi", &[("village", &house.villages[1]), ("head", "Trần Văn Xa")]).await.is(303);
    officer.post(&format!("/quan-ly/nguoi-dan/{nam}/ho"), &[("household", &id_of(&elsewhere))]).await.is(422).says("Hộ này ở thôn khác");
    let head = house.role(Role::VillageHead).await;
    head.get(&format!("/quan-ly/ho/{}", id_of(&elsewhere))).await.is(404).never_says("Xa");
    head.get("/quan-ly/ho").await.never_says("Trần Văn Xa");
    head.post("/quan-ly/ho/moi", &[("village", &house.villages[1]), ("head", "Ai Đó")]).await.is(404);
    head.post("/quan-ly/ho/moi", &[("village", village), ("head", "<b>Ai</b>")]).await.is(303);
    let html = head.get("/quan-ly/ho").await.html();
    assert!(!html.contains("<b>Ai"));
}
