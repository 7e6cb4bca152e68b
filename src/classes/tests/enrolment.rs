use super::*;
use crate::{
    accounts::Role,
    classes::{
        ATTENDED,
        enrolment::{Registered, register},
        rules::{NewRegistration, Standing},
    },
};

const LAN: [(&str, &str); 4] = [("name", "Nguyễn Thị Lan"), ("phone", "0912 345 678"), ("birth_year", "1953"), ("agree", "1")];

/// Registers and answers the spoken code.
async fn registered(visit: &Visit<'_>, fields: &[(&str, &str)]) -> String {
    let to = visit.post("/lich-hoc/goi-video", fields).await.is(303).location();
    to.rsplit('/').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_citizen_gets_a_seat_and_a_code_without_an_account() {
    let hall = a_hall().await;
    hall.tonight().await;
    let anybody = hall.anybody();
    let page = anybody.get("/lich-hoc/goi-video").await.is(200);
    let html = page.html();
    page.says("Còn 30 chỗ").says("Xã Thạch Thất giữ tên, số điện thoại").says("Tôi đồng ý").says("cạnh đình làng");
    assert!(html.contains("name=\"agree\" value=\"1\">"), "consent is never ticked beforehand: {html}");
    let code = registered(&anybody, &LAN).await;
    assert_eq!(code.len(), 6);
    let receipt = anybody.get(&format!("/lich-hoc/goi-video/phieu/{code}")).await.is(200);
    let spaced: Vec<String> = code.chars().map(String::from).collect();
    receipt.says("Đã giữ chỗ cho bạn").says(&spaced.join(" ")).says("Thứ Hai, 05/10/2026").never_says("Lan").never_says("0912");
    anybody.get("/lich-hoc/goi-video").await.says("Còn 29 chỗ");
    anybody.in_english().get(&format!("/lich-hoc/goi-video/phieu/{}", code.to_lowercase())).await.is(200).says("A seat is kept for you");
}

#[tokio::test]
async fn a_registration_without_consent_or_with_faults_is_refused_in_words() {
    let hall = a_hall().await;
    hall.tonight().await;
    let anybody = hall.anybody();
    let wrong = [("name", "<b>1</b>"), ("phone", "12345"), ("birth_year", "53")];
    let answer = anybody.post("/lich-hoc/goi-video", &wrong).await.is(422);
    assert!(answer.html().contains("value=\"12345\""), "{}", answer.html());
    answer.says("Số điện thoại thiếu chữ số").says("Nếu đồng ý, hãy đánh dấu").says("Hãy ghi năm sinh bằng bốn chữ số");
    anybody.post("/lich-hoc/goi-video", &[("name", &"x".repeat(10_000)), ("phone", "0912345678"), ("agree", "1")]).await.is(422);
    anybody.post("/lich-hoc/no-such-class", &LAN).await.is(404);
    anybody.post_as_is("/lich-hoc/goi-video", &LAN).await.is(403);
    let mut foreign = LAN.to_vec();
    foreign.push(("village", &hall.other_village));
    anybody.post("/lich-hoc/goi-video", &foreign).await.is(404);
    anybody.get("/lich-hoc/goi-video").await.says("Còn 30 chỗ");
}

#[tokio::test]
async fn the_same_name_and_phone_are_told_kindly_and_a_family_may_share_a_phone() {
    let hall = a_hall().await;
    hall.tonight().await;
    let anybody = hall.anybody();
    let code = registered(&anybody, &LAN).await;
    let again = [("name", "nguyen thi lan"), ("phone", "+84 912.345.678"), ("agree", "1")];
    anybody.post("/lich-hoc/goi-video", &again).await.is(200).says("Bạn đã ghi tên lớp này rồi").never_says(&code);
    for name in ["Lê Văn Nam", "Lê Thị Hoa", "Lê Văn Ba"] {
        registered(&anybody, &[("name", name), ("phone", "0912345678"), ("agree", "1")]).await;
    }
    let fifth = [("name", "Lê Văn Tư"), ("phone", "0912345678"), ("agree", "1")];
    anybody.post("/lich-hoc/goi-video", &fifth).await.is(422).says("đã đăng ký nhiều người");
    anybody.get("/lich-hoc/goi-video").await.says("Còn 26 chỗ");
}

#[tokio::test]
async fn the_queue_moves_up_and_officers_see_whom_to_call() {
    let hall = a_hall().await;
    hall.open(NewSeries { capacity: 1, ..hall.evening(&[date(2026, 10, 12)]) }).await;
    let anybody = hall.anybody();
    let first = registered(&anybody, &LAN).await;
    anybody.get("/lich-hoc/goi-video").await.says("Hết chỗ").says("Ghi tên chờ");
    let second = registered(&anybody, &[("name", "Lê Văn Nam"), ("phone", "0987 654 321"), ("agree", "1")]).await;
    let third = registered(&anybody, &[("name", "Lê Thị Hoa"), ("phone", "0987 111 222"), ("agree", "1")]).await;
    anybody.get(&format!("/lich-hoc/goi-video/phieu/{second}")).await.says("Bạn đang chờ, thứ 1");
    anybody.get(&format!("/lich-hoc/goi-video/phieu/{third}")).await.says("Bạn đang chờ, thứ 2");

    let leave = "/lich-hoc/goi-video/bo-ten";
    anybody.get(&format!("{leave}?ma={first}")).await.is(200).says("Bỏ tên khỏi lớp");
    for (code, phone) in [(first.as_str(), "0987654321"), ("AAAAAA", "0912345678"), (second.as_str(), "0912345678")] {
        anybody.post(leave, &[("code", code), ("phone", phone)]).await.is(422).says("Mã hoặc số điện thoại không đúng");
    }
    let spoken: String = first.to_lowercase().chars().flat_map(|c| [c, ' ']).collect();
    anybody.post(leave, &[("code", &spoken), ("phone", "+84912345678")]).await.is(303);
    anybody.get(&format!("/lich-hoc/goi-video/phieu/{first}")).await.says("Đã bỏ tên khỏi lớp");
    anybody.get(&format!("/lich-hoc/goi-video/phieu/{second}")).await.says("Đã giữ chỗ cho bạn");
    anybody.get(&format!("/lich-hoc/goi-video/phieu/{third}")).await.says("Bạn đang chờ, thứ 1");

    let head = hall.role(Role::VillageHead).await;
    head.get("/quan-ly/lop/goi-video").await.says("1 người vừa có chỗ, cần gọi báo");
    let list = head.get("/quan-ly/lop/goi-video/dang-ky").await.is(200);
    let html = list.html();
    list.says("1 người vừa có chỗ").says("Lê Văn Nam").says("0987 654 321");
    let called = html.split("action=\"").find(|part| part.contains("/da-goi\"")).and_then(|part| part.split('"').next()).expect("a form");
    head.post(called, &[]).await.is(303);
    head.get("/quan-ly/lop/goi-video").await.never_says("cần gọi báo");
}

#[tokio::test]
async fn the_last_seat_goes_to_one_of_two_who_ask_at_once() {
    let hall = a_hall().await;
    let lesson = hall.open(NewSeries { capacity: 1, ..hall.evening(&[date(2026, 10, 12)]) }).await.remove(0);
    let ask = |name: &str, phone: &str| {
        let new = NewRegistration { name: name.into(), phone: phone.into(), agreed: true, ..NewRegistration::default() };
        let (db, commune) = (hall.app.db.clone(), hall.commune.clone());
        tokio::spawn(async move { db.write(move |tx| register(tx, &commune, "goi-video", &new, NOW)).await })
    };
    let names: Vec<(String, String)> = (0..8).map(|n| (format!("Người {}", char::from(b'A' + n)), format!("091234567{n}"))).collect();
    let asked: Vec<_> = names.iter().map(|(name, phone)| ask(name, phone)).collect();
    for done in asked {
        assert!(matches!(done.await.expect("no panic").expect("a place"), Registered::Place(_)));
    }
    let series = lesson.series.clone();
    let list = hall.look(move |tx, commune| store::enrolment::list(tx, commune, &series)).await;
    let enrolled = list.iter().filter(|place| place.state == Standing::Enrolled).count();
    assert_eq!((enrolled, list.len()), (1, 8));
    let mut places: Vec<i64> = list.iter().map(|place| place.place).collect();
    places.dedup();
    assert_eq!(places.len(), 8, "every place in the order is taken once");
    assert_eq!(list[0].state, Standing::Enrolled, "whoever came first has the seat");
}

#[tokio::test]
async fn a_name_on_the_list_is_linked_to_the_likely_person_or_a_new_one() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.person("Nguyễn Thị Lan", 1953).await;
    let anybody = hall.anybody();
    registered(&anybody, &LAN).await;
    registered(&anybody, &[("name", "Bùi Mới Tới"), ("phone", "0987654321"), ("birth_year", "1990"), ("agree", "1")]).await;
    let head = hall.role(Role::VillageHead).await;
    head.get("/quan-ly/lop/goi-video/dang-ky").await.says("Chưa gắn với sổ").says("sinh 1953").says("tự đăng ký");
    let series = lesson.series.clone();
    let list = hall.look(move |tx, commune| store::enrolment::list(tx, commune, &series)).await;
    let place = |at: usize| format!("/quan-ly/lop/goi-video/dang-ky/{}", list[at].id);
    head.get(&place(0)).await.is(200).says("Nguyễn Thị Lan sinh 1953").says("Rất có thể");
    head.post(&format!("{}/gan", place(0)), &[("person", &lan)]).await.is(303);
    head.post(&format!("{}/gan", place(0)), &[("person", &lan)]).await.is(422).says("đã gắn với một người");
    head.post(&format!("{}/gan", place(1)), &[("person", &lan)]).await.is(422).says("đã có tên trong lớp");
    head.post(&format!("{}/gan", place(1)), &[("person", "nobody")]).await.is(404);
    head.post(&format!("{}/gan", place(1)), &[("village", &hall.villages[1])]).await.is(404);
    head.post(&format!("{}/gan", place(1)), &[("village", &hall.villages[0])]).await.is(303);
    head.get(&roll(&lesson)).await.says("0 / 2 có mặt").says("Bùi Mới Tới Chưa điểm danh");
}

#[tokio::test]
async fn a_registered_newcomer_is_linked_and_marked_at_the_door() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.person("Nguyễn Thị Lan", 1953).await;
    registered(&hall.anybody(), &LAN).await;
    let volunteer = hall.role(Role::Volunteer).await;
    let page = volunteer.get(&roll(&lesson)).await.says("1 người đã đăng ký, chưa gắn").never_says("0912");
    let html = page.html();
    let door = html.split("href=\"").find(|part| part.contains("/them?dang-ky=")).and_then(|part| part.split('"').next()).expect("a link");
    let door = door.replace("&amp;", "&");
    volunteer.get(&door).await.is(200).says("Nguyễn Thị Lan sinh 1953");
    let place = door.split("dang-ky=").nth(1).and_then(|rest| rest.split('&').next()).expect("an id");
    volunteer.post(&format!("{}/them", roll(&lesson)), &[("person", &lan), ("dang-ky", place)]).await.is(303);
    volunteer.get(&roll(&lesson)).await.says("1 / 1 có mặt").never_says("chưa gắn với sổ");
    assert_eq!(hall.entries(ATTENDED).await, 1);
}

#[tokio::test]
async fn officers_add_persons_of_the_register_and_take_them_off() {
    let hall = a_hall().await;
    let lesson = hall.open(NewSeries { capacity: 1, ..hall.evening(&[date(2026, 10, 12)]) }).await.remove(0);
    let (lan, nam) = (hall.person("Nguyễn Thị Lan", 1953).await, hall.person("Lê Văn Nam", 1950).await);
    let far = hall.person_of(&hall.villages[1].clone(), "Nguyễn Xa Lắc", 1950).await;
    let head = hall.role(Role::VillageHead).await;
    let list = "/quan-ly/lop/goi-video/dang-ky";
    head.get(&format!("{list}?ten=nguyen")).await.is(200).says("Nguyễn Thị Lan").never_says("Nguyễn Xa Lắc");
    head.post(list, &[("person", &lan)]).await.is(303);
    head.post(list, &[("person", &lan)]).await.is(303);
    head.post(list, &[("person", &nam)]).await.is(303);
    head.post(list, &[("person", &far)]).await.is(404);
    head.get(list).await.says("Đã đăng ký 1 trên 1 chỗ").says("Đang chờ");
    head.get(&format!("{list}?ten=lan")).await.says("Đã có tên");
    let series = lesson.series.clone();
    let first = hall.look(move |tx, commune| store::enrolment::list(tx, commune, &series)).await.remove(0).id;
    head.post(&format!("{list}/{first}/bo"), &[]).await.is(303);
    head.get(list).await.says("Lê Văn Nam").says("vừa có chỗ").never_says("Nguyễn Thị Lan");
    head.post(&format!("{list}/{first}/bo"), &[]).await.is(404);
    let volunteer = hall.role(Role::Volunteer).await;
    volunteer.get(list).await.is(403);
    let other = hall.role_at(Role::VillageHead, &hall.commune, &hall.villages[1]).await;
    other.post(list, &[("person", &far)]).await.is(404);
    other.post(&format!("{list}/{first}/da-goi"), &[]).await.is(404);
}

#[tokio::test]
async fn who_has_a_place_in_a_class_stays_when_their_list_is_taken_back() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let officer = hall.role(Role::Coordinator).await;
    let list = "Họ và tên,Năm sinh\nNguyễn Văn Có Chỗ,1950\nTrần Văn Không Chỗ,1951\n";
    let loaded =
        officer.upload("/quan-ly/nguoi-dan/nhap", &[("village", &hall.villages[0])], "ds.csv", list.as_bytes()).await.is(303).location();
    officer.post(&format!("{loaded}/ghi"), &[]).await.is(303);
    let (scope, series) = (hall.scope(), lesson.series.clone());
    let person = hall
        .write(move |tx| {
            let person = people::search(tx, &scope, "Nguyễn Văn Có Chỗ", 1)?.remove(0).id;
            api::enrol(tx, &scope, &series, &person, NOW)?;
            Ok(person)
        })
        .await;
    officer.post(&format!("{loaded}/hoan-tac"), &[]).await.is(303);
    officer.get(&format!("/quan-ly/nguoi-dan/{person}")).await.is(200).says("Nguyễn Văn Có Chỗ");
    officer.get("/quan-ly/nguoi-dan").await.never_says("Không Chỗ");
    officer.get(&roll(&lesson)).await.says("Nguyễn Văn Có Chỗ");
}
