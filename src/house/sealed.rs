//! Phones stand nowhere in plain, and do all they did.

use super::{
    plants::{Plants, Where},
    walk::everything,
};
use crate::{
    accounts::Role,
    args,
    kit::db::Engine,
    people::{self, NewPerson},
    platform,
    testing::{NOW, TestHouse, Visit},
};

/// One of a person, one of a registration, one of a list that waits, one of a person who was merged.
const PHONES: [&str; 4] = ["0912345611", "0912345622", "0912345633", "0912345644"];

/// Everything that the database holds, as text; of a file its bytes too, with its log.
async fn dump(house: &TestHouse) -> String {
    let mut all: String = everything(house).await.into_values().flatten().collect();
    all.extend(house.read(|tx| Ok(tx.rows("SELECT * FROM accounts_event", args![])?)).await.iter().map(|row| format!("{row:?}")));
    if house.app.db.engine() == Engine::Sqlite {
        for file in ["hocvuso.db", "hocvuso.db-wal"] {
            all += &String::from_utf8_lossy(&std::fs::read(house.app.folder.join(file)).expect("the database"));
        }
    }
    all
}

async fn add(clerk: &Visit<'_>, village: &str, name: &str, phone: &str) -> String {
    let form = [("village", village), ("name", name), ("audience", "citizen"), ("phone", phone), ("anyway", "1")];
    clerk.post("/quan-ly/nguoi-dan/moi", &form).await.is(303).location().rsplit('/').next().expect("an id").to_owned()
}

#[tokio::test]
async fn no_phone_stands_in_plain_in_the_database() {
    let house = TestHouse::new().await;
    let village = house.villages[0].clone();
    let plants = Plants::set(&house).await;
    let clerk = house.role(Role::Coordinator).await;
    let kept = add(&clerk, &village, "Nguyễn Thị Lan", PHONES[0]).await;
    let gone = add(&clerk, &village, "Nguyễn Thị Lan", PHONES[3]).await;
    let class = plants.fill("/lich-hoc/{code}", Where::Here);
    let form = [("name", "Lê Văn Nam"), ("phone", PHONES[1]), ("agree", "1")];
    house.anybody().post(&class, &form).await.is(303);
    let list = format!("STT,Họ và tên,Năm sinh,Số điện thoại\n1,Trần Văn Chờ,1950,{}\n2,Phạm Văn Lỗi,xx,{}\n", PHONES[2], PHONES[2]);
    let waits = clerk.upload("/quan-ly/nguoi-dan/nhap", &[("village", &village)], "ds.csv", list.as_bytes()).await.is(303).location();
    let pair = clerk.post(&format!("/quan-ly/nguoi-dan/{kept}/trung"), &[("other", &gone)]).await.is(303).location();
    clerk.post(&format!("{pair}/gop"), &[("keep", &kept)]).await.is(303);

    let all = dump(&house).await;
    assert!(all.contains("Nguyễn Thị Lan") && all.contains("Lê Văn Nam"), "the dump is of this house");
    for phone in PHONES {
        assert!(!all.contains(phone), "{phone} stands in plain");
    }

    clerk.get(&waits).await.says("Trần Văn Chờ").says("0912 *** 633");
    clerk.post(&format!("{waits}/ghi"), &[]).await.is(303);
    let all = dump(&house).await;
    assert!(all.contains("Trần Văn Chờ"));
    for phone in PHONES {
        assert!(!all.contains(phone), "{phone} stands in plain after the list was written");
    }
    clerk.get(&format!("{waits}/dong-loi.csv")).await.is(200);
}

#[tokio::test]
async fn sealed_phones_are_shown_found_and_compared_as_before() {
    let house = TestHouse::new().await;
    let village = house.villages[0].clone();
    let clerk = house.role(Role::Coordinator).await;
    let lan = add(&clerk, &village, "Nguyễn Thị Lan", PHONES[0]).await;
    add(&clerk, &village, "Lê Văn Nam", PHONES[1]).await;
    clerk.get(&format!("/quan-ly/nguoi-dan/{lan}")).await.says("0912 345 611");
    for query in ["0912345611", "0912%20345%20611", "%2B84912345611", "5611", "611"] {
        clerk.get(&format!("/quan-ly/nguoi-dan?q={query}")).await.says("Nguyễn Thị Lan").never_says("Lê Văn Nam");
    }
    clerk.get("/quan-ly/nguoi-dan?q=09123456").await.says("Nguyễn Thị Lan").says("Lê Văn Nam");
    clerk.get("/quan-ly/nguoi-dan?q=0912345699").await.never_says("Nguyễn Thị Lan");

    let twin = [("village", house.villages[1].as_str()), ("name", "Nguyễn Thị Lan"), ("audience", "citizen"), ("phone", PHONES[0])];
    clerk.post("/quan-ly/nguoi-dan/moi", &twin).await.is(422).says("Cùng họ tên và số điện thoại");
    let scope = house.scope();
    let likely = house.read(move |tx| people::likely(tx, &scope, "Ai Đó", Some(PHONES[1]), 5)).await;
    assert_eq!(likely.iter().map(|(card, same)| (card.name.as_str(), *same)).collect::<Vec<_>>(), [("Lê Văn Nam", true)]);
    let (scope, person) = (house.scope(), lan.clone());
    assert_eq!(house.read(move |tx| people::phone(tx, &scope, &person)).await.as_deref(), Some(PHONES[0]));
}

#[tokio::test]
async fn rows_from_before_sealing_are_sealed_at_the_next_start() {
    let house = TestHouse::new().await;
    let (scope, village) = (house.scope(), house.villages[0].clone());
    let plants = Plants::set(&house).await;
    let class = plants.fill("/lich-hoc/{code}", Where::Here);
    house.anybody().post(&class, &[("name", "Lê Văn Nam"), ("phone", PHONES[1]), ("agree", "1")]).await.is(303);
    house
        .write(move |tx| {
            for at in 0..600 {
                let person = NewPerson { village: village.clone(), name: format!("Người {at}"), ..NewPerson::default() };
                let id = people::add(tx, &scope, &person, NOW)?;
                tx.run("UPDATE people_person SET phone = $2 WHERE id = $1", args![&id, format!("0987{at:06}")])?;
            }
            tx.run("UPDATE classes_enrolment SET phone = $1, phone_index = NULL WHERE name = 'Lê Văn Nam'", args![PHONES[1]])?;
            Ok(())
        })
        .await;
    let all = dump(&house).await;
    assert!(all.contains("0987000007") && all.contains(PHONES[1]), "planted");
    let (db, folder) = (house.app.db.clone(), house.app.folder.clone());
    std::fs::write(folder.join("hocvuso.key"), "42".repeat(32)).expect("a key file");
    tokio::task::spawn_blocking(move || platform::open_keys(&db, &folder, NOW).expect("opens")).await.expect("ends");
    let all = dump(&house).await;
    assert!(all.contains("Người 599") && !all.contains("0987000007") && !all.contains("0987000599") && !all.contains(PHONES[1]));
    let clerk = house.role(Role::Coordinator).await;
    clerk.get("/quan-ly/nguoi-dan?q=0987000599").await.says("Người 599").never_says("Người 598");
    house.anybody().post(&class, &[("name", "le van nam"), ("phone", PHONES[1]), ("agree", "1")]).await.says("Bạn đã ghi tên lớp này rồi");
}
