//! Courses and results from outside through the front door: kept, handed in, decided, loaded, taken back.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::{CONFIRMED, VERIFIED};
use crate::{
    accounts::Role,
    kit::{clock::DAY, dates, ids},
    learning::{
        fixtures::card_of,
        framework::State,
        standing::{self, Standing},
    },
    people::{self, NewPerson},
    testing::{Answer, NOW, TestHouse, Visit},
};

const SKILL: &str = "nd.an-toan.cuoc-goi";
const COURSES: &str = "/quan-ly/hoc/khoa-ngoai";
const RESULTS: &str = "/quan-ly/hoc/ket-qua-ngoai";

async fn person(house: &TestHouse, village: &str, name: &str, phone: &str) -> String {
    let (scope, village, name, phone) = (house.scope(), village.to_owned(), name.to_owned(), phone.to_owned());
    let phone = (!phone.is_empty()).then_some(phone);
    let new = NewPerson { village, name, birth_year: Some(1951), phone, ..NewPerson::default() };
    house.write(move |tx| people::add(tx, &scope, &new, NOW)).await
}

/// A course of a platform with this name, and its id.
async fn course(house: &TestHouse, title: &str, code: &str) -> String {
    let link = format!("https://hoc.example.vn/{code}");
    let fields =
        [("title", title), ("platform", "Nền tảng A"), ("code", code), ("link", &link), ("price", "free"), ("checked", "2026-10-01")];
    let fields = [&fields[..], &[("skills", SKILL)]].concat();
    house.role(Role::Coordinator).await.post(&format!("{COURSES}/moi"), &fields).await.is(303);
    let (commune, title) = (house.commune.clone(), title.to_owned());
    let courses = house.read(move |tx| Ok(super::courses::courses(tx, &commune, true)?)).await;
    courses.into_iter().find(|course| course.facts.title == title).expect("the course").id
}

fn png() -> Vec<u8> {
    let mut out = Vec::new();
    let picture = RgbImage::from_fn(40, 30, |x, y| Rgb([x as u8, y as u8, 90]));
    picture.write_to(&mut Cursor::new(&mut out), ImageFormat::Png).expect("a picture");
    out.extend_from_slice(b"GPS 21.0278");
    out
}

async fn claim(visit: &Visit<'_>, card: &str, course: &str, number: &str, picture: &[u8]) -> Answer {
    let id = ids::new(NOW);
    let fields = [("id", id.as_str()), ("the", card), ("course", course), ("day", "2026-10-01"), ("number", number)];
    let name = if picture.is_empty() { "" } else { "giay.png" };
    visit.upload("/hoc/minh-chung", &fields, name, picture).await
}

/// The ids of results in this state.
async fn results(house: &TestHouse, state: &str) -> Vec<String> {
    let (scope, wanted) = (house.scope(), super::store::Wanted { state: state.into(), ..super::store::Wanted::default() });
    house.read(move |tx| Ok(super::store::results(tx, &scope, &wanted, 100, 0)?.into_iter().map(|one| one.id).collect())).await
}

async fn standing_of(house: &TestHouse, person: &str) -> Standing {
    let (commune, person) = (house.commune.clone(), person.to_owned());
    let all = house.read(move |tx| standing::standings(tx, &commune, &person, dates::day_of(NOW))).await;
    all.into_iter().find(|(skill, _)| skill.code == SKILL).expect("the skill").1
}

#[tokio::test]
async fn courses_are_kept_by_a_form_and_shown_where_their_skill_is() {
    let house = TestHouse::new().await;
    house.anybody().get("/hoc/nen-tang-khac").await.is(200).says("Chưa có khóa học nào của nơi khác");
    let office = house.role(Role::Coordinator).await;
    office.get(COURSES).await.is(200).says("Bấm “Thêm khóa học”");
    let id = course(&house, "Phòng <b>lừa đảo", "L-1").await;
    for path in ["/hoc/nen-tang-khac", "/khung-ky-nang", "/hoc/nhan-biet-cuoc-goi-lua-dao"] {
        let page = house.anybody().get(path).await.is(200).says("Phòng <b>lừa đảo").says("Trang ngoài");
        assert!(
            page.html().contains("href=\"https://hoc.example.vn/L-1\" target=\"_blank\" rel=\"noopener noreferrer nofollow\""),
            "{path}"
        );
    }
    let bad = [("title", ""), ("platform", "A"), ("link", "javascript:alert(1)"), ("checked", "2027-01-01"), ("note", "<i>x")];
    let refused = office.post(&format!("{COURSES}/moi"), &bad).await.is(422);
    refused.says("Hãy ghi tên khóa học").says("Địa chỉ chưa đúng").says("ít nhất một kỹ năng").says("không thể ở sau hôm nay").says("<i>x");
    let again = [
        ("title", "Khác"),
        ("platform", "nền tảng a"),
        ("code", "l-1"),
        ("link", "https://x.example/"),
        ("checked", "2026-10-01"),
        ("skills", SKILL),
    ];
    office.post(&format!("{COURSES}/moi"), &again).await.is(422).says("Bảng đã có khóa học này");
    let long = "ă".repeat(10_000);
    office.post(&format!("{COURSES}/moi"), &[("title", &long), ("skills", "no.such")]).await.is(422).says("không quá 200 chữ");
    let change =
        [("title", "Phòng lừa đảo"), ("platform", "Nền tảng A"), ("link", "https://hoc.example.vn/moi"), ("checked", "2026-10-05")];
    let change = [&change[..], &[("skills", SKILL), ("seen", "1")]].concat();
    office.post(&format!("{COURSES}/{id}"), &change).await.is(303);
    office.post(&format!("{COURSES}/{id}"), &change).await.is(409);
    office.post(&format!("{COURSES}/{id}/dung"), &[("to", "off")]).await.is(303);
    house.anybody().get("/hoc/nhan-biet-cuoc-goi-lua-dao").await.is(200).never_says("Phòng lừa đảo").never_says("Trang ngoài");
    let far = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    far.get(&format!("{COURSES}/{id}")).await.is(404);
    far.post(&format!("{COURSES}/{id}"), &change).await.is(404);
    house.anybody().get("/hoc/nen-tang-khac?xa=09982").await.is(200).never_says("lừa đảo");
    for role in [Role::Ambassador, Role::VillageHead, Role::CommuneLeader] {
        house.role(role).await.get(COURSES).await.is(403);
    }
    office.clone().in_english().get(COURSES).await.is(200).says("Courses elsewhere").never_says("⟦");
}

#[tokio::test]
async fn a_file_of_courses_is_looked_at_and_loading_it_twice_changes_nothing() {
    let house = TestHouse::new().await;
    let office = house.role(Role::Coordinator).await;
    let file = format!(
        "Kỹ năng,Nền tảng,Mã khóa học,Tên khóa học,Liên kết,Miễn phí\n{SKILL},Nền tảng A,K1,Khóa một,https://a.example/1,x\n\
         khong.co,Nền tảng A,K2,Khóa <i>hai,https://a.example/2,x\n{SKILL},Nền tảng A,K3,Khóa ba,ftp://a.example/3,x\n"
    );
    let load = format!("{COURSES}/nhap");
    for times in 0..2 {
        let look = office.upload(&load, &[], "khoa.csv", file.as_bytes()).await.is(303).location();
        let page = office.get(&look).await.is(200).says("Khung kỹ năng đang dùng không có").says("Địa chỉ chưa đúng").says("Khóa <i>hai");
        page.says(if times == 0 { "1 khóa mới" } else { "1 khóa như cũ" });
        if times == 0 {
            house.anybody().get("/hoc/nen-tang-khac").await.never_says("Khóa một");
        }
        office.post(&look, &[("what", "write")]).await.is(303);
        office.post(&look, &[("what", "write")]).await.is(422);
        let far = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
        far.get(&look).await.is(404);
    }
    office.get(COURSES).await.is(200).says("Khóa một").never_says("Khóa ba");
    for (name, bytes) in [("a.csv", &b"x,y\n1,2\n"[..]), ("a.xlsx", b"PK\x03\x04no"), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.csv", b"")] {
        office.upload(&load, &[], name, bytes).await.is(422);
    }
    assert!(office.get(&format!("{load}/mau.xlsx")).await.is(200).bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_claim_by_card_counts_after_somebody_in_reach_looked_at_the_proof() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "").await;
    let (course, code) = (course(&house, "Phòng lừa đảo", "L-1").await, card_of(&house, &sau).await);
    let visit = house.anybody();
    let done = claim(&visit, &code, &course, "BD 2026/07", &png()).await.is(200);
    done.says("Đã nhận").says("Phòng lừa đảo").never_says("Sáu");
    assert_eq!(house.entries(VERIFIED).await, 0, "nothing counts yet");
    claim(&visit, &code, &course, "BD 2026/07", &[]).await.is(422).says("đang chờ cán bộ xem").never_says("Sáu");
    let [id] = results(&house, "waiting").await.try_into().expect("one waits");
    let one = format!("{RESULTS}/{id}");

    let next = house.role_at(Role::VillageHead, &house.commune, &house.villages[1]).await;
    next.get(RESULTS).await.is(200).never_says("Sáu");
    for path in [one.clone(), format!("{one}/anh")] {
        next.get(&path).await.is(404).never_says("Sáu");
    }
    next.post(&one, &[("to", "verified")]).await.is(404);
    let far = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    far.get(&format!("{one}/anh")).await.is(404);
    far.post(&one, &[("to", "verified")]).await.is(404);
    house.role(Role::CultureCentre).await.get(&one).await.is(403);
    house.anybody().get(&format!("{one}/anh")).await.is(303);

    let head = house.role(Role::VillageHead).await;
    head.get(RESULTS).await.is(200).says("Nguyễn Thị Sáu").says("Chờ xem");
    head.get(&format!("{RESULTS}?ten=sau&muc=%3Cx%3E&thon={}", house.villages[1])).await.is(200).says("Nguyễn Thị Sáu");
    let picture = head.get(&format!("{one}/anh")).await.is(200);
    assert!(picture.bytes.starts_with(b"\x89PNG") && !picture.bytes.windows(3).any(|three| three == b"GPS"), "written anew");
    head.post(&one, &[("to", "refused")]).await.is(422).says("Hãy ghi lý do");
    head.post(&one, &[("to", "waiting")]).await.is(422);
    for _ in 0..2 {
        head.post(&one, &[("to", "verified")]).await.is(303);
    }
    assert_eq!(house.entries(VERIFIED).await, 1);
    let stands = standing_of(&house, &sau).await;
    assert!(stands.has(State::Learned) && !stands.has(State::Passed) && !stands.has(State::Able), "grade D: learnt, and no more");
    let page = head.get(&one).await.is(200).says("Đã xác nhận");
    let entry = page.html().split("/quan-ly/bang-chung/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link").to_owned();
    let opened = head.get(&format!("/quan-ly/bang-chung/{entry}")).await.is(200).says("Phòng lừa đảo (Nền tảng A)").says("Xem minh chứng");
    assert!(opened.html().contains(&one), "from the entry to the proof");
    claim(&visit, &code, &course, "BD 2026/08", &[]).await.is(422).says("đã được tính");
    visit.post("/hoc/minh-chung/cua-toi", &[("the_toi", &code)]).await.is(200).says("Đã xác nhận").never_says("Sáu");
    visit.post("/hoc/minh-chung/cua-toi", &[("the_toi", &"a".repeat(10_000))]).await.is(422);

    head.post(&one, &[("to", "taken_back"), ("reason", "nhầm <b>người</b>")]).await.is(303);
    assert!(!standing_of(&house, &sau).await.has(State::Learned));
    head.get(&one).await.is(200).says("nhầm <b>người</b>").says("Đã rút lại");
    head.post(&one, &[("to", "verified")]).await.is(422).says("đã được quyết định khác");
    house.expect_sound().await;
}

#[tokio::test]
async fn hostile_claims_are_refused_with_words_and_leak_no_name() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "").await;
    let (course, code) = (course(&house, "Phòng lừa đảo", "L-1").await, card_of(&house, &sau).await);
    let visit = house.anybody();
    visit.get("/hoc/minh-chung").await.is(200).says("Phòng lừa đảo (Nền tảng A)");
    visit.in_english().get("/hoc/minh-chung").await.is(200).says("Hand in a result").never_says("⟦");
    let visit = house.anybody();
    for (card, course, number, picture, words) in [
        ("", course.as_str(), "7", &b""[..], "Hãy nhập mã trên thẻ"),
        ("7K3M 9PQC", &course, "7", b"", "mã"),
        (&code, "", "7", b"", "Hãy chọn khóa học"),
        (&code, "no-such", "7", b"", "Hãy chọn khóa học"),
        (&code, &course, "", b"", "ít nhất một minh chứng"),
        (&code, &course, "7", b"<svg onload=alert(1)>", "JPEG"),
        (&code, &course, "7", b"\x89PNG\r\n\x1a\nbroken", "ảnh"),
    ] {
        claim(&visit, card, course, number, picture).await.is(422).says(words).never_says("Sáu");
    }
    let long = "9".repeat(10_000);
    claim(&visit, &long, &course, &long, &[]).await.is(422).says("không quá 200 chữ");
    let fields = [("id", "x"), ("the", code.as_str()), ("course", course.as_str()), ("day", "2026-10-01"), ("number", "7")];
    visit.upload("/hoc/minh-chung", &fields, "", &[]).await.is(403);
    let id = ids::new(NOW);
    let link = [("id", id.as_str()), ("the", &code), ("course", &course), ("day", "2030-01-01"), ("link", "javascript:alert(1)")];
    visit.upload("/hoc/minh-chung", &link, "", &[]).await.is(422).says("không thể ở sau hôm nay").says("Địa chỉ chưa đúng");
    let large = vec![0xff; super::rules::PICTURE_LIMIT + 1];
    claim(&visit, &code, &course, "7", &large).await.is(422).says("nặng quá 10 MB");
    house.anybody().post_as_is("/hoc/minh-chung/cua-toi", &[("the_toi", &code)]).await.is(403);
    assert_eq!(results(&house, "").await.len(), 0);
    for _ in 0..60 {
        visit.post("/hoc/minh-chung/cua-toi", &[("the_toi", "AAAA AAAA")]).await;
    }
    visit.post("/hoc/minh-chung/cua-toi", &[("the_toi", &code)]).await.is(429).says("quá nhiều lần");
    claim(&visit, &code, &course, "7", &[]).await.is(429);
    house.app.clock.set(NOW + DAY);
    claim(&house.anybody(), &code, &course, "7", &[]).await.is(200);
}

#[tokio::test]
async fn an_officer_hands_in_for_somebody_and_one_number_of_two_people_is_marked() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "").await;
    let far = person(&house, &house.villages[1], "Trần Văn Khác", "").await;
    let course = course(&house, "Phòng lừa đảo", "L-1").await;
    let head = house.role(Role::VillageHead).await;
    head.get(&format!("{RESULTS}/moi?ten=sau")).await.is(200).says("Nguyễn Thị Sáu");
    head.get(&format!("{RESULTS}/moi?ten=khac")).await.is(200).never_says("Trần Văn Khác");
    let id = ids::new(NOW);
    let fields = [("id", id.as_str()), ("course", course.as_str()), ("day", "1/10/2026"), ("number", "BD-2026-07"), ("note", "<b>xem</b>")];
    head.upload(&format!("{RESULTS}/moi/{far}"), &fields, "", &[]).await.is(404).never_says("Khác");
    head.upload(&format!("{RESULTS}/moi/{sau}"), &[("id", &id)], "", &[]).await.is(422).says("Hãy chọn khóa học").says("ngày hoàn thành");
    for _ in 0..2 {
        head.upload(&format!("{RESULTS}/moi/{sau}"), &fields, "", &[]).await.is(303);
    }
    let one = format!("{RESULTS}/{id}");
    head.get(&one).await.is(200).says("<b>xem</b>").never_says("Người khác cũng nộp");
    claim(&house.anybody(), &card_of(&house, &far).await, &course, "bd 2026 07", &[]).await.is(200);
    head.get(&one).await.is(200).says("Người khác cũng nộp minh chứng này").says("Một người ở thôn khác").never_says("Trần Văn Khác");
    let office = house.role(Role::Coordinator).await;
    office.get(&one).await.is(200).says("Trần Văn Khác");
    office.get(RESULTS).await.is(200).says("Trùng minh chứng");
    office.post(&one, &[("to", "refused"), ("reason", "tên trên giấy khác")]).await.is(303);
    office.get(&format!("{RESULTS}?muc=refused")).await.is(200).says("Nguyễn Thị Sáu");
    assert_eq!(house.entries(VERIFIED).await, 0);
}

#[tokio::test]
async fn a_list_is_matched_confirmed_counted_once_and_taken_back() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678").await;
    let twin = person(&house, &house.villages[0], "Trần Văn Bảy", "").await;
    let far = person(&house, &house.villages[1], "Lê Văn Tám", "0987654321").await;
    let _course = course(&house, "Phòng lừa đảo", "L-1").await;
    let file = "STT,Họ và tên,Năm sinh,Số điện thoại,Mã khóa học,Ngày hoàn thành,Số chứng nhận\n\
                1,nguyen thi sau,1951,0912345678,L-1,2026-10-01,BD-1\n\
                2,Trần Văn Bảy,1951,,phòng lừa đảo,1/10/2026,BD-2\n\
                3,Lê Văn Tám,1951,0987654321,L-1,1/10/2026,BD-3\n\
                4,Ai Không Có,1960,,L-1,1/10/2026,\n\
                5,Nguyễn Thị Sáu,1951,0912345678,L-1,2/10/2026,BD-1\n\
                6,Hoàng Văn Lỗi,1951,,L-9,1/10/2026,\n\
                7,Hoàng Văn Lỗi,1951,,L-1,mai,\n\
                8,Hoàng Văn <i>Lỗi,3000,,L-1,1/10/2026,\n";
    let head = house.role(Role::VillageHead).await;
    let load = format!("{RESULTS}/nhap");
    head.upload(&load, &[("village", &house.villages[1])], "kq.csv", file.as_bytes()).await.is(404);
    head.upload(&load, &[], "kq.csv", file.as_bytes()).await.is(422).says("thôn");
    let look = head.upload(&load, &[("village", &house.villages[0])], "kq.csv", file.as_bytes()).await.is(303).location();
    let page = head.get(&look).await.is(200);
    page.says("1 dòng khớp chắc, 1 dòng cần chọn, 2 dòng không tìm thấy, 1 dòng đã tính từ trước, 3 dòng lỗi")
        .says("Khóa học này chưa có trong bảng")
        .says("Không đọc được ngày");
    assert_eq!(house.entries(VERIFIED).await, 0, "a look counts nothing");
    for visit in [
        house.role_at(Role::VillageHead, &house.commune, &house.villages[1]).await,
        house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await,
    ] {
        visit.get(&look).await.is(404).never_says("Sáu");
        visit.post(&format!("{look}/ghi"), &[]).await.is(404);
    }
    // Somebody who was not offered cannot be chosen.
    head.post(&format!("{look}/ghi"), &[("bo-0-2", "1"), ("ai-0-3", &far)]).await.is(422).says("Chưa chọn dòng nào");
    head.post(&format!("{look}/ghi"), &[("ai-0-3", &twin)]).await.is(303);
    assert_eq!(house.entries(VERIFIED).await, 2);
    head.post(&format!("{look}/ghi"), &[]).await.is(422);
    assert!(standing_of(&house, &sau).await.has(State::Learned) && standing_of(&house, &twin).await.has(State::Learned));

    // The same rows in the list of the whole commune: only who is new counts.
    let office = house.role(Role::Coordinator).await;
    let whole = office.upload(&load, &[], "kq2.csv", file.as_bytes()).await.is(303).location();
    office.get(&whole).await.is(200).says("1 dòng khớp chắc, 0 dòng cần chọn, 1 dòng không tìm thấy, 3 dòng đã tính từ trước");
    office.post(&format!("{whole}/ghi"), &[]).await.is(303);
    assert_eq!(house.entries(VERIFIED).await, 3);
    head.get(&whole).await.is(404);

    office.post(&format!("{look}/hoan-tac"), &[]).await.is(422).says("Hãy ghi lý do");
    office.post(&format!("{look}/hoan-tac"), &[("reason", "nhầm tệp")]).await.is(303);
    office.post(&format!("{look}/hoan-tac"), &[("reason", "nhầm tệp")]).await.is(422).says("không có kết quả nào");
    assert!(!standing_of(&house, &sau).await.has(State::Learned) && standing_of(&house, &far).await.has(State::Learned));
    let again = head.upload(&load, &[("village", &house.villages[0])], "kq.csv", file.as_bytes()).await.is(303).location();
    head.get(&again).await.is(200).says("1 dòng khớp chắc, 1 dòng cần chọn");
    head.post(&format!("{again}/bo"), &[]).await.is(303);
    head.get(&again).await.is(404);
    let dump = house.read(|tx| Ok(tx.rows("SELECT * FROM learning_outside_list", crate::args![])?)).await;
    assert!(!format!("{dump:?}").contains("0912345678"), "phones stand nowhere in plain");
    house.expect_sound().await;
}

#[tokio::test]
async fn an_official_list_confirms_skills_with_its_document_and_is_taken_back() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678").await;
    let twin = person(&house, &house.villages[0], "Trần Văn Bảy", "").await;
    let far = person(&house, &house.villages[1], "Lê Văn Tám", "0987654321").await;
    let file = format!(
        "DANH SÁCH XÁC NHẬN,,,,,,\nSTT,Họ và tên,Năm sinh,Số điện thoại,Kỹ năng,Số văn bản,Ngày văn bản\n\
         1,nguyen thi sau,1951,0912345678,{SKILL},7/XN-CAX,2026-10-01\n\
         2,Trần Văn Bảy,1951,,Nhận biết cuộc gọi lừa đảo,,\n\
         3,Lê Văn Tám,1951,0987654321,{SKILL},,\n\
         4,Nguyễn Thị Sáu,1951,0912345678,{SKILL},8/XN-CAX,2026-10-02\n\
         5,Ai Không Có,1960,,{SKILL},,\n\
         6,Hoàng Văn <i>Lỗi,1951,,khong.co,,\n\
         7,Hoàng Văn Lỗi,1951,,{SKILL},001151000123,\n"
    );
    let load = "/quan-ly/hoc/xac-nhan";
    let person_page = format!("/quan-ly/hoc/nguoi/{sau}");
    let head = house.role(Role::VillageHead).await;
    head.get(&person_page).await.is(200).says("VNeID xác nhận: chưa có số liệu").never_says("VNeID xác nhận: chưa Gọi");
    for role in [Role::Ambassador, Role::CultureCentre, Role::Volunteer] {
        house.role(role).await.get(load).await.is(403);
    }
    let here = [("village", house.villages[0].as_str()), ("document", "12/XN"), ("day", "2026-10-03")];
    head.upload(load, &here[1..], "xn.csv", file.as_bytes()).await.is(422).says("thôn");
    for (field, value, words) in [
        ("document", "001151000123", "số căn cước"),
        ("day", "2030-01-01", "không thể ở sau hôm nay"),
        ("day", "mai", "Không đọc được ngày"),
    ] {
        let wrong: Vec<_> = here.iter().filter(|one| one.0 != field).copied().chain([(field, value)]).collect();
        head.upload(load, &wrong, "xn.csv", file.as_bytes()).await.is(422).says(words);
    }
    let look = head.upload(load, &here, "xn.csv", file.as_bytes()).await.is(303).location();
    let page = head.get(&look).await.is(200);
    page.says("1 dòng khớp chắc, 1 dòng cần chọn, 2 dòng không tìm thấy, 1 dòng đã tính từ trước, 2 dòng lỗi")
        .says("Khung kỹ năng đang dùng không có")
        .says("giống số căn cước")
        .says("7/XN-CAX")
        .never_says("001151000123");
    assert_eq!(house.entries(CONFIRMED).await, 0, "a look counts nothing");
    for visit in [
        house.role_at(Role::VillageHead, &house.commune, &house.villages[1]).await,
        house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await,
    ] {
        visit.get(&look).await.is(404).never_says("Sáu");
        visit.post(&format!("{look}/ghi"), &[]).await.is(404);
    }
    // A list of confirmations is none of results, whoever asks.
    head.get(&look.replace("xac-nhan", "ket-qua-ngoai/nhap")).await.is(404);
    head.post(&format!("{look}/ghi"), &[("bo-0-3", "1"), ("ai-0-4", &far)]).await.is(422).says("Chưa chọn dòng nào");
    head.post(&format!("{look}/ghi"), &[("ai-0-4", &twin)]).await.is(303);
    head.post(&format!("{look}/ghi"), &[]).await.is(422);
    assert_eq!((house.entries(CONFIRMED).await, house.entries(VERIFIED).await), (2, 0));
    head.get(&look).await.is(200).says("Đã tính 2 kết quả").says("Nguyễn Thị Sáu").says("12/XN").says("03/10/2026");

    let stands = standing_of(&house, &sau).await;
    assert!(stands.has(State::Confirmed) && !stands.has(State::Learned) && !stands.has(State::Able), "never merged");
    assert!(standing_of(&house, &twin).await.has(State::Confirmed));
    let page = head.get(&person_page).await.is(200).says("VNeID xác nhận: từ ngày 01/10/2026").says("VNeID xác nhận: chưa Gọi");
    let entry = page.html().split("/quan-ly/bang-chung/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link").to_owned();
    head.get(&format!("/quan-ly/bang-chung/{entry}")).await.is(200).says("được xác nhận trên VNeID").says("7/XN-CAX");

    // The same rows in the list of the whole commune: only who is new counts.
    let office = house.role(Role::Coordinator).await;
    let whole = office.upload(load, &here[1..], "xn2.csv", file.as_bytes()).await.is(303).location();
    office.get(&whole).await.is(200).says("1 dòng khớp chắc, 0 dòng cần chọn, 1 dòng không tìm thấy, 3 dòng đã tính từ trước");
    office.post(&format!("{whole}/ghi"), &[]).await.is(303);
    assert_eq!(house.entries(CONFIRMED).await, 3);

    office.post(&format!("{look}/hoan-tac"), &[]).await.is(422).says("Hãy ghi lý do");
    office.post(&format!("{look}/hoan-tac"), &[("reason", "nhầm tệp")]).await.is(303);
    office.post(&format!("{look}/hoan-tac"), &[("reason", "nhầm tệp")]).await.is(422);
    assert!(!standing_of(&house, &sau).await.has(State::Confirmed) && standing_of(&house, &far).await.has(State::Confirmed));
    let again = head.upload(load, &here, "xn.csv", file.as_bytes()).await.is(303).location();
    head.get(&again).await.is(200).says("1 dòng khớp chắc, 1 dòng cần chọn");
    head.post(&format!("{again}/bo"), &[]).await.is(303);
    head.get(&again).await.is(404);
    for (name, bytes) in [("a.csv", &b"x,y\n1,2\n"[..]), ("a.xlsx", b"PK\x03\x04no"), ("a.csv", b"")] {
        head.upload(load, &here, name, bytes).await.is(422);
    }
    assert!(head.get(&format!("{load}/mau.xlsx")).await.is(200).bytes.starts_with(b"PK"));
    house.role(Role::Coordinator).await.in_english().get(load).await.is(200).says("list of confirmations").never_says("⟦");
    house.expect_sound().await;
}
