use super::*;
use crate::{
    accounts::Role,
    classes::{ATTENDED, HELD},
    people,
};

fn door(lesson: &Lesson) -> String {
    format!("{}/them", roll(lesson))
}

#[tokio::test]
async fn a_newcomer_is_added_enrolled_and_present_in_one_step() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let volunteer = hall.role(Role::Volunteer).await;
    volunteer.get(&format!("{}?ten=hoa", door(&lesson))).await.is(200).says("Không thấy ai tên “hoa”").says("Ghi người mới");
    let added = volunteer.post(&door(&lesson), &[("name", "Lê  Thị Hoa"), ("birth_year", "1958")]).await.is(303);
    assert!(added.location().starts_with(&format!("{}#n-", roll(&lesson))), "{}", added.location());
    volunteer.get(&roll(&lesson)).await.says("1 / 1 có mặt").says("Lê Thị Hoa Có mặt 19:00");
    assert_eq!((hall.entries(HELD).await, hall.entries(ATTENDED).await), (1, 1));
    let head = hall.role(Role::VillageHead).await;
    head.get("/quan-ly/lop/goi-video/dang-ky").await.says("Lê Thị Hoa").says("đến lớp rồi ghi tên");
    hall.expect_sound().await;
}

#[tokio::test]
async fn a_namesake_is_asked_about_before_somebody_is_written_twice() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let hoa = hall.person("Lê Thị Hoa", 1958).await;
    let volunteer = hall.role(Role::Volunteer).await;
    volunteer.get(&format!("{}?ten=le+thi+hoa", door(&lesson))).await.says("Lê Thị Hoa sinh 1958").says("Đúng, có mặt");
    let twin = volunteer.post(&door(&lesson), &[("name", "LE THI HOA"), ("birth_year", "1958")]).await.is(422);
    twin.says("Trong sổ đã có người trùng tên").says("Người khác, vẫn ghi mới");
    volunteer.post(&door(&lesson), &[("person", &hoa)]).await.is(303);
    volunteer.post(&door(&lesson), &[("person", &hoa)]).await.is(303);
    assert_eq!(hall.entries(ATTENDED).await, 1);
    volunteer.post(&door(&lesson), &[("name", "Lê Thị Hoa"), ("birth_year", "1958"), ("sure", "1")]).await.is(303);
    assert_eq!(hall.entries(ATTENDED).await, 2);
    volunteer.get(&format!("{}?ten=hoa", door(&lesson))).await.says("Có mặt").never_says("Đúng, có mặt");
}

#[tokio::test]
async fn when_the_door_is_closed_nobody_is_added() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    hall.at(7, 9, 0);
    let volunteer = hall.role(Role::Volunteer).await;
    volunteer.post(&door(&lesson), &[("name", "Lê Thị Hoa"), ("birth_year", "1958")]).await.is(422).says("hết hạn điểm danh");
    for (name, year, words) in
        [("", "1958", "Hãy ghi họ và tên"), ("Lê Thị Hoa", "58", "Hãy ghi năm sinh bằng bốn chữ số"), ("123", "", "Hãy ghi họ và tên")]
    {
        volunteer.post(&door(&lesson), &[("name", name), ("birth_year", year)]).await.is(422).says(words);
    }
    let scope = hall.scope();
    assert!(hall.read(move |tx| people::search(tx, &scope, "hoa", 9)).await.is_empty());
    let head = hall.role(Role::VillageHead).await;
    head.post(&door(&lesson), &[("name", "Lê Thị Hoa"), ("birth_year", "1958"), ("ly-do", "sổ giấy")]).await.is(303);
    assert_eq!(hall.entries(ATTENDED).await, 1);
}

#[tokio::test]
async fn hostile_names_stay_words() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let volunteer = hall.role(Role::Volunteer).await;
    let name = "<img src=x onerror=alert(1)> O'Brien \"; DROP TABLE";
    volunteer.post(&door(&lesson), &[("name", name), ("birth_year", "")]).await.is(303);
    let page = volunteer.get(&roll(&lesson)).await.is(200);
    assert!(!page.html().contains("<img src=x"), "{}", page.html());
    page.says("O'Brien");
    volunteer.post(&door(&lesson), &[("name", &"a".repeat(10_000))]).await.is(422).says("tối đa 80");
    for query in ["%25", "_", "%00", "'", "%5C"] {
        volunteer.get(&format!("{}?ten={query}{query}", door(&lesson))).await.is(200);
    }
    volunteer.post(&door(&lesson), &[("person", "no-such-person")]).await.is(404);
    let stranger = hall.person_of(&hall.villages[1].clone(), "Người Thôn Khác", 1970).await;
    volunteer.post(&door(&lesson), &[("person", &stranger)]).await.is(404);
}
