use super::people;
use crate::{
    accounts::{Role, Uploaded},
    testing::TestHouse,
};

const LOAD: &str = "/quan-ly/nguoi-dan/nhap";
const HEAD: &str = "STT,Họ và tên,Năm sinh,Điện thoại\n";

#[tokio::test]
async fn files_that_are_no_list_are_refused_with_what_to_do() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = [("village", house.villages[0].as_str())];
    let zip = b"PK\x03\x04\x14\x00\x00\x00\x00\x00broken";
    let many: String = std::iter::once(HEAD.to_owned()).chain((0..100_001).map(|n| format!("{n},Lê Văn Nam,1960,\n"))).collect();
    for (name, bytes, words) in [
        ("bao-cao.pdf", &b"%PDF-1.7 ..."[..], "tệp PDF, không phải bảng tính"),
        ("anh.xlsx", b"\x89PNG\r\n\x1a\n....", "Đây là ảnh"),
        ("hong.xlsx", zip, "Tệp bị hỏng"),
        ("trong.csv", b"", "Tệp trống"),
        ("dau-cach.csv", b" \n , \n", "Tệp trống"),
        ("nhi-phan.xls", &[0, 1, 2, 3, 0xff, 0xfe, 0, 9], "Không nhận ra loại tệp"),
        ("nhieu.csv", many.as_bytes(), "hơn 100.000 dòng"),
    ] {
        let refused = officer.upload(LOAD, &village, name, bytes).await;
        assert_eq!(refused.status, 422, "{name}: {}", refused.text());
        let refused = refused.says(words).says("Lỗi:");
        assert!(refused.html().contains(&format!("value=\"{}\" selected", house.villages[0])), "the village stays chosen");
    }
    officer.upload(LOAD, &[], "a.csv", HEAD.as_bytes()).await.is(422).says("Hãy chọn thôn");
    officer.post(LOAD, &village).await.is(422).says("Chưa chọn tệp");
    officer.upload(LOAD, &village, "", b"").await.is(422).says("Chưa chọn tệp");
    officer.in_english().upload(LOAD, &village, "a.pdf", b"%PDF-1.7").await.is(422).says("PDF").never_says("bảng tính");
    assert_eq!(people(&house).await, 0);
}

#[tokio::test]
async fn a_file_without_people_says_why_for_each_sheet() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = [("village", house.villages[0].as_str())];
    for (bytes, words) in [
        ("Mã hàng,Số lượng\nA1,5\n".as_bytes().to_vec(), "không thấy dòng tiêu đề"),
        (HEAD.as_bytes().to_vec(), "Không thấy danh sách người nào"),
        ("STT,Há» vÃ  tÃªn,NÄƒm sinh\n1,Nguyá»…n VÄƒn Nam,1960\n2,Tráº§n Thá»‹ Há»“ng,1961\n".as_bytes().to_vec(), "lỗi mã"),
    ] {
        let preview = officer.upload(LOAD, &village, "a.csv", &bytes).await.is(303).location();
        let page = officer.get(&preview).await.is(200).says(words).says("Bỏ, không ghi");
        assert!(!page.html().contains("button primary large"), "there is nothing to write");
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_in_words() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = [("village", house.villages[0].as_str())];
    let fits = vec![b'x'; 3 * 1024 * 1024];
    officer.upload(LOAD, &village, "vua.csv", &fits).await.is(303);
    for size in [Uploaded::LIMIT + 1, 50 * 1024 * 1024] {
        let refused = officer.upload(LOAD, &village, "to.xlsx", &vec![b'x'; size]).await.is(413);
        refused.says("Tệp quá lớn: tối đa 20 MB").says("Nhập danh sách");
    }
}

#[tokio::test]
async fn odd_rows_never_break_the_page() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let long = "a".repeat(10_000);
    let rows = format!(
        "{HEAD}1,<script>alert(1)</script>,1960,\n2,Lê Văn Nam,31/02/1960,\n3,=cmd|' /C calc'!A0,1970,\n4,{long},1970,\n5,Đỗ Lan,1954,\"1'; DROP TABLE people_person;--\"\n"
    );
    let village = [("village", house.villages[0].as_str())];
    let preview = officer.upload(LOAD, &village, "<b>x</b>.csv", rows.as_bytes()).await.is(303).location();
    let page = officer.get(&preview).await.is(200).says("ngày sinh không có thật").says("họ tên quá dài");
    assert!(!page.html().contains("<script>alert") && !page.html().contains("<b>x"));
    officer.post(&format!("{preview}/ghi"), &[("d-0-x", "same"), ("d-99-99", "same"), ("rest", "nothing")]).await.is(303);
    let html = officer.get("/quan-ly/nguoi-dan").await.is(200).html();
    assert!(!html.contains("<script>alert") && html.contains("Đỗ Lan"));
    for strange in ["x", "00000000-0000-0000-0000-000000000000", "%FF"] {
        assert!(matches!(officer.get(&format!("{LOAD}/{strange}")).await.status.as_u16(), 400 | 404));
    }
}

#[tokio::test]
async fn a_script_that_uploads_gets_its_answer_as_json() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = [("village", house.villages[0].as_str())];
    let sent = officer.upload_for_json(LOAD, &village, "a.csv", format!("{HEAD}1,Đỗ Lan,1954,\n").as_bytes()).await.is(200);
    let answer: serde_json::Value = serde_json::from_slice(&sent.bytes).unwrap();
    officer.get(answer["location"].as_str().unwrap()).await.is(200).says("Đỗ Lan");
    let refused = officer.upload_for_json(LOAD, &village, "a.pdf", b"%PDF-1.7").await.is(422);
    let answer: serde_json::Value = serde_json::from_slice(&refused.bytes).unwrap();
    assert!(answer["error"].as_str().unwrap().contains("PDF"));
}
