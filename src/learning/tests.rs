use super::*;
use crate::{
    accounts::Role,
    kit::{
        clock::{DAY, HOUR},
        ids,
    },
    people::{self, NewPerson},
    testing::{Answer, NOW, TestHouse},
};

/// Somebody of the given village of the first commune.
async fn person(house: &TestHouse, village: &str, name: &str) -> String {
    let (scope, village, name) = (house.scope(), village.to_owned(), name.to_owned());
    let new = NewPerson { village, name, birth_year: Some(1953), ..NewPerson::default() };
    house.write(move |tx| people::add(tx, &scope, &new, NOW)).await
}

/// A form as a witness sends it, with one outcome.
async fn send(house: &TestHouse, role: Role, person: &str, component: &str, outcome: &str) -> Answer {
    let (id, chosen) = (format!("id-{component}"), format!("outcome-{component}"));
    let fields =
        [(id.as_str(), ids::new(NOW)), (chosen.as_str(), outcome.into()), ("place", "Nhà văn hóa".into()), ("day", "2026-10-05".into())];
    let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    pairs.push(("time", "19:00"));
    house.role(role).await.post(&format!("/quan-ly/kiem-tra/{person}"), &pairs).await
}

async fn standing(house: &TestHouse, person: &str, component: Component) -> Standing {
    let (commune, person) = (house.commune.clone(), person.to_owned());
    let all = house.read(move |tx| components_of(tx, &commune, &person)).await;
    all.into_iter().find(|s| s.component == component).expect("five components")
}

#[tokio::test]
async fn what_was_done_unaided_is_attained_and_shown_in_words() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let answer = send(&house, Role::Ambassador, &lan, "device", "unaided").await.is(303);
    assert_eq!(answer.location(), format!("/quan-ly/kiem-tra/{lan}"));
    assert_eq!(house.entries(SHOWN).await, 1);
    let reached = standing(&house, &lan, Component::Device).await.attained.expect("attained");
    assert_eq!((reached.grade.as_str(), reached.day.as_str()), ("A", "2026-10-05"));
    assert_eq!(standing(&house, &lan, Component::Safety).await.attained, None);
    let page = house.role(Role::Ambassador).await.get(&answer.location()).await.is(200);
    page.says("Nguyễn Thị Lan").says("Đã đạt ngày 05/10/2026, bằng chứng loại A").says("tại Nhà văn hóa").says("Chưa kiểm tra");
    house.expect_sound().await;
}

#[tokio::test]
async fn what_needed_help_is_kept_and_attains_nothing() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    send(&house, Role::TeamMember, &lan, "skill", "helped").await.is(303);
    send(&house, Role::TeamMember, &lan, "service", "not_yet").await.is(303);
    assert_eq!((house.entries(SHOWN).await, house.entries(TRIED).await), (0, 2));
    let skill = standing(&house, &lan, Component::Skill).await;
    assert_eq!((skill.attained, skill.last.map(|l| l.0)), (None, Some(Outcome::Helped)));
    let (commune, until) = (house.commune.clone(), NOW + DAY);
    let checked = house.read(move |tx| Ok(checked_components(tx, &commune, until)?)).await;
    assert_eq!(checked.into_iter().collect::<Vec<_>>(), [Component::Skill, Component::Service]);
    house.expect_sound().await;
}

#[tokio::test]
async fn a_form_sent_twice_is_recorded_once() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let id = ids::new(NOW);
    let fields = [("id-device", id.as_str()), ("outcome-device", "unaided"), ("place", "chợ"), ("day", "5/10/2026"), ("time", "18h30")];
    let visit = house.role(Role::Coordinator).await;
    for _ in 0..2 {
        visit.post(&format!("/quan-ly/kiem-tra/{lan}"), &fields).await.is(303);
    }
    assert_eq!(house.entries(SHOWN).await, 1);
    let other = person(&house, &house.villages[0], "Trần Văn Khác").await;
    visit.post(&format!("/quan-ly/kiem-tra/{other}"), &fields).await.is(409);
}

#[tokio::test]
async fn a_refused_form_says_why_and_keeps_what_was_typed() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let address = format!("/quan-ly/kiem-tra/{lan}");
    let visit = house.role(Role::VillageHead).await;
    let now = [("day", "2026-10-05"), ("time", "19:00")];
    let with = |more: &[(&'static str, &'static str)]| [more, &now].concat();
    let nothing = visit.post(&address, &with(&[("place", "chợ <script>")])).await.is(422);
    assert!(nothing.html().contains("chợ &#60;script&#62;"), "{}", nothing.html());
    nothing.says("Hãy chọn kết quả cho ít nhất một phần.");
    let id = ids::new(NOW);
    let chosen = [("id-skill", id.as_str()), ("outcome-skill", "helped"), ("day", "31/02/2026"), ("time", "19:00")];
    visit.post(&address, &chosen).await.is(422).says("Ngày hoặc giờ chưa đúng").says("Hãy ghi nơi kiểm tra.");
    let late = [("id-skill", id.as_str()), ("outcome-skill", "helped"), ("place", "chợ"), ("day", "2027-01-01"), ("time", "19:00")];
    let answer = visit.post(&address, &late).await.is(422).says("Ngày giờ này chưa đến");
    assert!(answer.html().contains("value=\"2027-01-01\""));
    let long = "a".repeat(10_000);
    let many = [("id-skill", id.as_str()), ("outcome-skill", "helped"), ("place", long.as_str()), ("day", "2026-10-05"), ("time", "19:00")];
    visit.post(&address, &many).await.is(422).says("dài quá 200 chữ");
    let strange = [("id-skill", "x'; DROP"), ("outcome-skill", "helped"), ("place", "chợ"), ("day", "2026-10-05"), ("time", "19:00")];
    visit.post(&address, &strange).await.is(403);
    assert_eq!(house.entries(TRIED).await, 0);
}

#[tokio::test]
async fn a_check_is_taken_back_the_same_day_by_its_witness_and_later_by_the_office() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    for component in ["device", "safety"] {
        send(&house, Role::Ambassador, &lan, component, "unaided").await.is(303);
    }
    let commune = house.commune.clone();
    let key = lan.clone();
    let checks = house.read(move |tx| Ok(store::history(tx, &commune, &key)?)).await;
    let undo = |component: &str| {
        let check = checks.iter().find(|c| c.component == component).expect("recorded");
        format!("/quan-ly/kiem-tra/{lan}/{}/bo", check.id)
    };
    house.role(Role::TeamMember).await.post(&undo("device"), &[("reason", "nhầm")]).await.is(422).says("Chỉ người ghi được bỏ");
    house.role(Role::Ambassador).await.post(&undo("device"), &[("reason", " ")]).await.is(422).says("Hãy ghi lý do");
    house.role(Role::Ambassador).await.post(&undo("device"), &[("reason", "chọn nhầm người")]).await.is(303);
    assert_eq!(house.entries(SHOWN).await, 1);
    assert_eq!(standing(&house, &lan, Component::Device).await.attained, None);
    // One in the morning of the next day.
    house.app.clock.set(NOW + 6 * HOUR);
    house.role(Role::Ambassador).await.post(&undo("safety"), &[("reason", "nhầm")]).await.is(422);
    let page = house.role(Role::CommuneLeader).await.get(&format!("/quan-ly/kiem-tra/{lan}")).await.is(200);
    page.says("chọn nhầm người").says("Bỏ kết quả này").never_says("Ghi vào sổ");
    house.role(Role::CommuneLeader).await.post(&undo("safety"), &[("reason", "kiểm tra lại")]).await.is(303);
    assert_eq!(house.entries(SHOWN).await, 0);
    house.expect_sound().await;
}

#[tokio::test]
async fn nobody_checks_or_sees_a_person_out_of_reach() {
    let house = TestHouse::new().await;
    let mine = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let theirs = person(&house, &house.villages[1], "Trần Văn Khác").await;
    let visit = house.role(Role::TeamMember).await;
    visit.get("/quan-ly/kiem-tra").await.is(200).says("Nguyễn Thị Lan").never_says("Trần Văn Khác");
    visit.get(&format!("/quan-ly/kiem-tra?thon={}", house.villages[1])).await.is(200).never_says("Trần Văn Khác");
    visit.get(&format!("/quan-ly/kiem-tra/{theirs}")).await.is(404).never_says("Trần Văn Khác");
    send(&house, Role::TeamMember, &theirs, "device", "unaided").await.is(404);
    visit.get("/quan-ly/kiem-tra/no-such-person").await.is(404);
    for role in [Role::Volunteer, Role::School, Role::Police, Role::SystemAdmin, Role::Learner] {
        house.role(role).await.get("/quan-ly/kiem-tra").await.is(403);
        house.role(role).await.get(&format!("/quan-ly/kiem-tra/{mine}")).await.is(403).never_says("Lan");
    }
    house.anybody().get(&format!("/quan-ly/kiem-tra/{mine}")).await.never_says("Lan");
    let other = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    other.get(&format!("/quan-ly/kiem-tra/{mine}")).await.is(404).never_says("Lan");
}

#[tokio::test]
async fn people_are_found_without_marks_and_their_page_speaks_english() {
    let house = TestHouse::new().await;
    person(&house, &house.villages[0], "Nguyễn Hữu Đường").await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let visit = house.role(Role::Coordinator).await;
    visit.get("/quan-ly/kiem-tra?ten=huu+duong").await.is(200).says("Nguyễn Hữu Đường").never_says("Lan");
    visit.get("/quan-ly/kiem-tra?ten=%25_&trang=-9").await.is(200).says("Nguyễn Thị Lan");
    visit.get("/quan-ly/kiem-tra?ten=zzz").await.is(200).says("Không có ai");
    let english = visit.in_english();
    english.get("/quan-ly/kiem-tra").await.is(200).says("Skill checks");
    english.get(&format!("/quan-ly/kiem-tra/{lan}")).await.is(200).says("Does it unaided").says("Born 1953").never_says("⟦");
}

#[tokio::test]
async fn of_two_taps_at_once_both_are_answered_and_one_is_recorded() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let visit = house.role(Role::Coordinator).await;
    let village = house.villages[0].as_str();
    let seen = [("place", "chợ"), ("day", "2026-10-05"), ("time", "18:30"), ("outcome", "unaided"), ("outcome-device", "unaided")];
    let (safe, check, skill) = ("nhan-biet-cuoc-goi-lua-dao", format!("/quan-ly/kiem-tra/{lan}"), format!("/quan-ly/hoc/nguoi/{lan}"));
    let (quiz, lesson) = (format!("quiz:{safe}"), format!("lesson:{safe}"));
    for (address, more) in [
        (check.as_str(), seen.to_vec()),
        (skill.as_str(), [&seen[..], &[("skill", "nd.an-toan.cuoc-goi")]].concat()),
        ("/quan-ly/hoc/buoi/moi", vec![("item", quiz.as_str()), ("village", village)]),
        ("/quan-ly/hoc/nhom/moi", vec![("what", lesson.as_str()), ("village", village), ("day", "2026-10-05")]),
    ] {
        for _ in 0..4 {
            let id = ids::new(NOW);
            let fields = [&[("id", id.as_str()), ("id-device", id.as_str())], more.as_slice()].concat();
            let answers = tokio::join!(visit.post(address, &fields), visit.post(address, &fields), visit.post(address, &fields));
            for answer in [answers.0, answers.1, answers.2] {
                answer.is(303);
            }
        }
    }
    assert_eq!(house.entries(SHOWN).await, 8);
    for (table, statement) in [
        ("rounds", "SELECT id FROM learning_round"),
        ("groups", "SELECT id FROM learning_group"),
        ("checks", "SELECT id FROM learning_check"),
    ] {
        let rows = house.read(move |tx| Ok(tx.rows(statement, &[])?)).await.len();
        assert_eq!(rows, if table == "checks" { 8 } else { 4 }, "{table}");
    }
    house.expect_sound().await;
}
