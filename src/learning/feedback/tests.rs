//! Feedback through the front door: a lesson's faces, an evening's code, a card that speaks once, what officers see and answer.

use super::rules::FEWEST;
use crate::{
    accounts::Role,
    classes::{self, Presence},
    kit::{clock::DAY, ids},
    learning::fixtures::{card_of, session_tonight},
    people::{self, NewPerson},
    testing::{NOW, TestHouse, Visit},
};

const LESSON: &str = "/gop-y/bai/nhan-biet-cuoc-goi-lua-dao";
const OFFICE: &str = "/quan-ly/hoc/gop-y";

/// A class of the first village this evening, where the person is marked; its session's id.
async fn evening(house: &TestHouse, person: &str) -> String {
    let session = session_tonight(house, &house.villages[0]).await;
    let (scope, person, held) = (house.scope(), person.to_owned(), session.clone());
    house.write(move |tx| classes::mark(tx, &scope, &held, &person, Presence::Present, NOW, NOW)).await;
    session
}

async fn learner(house: &TestHouse) -> (String, String) {
    let (scope, village) = (house.scope(), house.villages[0].clone());
    let new = NewPerson { village, name: "Nguyễn Thị Sáu".into(), birth_year: Some(1951), ..NewPerson::default() };
    let person = house.write(move |tx| people::add(tx, &scope, &new, NOW)).await;
    let code = card_of(house, &person).await;
    (person, code)
}

/// The six letters of an evening.
async fn code(head: &Visit<'_>, session: &str) -> String {
    let page = format!("{OFFICE}/buoi/{session}");
    head.get(&page).await.is(200).says("Lấy mã góp ý");
    head.post(&page, &[]).await.is(303);
    let shown = head.get(&page).await.is(200).html();
    shown.split("class=\"code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code").to_owned()
}

#[tokio::test]
async fn anybody_speaks_of_a_lesson_and_its_author_mends_it() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    let lesson = visit.get("/hoc/nhan-biet-cuoc-goi-lua-dao").await.is(200).says("Bài này thế nào?").says("Đừng ghi số điện thoại");
    assert!(lesson.html().contains("data-remark=\"lesson:nhan-biet-cuoc-goi-lua-dao\"") && lesson.html().contains("value=\"2\""));
    visit.get(LESSON).await.is(200).says("Dễ hiểu");
    visit.post(LESSON, &[("loi", "<b>x</b>")]).await.is(422).says("Hãy chọn một trong ba khuôn mặt").says("<b>x</b>");
    let long = "ă".repeat(10_000);
    visit.post(LESSON, &[("face", "bad"), ("loi", &long)]).await.is(422).says("không quá 1.000 chữ");
    visit.post("/gop-y/bai/no-such", &[("face", "bad")]).await.is(404);
    visit.post_as_is(LESSON, &[("face", "bad")]).await.is(403);
    let words = "<script>alert(1)</script> gọi 0912 345 678, cccd 001054000123";
    let thanks = visit.post(LESSON, &[("face", "bad"), ("loi", words), ("step", "2")]).await.is(303).location();
    assert!(
        visit.get(&thanks).await.is(200).says("Cảm ơn đã góp ý").html().contains("data-remark-given=\"lesson:nhan-biet-cuoc-goi-lua-dao\"")
    );
    visit.post(LESSON, &[("face", "good"), ("step", "99")]).await.is(303);

    let office = house.role(Role::Coordinator).await;
    let page = office.get(OFFICE).await.is(200).says("<script>alert(1)</script> gọi …, cccd …").says("Chưa rõ: 2.").says("Khó, chưa rõ");
    page.never_says("0912").never_says("001054");
    let html = office.get(&format!("{OFFICE}?ve=lesson&muc=new&bai=nhan-biet-cuoc-goi-lua-dao&trang=x")).await.is(200).html();
    let href = html.split("action=\"/quan-ly/hoc/gop-y/bai/").nth(2).and_then(|rest| rest.split('"').next()).expect("a form").to_owned();
    let answer = format!("{OFFICE}/bai/{href}");
    office.post(&answer, &[("to", "mend")]).await.is(422).says("Hãy ghi một dòng");
    office.post(&answer, &[("to", "new"), ("note", "x")]).await.is(422);
    office.post(&answer, &[("to", "mend"), ("note", "viết lại bước 2 <i>")]).await.is(303);
    office.get(&format!("{OFFICE}?muc=mend")).await.is(200).says("viết lại bước 2 <i>");
    let far = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    far.post(&answer, &[("to", "done"), ("note", "x")]).await.is(404);
    far.get(OFFICE).await.is(200).never_says("alert(1)");
    house.role(Role::VillageHead).await.post(&answer, &[("to", "done"), ("note", "x")]).await.is(403);
    let version = office.get("/quan-ly/hoc/bai/moi?tu=nhan-biet-cuoc-goi-lua-dao&ngu=vi").await.is(200);
    drop(version);
    assert!(office.get(&format!("{OFFICE}.xlsx")).await.is(200).bytes.starts_with(b"PK"));
    let csv = String::from_utf8_lossy(&office.get(&format!("{OFFICE}.csv")).await.is(200).bytes).into_owned();
    assert!(csv.contains("viết lại bước 2") && !csv.contains("0912"));
    office.in_english().get(OFFICE).await.is(200).says("Feedback from learners").never_says("⟦");
}

#[tokio::test]
async fn a_form_sent_twice_is_one_remark() {
    let house = TestHouse::new().await;
    let (person, card) = learner(&house).await;
    let session = evening(&house, &person).await;
    let code = code(&house.role(Role::VillageHead).await, &session).await;
    let visit = house.anybody();
    let page = visit.get(LESSON).await.is(200).html();
    let id = page.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    for _ in 0..2 {
        visit.post(LESSON, &[("id", &id), ("face", "bad"), ("loi", "bước 2 khó")]).await.is(303);
    }
    for typed in [&code, &card] {
        let id = ids::new(NOW);
        for _ in 0..2 {
            visit.post("/gop-y/lop", &[("id", &id), ("face", "good"), ("ma", typed)]).await.is(303);
        }
    }
    assert_eq!(house.read(|tx| Ok(tx.rows("SELECT * FROM learning_remark", crate::args![])?)).await.len(), 3);
    visit.post(LESSON, &[("id", "x"), ("face", "bad")]).await.is(403);
}

#[tokio::test]
async fn an_evening_is_spoken_of_by_its_code_and_few_voices_are_not_shown() {
    let house = TestHouse::new().await;
    let (person, _) = learner(&house).await;
    let session = evening(&house, &person).await;
    let head = house.role(Role::VillageHead).await;
    let code = code(&head, &session).await;
    assert_eq!(code.len(), 6);
    house.role_at(Role::VillageHead, &house.commune, &house.villages[1]).await.get(&format!("{OFFICE}/buoi/{session}")).await.is(404);
    let visit = house.anybody();
    visit.get(&format!("/gop-y/lop?ma={code}")).await.is(200).says("Buổi học thế nào?");
    visit.post("/gop-y/lop", &[("face", "good")]).await.is(422).says("Hãy nhập mã buổi học");
    visit.post("/gop-y/lop", &[("face", "good"), ("ma", "ZZZZZZ")]).await.is(422).says("Không có buổi học nào");
    visit.post("/gop-y/lop", &[("face", "good"), ("ma", &"x".repeat(10_000))]).await.is(422);
    visit.post("/gop-y/lop", &[("ma", &code)]).await.is(422).says("ba khuôn mặt");
    for at in 1..FEWEST {
        let words = format!("lời thứ {at}");
        visit.post("/gop-y/lop", &[("face", "bad"), ("ma", &code.to_lowercase()), ("loi", &words), ("step", "fast")]).await.is(303);
    }
    head.get(OFFICE).await.is(200).says("Chưa đủ 5 góp ý").never_says("lời thứ");
    visit.post("/gop-y/lop", &[("face", "good"), ("ma", &code), ("step", "king")]).await.is(303);
    let page = head.get(OFFICE).await.is(200).says("lời thứ 1").says("Nói nhanh").never_says("19:");
    let answer =
        page.html().split("action=\"/quan-ly/hoc/gop-y/lop/").nth(1).and_then(|rest| rest.split('"').next()).expect("a form").to_owned();
    let answer = format!("{OFFICE}/lop/{answer}");
    let next = house.role_at(Role::VillageHead, &house.commune, &house.villages[1]).await;
    next.get(OFFICE).await.is(200).never_says("lời thứ");
    next.post(&answer, &[("to", "done"), ("note", "x")]).await.is(404);
    head.post(&answer, &[("to", "mend"), ("note", "x")]).await.is(422);
    head.post(&answer, &[("to", "done"), ("note", "sẽ nói chậm lại")]).await.is(303);
    head.get(&format!("{OFFICE}?muc=done")).await.is(200).says("sẽ nói chậm lại");
    house.app.clock.set(NOW + 3 * DAY);
    house.anybody().post("/gop-y/lop", &[("face", "good"), ("ma", &code)]).await.is(422).says("Không có buổi học nào");
}

#[tokio::test]
async fn a_card_speaks_once_of_the_last_evening_and_leaves_no_name() {
    let house = TestHouse::new().await;
    let (person, card) = learner(&house).await;
    let visit = house.anybody();
    visit
        .post("/gop-y/lop", &[("face", "good"), ("ma", &card)])
        .await
        .is(422)
        .says("thẻ này chưa được điểm danh ở buổi học nào")
        .never_says("Sáu");
    evening(&house, &person).await;
    visit.post("/gop-y/lop", &[("face", "good"), ("ma", &card)]).await.is(303);
    visit.post("/gop-y/lop", &[("face", "bad"), ("ma", &card)]).await.is(422).says("đã góp ý").never_says("Sáu");
    visit.post("/gop-y/lop", &[("face", "bad"), ("ma", &card), ("lop", "lop-khac")]).await.is(422);
    let rows = house.read(|tx| Ok(tx.rows("SELECT * FROM learning_remark", crate::args![])?)).await;
    assert_eq!(rows.len(), 1);
    let all = format!("{rows:?}");
    assert!(!all.contains(&person) && !all.contains(&card), "{all}");
    visit.in_english().get("/gop-y/lop").await.is(200).says("Feedback after a class").never_says("⟦");
}
