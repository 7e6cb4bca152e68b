use super::{form, id_of, person_page, walk_in};
use crate::{
    accounts::Role,
    kit::clock::HOUR,
    testing::{NOW, TestHouse},
};

#[tokio::test]
async fn consent_is_asked_for_each_purpose_and_never_ticked_beforehand() {
    let house = TestHouse::new().await;
    let id = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let officer = house.role(Role::Coordinator).await;
    let path = format!("/quan-ly/nguoi-dan/{id}/dong-y");
    let asked = officer.get(&path).await.is(200);
    assert!(!asked.html().contains(" checked"));
    for words in ["Quản lý lớp học", "Liên hệ", "Công khai ảnh, tên", "Gửi Zalo", "Thống kê"] {
        assert!(asked.text().contains(words), "{words}");
    }
    officer.post(&path, &[]).await.is(422).says("ít nhất một việc").says("Hãy chọn cách người đó trả lời");
    officer.post(&path, &[("manage", "yes"), ("zalo", "no"), ("how", "paper")]).await.is(303);
    let page = person_page(&officer, &id).await.says("Giấy có chữ ký, Người coordinator ghi lúc 19:00, 05/10/2026").says("Rút lại");
    let rows = page.text();
    assert_eq!(rows.matches("Chưa hỏi").count(), 3, "{rows}");
    officer.get("/quan-ly/nguoi-dan?dong-y=chua").await.says("Không tìm thấy ai");

    house.app.clock.set(NOW + 6 * HOUR);
    officer.get(&path).await.says("Đang đồng ý từ 19:00, 05/10/2026").says("Không đồng ý nữa (rút lại)");
    officer.post(&path, &[("manage", "no"), ("how", "screen")]).await.is(303);
    let page = person_page(&officer, &id).await.says("Quản lý lớp học: Không đồng ý").says("Quản lý lớp học: Đồng ý");
    page.says("Trên màn hình");
    officer.get("/quan-ly/nguoi-dan?dong-y=chua").await.says("Đỗ Thị Lan").says("không đồng ý");
}

#[tokio::test]
async fn under_sixteen_a_guardian_consents_too() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let child = officer.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[0], "Lê Bé Na", &[("birth", "06/10/2010")])).await.is(303);
    let path = format!("/quan-ly/nguoi-dan/{}/dong-y", id_of(&child));
    officer.post(&path, &[("manage", "yes"), ("how", "paper")]).await.is(422).says("chưa đủ 16 tuổi cần cha, mẹ");
    officer.post(&path, &[("manage", "yes"), ("how", "paper"), ("guardian", "Lê Văn Cha")]).await.is(303);
    person_page(&officer, &id_of(&child)).await.says("có Lê Văn Cha cùng đồng ý");
    house.app.clock.set(NOW + 6 * HOUR);
    officer.get(&path).await.is(200).never_says("Người đại diện");
}

#[tokio::test]
async fn the_form_and_the_receipt_can_be_printed() {
    let house = TestHouse::new().await;
    let id = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let officer = house.role(Role::TeamMember).await;
    let paper =
        officer.get(&format!("/quan-ly/nguoi-dan/{id}/phieu-dong-y")).await.is(200).says("PHIẾU ĐỒNG Ý").says("Đỗ Thị Lan").says("1954");
    paper.says("Ủy ban nhân dân xã Thạch Thất").says("rút lại sự đồng ý bất cứ lúc nào").never_says("Người đại diện");
    officer.get("/quan-ly/nguoi-dan/phieu-dong-y").await.is(200).says("PHIẾU ĐỒNG Ý").says("Người đại diện").never_says("Lan");
    let receipt = format!("/quan-ly/nguoi-dan/{id}/bien-nhan");
    officer.get(&receipt).await.is(200).says("Chưa ghi nhận sự đồng ý nào");
    officer.post(&format!("/quan-ly/nguoi-dan/{id}/dong-y"), &[("contact", "yes"), ("how", "paper")]).await.is(303);
    officer.get(&receipt).await.says("BIÊN NHẬN SỰ ĐỒNG Ý").says("Liên hệ Đồng ý Giấy có chữ ký").never_says("Thống kê");
}
