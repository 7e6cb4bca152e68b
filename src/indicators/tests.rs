use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use serde_json::json;

use super::*;
use crate::{
    accounts::Role,
    args,
    classes::{ATTENDED, HELD},
    kit::{
        clock::{DAY, HOUR, Millis},
        dates, ids,
    },
    learning::{Component, SHOWN},
    ledger::{self, Found, Grade, Kind, NewEntry},
    people::{self, NewPerson},
    plan::{self, Definition, Key, NewDenominator, Terms},
    sql,
    testing::{NOW, TestHouse},
};

/// The report period of [`NOW`].
const FROM: Date = date(2026, 9, 15);
const TO: Date = date(2026, 10, 14);

async fn person(house: &TestHouse, village: usize, name: &str, year: Option<i16>) -> String {
    let (scope, village, name) = (house.scope(), house.villages[village].clone(), name.to_owned());
    let new = NewPerson { village, name, birth_year: year, ..NewPerson::default() };
    house.write(move |tx| people::add(tx, &scope, &new, NOW)).await
}

/// Appends an entry to the first commune and answers its id.
async fn put(
    house: &TestHouse,
    village: usize,
    kind: Kind,
    person: Option<&str>,
    attains: Option<&str>,
    grade: Grade,
    at: Millis,
) -> String {
    put_about(house, village, kind, person, attains, grade, at, "").await
}

async fn put_about(
    house: &TestHouse,
    village: usize,
    kind: Kind,
    person: Option<&str>,
    attains: Option<&str>,
    grade: Grade,
    at: Millis,
    subject: &str,
) -> String {
    let id = ids::new(at);
    let entry = NewEntry {
        id: id.clone(),
        commune: house.commune.clone(),
        village: house.villages[village].clone(),
        kind,
        person: person.map(str::to_owned),
        audience: "citizen".into(),
        subject: if subject.is_empty() { id.clone() } else { subject.to_owned() },
        grade: Some(grade),
        attains: attains.map(str::to_owned),
        occurred_at: at,
        recorded_by: "nguoi-ghi".into(),
        device: None,
        body: json!({ "place": "nhà văn hóa" }),
    };
    house.write(move |tx| ledger::append(tx, &entry, NOW).map(drop)).await;
    id
}

async fn attend(house: &TestHouse, village: usize, person: &str, at: Millis) -> String {
    put(house, village, ATTENDED, Some(person), Some("essential.knowledge"), Grade::B, at).await
}

async fn show(house: &TestHouse, village: usize, person: &str, component: Component, grade: Grade, at: Millis) -> String {
    put(house, village, SHOWN, Some(person), Some(component.attains()), grade, at).await
}

async fn show_all(house: &TestHouse, village: usize, person: &str, at: Millis) {
    for component in Component::ALL {
        show(house, village, person, component, Grade::A, at).await;
    }
}

async fn void(house: &TestHouse, entry: &str) {
    let (commune, entry) = (house.commune.clone(), entry.to_owned());
    house.write(move |tx| ledger::void(tx, &commune, &entry, &ids::new(NOW), "chọn nhầm người", "nguoi-ghi", NOW).map(drop)).await;
}

async fn merge(house: &TestHouse, gone: &str, kept: &str) {
    let (commune, gone, kept) = (house.commune.clone(), gone.to_owned(), kept.to_owned());
    house
        .write(move |tx| {
            ledger::alias(tx, &commune, &gone, &kept, &ids::new(NOW), "t", NOW)?;
            tx.run(sql!("UPDATE people_person SET merged_into = $3 WHERE commune_id = $1 AND id = $2"), args![&commune, &gone, &kept])?;
            Ok(())
        })
        .await;
}

async fn exclude(house: &TestHouse, person: &str) {
    let (commune, person) = (house.commune.clone(), person.to_owned());
    house
        .write(move |tx| {
            tx.run(sql!("UPDATE people_person SET excluded = 'bệnh nặng' WHERE commune_id = $1 AND id = $2"), args![&commune, &person])?;
            Ok(())
        })
        .await;
}

async fn adults(house: &TestHouse, village: &str, value: i64) {
    let (scope, village) = (house.scope(), village.to_owned());
    let new = NewDenominator {
        key: Key::Adults,
        village,
        value,
        as_of: date(2026, 9, 1),
        source: "Công an xã".into(),
        definition: Some(Definition::From18),
        unknown: None,
    };
    house.write(move |tx| plan::add_denominator(tx, &scope, &new, NOW).map(drop)).await;
}

async fn figures_between(house: &TestHouse, from: Date, to: Date) -> PeriodFigures {
    let commune = house.commune.clone();
    house.read(move |tx| period_figures(tx, &commune, from, to)).await
}

async fn figures(house: &TestHouse) -> PeriodFigures {
    figures_between(house, FROM, TO).await
}

fn target<'a>(figures: &'a PeriodFigures, id: &str) -> &'a TargetFigure {
    figures.targets.iter().find(|t| t.id == id).expect("all twelve are there")
}

/// Two villages with people of every kind, evidence of every kind, voids and merges.
async fn planted() -> TestHouse {
    let house = TestHouse::new().await;
    let whole = person(&house, 0, "Đủ Cả Năm", Some(1950)).await;
    show_all(&house, 0, &whole, NOW - 20 * DAY).await;
    let four = person(&house, 0, "Thiếu Một", Some(1960)).await;
    for component in Component::ALL.into_iter().skip(1) {
        show(&house, 0, &four, component, Grade::B, NOW - 10 * DAY).await;
    }
    let child = person(&house, 0, "Trẻ Em", Some(2009)).await;
    show_all(&house, 0, &child, NOW - DAY).await;
    let just = person(&house, 1, "Vừa Đủ Tuổi", Some(2008)).await;
    show_all(&house, 1, &just, NOW - DAY).await;
    let unknown = person(&house, 1, "Không Rõ Năm Sinh", None).await;
    show_all(&house, 1, &unknown, NOW - 2 * DAY).await;
    let ill = person(&house, 1, "Không Tính", Some(1940)).await;
    show_all(&house, 1, &ill, NOW - DAY).await;
    exclude(&house, &ill).await;
    let (gone, kept) = (person(&house, 0, "Hai Hồ Sơ", Some(1970)).await, person(&house, 1, "Hai Hồ Sơ Khác", Some(1970)).await);
    for component in [Component::Knowledge, Component::Skill] {
        show(&house, 0, &gone, component, Grade::A, NOW - 3 * DAY).await;
    }
    for component in [Component::Skill, Component::Device, Component::Service, Component::Safety] {
        show(&house, 1, &kept, component, Grade::A, NOW - 5 * DAY).await;
    }
    merge(&house, &gone, &kept).await;
    let wrong = show(&house, 0, &four, Component::Knowledge, Grade::A, NOW - DAY).await;
    void(&house, &wrong).await;
    show(&house, 0, &four, Component::Knowledge, Grade::C, NOW - DAY).await;
    let (late, other) = (person(&house, 0, "Đến Muộn", Some(1980)).await, person(&house, 1, "Ở Thôn Khác", Some(1981)).await);
    for (village, somebody, day) in
        [(0, &late, 1), (0, &late, 8), (0, &other, 8), (1, &other, 9), (0, &gone, 8), (1, &kept, 9), (0, &late, 40)]
    {
        attend(&house, village, somebody, NOW - day * DAY).await;
    }
    let twice = attend(&house, 0, &late, NOW - 2 * DAY).await;
    void(&house, &twice).await;
    for (village, day) in [(0, 1), (0, 8), (1, 9), (0, 40)] {
        put(&house, village, HELD, None, None, Grade::B, NOW - day * DAY).await;
    }
    let cancelled = put(&house, 1, HELD, None, None, Grade::B, NOW - 2 * DAY).await;
    void(&house, &cancelled).await;
    house
}

/// Sessions, attendances, people, adults of each component, adults of all five.
type Folded = (i64, i64, i64, [i64; 5], i64);

/// The same figures once more, by walking over the entries in memory.
async fn folded(house: &TestHouse, village: Option<usize>) -> Folded {
    let commune = house.commune.clone();
    let (entries, roots, persons) = house
        .read(move |tx| {
            let entries: Vec<_> = ledger::entries(tx, &commune, &Found::default(), 10_000, 0)?.into_iter().map(|(e, _)| e).collect();
            let mut roots = BTreeMap::new();
            for person in entries.iter().filter_map(|e| e.person.clone()) {
                roots.insert(person.clone(), ledger::canonical(tx, &commune, &person)?);
            }
            let persons: BTreeMap<String, (String, Option<i64>, bool)> = tx
                .list(
                    sql!("SELECT id, village_id, birth_year, excluded FROM people_person WHERE commune_id = $1 AND merged_into IS NULL"),
                    args![&commune],
                    |row| Ok((row.get::<String>(0)?, (row.get(1)?, row.get(2)?, row.get::<String>(3)?.is_empty()))),
                )?
                .into_iter()
                .collect();
            Ok((entries, roots, persons))
        })
        .await;
    let here = |v: &str| village.is_none_or(|at| house.villages[at] == v);
    let inside = |day: &str| ("2026-09-15"..="2026-10-14").contains(&day);
    let in_class = |kind: Kind| entries.iter().filter(move |e| e.kind == kind.name && inside(&e.day) && here(&e.village));
    let people: BTreeSet<&String> = in_class(ATTENDED).filter_map(|e| roots.get(e.person.as_ref()?)).collect();
    let mut reached: BTreeMap<&String, BTreeSet<&str>> = BTreeMap::new();
    for entry in entries.iter().filter(|e| ["A", "B"].contains(&e.grade.as_str()) && e.day.as_str() <= "2026-10-14") {
        if let (Some(person), Some(key)) = (&entry.person, &entry.attains) {
            reached.entry(&roots[person]).or_default().insert(key.trim_start_matches("essential."));
        }
    }
    reached.retain(|person, _| {
        persons.get(*person).is_some_and(|(v, year, counted)| *counted && here(v) && year.is_none_or(|year| year <= 2008))
    });
    let of = |code: &str| reached.values().filter(|keys| keys.contains(code)).count() as i64;
    (
        in_class(HELD).count() as i64,
        in_class(ATTENDED).count() as i64,
        people.len() as i64,
        COMPONENTS.map(of),
        reached.values().filter(|keys| keys.len() == 5).count() as i64,
    )
}

fn told(f: &VillageFigures) -> Folded {
    (f.sessions, f.attendances, f.people, f.components.map(|n| n.expect("collected")), f.all_five.expect("collected"))
}

#[tokio::test]
async fn figures_are_what_a_walk_over_the_entries_gives() {
    let house = planted().await;
    house.expect_sound().await;
    let made = figures(&house).await;
    assert_eq!(told(&made.whole), folded(&house, None).await);
    for (at, id) in house.villages.iter().enumerate() {
        let village = made.villages.iter().find(|v| v.village == *id).expect("an active village");
        assert_eq!(told(village), folded(&house, Some(at)).await, "{}", village.name);
    }
    assert_eq!(told(&made.whole), (3, 6, 3, [6, 5, 5, 5, 5], 4), "small enough to count by hand");
    assert_eq!(made.whole.people, 3, "who came in two villages is one person of the commune");
    assert_eq!(made.villages.iter().map(|v| v.people).collect::<Vec<_>>(), [2, 3]);
    let again = figures(&house).await;
    assert_eq!(again, made, "the same entries give the same figures");
    assert!(made.ledger_seq > 0 && made.ledger_hash.len() == 64);
}

#[tokio::test]
async fn weeks_without_a_class_are_whole_weeks_of_the_period() {
    let house = planted().await;
    let made = figures(&house).await;
    // Whole weeks from 21 September, 28 September and 5 October; sessions on 27 September (first village), 26 September (second) and 4 October.
    assert_eq!(
        made.villages.iter().map(|v| (v.name.as_str(), v.weeks_without)).collect::<Vec<_>>(),
        [("Thôn Bến Ví Dụ", 2), ("Thôn Đồng Mẫu", 1)]
    );
    assert_eq!(made.whole.weeks_without, 1);
}

#[tokio::test]
async fn what_was_never_collected_is_no_zero() {
    let house = TestHouse::new().await;
    let lan = person(&house, 0, "Nguyễn Thị Lan", Some(1953)).await;
    let empty = figures(&house).await;
    assert_eq!((empty.whole.components, empty.whole.all_five, empty.whole.adults), ([None; 5], None, None));
    assert!(empty.targets.iter().all(|t| t.numerator.is_none() && t.denominator.is_none()));
    attend(&house, 0, &lan, NOW - DAY).await;
    let one = figures(&house).await;
    assert_eq!(one.whole.components, [Some(1), None, None, None, None]);
    assert_eq!(one.whole.all_five, None, "four components were never looked at");
    let other = one.villages.iter().find(|v| v.village == house.villages[1]).expect("a village");
    assert_eq!(other.components[0], Some(0), "the commune collects it, so here it is 0");
    let scope = house.scope();
    let check = crate::learning::NewCheck {
        id: ids::new(NOW),
        person: lan.clone(),
        component: Component::Safety,
        outcome: crate::learning::Outcome::NotYet,
        place: "nhà văn hóa".into(),
        note: String::new(),
        at: NOW - HOUR,
        tasks: Vec::new(),
        device: None,
    };
    house.write(move |tx| crate::learning::record(tx, &scope, &check, NOW).map(drop)).await;
    assert_eq!(figures(&house).await.whole.components[4], Some(0), "somebody looked, and nobody could");
    let page = house.role(Role::CommuneLeader).await.get("/quan-ly").await.is(200);
    page.says("Chưa có số liệu").never_says(" 0%");
}

#[tokio::test]
async fn what_people_say_of_themselves_counts_only_when_the_target_says_so() {
    let house = TestHouse::new().await;
    let lan = person(&house, 0, "Nguyễn Thị Lan", Some(1953)).await;
    for component in Component::ALL {
        show(&house, 0, &lan, component, Grade::C, NOW - DAY).await;
    }
    let before = figures(&house).await;
    assert_eq!((before.whole.components, before.whole.all_five), ([Some(0); 5], Some(0)), "collected, and of a grade that does not count");
    let scope = house.scope();
    house
        .write(move |tx| {
            let target = plan::target(tx, scope.commune(), "T9")?.expect("T9");
            let terms = Terms { grades: "ABC".into(), ..Terms::of(&target) };
            plan::change_target(tx, &scope, "T9", &terms, 0, "theo quyết định của xã", NOW)
        })
        .await;
    let after = figures(&house).await;
    assert_eq!((after.whole.components, after.whole.all_five), ([Some(1); 5], Some(1)));
    assert_eq!((target(&after, "T9").numerator, target(&after, "T3").numerator), (Some(1), Some(0)), "T3 still counts A and B alone");
}

#[tokio::test]
async fn better_evidence_of_a_later_day_does_not_count_before_it() {
    let house = TestHouse::new().await;
    let lan = person(&house, 0, "Nguyễn Thị Lan", Some(1953)).await;
    for component in Component::ALL {
        show(&house, 0, &lan, component, Grade::C, NOW - 40 * DAY).await;
        show(&house, 0, &lan, component, Grade::A, NOW - DAY).await;
    }
    let before = figures_between(&house, date(2026, 8, 15), date(2026, 9, 14)).await;
    assert_eq!((before.whole.components, before.whole.all_five), ([Some(0); 5], Some(0)));
    assert_eq!(figures(&house).await.whole.all_five, Some(1));
    let visit = house.role(Role::CommuneLeader).await;
    visit.get("/quan-ly/so-lieu/t3-all?tu=2026-08-15&den=2026-09-14").await.is(200).says("Không có dòng nào").never_says("Lan");
    visit.get("/quan-ly/so-lieu/t3-all?tu=2026-09-15&den=2026-10-05").await.is(200).says("Nguyễn Thị Lan").says("A, 04/10/2026");
}

#[tokio::test]
async fn the_denominators_definition_says_who_is_an_adult() {
    let house = TestHouse::new().await;
    let young = person(&house, 0, "Người Trẻ", Some(2010)).await;
    show_all(&house, 0, &young, NOW - DAY).await;
    assert_eq!(figures(&house).await.whole.all_five, Some(0));
    let scope = house.scope();
    house.write(move |tx| plan::take_adults_from_register(tx, &scope, Definition::From15, "Sổ người dân", NOW).map(drop)).await;
    let made = figures(&house).await;
    assert_eq!((made.whole.all_five, made.whole.adults), (Some(1), Some(1)));
    assert_eq!(target(&made, "T9").denominator_source, "Sổ người dân, ngày 05/10/2026, người từ 15 tuổi");
}

#[tokio::test]
async fn a_closed_village_shows_only_while_it_has_something() {
    let house = TestHouse::new().await;
    let lan = person(&house, 0, "Nguyễn Thị Lan", Some(1953)).await;
    attend(&house, 0, &lan, NOW - DAY).await;
    let (commune, villages) = (house.commune.clone(), house.villages.clone());
    house
        .write(move |tx| {
            for village in &villages {
                tx.run(sql!("UPDATE places_village SET active = FALSE WHERE commune_id = $1 AND id = $2"), args![&commune, village])?;
            }
            Ok(())
        })
        .await;
    assert_eq!(figures(&house).await.villages.iter().map(|v| v.name.as_str()).collect::<Vec<_>>(), ["Thôn Đồng Mẫu"]);
}

#[tokio::test]
async fn the_dashboard_tells_the_gap_and_what_each_week_needs() {
    let house = planted().await;
    adults(&house, "", 20).await;
    let page = house.role(Role::CommuneLeader).await.get("/quan-ly").await.is(200);
    page.says("kỳ báo cáo tháng 10 năm 2026 (15/09–14/10/2026), tính đến 05/10/2026")
        .says("T9 Người trưởng thành có đủ năm năng lực số thiết yếu 20% người trưởng thành")
        .says("Còn thiếu 16 người")
        .says("Cần thêm mỗi tuần 2 người")
        .says("+4 người trong 4 tuần qua")
        .says("Chỉ tiêu T3, năm 2025 85%: Quá hạn, chưa đạt")
        .says("Tính trên 20 người trưởng thành: Công an xã, ngày 01/09/2026, người từ 18 tuổi.")
        .says("3 buổi")
        .says("Lượt đến lớp 6 lượt")
        .says("Người, mỗi người đếm một lần 3 người")
        .says("T12")
        .never_says("⟦");
    let english = house.role(Role::CommuneLeader).await.in_english().get("/quan-ly?ky=dl-2026-10").await.is(200);
    english.says("calendar month 10/2026").says("Still missing").says("Needed each week").never_says("⟦").never_says("người trưởng thành");
}

#[tokio::test]
async fn a_rank_is_never_drawn_as_a_percentage() {
    let house = planted().await;
    adults(&house, "", 20).await;
    for address in ["/quan-ly", "/ke-hoach"] {
        let html = house.role(Role::CommuneLeader).await.get(address).await.is(200).html();
        let rank = html.split("class=\"tile-code\">").find(|part| part.starts_with("T5<")).expect("T5 is shown");
        assert!(rank.contains("Thuộc nhóm dẫn đầu") && !rank.contains('%') && !rank.contains("gauge"), "{address}: {rank}");
    }
    let made = figures(&house).await;
    let rank = target(&made, "T5");
    assert_eq!((rank.threshold, rank.numerator, rank.denominator, rank.kind.as_str()), (None, None, None, "rank"));
}

#[tokio::test]
async fn the_villages_table_sorts_and_what_is_unknown_comes_last() {
    let house = planted().await;
    let second = house.villages[1].clone();
    adults(&house, &second, 10).await;
    let order = |html: &str| {
        let table = html.split("id=\"cac-thon\"").nth(1).expect("the table").to_owned();
        table.find("Thôn Đồng Mẫu").expect("first") < table.find("Thôn Bến Ví Dụ").expect("second")
    };
    let visit = house.role(Role::Coordinator).await;
    for (sort, dong_mau_first) in
        [("ten", false), ("-ten", true), ("buoi", false), ("-buoi", true), ("nguoi-lon", false), ("-nguoi-lon", false), ("x';--", false)]
    {
        let html = visit.get(&format!("/quan-ly?xep={sort}")).await.is(200).html();
        assert_eq!(order(&html), dong_mau_first, "{sort}");
    }
}

#[tokio::test]
async fn every_list_is_as_long_as_its_figure_says() {
    let house = planted().await;
    let scope = house.scope();
    house.write(move |tx| plan::take_adults_from_register(tx, &scope, Definition::From18, "Sổ người dân", NOW).map(drop)).await;
    let made = figures(&house).await;
    let visit = house.role(Role::CommuneLeader).await;
    for figure in Figure::all() {
        for (village, of) in
            [("", &made.whole), (house.villages[0].as_str(), &made.villages[1]), (house.villages[1].as_str(), &made.villages[0])]
        {
            let value = figure.value(of).expect("collected");
            let page = visit.get(&figure.href(FROM, TO, village)).await.is(200);
            let rows = page.html().matches("<li class=\"row\">").count() as i64;
            assert_eq!(rows, value, "{} {village}: {}", figure.code(), page.text());
        }
    }
}

#[tokio::test]
async fn three_clicks_lead_from_the_dashboard_to_who_saw_it() {
    let house = planted().await;
    adults(&house, "", 20).await;
    let visit = house.role(Role::CommuneLeader).await;
    let link = |html: &str, start: &str| {
        let at = html.find(&format!("href=\"{start}")).unwrap_or_else(|| panic!("no link to {start}"));
        html[at + 6..].split('"').next().expect("an end").replace("&#38;", "&").replace("&amp;", "&")
    };
    for figure in Figure::all() {
        let mut html = visit.get("/quan-ly").await.is(200).html();
        let mut address = link(&html, &format!("/quan-ly/so-lieu/{}?", figure.code()));
        let mut clicks = 1;
        html = visit.get(&address).await.is(200).html();
        if figure == Figure::People {
            let list = html.split("class=\"rows\"").nth(1).expect("people").to_owned();
            address = link(&list, "/quan-ly/so-lieu/i5-attendances?");
            html = visit.get(&address).await.is(200).says("Các lượt đến lớp của").html();
            clicks += 1;
        }
        let entry = link(&html, "/quan-ly/bang-chung/");
        clicks += 1;
        visit.get(&entry).await.is(200).says("nguoi-ghi").says("nhà văn hóa").says("Dấu niêm phong").says("Có");
        assert!(clicks <= 3, "{}", figure.code());
    }
}

#[tokio::test]
async fn who_may_not_see_persons_sees_the_figure_and_no_name() {
    let house = planted().await;
    adults(&house, "", 20).await;
    let names = ["Đủ Cả Năm", "Thiếu Một", "Vừa Đủ Tuổi", "Hai Hồ Sơ", "Đến Muộn", "Ở Thôn Khác"];
    for role in [Role::School, Role::Enterprise, Role::Police, Role::Economy, Role::CultureCentre, Role::SystemAdmin] {
        let visit = house.role(role).await;
        visit.get("/quan-ly").await.is(200).says("20%");
        for figure in Figure::all() {
            let mut page = visit.get(&figure.href(FROM, TO, "")).await.is(200).says("không xem được tên người");
            for name in names {
                page = page.never_says(name);
            }
        }
    }
    for role in [Role::School, Role::Enterprise] {
        let visit = house.role(role).await;
        visit.get("/quan-ly").await.never_says("Thôn Đồng Mẫu").never_says("Thôn Bến Ví Dụ");
        visit.get(&format!("/quan-ly?thon={}", house.villages[0])).await.is(404);
    }
    for role in [Role::Volunteer, Role::Learner] {
        house.role(role).await.get("/quan-ly").await.is(403);
    }
    house.anybody().get("/quan-ly").await.never_says("20%");
}

#[tokio::test]
async fn a_village_sees_its_own_figures_and_names_alone() {
    let house = planted().await;
    let visit = house.role(Role::VillageHead).await;
    let other = &house.villages[1];
    visit.get("/quan-ly").await.is(200).says("Thôn Đồng Mẫu").never_says("Thôn Bến Ví Dụ").never_says("Toàn xã");
    visit.get(&format!("/quan-ly?thon={other}")).await.is(404).never_says("Thôn Bến Ví Dụ");
    for figure in Figure::all() {
        let page = visit.get(&figure.href(FROM, TO, "")).await.is(200);
        let page = page.never_says("Vừa Đủ Tuổi").never_says("Không Rõ Năm Sinh");
        // An attendance here by somebody who lives elsewhere now is known here.
        if figure.is_of_adults() {
            page.never_says("Thôn Bến Ví Dụ");
        }
        visit.get(&figure.href(FROM, TO, other)).await.is(404);
    }
    visit.get(&Figure::All.href(FROM, TO, "")).await.is(200).says("Đủ Cả Năm");
    let stranger = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    for figure in Figure::all() {
        stranger.get(&figure.href(FROM, TO, "")).await.is(200).never_says("Đủ Cả Năm").never_says("Thôn Đồng Mẫu");
        stranger.get(&figure.href(FROM, TO, &house.villages[0])).await.is(404);
    }
}

#[tokio::test]
async fn an_entry_shows_its_voiding_and_only_to_who_may_see_its_person() {
    let house = TestHouse::new().await;
    let lan = person(&house, 0, "Nguyễn Thị Lan", Some(1953)).await;
    let entry = show(&house, 0, &lan, Component::Device, Grade::A, NOW - DAY).await;
    let held = put(&house, 0, HELD, None, None, Grade::B, NOW - DAY).await;
    void(&house, &entry).await;
    let address = format!("/quan-ly/bang-chung/{entry}");
    let page = house.role(Role::TeamMember).await.get(&address).await.is(200);
    page.says("Nguyễn Thị Lan")
        .says("Mục này đã bị bỏ")
        .says("chọn nhầm người")
        .says("Tự làm được trước người chứng kiến")
        .says("Thiết bị")
        .never_says("⟦");
    house.role(Role::CommuneLeader).await.in_english().get(&address).await.is(200).says("no longer counts").never_says("⟦");
    let elsewhere = house.role_at(Role::TeamMember, &house.commune, &house.villages[1]).await;
    let stranger = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    for visit in [elsewhere, stranger, house.role(Role::School).await, house.role(Role::Police).await] {
        visit.get(&address).await.is(404).never_says("Lan");
    }
    house.role(Role::Volunteer).await.get(&address).await.is(403);
    house.role(Role::Police).await.get(&format!("/quan-ly/bang-chung/{held}")).await.is(200).says("Buổi học đã diễn ra");
    house.role(Role::School).await.get(&format!("/quan-ly/bang-chung/{held}")).await.is(404);
    for strange in ["x", "%3Cscript%3E", &"9".repeat(3_000)] {
        house.role(Role::CommuneLeader).await.get(&format!("/quan-ly/bang-chung/{strange}")).await.is(404);
    }
}

#[tokio::test]
async fn who_looks_at_the_persons_behind_a_figure_is_kept() {
    let house = planted().await;
    house.role(Role::School).await.get(&Figure::All.href(FROM, TO, "")).await.is(200);
    let looks = |house: &TestHouse| {
        let commune = house.commune.clone();
        let db = house.app.db.clone();
        async move {
            db.read(move |tx| {
                let sql = sql!("SELECT subject || ' ' || detail FROM accounts_event WHERE commune_id = $1 AND kind = 'figure-opened'");
                Ok::<_, crate::kit::error::Error>(tx.list(sql, args![&commune], |row| row.get::<String>(0))?)
            })
            .await
            .expect("the log")
        }
    };
    assert_eq!(looks(&house).await, Vec::<String>::new());
    house.role(Role::CommuneLeader).await.get(&Figure::All.href(FROM, TO, "")).await.is(200);
    assert_eq!(looks(&house).await, ["t3-all 2026-09-15..2026-10-14 "]);
}

#[tokio::test]
async fn strange_addresses_are_answered_without_harm() {
    let house = planted().await;
    let visit = house.role(Role::CommuneLeader).await;
    for address in [
        "/quan-ly?ky=%3Cscript%3E&xep=%27&thon=",
        "/quan-ly?ky=9999-12",
        "/quan-ly?ky=1900-01",
        "/quan-ly?ky=dl-2199-12",
        "/quan-ly/so-lieu/t3-all?tu=x&den=y&trang=-9",
        "/quan-ly/so-lieu/i5-people?tu=2026-10-14&den=2026-09-15",
        "/quan-ly/so-lieu/i5-attendances?nguoi=%27%20OR%201=1",
        "/quan-ly/so-lieu/i5-sessions?tu=1900-01-01&den=2199-12-31&trang=99999999999",
    ] {
        visit.get(address).await.is(200).never_says("<script>");
    }
    visit.get("/quan-ly/so-lieu/t3-nonsense").await.is(404);
    visit.get("/quan-ly?thon=no-such-village").await.is(404);
}

#[tokio::test]
async fn everybody_reads_the_plan_and_nobody_reads_a_name_or_a_small_number() {
    let house = planted().await;
    let page = house.anybody().get("/ke-hoach").await.is(200);
    page.says("T12")
        .says("Chưa có số liệu")
        .says("11/07/2025")
        .says("Tuyên truyền, nâng cao nhận thức")
        .never_says("Đủ Cả Năm")
        .never_says("⟦");
    adults(&house, "", 20).await;
    house.anybody().get("/ke-hoach").await.is(200).says("Dưới 5 người ở một phía").never_says("20%");
    for n in 0..6 {
        let more = person(&house, 0, &format!("Người Thứ {n}"), Some(1960)).await;
        show_all(&house, 0, &more, NOW - DAY).await;
    }
    house.anybody().get("/ke-hoach").await.is(200).says("50% (10 trên 20 người)");
    house.anybody().in_english().get("/ke-hoach").await.is(200).says("50% (10 of 20 people)").never_says("⟦");
}

#[tokio::test]
async fn a_forecast_counts_who_completed_the_five_lately() {
    let house = planted().await;
    let commune = house.commune.clone();
    let (lately, weeks) = house
        .read(move |tx| {
            let targets = plan::targets(tx, &commune)?;
            let essential = count::essential_target(&targets, 2026).expect("T9");
            let counting = count::counting_for(tx, &commune, essential, 18, dates::day_of(NOW))?;
            let reached = count::Essential::of(tx, &commune, &counting)?;
            let weeks = rules::trend_weeks(dates::day_of(NOW), 4);
            Ok((reached.lately("", dates::day_of(NOW)), reached.by_week("", &weeks)))
        })
        .await;
    // One on 15 September, one each on 2, 3 and 4 October.
    assert_eq!((lately, weeks), (4, vec![1, 1, 4, 4]));
}

#[tokio::test]
async fn the_target_worked_for_is_that_of_the_year() {
    let house = TestHouse::new().await;
    let commune = house.commune.clone();
    let targets = house.read(move |tx| plan::targets(tx, &commune)).await;
    for (year, id) in [(2024, "T3"), (2025, "T3"), (2026, "T9"), (2030, "T9")] {
        assert_eq!(count::essential_target(&targets, year).map(|t| t.id.as_str()), Some(id), "{year}");
    }
}
