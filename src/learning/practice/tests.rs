//! Practice screens alone, through the front door.

use super::*;
use crate::{
    kit::ids,
    testing::{NOW, TestHouse},
};

#[tokio::test]
async fn the_fake_call_is_walked_by_links_and_nothing_is_kept() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    visit.get("/tap").await.is(200).says("Tập: cuộc gọi giả công an");
    let page = visit.get("/tap/cuoc-goi-gia-cong-an").await.is(200).says("Màn hình tập, không phải thật");
    page.says("Số lạ đang gọi").never_says("Chưa đúng, thử lại");
    let call = "/tap/cuoc-goi-gia-cong-an?man=xung-ten";
    visit.get(call).await.is(200).says("Tôi là công an").says("Gợi ý cho tôi");
    visit.get(&format!("{call}&sai=2&loi=1")).await.is(200).says("Chưa đúng, thử lại").says("Khoan đã bác!");
    visit.get(&format!("{call}&xem=goi-y&goi-y=1")).await.is(200).says("dấu hiệu thứ nhất");
    let typed = [("man", "bao-cao"), ("part", "2"), ("loi", "1")];
    let wrong = visit.post("/tap/cuoc-goi-gia-cong-an", &[&typed[..], &[("typed", "otp 123456")]].concat()).await.is(303);
    assert_eq!(wrong.location(), "/tap/cuoc-goi-gia-cong-an?man=bao-cao&loi=2&goi-y=0&sai=2#phone");
    let right = visit.post("/tap/cuoc-goi-gia-cong-an", &[&typed[..], &[("typed", " 1 5 6 ")]].concat()).await.is(303);
    let end = visit.get(right.location().split('#').next().unwrap_or("")).await.is(200);
    end.says("Làm được rồi!").says("Nhầm 1 lần").says("Giữ kết quả này");
    let kept = house.read(|tx| Ok(tx.rows("SELECT id FROM learning_attempt", &[])?)).await;
    assert!(kept.is_empty());
    visit.in_english().get("/tap/cuoc-goi-gia-cong-an").await.is(200).says("not a real one").never_says("⟦");
}

#[tokio::test]
async fn strange_addresses_lead_to_the_first_screen() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    for odd in ["?man=%3Cscript%3E", "?man=xung-ten&sai=-1", "?man=xung-ten&sai=9999999999999999999", "?loi=-7&goi-y=99999999999"] {
        let page = visit.get(&format!("/tap/cuoc-goi-gia-cong-an{odd}")).await.is(200);
        assert!(!page.html().contains("<script>") && !page.html().contains("&#38;loi=-7"), "{odd}");
    }
    visit.get("/tap/no-such").await.is(404);
    visit.get("/tap/luot/no-such").await.is(404);
    visit.post("/tap/cuoc-goi-gia-cong-an", &[("man", "x"), ("part", "-1")]).await.is(303);
}

#[tokio::test]
async fn a_good_end_alone_can_be_kept_with_a_code() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    let id = ids::new(NOW);
    let done = "/tap/cuoc-goi-gia-cong-an/xong";
    let kept = visit.post(done, &[("id", &id), ("loi", "2")]).await.is(303);
    assert_eq!(visit.post(done, &[("id", &id), ("loi", "0")]).await.is(303).location(), kept.location());
    visit.get(&kept.location()).await.is(200).says("Giữ kết quả này").says("Nhầm 2 lần");
    visit.post(done, &[("id", "x"), ("loi", "0")]).await.is(403);
    assert!(machine("cuoc-goi-gia-cong-an").is_some() && machines().count() >= 6);
}
