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

#[tokio::test]
async fn an_account_is_made_used_and_locked_out_of_what_is_not_its_own() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = house.villages[1].clone();
    let form = [("login", "lan.vi-du"), ("name", "Nguyễn Thị Lan"), ("role", "team_member"), ("place", village.as_str())];
    let once = officer.post("/quan-ly/tai-khoan/moi", &form).await.is(200).says("lan.vi-du").html();
    let password = once.split("<code id=\"once\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a password").to_owned();
    officer.get("/quan-ly/tai-khoan").await.is(200).says("Thành viên Tổ công nghệ số cộng đồng, Thôn Bến Ví Dụ");
    let stranger = house.anybody();
    stranger.post("/dang-nhap", &[("login", "lan.vi-du"), ("password", &password)]).await.is(303);
    stranger.post("/dang-nhap", &[("login", "lan.vi-du"), ("password", "sai")]).await.is(422).says("chưa đúng");
}

#[tokio::test]
async fn five_wrong_passwords_lock_and_the_clock_unlocks() {
    let house = TestHouse::new().await;
    house.write(|tx| crate::accounts::create(tx, "can-bo", "Cán bộ", "con trâu đi trước", false, crate::testing::NOW)).await;
    let stranger = house.anybody();
    for _ in 0..4 {
        stranger.post("/dang-nhap", &[("login", "can-bo"), ("password", "sai")]).await.is(422).says("chưa đúng");
    }
    stranger.post("/dang-nhap", &[("login", "can-bo"), ("password", "sai")]).await.is(422).says("tạm khóa");
    let right = [("login", "can-bo"), ("password", "con trâu đi trước")];
    stranger.post("/dang-nhap", &right).await.is(422).says("1 phút");
    house.app.clock.set(crate::testing::NOW + 61_000);
    stranger.post("/dang-nhap", &right).await.is(303);
}

#[tokio::test]
async fn a_coordinator_can_neither_make_nor_touch_a_system_administrator() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let form = [("login", "vua"), ("name", "Vua"), ("role", "system_admin"), ("place", "")];
    officer.post("/quan-ly/tai-khoan/moi", &form).await.is(422).says("được quyền giao");
    house.role(Role::SystemAdmin).await;
    let commune = house.commune.clone();
    let admin = house.read(move |tx| Ok(crate::accounts::accounts_of(tx, &commune)?)).await;
    let admin = admin.iter().find(|a| a.grants.iter().any(|g| g.role == Role::SystemAdmin)).expect("an administrator");
    officer.get(&format!("/quan-ly/tai-khoan/{}", admin.id)).await.is(403);
    officer.post(&format!("/quan-ly/tai-khoan/{}/mat-khau", admin.id), &[]).await.is(403);
}

#[tokio::test]
async fn the_log_of_access_shows_refusals_to_who_may_see_it() {
    let house = TestHouse::new().await;
    house.role(Role::Volunteer).await.get("/quan-ly/dia-ban").await.is(403);
    house.role(Role::CommuneLeader).await.get("/quan-ly/nhat-ky?loai=refused").await.is(200).says("Bị từ chối").says("/quan-ly/dia-ban");
    house.role(Role::Coordinator).await.get("/quan-ly/nhat-ky").await.is(403);
}

#[tokio::test]
async fn a_list_of_places_is_looked_at_loaded_and_taken_back() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let csv = "Tên thôn,Mã,Xã cũ,Loại\nThôn Lúa Mẫu,011,Phú Kim,\nThôn Đồng Mẫu,012,,\nChợ Mẫu,,,Chợ\nTàu,,,tàu thủy\n";
    let preview = officer.upload("/quan-ly/dia-ban/nhap", &[], "thon.csv", csv.as_bytes()).await.is(303).location();
    officer.get(&preview).await.is(200).says("3 dòng đọc được").says("dòng 5: Không rõ loại đơn vị");
    officer.get("/quan-ly/dia-ban").await.is(200).never_says("Thôn Lúa Mẫu");
    officer.post(&format!("{preview}/ghi"), &[]).await.is(303);
    officer.get(&preview).await.is(200).says("Đã thêm 1 thôn và 1 đơn vị; 1 dòng đã có");
    officer.post(&format!("{preview}/ghi"), &[]).await.is(409);
    officer.get("/quan-ly/dia-ban").await.is(200).says("Thôn Lúa Mẫu 011 Phú Kim Đang hoạt động").says("Chợ Mẫu");
    officer.post(&format!("{preview}/huy"), &[]).await.is(303);
    officer.get("/quan-ly/dia-ban").await.is(200).says("Thôn Lúa Mẫu 011 Phú Kim Đã thôi hoạt động");
    officer.upload("/quan-ly/dia-ban/nhap", &[], "anh.pdf", b"%PDF-1.7 nothing").await.is(422);
}
