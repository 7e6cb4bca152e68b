//! Certificates through the front door: handed out, checked by anybody, taken back by two.

use super::{payload, store};
use crate::{
    accounts::Role,
    kit::ids,
    learning::{self, CERTIFIED, Component, NewCheck, Outcome, PASSED, REVOKED},
    ledger::{self, Grade, NewEntry},
    people::{self, NewPerson},
    testing::{NOW, TestHouse},
};

const REGISTER: &str = "/quan-ly/hoc/chung-nhan";

/// Somebody of the first village who passed a supervised quiz on safety, and did a task unaided unless `quiz_only`.
async fn able(house: &TestHouse, name: &str, quiz_only: bool) -> String {
    let (scope, village, name) = (house.scope(), house.villages[0].clone(), name.to_owned());
    house
        .write(move |tx| {
            let new = NewPerson { village: village.clone(), name: name.clone(), birth_year: Some(1951), ..NewPerson::default() };
            let person = people::add(tx, &scope, &new, NOW)?;
            let entry = NewEntry {
                id: ids::new(NOW),
                commune: scope.commune().to_owned(),
                village: village.clone(),
                kind: PASSED,
                person: Some(person.clone()),
                audience: "citizen".into(),
                subject: "attempt".into(),
                grade: Some(Grade::B),
                attains: Some(Component::Safety.attains().into()),
                occurred_at: NOW,
                recorded_by: "a".into(),
                device: None,
                body: serde_json::json!({ "skill": "nd.an-toan.cuoc-goi" }),
            };
            ledger::append(tx, &entry, NOW)?;
            if !quiz_only {
                let check = NewCheck {
                    id: ids::new(NOW),
                    person: person.clone(),
                    component: Component::Safety,
                    outcome: Outcome::Unaided,
                    place: "chợ".into(),
                    note: String::new(),
                    at: NOW,
                    tasks: Vec::new(),
                    device: None,
                };
                learning::record(tx, &scope, &check, NOW)?;
            }
            Ok(person)
        })
        .await
}

fn fields<'a>(id: &'a str, rule: &'a str) -> [(&'static str, &'a str); 4] {
    [("id", id), ("rule", rule), ("signer", "Đỗ Minh Hà"), ("office", "Chủ tịch")]
}

async fn issue(house: &TestHouse, person: &str) -> String {
    let answer = house.role(Role::CommuneLeader).await.post(&format!("{REGISTER}/nguoi/{person}"), &fields(&ids::new(NOW), "safety")).await;
    answer.is(303).location().rsplit('/').next().unwrap_or("").to_owned()
}

async fn certificate(house: &TestHouse, id: &str) -> store::Certificate {
    let (commune, id) = (house.commune.clone(), id.to_owned());
    house.read(move |tx| Ok(store::by_id(tx, &commune, &id)?.expect("a certificate"))).await
}

async fn evidence(house: &TestHouse, id: &str) -> Vec<(String, String, bool)> {
    let (commune, id) = (house.commune.clone(), id.to_owned());
    house.read(move |tx| Ok(store::evidence(tx, &commune, &id)?)).await
}

#[tokio::test]
async fn the_leader_hands_one_out_and_a_neighbour_checks_it() {
    let house = TestHouse::new().await;
    let sau = able(&house, "Nguyễn Thị Sáu", false).await;
    let leader = house.role(Role::CommuneLeader).await;
    leader.get(&format!("{REGISTER}?ten=sau")).await.is(200).says("Nguyễn Thị Sáu").says("Chưa cấp giấy nào");
    leader.get(&format!("{REGISTER}/nguoi/{sau}")).await.is(200).says("Tự bảo vệ trên môi trường số").says("còn thiếu");
    let id = ids::new(NOW);
    for _ in 0..2 {
        leader.post(&format!("{REGISTER}/nguoi/{sau}"), &fields(&id, "safety")).await.is(303);
    }
    assert_eq!(house.entries(CERTIFIED).await, 1);
    let one = certificate(&house, &id).await;
    assert_eq!((one.number_words().as_str(), evidence(&house, &id).await.len()), ("01/2026", 2));
    let page = leader.get(&format!("{REGISTER}/{id}")).await.is(200).says("Còn giá trị").says("Đỗ Minh Hà, Chủ tịch");
    assert!(page.html().contains("<svg xmlns") && page.html().contains(&format!("https://xa.test/chung-nhan/{}", one.code)));
    let pdf = leader.get(&format!("{REGISTER}/{id}/giay.pdf")).await.is(200);
    assert!(pdf.bytes.starts_with(b"%PDF"));
    leader.post(&format!("{REGISTER}/nguoi/{sau}"), &fields(&ids::new(NOW), "safety")).await.is(422).says("đã có giấy loại này");
    let neighbour = house.anybody();
    let seen = neighbour.get(&format!("/chung-nhan/{}", one.code)).await.is(200);
    seen.says("là thật và còn giá trị").says("Sáu N.").says("01/2026").never_says("Nguyễn").never_says("Thị");
    neighbour.get("/chung-nhan/ABCDEFGHIJ").await.is(404).says("Không có giấy chứng nhận nào");
    let typed = format!("{} {}", &one.code[..5].to_lowercase(), &one.code[5..]);
    let found = neighbour.post("/chung-nhan", &[("ma", &typed)]).await.is(303);
    assert_eq!(found.location(), format!("/chung-nhan/{}", one.code));
    // The other commune's officers see the public page, and nothing more.
    let far = house.role_at(Role::CommuneLeader, &house.other_commune, &house.other_village).await;
    far.get(&format!("/chung-nhan/{}", one.code)).await.is(200).says("Xã Thạch Thất");
    far.get(&format!("{REGISTER}/{id}")).await.is(404);
    far.get(&format!("{REGISTER}/{id}/giay.pdf")).await.is(404);
    neighbour.clone().in_english().get(&format!("/chung-nhan/{}", one.code)).await.is(200).says("real and valid").never_says("⟦");
    house.expect_sound().await;
}

#[tokio::test]
async fn the_signature_alone_tells_a_real_one_from_a_false_one() {
    let house = TestHouse::new().await;
    let sau = able(&house, "Nguyễn Thị Sáu", false).await;
    let one = certificate(&house, &issue(&house, &sau).await).await;
    let whole = format!("https://xa.test/chung-nhan/{}#{}", one.code, one.signed);
    let visit = house.anybody();
    visit.post("/chung-nhan", &[("ma", &whole)]).await.is(200).says("là thật và còn giá trị").says("Sáu N.").never_says("Nguyễn");
    let mut forged = one.signed.clone().into_bytes();
    forged[12] = if forged[12] == b'A' { b'B' } else { b'A' };
    let forged = String::from_utf8(forged).expect("ASCII");
    visit.post("/chung-nhan", &[("ma", &forged)]).await.is(422).says("Giấy này là giả");
    visit.post("/chung-nhan", &[("ma", "HVC1.x")]).await.is(422).says("không phải là mã");
    visit.post("/chung-nhan", &[("ma", &format!("HVC1.{}", "a".repeat(10_000)))]).await.is(422);
    visit.post("/chung-nhan", &[("ma", "!!!")]).await.is(422).says("Hãy nhập mã");
    let open = visit.get("/chung-nhan/khoa.json").await.is(200).html();
    let open: serde_json::Value = serde_json::from_str(&open).expect("JSON");
    let commune = open["communes"].as_array().expect("a list").iter().find(|one| one["commune"] == "09955").expect("the commune");
    assert_eq!(commune["keys"].as_array().map(Vec::len), Some(1));
    let (id, keys) = (house.commune.clone(), house.commune.clone());
    let keys = house.read(move |tx| Ok(store::keys(tx, &keys)?)).await;
    assert_eq!(payload::read(&one.signed, &keys).expect("signed").name, "Sáu N.");
    assert!(!id.is_empty());
    // A register that lost it, as one that was restored from an older copy.
    house.write(|tx| Ok(tx.run("DELETE FROM learning_certificate", crate::args![])?)).await;
    visit.post("/chung-nhan", &[("ma", &whole)]).await.is(200).says("Chữ ký đúng").says("không có giấy ấy").never_says("là thật");
}

#[tokio::test]
async fn the_pasted_text_of_a_revoked_one_is_answered_by_the_register() {
    let house = TestHouse::new().await;
    let sau = able(&house, "Nguyễn Thị Sáu", false).await;
    let id = issue(&house, &sau).await;
    let one = certificate(&house, &id).await;
    let address = format!("{REGISTER}/{id}");
    house.role(Role::Coordinator).await.post(&format!("{address}/thu-hoi"), &[("reason", "cấp nhầm")]).await.is(303);
    house.role(Role::CommuneLeader).await.post(&format!("{address}/dong-y"), &[]).await.is(303);
    let seen = house.anybody().post("/chung-nhan", &[("ma", &one.signed)]).await.is(200);
    seen.says("đã bị thu hồi").never_says("Chữ ký đúng").never_says("là thật");
}

#[tokio::test]
async fn evidence_that_is_taken_back_is_shown_until_somebody_decides() {
    let house = TestHouse::new().await;
    let sau = able(&house, "Nguyễn Thị Sáu", false).await;
    let id = issue(&house, &sau).await;
    let leader = house.role(Role::CommuneLeader).await;
    let address = format!("{REGISTER}/{id}");
    let keep = format!("{address}/giu-lai");
    leader.post(&keep, &[("reason", "vẫn tốt")]).await.is(422).says("Chưa có ai đề nghị");
    leader.get("/quan-ly/hoc").await.is(200).never_says("giấy cần xem lại");
    let void = async |entry: String| {
        let commune = house.commune.clone();
        house.write(move |tx| ledger::void(tx, &commune, &entry, &ids::new(NOW), "nhầm người", "a", NOW).map(drop)).await;
    };
    void(evidence(&house, &id).await[0].0.clone()).await;
    leader.get("/quan-ly/hoc").await.is(200).says("1 giấy cần xem lại");
    leader.get(REGISTER).await.is(200).says("Bằng chứng đã bị bỏ");
    leader.get(&format!("{REGISTER}/nguoi/{sau}")).await.is(200).says("Bằng chứng đã bị bỏ");
    leader.get(&address).await.is(200).says("Có bằng chứng của giấy này đã bị bỏ").says("Đã bị bỏ").says("Giữ giấy lại");
    // Who only has the code sees that it counts until two take it back.
    let code = certificate(&house, &id).await.code;
    house.anybody().get(&format!("/chung-nhan/{code}")).await.is(200).says("còn giá trị").never_says("bị bỏ");
    leader.post(&keep, &[("reason", " ")]).await.is(422).says("Hãy ghi vì sao giữ giấy lại");
    leader.post(&keep, &[("reason", "có bằng chứng khác")]).await.is(303);
    leader.get("/quan-ly/hoc").await.is(200).never_says("giấy cần xem lại");
    let page = leader.get(&address).await.is(200).says("Còn giá trị").says("Đã bị bỏ").never_says("Có bằng chứng của giấy này đã bị bỏ");
    page.says("giữ giấy lại: có bằng chứng khác");
    // What is taken back later asks again.
    house.app.clock.set(NOW + 1_000);
    let (commune, other) = (house.commune.clone(), evidence(&house, &id).await[1].0.clone());
    house.write(move |tx| ledger::void(tx, &commune, &other, &ids::new(NOW), "nhầm", "a", NOW + 1_000).map(drop)).await;
    leader.get("/quan-ly/hoc").await.is(200).says("1 giấy cần xem lại");
    leader.in_english().get(&address).await.is(200).says("Evidence taken back").never_says("⟦");
    house.expect_sound().await;
}

#[tokio::test]
async fn it_takes_two_to_take_one_back_and_the_list_says_so() {
    let house = TestHouse::new().await;
    let sau = able(&house, "Nguyễn Thị Sáu", false).await;
    let id = issue(&house, &sau).await;
    let one = certificate(&house, &id).await;
    let (asks, agrees) = (house.role(Role::Coordinator).await, house.role(Role::CommuneLeader).await);
    let address = format!("{REGISTER}/{id}");
    agrees.post(&format!("{address}/dong-y"), &[]).await.is(422).says("Chưa có ai đề nghị");
    asks.post(&format!("{address}/thu-hoi"), &[("reason", " ")]).await.is(422).says("Hãy ghi lý do");
    asks.post(&format!("{address}/thu-hoi"), &[("reason", "cấp nhầm <b>người</b>")]).await.is(303);
    asks.post(&format!("{address}/thu-hoi"), &[("reason", "lần nữa")]).await.is(422);
    asks.post(&format!("{address}/dong-y"), &[]).await.is(422).says("Người đề nghị không tự đồng ý được");
    house.anybody().get(&format!("/chung-nhan/{}", one.code)).await.is(200).says("còn giá trị");
    agrees.post(&format!("{address}/giu-lai"), &[]).await.is(422).says("Hãy ghi vì sao giữ giấy lại");
    agrees.post(&format!("{address}/giu-lai"), &[("reason", "xem lại <i>rồi</i>")]).await.is(303);
    asks.post(&format!("{address}/thu-hoi"), &[("reason", "cấp nhầm lần hai")]).await.is(303);
    agrees.get(&address).await.is(200).says("đề nghị thu hồi: cấp nhầm lần hai").says("Đồng ý thu hồi");
    agrees.post(&format!("{address}/dong-y"), &[]).await.is(303);
    agrees.post(&format!("{address}/dong-y"), &[]).await.is(422);
    assert_eq!(house.entries(REVOKED).await, 1);
    house.anybody().get(&format!("/chung-nhan/{}", one.code)).await.is(200).says("đã bị thu hồi").never_says("là thật");
    // Nothing of it is forgotten: the request that was dropped, why, and the one that was agreed to.
    let told = agrees.get(&address).await.is(200).says("đề nghị thu hồi: cấp nhầm <b>người</b>").says("giữ giấy lại: xem lại <i>rồi</i>");
    told.says("đồng ý thu hồi: cấp nhầm lần hai");
    house.anybody().get("/chung-nhan/thu-hoi").await.is(200).says("01/2026").never_says("Sáu");
    assert!(house.anybody().get("/chung-nhan/khoa.json").await.html().contains(&one.code));
    agrees.get(&format!("{address}/giay.pdf")).await.is(422).says("không in được nữa");
    // With the old one gone she may have another, under the next number.
    let next = certificate(&house, &issue(&house, &sau).await).await;
    assert_eq!(next.number_words(), "02/2026");
    house.expect_sound().await;
}

#[tokio::test]
async fn nobody_gets_one_before_all_is_there() {
    let house = TestHouse::new().await;
    let half = able(&house, "Trần Văn Nửa", true).await;
    let leader = house.role(Role::CommuneLeader).await;
    let address = format!("{REGISTER}/nguoi/{half}");
    leader.post(&address, &fields(&ids::new(NOW), "safety")).await.is(422).says("chưa đủ điều kiện");
    leader.post(&address, &fields(&ids::new(NOW), "essential")).await.is(422).says("chưa đủ điều kiện");
    leader.post(&address, &fields(&ids::new(NOW), "king")).await.is(422).says("Hãy chọn loại giấy chứng nhận");
    leader.post(&address, &fields("x", "safety")).await.is(403);
    let long = "ă".repeat(10_000);
    let id = ids::new(NOW);
    leader
        .post(&address, &[("id", &id), ("rule", "safety"), ("signer", &long), ("office", "x")])
        .await
        .is(422)
        .says("Hãy ghi tên người ký");
    assert_eq!(house.entries(CERTIFIED).await, 0);
    for role in [Role::Ambassador, Role::Volunteer, Role::VillageHead, Role::SystemAdmin] {
        house.role(role).await.get(REGISTER).await.is(403);
    }
}
