use super::{between, form, id_of, person_page, walk_in};
use crate::{
    accounts::{Role, Scope},
    args,
    kit::{app::Keys, error::Error, sign::PublicKey},
    ledger,
    people::{CardFault, CardReading, LearnerCard, card_keys, cards, cards_for, lose_card, read_card, store},
    sql,
    testing::{NOW, TestHouse},
};

/// Makes a card as the page does and answers it.
async fn card_of(house: &TestHouse, person: &str) -> LearnerCard {
    let (scope, keys, person) = (house.scope(), house.app.keys.clone(), person.to_owned());
    house
        .write(move |tx| {
            let nonce = cards::issue(tx, &keys, &scope, &person, NOW)?;
            cards::card_in_reach(tx, &scope, &nonce)
        })
        .await
}

async fn read(house: &TestHouse, text: &str) -> CardReading {
    let (commune, text) = (house.commune.clone(), text.to_owned());
    house.read(move |tx| read_card(tx, &commune, &text)).await
}

/// What a card's QR code says.
async fn scanned(house: &TestHouse, card: &LearnerCard) -> String {
    let (commune, keys, card) = (house.commune.clone(), house.app.keys.clone(), card.clone());
    house.read(move |tx| cards::scanned(tx, &keys, &commune, &card)).await
}

async fn keys_of(house: &TestHouse) -> Vec<PublicKey> {
    let commune = house.commune.clone();
    house.read(move |tx| card_keys(tx, &commune)).await
}

/// The feed's lines about cards and whole villages: village, what, subject.
async fn feed(house: &TestHouse) -> Vec<(String, String, String)> {
    let commune = house.commune.clone();
    let lines = house.read(move |tx| Ok(ledger::changes(tx, &commune, "", 0, 10_000)?)).await;
    let about = lines.into_iter().filter(|line| ["card", "roster"].contains(&line.what.as_str()));
    about.map(|line| (line.village, line.what, line.subject)).collect()
}

#[tokio::test]
async fn a_card_is_made_printed_lost_and_replaced() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let lan = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let page = format!("/quan-ly/nguoi-dan/{lan}/the");
    person_page(&officer, &lan).await.says("Chưa có thẻ, làm thẻ");
    officer.get(&page).await.is(200).says("Chưa có thẻ").says("Làm thẻ");
    officer.post(&format!("{page}/in"), &[]).await.is(422).says("chưa có thẻ");
    officer.post(&page, &[]).await.is(303);
    officer.post(&page, &[]).await.is(422).says("Người này đã có thẻ");
    let shown = officer.get(&page).await.is(200).says("Chưa in").says("Mất thẻ, in thẻ mới");
    let html = shown.html();
    assert!(html.contains("<svg xmlns") && html.contains("Mã QR của thẻ"));
    let code = between(&html, "<h2 class=\"number\">", "</h2>").to_owned();
    assert_eq!((code.len(), code.as_bytes()[4]), (9, b' '), "{code}");
    person_page(&officer, &lan).await.says(&code).says("Chưa in");

    let printed = officer.post(&format!("{page}/in"), &[]).await.is(200);
    assert_eq!(printed.headers["content-type"], "application/pdf");
    assert!(printed.bytes.starts_with(b"%PDF-1.7"));
    officer.get(&page).await.says("Đã in").never_says("Chưa in");
    let logged =
        house.read(|tx| Ok(tx.count(sql!("SELECT COUNT(*) FROM accounts_event WHERE kind = 'export' AND subject = 'cards'"), args![])?));
    assert_eq!(logged.await, 1);

    let lock = between(&html, "danger\" href=\"", "\"").to_owned();
    officer.get(&lock).await.is(200).says("Khóa thẻ của Đỗ Thị Lan?").says(&code);
    officer.post(&lock, &[("viec", "moi"), ("reason", "<b>")]).await.is(422).says("Hãy chọn lý do");
    officer.post(&lock, &[("viec", "moi"), ("reason", "lost")]).await.is(303);
    let after = officer.get(&page).await.is(200).says("Thẻ cũ, không dùng được nữa").says("Mất thẻ").says("Chưa in");
    let new = between(&after.html(), "<h2 class=\"number\">", "</h2>").to_owned();
    assert_ne!(new, code);
    officer.post(&lock, &[("viec", "moi"), ("reason", "lost")]).await.is(422).says("đã bị khóa trước đó");
    officer.get(&lock).await.is(303);
    assert!(matches!(read(&house, &code).await, CardReading::Revoked(_)));
    assert!(matches!(read(&house, &new).await, CardReading::Good(card) if card.person == lan));
    let replaced = house.read(|tx| {
        Ok(tx.count(
            sql!("SELECT COUNT(*) FROM people_card WHERE replaced_by IN (SELECT id FROM people_card WHERE revoked_at IS NULL)"),
            args![],
        )?)
    });
    assert_eq!(replaced.await, 1);
}

#[tokio::test]
async fn a_scanned_card_is_judged_by_signature_list_and_commune() {
    let house = TestHouse::new().await;
    let lan = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let minh = walk_in(&house, 0, "Lê Văn Minh", 1960).await;
    let card = card_of(&house, &lan).await;
    let other = card_of(&house, &minh).await;
    assert_ne!((&card.nonce, &card.code), (&other.nonce, &other.code));
    let text = scanned(&house, &card).await;
    assert!(text.starts_with("HV1.") && text.len() == 147, "{text}");
    assert_eq!(read(&house, &text).await, CardReading::Good(card.clone()));
    assert_eq!(read(&house, &format!(" {text}\n")).await, CardReading::Good(card.clone()));
    let spoken = format!("{}-{}", card.code[..4].to_lowercase(), &card.code[4..]);
    assert_eq!(read(&house, &spoken).await, CardReading::Good(card.clone()));
    let swapped = text.replace(&text[40..44], "AAAA");
    assert_eq!(read(&house, &swapped).await, CardReading::Wrong(CardFault::Forged));
    for (strange, reading) in [
        ("", CardReading::Mistyped),
        ("22222222", CardReading::Unknown),
        ("DROP TABLE", CardReading::Mistyped),
        ("https://vi.du.vn/mot-dia-chi-dai-hon-bon-muoi-chu-cai", CardReading::Wrong(CardFault::NotACard)),
        (&"A.".repeat(5_000), CardReading::Wrong(CardFault::NotACard)),
    ] {
        assert_eq!(read(&house, strange).await, reading, "{strange}");
    }
    let far = house.other_commune.clone();
    assert_eq!(house.read(move |tx| read_card(tx, &far, &text)).await, CardReading::Wrong(CardFault::UnknownKey));

    // Restored from before the card was made: the signature still vouches for the person.
    let text = scanned(&house, &card).await;
    house.write(|tx| Ok(tx.run(sql!("DELETE FROM people_card"), args![])?)).await;
    assert_eq!(read(&house, &text).await, CardReading::Unlisted { person: lan, nonce: card.nonce });
}

#[tokio::test]
async fn a_new_key_signs_new_cards_and_old_ones_stay_right() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let lan = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let minh = walk_in(&house, 0, "Lê Văn Minh", 1960).await;
    let old = card_of(&house, &lan).await;
    officer.get("/quan-ly/the").await.is(200).says("Khóa số 1").never_says("Khóa số 2");
    officer.post("/quan-ly/the/khoa-ky", &[]).await.is(303);
    officer.get("/quan-ly/the").await.says("Khóa số 2");
    let head = house.role(Role::VillageHead).await;
    head.post("/quan-ly/the/khoa-ky", &[]).await.is(403);
    head.get("/quan-ly/the").await.is(200).never_says("Khóa số");
    let new = card_of(&house, &minh).await;
    assert_eq!((old.kid, new.kid), (1, 2));
    let kids: Vec<u8> = keys_of(&house).await.iter().map(|key| key.kid).collect();
    assert_eq!(kids, [1, 2]);
    for card in [old, new] {
        assert_eq!(read(&house, &scanned(&house, &card).await).await, CardReading::Good(card));
    }
}

#[tokio::test]
async fn with_another_key_file_old_cards_are_read_and_not_printed_and_new_ones_get_a_new_key() {
    let mut house = TestHouse::new().await;
    let lan = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let minh = walk_in(&house, 0, "Lê Văn Minh", 1960).await;
    let old = card_of(&house, &lan).await;
    let text = scanned(&house, &old).await;
    house.app.keys = Keys::parse(&"43".repeat(32)).expect("a key");
    let new = card_of(&house, &minh).await;
    assert_eq!((old.kid, new.kid), (1, 2));
    assert_eq!(read(&house, &text).await, CardReading::Good(old.clone()));
    let (commune, keys) = (house.commune.clone(), house.app.keys.clone());
    let printed = house.app.db.read(move |tx| cards::scanned(tx, &keys, &commune, &old)).await;
    assert!(matches!(printed, Err(Error::Refused(refusal)) if refusal.code == "people-card-key-gone"));
}

#[tokio::test]
async fn many_cards_are_made_in_one_act_and_printed_on_sheets() {
    let house = TestHouse::new().await;
    let head = house.role(Role::VillageHead).await;
    let mut people = Vec::new();
    for name in ["Đỗ Thị Lan", "Lê Văn Minh", "Ngô Văn Sáu"] {
        people.push(walk_in(&house, 0, name, 1950).await);
    }
    let next_door = walk_in(&house, 1, "Trần Thị Đường", 1950).await;
    head.post(&format!("/quan-ly/nguoi-dan/{}/dong-y", people[2]), &[("manage", "no"), ("how", "paper")]).await.is(303);
    let list = head.get("/quan-ly/the").await.is(200).says("Làm thẻ cho 3 người chưa có").says("Đỗ Thị Lan").never_says("Trần Thị Đường");
    assert!(!list.html().contains(&format!("value=\"{}\"", people[2])), "who refused can't be ticked");
    head.post("/quan-ly/the", &[("viec", "in-moi")]).await.is(422).says("Không có ai cần");
    head.post("/quan-ly/the", &[("viec", "lam")]).await.is(422).says("Hãy đánh dấu");
    head.post("/quan-ly/the", &[("viec", "lam"), ("chon", &next_door), ("chon", "x")]).await.is(422).says("Không có ai cần");
    let made = head.post("/quan-ly/the", &[("viec", "lam-het")]).await.is(303);
    head.get(&made.location()).await.is(200).says("Đã làm 2 thẻ").says("In 2 thẻ chưa in (1 tờ A4)").never_says("Ngô Văn Sáu");
    head.post("/quan-ly/the", &[("viec", "lam-het")]).await.is(422).says("Không có ai cần");
    let one = head.post("/quan-ly/the", &[("viec", "in-moi")]).await.is(200);
    assert_eq!(one.headers["content-type"], "application/pdf");
    head.get("/quan-ly/the?the=da-in").await.says("Đỗ Thị Lan").says("Lê Văn Minh").never_says("Ngô Văn Sáu");
    let ticked = head.post("/quan-ly/the", &[("viec", "in"), ("chon", &people[0]), ("chon", &people[1]), ("mat-sau", "1")]).await.is(200);
    assert!(ticked.bytes.len() > one.bytes.len(), "the backs are there");
    let again = head.post("/quan-ly/the", &[("viec", "in-het"), ("phan", "0")]).await.is(200);
    assert_eq!(again.bytes, one.bytes, "the same cards give the same bytes");
    head.post("/quan-ly/the", &[("viec", "in-het"), ("phan", "7")]).await.is(422);
    head.get("/quan-ly/the?q=minh").await.says("Lê Văn Minh").never_says("Đỗ Thị Lan");
    let code = card_code(&house, &people[0]).await;
    head.get(&format!("/quan-ly/the?q={}", &code[..4])).await.says("Đỗ Thị Lan").never_says("Lê Văn Minh");
}

async fn card_code(house: &TestHouse, person: &str) -> String {
    let (commune, person) = (house.commune.clone(), person.to_owned());
    house.read(move |tx| Ok(cards::store::live_of(tx, &commune, &person)?.remove(0).code)).await
}

#[tokio::test]
async fn whoever_refuses_gets_no_card() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let lan = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    officer.post(&format!("/quan-ly/nguoi-dan/{lan}/dong-y"), &[("manage", "no"), ("how", "paper")]).await.is(303);
    officer.post(&format!("/quan-ly/nguoi-dan/{lan}/the"), &[]).await.is(422).says("không đồng ý");
    house.app.clock.set(NOW + 1);
    officer.post(&format!("/quan-ly/nguoi-dan/{lan}/dong-y"), &[("manage", "yes"), ("how", "paper")]).await.is(303);
    officer.post(&format!("/quan-ly/nguoi-dan/{lan}/the"), &[]).await.is(303);
}

#[tokio::test]
async fn cards_of_merged_people_work_for_the_one_who_is_kept_and_go_back_when_they_are_parted() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let kept = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let gone = walk_in(&house, 0, "Lan Đỗ", 1954).await;
    let (one, other) = (card_of(&house, &kept).await, card_of(&house, &gone).await);
    let (scope, a, b) = (house.scope(), kept.clone(), gone.clone());
    let merge = house.write(move |tx| store::merge(tx, &scope, &a, &b, NOW)).await;
    let text = scanned(&house, &other).await;
    for text in [&text, &other.code, &one.code] {
        assert!(matches!(read(&house, text).await, CardReading::Good(card) if card.person == kept), "{text}");
    }
    let page = officer.get(&format!("/quan-ly/nguoi-dan/{kept}/the")).await.is(200).text();
    assert!([&one, &other].iter().all(|card| page.contains(&cards::grouped(&card.code))), "{page}");
    officer.post(&format!("/quan-ly/nguoi-dan/{gone}/the"), &[]).await.is(404);
    let scope = house.scope();
    house.write(move |tx| store::unmerge(tx, &scope, &merge, NOW).map(drop)).await;
    assert!(matches!(read(&house, &text).await, CardReading::Good(card) if card.person == gone));
    assert!(matches!(read(&house, &one.code).await, CardReading::Good(card) if card.person == kept));
}

#[tokio::test]
async fn phones_hear_of_every_card_that_is_made_revoked_or_moves() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let lan = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let card = card_of(&house, &lan).await;
    let (scope, first) = (house.scope(), house.villages[0].clone());
    let told = house.read(move |tx| cards_for(tx, &scope, &first)).await;
    assert_eq!(told, std::slice::from_ref(&card));
    let moved = form(&house.villages[1], "Đỗ Thị Lan", &[("version", "1"), ("birth", "1954")]);
    officer.post(&format!("/quan-ly/nguoi-dan/{lan}/sua"), &moved).await.is(303);
    let [here, there] = house.villages.clone();
    let line = |village: &str| (village.to_owned(), "card".to_owned(), card.nonce.clone());
    assert_eq!(feed(&house).await, [line(&here), line(&here), line(&there)]);

    let (scope, nonce) = (house.scope(), card.nonce.clone());
    assert!(house.write(move |tx| lose_card(tx, &scope, &nonce, NOW)).await);
    let (scope, nonce) = (house.scope(), card.nonce.clone());
    assert!(!house.write(move |tx| lose_card(tx, &scope, &nonce, NOW)).await, "lost twice is lost once");
    assert_eq!(feed(&house).await.len(), 4);
    let (scope, second) = (house.scope(), there.clone());
    let told = house.read(move |tx| cards_for(tx, &scope, &second)).await;
    assert!(told.len() == 1 && told[0].revoked_at == Some(NOW));

    let (narrow, nonce) = (house.scope().narrowed(&here).expect("a village"), card.nonce.clone());
    let lost = house.app.db.write(move |tx| lose_card(tx, &narrow, &nonce, NOW)).await;
    assert!(matches!(lost, Err(Error::NotFound)));
    let narrow = house.scope().narrowed(&here).expect("a village");
    assert_eq!(house.read(move |tx| cards_for(tx, &narrow, &there)).await, []);
    let far = Scope::of_command(&house.other_commune);
    let lost = house.app.db.write(move |tx| lose_card(tx, &far, &card.nonce, NOW)).await;
    assert!(matches!(lost, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_village_that_gets_many_cards_is_told_anew_once() {
    let house = TestHouse::new().await;
    let mut people = Vec::new();
    for number in 0..51 {
        people.push(walk_in(&house, 0, &format!("Người {number}"), 1950).await);
    }
    people.push(walk_in(&house, 1, "Trần Thị Đường", 1950).await);
    let (scope, keys) = (house.scope(), house.app.keys.clone());
    assert_eq!(house.write(move |tx| cards::issue_many(tx, &keys, &scope, &people, NOW)).await, 52);
    let lines = feed(&house).await;
    assert_eq!(lines.len(), 2);
    assert!(lines.contains(&(house.villages[0].clone(), "roster".into(), house.villages[0].clone())), "{lines:?}");
}

#[tokio::test]
async fn a_load_that_is_taken_back_leaves_whoever_has_a_card() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let csv = "Họ và tên,Năm sinh\nĐỗ Thị Lan,1954\nLê Văn Minh,1960\n";
    let loaded = officer.upload("/quan-ly/nguoi-dan/nhap", &[("village", &house.villages[0])], "a.csv", csv.as_bytes()).await.is(303);
    officer.post(&format!("{}/ghi", loaded.location()), &[]).await.is(303);
    let scope = house.scope();
    let listed = house.read(move |tx| store::listed(tx, &scope, &store::Filter::default(), 10, 0)).await;
    let lan = listed.iter().find(|person| person.name == "Đỗ Thị Lan").expect("Lan").id.clone();
    card_of(&house, &lan).await;
    officer.post(&format!("{}/hoan-tac", loaded.location()), &[]).await.is(303);
    officer.get("/quan-ly/nguoi-dan").await.says("Đỗ Thị Lan").never_says("Lê Văn Minh");
}

#[tokio::test]
async fn from_the_wrong_place_no_card_is_there() {
    let house = TestHouse::new().await;
    let minh = walk_in(&house, 1, "Lê Văn Minh", 1960).await;
    let lan = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let (card, own) = (card_of(&house, &minh).await, card_of(&house, &lan).await);
    let head = house.role(Role::VillageHead).await;
    let far = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    let base = format!("/quan-ly/nguoi-dan/{minh}/the");
    let lock = format!("{base}/{}/khoa", card.nonce);
    for visit in [&head, &far] {
        visit.get(&base).await.is(404).never_says("Minh");
        visit.get(&lock).await.is(404);
        for path in [&base, &format!("{base}/in"), &lock] {
            visit.post(path, &[("viec", "moi"), ("reason", "lost")]).await.is(404).never_says(&card.code);
        }
        visit.get(&format!("/quan-ly/the?q=minh&thon={}", house.villages[1])).await.is(200).never_says("Lê Văn Minh");
        visit.post("/quan-ly/the", &[("viec", "in"), ("chon", &minh)]).await.is(422).never_says("Minh");
    }
    // A card under the address of somebody else is not there either.
    head.get(&format!("/quan-ly/nguoi-dan/{lan}/the/{}/khoa", card.nonce)).await.is(404);
    let both = house.role(Role::Coordinator).await;
    both.get(&format!("/quan-ly/nguoi-dan/{lan}/the/{}/khoa", card.nonce)).await.is(404);
    both.get(&format!("/quan-ly/nguoi-dan/{lan}/the/{}/khoa", own.nonce)).await.is(200);
    let leader = house.role(Role::CommuneLeader).await;
    let seen = leader.get(&format!("/quan-ly/nguoi-dan/{lan}/the")).await.is(200).never_says("In thẻ");
    assert!(!seen.html().contains("Mã QR của thẻ"), "who may not print gets no code to scan");
    leader.post(&format!("/quan-ly/nguoi-dan/{lan}/the/in"), &[]).await.is(403);
    house.role(Role::Volunteer).await.get("/quan-ly/the").await.is(403);
}

#[tokio::test]
async fn strange_input_is_text_and_nothing_else() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let evil = "<script>alert(1)</script> #panic $x$ \"Lan";
    let added = officer.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[0], evil, &[])).await.is(303);
    let id = id_of(&added);
    officer.post(&format!("/quan-ly/nguoi-dan/{id}/the"), &[]).await.is(303);
    for path in [format!("/quan-ly/nguoi-dan/{id}/the"), "/quan-ly/the".into(), format!("/quan-ly/the?q={}", "%3Cscript%3Ealert(1)")] {
        assert!(!officer.get(&path).await.is(200).html().contains("<script>alert"), "{path}");
    }
    officer.post(&format!("/quan-ly/nguoi-dan/{id}/the/in"), &[("mat-sau", "1")]).await.is(200);
    let long = "x".repeat(10_000);
    for viec in ["", "lam", "in", "in-het", &long] {
        officer.post("/quan-ly/the", &[("viec", viec), ("chon", &long), ("phan", "-9"), ("thon", &long), ("q", "%_\\'")]).await.is(422);
    }
    officer.get("/quan-ly/the?the=x&trang=-4&thon=%27--&da-lam=99999999999999").await.is(200).never_says("Đã làm");
    for back in ["https://evil.vn", "//evil.vn", "/quan-ly/../x", "/quan-ly/a?b", "/dang-xuat"] {
        let person = walk_in(&house, 0, "Ai Đó", 1950).await;
        let made = officer.post("/quan-ly/the", &[("viec", "lam"), ("chon", &person), ("ve", back)]).await.is(303);
        assert!(made.location().starts_with("/quan-ly/the?"), "{back} led to {}", made.location());
    }
}
