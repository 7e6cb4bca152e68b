use super::{form, id_of, people, person_page, walk_in};
use crate::{accounts::Role, args, sql, testing::TestHouse};

#[tokio::test]
async fn a_person_is_added_shown_and_changed_with_a_history() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let village = &house.villages[0];
    officer.get("/quan-ly/nguoi-dan/moi").await.is(200).says("Thêm người");
    let more = [
        ("birth", "26/7/1954"),
        ("sex", "female"),
        ("phone", "+84 912 345 678"),
        ("needs", "large_text"),
        ("needs", "helper"),
        ("hamlet", "Xóm 1"),
    ];
    let added = officer.post("/quan-ly/nguoi-dan/moi", &form(village, "ĐỖ THỊ LAN", &more)).await.is(303);
    let id = id_of(&added);
    let page = person_page(&officer, &id).await.says("Đỗ Thị Lan").says("26/07/1954").says("0912 345 678").says("cần chữ to").says("Xóm 1");
    page.says("Chưa hỏi").says("Chưa có ghi nhận nào").says("Chưa có thay đổi nào");

    let edit = officer.get(&format!("/quan-ly/nguoi-dan/{id}/sua")).await.is(200);
    assert!(edit.html().contains("value=\"26/07/1954\"") && edit.html().contains("name=\"version\" value=\"1\""));
    let changed =
        [("version", "1"), ("birth", "1954"), ("sex", "female"), ("phone", "0987654321"), ("needs", "helper"), ("note", "số của con gái")];
    officer.post(&format!("/quan-ly/nguoi-dan/{id}/sua"), &form(village, "Đỗ Thị Lan", &changed)).await.is(303);
    let page = person_page(&officer, &id).await;
    let text = page.text();
    for words in [
        "Ngày sinh: 26/07/1954 → 1954",
        "Số điện thoại: 0912 *** 678 → 0987 *** 321",
        "Ghi chú: (trống) → số của con gái",
        "cần người đi kèm, cần chữ to → cần người đi kèm",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    let stale = officer.post(&format!("/quan-ly/nguoi-dan/{id}/sua"), &form(village, "Tên Khác", &changed)).await.is(409);
    stale.says("Người khác vừa sửa mục này");
    person_page(&officer, &id).await.says("Đỗ Thị Lan").never_says("Tên Khác");
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_says_what_to_mend() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let long = "a".repeat(10_000);
    let fields =
        form(&house.villages[0], "Lê Văn Nam", &[("birth", "31/02/1960"), ("phone", "123"), ("hamlet", &long), ("note", "giữ lại")]);
    let refused = officer.post("/quan-ly/nguoi-dan/moi", &fields).await.is(422);
    let html = refused.html();
    assert!(html.contains("value=\"Lê Văn Nam\"") && html.contains("value=\"31/02/1960\"") && html.contains(">giữ lại</textarea>"));
    assert!(html.contains("href=\"#birth\"") && html.contains("id=\"birth-error\""));
    refused.says("Không có ngày này trong lịch").says("thiếu chữ số").says("Nội dung quá dài").says("Lỗi:");
    assert_eq!(people(&house).await, 0);
    let english = officer.in_english().post("/quan-ly/nguoi-dan/moi", &[("name", "")]).await.is(422);
    english.says("Choose a village").never_says("Hãy chọn");
}

#[tokio::test]
async fn markup_in_names_is_text() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let evil = "<script>alert('1')</script> Lan";
    let added =
        officer.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[0], evil, &[("note", "<img src=x onerror=alert(1)>")])).await.is(303);
    for path in [
        format!("/quan-ly/nguoi-dan/{}", id_of(&added)),
        format!("/quan-ly/nguoi-dan/{}/sua", id_of(&added)),
        "/quan-ly/nguoi-dan?q=lan".into(),
    ] {
        let html = officer.get(&path).await.is(200).html();
        assert!(!html.contains("<script>alert") && !html.contains("<img"), "{path}");
    }
    person_page(&officer, &id_of(&added)).await.says(evil);
}

#[tokio::test]
async fn the_list_filters_searches_without_marks_and_puts_exact_marks_first() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    for (village, name) in [(0, "Nguyễn Thị Mã"), (0, "Nguyễn Thị Má"), (0, "Nguyễn Văn Mạ"), (1, "Trần Thị Đường")]
    {
        walk_in(&house, village, name, 1960).await;
    }
    let text = officer.get("/quan-ly/nguoi-dan?q=m%C3%A1").await.is(200).says("3 người khớp").text();
    let at = |name: &str| text.find(name).unwrap_or_else(|| panic!("{name} in {text}"));
    assert!(at("Nguyễn Thị Má") < at("Nguyễn Thị Mã") && at("Nguyễn Thị Mã") < at("Nguyễn Văn Mạ"));
    officer.get("/quan-ly/nguoi-dan?q=duong").await.says("Trần Thị Đường").never_says("Nguyễn Thị Mã");
    officer.get("/quan-ly/nguoi-dan?q=khongcoai").await.is(200).says("Không tìm thấy ai");
    officer.get("/quan-ly/nguoi-dan?q=%25%27%3B--&trang=999&nhom=x").await.is(200);
    officer
        .get(&format!("/quan-ly/nguoi-dan?thon={}", house.villages[1]))
        .await
        .says("Trần Thị Đường")
        .never_says("Nguyễn Thị Mã")
        .says("1 người");
    officer.get("/quan-ly/nguoi-dan?nhom=student").await.says("Không tìm thấy ai");
    officer.get("/quan-ly/nguoi-dan?dong-y=chua").await.says("4 người khớp");
    let empty = TestHouse::new().await;
    empty.role(Role::Coordinator).await.get("/quan-ly/nguoi-dan").await.is(200).says("Chưa có người nào");
}

#[tokio::test]
async fn lists_mask_phones_and_find_people_by_them() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    officer.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[0], "Lê Văn Nam", &[("phone", "0912345678")])).await.is(303);
    let found = officer.get("/quan-ly/nguoi-dan?q=0912%20345").await.says("Lê Văn Nam").says("0912 *** 678");
    assert!(!found.html().contains("0912345678") && !found.html().contains("0912 345 678"));
    officer.get("/quan-ly/nguoi-dan?q=%2B84912345678").await.says("Lê Văn Nam");
    officer.get("/quan-ly/nguoi-dan?q=0999").await.says("Không tìm thấy ai");
}

#[tokio::test]
async fn pages_of_a_long_list_follow_one_another() {
    let house = TestHouse::new().await;
    let scope = house.scope();
    let village = house.villages[0].clone();
    house
        .write(move |tx| {
            for n in 0..120 {
                let new =
                    crate::people::NewPerson { village: village.clone(), name: format!("Người Số {n:03}"), ..Default::default() };
                crate::people::add(tx, &scope, &new, crate::testing::NOW)?;
            }
            Ok(())
        })
        .await;
    let officer = house.role(Role::Coordinator).await;
    let first = officer.get("/quan-ly/nguoi-dan").await.says("120 người").says("Người Số 000").never_says("Người Số 050");
    assert!(first.html().contains("trang=2"));
    officer.get("/quan-ly/nguoi-dan?trang=3").await.says("Người Số 119").never_says("Người Số 050");
}

#[tokio::test]
async fn likely_duplicates_are_shown_before_a_person_is_added() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let known = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let fields = form(&house.villages[0], "do thi lan", &[("birth", "1954"), ("identity", "001154000123"), ("sex", "female")]);
    let asked = officer
        .post("/quan-ly/nguoi-dan/moi", &fields)
        .await
        .is(422)
        .says("Trong danh sách đã có người rất giống")
        .says("3 số cuối là 123");
    let html = asked.html();
    assert!(html.contains(&format!("/quan-ly/nguoi-dan/{known}")) && !html.contains("001154000123"));
    assert_eq!(people(&house).await, 1);
    let seal = super::between(&html, "name=\"identity_seal\" value=\"", "\"").replace("&#124;", "|");
    assert!(!seal.is_empty());
    let again = form(&house.villages[0], "Đỗ Thị Lan", &[("birth", "1954"), ("sex", "female"), ("identity_seal", &seal), ("anyway", "1")]);
    let added = officer.post("/quan-ly/nguoi-dan/moi", &again).await.is(303);
    person_page(&officer, &id_of(&added)).await.says("có, số cuối 123");
    officer.get("/quan-ly/nguoi-dan/trung").await.says("Không có cặp nào đang chờ");

    let forged = form(&house.villages[0], "Người Khác", &[("identity_seal", "abc|999|def")]);
    let added = officer.post("/quan-ly/nguoi-dan/moi", &forged).await.is(303);
    person_page(&officer, &id_of(&added)).await.never_says("số cuối 999");
}

#[tokio::test]
async fn odd_numbers_are_asked_about_and_may_go_on() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    let fields = form(&house.villages[0], "Lê Văn Nam", &[("phone", "0511234567")]);
    officer.post("/quan-ly/nguoi-dan/moi", &fields).await.is(422).says("đầu số điện thoại lạ").says("Đã xem, vẫn lưu");
    let fields = form(&house.villages[0], "Lê Văn Nam", &[("phone", "0511234567"), ("anyway", "1")]);
    let added = officer.post("/quan-ly/nguoi-dan/moi", &fields).await.is(303);
    person_page(&officer, &id_of(&added)).await.says("0511 234 567");
}

#[tokio::test]
async fn every_look_is_kept_and_shown() {
    let house = TestHouse::new().await;
    let id = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let head = house.role(Role::VillageHead).await;
    person_page(&head, &id).await;
    person_page(&house.role(Role::Coordinator).await, &id).await.says("Ai đã xem").says("Người village_head · 19:00, 05/10/2026");
    let commune = house.commune.clone();
    let looks = house
        .read(move |tx| {
            Ok(tx.count(
                sql!("SELECT COUNT(*) FROM accounts_event WHERE commune_id = $1 AND kind = 'person-seen' AND subject = $2"),
                args![&commune, &id],
            )?)
        })
        .await;
    assert_eq!(looks, 2);
}

#[tokio::test]
async fn another_village_and_another_commune_do_not_exist() {
    let house = TestHouse::new().await;
    let mine = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    let other = walk_in(&house, 1, "Bùi Văn Kín", 1960).await;
    let head = house.role(Role::VillageHead).await;
    let stranger = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    head.get("/quan-ly/nguoi-dan").await.is(200).says("Đỗ Thị Lan").never_says("Kín");
    head.get("/quan-ly/nguoi-dan?q=kin").await.never_says("Bùi Văn Kín");
    head.get(&format!("/quan-ly/nguoi-dan?thon={}", house.villages[1])).await.never_says("Bùi Văn Kín");
    for (visit, id) in [(&head, &other), (&stranger, &mine), (&stranger, &other)] {
        for path in ["", "/sua", "/dong-y", "/phieu-dong-y", "/bien-nhan", "/ho", "/trung"] {
            visit.get(&format!("/quan-ly/nguoi-dan/{id}{path}")).await.is(404).never_says("Kín").never_says("Lan");
        }
        let fields = form(&house.villages[0], "Tên Mới", &[("version", "1")]);
        visit.post(&format!("/quan-ly/nguoi-dan/{id}/sua"), &fields).await.is(404);
        visit.post(&format!("/quan-ly/nguoi-dan/{id}/dong-y"), &[("manage", "yes"), ("how", "paper")]).await.is(404);
        visit.post(&format!("/quan-ly/nguoi-dan/{id}/ho"), &[("household", "new")]).await.is(404);
        visit.post(&format!("/quan-ly/nguoi-dan/{id}/trung"), &[("other", &mine)]).await.is(404);
    }
    head.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[1], "Người Lạ", &[])).await.is(404);
    let moved = form(&house.villages[1], "Đỗ Thị Lan", &[("version", "1")]);
    head.post(&format!("/quan-ly/nguoi-dan/{mine}/sua"), &moved).await.is(404);
    for strange in ["x", "../..", "%00", "01a2b3c4-0000-7000-8000-000000000000"] {
        head.get(&format!("/quan-ly/nguoi-dan/{strange}")).await.is(404);
    }
    assert_eq!(people(&house).await, 2);
}

#[tokio::test]
async fn roles_without_the_right_are_refused() {
    let house = TestHouse::new().await;
    let id = walk_in(&house, 0, "Đỗ Thị Lan", 1954).await;
    for role in [Role::SystemAdmin, Role::Police, Role::School, Role::Volunteer] {
        let visit = house.role(role).await;
        visit.get("/quan-ly/nguoi-dan").await.is(403).never_says("Lan");
        visit.get(&format!("/quan-ly/nguoi-dan/{id}")).await.is(403).never_says("Lan");
    }
    let leader = house.role(Role::CommuneLeader).await;
    person_page(&leader, &id).await.never_says("Ghi sự đồng ý");
    leader.get(&format!("/quan-ly/nguoi-dan/{id}/sua")).await.is(403);
    leader.get("/quan-ly/nguoi-dan/nhap").await.is(403);
    leader.get("/quan-ly/nguoi-dan/trung").await.is(403);
    let ambassador = house.role(Role::Ambassador).await;
    person_page(&ambassador, &id).await;
    ambassador.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[0], "Ai Đó", &[])).await.is(403);
}

#[tokio::test]
async fn the_register_is_taken_away_as_it_is_filtered_marked_and_logged() {
    let house = TestHouse::new().await;
    let officer = house.role(Role::Coordinator).await;
    for (village, name, phone) in [(0, "=Sum(A1)", "0912345678"), (0, "Đỗ Thị Lan", ""), (1, "Lê Văn Nam", "0987654321")] {
        officer.post("/quan-ly/nguoi-dan/moi", &form(&house.villages[village], name, &[("phone", phone)])).await.is(303);
    }
    let query = format!("?thon={}", house.villages[0]);
    officer.get(&format!("/quan-ly/nguoi-dan{query}")).await.says("Tải danh sách (Excel)");
    let csv = officer.get(&format!("/quan-ly/nguoi-dan.csv{query}")).await.is(200).html();
    assert!(csv.contains("'=Sum(A1)") && csv.contains("0912 345 678") && csv.contains("Đỗ Thị Lan"), "{csv}");
    assert!(!csv.contains("Lê Văn Nam"), "{csv}");
    assert!(csv.lines().last().is_some_and(|mark| mark.contains("Người coordinator") && mark.contains("2 người")), "{csv}");
    let xlsx = officer.get("/quan-ly/nguoi-dan.xlsx").await.is(200);
    let book = crate::kit::sheet::read(&xlsx.bytes, "x.xlsx").expect("a workbook");
    let cells: Vec<String> = book.sheets[0].rows.iter().flat_map(|row| &row.cells).map(crate::kit::sheet::Cell::text).collect();
    assert!(["Lê Văn Nam", "=Sum(A1)", "0987 654 321"].iter().all(|wanted| cells.iter().any(|cell| cell == wanted)), "{cells:?}");
    assert_eq!(cells.iter().filter(|cell| cell.contains("Người coordinator")).count(), 2, "{cells:?}");
    let logged = house.read(|tx| {
        Ok(tx.list("SELECT detail FROM accounts_event WHERE kind = 'export' ORDER BY detail", &[], |row| row.get::<String>(0))?)
    });
    assert_eq!(logged.await, ["csv 2", "xlsx 3"]);

    let head = house.role(Role::VillageHead).await;
    let own = head.get(&format!("/quan-ly/nguoi-dan.csv?thon={}", house.villages[1])).await.is(200).html();
    assert!(!own.contains("Lê Văn Nam"), "{own}");
    let member = house.role(Role::TeamMember).await;
    member.get("/quan-ly/nguoi-dan").await.never_says("Tải danh sách");
    member.get("/quan-ly/nguoi-dan.csv").await.is(403);
}
