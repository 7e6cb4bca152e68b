//! Writing items through the front door.

use crate::{
    accounts::Role,
    testing::{TestHouse, Visit},
};

const FORM: [(&str, &str); 12] = [
    ("kind", "lesson"),
    ("lang", "vi"),
    ("id", "di-xe-buyt"),
    ("title", "Đi xe buýt"),
    ("summary", "Xem giờ xe trên điện thoại."),
    ("want", "xem giờ xe buýt"),
    ("audience", "citizen"),
    ("level", "1"),
    ("minutes", "5"),
    ("licence", "CC BY 4.0"),
    ("source", "Xã"),
    ("checked", "2026-10-01"),
];

/// The form with some fields typed otherwise.
fn form<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<(&str, &str)> = FORM.into_iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name)).collect();
    all.extend_from_slice(changed);
    all
}

async fn begun(clerk: &Visit<'_>, changed: &[(&str, &str)]) -> String {
    let answer = clerk.post("/quan-ly/hoc/bai/moi", &form(changed)).await.is(303);
    answer.location()
}

async fn publish(clerk: &Visit<'_>, version: &str) {
    for to in ["review", "published"] {
        clerk.post(&format!("{version}/chuyen"), &[("to", to)]).await.is(303);
    }
}

#[tokio::test]
async fn a_draft_is_read_by_nobody_until_it_is_approved_and_found_from_then_on() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let version = begun(&clerk, &[("body", "## Một\n\nChờ ở **bến Ví Dụ**.\n")]).await;
    house.anybody().get("/hoc/di-xe-buyt").await.is(404);
    clerk.get(&version).await.is(200).says("Bản nháp").says("Chờ ở bến Ví Dụ");
    clerk.post(&format!("{version}/chuyen"), &[("to", "published")]).await.is(422).says("không chuyển sang bước ấy");
    clerk.post(&format!("{version}/chuyen"), &[("to", "review")]).await.is(303);
    clerk.post(&format!("{version}/chuyen"), &[("to", "draft")]).await.is(422).says("lý do");
    clerk.post(&format!("{version}/chuyen"), &[("to", "draft"), ("note", "Thiếu giờ xe")]).await.is(303);
    clerk.get(&version).await.is(200).says("Thiếu giờ xe");
    clerk.get(&format!("{version}/sua")).await.is(200).says("Lưu bản nháp");
    let again = form(&[("seen", "4"), ("body", "## Một\n\nXe chạy lúc 6 giờ ở bến.\n")]);
    clerk.post(&format!("{version}/sua"), &again).await.is(409);
    let again = form(&[("seen", "3"), ("body", "## Một\n\nXe chạy lúc 6 giờ ở bến.\n")]);
    clerk.post(&format!("{version}/sua"), &again).await.is(303);
    publish(&clerk, &version).await;
    house.anybody().get("/hoc/di-xe-buyt").await.is(200).says("Xe chạy lúc 6 giờ");
    house.anybody().get("/thu-vien/tim?q=gio+xe+buyt").await.is(200).says("Đi xe buýt");
    house.anybody().get("/hoc/di-xe-buyt?xa=09982").await.is(404);
    clerk.post(&format!("{version}/sua"), &again).await.is(422).says("không còn là bản nháp");
    clerk.post(&format!("{version}/chuyen"), &[("to", "archived")]).await.is(303);
    house.anybody().get("/hoc/di-xe-buyt").await.is(404);
    house.anybody().get("/thu-vien/tim?q=gio+xe+buyt").await.is(200).never_says("Đi xe buýt");
}

#[tokio::test]
async fn a_lesson_written_here_has_its_quiz_and_a_changed_one_changes_what_its_quiz_is_called() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let source = crate::learning::content::built_in_file("lessons/vneid-la-gi.vi.toml").expect("a quiz");
    let quiz = [("lesson", "di-xe-buyt"), ("lang", "vi"), ("source", source), ("use", "1")];
    clerk.post("/quan-ly/hoc/cau-hoi/nhap", &quiz).await.is(422).says("bài học");
    let skill = "nd.an-toan.cuoc-goi";
    publish(&clerk, &begun(&clerk, &[("body", "## Một\n\nx\n"), ("skills", skill)]).await).await;
    assert!(!house.anybody().get("/hoc/di-xe-buyt").await.html().contains("/kiem-tra/di-xe-buyt"));
    assert!(clerk.get("/quan-ly/hoc/cau-hoi/nhap").await.html().contains("value=\"di-xe-buyt\""));
    clerk.post("/quan-ly/hoc/cau-hoi/nhap", &quiz).await.is(303);
    assert!(house.anybody().get("/hoc/di-xe-buyt").await.html().contains("/kiem-tra/di-xe-buyt"));
    house.anybody().get("/kiem-tra").await.is(200).says("Đi xe buýt");
    house.anybody().get("/kiem-tra/di-xe-buyt").await.is(200).says("Đi xe buýt");
    clerk.get("/quan-ly/hoc/cau-hoi/di-xe-buyt").await.is(200).says("Đi xe buýt");

    let changed = [("id", "vneid-la-gi"), ("title", "VNeID của xã"), ("body", "## Một\n\nx\n"), ("skills", skill)];
    publish(&clerk, &begun(&clerk, &changed).await).await;
    house.anybody().get("/kiem-tra/vneid-la-gi").await.is(200).says("VNeID của xã");
    let commune = house.commune.clone();
    let heads = house.read(move |tx| Ok(crate::learning::quiz::listed(tx, &commune, crate::kit::text::Lang::Vi)?)).await;
    for id in ["di-xe-buyt", "vneid-la-gi"] {
        let (_, head) = heads.iter().find(|(quiz, _)| quiz == id).expect("in the bank");
        assert_eq!(head.skills, [skill], "what a pass of {id} is recorded for");
    }
    house.anybody().get("/kiem-tra/vneid-la-gi?xa=09982").await.is(200).never_says("VNeID của xã");
}

#[tokio::test]
async fn two_who_publish_at_once_both_do_and_two_servers_that_begin_together_load_the_content_once() {
    let house = TestHouse::new().await;
    let (one, two) = (house.role(Role::Coordinator).await, house.role(Role::Coordinator).await);
    let first = begun(&one, &[("body", "## Một\n\nx\n")]).await;
    let second = begun(&two, &[("id", "di-tau-hoa"), ("title", "Đi tàu hỏa"), ("body", "## Một\n\nx\n")]).await;
    tokio::join!(publish(&one, &first), publish(&two, &second));
    for (query, title) in [("xe+buyt", "Đi xe buýt"), ("tau+hoa", "Đi tàu hỏa")] {
        house.anybody().get(&format!("/thu-vien/tim?q={query}")).await.is(200).says(title);
    }
    house.write(|tx| Ok(tx.run("DELETE FROM learning_loaded WHERE commune_id = ''", &[])?)).await;
    let load = || house.app.db.write(|tx| crate::learning::load_content(tx, crate::testing::NOW));
    let (first, second) = tokio::join!(load(), load());
    assert_eq!([first, second].map(|loaded| loaded.expect("content")).iter().filter(|loaded| **loaded).count(), 1);
}

#[tokio::test]
async fn a_built_in_lesson_is_changed_for_the_commune_and_given_back() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    clerk.get("/quan-ly/hoc/bai/moi?tu=vneid-la-gi&ngu=vi").await.is(200).says("tiếng Việt").says("Sau bài này");
    clerk.get("/quan-ly/hoc/bai/moi?tu=khong-co&ngu=vi").await.is(404);
    let first = begun(&clerk, &[("id", "vneid-la-gi"), ("title", "VNeID của xã"), ("body", "## Một\n\nx\n")]).await;
    clerk.get(&format!("{first}/so-sanh")).await.is(200).says("VNeID của xã").says("Dòng bỏ:");
    publish(&clerk, &first).await;
    let second = begun(&clerk, &[("id", "vneid-la-gi"), ("title", "VNeID của xã, bản hai"), ("body", "## Một\n\nx\n")]).await;
    publish(&clerk, &second).await;
    clerk.get(&first).await.is(200).says("Đã cất").says("bản 2");
    house.anybody().get("/hoc/vneid-la-gi").await.is(200).says("VNeID của xã, bản hai");
    clerk.post(&format!("{second}/chuyen"), &[("to", "archived")]).await.is(303);
    house.anybody().get("/hoc/vneid-la-gi").await.is(200).never_says("VNeID của xã").says("Hỏi ở đâu");
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_hostile_words_stay_words() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let long = "x".repeat(100_001);
    for (changed, said) in [
        (vec![("title", ""), ("body", "## a")], "Hãy viết tên bài"),
        (vec![("id", "../x"), ("body", "## a")], "Tên trong địa chỉ"),
        (vec![("body", "")], "chưa có nội dung"),
        (vec![("body", long.as_str())], "dài quá"),
        (vec![("level", "9"), ("body", "## a")], "mức độ"),
        (vec![("checked", "2030-01-01"), ("body", "## a")], "ngày kiểm tra"),
        (vec![("kind", "video"), ("body", "lời")], "mã tệp đã tải lên"),
    ] {
        clerk.post("/quan-ly/hoc/bai/moi", &form(&changed)).await.is(422).says(said).says("Soạn bài");
    }
    let version =
        begun(&clerk, &[("title", "<script>alert(1)</script>"), ("body", "## <img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))")])
            .await;
    for path in [version.clone(), format!("{version}/sua"), format!("{version}/so-sanh"), "/quan-ly/hoc/bai".into()] {
        let html = clerk.get(&path).await.is(200).html();
        assert!(!html.contains("<script>alert") && !html.contains("<img src=x") && !html.contains("href=\"javascript"), "{path}");
    }
    let missing = begun(&clerk, &[("kind", "video"), ("media", "khong-co"), ("id", "phim"), ("body", "lời")]).await;
    clerk.post(&format!("{missing}/chuyen"), &[("to", "review")]).await.is(303);
    clerk.post(&format!("{missing}/chuyen"), &[("to", "published")]).await.is(422).says("Không có tệp nào");
}

#[tokio::test]
async fn only_who_manages_learning_writes_and_only_in_their_commune() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let version = begun(&clerk, &[("body", "## a\n\nCANARY")]).await;
    let other = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    for path in [version.clone(), format!("{version}/sua"), format!("{version}/so-sanh")] {
        other.get(&path).await.is(404).never_says("CANARY");
        house.role(Role::Volunteer).await.get(&path).await.is(403);
    }
    other.post(&format!("{version}/chuyen"), &[("to", "review")]).await.is(404);
    clerk.clone().without_token().post(&format!("{version}/chuyen"), &[("to", "review")]).await.is(403);
}

/// The smallest MP4 that is whole.
fn video(size: usize) -> Vec<u8> {
    let mut bytes = [&[0, 0, 0, 16][..], b"ftypmp42\0\0\0\0", &[0, 0, 0, 8], b"moov"].concat();
    bytes.extend(u32::try_from(size + 8).expect("small").to_be_bytes());
    bytes.extend(b"mdat");
    bytes.extend((0..size).map(|at| (at % 251) as u8));
    bytes
}

#[tokio::test]
async fn a_video_is_taken_in_published_and_sent_in_pieces() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let film = video(300_000);
    clerk.upload("/quan-ly/hoc/tep", &[], "phim.exe", &film).await.is(303);
    clerk.upload("/quan-ly/hoc/tep", &[], "loi.vtt", b"WEBVTT\n\n00:00.000 --> 00:02.000\nXin ch\xc3\xa0o\n").await.is(303);
    let id = crate::kit::ids::sha256_hex(&film);
    let page = clerk.get("/quan-ly/hoc/tep").await.is(200).says("phim.exe").says("loi.vtt");
    assert!(page.html().contains(&id));
    let whole = house.anybody().get(&format!("/thu-vien/tep/{id}")).await.is(200);
    assert_eq!((whole.bytes.as_slice(), whole.headers["content-type"].to_str().expect("words")), (film.as_slice(), "video/mp4"));
    let part = house.anybody().get_with(&format!("/thu-vien/tep/{id}"), &[("range", "bytes=100-199")]).await.is(206);
    assert_eq!(part.bytes, film[100..200]);
    assert_eq!(part.headers["content-range"].to_str().expect("words"), format!("bytes 100-199/{}", film.len()));
    house.anybody().get_with(&format!("/thu-vien/tep/{id}"), &[("range", "bytes=999999999-")]).await.is(416);
    house.anybody().get(&format!("/thu-vien/tep/{id}?xa=09982")).await.is(404);
    house.anybody().get("/thu-vien/tep/..%2f..%2fhocvuso.key").await.is(404);
    let version = begun(&clerk, &[("kind", "video"), ("id", "phim-xa"), ("media", &id), ("body", "Lời trong phim.\n")]).await;
    publish(&clerk, &version).await;
    let shown = house.anybody().get("/hoc/phim-xa").await.is(200).says("Lời trong phim");
    assert!(shown.html().contains(&format!("src=\"/thu-vien/tep/{id}\"")));
}

#[tokio::test]
async fn what_is_no_picture_video_or_captions_is_refused_and_leaves_nothing() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let cut = video(1_000);
    for (name, bytes, said) in [
        ("a.png", &b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..], "không phải tranh"),
        ("a.mp4", b"<!doctype html><script>alert(1)</script>", "không phải tranh"),
        ("a.png", b"\x89PNG\r\n\x1a\nrest", ""),
        ("a.mp4", &cut[..cut.len() - 10], "đứt giữa chừng"),
        ("a.vtt", b"WEBVTT\n\xff\xfe", "phụ đề"),
        ("", b"", ""),
    ] {
        clerk.upload("/quan-ly/hoc/tep", &[], name, bytes).await.is(422).says(said);
    }
    clerk.clone().without_token().upload("/quan-ly/hoc/tep", &[], "a.mp4", &video(10)).await.is(403);
    house.role(Role::Volunteer).await.upload("/quan-ly/hoc/tep", &[], "a.mp4", &video(10)).await.is(403);
    clerk.get("/quan-ly/hoc/tep").await.is(200).says("Chưa có tệp nào");
    let coming = house.app.folder.join("uploads").join("coming");
    assert_eq!(std::fs::read_dir(coming).map_or(0, Iterator::count), 0, "nothing is left of what was refused");
}

#[tokio::test]
async fn a_framework_is_looked_at_before_it_holds() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    house.anybody().get("/khung-ky-nang").await.is(200).says("Tạm dùng cho đến khi có phụ lục chính thức").says("Làm quen với điện thoại");
    let file = "Mã,Tên,Đối tượng,Mức độ,Thành phần\nmoi.1,Kỹ năng chính thức,Người dân,1,device\n";
    let fields = [("name", "Khung chính thức"), ("issuer", "Bộ KHCN"), ("from", "2026-01-01")];
    let preview = clerk.upload("/quan-ly/hoc/khung", &fields, "khung.csv", file.as_bytes()).await.is(303).location();
    clerk.get(&preview).await.is(200).says("1 mã mới").says("Kỹ năng chính thức");
    house.anybody().get("/khung-ky-nang").await.is(200).never_says("Kỹ năng chính thức");
    let other = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    other.get(&preview).await.is(404);
    other.post(&preview, &[("sure", "1")]).await.is(404);
    clerk.post(&preview, &[]).await.is(422);
    clerk.post(&preview, &[("sure", "1")]).await.is(303);
    house.anybody().get("/khung-ky-nang").await.is(200).says("Kỹ năng chính thức").never_says("Tạm dùng cho đến khi");
    house.anybody().get("/khung-ky-nang?xa=09982").await.is(200).never_says("Kỹ năng chính thức");
    clerk.get("/quan-ly/hoc/khung").await.is(200).says("Đang dùng").says("Khung chính thức");
    // Back to the built-in one, and on again: nothing is lost by trying.
    let built_in = "/quan-ly/hoc/khung/khung-tam-2025";
    clerk.get(built_in).await.is(200).says("Dùng lại khung này");
    clerk.post(built_in, &[]).await.is(422);
    clerk.post(built_in, &[("sure", "1")]).await.is(303);
    house.anybody().get("/khung-ky-nang").await.is(200).says("Làm quen với điện thoại").never_says("Kỹ năng chính thức");
    clerk.get(built_in).await.is(200).never_says("Dùng lại khung này");
    clerk.post(built_in, &[("sure", "1")]).await.is(303);
    clerk.post(&format!("{built_in}/ma-cu"), &[("cu", "moi.1=")]).await.is(409);
    clerk.get(&preview).await.is(200).says("Dùng lại khung này");
    clerk.post(&preview, &[("sure", "1")]).await.is(303);
    house.anybody().get("/khung-ky-nang").await.is(200).says("Kỹ năng chính thức");
    house.anybody().get("/khung-ky-nang?xa=09982").await.is(200).never_says("Kỹ năng chính thức");
    clerk.upload("/quan-ly/hoc/khung", &fields, "a.json", b"{\"id\": 1}").await.is(422);
    clerk.upload("/quan-ly/hoc/khung", &fields, "a.csv", b"\xff\xfe").await.is(422);
}
