use super::*;
use crate::{accounts::Role, classes::ATTENDED, people};

/// Makes a card for a person and answers its short code and what its QR code says.
async fn card(hall: &Hall, person: &str) -> (String, String) {
    let (scope, keys, person) = (hall.scope(), hall.app.keys.clone(), person.to_owned());
    hall.write(move |tx| {
        people::issue_cards(tx, &keys, &scope, std::slice::from_ref(&person), NOW)?;
        let village = people::card(tx, &scope, &person)?.map(|card| card.village).unwrap_or_default();
        let cards = people::cards_for(tx, &scope, &village)?;
        let card = cards.into_iter().find(|card| card.person == person).expect("a card");
        let text = people::scanned_card(tx, &keys, scope.commune(), &card)?;
        Ok((card.code, text))
    })
    .await
}

fn by_card(lesson: &Lesson) -> String {
    format!("{}/the", roll(lesson))
}

#[tokio::test]
async fn a_typed_code_or_a_scanned_card_marks_its_person_once() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Đỗ Thị Lan", 1954).await;
    let minh = hall.learner(&lesson, "Lê Văn Minh", 1960).await;
    let (code, _) = card(&hall, &lan).await;
    let (_, text) = card(&hall, &minh).await;
    let volunteer = hall.role(Role::Volunteer).await;
    volunteer.get(&roll(&lesson)).await.is(200).says("nhập mã thẻ");
    let typed = format!("{} {}", code[..4].to_lowercase(), &code[4..]);
    let marked = volunteer.post(&by_card(&lesson), &[("the", &typed)]).await.is(303);
    volunteer.get(&marked.location()).await.is(200).says("Đỗ Thị Lan: Có mặt, lúc 19:00").says("1 / 2 có mặt");
    hall.at(5, 19, 42);
    let again = volunteer.post(&by_card(&lesson), &[("the", &code)]).await.is(303);
    volunteer.get(&again.location()).await.says("Đỗ Thị Lan đã điểm danh lúc 19:00").says("1 / 2 có mặt");
    let scanned = volunteer.post(&by_card(&lesson), &[("the", &text)]).await.is(303);
    volunteer.get(&scanned.location()).await.says("Lê Văn Minh: ").says("2 / 2 có mặt");
    assert_eq!(hall.entries(ATTENDED).await, 2);
    hall.expect_sound().await;
}

#[tokio::test]
async fn somebody_of_the_village_who_is_not_enrolled_comes_as_a_walk_in() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let hoa = hall.person("Lê Thị Hoa", 1958).await;
    let (code, _) = card(&hall, &hoa).await;
    let volunteer = hall.role(Role::Volunteer).await;
    let marked = volunteer.post(&by_card(&lesson), &[("the", &code)]).await.is(303);
    volunteer.get(&marked.location()).await.says("Lê Thị Hoa: Có mặt").says("1 / 1 có mặt");
    assert_eq!(hall.entries(ATTENDED).await, 1);
}

#[tokio::test]
async fn a_card_that_does_not_count_marks_nobody_and_says_why() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Đỗ Thị Lan", 1954).await;
    let village = hall.villages[1].clone();
    let minh = hall.person_of(&village, "Lê Văn Minh", 1960).await;
    let (lost, text) = card(&hall, &lan).await;
    let (far, _) = card(&hall, &minh).await;
    let (scope, here) = (hall.scope(), hall.villages[0].clone());
    hall.write(move |tx| {
        let nonce = people::cards_for(tx, &scope, &here)?.remove(0).nonce;
        people::lose_card(tx, &scope, &nonce, NOW)
    })
    .await;
    let forged = text.replace(&text[30..34], "AAAA");
    let volunteer = hall.role(Role::Volunteer).await;
    for (typed, said) in [
        (lost.as_str(), "đã bị khóa"),
        (&text, "đã bị khóa"),
        (&forged, "chữ ký trên thẻ sai"),
        (&far, "người thôn khác"),
        ("", "Mã thẻ chưa đúng"),
        ("22222223", "Mã thẻ chưa đúng"),
        ("22222222", "Không có thẻ nào"),
        ("<script>alert(1)</script>", "Mã thẻ chưa đúng"),
        (&"x".repeat(10_000), "Mã thẻ chưa đúng"),
    ] {
        let refused = volunteer.post(&by_card(&lesson), &[("the", typed)]).await.is(422).says(said).never_says("Lê Văn Minh");
        assert!(!refused.html().contains("<script>alert"));
    }
    volunteer.get(&roll(&lesson)).await.says("0 / 1 có mặt");
    // Nobody is called marked by an address.
    volunteer.get(&format!("{}?the={lan}", roll(&lesson))).await.is(200).never_says("Đỗ Thị Lan:");
    assert_eq!(hall.entries(ATTENDED).await, 0);
    let stranger = hall.role_at(Role::Volunteer, &hall.commune, &hall.villages[1]).await;
    stranger.post(&by_card(&lesson), &[("the", &lost)]).await.is(404);
}

#[tokio::test]
async fn cards_of_a_class_are_made_and_printed_from_its_list() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Đỗ Thị Lan", 1954).await;
    hall.person("Ngô Văn Sáu", 1950).await;
    let head = hall.role(Role::VillageHead).await;
    head.get("/quan-ly/lop/goi-video").await.is(200).says("Thẻ học viên");
    let page = "/quan-ly/lop/goi-video/the";
    head.get(page).await.is(200).says("Làm thẻ cho 1 người chưa có").says("Đỗ Thị Lan").never_says("Ngô Văn Sáu");
    let made = head.post("/quan-ly/the", &[("viec", "lam"), ("chon", &lan), ("ve", page)]).await.is(303);
    assert_eq!(made.location(), page);
    head.get(page).await.says("Chưa in").never_says("Làm thẻ cho");
    head.post("/quan-ly/the", &[("viec", "in"), ("chon", &lan), ("ve", page)]).await.is(200);
    head.get(page).await.says("Đã in");
    let other = hall.role_at(Role::VillageHead, &hall.commune, &hall.villages[1]).await;
    other.get(page).await.is(404);
    hall.role(Role::Volunteer).await.get(page).await.is(403);
}
