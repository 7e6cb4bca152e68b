//! Quizzes through the front door: alone, under supervision, claimed; and everything that goes wrong.

mod strangers;
mod supervised;

use std::fmt::Write as _;

use super::*;
use crate::{
    accounts::Role,
    kit::{
        clock::{DAY, HOUR, MINUTE},
        ids,
    },
    learning::{Component, DONE, PASSED, components_of, fixtures::card_of},
    people::{self, NewPerson},
    testing::{Answer, NOW, TestHouse, Visit},
};

const QUIZ: &str = "nhan-biet-cuoc-goi-lua-dao";
const ROUNDS: &str = "/quan-ly/hoc/buoi";

async fn person(house: &TestHouse, village: &str, name: &str) -> String {
    let (scope, village, name) = (house.scope(), village.to_owned(), name.to_owned());
    let new = NewPerson { village, name, birth_year: Some(1951), ..NewPerson::default() };
    house.write(move |tx| people::add(tx, &scope, &new, NOW)).await
}

/// The question that a page asks, and a form that answers it rightly or wrongly.
async fn form(house: &TestHouse, attempt: &str, right: bool) -> Option<(String, Vec<(String, String)>)> {
    let (commune, id) = (house.commune.clone(), attempt.to_owned());
    house
        .read(move |tx| {
            let attempt = store::attempt(tx, &commune, &id)?.expect("an attempt");
            let sheet = taking::sheet_of(tx, &commune, &attempt, Lang::Vi)?;
            let answers = store::answers(tx, &commune, &id)?;
            let Some(question) = taking::open_questions(&attempt, &sheet.quiz, &answers).first().copied().cloned() else { return Ok(None) };
            let mut fields = vec![("question".to_owned(), question.id.clone())];
            let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
            if right {
                match &question.body {
                    rules::Body::Single { answer, .. } | rules::Body::Picture { answer, .. } => put("chosen", answer.to_string()),
                    rules::Body::Multiple { answer, .. } => answer.iter().for_each(|place| put("chosen", place.to_string())),
                    rules::Body::TrueFalse { answer } => put("chosen", answer.to_string()),
                    rules::Body::Order { options } => (0..options.len()).for_each(|at| put(&format!("place-{at}"), at.to_string())),
                    rules::Body::Match { pairs } => (0..pairs.len()).for_each(|at| put(&format!("pair-{at}"), at.to_string())),
                    rules::Body::Short { accept } => put("words", accept[0].clone()),
                }
            } else {
                put("skip", "1".to_owned());
            }
            Ok(Some((question.id, fields)))
        })
        .await
}

async fn send(visit: &Visit<'_>, attempt: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visit.post(&format!("/kiem-tra/luot/{attempt}"), &fields).await
}

/// Answers everything that is left, the first `wrong` questions wrongly.
async fn answer_all(house: &TestHouse, visit: &Visit<'_>, attempt: &str, wrong: usize) {
    let mut asked = 0;
    while let Some((_, fields)) = form(house, attempt, asked >= wrong).await {
        send(visit, attempt, &fields).await.is(303);
        asked += 1;
    }
}

fn last(answer: &Answer) -> String {
    answer.location().rsplit('/').next().unwrap_or("").to_owned()
}

async fn begin(visit: &Visit<'_>, id: &str) -> String {
    last(&visit.post(&format!("/kiem-tra/{QUIZ}"), &[("attempt", id)]).await.is(303))
}

async fn open_round(house: &TestHouse, item: &str, more: &[(&str, &str)]) -> String {
    let id = ids::new(NOW);
    let village = house.villages[0].clone();
    let fields = [&[("id", id.as_str()), ("item", item), ("village", village.as_str())], more].concat();
    last(&house.role(Role::Volunteer).await.post("/quan-ly/hoc/buoi/moi", &fields).await.is(303))
}

async fn grade_of(house: &TestHouse, person: &str, component: Component) -> Option<String> {
    let (commune, person) = (house.commune.clone(), person.to_owned());
    let all = house.read(move |tx| components_of(tx, &commune, &person)).await;
    all.into_iter().find(|standing| standing.component == component).expect("five").attained.map(|reached| reached.grade)
}

async fn rows(house: &TestHouse, statement: &'static str) -> Vec<String> {
    house.read(move |tx| Ok(tx.rows(statement, &[])?)).await.iter().map(|row| format!("{row:?}")).collect()
}

#[tokio::test]
async fn somebody_without_an_account_passes_and_nothing_says_who() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    visit.get("/kiem-tra").await.is(200).says("Nhận biết cuộc gọi lừa đảo");
    visit.get(&format!("/kiem-tra/{QUIZ}")).await.is(200).says("Trả lời đúng 6 câu là đạt").says("Bắt đầu");
    let attempt = begin(&visit, &ids::new(NOW)).await;
    let page = visit.get(&format!("/kiem-tra/luot/{attempt}")).await.is(200);
    page.says("Câu 1 trên 8").says("Tôi chưa biết");
    let (question, fields) = form(&house, &attempt, true).await.expect("a question");
    let answered = send(&visit, &attempt, &fields).await.is(303);
    assert_eq!(answered.location(), format!("/kiem-tra/luot/{attempt}?cau={question}"));
    visit.get(&answered.location()).await.is(200).says("Đúng rồi").says("Câu tiếp theo");
    answer_all(&house, &visit, &attempt, 2).await;
    let result = visit.get(&format!("/kiem-tra/luot/{attempt}")).await.is(200);
    result.says("Đạt rồi!").says("Trả lời đúng 6 trên 8 câu").says("Giữ kết quả này").says("Câu trả lời đúng:");
    assert_eq!(house.entries(PASSED).await, 0);
    let kept = rows(&house, "SELECT person_id, entry_id, claimed_at FROM learning_attempt").await;
    assert!(kept.len() == 1 && kept[0].matches("Null").count() == 3, "{kept:?}");
}

#[tokio::test]
async fn a_grandmother_passes_on_the_volunteers_tablet_and_her_component_moves() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let code = card_of(&house, &sau).await;
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[("place", "Nhà văn hóa")]).await;
    let visit = house.role(Role::Volunteer).await;
    let page = visit.get(&format!("{ROUNDS}/{round}")).await.is(200);
    page.says("Nhận biết cuộc gọi lừa đảo").says("Nhà văn hóa").says("Mời người lên làm");
    let called = visit.post(&format!("{ROUNDS}/{round}/goi"), &[("ten", &code)]).await.is(303);
    let attempt = last(&called);
    // A second tap calls up the same attempt.
    assert_eq!(visit.post(&format!("{ROUNDS}/{round}/goi"), &[("ten", &code)]).await.is(303).location(), called.location());
    visit.get(&called.location()).await.is(200).says("Sáu N.").never_says("Nguyễn Thị Sáu").never_says("phút");
    answer_all(&house, &visit, &attempt, 2).await;
    let result = visit.get(&called.location()).await.is(200);
    result.says("Đạt rồi!").says("Kết quả đã được ghi vào sổ học").says("Về danh sách của buổi").never_says("Giữ kết quả này");
    assert_eq!(house.entries(PASSED).await, 1);
    assert_eq!(grade_of(&house, &sau, Component::Safety).await.as_deref(), Some("B"));
    visit.get(&format!("{ROUNDS}/{round}")).await.is(200).says("Nguyễn Thị Sáu").says("Đạt 6/8");
    visit.post(&format!("{ROUNDS}/{round}/goi"), &[("ten", &code)]).await.is(422).says("Nguyễn Thị Sáu đã đạt bài này trong buổi rồi");
    house.expect_sound().await;
}

#[tokio::test]
async fn a_name_finds_the_right_person_and_a_failed_quiz_may_be_taken_again() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let elsewhere = person(&house, &house.villages[1], "Trần Thị Sáu").await;
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[]).await;
    let visit = house.role(Role::Volunteer).await;
    let found = visit.post(&format!("{ROUNDS}/{round}/goi"), &[("ten", "thi sau")]).await.is(303);
    visit.get(&found.location()).await.is(200).says("Nguyễn Thị Sáu").says("Sinh năm 1951").never_says("Trần Thị Sáu");
    visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &elsewhere), ("ten", "sau")]).await.is(404);
    let first = last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau), ("ten", "sau")]).await.is(303));
    answer_all(&house, &visit, &first, 3).await;
    visit.get(&format!("/kiem-tra/luot/{first}")).await.is(200).says("Chưa đạt").says("Cần đúng 6 câu").never_says("Giữ kết quả");
    assert_eq!((house.entries(PASSED).await, grade_of(&house, &sau, Component::Safety).await), (0, None));
    house.app.clock.set(NOW + MINUTE);
    let second = last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau), ("ten", "sau")]).await.is(303));
    assert_ne!(first, second);
    answer_all(&house, &visit, &second, 0).await;
    assert_eq!(house.entries(PASSED).await, 1);
    // A card from the next village may be shown here.
    let code = card_of(&house, &elsewhere).await;
    visit.post(&format!("{ROUNDS}/{round}/goi"), &[("ten", &code.to_lowercase())]).await.is(303);
}

#[tokio::test]
async fn an_answer_counts_once_however_often_and_from_wherever_it_is_sent() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    let id = ids::new(NOW);
    assert_eq!(begin(&visit, &id).await, begin(&visit, &id).await, "a form sent twice begins once");
    let (question, wrong) = form(&house, &id, false).await.expect("a question");
    let (_, right) = form(&house, &id, true).await.expect("a question");
    send(&visit, &id, &wrong).await.is(303);
    // The other tab still shows the question.
    let again = send(&visit, &id, &right).await.is(303);
    assert!(
        again.headers.get_all("set-cookie").iter().any(|cookie| cookie.to_str().is_ok_and(|c| c.contains("learning-quiz-said-before")))
    );
    assert_eq!(rows(&house, "SELECT given FROM learning_answer").await.len(), 1);
    assert!(rows(&house, "SELECT given FROM learning_answer").await[0].contains("\"-\""), "the first answer stands");
    answer_all(&house, &visit, &id, 0).await;
    let after = send(&visit, &id, &right).await.is(303);
    assert_eq!(after.location(), format!("/kiem-tra/luot/{id}"));
    assert!(after.headers.get_all("set-cookie").iter().any(|cookie| cookie.to_str().is_ok_and(|c| c.contains("learning-quiz-said-ended"))));
    assert_eq!(rows(&house, "SELECT given FROM learning_answer").await.len(), 8);
    send(&visit, &id, &[("question".into(), "no-such".into())]).await.is(404);
    send(&visit, "no-such-attempt", &right).await.is(404);
    visit.post(&format!("/kiem-tra/{QUIZ}"), &[("attempt", "x' OR 1=1")]).await.is(403);
    visit.post("/kiem-tra/no-such-quiz", &[("attempt", &ids::new(NOW))]).await.is(404);
    let _ = question;
}

#[tokio::test]
async fn nothing_chosen_is_said_beside_what_was_typed() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    let id = ids::new(NOW);
    begin(&visit, &id).await;
    while let Some((question, fields)) = form(&house, &id, true).await {
        let empty = [("question".to_owned(), question.clone())];
        send(&visit, &id, &empty).await.is(422).says("Có chỗ cần sửa").says("Tôi chưa biết");
        let strange = [("question", question.as_str()), ("chosen", "<script>"), ("words", ""), ("place-0", "99"), ("pair-0", "-1")];
        let strange = visit.post(&format!("/kiem-tra/luot/{id}"), &strange).await.is(422);
        assert!(!strange.html().contains("<script>alert") && !strange.html().contains("value=\"<script>"), "{}", strange.html());
        send(&visit, &id, &fields).await.is(303);
    }
    visit.in_english().get(&format!("/kiem-tra/luot/{id}")).await.is(200).says("Passed!").never_says("⟦");
}

#[tokio::test]
async fn a_closed_round_and_a_time_that_is_up_take_no_answers() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let visit = house.role(Role::Volunteer).await;
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[("limit", "10")]).await;
    let slow = last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau)]).await.is(303));
    visit.get(&format!("/kiem-tra/luot/{slow}")).await.is(200).says("còn 10 phút");
    let (_, fields) = form(&house, &slow, true).await.expect("a question");
    house.app.clock.set(NOW + 10 * MINUTE + 1);
    let late = send(&visit, &slow, &fields).await.is(303);
    visit.get(&late.location()).await.is(200).says("Chưa đạt").says("Trả lời đúng 0 trên 8 câu");
    let next = last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau)]).await.is(303));
    let (_, fields) = form(&house, &next, true).await.expect("a question");
    visit.post(&format!("{ROUNDS}/{round}/dong"), &[]).await.is(303);
    send(&visit, &next, &fields).await.is(422).says("Buổi kiểm tra này đã đóng");
    visit.get(&format!("/kiem-tra/luot/{next}")).await.is(422).says("Buổi kiểm tra này đã đóng");
    visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau)]).await.is(422).says("đã đóng");
    assert_eq!(rows(&house, "SELECT given FROM learning_answer").await.len(), 0);
    let other = open_round(&house, &format!("quiz:{QUIZ}"), &[]).await;
    house.app.clock.set(NOW + 2 * DAY);
    // The volunteer of yesterday is signed out by now.
    house.role(Role::TeamMember).await.post(&format!("{ROUNDS}/{other}/goi"), &[("person", &sau)]).await.is(422).says("đã đóng");
}

#[tokio::test]
async fn a_learner_joins_with_their_own_phone_and_the_code_on_the_board() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let code = card_of(&house, &sau).await;
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[]).await;
    let commune = house.commune.clone();
    let spoken = house.read(move |tx| Ok(store::round(tx, &commune, &round)?.expect("a round").code)).await;
    let phone = house.anybody();
    phone.get(&format!("/kiem-tra/vao?ma={spoken}")).await.is(200).says("Vào buổi kiểm tra");
    phone.post("/kiem-tra/vao", &[("ma", "XXXXXX"), ("the", &code)]).await.is(422).says("Không có buổi nào mang mã này");
    phone.post("/kiem-tra/vao", &[("ma", &spoken), ("the", "")]).await.is(422).says("Hãy nhập mã trên thẻ học");
    phone.post("/kiem-tra/vao", &[("ma", &spoken), ("the", "7K3M9PQX")]).await.is(422).never_says("Thị Sáu");
    let attempt = last(&phone.post("/kiem-tra/vao", &[("ma", &spoken.to_lowercase()), ("the", &code)]).await.is(303));
    answer_all(&house, &phone, &attempt, 0).await;
    assert_eq!(grade_of(&house, &sau, Component::Safety).await.as_deref(), Some("B"));
    phone.post("/kiem-tra/vao", &[("ma", &spoken), ("the", &code)]).await.is(422).says("đã đạt").never_says("Nguyễn Thị Sáu");
    house.expect_sound().await;
}

#[tokio::test]
async fn a_result_from_home_is_claimed_once_and_by_one_person() {
    let house = TestHouse::new().await;
    let (lan, khac) =
        (person(&house, &house.villages[0], "Nguyễn Thị Lan").await, person(&house, &house.villages[1], "Trần Văn Khác").await);
    let (hers, his) = (card_of(&house, &lan).await, card_of(&house, &khac).await);
    let visit = house.anybody();
    let id = ids::new(NOW);
    begin(&visit, &id).await;
    answer_all(&house, &visit, &id, 1).await;
    let (commune, attempt) = (house.commune.clone(), id.clone());
    let code = house.read(move |tx| Ok(store::attempt(tx, &commune, &attempt)?.expect("an attempt").claim.expect("a code"))).await;
    let claim = async |code: &str, card: &str| visit.post("/kiem-tra/nhan-ket-qua", &[("ma", code), ("the", card)]).await;
    claim("ABCDEFGH", &hers).await.is(422).says("Không có kết quả nào mang mã này");
    claim(&code, "").await.is(422).says("Hãy nhập mã trên thẻ học");
    let spelled = format!("{} {}", &code[..4].to_lowercase(), &code[4..]);
    claim(&spelled, &hers).await.is(200).says("Đã ghi vào sổ học").never_says("Lan");
    claim(&code, &hers).await.is(200).says("Đã ghi vào sổ học");
    claim(&code, &his).await.is(422).says("đã được ghi cho một người khác").never_says("Lan");
    assert_eq!(house.entries(PASSED).await, 1);
    assert_eq!(grade_of(&house, &lan, Component::Safety).await, None, "told by oneself: it attains nothing");
    let entry = rows(&house, "SELECT grade, recorded_by FROM ledger_entry WHERE kind = 'quiz.passed'").await;
    assert!(entry[0].contains("\"C\"") && entry[0].contains("learner"), "{entry:?}");
    let old = ids::new(NOW);
    begin(&visit, &old).await;
    answer_all(&house, &visit, &old, 0).await;
    let commune = house.commune.clone();
    let code = house.read(move |tx| Ok(store::attempt(tx, &commune, &old)?.expect("an attempt").claim.expect("a code"))).await;
    house.app.clock.set(NOW + 91 * DAY);
    claim(&code, &his).await.is(422).says("đã quá 90 ngày");
    house.expect_sound().await;
}

#[tokio::test]
async fn attempts_that_were_left_are_forgotten_and_ended_ones_stay_as_numbers() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    let (left, ended) = (ids::new(NOW), ids::new(NOW));
    begin(&visit, &left).await;
    let (_, fields) = form(&house, &left, true).await.expect("a question");
    send(&visit, &left, &fields).await.is(303);
    begin(&visit, &ended).await;
    answer_all(&house, &visit, &ended, 8).await;
    house.app.clock.set(NOW + 2 * DAY + HOUR);
    begin(&house.anybody(), &ids::new(NOW)).await;
    visit.get(&format!("/kiem-tra/luot/{left}")).await.is(404);
    visit.get(&format!("/kiem-tra/luot/{ended}")).await.is(200).says("Trả lời đúng 0 trên 8");
    assert_eq!(rows(&house, "SELECT given FROM learning_answer").await.len(), 8);
}

#[tokio::test]
async fn the_office_sees_bad_questions_and_takes_one_out() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    // Eight of nine questions are drawn: every one is asked twenty times in forty rounds, but for one case in millions.
    for _ in 0..40 {
        let id = ids::new(NOW);
        begin(&visit, &id).await;
        answer_all(&house, &visit, &id, 0).await;
    }
    let office = house.role(Role::Coordinator).await;
    office.get("/quan-ly/hoc/cau-hoi").await.is(200).says("Đã làm 40 lượt, đạt 40").says("câu cần xem");
    let page = office.get(&format!("/quan-ly/hoc/cau-hoi/{QUIZ}")).await.is(200);
    page.says("Hầu như ai cũng trả lời đúng").says("100%").says("Mọi người đã trả lời gì");
    let off = format!("/quan-ly/hoc/cau-hoi/{QUIZ}/q1/ngung");
    office.post(&off, &[("reason", " ")]).await.is(422).says("Hãy ghi lý do");
    office.post(&off, &[("reason", &"a".repeat(10_000))]).await.is(422);
    office.post(&off, &[("reason", "quá dễ")]).await.is(303);
    office.get(&format!("/quan-ly/hoc/cau-hoi/{QUIZ}")).await.is(200).says("Lý do: quá dễ");
    for _ in 0..4 {
        let id = ids::new(NOW);
        begin(&visit, &id).await;
        let commune = house.commune.clone();
        let drawn = house.read(move |tx| Ok(store::attempt(tx, &commune, &id)?.expect("an attempt").questions)).await;
        assert!(drawn.len() == 8 && !drawn.contains(&"q1".to_owned()), "{drawn:?}");
    }
    office.post(&format!("/quan-ly/hoc/cau-hoi/{QUIZ}/q1/dung-lai"), &[]).await.is(303);
    office.post(&format!("/quan-ly/hoc/cau-hoi/{QUIZ}/none/ngung"), &[("reason", "x")]).await.is(404);
    for role in [Role::Ambassador, Role::Volunteer, Role::School, Role::CommuneLeader] {
        house.role(role).await.get("/quan-ly/hoc/cau-hoi").await.is(403);
    }
}

#[tokio::test]
async fn a_file_of_questions_is_looked_at_before_it_is_used() {
    let house = TestHouse::new().await;
    let office = house.role(Role::Coordinator).await;
    let good = crate::learning::content::built_in_file(&format!("lessons/{QUIZ}.vi.toml")).expect("a file").replacen(
        "Một người xưng",
        "Có người xưng",
        1,
    );
    let bad = good.replacen("answer = [2]", "answer = [1, 2]", 1).replacen("answer = false", "answer = 0", 1);
    let import = "/quan-ly/hoc/cau-hoi/nhap";
    let send = async |source: &str, more: &[(&str, &str)]| {
        office.post(import, &[&[("lesson", QUIZ), ("lang", "vi"), ("source", source)], more].concat()).await
    };
    let refused = send(&bad, &[("use", "1")]).await.is(422);
    let refused = refused.says("Tệp có 2 chỗ cần sửa").says("Câu q1: Câu chỉ chọn một mà có 2 đáp án đúng");
    let refused = refused.says("Câu q3: Đáp án của câu đúng – sai");
    assert!(refused.html().contains("Có người xưng"), "what was typed is still there");
    send("<script>alert(1)</script>", &[]).await.is(422).says("Không đọc được tệp ở dòng 1");
    send(&good, &[]).await.is(200).says("có 9 câu");
    assert_eq!(rows(&house, "SELECT version FROM learning_quiz").await.len(), 0, "only looked at");
    let running = ids::new(NOW);
    begin(&house.anybody(), &running).await;
    for _ in 0..2 {
        send(&good, &[("use", "1")]).await.is(303);
    }
    assert_eq!(rows(&house, "SELECT version FROM learning_quiz").await.len(), 1, "the same file twice is one version");
    office.get(&format!("/quan-ly/hoc/cau-hoi/{QUIZ}")).await.is(200).says("Có người xưng").says("Bản của xã, lần 1");
    answer_all(&house, &house.anybody(), &running, 0).await;
    house.anybody().get(&format!("/kiem-tra/luot/{running}")).await.is(200).never_says("Có người xưng");
    let other = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    other.get(&format!("/quan-ly/hoc/cau-hoi/{QUIZ}")).await.is(200).never_says("Có người xưng");
    office.post(import, &[("lesson", "../x"), ("lang", "vi"), ("source", &good)]).await.is(422).says("Hãy chọn bài học");
    office.post(import, &[("lesson", QUIZ), ("lang", "xx"), ("source", &good)]).await.is(422).says("Hãy chọn tiếng Việt");
}

#[tokio::test]
async fn a_round_is_opened_once_and_seen_by_those_of_its_village() {
    let house = TestHouse::new().await;
    let visit = house.role(Role::Volunteer).await;
    visit.get("/quan-ly/hoc/buoi").await.is(200).says("Chưa có buổi nào");
    visit.get("/quan-ly/hoc/buoi/moi").await.is(200).says("Mở buổi kiểm tra").never_says("Thôn Bến Ví Dụ");
    let id = ids::new(NOW);
    let (here, next) = (house.villages[0].clone(), house.villages[1].clone());
    let item = format!("quiz:{QUIZ}");
    let open = async |more: &[(&str, &str)]| visit.post("/quan-ly/hoc/buoi/moi", &[&[("id", id.as_str())], more].concat()).await;
    open(&[("village", &here)]).await.is(422).says("Hãy chọn bài kiểm tra");
    open(&[("item", &item)]).await.is(422).says("Hãy chọn thôn");
    open(&[("item", &item), ("village", &next)]).await.is(422).says("Hãy chọn thôn");
    open(&[("item", &item), ("village", &here), ("limit", "-5")]).await.is(422).says("Số phút phải là số");
    let long = "ă".repeat(10_000);
    open(&[("item", &item), ("village", &here), ("place", &long)]).await.is(422).says("dài quá 200 chữ");
    open(&[("item", "quiz:no-such"), ("village", &here)]).await.is(404);
    for _ in 0..2 {
        open(&[("item", &item), ("village", &here), ("place", "<b>chợ</b>")]).await.is(303);
    }
    assert_eq!(rows(&house, "SELECT id FROM learning_round").await.len(), 1);
    let page = visit.get(&format!("{ROUNDS}/{id}")).await.is(200);
    assert!(page.html().contains("&#60;b&#62;chợ"), "{}", page.html());
    let neighbour = house.role_at(Role::Volunteer, &house.commune, &next).await;
    neighbour.get(&format!("{ROUNDS}/{id}")).await.is(404);
    neighbour.post(&format!("{ROUNDS}/{id}/dong"), &[]).await.is(404);
    neighbour.get("/quan-ly/hoc/buoi").await.is(200).never_says("Nhận biết cuộc gọi");
    house.anybody().get(&format!("{ROUNDS}/{id}")).await.is(303);
    visit.in_english().get(&format!("{ROUNDS}/{id}")).await.is(200).says("Know a scam call").never_says("⟦");
}

#[tokio::test]
async fn a_practice_under_supervision_goes_into_the_ledger() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let visit = house.role(Role::Volunteer).await;
    let round = open_round(&house, "practice:cuoc-goi-gia-cong-an", &[]).await;
    let attempt = last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau)]).await.is(303));
    let href = format!("/tap/luot/{attempt}");
    visit.get(&href).await.is(200).says("Màn hình tập, không phải thật").says("Sáu N.").says("Số lạ đang gọi");
    let mut log = String::new();
    for (screen, part, typed) in [
        ("do-chuong", "3", ""),
        ("xung-ten", "2", ""),
        ("xung-ten", "4", ""),
        ("tat-may", "5", ""),
        ("cong-an-xa", "3", ""),
        ("bao-cao", "2", "113"),
        ("bao-cao", "2", "156"),
    ] {
        let answer = visit.post(&href, &[("man", screen), ("part", part), ("typed", typed)]).await;
        let _ = write!(log, "{screen}{part}{typed}:{} ", answer.status.as_u16());
    }
    assert_eq!(log, "do-chuong3:303 xung-ten2:200 xung-ten4:303 tat-may5:303 cong-an-xa3:303 bao-cao2113:200 bao-cao2156:303 ");
    visit.get(&href).await.is(200).says("Làm được rồi!").says("Nhầm 2 lần").says("Về danh sách của buổi");
    assert_eq!(house.entries(DONE).await, 1);
    // The last tap once more, and one of a screen long gone: nothing new.
    visit.post(&href, &[("man", "bao-cao"), ("part", "2"), ("typed", "156")]).await.is(303);
    visit.post(&href, &[("man", "do-chuong"), ("part", "99999999999999999999")]).await.is(303);
    assert_eq!((house.entries(DONE).await, grade_of(&house, &sau, Component::Safety).await), (1, None));
    visit.get(&format!("{ROUNDS}/{round}")).await.is(200).says("Đã tập xong, 2 lần nhầm");
    house.expect_sound().await;
}
