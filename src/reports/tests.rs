use std::io::Read as _;

use jiff::civil::{date, time};

use super::*;
use crate::{
    accounts::Role,
    kit::{dates, ids, period::Period},
    ledger::{self, Grade, Kind as EntryKind, NewEntry},
    people::{self, NewPerson},
    testing::{Answer, NOW, TestHouse},
};

/// Ended three weeks before [`NOW`]: 15 August to 14 September 2026.
const SEPTEMBER: &str = "/quan-ly/bao-cao/thang/2026-09";
/// Running at [`NOW`]: 15 September to 14 October 2026.
const OCTOBER: &str = "/quan-ly/bao-cao/thang/2026-10";

/// A session in the first village with so many grown-ups, always the same ones, on a day of September 2026.
async fn a_class(house: &TestHouse, day: i8, count: usize) {
    let (scope, commune, village) = (house.scope(), house.commune.clone(), house.villages[0].clone());
    let at = dates::instant(date(2026, 9, day), time(19, 30, 0, 0));
    house
        .write(move |tx| {
            for n in people::cards_of_village(tx, &scope, &village)?.len()..count {
                let (village, name) = (village.clone(), format!("Người học {n:02}"));
                people::add(tx, &scope, &NewPerson { village, name, birth_year: Some(1960), ..NewPerson::default() }, NOW)?;
            }
            let learners = people::cards_of_village(tx, &scope, &village)?;
            let entry = |kind: &'static str, person: Option<String>| NewEntry {
                id: ids::new(at),
                commune: commune.clone(),
                village: village.clone(),
                kind: EntryKind::new(kind),
                audience: if person.is_some() { "citizen".into() } else { String::new() },
                subject: format!("session-{day}"),
                grade: Some(Grade::B),
                attains: person.as_ref().map(|_| "essential.knowledge".into()),
                person,
                occurred_at: at,
                recorded_by: "test".into(),
                device: None,
                body: serde_json::json!({}),
            };
            ledger::append(tx, &entry("class.held", None), NOW)?;
            for learner in learners.into_iter().take(count) {
                ledger::append(tx, &entry("class.attended", Some(learner.id)), NOW)?;
            }
            Ok(())
        })
        .await;
}

/// The value of a hidden field of a page.
fn hidden(answer: &Answer, name: &str) -> String {
    let html = answer.html();
    let from = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {html}")).1;
    from.split('"').next().unwrap_or("").to_owned()
}

/// The form of the words as the page holds it, with some fields changed.
async fn words(house: &TestHouse, month: &str, changed: &[(&str, &str)]) -> Answer {
    let visit = house.role(Role::Coordinator).await;
    let form = visit.get(&format!("{month}/loi-van")).await.is(200);
    let version = hidden(&form, "version");
    let html = form.html();
    let mut fields: Vec<(String, String)> = content::Section::ALL
        .into_iter()
        .map(|section| {
            let text = html.split_once(&format!("name=\"{}\" lang", section.code())).expect("a field").1;
            let text = text.split_once('>').expect("a field").1.split("</textarea>").next().expect("a field");
            (section.code().to_owned(), text.replace("&#123;", "{").replace("&quot;", "\"").replace("&#38;", "&"))
        })
        .collect();
    for (name, value) in changed {
        fields.retain(|(n, _)| n != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields.push(("version".into(), version));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    visit.post(&format!("{month}/loi-van"), &fields).await
}

/// Locks through the pages, as the leader.
async fn lock_month(house: &TestHouse, month: &str) -> Answer {
    let leader = house.role(Role::CommuneLeader).await;
    let asked = leader.get(&format!("{month}/khoa")).await.is(200);
    let (version, seen) = (hidden(&asked, "version"), hidden(&asked, "seen"));
    leader.post(&format!("{month}/khoa"), &[("version", &version), ("seen", &seen), ("agree", "1")]).await
}

/// The text of a part of a packed file.
fn part_of(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

fn file_name(answer: &Answer) -> String {
    let disposition = answer.headers["content-disposition"].to_str().expect("a name");
    disposition.split('"').nth(1).unwrap_or("").to_owned()
}

#[tokio::test]
async fn the_list_says_where_each_month_stands_and_what_comes_next() {
    let house = TestHouse::new().await;
    a_class(&house, 1, 2).await;
    let coordinator = house.role(Role::Coordinator).await;
    let list = coordinator.get("/quan-ly/bao-cao").await.is(200);
    let list = list.says("Tháng 10 năm 2026").says("15/09–14/10/2026").says("Kỳ đang chạy").says("Chưa lập").says("Xem số liệu đến nay");
    let list = list.says("Tháng 9 năm 2026").says("Soạn và kiểm tra").says("Thứ Ba, 15/09/2026");
    list.never_says("Tháng 8 năm 2026").never_says("⟦");
    words(&house, SEPTEMBER, &[]).await.is(303);
    coordinator.get("/quan-ly/bao-cao").await.is(200).says("Bản nháp");
    let leader = house.role(Role::CommuneLeader).await;
    leader.get("/quan-ly/bao-cao").await.is(200).says("Khóa và cấp số");
    lock_month(&house, SEPTEMBER).await.is(303);
    leader.get("/quan-ly/bao-cao?nam=2026").await.is(200).says("Đã khóa").says("Số 01/BC-UBND ngày 05/10/2026").says("Mở báo cáo");
    for strange in ["?nam=x", "?nam=99999", "?nam=-1", "?nam=2019"] {
        leader.get(&format!("/quan-ly/bao-cao{strange}")).await.is(200).says("năm 2026");
    }
    leader.in_english().get("/quan-ly/bao-cao").await.is(200).says("Report month 9/2026").says("Locked").never_says("⟦");
}

#[tokio::test]
async fn a_draft_shows_live_figures_that_lead_down_to_their_entries() {
    let house = TestHouse::new().await;
    a_class(&house, 1, 3).await;
    let page = house.role(Role::Coordinator).await.get(SEPTEMBER).await.is(200);
    let text = page.text();
    assert!(text.contains("1 buổi học với 3 lượt người tham gia, tương ứng 3 người"), "{text}");
    assert!(text.contains("tri thức 3 người ; kỹ năng chưa có số liệu"), "{text}");
    let link = "/quan-ly/so-lieu/i5-people?tu=2026-08-15&#38;den=2026-09-14";
    assert!(page.html().contains(&format!("href=\"{link}\"")), "{}", page.html());
    assert!(page.html().contains(&format!("href=\"{link}&#38;thon={}\"", house.villages[0])));
    a_class(&house, 8, 5).await;
    house.role(Role::Coordinator).await.get(SEPTEMBER).await.is(200).says("2 buổi học với 8 lượt người tham gia, tương ứng 5 người");
}

#[tokio::test]
async fn a_locked_report_never_changes_and_hides_nothing() {
    let house = TestHouse::new().await;
    a_class(&house, 1, 3).await;
    words(&house, SEPTEMBER, &[("requests", "Đề nghị cấp thêm {so_buoi} bộ loa.")]).await.is(303);
    assert_eq!(lock_month(&house, SEPTEMBER).await.is(303).location(), SEPTEMBER);
    let leader = house.role(Role::CommuneLeader).await;
    let page = leader.get(SEPTEMBER).await.is(200);
    let page =
        page.says("Đã khóa với số 01/BC-UBND").says("Người commune_leader, lúc 19:00, 05/10/2026").says("vẫn đúng như trong báo cáo");
    let page = page.says("Đề nghị cấp thêm 1 bộ loa.").says("Số: 01/BC-UBND").says("Thạch Thất, ngày 05 tháng 10 năm 2026");
    let id =
        page.html().split_once("/quan-ly/bao-cao/0").expect("a download").1.split('/').next().map(|id| format!("0{id}")).expect("an id");
    let mut first = Vec::new();
    for ending in ["pdf", "docx", "xlsx", "json"] {
        let answer = leader.get(&format!("/quan-ly/bao-cao/{id}/tai.{ending}")).await.is(200);
        assert_eq!(file_name(&answer), format!("BC-01-thang-09-2026.{ending}"));
        first.push(answer.bytes);
    }
    let hash = page.html().split_once("<code class=\"hash\">").expect("a hash").1.split('<').next().expect("a hash").to_owned();
    let paper = part_of(&first[1], "word/document.xml");
    assert!(paper.contains("Số: 01/BC-UBND") && paper.contains("bộ loa."), "{paper}");
    assert!(!paper.contains("DỰ THẢO") && paper.contains("chưa có số liệu"), "{paper}");
    let metadata: serde_json::Value = serde_json::from_slice(&first[3]).expect("JSON");
    assert_eq!((&metadata["CodeNumber"], &metadata["SnapshotSha256"]), (&"01".into(), &hash.as_str().into()));

    a_class(&house, 8, 5).await;
    let changed = leader.get(SEPTEMBER).await.is(200).says("Đề nghị cấp thêm 1 bộ loa.").says("1 buổi học với 3 lượt");
    let text = changed.text();
    assert!(text.contains("Toàn xã Số buổi học 1 2") && text.contains("Thôn Đồng Mẫu Số người tham gia 3 5"), "{text}");
    for (ending, bytes) in ["pdf", "docx", "xlsx", "json"].iter().zip(first) {
        let again = leader.get(&format!("/quan-ly/bao-cao/{id}/tai.{ending}")).await.is(200);
        assert!(again.bytes == bytes, "{ending} changed");
        let by_period = leader.get(&format!("/quan-ly/bao-cao/2026-09/tai.{ending}")).await.is(200);
        assert!(by_period.bytes == bytes, "{ending} by its period");
    }
    assert_eq!(house.entries(LOCKED).await, 1);
    house.expect_sound().await;
}

#[tokio::test]
async fn a_locked_report_is_corrected_by_a_new_edition_only() {
    let house = TestHouse::new().await;
    lock_month(&house, SEPTEMBER).await.is(303);
    let leader = house.role(Role::CommuneLeader).await;
    leader.get(&format!("{SEPTEMBER}/khoa")).await.is(200).says("đã khóa").never_says("Tôi đã đọc");
    leader.post(&format!("{SEPTEMBER}/khoa"), &[("version", "1"), ("seen", "x"), ("agree", "1")]).await.is(422).says("lập bản thay thế");
    leader.get(&format!("{SEPTEMBER}/loi-van")).await.is(422).says("đã khóa nên không sửa được");
    leader.post(&format!("{SEPTEMBER}/loi-van"), &[("version", "1"), ("intro", "x")]).await.is(422);
    leader.post(&format!("{SEPTEMBER}/the-thuc"), &[("version", "1")]).await.is(422);

    a_class(&house, 8, 5).await;
    leader.get(&format!("{SEPTEMBER}/ban-thay-the")).await.is(200).says("Thay thế Báo cáo số 01/BC-UBND ngày 05/10/2026");
    leader.post(&format!("{SEPTEMBER}/ban-thay-the"), &[]).await.is(303);
    leader.post(&format!("{SEPTEMBER}/ban-thay-the"), &[]).await.is(422).says("đang có bản nháp");
    let draft = leader.get(SEPTEMBER).await.is(200).says("Bản lần 2").says("1 buổi học với 5 lượt");
    draft.says("Báo cáo này thay thế Báo cáo số 01/BC-UBND ngày 05 tháng 10 năm 2026.");
    leader.get("/quan-ly/bao-cao").await.says("Đang soạn bản thay thế: Số 01/BC-UBND");
    lock_month(&house, SEPTEMBER).await.is(303);
    leader.get(SEPTEMBER).await.says("Đã khóa với số 02/BC-UBND").says("vẫn đúng như trong báo cáo");
    leader.get(&format!("{SEPTEMBER}?ban=1")).await.is(200).says("01/BC-UBND").says("đã có bản thay thế").says("0 buổi học");
    leader.get(&format!("{SEPTEMBER}?ban=3")).await.is(404);
    let register = leader.get("/quan-ly/bao-cao/so-van-ban").await.is(200).says("01/BC-UBND").says("02/BC-UBND");
    register.says("Thay thế Báo cáo số 01/BC-UBND ngày 05 tháng 10 năm 2026").says("VT, VH-XH");
}

#[tokio::test]
async fn a_period_is_locked_only_after_its_last_day() {
    let house = TestHouse::new().await;
    let leader = house.role(Role::CommuneLeader).await;
    leader.get(&format!("{OCTOBER}/khoa")).await.is(200).says("Có thể khóa từ ngày 15/10/2026").never_says("Tôi đã đọc");
    leader.post(&format!("{OCTOBER}/khoa"), &[("version", "0"), ("seen", "x"), ("agree", "1")]).await.is(422).says("15/10/2026");
    leader.get(OCTOBER).await.is(200).says("Kỳ này chưa kết thúc").never_says("Đã khóa");
    house.app.clock.set(dates::instant(date(2026, 10, 14), time(23, 59, 59, 0)));
    let scope = house.scope();
    let october = month("2026-10").expect("a month");
    let at = house.app.clock.now();
    let late = house.app.db.write(move |tx| lock(tx, &scope, october, "Nguyễn Thị Ví Dụ", None, at)).await;
    assert_eq!(late.expect_err("too early").code(), "reports-lock-early");
    let (scope, at) = (house.scope(), at + 1_000);
    let done = house.write(move |tx| lock(tx, &scope, october, "Nguyễn Thị Ví Dụ", None, at)).await;
    assert_eq!((done.number, done.notation.as_str()), (1, "BC-UBND"));
}

#[tokio::test]
async fn only_what_was_seen_is_locked() {
    let house = TestHouse::new().await;
    let leader = house.role(Role::CommuneLeader).await;
    let asked = leader
        .get(&format!("{SEPTEMBER}/khoa"))
        .await
        .is(200)
        .says("01/BC-UBND")
        .says("0 buổi, 0 lượt, 0 người")
        .says("Chưa ai sửa lời văn");
    let (version, seen) = (hidden(&asked, "version"), hidden(&asked, "seen"));
    leader.post(&format!("{SEPTEMBER}/khoa"), &[("version", &version), ("seen", &seen)]).await.is(422).says("đánh dấu đồng ý");
    a_class(&house, 2, 1).await;
    let moved = leader.post(&format!("{SEPTEMBER}/khoa"), &[("version", &version), ("seen", &seen), ("agree", "1")]).await;
    moved.is(422).says("vừa thay đổi sau khi bạn mở trang này").says("1 buổi, 1 lượt, 1 người");
    let asked = leader.get(&format!("{SEPTEMBER}/khoa")).await.is(200);
    let (version, seen) = (hidden(&asked, "version"), hidden(&asked, "seen"));
    words(&house, SEPTEMBER, &[("requests", "Không có.")]).await.is(303);
    leader.post(&format!("{SEPTEMBER}/khoa"), &[("version", &version), ("seen", &seen), ("agree", "1")]).await.is(422);
    lock_month(&house, SEPTEMBER).await.is(303);
}

#[tokio::test]
async fn reports_locked_at_once_get_different_numbers_without_gaps() {
    let house = TestHouse::new().await;
    let months = ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"];
    let mut tasks = Vec::new();
    for code in months {
        let (db, scope, period) = (house.app.db.clone(), house.scope(), month(code).expect("a month"));
        tasks.push(tokio::spawn(async move { db.write(move |tx| lock(tx, &scope, period, "Nguyễn Thị Ví Dụ", None, NOW)).await }));
    }
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.push(task.await.expect("it ran").expect("it locks").number);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let (one, two) = (house.scope(), house.scope());
    let october = month("2026-03").expect("a month");
    let (first, second) = tokio::join!(
        house.app.db.write(move |tx| lock(tx, &one, october, "A", None, NOW)),
        house.app.db.write(move |tx| lock(tx, &two, october, "B", None, NOW)),
    );
    let refused = [first, second].into_iter().filter_map(Result::err).map(|error| error.code()).collect::<Vec<_>>();
    assert_eq!(refused, ["reports-lock-done"]);
    house.expect_sound().await;
}

#[tokio::test]
async fn a_lock_that_fails_leaves_nothing_behind() {
    let house = TestHouse::new().await;
    let scope = house.scope();
    let september = month("2026-09").expect("a month");
    let failed = house
        .app
        .db
        .write(move |tx| {
            lock(tx, &scope, september, "A", None, NOW)?;
            Err::<(), _>(crate::kit::error::Error::TooLarge)
        })
        .await;
    assert!(failed.is_err());
    let leader = house.role(Role::CommuneLeader).await;
    leader.get(SEPTEMBER).await.is(200).says("Chưa lập");
    leader.get("/quan-ly/bao-cao/so-van-ban").await.is(200).says("chưa có văn bản nào");
    assert_eq!(house.entries(LOCKED).await, 0);
    lock_month(&house, SEPTEMBER).await.is(303);
    leader.get(SEPTEMBER).await.says("01/BC-UBND");
}

#[tokio::test]
async fn the_coordinator_drafts_and_may_not_lock() {
    let house = TestHouse::new().await;
    let coordinator = house.role(Role::Coordinator).await;
    coordinator.get(SEPTEMBER).await.is(200).says("Lãnh đạo xã là người khóa").never_says("Khóa và cấp số");
    coordinator.get(&format!("{SEPTEMBER}/khoa")).await.is(403);
    coordinator.post(&format!("{SEPTEMBER}/khoa"), &[("version", "0"), ("agree", "1")]).await.is(403);
    words(&house, SEPTEMBER, &[]).await.is(303);
}

#[tokio::test]
async fn village_and_unit_roles_see_no_report() {
    let house = TestHouse::new().await;
    lock_month(&house, SEPTEMBER).await.is(303);
    for role in [Role::VillageHead, Role::TeamMember, Role::Ambassador, Role::Volunteer, Role::Police, Role::School, Role::SystemAdmin] {
        let visit = house.role(role).await;
        for path in
            ["", "/thang/2026-09", "/thang/2026-09/loi-van", "/so-van-ban", "/so-van-ban.csv", "/2026-09/tai.pdf", "/2026-09/tai.json"]
        {
            visit.get(&format!("/quan-ly/bao-cao{path}")).await.is(403).never_says("BC-UBND");
        }
    }
    house.anybody().get("/quan-ly/bao-cao").await.is(303);
}

#[tokio::test]
async fn another_communes_report_does_not_exist() {
    let house = TestHouse::new().await;
    let scope = house.scope();
    let locked = house.write(move |tx| lock(tx, &scope, month("2026-09").expect("a month"), "A", None, NOW)).await;
    let other = house.role_at(Role::CommuneLeader, &house.other_commune, &house.other_village).await;
    for ending in ["pdf", "docx", "xlsx", "json"] {
        other.get(&format!("/quan-ly/bao-cao/{}/tai.{ending}", locked.id)).await.is(404).never_says(&locked.hash);
    }
    other.get(SEPTEMBER).await.is(200).says("HẠ BẰNG").says("Chưa lập").never_says("Thạch Thất");
    other.get("/quan-ly/bao-cao/so-van-ban").await.is(200).never_says("01/BC-UBND");
    lock_own(&house).await;
    for strange in ["khong-co", "2026-13", "2026-Q1", "%00", "0190163d-8694-739b-aea5-966c26f8ad91"] {
        other.get(&format!("/quan-ly/bao-cao/{strange}/tai.pdf")).await.is(404);
        other.get(&format!("/quan-ly/bao-cao/thang/{strange}")).await.is(404);
    }
}

/// Each commune counts for itself.
async fn lock_own(house: &TestHouse) {
    let scope = crate::accounts::Scope::of_command(&house.other_commune);
    let own = house.write(move |tx| lock(tx, &scope, month("2026-09").expect("a month"), "B", None, NOW)).await;
    assert_eq!(own.number, 1);
}

#[tokio::test]
async fn hostile_words_are_printed_as_they_are() {
    let house = TestHouse::new().await;
    let hostile = "#let x = panic() <script>alert(1)</script> $x^2$ @khoa \\ & \"quote\" {a: 1}";
    let long = "chữ dài ".repeat(1_250);
    assert_eq!(long.chars().count(), 10_000);
    words(&house, SEPTEMBER, &[("troubles", hostile), ("tasks", long.trim())]).await.is(303);
    let coordinator = house.role(Role::Coordinator).await;
    let page = coordinator.get(SEPTEMBER).await.is(200).says(hostile).says(long.trim());
    assert!(!page.html().contains("<script>alert"));
    let docx = coordinator.get("/quan-ly/bao-cao/2026-09/tai.docx").await.is(200);
    let paper = part_of(&docx.bytes, "word/document.xml");
    assert!(paper.contains("#let x = panic() &lt;script&gt;alert(1)&lt;/script&gt; $x^2$ @khoa \\ &amp;"), "{paper}");
    assert!(paper.contains(long.trim()));
    let pdf = coordinator.get("/quan-ly/bao-cao/2026-09/tai.pdf").await.is(200);
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    assert_eq!(file_name(&pdf), "du-thao-BC-thang-09-2026.pdf");
    coordinator.get("/quan-ly/bao-cao/2026-09/tai.xlsx").await.is(200);
}

#[tokio::test]
async fn refused_words_stay_in_the_form_with_their_faults() {
    let house = TestHouse::new().await;
    let refused =
        words(&house, SEPTEMBER, &[("classes", "Có {so_buoy} buổi."), ("tasks", ""), ("requests", &"x".repeat(12_001))]).await.is(422);
    let refused = refused.says("Không có số liệu tên {so_buoy}. Có phải ý bạn là {so_buoi}?").says("đang trống").says("dài quá 1 ký tự");
    assert!(refused.html().contains("Có {so_buoy} buổi.</textarea>"), "{}", refused.html());
    house.role(Role::Coordinator).await.get(SEPTEMBER).await.says("Chưa lập");
}

#[tokio::test]
async fn two_officers_at_once_lose_nothing() {
    let house = TestHouse::new().await;
    let visit = house.role(Role::Coordinator).await;
    let stale = hidden(&visit.get(&format!("{SEPTEMBER}/loi-van")).await, "version");
    words(&house, SEPTEMBER, &[("requests", "Lời của người trước.")]).await.is(303);
    let mut fields: Vec<(&str, &str)> = content::Section::ALL.iter().map(|s| (s.code(), "Lời của tôi.")).collect();
    fields.push(("version", &stale));
    let late = visit.post(&format!("{SEPTEMBER}/loi-van"), &fields).await.is(422);
    let late = late.says("vừa lưu báo cáo này").says("Lời của tôi.");
    visit.get(SEPTEMBER).await.says("Lời của người trước.");
    let version = hidden(&late, "version");
    fields.pop();
    fields.push(("version", &version));
    visit.post(&format!("{SEPTEMBER}/loi-van"), &fields).await.is(303);
    visit.get(SEPTEMBER).await.says("Lời của tôi.").never_says("Lời của người trước.");
}

#[tokio::test]
async fn particulars_are_kept_for_the_next_report() {
    let house = TestHouse::new().await;
    let visit = house.role(Role::Coordinator).await;
    let form = visit.get(&format!("{SEPTEMBER}/the-thuc")).await.is(200).says("TM. ỦY BAN NHÂN DÂN").says("138/KH-UBND");
    let fields = |version: &str, notation: &str, keep: bool| -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = [
            ("authority", "ỦY BAN NHÂN DÂN\nXÃ THẠCH THẤT"),
            ("offices", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),
            ("place", "Thạch Thất"),
            ("subject", "Kết quả {ky}"),
            ("signer", "Nguyễn Thị Ví Dụ"),
            ("basis", "Căn cứ A"),
            ("recipients", "Như trên"),
            ("notation", notation),
            ("version", version),
        ]
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .into();
        if keep {
            fields.push(("keep".into(), "1".into()));
        }
        fields
    };
    let post = async |month: &str, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        visit.post(&format!("{month}/the-thuc"), &fields).await
    };
    let version = hidden(&form, "version");
    let refused = post(SEPTEMBER, fields(&version, "BC/UBND", true)).await.is(422).says("Ký hiệu gồm chữ in hoa");
    assert!(refused.html().contains("value=\"Nguyễn Thị Ví Dụ\"") && refused.html().contains("value=\"BC/UBND\""));
    post(SEPTEMBER, fields(&version, "bc-vhxh", true)).await.is(303);
    visit.get(SEPTEMBER).await.says("/BC-VHXH").says("Nguyễn Thị Ví Dụ").says("Kết quả tháng 9 năm 2026");
    visit.get(OCTOBER).await.says("/BC-VHXH").says("Kết quả tháng 10 năm 2026");
    post(OCTOBER, fields("0", "BC-UBND", false)).await.is(303);
    visit.get("/quan-ly/bao-cao/thang/2026-08").await.says("/BC-VHXH");
    visit.get(OCTOBER).await.says("/BC-UBND");
    lock_month(&house, SEPTEMBER).await.is(303);
    lock_month(&house, "/quan-ly/bao-cao/thang/2026-08").await.is(303);
    visit.get("/quan-ly/bao-cao/so-van-ban").await.says("01/BC-VHXH").says("02/BC-VHXH").says("Nguyễn Thị Ví Dụ");
}

#[tokio::test]
async fn the_register_is_taken_away_as_csv_and_pdf() {
    let house = TestHouse::new().await;
    let leader = house.role(Role::CommuneLeader).await;
    leader.get("/quan-ly/bao-cao/so-van-ban").await.is(200).says("Năm 2026 chưa có văn bản nào");
    lock_month(&house, SEPTEMBER).await.is(303);
    let csv = leader.get("/quan-ly/bao-cao/so-van-ban.csv?nam=2026").await.is(200);
    assert_eq!(file_name(&csv), "so-van-ban-di-2026.csv");
    let text = csv.html();
    assert!(text.contains("01/BC-UBND,05/10/2026,Báo cáo kết quả thực hiện phong trào"), "{text}");
    let pdf = leader.get("/quan-ly/bao-cao/so-van-ban.pdf").await.is(200);
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    leader.get("/quan-ly/bao-cao/so-van-ban?nam=1999").await.is(200).says("năm 2026");
}

#[tokio::test]
async fn every_file_taken_away_is_in_the_log_of_access() {
    let house = TestHouse::new().await;
    let coordinator = house.role(Role::Coordinator).await;
    for ending in ["json", "xlsx"] {
        coordinator.get(&format!("/quan-ly/bao-cao/2026-09/tai.{ending}")).await.is(200);
    }
    let commune = house.commune.clone();
    let logged = house
        .read(move |tx| {
            Ok(tx.list(
                crate::sql!("SELECT subject FROM accounts_event WHERE commune_id = $1 AND kind = 'export' ORDER BY subject"),
                crate::args![&commune],
                |row| row.get::<String>(0),
            )?)
        })
        .await;
    assert_eq!(logged, ["du-thao-BC-thang-09-2026.json", "du-thao-BC-thang-09-2026.xlsx"]);
}

#[tokio::test]
async fn a_command_renders_the_draft_or_the_locked_report() {
    let house = TestHouse::new().await;
    let period = month("2026-09").expect("a month");
    let ask = async |locked: bool, format: Format| {
        let commune = house.commune.clone();
        house.app.db.read(move |tx| render(tx, &commune, period, format, locked)).await
    };
    assert_eq!(ask(true, Format::Docx).await.expect_err("none is locked").code(), "reports-none-locked");
    let (name, draft) = ask(false, Format::Docx).await.expect("a draft");
    assert_eq!(name, "du-thao-BC-thang-09-2026.docx");
    assert!(part_of(&draft, "word/document.xml").contains("DỰ THẢO") || has_draft_mark(&draft));
    lock_month(&house, SEPTEMBER).await.is(303);
    let (name, locked) = ask(true, Format::Docx).await.expect("the locked one");
    assert_eq!(name, "BC-01-thang-09-2026.docx");
    assert!(ask(true, Format::Docx).await.expect("the locked one").1 == locked);
    let (name, draft) = ask(false, Format::Docx).await.expect("a draft");
    assert_eq!(name, "du-thao-BC-thang-09-2026.docx");
    assert!(draft != locked && has_draft_mark(&draft) && !has_draft_mark(&locked));
}

/// Whether some header of the document says that it is a draft.
fn has_draft_mark(docx: &[u8]) -> bool {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("an archive");
    (0..archive.len()).any(|index| {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).is_ok() && text.contains("DỰ THẢO")
    })
}

#[tokio::test]
async fn a_snapshot_changed_past_the_program_is_found_out() {
    let house = TestHouse::new().await;
    let scope = house.scope();
    let locked = house.write(move |tx| lock(tx, &scope, month("2026-09").expect("a month"), "A", None, NOW)).await;
    let id = locked.id.clone();
    house
        .write(move |tx| {
            let bent =
                crate::sql!("UPDATE reports_report SET snapshot = REPLACE(snapshot, '\"sessions\":0', '\"sessions\":9') WHERE id = $1");
            Ok(tx.run(bent, crate::args![&id])?)
        })
        .await;
    let leader = house.role(Role::CommuneLeader).await;
    leader.get(SEPTEMBER).await.is(422).says("không còn khớp với mã kiểm chứng");
    leader.get(&format!("/quan-ly/bao-cao/{}/tai.pdf", locked.id)).await.is(422);
}

#[tokio::test]
async fn a_bent_file_is_found_out_too() {
    let house = TestHouse::new().await;
    let scope = house.scope();
    let locked = house.write(move |tx| lock(tx, &scope, month("2026-09").expect("a month"), "A", None, NOW)).await;
    house.write(move |tx| Ok(tx.run(crate::sql!("UPDATE reports_file SET body = 'AAAA' WHERE format = 'json'"), crate::args![])?)).await;
    let leader = house.role(Role::CommuneLeader).await;
    leader.get(&format!("/quan-ly/bao-cao/{}/tai.json", locked.id)).await.is(422);
    leader.get(&format!("/quan-ly/bao-cao/{}/tai.xlsx", locked.id)).await.is(200);
}

#[test]
fn the_months_of_the_tests_are_what_they_say() {
    let september = Period::month(2026, 9).expect("a month");
    assert!(!september.contains(dates::day_of(NOW)) && september.contains(date(2026, 9, 1)));
}
