use super::{coach, coach_at, person};
use crate::{
    accounts::Role,
    coaching::{
        COMMITTED, CONTACTED, HELPED, IDENTIFIED, SURVEYED, Topic, VISITED, WORKED,
        api::{self, NewPair, NewRequest},
    },
    kit::{clock::DAY, ids},
    testing::{Answer, NOW, TestHouse, Visit},
};

const HOME: &str = "/quan-ly/dong-hanh";
const NOON: [(&str, &str); 2] = [("day", "2026-10-05"), ("time", "12:00")];

/// A form with an id of its own, today at noon.
async fn send(visit: &Visit<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let id = ids::new(NOW);
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(&NOON);
    all.extend_from_slice(fields);
    visit.post(path, &all).await
}

#[tokio::test]
async fn help_is_recorded_on_a_page_and_listed() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let visit = house.role(Role::Ambassador).await;
    visit.get(&format!("{HOME}/huong-dan/moi?ten=lan")).await.is(200).says("Nguyễn Thị Lan").says("Sinh năm 1953");
    let fields = [("person", lan.as_str()), ("topic", "vneid"), ("result", "unaided"), ("place", "Nhà văn hóa"), ("minutes", "20")];
    send(&visit, &format!("{HOME}/huong-dan/moi"), &fields).await.is(303);
    assert_eq!(house.entries(HELPED).await, 1);
    let list = visit.get(&format!("{HOME}/huong-dan")).await.is(200);
    let list = list.says("VNeID · Tự làm được").says("Nguyễn Thị Lan").says("1 lượt, 1 người");
    assert!(list.html().contains("/quan-ly/dong-hanh/ghi/"));
    for (query, there) in [("viec=vneid&ket-qua=unaided", true), ("viec=dvctt", false), ("tu=2026-10-06", false), ("den=31-02-2026", true)]
    {
        let answer = visit.get(&format!("{HOME}/huong-dan?{query}")).await.is(200);
        assert_eq!(answer.text().contains("Nguyễn Thị Lan"), there, "{query}");
    }
    let english = visit.in_english();
    english.get(&format!("{HOME}/huong-dan")).await.is(200).says("Help log").says("Does it unaided").never_says("⟦");
    english.get(&format!("{HOME}/huong-dan/moi?nguoi={lan}")).await.is(200).says("Who was guided").never_says("⟦");
    house.expect_sound().await;
}

#[tokio::test]
async fn a_refused_help_says_why_and_keeps_what_was_typed() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let visit = house.role(Role::TeamMember).await;
    let path = format!("{HOME}/huong-dan/moi");
    let nothing = send(&visit, &path, &[("place", "chợ <script>alert(1)</script>")]).await.is(422);
    assert!(nothing.html().contains("chợ &#60;script&#62;") && !nothing.html().contains("<script>alert"));
    nothing.says("Hãy chọn việc.").says("Hãy chọn kết quả.");
    let fine = [("person", lan.as_str()), ("topic", "vneid"), ("result", "helped")];
    let with = |more: &[(&'static str, &'static str)]| [more, &fine[1..], &[]].concat();
    send(&visit, &path, &with(&[("minutes", "-5")])).await.is(422).says("Số phút phải từ 1 đến 1.440.");
    send(&visit, &path, &with(&[("minutes", "nhiều")])).await.is(422).says("Số phút phải từ 1 đến 1.440.");
    let long = "a".repeat(10_000);
    send(&visit, &path, &[&fine[..], &[("note", long.as_str())]].concat()).await.is(422).says("Ghi chú dài quá 500 chữ");
    visit.post(&path, &[&fine[..], &[("id", "x'; DROP"), ("day", "2026-10-05"), ("time", "9:00")]].concat()).await.is(403);
    visit
        .post(&path, &[&fine[..], &[("day", "2027-10-05"), ("time", "9:00"), ("id", &ids::new(NOW))]].concat())
        .await
        .is(422)
        .says("Ngày giờ này chưa đến");
    assert_eq!(house.entries(HELPED).await, 0);
    send(&visit, &path, &[&fine[..], &[("note", "căn cước 001153012345 nhé")]].concat()).await.is(303);
    visit.get(&format!("{HOME}/huong-dan")).await.says("căn cước … nhé").never_says("001153012345");
}

#[tokio::test]
async fn files_hold_what_the_list_shows_and_every_taking_is_noted() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let khac = person(&house, &house.villages[1], "Trần Văn Khác").await;
    for (village, who, place) in [(0, &lan, "=HYPERLINK(1)"), (1, &khac, "chợ")] {
        let village = house.villages[village].clone();
        let visit = house.role_at(Role::TeamMember, &house.commune, &village).await;
        let fields = [("person", who.as_str()), ("topic", "payment"), ("result", "helped"), ("place", place)];
        send(&visit, &format!("{HOME}/huong-dan/moi"), &fields).await.is(303);
    }
    let head = house.role(Role::VillageHead).await;
    let file = head.get(&format!("{HOME}/huong-dan.csv")).await.is(200).html();
    assert!(file.contains("Nguyễn Thị Lan") && file.contains("'=HYPERLINK(1)") && !file.contains("Khác"), "{file}");
    let book = head.get(&format!("{HOME}/huong-dan.xlsx?thon={}", house.villages[0])).await.is(200);
    assert!(book.bytes.starts_with(b"PK"));
    let whole = house.role(Role::CommuneLeader).await.get(&format!("{HOME}/huong-dan.csv")).await.is(200).html();
    assert!(whole.contains("Trần Văn Khác"));
    for role in [Role::Volunteer, Role::Ambassador, Role::School] {
        house.role(role).await.get(&format!("{HOME}/huong-dan.csv")).await.is(403).never_says("Lan");
    }
    let statement = "SELECT COUNT(*) FROM accounts_event WHERE kind = 'export' AND subject = 'coaching-help'";
    assert_eq!(house.read(move |tx| Ok(tx.count(statement, &[])?)).await, 3);
}

#[tokio::test]
async fn a_volunteer_chooses_names_of_their_village_and_sees_their_own_records_alone() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let theirs = person(&house, &house.villages[1], "Trần Văn Khác").await;
    let (mine, other) = (house.role(Role::Volunteer).await, house.role(Role::Ambassador).await);
    let path = format!("{HOME}/huong-dan/moi");
    let fields = [("person", lan.as_str()), ("topic", "health"), ("result", "helped")];
    send(&other, &path, &[&fields[..], &[("note", "chuyện riêng")]].concat()).await.is(303);
    mine.get(&format!("{path}?ten=lan")).await.is(200).says("Nguyễn Thị Lan");
    mine.get(&format!("{path}?ten=khac")).await.is(200).never_says("Trần Văn Khác");
    mine.get(&format!("{path}?nguoi={theirs}")).await.is(200).never_says("Trần Văn Khác");
    mine.get(&format!("{HOME}/huong-dan")).await.is(200).never_says("Nguyễn Thị Lan").never_says("chuyện riêng");
    send(&mine, &path, &fields).await.is(303);
    let own = mine.get(&format!("{HOME}/huong-dan")).await.is(200).says("Nguyễn Thị Lan").never_says("chuyện riêng");
    let html = own.html();
    let record = html.split("/quan-ly/dong-hanh/ghi/").nth(1).and_then(|rest| rest.split('"').next()).expect("a record").to_owned();
    mine.get(&format!("{HOME}/ghi/{record}")).await.is(200).says("Bỏ việc đã ghi");
    send(&mine, &path, &[("person", theirs.as_str()), ("topic", "health"), ("result", "helped")]).await.is(404);
    // The other's record is not there for them, nor what was seen of somebody's identity.
    let html = other.get(&format!("{HOME}/huong-dan?viec=health")).await.html();
    let foreign =
        html.split("/quan-ly/dong-hanh/ghi/").map(|rest| rest.split('"').next().unwrap_or("")).find(|id| ids::is_id(id) && *id != record);
    let foreign = foreign.expect("the other's").to_owned();
    mine.get(&format!("{HOME}/ghi/{foreign}")).await.is(404);
    mine.post(&format!("{HOME}/ghi/{foreign}/bo"), &[("reason", "nhầm")]).await.is(404);
    let checked = [("installed", "yes"), ("activated", "no")];
    send(&other, &format!("{HOME}/danh-tinh/{lan}"), &checked).await.is(303);
    mine.get(&format!("{HOME}/danh-tinh/{lan}")).await.is(200).never_says("Đã cài VNeID: Có");
    mine.get(&format!("{HOME}/danh-tinh?muc=todo")).await.is(200).never_says("Nguyễn Thị Lan");
    other.get(&format!("{HOME}/danh-tinh?muc=todo")).await.is(200).says("Nguyễn Thị Lan").says("Đã cài, chưa kích hoạt");
}

#[tokio::test]
async fn what_was_recorded_is_taken_back_with_a_reason() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let visit = house.role(Role::Ambassador).await;
    send(&visit, &format!("{HOME}/huong-dan/moi"), &[("person", &lan), ("topic", "vneid"), ("result", "unaided")]).await.is(303);
    let html = visit.get(&format!("{HOME}/huong-dan")).await.html();
    let record = html.split("/quan-ly/dong-hanh/ghi/").nth(1).and_then(|rest| rest.split('"').next()).expect("a record").to_owned();
    let path = format!("{HOME}/ghi/{record}");
    visit.post(&format!("{path}/bo"), &[("reason", "")]).await.is(422).says("Hãy ghi lý do.");
    house.app.clock.set(NOW + 40 * DAY);
    let office = house.role(Role::Coordinator).await;
    office.post(&format!("{path}/bo"), &[("reason", "ghi nhầm người")]).await.is(303);
    office.get(&path).await.is(200).says("ghi nhầm người").never_says("Bỏ việc này");
    office.get(&format!("/quan-ly/bang-chung/{record}")).await.is(200).says("Hướng dẫn một người");
    assert_eq!(house.entries(HELPED).await, 0);
    house.expect_sound().await;
}

#[tokio::test]
async fn a_pair_is_made_planned_met_handed_over_and_ended() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let mentor = coach(&house, Role::Ambassador).await;
    let next = coach(&house, Role::TeamMember).await;
    let head = house.role(Role::VillageHead).await;
    head.get(&format!("{HOME}/kem")).await.is(200).says("1 Đại sứ số đang kèm dưới 5 người").says("Người chưa có ai kèm");
    let page = format!("{HOME}/kem/{}", mentor.account());
    head.get(&page).await.is(200).says("Nguyễn Thị Lan").says("Còn thiếu 5 người cho đủ năm.").says("đạt 0/5");
    head.post(&page, &[("id", &ids::new(NOW))]).await.is(422).says("Hãy chọn một người.");
    let pair = ids::new(NOW);
    head.post(&page, &[("id", &pair), ("person", &lan), ("plan", "mỗi tối thứ ba")]).await.is(303);
    head.get(&format!("{HOME}/kem/chua-co")).await.is(200).never_says("Nguyễn Thị Lan");
    let pair_page = format!("{HOME}/cap/{pair}");
    let mine = house.role(Role::Ambassador).await;
    mine.get(HOME).await.is(200).says("Nguyễn Thị Lan").says("Còn thiếu 4 người");
    mine.get(&pair_page).await.is(200).says("mỗi tối thứ ba").says("Ghi lần gặp").never_says("Đổi người kèm");
    send(&mine, &format!("{pair_page}/gap"), &[("how", "visit")]).await.is(422).says("Hãy chọn việc.");
    send(&mine, &format!("{pair_page}/gap"), &[("how", "visit"), ("topic", "vneid"), ("result", "helped")]).await.is(303);
    assert_eq!(house.entries(CONTACTED).await, 1);
    mine.post(&format!("{pair_page}/ke-hoach"), &[("plan", "tuần hai buổi"), ("version", "1")]).await.is(303);
    mine.post(&format!("{pair_page}/ke-hoach"), &[("plan", "cũ"), ("version", "1")]).await.is(409);
    send(&head, &format!("{pair_page}/gap"), &[("how", "visit"), ("topic", "vneid"), ("result", "helped")]).await.is(404);
    head.get(&format!("{HOME}/kem/in")).await.is(200).says("tuần hai buổi");
    let new = ids::new(NOW);
    head.post(&format!("{pair_page}/doi"), &[("mentor", next.account()), ("new", &new), ("reason", "")]).await.is(422);
    head.post(&format!("{pair_page}/doi"), &[("mentor", next.account()), ("new", &new), ("reason", "bận việc nhà")]).await.is(303);
    head.get(&pair_page).await.is(200).says("bận việc nhà").says("Đổi kế hoạch");
    head.post(&format!("{HOME}/cap/{new}/ket-thuc"), &[("end_reason", "")]).await.is(422).says("Hãy ghi lý do.");
    head.post(&format!("{HOME}/cap/{new}/ket-thuc"), &[("end_reason", "đã tự làm được")]).await.is(303);
    head.get(&format!("{HOME}/kem/chua-co")).await.is(200).says("Nguyễn Thị Lan");
    // A volunteer who is not the mentor knows nothing of it.
    house.role(Role::Volunteer).await.get(&pair_page).await.is(404);
    house.expect_sound().await;
}

#[tokio::test]
async fn a_household_a_stall_a_shift_and_a_duty_are_recorded_on_their_pages() {
    let house = TestHouse::new().await;
    let village = house.villages[0].clone();
    let clerk = house.role(Role::Coordinator).await;
    let made = clerk.post("/quan-ly/ho/moi", &[("village", &village), ("head", "Nguyễn Văn Hùng")]).await.is(303);
    let household = made.location().rsplit('/').next().expect("an id").to_owned();
    let visit = house.role(Role::Volunteer).await;
    visit.get(&format!("{HOME}/ho?muc=unreached")).await.is(200).says("Nguyễn Văn Hùng").says("Chưa đến");
    let at = format!("{HOME}/ho/{household}");
    send(&visit, &format!("{at}/tham"), &[]).await.is(422).says("Hãy cho biết có gặp người nhà không.");
    send(&visit, &format!("{at}/tham"), &[("met", "yes"), ("told", "vneid"), ("told", "safety")]).await.is(303);
    visit.get(&at).await.is(200).says("đã nói về: VNeID, An toàn, chống lừa đảo");
    let commitment = ids::new(NOW);
    visit.post(&format!("{at}/cam-ket"), &[("commitment", &commitment), ("signed", "paper")]).await.is(422).says("Chỉ ghi khi gia đình");
    visit.post(&format!("{at}/cam-ket"), &[("commitment", &commitment), ("signed", "paper"), ("agrees", "1")]).await.is(303);
    visit.get(&format!("{HOME}/ho?muc=committed")).await.is(200).says("Nguyễn Văn Hùng").says("100");
    let stall = ids::new(NOW);
    send(&visit, &format!("{HOME}/cho/moi"), &[("stall", &stall), ("market", "Chợ Mẫu")]).await.is(422).says("Hãy ghi tên gian hàng");
    let fields = [("stall", stall.as_str()), ("market", "Chợ Mẫu"), ("name", "Rau <b>cô Hoa"), ("qr", "no"), ("training", "yes")];
    send(&visit, &format!("{HOME}/cho/moi"), &fields).await.is(303);
    visit.get(&format!("{HOME}/cho?muc=follow")).await.is(200).says("Rau <b>cô Hoa").says("Chỉ nhận tiền mặt · muốn học");
    let again = [("market", "Chợ Mẫu"), ("name", "Rau cô Hoa"), ("qr", "yes"), ("time", "13:00")];
    send(&visit, &format!("{HOME}/cho/{stall}"), &again).await.is(303);
    let shift = |from: &'static str, until: &'static str| [("place", "Trụ sở"), ("from", from), ("until", until)];
    send(&visit, &format!("{HOME}/truc/ghi"), &shift("11:00", "08:00")).await.is(422).says("Giờ kết thúc phải sau giờ bắt đầu.");
    send(&visit, &format!("{HOME}/truc/ghi"), &shift("08:00", "11:30")).await.is(303);
    visit.get(&format!("{HOME}/truc/gio")).await.is(200).says("3 giờ 30 phút");
    let head = house.role(Role::VillageHead).await;
    let helper = coach(&house, Role::Volunteer).await;
    let duty = [("mentor", helper.account()), ("place", "Điểm giao dịch"), ("from", "08:00"), ("until", "11:00")];
    send(&head, &format!("{HOME}/truc/moi"), &duty).await.is(303);
    visit.get(&format!("{HOME}/truc")).await.is(200).says("08:00–11:00").says("Điểm giao dịch").never_says("Bỏ ca");
    let html = head.get(&format!("{HOME}/truc/in?tuan=2026-10-07")).await.is(200).says("Điểm giao dịch").html();
    assert!(html.contains("class=\"sign\""));
    for (kind, many) in [(VISITED, 1), (COMMITTED, 1), (SURVEYED, 2), (WORKED, 1)] {
        assert_eq!(house.entries(kind).await, many, "{}", kind.name);
    }
    house.expect_sound().await;
}

#[tokio::test]
async fn a_request_goes_from_who_asks_to_who_helps_and_fills_the_quota() {
    let house = TestHouse::new().await;
    let lan = person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let helper = coach(&house, Role::Volunteer).await;
    let head = house.role(Role::VillageHead).await;
    let id = ids::new(NOW);
    let path = format!("{HOME}/nho-giup/moi");
    head.post(&path, &[("id", &id), ("topic", "health")]).await.is(422).says("ghi tên người nhờ giúp");
    head.post(&path, &[("id", &id), ("topic", "health"), ("person", &lan), ("note", "không mở được sổ")]).await.is(303);
    let page = format!("{HOME}/nho-giup/{id}");
    let mine = house.role(Role::Volunteer).await;
    mine.get(&page).await.is(404).never_says("Lan");
    head.post(&format!("{page}/giao"), &[("mentor", helper.account())]).await.is(303);
    mine.get(HOME).await.is(200).says("Nguyễn Thị Lan").says("Việc bà con nhờ tôi");
    mine.get(&page).await.is(200).says("không mở được sổ");
    let quota = [("period", "2026-10"), ("account", helper.account()), ("people", "4"), ("difficulties", "1")];
    head.post(&format!("{HOME}/chi-tieu/giao"), &[("period", "2026"), ("people", "4")]).await.is(422).says("Hãy chọn tháng hoặc quý.");
    head.post(&format!("{HOME}/chi-tieu/giao"), &[("period", "2026-10"), ("people", "bốn")]).await.is(422).says("Số giao phải từ 1");
    head.post(&format!("{HOME}/chi-tieu/giao"), &quota).await.is(303);
    head.post(&format!("{HOME}/chi-tieu/giao"), &[&quota[..3], &[("people", "9")]].concat()).await.is(409);
    let fields = [("request", id.as_str()), ("person", lan.as_str()), ("topic", "health"), ("result", "helped"), ("closes", "1")];
    send(&mine, &format!("{HOME}/huong-dan/moi"), &fields).await.is(303);
    mine.get(&format!("{HOME}/chi-tieu")).await.is(200).says("Đạt 62%").says("1 / 4").says("1 / 1");
    head.get(&format!("{HOME}/nho-giup?muc=closed")).await.is(200).says("Nguyễn Thị Lan");
    head.post(&format!("{page}/mo-lai"), &[("reason", "chưa xong hẳn")]).await.is(303);
    mine.get(&format!("{HOME}/chi-tieu")).await.is(200).says("0 / 1");
    mine.post(&format!("{page}/xong"), &[]).await.is(422).says("Hãy chọn kết quả.");
    mine.post(&format!("{page}/xong"), &[("result", "unaided")]).await.is(303);
    head.get(&page).await.is(200).says("chưa xong hẳn").says("Mở lại");
}

#[tokio::test]
async fn nothing_of_another_village_is_seen_or_changed() {
    let house = TestHouse::new().await;
    let theirs = person(&house, &house.villages[1], "Trần Văn Khác").await;
    let far = coach_at(&house, Role::Ambassador, &house.villages[1].clone()).await;
    let office = coach(&house, Role::Coordinator).await;
    let (pair, request) = (ids::new(NOW), ids::new(NOW));
    let (new, asked) = (
        NewPair { id: pair.clone(), mentor: far.account().into(), person: theirs.clone(), plan: "riêng".into() },
        NewRequest {
            id: request.clone(),
            person: Some(theirs.clone()),
            who: String::new(),
            village: String::new(),
            topic: Topic::Other,
            note: "riêng".into(),
            helper: None,
        },
    );
    house
        .write(move |tx| {
            api::put_together(tx, &office, &new, NOW)?;
            api::ask_for_help(tx, &office, &asked, NOW)
        })
        .await;
    let head = house.role(Role::VillageHead).await;
    for path in [format!("cap/{pair}"), format!("nho-giup/{request}"), format!("danh-tinh/{theirs}"), format!("kem/{}", far.account())] {
        head.get(&format!("{HOME}/{path}")).await.is(404).never_says("Khác").never_says("riêng");
    }
    for path in ["", "/huong-dan", "/kem", "/kem/chua-co", "/kem/in", "/ho", "/cho", "/danh-tinh", "/truc", "/nho-giup", "/chi-tieu"] {
        let query = format!("{HOME}{path}?thon={}", house.villages[1]);
        head.get(&query).await.is(200).never_says("Trần Văn Khác").never_says("riêng");
    }
    let other = house.role_at(Role::Coordinator, &house.other_commune, &house.other_village).await;
    other.get(&format!("{HOME}/cap/{pair}")).await.is(404);
    other.post(&format!("{HOME}/cap/{pair}/ket-thuc"), &[("end_reason", "x")]).await.is(404);
    for role in [Role::CommuneLeader, Role::Police, Role::School, Role::Learner] {
        house.role(role).await.get(&format!("{HOME}/huong-dan")).await.is(403);
    }
    assert_eq!(house.entries(IDENTIFIED).await, 0);
}

#[tokio::test]
async fn every_page_speaks_both_languages_to_every_role_that_may_open_it() {
    let house = TestHouse::new().await;
    person(&house, &house.villages[0], "Nguyễn Thị Lan").await;
    let paths = [
        "",
        "/huong-dan",
        "/huong-dan/moi",
        "/kem",
        "/kem/in",
        "/ho",
        "/cho",
        "/cho/moi",
        "/danh-tinh",
        "/truc",
        "/truc/in",
        "/truc/gio",
        "/truc/ghi",
        "/nho-giup",
        "/chi-tieu",
    ];
    let managing = ["/kem/chua-co", "/truc/moi", "/nho-giup/moi", "/chi-tieu/giao"];
    for role in [Role::Volunteer, Role::Ambassador, Role::TeamMember, Role::VillageHead, Role::Coordinator] {
        let visit = house.role(role).await;
        for path in paths {
            visit.get(&format!("{HOME}{path}")).await.is(200).never_says("⟦");
            visit.clone().in_english().get(&format!("{HOME}{path}")).await.is(200).never_says("⟦");
        }
        let manages = !matches!(role, Role::Volunteer | Role::Ambassador);
        for path in managing {
            visit.get(&format!("{HOME}{path}")).await.is(if manages { 200 } else { 403 }).never_says("⟦");
        }
    }
}
