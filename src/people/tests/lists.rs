use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{between, form, id_of, people, person_page};
use crate::{
    accounts::Role,
    kit::{
        db::{Arg, Engine},
        error::{Error, Result},
        sheet,
    },
    people::{
        import_file,
        load::{self, Decision},
        store,
    },
    testing::{Answer, TestHouse, Visit},
};

const MAU: &str = "danh-sach-thon-dong-mau.xlsx";
const VI_DU: &str = "tong-hop-thon-ben-vi-du.xlsx";
const LOAD: &str = "/quan-ly/nguoi-dan/nhap";

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/lists/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn answers(name: &str) -> Value {
    serde_json::from_slice(&fixture(&name.replace(".xlsx", ".answers.json"))).unwrap()
}

/// Imports a file as the command does.
async fn command(house: &TestHouse, village: &str, name: &str, dry_run: bool) -> Result<Value> {
    let (app, scope, village, name) = (house.app.clone(), house.scope(), village.to_owned(), name.to_owned());
    let outcome = tokio::task::spawn_blocking(move || import_file(&app, &scope, &village, &name, &fixture(&name), dry_run)).await.unwrap();
    outcome.map(|outcome| serde_json::to_value(outcome).unwrap())
}

/// Sends a file and answers the address of its preview.
async fn send(visit: &Visit<'_>, village: &str, name: &str, bytes: &[u8]) -> String {
    visit.upload(LOAD, &[("village", village)], name, bytes).await.is(303).location()
}

/// Sends a file and writes it.
async fn write(visit: &Visit<'_>, village: &str, name: &str, bytes: &[u8], decisions: &[(&str, &str)]) -> Answer {
    let preview = send(visit, village, name, bytes).await;
    visit.post(&format!("{preview}/ghi"), decisions).await.is(303);
    visit.get(&preview).await.is(200)
}

fn csv(rows: &[&str]) -> Vec<u8> {
    let mut text = String::from("Họ và tên,Năm sinh,Điện thoại,Chủ hộ,CCCD,Đồng ý cung cấp thông tin,Ghi chú\n");
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text.into_bytes()
}

#[tokio::test]
async fn both_workbooks_are_read_as_their_answers_say() {
    let house = TestHouse::new().await;
    for dry_run in [true, false] {
        let found = command(&house, "Đồng Mẫu", MAU, dry_run).await.unwrap();
        let expected = answers(MAU);
        assert_eq!(found["good"], expected["good"]);
        let bad: Vec<Value> = found["bad"].as_array().unwrap().iter().map(|b| json!([b["row"], b["reason"]])).collect();
        assert_eq!(json!(bad), expected["bad"]);
        let duplicates: Vec<Value> = found["duplicates"].as_array().unwrap().iter().map(|d| json!([d["row"], d["of"]["row"]])).collect();
        assert_eq!(json!(duplicates), expected["duplicates"]);
        assert_eq!(people(&house).await, if dry_run { 0 } else { 233 });

        let found = command(&house, "002", VI_DU, dry_run).await.unwrap();
        let expected = answers(VI_DU);
        assert_eq!(found["good"], expected["good"]);
        let bad: Vec<Value> = found["bad"].as_array().unwrap().iter().map(|b| json!([b["sheet"], b["row"], b["reason"]])).collect();
        assert_eq!(json!(bad), expected["bad"]);
        assert_eq!(found["duplicates"], expected["duplicates"]);
    }
    assert_eq!(people(&house).await, 233 + 173);
    let scope = house.scope();
    assert_eq!(house.read(move |tx| store::count_open(tx, &scope)).await, 8, "every likely duplicate waits for a decision");
    let again = command(&house, "001", MAU, false).await;
    assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.code == "people-import-again"));
    let known = command(&house, "001", MAU, true).await.unwrap();
    let of_persons = known["duplicates"].as_array().unwrap().iter().filter(|d| d["of"]["person"].is_string()).count();
    assert!(of_persons > 200, "{of_persons} rows are known in the register");
    assert!(matches!(command(&house, "Thôn Không Có", MAU, true).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_list_is_looked_at_written_taken_back_and_written_again() {
    let house = TestHouse::new().await;
    let head = house.role(Role::VillageHead).await;
    let village = &house.villages[0];
    head.get(LOAD).await.is(200).says("Chưa nhập lần nào").says("Thôn Đồng Mẫu").never_says("Bến Ví Dụ");
    let preview = send(&head, village, MAU, &fixture(MAU)).await;
    let page = head.get(&preview).await.is(200).says("Đọc được 233 người, 7 dòng lỗi").says("Chưa ghi gì vào sổ").says("Ghi 233 người");
    let page = page.says("Dòng 13").says("ngày sinh ở tương lai").says("8 dòng có thể trùng");
    let html = page.html();
    assert_eq!(html.matches("value=\"later\" checked").count(), 8);
    assert_eq!(people(&house).await, 0, "looking writes nothing");

    head.post(&format!("{preview}/ghi"), &[]).await.is(303);
    head.get(&preview).await.is(200).says("Đã thêm 233 người").says("8 cặp nghi trùng đang chờ").never_says("Ghi 233 người");
    assert_eq!(people(&house).await, 233);
    head.post(&format!("{preview}/ghi"), &[]).await.is(422).says("đã được ghi hoặc đã bỏ");
    head.upload(LOAD, &[("village", village)], "ten-khac.xlsx", &fixture(MAU)).await.is(422).says("Đúng tệp này đã được ghi rồi");

    head.get(&format!("{preview}/hoan-tac")).await.is(200).says("đã thêm 233 người");
    head.post(&format!("{preview}/hoan-tac"), &[]).await.is(303);
    head.get(&preview).await.is(200).says("đã được hủy").says("Không còn ai của lần nhập này");
    assert_eq!(people(&house).await, 0);
    head.get("/quan-ly/ho").await.says("Không có hộ nào");
    head.get("/quan-ly/nguoi-dan/trung").await.says("Không có cặp nào đang chờ");
    head.post(&format!("{preview}/hoan-tac"), &[]).await.is(422).says("chưa được ghi hoặc đã hủy");

    write(&head, village, MAU, &fixture(MAU), &[]).await.says("Đã thêm 233 người");
    assert_eq!(people(&house).await, 233);
    head.get(LOAD).await.says("đã hủy").says("đã ghi").says("233 dòng tốt, 7 dòng lỗi");
    let officer = house.role(Role::Coordinator).await;
    let other = write(&officer, &house.villages[1], VI_DU, &fixture(VI_DU), &[]).await.says("Đã thêm 173 người");
    other.says("Xóm 1, dòng 29").says("năm sinh không đọc được");
}

#[tokio::test]
async fn no_identity_number_is_kept_anywhere() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    // One is written, one stays a preview.
    write(&officer, &house.villages[0], MAU, &fixture(MAU), &[]).await;
    send(&officer, &house.villages[1], VI_DU, &fixture(VI_DU)).await;
    let odd = csv(&[
        "Lê Văn 001172480401,1960,0912345678,Chủ 001172480402,001172480403,Có,ghi 001 172 480 404",
        "001172480405,x,,,,,001172480406",
    ]);
    send(&officer, &house.villages[1], "001172480407 001172480408.csv", &odd).await;
    officer.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[0], "Lê Nam", &[("identity", "001172480409")])).await.is(303);

    let mut numbers: BTreeSet<String> = (401..410).map(|n| format!("001172480{n}")).collect();
    for name in [MAU, VI_DU] {
        let book = sheet::read(&fixture(name), name).unwrap();
        let cells = book.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells).map(sheet::Cell::text);
        let digits = cells.map(|text| text.chars().filter(char::is_ascii_digit).collect::<String>());
        numbers.extend(digits.filter(|digits| digits.len() == 12));
    }
    assert!(numbers.len() > 100, "{} numbers to look for", numbers.len());
    let dump = dump(&house).await;
    assert!(dump.contains("Chủ …") && dump.contains("0912345678"), "the dump holds what was kept");
    for number in &numbers {
        assert!(!dump.contains(number), "a number that ends in {} is kept", &number[9..]);
    }
    let words: Vec<&str> = dump.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').collect();
    let bare = words.iter().find(|word| word.len() == 12 && word.bytes().all(|b| b.is_ascii_digit()));
    assert_eq!(bare, None);
}

/// Every text of every table, ids and hashes among them; what is sealed is opened.
async fn dump(house: &TestHouse) -> String {
    house
        .read(|tx| {
            let tables: &'static str = match tx.engine() {
                Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
                Engine::Postgres => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'",
            };
            let vault = tx.vault()?;
            let sealed = [store::PHONE, store::PAYLOAD, store::BEFORE];
            let mut dump = String::new();
            for table in tx.list(tables, &[], |row| row.get::<String>(0))? {
                let all: &'static str = Box::leak(format!("SELECT * FROM {table}").into_boxed_str());
                let (columns, rows) = tx.titled_rows(all, &[])?;
                for row in rows {
                    let id: String = columns.iter().position(|column| column == "id").map_or(Ok(String::new()), |at| row.get(at))?;
                    for (column, value) in columns.iter().zip(row.values()) {
                        let Arg::Text(text) = value else { continue };
                        match sealed.iter().find(|field| field.table == table && field.column == column) {
                            Some(field) => dump.push_str(&vault.open(*field, &id, text)?),
                            None => dump.push_str(text),
                        }
                        dump.push('\n');
                    }
                }
            }
            Ok(dump)
        })
        .await
}

#[tokio::test]
async fn a_decision_fills_keeps_apart_or_waits() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = &house.villages[0];
    let lan = id_of(&officer.post("/quan-ly/nguoi-dan/moi", &form(village, "Đỗ Thị Lan", &[("birth", "1954")])).await.is(303));
    officer.post("/quan-ly/nguoi-dan/moi", &form(village, "Lê Văn Nam", &[("birth", "1960")])).await.is(303);
    let rows = [
        "Đỗ Thị Lan,26/07/1954,0912345678,Đỗ Thị Lan,001154000123,Đồng ý,",
        "Lê Văn Nam,1960,,,,Không,",
        "Trần Văn Ba,1970,,,,,",
        "Tran Van Ba,1970,0987654321,,,,",
    ];
    let bytes = csv(&rows);
    let preview = send(&officer, village, "a.csv", &bytes).await;
    let html = officer.get(&preview).await.is(200).says("3 dòng có thể trùng").says("Có thể trùng với: Dòng 4, Trần Văn Ba, 1970").html();
    assert!(html.contains(&format!("/quan-ly/nguoi-dan/{lan}")));
    let decisions = [("d-0-2", "same"), ("d-0-3", "different"), ("d-0-5", "same")];
    officer.post(&format!("{preview}/ghi"), &decisions).await.is(303);
    officer.get(&preview).await.says("Đã thêm 2 người").says("Đã điền thêm cho 1 người có sẵn").never_says("cặp nghi trùng đang chờ");
    assert_eq!(people(&house).await, 4);
    let page = person_page(&officer, &lan).await.says("26/07/1954").says("0912 345 678").says("có, số cuối 123").says("Hộ Đỗ Thị Lan");
    page.says("Qua danh sách nhập").says("Ngày sinh: 1954 → 26/07/1954");
    officer.get("/quan-ly/nguoi-dan?q=0987654321").await.says("Trần Văn Ba");
    officer.get("/quan-ly/nguoi-dan/trung").await.says("Không có cặp nào đang chờ");

    officer.post(&format!("{preview}/hoan-tac"), &[]).await.is(303);
    assert_eq!(people(&house).await, 2);
    let page = person_page(&officer, &lan).await.never_says("0912 345 678").never_says("số cuối 123").says("Ngày sinh 1954");
    page.never_says("Qua danh sách nhập").says("Hộ gia đình chưa rõ");
}

#[tokio::test]
async fn consent_in_a_list_is_for_classes_alone() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let bytes = csv(&["Đỗ Thị Lan,1954,,,,Đồng ý,", "Lê Văn Nam,1960,,,,Không,", "Trần Văn Ba,1970,,,,,"]);
    write(&officer, &house.villages[0], "a.csv", &bytes, &[]).await;
    officer.get("/quan-ly/nguoi-dan?dong-y=chua").await.says("Lê Văn Nam").says("Trần Văn Ba").never_says("Đỗ Thị Lan");
    for (name, unasked, how) in [("lan", 4, true), ("nam", 4, true), ("ba", 5, false)] {
        let list = officer.get(&format!("/quan-ly/nguoi-dan?q={name}")).await;
        let id = between(&list.html(), "row-name\" href=\"/quan-ly/nguoi-dan/", "\"").to_owned();
        let page = person_page(&officer, &id).await;
        assert_eq!(page.text().matches("Chưa hỏi").count(), unasked, "{name}");
        assert_eq!(page.text().contains("Qua danh sách nhập"), how, "{name}");
    }
}

#[tokio::test]
async fn who_was_touched_stays_when_an_import_is_taken_back() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let bytes = csv(&["Đỗ Thị Lan,1954,,Đỗ Thị Lan,,,", "Lê Văn Nam,1960,,,,,", "Trần Văn Ba,1970,,,,,"]);
    let preview = send(&officer, &house.villages[0], "a.csv", &bytes).await;
    officer.post(&format!("{preview}/ghi"), &[]).await.is(303);
    let find = async |name: &str| {
        let list = officer.get(&format!("/quan-ly/nguoi-dan?q={name}")).await;
        between(&list.html(), "row-name\" href=\"/quan-ly/nguoi-dan/", "\"").to_owned()
    };
    let (lan, nam) = (find("lan").await, find("nam").await);
    let edited = form(&house.villages[0], "Đỗ Thị Lan", &[("version", "1"), ("head", "Đỗ Thị Lan"), ("note", "đã gặp")]);
    officer.post(&format!("/quan-ly/nguoi-dan/{lan}/sua"), &edited).await.is(303);
    officer.post(&format!("/quan-ly/nguoi-dan/{nam}/dong-y"), &[("zalo", "no"), ("how", "screen")]).await.is(303);
    officer.post(&format!("{preview}/hoan-tac"), &[]).await.is(303);
    officer.get(&preview).await.says("2 người ở lại").says("Đỗ Thị Lan").says("Lê Văn Nam").never_says("Trần Văn Ba");
    assert_eq!(people(&house).await, 2);
    person_page(&officer, &lan).await.says("Hộ Đỗ Thị Lan");
}

#[tokio::test]
async fn an_import_that_breaks_midway_leaves_nothing() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let preview = send(&officer, &house.villages[0], MAU, &fixture(MAU)).await;
    let id = preview.rsplit('/').next().unwrap().to_owned();
    let scope = house.scope();
    let broken: Result<()> = house
        .app
        .db
        .write(move |tx| {
            let applied = load::apply(tx, &scope, &id, &|_, _| Decision::Later, crate::testing::NOW)?;
            assert_eq!(applied.added, 233);
            Err(Error::Broken("the power went".into()))
        })
        .await;
    assert!(broken.is_err());
    assert_eq!(people(&house).await, 0);
    officer.get("/quan-ly/ho").await.says("Không có hộ nào");
    officer.get(&preview).await.is(200).says("Ghi 233 người");
    officer.post(&format!("{preview}/ghi"), &[]).await.is(303);
    assert_eq!(people(&house).await, 233);
}

#[tokio::test]
async fn bad_rows_come_as_files_that_can_be_mended_and_sent_again() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    for (village, name, count) in [(0, MAU, 7), (1, VI_DU, 7)] {
        let preview = send(&officer, &house.villages[village], name, &fixture(name)).await;
        let csv = officer.get(&format!("{preview}/dong-loi.csv")).await.is(200);
        assert!(csv.bytes.starts_with("\u{feff}".as_bytes()) && csv.html().contains("không"), "UTF-8 that Excel knows");
        let file = officer.get(&format!("{preview}/dong-loi.xlsx")).await.is(200);
        assert!(file.headers["content-disposition"].to_str().unwrap().contains("attachment"));
        let again = send(&officer, &house.villages[village], "sua.xlsx", &file.bytes).await;
        let page = officer.get(&again).await.is(200);
        let read = page.text();
        assert!(read.contains(&format!("{count} dòng lỗi")), "the same rows are bad until they are mended: {read}");
    }
    let preview = send(&officer, &house.villages[0], "x.csv", &csv(&["=HYPERLINK(1),1960,,,,,", "Lê Nam,31/02/1960,=1+1,,,,"])).await;
    let csv = officer.get(&format!("{preview}/dong-loi.csv")).await.is(200).html();
    assert!(csv.contains("31/02/1960") && csv.contains("'=1+1"), "{csv}");
}

#[tokio::test]
async fn an_import_of_another_village_or_commune_does_not_exist() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let preview = send(&officer, &house.villages[1], VI_DU, &fixture(VI_DU)).await;
    let head = house.role(Role::VillageHead).await;
    let stranger = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    for visit in [&head, &stranger] {
        for path in ["", "/dong-loi.csv", "/dong-loi.xlsx", "/hoan-tac"] {
            visit.get(&format!("{preview}{path}")).await.is(404);
        }
        for path in ["/ghi", "/bo", "/hoan-tac"] {
            visit.post(&format!("{preview}{path}"), &[]).await.is(404);
        }
        visit.get(LOAD).await.is(200).says("Chưa nhập lần nào");
        visit.upload(LOAD, &[("village", &house.villages[1])], "a.csv", &csv(&["Lê Nam,1960,,,,,"])).await.is(404);
    }
    officer.get(&preview).await.is(200).says("Ghi 173 người");
    officer.post(&format!("{preview}/bo"), &[]).await.is(303);
    officer.get(&preview).await.is(404);
    assert_eq!(people(&house).await, 0);
}

#[tokio::test]
async fn a_file_that_was_written_meanwhile_is_not_written_twice() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let one = send(&officer, &house.villages[0], MAU, &fixture(MAU)).await;
    let two = send(&officer, &house.villages[0], MAU, &fixture(MAU)).await;
    officer.post(&format!("{one}/ghi"), &[]).await.is(303);
    officer.post(&format!("{two}/ghi"), &[]).await.is(422).says("Đúng tệp này đã được ghi rồi");
    assert_eq!(people(&house).await, 233);
}

#[tokio::test]
async fn households_of_a_list_are_shared_by_their_members() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let bytes = csv(&["Lê Văn Nam,1950,,Lê Văn Nam,,,", "Lê Thị Hoa,1955,,LÊ VĂN NAM,,,", "Trần Văn Ba,1970,,Trần Văn Tư,,,"]);
    write(&officer, &house.villages[0], "a.csv", &bytes, &[]).await.says("Đã thêm 3 người");
    officer.get("/quan-ly/ho").await.says("2 hộ").says("Lê Văn Nam").says("Trần Văn Tư");
    let list = officer.get("/quan-ly/ho?q=nam").await;
    let household = between(&list.html(), "row-name\" href=\"/quan-ly/ho/", "\"").to_owned();
    officer.get(&format!("/quan-ly/ho/{household}")).await.says("Lê Thị Hoa").says("Chủ hộ");
    let more = csv(&["Lê Bé Út,1990,,Le Van Nam,,,"]);
    write(&officer, &house.villages[0], "b.csv", &more, &[]).await.says("Đã thêm 1 người");
    officer.get("/quan-ly/ho").await.says("2 hộ");
    officer.get(&format!("/quan-ly/ho/{household}")).await.says("Lê Bé Út");
}

/// A list of so many people in households of four.
fn many(people: usize) -> Vec<u8> {
    let rows = (0..people).map(|at| format!("Nguyễn Văn Số {at},1950,Chủ Hộ {},Có", at / 4));
    let all: Vec<String> = std::iter::once("Họ và tên,Năm sinh,Chủ hộ,Đồng ý".to_owned()).chain(rows).collect();
    all.join("\n").into_bytes()
}

async fn seen(house: &TestHouse) -> (i64, i64, usize) {
    let (scope, village) = (house.scope(), house.villages[0].clone());
    house
        .read(move |tx| {
            let people = store::count(tx, &scope, &store::Filter::default())?;
            Ok((people, store::count_households(tx, &scope, "", "")?, store::households_of_village(tx, &scope, &village)?.len()))
        })
        .await
}

#[tokio::test]
async fn a_long_list_is_written_in_small_changes_and_seen_all_at_once() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let preview = send(&officer, &house.villages[0], "ds.csv", &many(1_200)).await;
    let id = preview.rsplit('/').next().unwrap().to_owned();
    let scope = house.scope();
    house
        .write(move |tx| {
            load::Writing::begin(tx, &scope, &id, crate::testing::NOW)?;
            let writing = load::Writing::plan(tx, &scope, &id, &|_, _| Decision::Later, crate::testing::NOW)?;
            assert_eq!(writing.parts(), 3);
            writing.write_part(tx, &scope, 0)
        })
        .await;
    assert_eq!(seen(&house).await, (0, 0, 0), "a part is written and nothing is seen");
    officer.get(&preview).await.is(200).says("đang ghi");
    officer.post(&format!("{preview}/ghi"), &[]).await.is(422);
    let other = send(&officer, &house.villages[1], "khac.csv", &many(2)).await;
    officer.post(&format!("{other}/ghi"), &[]).await.is(422).says("Đang ghi một danh sách khác");

    house.app.clock.set(crate::testing::NOW + store::CUT_OFF);
    officer.get(&preview).await.is(200).never_says("đang ghi");
    let before = house.app.db.written();
    officer.post(&format!("{preview}/ghi"), &[]).await.is(303);
    assert!(house.app.db.written() - before >= 5, "begun, three parts, shown");
    assert_eq!(seen(&house).await, (1_200, 300, 300));
    officer.get("/quan-ly/nguoi-dan?q=so+1199").await.says("Nguyễn Văn Số 1199");
    officer.post(&format!("{preview}/hoan-tac"), &[]).await.is(303);
    assert_eq!(seen(&house).await, (0, 0, 0));
}

#[tokio::test]
async fn a_writing_that_fails_or_is_forgotten_leaves_nobody_behind() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let preview = send(&officer, &house.villages[0], "ds.csv", &many(600)).await;
    let id = preview.rsplit('/').next().unwrap().to_owned();
    let (app, scope, import) = (house.app.clone(), house.scope(), id.clone());
    let failed = tokio::task::spawn_blocking(move || {
        load::write_list(&app.db, &app.clock, &scope, &import, &|_, _| Decision::Later, |_, _| Err(Error::refused("people-import-nothing")))
    });
    assert_eq!(failed.await.unwrap().expect_err("refused").code(), "people-import-nothing");
    let rows = || {
        house.read(|tx| Ok((tx.count("SELECT COUNT(*) FROM people_person", &[])?, tx.count("SELECT COUNT(*) FROM people_household", &[])?)))
    };
    assert_eq!(rows().await, (0, 0));
    officer.get(&preview).await.is(200).never_says("đang ghi");

    let scope = house.scope();
    house
        .write(move |tx| {
            load::Writing::begin(tx, &scope, &id, crate::testing::NOW)?;
            load::Writing::plan(tx, &scope, &id, &|_, _| Decision::Later, crate::testing::NOW)?.write_part(tx, &scope, 0)
        })
        .await;
    assert_eq!(rows().await, (500, 150));
    officer.post(&format!("{preview}/bo"), &[]).await.is(404);
    house.app.clock.set(crate::testing::NOW + store::CUT_OFF);
    officer.post(&format!("{preview}/bo"), &[]).await.is(303);
    assert_eq!(rows().await, (0, 0));
}

#[tokio::test]
async fn who_comes_by_another_way_while_a_list_is_written_is_compared_with_it() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let preview = send(&officer, &house.villages[0], "ds.csv", &many(3)).await;
    let id = preview.rsplit('/').next().unwrap().to_owned();
    let (app, scope, village) = (house.app.clone(), house.scope(), house.villages[0].clone());
    let written = tokio::task::spawn_blocking(move || {
        let decide = |_: usize, _: u32| Decision::Later;
        let now = app.clock.now();
        app.db.write_now({
            let (scope, id) = (scope.clone(), id.clone());
            move |tx| load::Writing::begin(tx, &scope, &id, now)
        })?;
        let mut writing = app.db.read_now(|tx| load::Writing::plan(tx, &scope, &id, &decide, now))?;
        app.db.write_now(move |tx| {
            writing.write_part(tx, &scope, 0)?;
            let twin = crate::people::NewPerson {
                village: village.clone(),
                name: "Nguyễn Văn Số 1".into(),
                birth_year: Some(1950),
                ..crate::people::NewPerson::default()
            };
            crate::people::add(tx, &scope, &twin, now + 1)?;
            writing.finish(tx, &scope)
        })
    });
    assert_eq!(written.await.unwrap().unwrap().added, 3);
    officer.get("/quan-ly/nguoi-dan/trung").await.says("Nguyễn Văn Số 1");
}
