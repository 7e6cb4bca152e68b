//! Rounds: what ends them, whom they count for, and how a wrong name is taken back.

use super::*;

#[tokio::test]
async fn a_round_that_nobody_closed_takes_no_answers_the_day_after() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let visit = house.role(Role::Volunteer).await;
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[]).await;
    let attempt = last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau)]).await.is(303));
    let (_, fields) = form(&house, &attempt, true).await.expect("a question");
    let practice = open_round(&house, "practice:cuoc-goi-gia-cong-an", &[]).await;
    let tapped = last(&visit.post(&format!("{ROUNDS}/{practice}/goi"), &[("person", &sau)]).await.is(303));
    house.app.clock.set(NOW + DAY);
    let home = house.anybody();
    send(&home, &attempt, &fields).await.is(422).says("Buổi kiểm tra này đã đóng");
    home.get(&format!("/kiem-tra/luot/{attempt}")).await.is(422).says("Buổi kiểm tra này đã đóng");
    let href = format!("/tap/luot/{tapped}");
    home.post(&href, &[("man", "do-chuong"), ("part", "3")]).await.is(422).says("Buổi kiểm tra này đã đóng");
    home.get(&href).await.is(422).says("Buổi kiểm tra này đã đóng");
    assert_eq!(rows(&house, "SELECT given FROM learning_answer").await.len(), 0);
    house.role(Role::TeamMember).await.get(&format!("{ROUNDS}/{round}")).await.is(200).says("Làm dở");
}

#[tokio::test]
async fn an_attempt_under_the_wrong_name_is_taken_back_and_the_right_person_called() {
    let house = TestHouse::new().await;
    let wrong = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let right = person(&house, &house.villages[0], "Trần Thị Sáu").await;
    let visit = house.role(Role::Volunteer).await;
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[]).await;
    let call = async |who: &str| last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", who)]).await.is(303));
    let attempt = call(&wrong).await;
    answer_all(&house, &visit, &attempt, 0).await;
    assert_eq!(grade_of(&house, &wrong, Component::Safety).await.as_deref(), Some("B"));
    let undo = format!("/quan-ly/hoc/luot/{attempt}/bo");
    visit.get(&format!("{ROUNDS}/{round}")).await.is(200).says("Ghi nhầm người? Bỏ lượt này");
    visit.post(&undo, &[("reason", " ")]).await.is(422).says("Hãy ghi lý do");
    visit.post(&undo, &[("reason", &"a".repeat(501))]).await.is(422).says("Dài quá 500 chữ");
    let next = house.role_at(Role::Volunteer, &house.commune, &house.villages[1]).await;
    next.post(&undo, &[("reason", "x")]).await.is(404);
    house.role(Role::TeamMember).await.post(&undo, &[("reason", "x")]).await.is(422).says("Chỉ người ghi được bỏ");
    visit.post("/quan-ly/hoc/luot/no-such/bo", &[("reason", "x")]).await.is(404);
    for _ in 0..2 {
        visit.post(&undo, &[("reason", "nhầm <b>người</b>")]).await.is(303);
    }
    assert_eq!(grade_of(&house, &wrong, Component::Safety).await, None);
    let page = visit.get(&format!("{ROUNDS}/{round}")).await.is(200).says("nhầm <b>người</b>").says("Đã bỏ");
    page.never_says("Ghi nhầm người?").never_says("Đạt 8/8");
    visit.get(&format!("/kiem-tra/luot/{attempt}")).await.is(422).says("đã được bỏ");
    // The right person takes it; and so may the one who was called by mistake.
    let theirs = call(&right).await;
    answer_all(&house, &visit, &theirs, 0).await;
    assert_eq!(grade_of(&house, &right, Component::Safety).await.as_deref(), Some("B"));
    let again = call(&wrong).await;
    assert_ne!(again, attempt);
    // One that is under way is taken back too, and takes no answers.
    let (_, fields) = form(&house, &again, true).await.expect("a question");
    visit.post(&format!("/quan-ly/hoc/luot/{again}/bo"), &[("reason", "lại nhầm")]).await.is(303);
    send(&visit, &again, &fields).await.is(422).says("đã được bỏ");
    house.app.clock.set(NOW + DAY + HOUR);
    let office = house.role(Role::Coordinator).await;
    office.post(&format!("/quan-ly/hoc/luot/{theirs}/bo"), &[("reason", "người khác làm")]).await.is(303);
    assert_eq!(grade_of(&house, &right, Component::Safety).await, None);
    office.in_english().get(&format!("{ROUNDS}/{round}")).await.is(200).says("Taken back").never_says("⟦");
    house.expect_sound().await;
}

#[tokio::test]
async fn time_that_is_up_ends_a_practice_and_passes_nobody_twice() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let visit = house.role(Role::Volunteer).await;
    let round = open_round(&house, "practice:cuoc-goi-gia-cong-an", &[("limit", "5")]).await;
    let attempt = last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau)]).await.is(303));
    house.app.clock.set(NOW + 5 * MINUTE + 1);
    let href = format!("/tap/luot/{attempt}");
    visit.post(&href, &[("man", "do-chuong"), ("part", "3")]).await.is(303);
    visit.get(&href).await.is(200).says("Đã hết giờ").never_says("Số lạ đang gọi").says("Về danh sách của buổi");
    assert_eq!(house.entries(DONE).await, 0);
    // A quiz with enough right answers when its time was up: whoever is called next is told so.
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[("limit", "10")]).await;
    let call = async || visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", &sau)]).await;
    let first = last(&call().await.is(303));
    for _ in 0..6 {
        let (_, fields) = form(&house, &first, true).await.expect("a question");
        send(&visit, &first, &fields).await.is(303);
    }
    house.app.clock.set(NOW + 30 * MINUTE);
    assert_eq!(last(&call().await.is(303)), first);
    visit.get(&format!("/kiem-tra/luot/{first}")).await.is(200).says("Đạt rồi!").says("Trả lời đúng 6 trên 8 câu");
    assert_eq!(house.entries(PASSED).await, 1);
    call().await.is(422).says("đã đạt bài này trong buổi rồi");
    let ended = rows(&house, "SELECT ended_at FROM learning_attempt WHERE passed = TRUE").await;
    assert!(ended[0].contains(&(NOW + 5 * MINUTE + 1 + 10 * MINUTE).to_string()), "when its time was up: {ended:?}");
    house.expect_sound().await;
}

#[tokio::test]
async fn two_persons_who_turn_out_to_be_one_pass_once_in_a_round() {
    let house = TestHouse::new().await;
    let kept = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let gone = person(&house, &house.villages[0], "Nguyễn T. Sáu").await;
    let visit = house.role(Role::Volunteer).await;
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[]).await;
    let mut attempts = Vec::new();
    for who in [&kept, &gone] {
        attempts.push(last(&visit.post(&format!("{ROUNDS}/{round}/goi"), &[("person", who)]).await.is(303)));
    }
    let office = house.role(Role::Coordinator).await;
    let pair = office.post(&format!("/quan-ly/nguoi-dan/{kept}/trung"), &[("other", &gone)]).await.is(303).location();
    office.post(&format!("{pair}/gop"), &[("keep", &kept)]).await.is(303);
    for attempt in &attempts {
        answer_all(&house, &visit, attempt, 0).await;
    }
    assert_eq!(house.entries(PASSED).await, 1);
    house.expect_sound().await;
}

#[tokio::test]
async fn whoever_failed_is_called_again_by_the_helper_alone_and_saw_no_answers_before_the_end() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let card = card_of(&house, &sau).await;
    let round = open_round(&house, &format!("quiz:{QUIZ}"), &[]).await;
    let (commune, id) = (house.commune.clone(), round.clone());
    let spoken = house.read(move |tx| Ok(store::round(tx, &commune, &id)?.expect("a round").code)).await;
    let phone = house.anybody();
    let join = async || phone.post("/kiem-tra/vao", &[("ma", &spoken), ("the", &card)]).await;
    let attempt = last(&join().await.is(303));
    let (_, fields) = form(&house, &attempt, false).await.expect("a question");
    let answered = send(&phone, &attempt, &fields).await.is(303);
    phone.get(&answered.location()).await.is(200).says("Câu 2 trên 8").never_says("Câu trả lời đúng");
    assert_eq!(last(&join().await.is(303)), attempt, "it is the one under way");
    answer_all(&house, &phone, &attempt, 7).await;
    phone.get(&format!("/kiem-tra/luot/{attempt}")).await.is(200).says("Chưa đạt").says("Câu trả lời đúng");
    join().await.is(422).says("hãy nhờ người hướng dẫn gọi lên").never_says("Thị Sáu");
    let again = last(&house.role(Role::Volunteer).await.post(&format!("{ROUNDS}/{round}/goi"), &[("ten", &card)]).await.is(303));
    assert_ne!(again, attempt);
    assert_eq!(last(&join().await.is(303)), again, "called by the helper, taken on the learner's phone");
}
