//! Whoever comes without an account: how much they may ask, and how long it is kept; and what questions are worth.

use super::*;

#[tokio::test]
async fn codes_of_cards_are_not_found_by_trying() {
    let house = TestHouse::new().await;
    let sau = person(&house, &house.villages[0], "Nguyễn Thị Sáu").await;
    let card = card_of(&house, &sau).await;
    let nobodys = unused_code(&house).await;
    let visit = house.anybody();
    // A slip that the check character shows tells nothing, and is not counted.
    for _ in 0..40 {
        visit.post("/toi-lam-duoc", &[("the", "7K3M9PQX")]).await.is(422).says("Mã thẻ chưa đúng");
    }
    for _ in 0..30 {
        visit.post("/toi-lam-duoc", &[("the", &nobodys)]).await.is(422).says("Không có thẻ nào");
    }
    for (address, field) in
        [("/toi-lam-duoc", "the"), ("/kiem-tra/nhan-ket-qua", "the"), ("/hoc/minh-chung/cua-toi", "the_toi"), ("/gop-y/lop", "ma")]
    {
        let answer = visit.post(address, &[(field, card.as_str()), ("face", "good"), ("ma", card.as_str())]).await;
        answer.is(422).says("quá nhiều mã thẻ không đúng");
    }
    let lesson = [("bai", QUIZ), ("the", card.as_str())];
    visit.post("/hoc/nhan-tien-do", &lesson).await.is(422).says("quá nhiều mã thẻ không đúng");
    house.app.clock.set(NOW + HOUR);
    visit.post("/toi-lam-duoc", &[("the", &card)]).await.is(200);
}

/// A code with the right check character that no card has.
async fn unused_code(house: &TestHouse) -> String {
    let commune = house.commune.clone();
    house
        .read(move |tx| {
            let letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
            for last in letters.chars() {
                let code = format!("ABCDEFG{last}");
                if matches!(people::read_card(tx, &commune, &code)?, people::CardReading::Unknown) {
                    return Ok(code);
                }
            }
            Ok(String::new())
        })
        .await
}

#[tokio::test]
async fn one_address_begins_so_many_attempts_an_hour_and_old_ones_are_forgotten() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    for _ in 0..240 {
        visit.post(&format!("/kiem-tra/{QUIZ}"), &[("attempt", &ids::new(NOW))]).await.is(303);
    }
    visit.post(&format!("/kiem-tra/{QUIZ}"), &[("attempt", &ids::new(NOW))]).await.is(422).says("quá nhiều lần trong một giờ");
    house.app.clock.set(NOW + HOUR);
    let kept = ids::new(NOW);
    begin(&visit, &kept).await;
    answer_all(&house, &visit, &kept, 0).await;
    house.app.clock.set(NOW + HOUR + 90 * DAY);
    begin(&visit, &ids::new(NOW)).await;
    visit.get(&format!("/kiem-tra/luot/{kept}")).await.is(200);
    house.app.clock.set(NOW + 2 * HOUR + 90 * DAY);
    begin(&visit, &ids::new(NOW)).await;
    visit.get(&format!("/kiem-tra/luot/{kept}")).await.is(404);
    assert_eq!(rows(&house, "SELECT given FROM learning_answer").await.len(), 0);
}

#[tokio::test]
async fn a_question_written_anew_is_judged_by_its_own_answers() {
    let house = TestHouse::new().await;
    let visit = house.anybody();
    for _ in 0..25 {
        let id = ids::new(NOW);
        begin(&visit, &id).await;
        answer_all(&house, &visit, &id, 8).await;
    }
    let office = house.role(Role::Coordinator).await;
    let (commune, lang) = (house.commune.clone(), Lang::Vi);
    let before = house.read(move |tx| {
        let sheet = bank::sheet(tx, &commune, QUIZ, lang)?.expect("a sheet");
        desk::analysed(tx, &commune, &sheet)
    });
    let before = before.await;
    assert!(before["q1"].answered > 0 && before["q2"].answered > 0);
    let source = crate::learning::content::built_in_file(&format!("lessons/{QUIZ}.vi.toml")).expect("a file");
    let source = source.replacen("Một người xưng", "Có người xưng", 1);
    let import = [("lesson", QUIZ), ("lang", "vi"), ("source", source.as_str()), ("use", "1")];
    office.post("/quan-ly/hoc/cau-hoi/nhap", &import).await.is(303);
    let commune = house.commune.clone();
    let after = house.read(move |tx| {
        let sheet = bank::sheet(tx, &commune, QUIZ, lang)?.expect("a sheet");
        desk::analysed(tx, &commune, &sheet)
    });
    let after = after.await;
    assert_eq!(after.get("q1"), None, "nobody answered the question as it is now");
    assert_eq!(after["q2"].answered, before["q2"].answered);
}
