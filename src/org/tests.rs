use crate::{accounts::Role, testing::TestHouse};

#[tokio::test]
async fn a_village_is_added_changed_and_seen_on_the_page() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    officer.post("/quan-ly/dia-ban/thon/moi", &[("name", "Thôn Lúa Mẫu"), ("code", "007"), ("former_unit", "Phú Kim")]).await.is(303);
    officer.get("/quan-ly/dia-ban").await.is(200).says("Thôn Lúa Mẫu 007 Phú Kim Đang hoạt động").says("mã 09955");
    let refused = officer.post("/quan-ly/dia-ban/thon/moi", &[("name", "Thôn Lúa Mẫu"), ("code", "008")]).await.is(422);
    refused.says("đã có trong xã");
}

#[tokio::test]
async fn a_unit_of_every_kind_can_be_kept() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    for kind in super::UNIT_KINDS {
        officer.post("/quan-ly/dia-ban/don-vi/moi", &[("kind", kind), ("name", "Đơn vị <b>mẫu</b>")]).await.is(303);
    }
    let page = officer.get("/quan-ly/dia-ban").await.is(200);
    assert!(!page.html().contains("<b>mẫu"), "a name is words, never markup");
    page.says("Liên hiệp hợp tác xã").says("Đơn vị <b>mẫu</b>");
}

#[tokio::test]
async fn another_communes_village_does_not_exist_here() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let path = format!("/quan-ly/dia-ban/thon/{}", house.other_village);
    officer.get(&path).await.is(404).never_says("Thôn Người Khác");
    officer.post(&path, &[("name", "Của tôi"), ("code", "1")]).await.is(404);
    house.role(Role::VillageHead).await.get("/quan-ly/dia-ban").await.is(403);
}
