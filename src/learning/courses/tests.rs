//! Courses through the front door: reading, claiming what a device kept, teaching a group, a commune's own course.

use std::collections::BTreeSet;

use crate::{
    accounts::Role,
    classes::{self, Presence},
    kit::{
        clock::{DAY, HOUR},
        dates, ids,
    },
    learning::{
        FINISHED,
        fixtures::{card_of, session_tonight},
    },
    ledger::{self, Found},
    people::{self, NewPerson},
    testing::{Answer, NOW, TestHouse, Visit},
};

const CLAIM: &str = "/hoc/nhan-tien-do";
const LESSON: &str = "nhan-biet-cuoc-goi-lua-dao";

async fn person(house: &TestHouse, village: &str, name: &str, phone: &str, year: i16) -> String {
    let scope = house.scope();
    let new = NewPerson {
        village: village.to_owned(),
        name: name.to_owned(),
        birth_year: Some(year),
        phone: Some(phone.to_owned()),
        ..NewPerson::default()
    };
    house.write(move |tx| people::add(tx, &scope, &new, NOW)).await
}

async fn seat(house: &TestHouse, session: &str, person: &str) {
    let (scope, session, person) = (house.scope(), session.to_owned(), person.to_owned());
    house.write(move |tx| classes::mark(tx, &scope, &session, &person, Presence::Present, NOW, NOW)).await;
}

/// Opens a group and answers its address.
async fn open(visit: &Visit<'_>, fields: &[(&str, &str)]) -> String {
    let id = ids::new(NOW);
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(fields);
    visit.post("/quan-ly/hoc/nhom/moi", &all).await.is(303).location()
}

/// The days of what counts as finished, in order.
async fn days(house: &TestHouse) -> Vec<String> {
    let commune = house.commune.clone();
    let found = Found { kind: FINISHED.name.into(), ..Found::default() };
    let all = house.read(move |tx| ledger::entries(tx, &commune, &found, 100, 0)).await;
    all.iter().map(|(entry, _)| dates::day_of(entry.occurred_at).to_string()).collect()
}

#[tokio::test]
async fn anybody_finds_a_course_by_list_by_search_and_from_the_home_of_learning() {
    let house = TestHouse::new().await;
    let anybody = house.anybody();
    anybody.get("/khoa-hoc").await.is(200).says("Không để bị lừa trên mạng").says("Sạp hàng trong chợ số").says("giờ").never_says("⟦");
    anybody.get("/khoa-hoc?nhom=worker").await.is(200).says("Sạp hàng trong chợ số").never_says("Không để bị lừa trên mạng");
    anybody.get("/khoa-hoc?nhom=%3Cscript%3E").await.is(200).says("Không để bị lừa trên mạng");
    let course = anybody.get("/khoa-hoc/tranh-lua-dao").await.is(200);
    let course = course.says("Bắt đầu học").says("Buổi 1: Cuộc gọi giả").says("Màn hình tập").says("KB").never_says("⟦");
    assert!(course.html().contains(&format!("href=\"/hoc/{LESSON}?khoa=tranh-lua-dao\"")));
    anybody.get(&format!("/hoc/{LESSON}?khoa=tranh-lua-dao")).await.is(200).says("Bài tiếp theo: ");
    anybody.get(&format!("/hoc/{LESSON}?khoa=sap-cho-so")).await.is(200).never_says("Bài tiếp theo: ");
    anybody.get("/hoc/hd-khoa-tai-khoan-khi-mat-may?khoa=tranh-lua-dao").await.is(200).says("Hết khóa, xem lại cả khóa");
    anybody.get("/hoc").await.is(200).says("Không để bị lừa trên mạng").says("Xem mọi khóa học");
    anybody.get("/thu-vien/tim?q=sap+hang+trong+cho+so").await.is(200).says("Sạp hàng trong chợ số");
    anybody.get("/thu-vien?loai=course").await.is(200).says("Sạp hàng trong chợ số");
    assert_eq!(anybody.get("/hoc/tranh-lua-dao").await.is(303).location(), "/khoa-hoc/tranh-lua-dao");
    anybody.get("/khoa-hoc/vneid-la-gi").await.is(404);
    anybody.get("/khoa-hoc/..%2fx").await.is(404);
    anybody.in_english().get("/khoa-hoc/tranh-lua-dao").await.is(200).says("Evening 1: The false call").never_says("⟦");
}

#[tokio::test]
async fn what_a_device_kept_is_claimed_by_card_once_and_moves_the_skill() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678", 1951).await;
    let code = card_of(&house, &sau).await;
    let visit = house.anybody();
    visit.get(CLAIM).await.is(200).says("Máy này chưa có bài nào học xong").says("Tổ công nghệ số").never_says("⟦");
    let (today, ahead) = (format!("{LESSON}:{}", NOW - 3 * DAY), format!("vneid-la-gi:{}", NOW + 400 * DAY));
    let fields = [("bai", today.as_str()), ("bai", ahead.as_str()), ("bai", "hd-gui-anh:1"), ("bai", "khong-co:1"), ("the", code.as_str())];
    visit.post(CLAIM, &fields).await.is(200).says("Đã ghi 2 bài").never_says("Sáu");
    visit.post(CLAIM, &fields).await.is(200).says("đã có trong sổ từ trước").never_says("Đã ghi 2 bài");
    assert_eq!(house.entries(FINISHED).await, 2);
    let days: BTreeSet<String> = days(&house).await.into_iter().collect();
    assert_eq!(days, ["2026-10-02".to_owned(), "2026-10-05".to_owned()].into(), "a day to come is today");
    let office = house.role(Role::Coordinator).await;
    let page = office.get(&format!("/quan-ly/hoc/nguoi/{sau}")).await.is(200);
    page.says("Đã học: từ ngày 02/10/2026").says("Tự học, tự khai").says("Bài đã học xong");
    house.expect_sound().await;
}

#[tokio::test]
async fn a_phone_claim_answers_the_same_for_an_unknown_number_and_a_wrong_year() {
    let house = TestHouse::new().await;
    person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678", 1951).await;
    for name in ["Trần Văn Đôi", "Trần Thị Đôi"] {
        person(&house, &house.villages[0], name, "0987654321", 1960).await;
    }
    let visit = house.anybody();
    let lesson = format!("{LESSON}:{NOW}");
    let claim = async |phone: &str, year: &str| -> Answer {
        visit.post(CLAIM, &[("bai", lesson.as_str()), ("phone", phone), ("year", year)]).await
    };
    let said = |answer: &Answer| {
        answer.html().replace("0912345678", "").replace("0911111111", "").replace("0987654321", "").replace("1960", "1952")
    };
    let wrong_year = claim("0912345678", "1952").await.is(422);
    let unknown = claim("0911111111", "1952").await.is(422);
    let twins = claim("0987654321", "1960").await.is(422);
    assert_eq!(said(&wrong_year), said(&unknown));
    assert_eq!(said(&twins), said(&unknown));
    wrong_year.says("Không ghi được bằng số điện thoại và năm sinh này");
    claim("0912", "1951").await.is(422).says("gõ đủ mười số");
    claim("0912345678", "x").await.is(422).says("năm sinh bốn số");
    assert_eq!(house.entries(FINISHED).await, 0);
    claim("+84 912 345 678", "1951").await.is(200).says("Đã ghi 1 bài").never_says("Sáu");
    assert_eq!(house.entries(FINISHED).await, 1);
}

#[tokio::test]
async fn guessing_a_year_of_birth_ends_soon_and_begins_anew_an_hour_later() {
    let house = TestHouse::new().await;
    person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678", 1951).await;
    let visit = house.anybody();
    let lesson = format!("{LESSON}:{NOW}");
    let guess = async |phone: &str, year: i32| {
        let year = year.to_string();
        visit.post(CLAIM, &[("bai", lesson.as_str()), ("phone", phone), ("year", &year)]).await
    };
    for (phone, right) in [("0912345678", 1951), ("0911111111", 1951)] {
        for year in 1940..1945 {
            guess(phone, year).await.is(422).says("Không ghi được");
        }
        // The right year is not heard either: it is told apart by nothing.
        guess(phone, right).await.is(422).says("Thử nhiều lần quá");
    }
    assert_eq!(house.entries(FINISHED).await, 0);
    house.app.clock.set(NOW + HOUR);
    guess("0912345678", 1951).await.is(200).says("Đã ghi 1 bài");
}

#[tokio::test]
async fn a_refused_claim_keeps_what_was_typed_and_hostile_words_stay_words() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    let lesson = format!("{LESSON}:{NOW}");
    let long = "x".repeat(10_000);
    let wrong = visit.post(CLAIM, &[("bai", lesson.as_str()), ("the", "<script>"), ("phone", "\"><b>")]).await.is(422);
    let html = wrong.html();
    assert!(
        html.contains("&#60;script&#62;") && !html.contains("<script>\"") && html.contains(&format!("value=\"{lesson}\" checked")),
        "{html}"
    );
    visit.post(CLAIM, &[("bai", lesson.as_str())]).await.is(422).says("Hãy nhập mã trên thẻ");
    visit.post(CLAIM, &[("the", "AAAA")]).await.is(422).says("Hãy chọn ít nhất một bài");
    visit.post(CLAIM, &[("bai", long.as_str()), ("bai", "../x:1"), ("the", long.as_str())]).await.is(422);
    visit.post(CLAIM, &[("bai", "vneid-la-gi:99999999999999999999"), ("phone", &long), ("year", "1951")]).await.is(422);
    assert_eq!(house.entries(FINISHED).await, 0);
}

#[tokio::test]
async fn a_helper_teaches_a_part_of_a_course_to_a_session_and_records_who_finished() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678", 1951).await;
    let bay = person(&house, &house.villages[1], "Trần Văn Bảy", "0987654321", 1949).await;
    let absent = person(&house, &house.villages[1], "Lê Văn Vắng", "0933333333", 1950).await;
    let session = session_tonight(&house, &house.villages[0]).await;
    seat(&house, &session, &sau).await;
    seat(&house, &session, &bay).await;
    let helper = house.role(Role::Volunteer).await;
    helper.get(&format!("/quan-ly/lop/buoi/{session}")).await.is(200).says("Dạy bài theo nhóm");
    helper
        .get(&format!("/quan-ly/hoc/nhom/moi?buoi={session}"))
        .await
        .is(200)
        .says("Lớp gọi video")
        .says("Buổi 2: Tin nhắn giả")
        .never_says("⟦");
    let group = open(&helper, &[("what", "course:tranh-lua-dao:2"), ("session", &session)]).await;
    let page = helper.get(&group).await.is(200);
    page.says("Nguyễn Thị Sáu").says("Trần Văn Bảy").says("Nhà văn hóa").never_says("Vắng").never_says("⟦");
    let stage = helper.get(&format!("{group}/day")).await.is(200);
    stage
        .says("Cả nhóm làm thử")
        .says("Ghi chú cho người hướng dẫn")
        .says("Chép vài tin nhắn lừa")
        .says("Màn hình tập của buổi này")
        .never_says("⟦");
    let done = format!("{group}/xong");
    helper.post(&done, &[("lesson", "mat-khau-va-ma-otp")]).await.is(422).says("đánh dấu ít nhất một người");
    helper.post(&done, &[("person", &sau)]).await.is(422).says("ít nhất một bài");
    helper.post(&done, &[("person", &absent), ("lesson", "mat-khau-va-ma-otp")]).await.is(404);
    let both = [("person", sau.as_str()), ("person", &bay), ("lesson", "mat-khau-va-ma-otp"), ("lesson", "tin-nhan-va-duong-link-gia")];
    for _ in 0..2 {
        helper.post(&done, &both).await.is(303);
    }
    assert_eq!(house.entries(FINISHED).await, 4, "one entry for each person and lesson");
    helper.get(&group).await.is(200).says("Đã học xong");
    helper.get("/quan-ly/hoc/nhom").await.is(200).says("2 người đã học");
    let office = house.role(Role::Coordinator).await;
    let html = office.get(&group).await.is(200).html();
    let entry =
        html.split("/quan-ly/bang-chung/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link to the evidence").to_owned();
    office
        .get(&format!("/quan-ly/bang-chung/{entry}"))
        .await
        .is(200)
        .says("Học xong một bài")
        .says("Lớp gọi video")
        .says("Nhà văn hóa")
        .says("Có giám sát");
    office.get(&format!("/quan-ly/hoc/nguoi/{sau}")).await.is(200).says("Đã học: từ ngày 05/10/2026").says("Học theo nhóm");
    house.expect_sound().await;
}

#[tokio::test]
async fn a_record_is_taken_back_with_a_reason_on_its_day_and_counts_no_more() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678", 1951).await;
    let helper = house.role(Role::Volunteer).await;
    let group = open(&helper, &[("what", &format!("lesson:{LESSON}")), ("village", &house.villages[0]), ("day", "2026-10-05")]).await;
    helper.get(&format!("{group}?ten=sau")).await.is(200).says("Nguyễn Thị Sáu");
    helper.post(&format!("{group}/xong"), &[("person", &sau), ("lesson", LESSON)]).await.is(303);
    let html = helper.get(&group).await.html();
    let undo = html.split("action=\"/quan-ly/hoc/da-xong/").nth(1).and_then(|rest| rest.split('"').next()).expect("a form to take it back");
    let undo = format!("/quan-ly/hoc/da-xong/{undo}");
    helper.post(&undo, &[("reason", " ")]).await.is(422).says("Hãy ghi lý do");
    house.role(Role::TeamMember).await.post(&undo, &[("reason", "nhầm")]).await.is(422).says("Chỉ người ghi được bỏ");
    house.role_at(Role::Volunteer, &house.commune, &house.villages[1]).await.post(&undo, &[("reason", "nhầm")]).await.is(404);
    assert_eq!(helper.post(&undo, &[("reason", "chọn nhầm người")]).await.is(303).location(), group);
    helper.post(&undo, &[("reason", "chọn nhầm người")]).await.is(303);
    assert_eq!(house.entries(FINISHED).await, 0);
    helper.get(&group).await.is(200).says("chọn nhầm người");
    let office = house.role(Role::Coordinator).await;
    office.get(&format!("/quan-ly/hoc/nguoi/{sau}")).await.is(200).says("chọn nhầm người").says("Đã học: chưa");
    helper.post(&format!("{group}/xong"), &[("person", &sau), ("lesson", LESSON)]).await.is(303);
    assert_eq!(house.entries(FINISHED).await, 1, "recorded anew");
    house.expect_sound().await;
}

#[tokio::test]
async fn a_claim_adds_nothing_to_what_a_helper_saw_but_a_helper_adds_to_a_claim() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678", 1951).await;
    let bay = person(&house, &house.villages[0], "Trần Văn Bảy", "0987654321", 1949).await;
    let helper = house.role(Role::Volunteer).await;
    let lesson = format!("{LESSON}:{NOW}");
    let claim = async |phone: &str, year: &str| {
        house.anybody().post(CLAIM, &[("bai", lesson.as_str()), ("phone", phone), ("year", year)]).await.is(200)
    };
    claim("0912345678", "1951").await.says("Đã ghi 1 bài");
    let group = open(&helper, &[("what", &format!("lesson:{LESSON}")), ("village", &house.villages[0]), ("day", "2026-10-04")]).await;
    let both = [("person", sau.as_str()), ("person", &bay), ("lesson", LESSON)];
    helper.post(&format!("{group}/xong"), &both).await.is(303);
    claim("0987654321", "1949").await.says("đã có trong sổ từ trước");
    assert_eq!(house.entries(FINISHED).await, 3);
    assert_eq!(days(&house).await.iter().filter(|day| *day == "2026-10-04").count(), 2, "on the group's own day");
}

#[tokio::test]
async fn a_merge_keeps_the_better_of_two_records_of_one_lesson() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0912345678", 1951).await;
    let twin = person(&house, &house.villages[0], "Nguyễn Thị Sáu", "0987654321", 1951).await;
    let helper = house.role(Role::Volunteer).await;
    let lesson = format!("{LESSON}:{NOW}");
    house.anybody().post(CLAIM, &[("bai", lesson.as_str()), ("phone", "0912345678"), ("year", "1951")]).await.is(200).says("Đã ghi 1 bài");
    let group = open(&helper, &[("what", &format!("lesson:{LESSON}")), ("village", &house.villages[0]), ("day", "2026-10-05")]).await;
    helper.post(&format!("{group}/xong"), &[("person", &twin), ("lesson", LESSON)]).await.is(303);
    let office = house.role(Role::Coordinator).await;
    let pair = office.post(&format!("/quan-ly/nguoi-dan/{sau}/trung"), &[("other", &twin)]).await.is(303).location();
    office.post(&format!("{pair}/gop"), &[("keep", &sau)]).await.is(303);
    assert_eq!(house.entries(FINISHED).await, 2, "what the helper saw counts on");
    house.expect_sound().await;

    // What does not count in the ledger is not shown as counting, and can be recorded again.
    let (commune, found) = (house.commune.clone(), Found { kind: FINISHED.name.into(), ..Found::default() });
    house
        .write(move |tx| {
            for (entry, _) in ledger::entries(tx, &commune, &found, 10, 0)? {
                ledger::void(tx, &commune, &entry.id, &ids::new(NOW), "nhầm", "test", NOW)?;
            }
            Ok(())
        })
        .await;
    let page = office.get(&format!("/quan-ly/hoc/nguoi/{sau}")).await.is(200).says("Đã học: chưa");
    assert!(!page.html().contains("class=\"grade b\"") && !page.html().contains("/bo\""), "{}", page.html());
    helper.post(&format!("{group}/xong"), &[("person", &sau), ("lesson", LESSON)]).await.is(303);
    assert_eq!(house.entries(FINISHED).await, 1, "recorded anew");
    house.expect_sound().await;
}

#[tokio::test]
async fn a_wrong_form_for_a_group_is_refused_and_what_is_out_of_reach_is_not_there() {
    let house = TestHouse::new().await;
    let far = session_tonight(&house, &house.villages[1]).await;
    let helper = house.role(Role::Volunteer).await;
    let id = ids::new(NOW);
    let village = house.villages[0].clone();
    let what = format!("lesson:{LESSON}");
    let post = async |fields: &[(&str, &str)]| {
        let mut all = vec![("id", id.as_str())];
        all.extend_from_slice(fields);
        helper.post("/quan-ly/hoc/nhom/moi", &all).await
    };
    post(&[("village", &village), ("day", "2026-10-05"), ("place", "<b>chợ")])
        .await
        .is(422)
        .says("Hãy chọn bài sẽ dạy")
        .never_says("<b>chợ");
    for (day, said) in [("2026-10-06", "chưa tới"), ("2026-09-01", "đã lâu quá"), ("hôm qua", "ngày")] {
        post(&[("what", &what), ("village", &village), ("day", day)]).await.is(422).says(said);
    }
    post(&[("what", &what), ("village", &house.villages[1]), ("day", "2026-10-05")]).await.is(422);
    post(&[("what", &what), ("session", &far)]).await.is(404);
    for what in
        ["lesson:khong-co", "lesson:tranh-lua-dao", "course:tranh-lua-dao:0", "course:tranh-lua-dao:99", "course:x:1", "x", "course:::"]
    {
        post(&[("what", what), ("village", &village), ("day", "2026-10-05")]).await.is(404);
    }
    helper.get(&format!("/quan-ly/hoc/nhom/moi?buoi={far}")).await.is(404);
    let group = open(&helper, &[("what", &what), ("village", &village), ("day", "2026-10-05")]).await;
    let other = house.role_at(Role::Volunteer, &house.commune, &house.villages[1]).await;
    let foreign = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    for visit in [&other, &foreign] {
        visit.get(&group).await.is(404);
        visit.get(&format!("{group}/day")).await.is(404);
        visit.post(&format!("{group}/xong"), &[("person", "x"), ("lesson", LESSON)]).await.is(404);
    }
    house.role(Role::Police).await.get("/quan-ly/hoc/nhom").await.is(403);
}

const COURSE: [(&str, &str); 7] = [
    ("id", "khoa-cua-xa"),
    ("title", "Khóa của xã"),
    ("summary", "Cho bà con xóm chợ."),
    ("want", "học theo lịch của xã"),
    ("audience", "citizen"),
    ("level", "1"),
    ("source", "Xã Thạch Thất"),
];

#[tokio::test]
async fn a_commune_puts_its_own_course_together_and_everybody_reads_it_once_published() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let draft = clerk.post("/quan-ly/hoc/khoa-hoc/moi", &COURSE).await.is(303).location();
    clerk.get(&draft).await.is(200).says("Còn thiếu trước khi xuất bản").says("từ 1 đến 20 buổi").never_says("⟦");
    clerk.post(&format!("{draft}/chuyen"), &[("to", "published")]).await.is(422).says("chưa đủ để xuất bản");
    let mut seen = 1;
    for fields in [
        vec![("do", "add-part"), ("title", "Buổi một")],
        vec![("do", "add-part"), ("title", "Buổi hai")],
        vec![("do", "add-item"), ("part", "0"), ("add", "vneid-la-gi")],
        vec![("do", "add-item"), ("part", "0"), ("add", LESSON)],
        vec![("do", "up"), ("part", "0"), ("item", "1")],
        vec![("do", "add-item"), ("part", "1"), ("add", "hd-gui-anh")],
        vec![("do", "add-practice"), ("part", "1"), ("practice", "cuoc-goi-gia-cong-an")],
        vec![("do", "set-part"), ("part", "1"), ("title", "Buổi hai, ôn lại"), ("helper", "Nói chậm.")],
    ] {
        let number = seen.to_string();
        let mut all = vec![("seen", number.as_str())];
        all.extend(fields);
        clerk.post(&format!("{draft}/phan"), &all).await.is(303);
        seen += 1;
    }
    clerk.post(&format!("{draft}/phan"), &[("seen", "1"), ("do", "drop"), ("part", "0")]).await.is(409);
    let number = seen.to_string();
    for (field, said) in [
        (vec![("do", "add-item"), ("part", "1"), ("add", "vneid-la-gi")], "này đã có rồi"),
        (vec![("do", "add-item"), ("part", "1"), ("add", "khong-co")], "chọn một bài trong danh sách"),
        (vec![("do", "add-item"), ("part", "1"), ("add", "tranh-lua-dao")], "chọn một bài trong danh sách"),
        (vec![("do", "up"), ("part", "0")], "tải lại trang"),
        (vec![("do", "drop"), ("part", "99999999999999999999")], "tải lại trang"),
        (vec![("do", "x")], "tải lại trang"),
    ] {
        let mut all = vec![("seen", number.as_str())];
        all.extend(field);
        clerk.post(&format!("{draft}/phan"), &all).await.is(422).says(said);
    }
    house.anybody().get("/khoa-hoc/khoa-cua-xa").await.is(404);
    clerk.post(&format!("{draft}/chuyen"), &[("to", "published")]).await.is(303);
    let course = house.anybody().get("/khoa-hoc/khoa-cua-xa").await.is(200).says("Buổi hai, ôn lại");
    let html = course.html();
    assert!(html.find(&format!("/hoc/{LESSON}")) < html.find("/hoc/vneid-la-gi"), "in the order that was chosen");
    house.anybody().get("/khoa-hoc").await.says("Khóa của xã");
    house.anybody().get("/khoa-hoc/khoa-cua-xa?xa=09982").await.is(404);
    house.anybody().get("/thu-vien/tim?q=khoa+cua+xa").await.is(200).says("Khóa của xã");
    clerk.get(&draft).await.is(200).says("Đã xuất bản").says("Sửa các buổi và các bài");
    clerk.post(&format!("{draft}/phan"), &[("seen", "99"), ("do", "drop"), ("part", "0")]).await.is(422).says("không còn là bản nháp");
    clerk.post(&format!("{draft}/chuyen"), &[("to", "archived")]).await.is(303);
    house.anybody().get("/khoa-hoc/khoa-cua-xa").await.is(404);
}

#[tokio::test]
async fn a_built_in_course_is_changed_for_the_commune_and_given_back() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let form = clerk.get("/quan-ly/hoc/khoa-hoc/moi?tu=tranh-lua-dao").await.is(200);
    assert!(form.html().contains("value=\"Không để bị lừa trên mạng\""));
    clerk.get("/quan-ly/hoc/khoa-hoc/moi?tu=khong-co").await.is(404);
    let mut fields: Vec<(&str, &str)> = COURSE.into_iter().filter(|(name, _)| *name != "id").collect();
    fields.push(("tu", "tranh-lua-dao"));
    let draft = clerk.post("/quan-ly/hoc/khoa-hoc/moi", &fields).await.is(303).location();
    clerk.get(&draft).await.is(200).says("Khóa học đã đủ").says("Buổi 1: Cuộc gọi giả");
    clerk.post(&format!("{draft}/chuyen"), &[("to", "published")]).await.is(303);
    house.anybody().get("/khoa-hoc/tranh-lua-dao").await.is(200).says("Khóa của xã").says("Buổi 1: Cuộc gọi giả");
    house.anybody().get("/khoa-hoc/tranh-lua-dao?xa=09982").await.is(200).says("Không để bị lừa trên mạng");
    // However many versions of other courses came since, the one before is put away.
    let commune = house.commune.clone();
    house
        .write(move |tx| {
            for n in 0..201_i64 {
                let statement =
                    "INSERT INTO learning_course (commune_id, id, course_id, number, state, title, body, version, created_by, created_at,
                    updated_at) SELECT commune_id, $2, $3, 1, 'draft', title, body, 1, created_by, created_at, updated_at + 1
                    FROM learning_course WHERE commune_id = $1 AND course_id = 'tranh-lua-dao'";
                tx.run(statement, crate::args![&commune, ids::new(NOW), format!("khac-{n}")])?;
            }
            Ok(())
        })
        .await;
    let second = clerk.post("/quan-ly/hoc/khoa-hoc/moi", &fields).await.is(303).location();
    clerk.post(&format!("{second}/chuyen"), &[("to", "published")]).await.is(303);
    let draft = second;
    clerk.post(&format!("{draft}/chuyen"), &[("to", "archived")]).await.is(303);
    house.anybody().get("/khoa-hoc/tranh-lua-dao").await.is(200).says("Không để bị lừa trên mạng");
}

#[tokio::test]
async fn a_refused_course_keeps_what_was_typed_and_takes_nobodys_name() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let long = "x".repeat(10_000);
    for (field, value, said) in [
        ("title", "", "Hãy viết tên khóa học"),
        ("id", "../x", "Tên trong địa chỉ"),
        ("id", "vneid-la-gi", "Hãy chọn tên khác"),
        ("summary", long.as_str(), "lời giới thiệu"),
        ("audience", "king", "cho ai"),
        ("level", "7", "mức độ"),
    ] {
        let mut fields: Vec<(&str, &str)> = COURSE.into_iter().filter(|(name, _)| *name != field && *name != "want").collect();
        fields.extend([(field, value), ("want", "<script>x")]);
        let wrong = clerk.post("/quan-ly/hoc/khoa-hoc/moi", &fields).await.is(422).says(said);
        assert!(wrong.html().contains("&#60;script&#62;x"), "{field}");
    }
    for role in [Role::TeamMember, Role::Volunteer, Role::CommuneLeader] {
        house.role(role).await.get("/quan-ly/hoc/khoa-hoc").await.is(403);
    }
    clerk.get("/quan-ly/hoc/bai/moi?tu=tranh-lua-dao&ngu=vi").await.is(404);
    let draft = clerk.post("/quan-ly/hoc/khoa-hoc/moi", &COURSE).await.is(303).location();
    let foreign = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    foreign.get(&draft).await.is(404);
    foreign.post(&format!("{draft}/chuyen"), &[("to", "published")]).await.is(404);
}
