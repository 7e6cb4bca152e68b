//! Standings through the front door: a witnessed task, what is due, the table, the learner's own list.

use crate::{
    accounts::Role,
    classes::{self, Presence},
    kit::{
        clock::{DAY, Millis},
        dates, ids,
    },
    learning::{
        self, SHOWN, TRIED,
        fixtures::{card_of, session_tonight},
    },
    people::{self, NewPerson},
    testing::{Answer, NOW, TestHouse},
};

const SKILL: &str = "nd.an-toan.cuoc-goi";
const DUE: &str = "/quan-ly/hoc/den-han";

async fn person(house: &TestHouse, village: &str, name: &str) -> String {
    let (scope, village, name) = (house.scope(), village.to_owned(), name.to_owned());
    let new = NewPerson { village, name, birth_year: Some(1951), ..NewPerson::default() };
    house.write(move |tx| people::add(tx, &scope, &new, NOW)).await
}

async fn witness(house: &TestHouse, person: &str, skill: &str, outcome: &str, at: Millis) -> Answer {
    witness_as(house, Role::Ambassador, person, skill, outcome, at).await
}

/// Who was here days ago is signed out by now: every day has its own witness.
async fn witness_as(house: &TestHouse, role: Role, person: &str, skill: &str, outcome: &str, at: Millis) -> Answer {
    house.app.clock.set(at);
    let (id, day) = (ids::new(at), dates::day_of(at).to_string());
    let fields = [("id", id.as_str()), ("skill", skill), ("outcome", outcome), ("place", "Nhà văn hóa"), ("day", &day), ("time", "18:00")];
    house.role(role).await.post(&format!("/quan-ly/hoc/nguoi/{person}"), &fields).await
}

#[tokio::test]
async fn a_witnessed_task_stands_beside_the_quiz_and_is_due_again_two_days_later() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    witness(&house, &sau, SKILL, "unaided", NOW).await.is(303);
    assert_eq!(house.entries(SHOWN).await, 1);
    let visit = house.role(Role::Ambassador).await;
    let page = visit.get(&format!("/quan-ly/hoc/nguoi/{sau}")).await.is(200);
    page.says("Tự làm được: từ ngày 05/10/2026").says("Đạt kiểm tra: chưa").says("kiểm lại ngày 07/10/2026");
    visit
        .get(&format!("/quan-ly/kiem-tra/{sau}"))
        .await
        .is(200)
        .says("Đã đạt ngày 05/10/2026, bằng chứng loại A")
        .says("Nhận biết cuộc gọi");
    visit.get(DUE).await.is(200).says("Không có ai đến hạn").never_says("Nguyễn Thị Sáu");
    visit.get(&format!("{DUE}?truoc=7")).await.is(200).says("Nguyễn Thị Sáu").says("hạn 07/10/2026");
    house.app.clock.set(NOW + 2 * DAY);
    house.role(Role::TeamMember).await.get(DUE).await.is(200).says("Nguyễn Thị Sáu").says("Đến hạn kiểm lại");
    witness_as(&house, Role::TeamMember, &sau, SKILL, "unaided", NOW + 2 * DAY).await.is(303);
    house.role(Role::TeamMember).await.get(DUE).await.is(200).says("Không có ai đến hạn");
    witness_as(&house, Role::VillageHead, &sau, SKILL, "helped", NOW + 7 * DAY).await.is(303);
    let visit = house.role(Role::VillageHead).await;
    visit.get(DUE).await.is(200).says("Lần trước cần giúp");
    visit.get(&format!("/quan-ly/hoc/nguoi/{sau}")).await.is(200).says("Tự làm được: từ ngày 05/10/2026, nay cần kiểm lại");
    assert_eq!((house.entries(SHOWN).await, house.entries(TRIED).await), (2, 1));
    house.expect_sound().await;
}

#[tokio::test]
async fn a_wrong_form_is_refused_with_what_was_typed() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let address = format!("/quan-ly/hoc/nguoi/{sau}");
    let visit = house.role(Role::Ambassador).await;
    let wrong = visit.post(&address, &[("place", "<b>chợ")]).await.is(422).says("Hãy chọn kỹ năng").says("Hãy chọn điều mình thấy");
    assert!(wrong.html().contains("value=\"&#60;b&#62;chợ\""), "{}", wrong.html());
    witness(&house, &sau, "no.such", "unaided", NOW).await.is(404);
    let twice = [
        ("id", ids::new(NOW)),
        ("skill", SKILL.into()),
        ("outcome", "unaided".into()),
        ("place", "chợ".into()),
        ("day", "2026-10-05".into()),
    ];
    let mut fields: Vec<(&str, &str)> = twice.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("time", "18:00"));
    for _ in 0..2 {
        visit.post(&address, &fields).await.is(303);
    }
    assert_eq!(house.entries(SHOWN).await, 1);
    let other = person(&house, &house.villages[0], "Trần Văn Khác").await;
    visit.post(&format!("/quan-ly/hoc/nguoi/{other}"), &fields).await.is(409);
}

#[tokio::test]
async fn the_table_shows_four_states_and_nobody_out_of_reach() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let far = person(&house, &house.villages[1], "Trần Văn Khác").await;
    witness(&house, &sau, SKILL, "unaided", NOW).await.is(303);
    let visit = house.role(Role::TeamMember).await;
    let table = visit.get("/quan-ly/hoc/ky-nang").await.is(200);
    table.says("Nguyễn Thị Sáu").never_says("Trần Văn Khác").says("Khung kỹ năng tạm dùng").says("Tự làm được: chưa");
    visit.get("/quan-ly/hoc/ky-nang?mang=%3Cscript%3E&nhom=king&trang=-9").await.is(200).says("Nguyễn Thị Sáu");
    visit.get(&format!("/quan-ly/hoc/ky-nang?thon={}", house.villages[1])).await.is(200).never_says("Trần Văn Khác");
    visit.get(&format!("/quan-ly/hoc/nguoi/{far}")).await.is(404).never_says("Khác");
    witness(&house, &far, SKILL, "unaided", NOW).await.is(404);
    for role in [Role::Volunteer, Role::School, Role::Police] {
        house.role(role).await.get("/quan-ly/hoc/ky-nang").await.is(403);
        house.role(role).await.get(DUE).await.is(403);
    }
    visit.in_english().get("/quan-ly/hoc/ky-nang").await.is(200).says("Skills of people").never_says("⟦");
}

#[tokio::test]
async fn a_learner_sees_their_own_list_by_their_card_without_a_name() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    witness(&house, &sau, SKILL, "unaided", NOW).await.is(303);
    let code = card_of(&house, &sau).await;
    let visit = house.anybody();
    visit.get("/toi-lam-duoc").await.is(200).says("Tôi làm được gì");
    visit.post("/toi-lam-duoc", &[("the", &code)]).await.is(200).says("Tự làm được").never_says("Sáu");
    visit.post("/toi-lam-duoc", &[("the", "")]).await.is(422).says("Hãy nhập mã trên thẻ");
    visit.post("/toi-lam-duoc", &[("the", &"a".repeat(10_000))]).await.is(422).never_says("Sáu");
    house.app.clock.set(NOW + 3 * DAY);
    house.anybody().post("/toi-lam-duoc", &[("the", &code)]).await.is(200).says("Nên làm thử lại cho nhớ");
}

#[tokio::test]
async fn whoever_is_at_a_class_has_learnt_what_it_teaches() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let early = person(&house, &house.villages[0], "Trần Văn Bảy").await;
    let session = session_tonight(&house, &house.villages[0]).await;
    let code = house.read(|tx| Ok(tx.value::<String>("SELECT code FROM classes_series", &[])?)).await.expect("a class");
    let mark = async |who: &str| {
        let (scope, session, who) = (house.scope(), session.clone(), who.to_owned());
        house.write(move |tx| classes::mark(tx, &scope, &session, &who, Presence::Present, NOW, NOW)).await;
    };
    let address = format!("/quan-ly/hoc/lop/{code}");
    mark(&early).await;
    let head = house.role(Role::VillageHead).await;
    head.get(&format!("/quan-ly/lop/{code}")).await.is(200).says("Kỹ năng lớp này dạy");
    head.get(&address).await.is(200).says("Nhận biết cuộc gọi lừa đảo").never_says("⟦");
    head.post(&address, &[("skills", "no.such")]).await.is(403);
    head.post(&address, &[("skills", SKILL), ("skills", "nd.dien-thoai.mang")]).await.is(303);
    assert!(head.get(&address).await.html().contains(&format!("value=\"{SKILL}\" checked")));
    head.get(&format!("/quan-ly/lop/{code}")).await.is(200).says("Đổi kỹ năng lớp dạy");
    mark(&sau).await;
    head.get(&format!("/quan-ly/hoc/nguoi/{sau}")).await.is(200).says("Đã học: từ ngày 05/10/2026");
    head.get(&format!("/quan-ly/hoc/nguoi/{early}")).await.is(200).never_says("Đã học: từ ngày");
    let next = house.role_at(Role::VillageHead, &house.commune, &house.villages[1]).await;
    next.get(&address).await.is(404);
    next.post(&address, &[]).await.is(404);
    house.role(Role::Volunteer).await.get(&address).await.is(403);
    head.post(&address, &[]).await.is(303);
    house.role(Role::Coordinator).await.in_english().get(&address).await.is(200).says("Skills this class teaches").never_says("⟦");
    house.expect_sound().await;
}

/// The table that lists are read from, as text.
async fn table_of(house: &TestHouse) -> Vec<String> {
    let rows = house.read(|tx| Ok(tx.rows("SELECT * FROM learning_kept ORDER BY person_id, component, skill", &[])?)).await;
    rows.iter().map(|row| format!("{row:?}")).collect()
}

#[tokio::test]
async fn what_is_due_follows_a_look_taken_back_a_merge_and_its_undoing_and_is_the_same_when_made_anew() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let twin = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let duc = person(&house, &house.villages[0], "Đỗ Văn Đức").await;
    let dung = person(&house, &house.villages[0], "Trần Văn Dũng").await;
    for who in [&sau, &duc, &dung] {
        witness(&house, who, SKILL, "unaided", NOW).await.is(303);
    }
    let helper = house.role(Role::Ambassador).await;
    // In Vietnamese order of given names: Dũng before Đức before Sáu.
    let html = helper.get(&format!("{DUE}?truoc=7")).await.is(200).html();
    let at = |name: &str| html.find(name).unwrap_or_else(|| panic!("{name} is not there"));
    assert!(at("Trần Văn Dũng") < at("Đỗ Văn Đức") && at("Đỗ Văn Đức") < at("Nguyễn Thị Sáu"), "in Vietnamese order");

    let check =
        house.read(move |tx| Ok(tx.value::<String>("SELECT id FROM learning_check WHERE person_id = $1", crate::args![&dung])?)).await;
    let scope = house.scope();
    house.write(move |tx| learning::undo(tx, &scope, &check.clone().expect("a check"), "nhầm người", true, NOW)).await;
    helper.get(&format!("{DUE}?truoc=7")).await.is(200).never_says("Dũng").says("Đỗ Văn Đức");

    // Two who are one: the second showing is the check of the first.
    witness_as(&house, Role::TeamMember, &twin, SKILL, "unaided", NOW + 2 * DAY).await.is(303);
    let office = house.role(Role::Coordinator).await;
    office.get("/quan-ly/hoc").await.is(200).says("2 việc");
    let pair = office.post(&format!("/quan-ly/nguoi-dan/{sau}/trung"), &[("other", &twin)]).await.is(303).location();
    office.post(&format!("{pair}/gop"), &[("keep", &sau)]).await.is(303);
    let due = house.role(Role::TeamMember).await.get(&format!("{DUE}?truoc=7")).await.is(200);
    due.says("hạn 12/10/2026").never_says("hạn 09/10/2026");
    let merged = table_of(&house).await;
    let commune = house.commune.clone();
    house.write(move |tx| learning::rebuild_standings(tx, &commune, NOW + 2 * DAY)).await;
    assert_eq!(table_of(&house).await, merged);

    let list = office.get("/quan-ly/nguoi-dan/trung/da-gop").await.html();
    let merge = list.split("href=\"/quan-ly/nguoi-dan/gop/").nth(1).and_then(|rest| rest.split('"').next()).expect("a merge").to_owned();
    office.post(&format!("/quan-ly/nguoi-dan/gop/{merge}/tach"), &[]).await.is(303);
    let due = house.role(Role::TeamMember).await.get(&format!("{DUE}?truoc=7")).await.is(200);
    due.says("hạn 09/10/2026").says("hạn 07/10/2026").never_says("hạn 12/10/2026");
    house.expect_sound().await;
}
