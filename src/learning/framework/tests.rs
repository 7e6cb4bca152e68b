//! A new framework through the front door: what carries old codes goes on counting.

use crate::{
    accounts::Role,
    kit::{clock::DAY, ids},
    learning::{
        Component,
        framework::{self, State},
        standing,
    },
    people::{self, NewPerson},
    testing::{NOW, TestHouse},
};

const OFFICE: &str = "/quan-ly/hoc/khung";
const CALLS: &str = "nd.an-toan.cuoc-goi";
const PHONE: &str = "nd.dien-thoai.lam-quen";
const WIFI: &str = "nd.dien-thoai.mang";

async fn stands(house: &TestHouse, person: &str, code: &str, state: State) -> bool {
    let (commune, person, code) = (house.commune.clone(), person.to_owned(), code.to_owned());
    let all = house.read(move |tx| standing::standings(tx, &commune, &person, crate::kit::dates::day_of(NOW))).await;
    all.into_iter().find(|(skill, _)| skill.code == code).expect("a skill of the framework").1.has(state)
}

/// The code that holds now for a code of whichever framework, with its component.
async fn now(house: &TestHouse, code: &str) -> Option<(String, Option<Component>)> {
    let (commune, code) = (house.commune.clone(), code.to_owned());
    house.read(move |tx| Ok(framework::skill(tx, &commune, &code)?.map(|skill| (skill.code.clone(), skill.component())))).await
}

#[tokio::test]
async fn quizzes_and_standings_outlive_the_framework_that_named_them() {
    let house = TestHouse::new().await;
    let (scope, village) = (house.scope(), house.villages[0].clone());
    let new = NewPerson { village, name: "Nguyễn Thị Sáu".into(), birth_year: Some(1951), ..NewPerson::default() };
    let sau = house.write(move |tx| people::add(tx, &scope, &new, NOW)).await;
    let witness = |skill: &'static str| [("id", ids::new(NOW)), ("skill", skill.to_owned())];
    for skill in [CALLS, PHONE, WIFI] {
        let fields = witness(skill);
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.extend([("outcome", "unaided"), ("place", "Nhà văn hóa"), ("day", "2026-10-05"), ("time", "07:00")]);
        house.role(Role::Ambassador).await.post(&format!("/quan-ly/hoc/nguoi/{sau}"), &fields).await.is(303);
    }
    assert!(stands(&house, &sau, CALLS, State::Able).await);

    // The file says what replaces the one; the same name says it of the second; nothing does of the third.
    let office = house.role(Role::Coordinator).await;
    let fields = [("name", "Khung chính thức"), ("issuer", "Bộ"), ("from", "2026-10-05")];
    let file = format!(
        "Mã,Tên,Đối tượng,Thành phần,Thay cho\nq1.1,Tránh lừa đảo,Người dân,safety,{CALLS}\nq1.2,Làm quen với điện thoại thông minh,Người dân,device,\n"
    );
    let preview = office.upload(OFFICE, &fields, "khung.csv", file.as_bytes()).await.is(303).location();
    let page = office.get(&preview).await.is(200).says("Mã cũ và mã thay thế").says("53 trong 55 mã cũ chưa có mã thay");
    assert!(
        page.html().contains(&format!("value=\"{CALLS}=q1.1\" selected"))
            && page.html().contains(&format!("value=\"{PHONE}=q1.2\" selected"))
    );
    office.post(&format!("{preview}/ma-cu"), &[("cu", &format!("{PHONE}=no.such"))]).await.is(403);
    assert!(now(&house, CALLS).await.is_some_and(|(code, _)| code == CALLS), "nothing holds before the yes");
    office.post(&preview, &[("sure", "1")]).await.is(303);

    assert_eq!(now(&house, CALLS).await, Some(("q1.1".into(), Some(Component::Safety))), "a quiz of the old code moves the new skill");
    assert!(stands(&house, &sau, "q1.1", State::Able).await && stands(&house, &sau, "q1.2", State::Able).await);
    assert_eq!(now(&house, WIFI).await, None);
    house.app.clock.set(NOW + 3 * DAY);
    let due = house.role(Role::TeamMember).await.get("/quan-ly/hoc/den-han").await.is(200);
    due.says("Tránh lừa đảo").never_says("nd.");
    let again = [("id", ids::new(NOW + 3 * DAY)), ("skill", CALLS.to_owned())];
    let mut again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    again.extend([("outcome", "unaided"), ("place", "chợ"), ("day", "2026-10-08"), ("time", "07:00")]);
    house.role(Role::TeamMember).await.post(&format!("/quan-ly/hoc/nguoi/{sau}"), &again).await.is(303);
    house.role(Role::TeamMember).await.get("/quan-ly/hoc/den-han").await.is(200).never_says("Tránh lừa đảo");
    house.anybody().get("/khung-ky-nang").await.is(200).says("Nhận biết cuộc gọi lừa đảo");

    // What was left open can be said later, and a third framework follows through the second.
    let office = house.role(Role::CultureCentre).await;
    office.post(&format!("{preview}/ma-cu"), &[("cu", &format!("{WIFI}=q1.2"))]).await.is(303);
    assert_eq!(now(&house, WIFI).await.map(|(code, _)| code).as_deref(), Some("q1.2"));
    assert_eq!(now(&house, CALLS).await.map(|(code, _)| code).as_deref(), Some("q1.1"), "what the form does not speak of stays");
    let third = "Mã,Tên,Đối tượng,Thay cho\nz,Tất cả,Người dân,q1.1 q1.2\n";
    let preview = office.upload(OFFICE, &fields, "khung3.csv", third.as_bytes()).await.is(303).location();
    office.post(&preview, &[("sure", "1"), ("cu", &format!("{PHONE}="))]).await.is(303);
    assert_eq!(
        [now(&house, CALLS).await, now(&house, WIFI).await].map(|one| one.map(|(code, _)| code)),
        [Some("z".into()), Some("z".into())]
    );
    assert_eq!(now(&house, PHONE).await, None, "somebody said that nothing takes its place");
    office.in_english().get(&preview).await.is(200).says("Old codes").never_says("⟦");
    house.expect_sound().await;
}
