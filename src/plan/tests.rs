use jiff::civil::date;

use super::{store::denominators, *};
use crate::{
    accounts::{Role, Scope},
    kit::{clock::DAY, error::Error},
    people::{self, NewPerson},
    testing::{NOW, TestHouse},
};

async fn people_born(house: &TestHouse, village: usize, years: &[Option<i16>]) {
    let (scope, village, years) = (house.scope(), house.villages[village].clone(), years.to_vec());
    house
        .write(move |tx| {
            years.iter().zip(1..).try_for_each(|(year, n)| {
                let new =
                    NewPerson { village: village.clone(), name: format!("Người Số {n}"), birth_year: *year, ..NewPerson::default() };
                people::add(tx, &scope, &new, NOW).map(drop)
            })
        })
        .await;
}

fn value(key: Key, village: &str, value: i64) -> NewDenominator {
    NewDenominator {
        key,
        village: village.to_owned(),
        value,
        as_of: date(2026, 9, 1),
        source: "Công an xã".into(),
        definition: (key == Key::Adults).then_some(Definition::From18),
        unknown: None,
    }
}

async fn held(house: &TestHouse) -> Held {
    let commune = house.commune.clone();
    house.read(move |tx| Held::on(tx, &commune, date(2026, 10, 5))).await
}

#[tokio::test]
async fn all_twelve_targets_are_there_before_anybody_did_anything() {
    let house = TestHouse::new().await;
    let page = house.role(Role::CommuneLeader).await.get("/quan-ly/chi-tieu").await.is(200);
    let text = page.text();
    for id in 1..=12 {
        assert!(text.contains(&format!("T{id}. ")), "T{id}: {text}");
    }
    page.says("Kế hoạch ngày 11/07/2025").says("chưa có số liệu").says("85%").says("Thuộc nhóm dẫn đầu").never_says("⟦");
    house.role(Role::School).await.in_english().get("/quan-ly/chi-tieu").await.is(200).says("Targets of the plan").never_says("⟦");
    house.role(Role::Volunteer).await.get("/quan-ly/chi-tieu").await.is(403);
    house.anybody().get("/quan-ly/chi-tieu").await.never_says("T1");
}

#[tokio::test]
async fn each_target_says_what_it_asks_and_why_it_has_no_figure() {
    let house = TestHouse::new().await;
    let visit = house.role(Role::Coordinator).await;
    for id in 1..=12 {
        visit.get(&format!("/quan-ly/chi-tieu/T{id}")).await.is(200).says("mục II.2").never_says("⟦");
    }
    visit.get("/quan-ly/chi-tieu/t4").await.is(200).says("Được kiện toàn").says("Hoạt động có hiệu quả").says("Vì sao chưa có số liệu");
    visit.get("/quan-ly/chi-tieu/T5").await.is(200).says("Thứ hạng trong Thành phố").never_says("100%").never_says("0%");
    visit.get("/quan-ly/chi-tieu/T13").await.is(404);
    visit.get("/quan-ly/chi-tieu/%3Cscript%3E").await.is(404);
}

#[tokio::test]
async fn a_target_is_changed_with_a_reason_and_its_history_tells() {
    let house = TestHouse::new().await;
    let visit = house.role(Role::Coordinator).await;
    let fields = |threshold: &'static str, version: &'static str, reason: &'static str| {
        [
            ("title", "Người trưởng thành có đủ năm năng lực số thiết yếu"),
            ("text", "85% người dân …"),
            ("threshold", threshold),
            ("denominator", "adults"),
            ("grades", "A"),
            ("grades", "B"),
            ("grades", "C"),
            ("owners", "villages"),
            ("version", version),
            ("reason", reason),
        ]
    };
    let address = "/quan-ly/chi-tieu/T3/sua";
    let form = visit.get(address).await.is(200).says("Điều chỉnh chỉ tiêu").html();
    for ticked in
        ["name=\"denominator\" value=\"adults\" checked", "name=\"grades\" value=\"B\" checked", "name=\"owners\" value=\"teams\" checked"]
    {
        assert!(form.contains(ticked), "{ticked}");
    }
    assert!(!form.contains("value=\"C\" checked"));
    visit.post(address, &fields("90", "0", "")).await.is(422).says("Hãy ghi lý do.");
    visit.post(address, &fields("190", "0", "thử")).await.is(422).says("số phần trăm từ 1 đến 100");
    visit.post(address, &[("title", ""), ("reason", "x"), ("version", "0")]).await.is(422).says("Hãy chọn ít nhất một loại bằng chứng");
    visit.post(address, &fields("90", "0", "Quyết định số 1 <script>")).await.is(303);
    visit.post(address, &fields("95", "0", "người thứ hai chậm hơn")).await.is(409);
    visit.post(address, &fields("90", "1", "như cũ")).await.is(422).says("Chưa có gì thay đổi");
    let page = visit.get("/quan-ly/chi-tieu/T3").await.is(200).says("85% → 90%").says("AB → ABC").says("Quyết định số 1 <script>");
    assert!(!page.html().contains("<script>"), "what was typed is escaped");
    let commune = house.commune.clone();
    let all = house.read(move |tx| targets(tx, &commune)).await;
    let threshold = |id: &str| all.iter().find(|t| t.id == id).map(|t| (t.threshold, t.version));
    assert_eq!((threshold("T3"), threshold("T9")), (Some((Some(90), 1)), Some((Some(100), 0))));
    let other = house.other_commune.clone();
    let theirs = house.read(move |tx| targets(tx, &other)).await;
    assert_eq!(theirs.iter().find(|t| t.id == "T3").and_then(|t| t.threshold), Some(85), "another commune keeps its own");
}

#[tokio::test]
async fn a_rank_never_takes_a_percentage() {
    let house = TestHouse::new().await;
    let visit = house.role(Role::CommuneLeader).await;
    let fields = [
        ("title", "Thứ hạng"),
        ("text", "Phấn đấu"),
        ("threshold", "50"),
        ("denominator", "adults"),
        ("grades", "D"),
        ("version", "0"),
        ("reason", "thử"),
    ];
    visit.post("/quan-ly/chi-tieu/T5/sua", &fields).await.is(303);
    let commune = house.commune.clone();
    let rank = house.read(move |tx| target(tx, &commune, "T5")).await.expect("T5");
    assert_eq!((rank.threshold, rank.version), (None, 1));
}

#[tokio::test]
async fn only_who_manages_the_plan_changes_it() {
    let house = TestHouse::new().await;
    for role in [Role::VillageHead, Role::TeamMember, Role::School, Role::Police, Role::SystemAdmin] {
        let visit = house.role(role).await;
        visit.get("/quan-ly/chi-tieu/T3").await.is(200).never_says("Điều chỉnh chỉ tiêu");
        visit.get("/quan-ly/chi-tieu/T3/sua").await.is(403);
        visit.get("/quan-ly/chi-tieu/mau-so/them").await.is(403);
        visit.post("/quan-ly/chi-tieu/mau-so/dem", &[("definition", "18+")]).await.is(403);
    }
}

#[tokio::test]
async fn the_register_counts_adults_and_says_how_many_years_are_unknown() {
    let house = TestHouse::new().await;
    people_born(&house, 0, &[Some(1950), Some(2008), Some(2009), Some(2011), Some(2012), None]).await;
    people_born(&house, 1, &[Some(1990)]).await;
    let visit = house.role(Role::Coordinator).await;
    visit.get("/quan-ly/chi-tieu/mau-so/dem").await.is(200).says("Trong đó 1 người chưa rõ năm sinh");
    visit.post("/quan-ly/chi-tieu/mau-so/dem", &[("definition", "18+")]).await.is(303);
    let now = held(&house).await;
    assert_eq!(now.commune(Key::Adults).value, Some(4), "born 1950, 2008, unknown; and 1990 in the other village");
    assert_eq!(
        (now.village(Key::Adults, &house.villages[0]).value, now.village(Key::Adults, &house.villages[1]).value),
        (Some(3), Some(1))
    );
    assert_eq!(now.commune(Key::Adults).unknown, Some(1));
    assert_eq!(now.adult_age(), 18);
    let page = visit.get("/quan-ly/chi-tieu/mau-so/adults").await.is(200);
    page.says("Sổ người dân, ngày 05/10/2026, người từ 18 tuổi");
    visit.post("/quan-ly/chi-tieu/mau-so/dem", &[("definition", "18+")]).await.is(303);
    let commune = house.commune.clone();
    let rows = house.read(move |tx| Ok(denominators(tx, &commune)?.len())).await;
    assert_eq!(rows, 3, "the same count on the same day is kept once");
    house.app.clock.set(NOW + 1_000);
    visit.post("/quan-ly/chi-tieu/mau-so/dem", &[("definition", "15+")]).await.is(303);
    let now = held(&house).await;
    assert_eq!((now.commune(Key::Adults).value, now.adult_age()), (Some(6), 15));
}

#[tokio::test]
async fn a_value_is_entered_with_day_and_source_and_withdrawn_not_deleted() {
    let house = TestHouse::new().await;
    let visit = house.role(Role::Coordinator).await;
    let address = "/quan-ly/chi-tieu/mau-so/them";
    let fields = |value: &'static str, day: &'static str, source: &'static str| {
        [("key", "staff"), ("village", ""), ("value", value), ("as_of", day), ("source", source)]
    };
    visit.post(address, &fields("-4", "2026-09-01", "danh sách")).await.is(422).says("một số từ 0 trở lên");
    visit.post(address, &fields("nhiều", "2026-09-01", "danh sách")).await.is(422);
    visit.post(address, &fields("40", "2027-01-01", "danh sách")).await.is(422).says("Ngày này chưa tới");
    visit.post(address, &fields("40", "31/02/2026", "danh sách")).await.is(422).says("Ngày chưa đúng");
    visit.post(address, &fields("40", "2026-09-01", " ")).await.is(422).says("Hãy ghi nguồn");
    visit.post(address, &[("key", "cows"), ("value", "4"), ("as_of", "2026-09-01"), ("source", "x")]).await.is(422);
    visit.post(address, &fields("1.240", "1/9/2026", "Danh sách các đơn vị")).await.is(303);
    assert_eq!(held(&house).await.commune(Key::Staff).value, Some(1240));
    visit.get("/quan-ly/chi-tieu/T1").await.is(200).says("1.240").says("Danh sách các đơn vị, ngày 01/09/2026");
    let commune = house.commune.clone();
    let id = house.read(move |tx| Ok(denominators(tx, &commune)?[0].id.clone())).await;
    let withdraw = format!("/quan-ly/chi-tieu/mau-so/staff/{id}/rut");
    visit.post(&withdraw, &[("reason", "")]).await.is(422).says("Hãy ghi lý do.");
    visit.post(&withdraw, &[("reason", "đếm trùng")]).await.is(303);
    visit.post(&withdraw, &[("reason", "lần nữa")]).await.is(404);
    assert_eq!(held(&house).await.commune(Key::Staff).value, None);
    visit.get("/quan-ly/chi-tieu/mau-so/staff").await.is(200).says("đếm trùng").says("1.240").says("chưa có số liệu");
    visit.get("/quan-ly/chi-tieu/mau-so/no-such-key").await.is(404);
}

#[tokio::test]
async fn a_sum_that_differs_from_the_communes_own_value_is_said() {
    let house = TestHouse::new().await;
    let (scope, villages) = (house.scope(), house.villages.clone());
    house
        .write(move |tx| {
            for (village, many) in [(villages[0].as_str(), 60), (villages[1].as_str(), 30), ("", 100)] {
                add_denominator(tx, &scope, &value(Key::Adults, village, many), NOW)?;
            }
            Ok(())
        })
        .await;
    let visit = house.role(Role::CommuneLeader).await;
    for page in ["/quan-ly/chi-tieu/mau-so", "/quan-ly/chi-tieu/mau-so/adults"] {
        visit.get(page).await.is(200).says("Số của toàn xã là 100, cộng các thôn lại được 90");
    }
}

#[tokio::test]
async fn a_village_sees_its_own_values_and_another_commune_none() {
    let house = TestHouse::new().await;
    let (scope, villages) = (house.scope(), house.villages.clone());
    house
        .write(move |tx| {
            add_denominator(tx, &scope, &value(Key::Adults, &villages[0], 777), NOW)?;
            add_denominator(tx, &scope, &value(Key::Adults, &villages[1], 888), NOW)
        })
        .await;
    house.role(Role::VillageHead).await.get("/quan-ly/chi-tieu/mau-so/adults").await.is(200).says("777").never_says("888");
    let other = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    other.get("/quan-ly/chi-tieu/mau-so/adults").await.is(200).never_says("777").never_says("1.665");
    let (other_scope, village) = (Scope::of_command(&house.other_commune), house.villages[0].clone());
    let refused = house
        .write(move |tx| Ok(matches!(add_denominator(tx, &other_scope, &value(Key::Adults, &village, 1), NOW + DAY), Err(Error::NotFound))))
        .await;
    assert!(refused, "a village of another commune does not exist");
}

#[tokio::test]
async fn the_papers_number_is_entered_once_and_named_everywhere() {
    let house = TestHouse::new().await;
    let visit = house.role(Role::Coordinator).await;
    visit.get("/quan-ly/chi-tieu/van-ban").await.is(200).says("Văn bản kế hoạch");
    let address = "/quan-ly/chi-tieu/van-ban";
    visit.post(address, &[("number", "15/KH-UBND"), ("issued_on", "11/7/2025"), ("title", ""), ("version", "0")]).await.is(422);
    let fields = [("number", "15/KH-UBND"), ("issued_on", "2025-07-11"), ("title", "Kế hoạch"), ("version", "0")];
    visit.post(address, &fields).await.is(303);
    visit.post(address, &fields).await.is(409);
    visit.get("/quan-ly/chi-tieu").await.is(200).says("Kế hoạch số 15/KH-UBND, ngày 11/07/2025");
    let other = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    other.get("/quan-ly/chi-tieu").await.is(200).says("Kế hoạch của xã").never_says("11/07/2025");
}
