use super::*;
use crate::accounts::Role;

#[tokio::test]
async fn a_class_is_seen_in_a_preview_before_it_is_opened() {
    let hall = a_hall().await;
    let head = hall.role(Role::VillageHead).await;
    head.get("/quan-ly/lop/moi").await.is(200).says("Mở lớp").says("Nhà văn hóa thôn Đồng Mẫu");
    let seen = head.post("/quan-ly/lop/moi", &form(&hall, &[("step", "preview")])).await.is(200);
    seen.says("Xem trước lịch lớp").says("4 buổi").says("Thứ Ba, 06/10/2026 26/8 âm lịch").says("Thứ Năm, 15/10/2026").says("Không vướng");
    assert!(hall.look(|tx, commune| store::series::by_code(tx, commune, "goi-video-va-gui")).await.is_none());

    let saved = head.post("/quan-ly/lop/moi", &form(&hall, &[("step", "save")])).await.is(303);
    assert_eq!(saved.location(), "/quan-ly/lop/goi-video-va-gui");
    let page = head.get("/quan-ly/lop/goi-video-va-gui").await.is(200);
    page.says("Thứ Ba, Thứ Năm hằng tuần").says("Người cao tuổi").says("1 kèm 3").says("Mở lớp: Gọi video và gửi ảnh").says("Âm lịch 26/8");
    head.get("/quan-ly/lop").await.says("Gọi video và gửi ảnh").says("Đã đăng ký 0 trên 30 chỗ");
    head.in_english().get("/quan-ly/lop/goi-video-va-gui").await.says("every week on Tuesday, Thursday").says("Old people");
}

#[tokio::test]
async fn tet_and_the_full_moon_are_told_and_can_be_left_out() {
    let hall = a_hall().await;
    let head = hall.role(Role::VillageHead).await;
    let days = [("repeat", "given"), ("given", "2/2/2030\n9/2/2030; 17/02/2030")];
    let seen = head.post("/quan-ly/lop/moi", &form(&hall, &days)).await.is(200);
    seen.says("Thứ Bảy, 02/02/2030 1/1 âm lịch Tết Nguyên đán").says("17/02/2030 16/1 âm lịch").says("2 buổi rơi vào").says("Sau Tết");
    let off = [("repeat", "given"), ("given", "2/2/2030\n9/2/2030"), ("off", "2030-02-02"), ("step", "save")];
    head.post("/quan-ly/lop/moi", &form(&hall, &off)).await.is(200).says("Xem trước").says("1 buổi").never_says("02/02/2030");
    let skipped = [("repeat", "given"), ("given", "2/2/2030\n9/2/2030"), ("skip", "02/02/2030"), ("step", "save")];
    head.post("/quan-ly/lop/moi", &form(&hall, &skipped)).await.is(303);
    head.get("/quan-ly/lop/goi-video-va-gui").await.says("Thứ Bảy 9").never_says("Tết");
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_names_every_fault() {
    let hall = a_hall().await;
    let head = hall.role(Role::VillageHead).await;
    let wrong = [
        ("title", " "),
        ("teacher", "<script>alert(1)</script>"),
        ("capacity", "nhiều"),
        ("start", "25:99"),
        ("from", "31/02/2026"),
        ("count", "0"),
        ("audience", "king"),
        ("skip", "ngày kia"),
    ];
    let answer = head.post("/quan-ly/lop/moi", &form(&hall, &wrong)).await.is(422);
    let html = answer.html();
    answer
        .says("Hãy ghi tên lớp")
        .says("Số chỗ phải từ 1 đến 500")
        .says("Không có giờ này")
        .says("Không có ngày này trong lịch")
        .says("Hãy ghi số buổi")
        .says("“ngày kia”");
    assert!(html.contains("value=\"nhiều\"") && html.contains("value=\"31/02/2026\""), "{html}");
    assert!(!html.contains("<script>alert") && !html.contains('⟦'), "{html}");
    for (fields, words) in [
        (vec![("end", "19:00")], "Giờ kết thúc phải sau giờ bắt đầu"),
        (vec![("weekday", "x")], "Hãy chọn ít nhất một thứ"),
        (vec![("ending", "until"), ("until", "2026-10-01")], "Lúc kết thúc phải sau lúc bắt đầu"),
        (vec![("count", "201")], "nhiều nhất 200 buổi"),
        (vec![("repeat", "given"), ("given", "")], "Không còn buổi nào"),
        (vec![("title", &"ă".repeat(10_000))], "Dài quá"),
    ] {
        head.post("/quan-ly/lop/moi", &form(&hall, &fields)).await.is(422).says(words);
    }
}

#[tokio::test]
async fn a_taken_venue_refuses_and_names_the_class_that_has_it() {
    let hall = a_hall().await;
    hall.open(hall.evening(&[date(2026, 10, 8)])).await;
    let head = hall.role(Role::VillageHead).await;
    let clash = [("start", "20:00"), ("end", "22:00"), ("step", "preview")];
    let answer = head.post("/quan-ly/lop/moi", &form(&hall, &clash)).await.is(422);
    answer.says("Nơi học bị trùng: Thứ Năm, 08/10/2026").says("đã có lớp “Gọi video” của Thôn Đồng Mẫu, 19:30–21:00");
    let forced = [("start", "20:00"), ("end", "22:00"), ("step", "save")];
    head.post("/quan-ly/lop/moi", &form(&hall, &forced)).await.is(422).says("đã có lớp “Gọi video” của Thôn Đồng Mẫu");
    let after = [("start", "21:00"), ("end", "22:00"), ("step", "save")];
    head.post("/quan-ly/lop/moi", &form(&hall, &after)).await.is(303);
}

#[tokio::test]
async fn nobody_opens_or_changes_a_class_outside_their_place() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let head = hall.role(Role::VillageHead).await;
    let other = hall.villages[1].clone();
    head.post("/quan-ly/lop/moi", &form(&hall, &[("village", &other), ("step", "save")])).await.is(404);
    let strangers = [
        hall.role_at(Role::VillageHead, &hall.commune, &other).await,
        hall.role_at(Role::Coordinator, &hall.other_commune, &hall.other_village).await,
    ];
    for stranger in strangers {
        stranger.post("/quan-ly/lop/moi", &form(&hall, &[("step", "save")])).await.is(404);
        for path in ["", "/sua", "/ket-thuc", "/dang-ky"] {
            stranger.get(&format!("/quan-ly/lop/goi-video{path}")).await.is(404);
        }
        for path in ["", "/nghi", "/doi", "/giay-ky-ten", "/giay-ky-ten.pdf"] {
            stranger.get(&format!("{}{path}", roll(&lesson))).await.is(404);
        }
        for path in ["/sua", "/ket-thuc"] {
            stranger.post(&format!("/quan-ly/lop/goi-video{path}"), &form(&hall, &[("reason", "x"), ("step", "save")])).await.is(404);
        }
        for path in ["/nghi", "/mo-lai", "/doi"] {
            let fields = [("reason", "x"), ("day", "2026-10-20"), ("start", "19:00"), ("end", "20:00"), ("venue", hall.venue.as_str())];
            stranger.post(&format!("{}{path}", roll(&lesson)), &fields).await.is(404);
        }
        stranger.get("/quan-ly/lop").await.is(200).never_says("Gọi video");
    }
    let volunteer = hall.role(Role::Volunteer).await;
    volunteer.get("/quan-ly/lop/goi-video").await.is(200).says("Gọi video");
    volunteer.get("/quan-ly/lop/goi-video/sua").await.is(403);
    volunteer.post("/quan-ly/lop/moi", &form(&hall, &[("step", "save")])).await.is(403);
    hall.anybody().get("/quan-ly/lop").await.is(303);
}

#[tokio::test]
async fn two_classes_of_one_name_have_codes_of_their_own() {
    let hall = a_hall().await;
    let first = hall.open(hall.evening(&[date(2026, 10, 6)])).await;
    let second = hall.open(hall.evening(&[date(2026, 10, 7)])).await;
    assert_eq!((first[0].code.as_str(), second[0].code.as_str()), ("goi-video", "goi-video-2"));
}

#[tokio::test]
async fn a_change_touches_sessions_to_come_only() {
    let hall = a_hall().await;
    let tonight = hall.tonight().await;
    let person = hall.learner(&tonight, "Nguyễn Thị Lan", 1953).await;
    hall.at(5, 19, 40);
    let head = hall.role(Role::VillageHead).await;
    tap(&head, &tonight, &person, &[("state", "present")]).await;

    let changes = [("title", "Gọi hình"), ("start", "18:00"), ("end", "19:30"), ("repeat", "given"), ("given", "5/10/2026, 19/10/2026")];
    let mut fields = form(&hall, &changes);
    fields.extend([("version", "1"), ("reason", "đổi lịch gặt"), ("step", "preview")]);
    let seen = head.post("/quan-ly/lop/goi-video/sua", &fields).await.is(200);
    seen.says("Xem trước thay đổi").says("1 buổi đã xếp sẽ bị bỏ").says("Thứ Hai, 12/10/2026").says("Thứ Hai, 19/10/2026");
    fields.retain(|(name, _)| *name != "step");
    fields.push(("step", "save"));
    head.post("/quan-ly/lop/goi-video/sua", &fields).await.is(303);

    let series = tonight.series.clone();
    let lessons = hall.look(move |tx, commune| api::sessions_of(tx, commune, &series)).await;
    let shown: Vec<_> = lessons.iter().map(|l| (l.slot.day().day(), dates::clock(l.slot.start()), l.state.code(), l.is_held())).collect();
    assert_eq!(
        shown,
        [
            (5, "19:30".to_owned(), "planned", true),
            (12, "19:30".to_owned(), "cancelled", false),
            (19, "18:00".to_owned(), "planned", false)
        ]
    );
    let page = head.get("/quan-ly/lop/goi-video").await;
    page.says("Đổi tên: Gọi video → Gọi hình (đổi lịch gặt)").says("Số buổi thêm: 1").says("Đổi giờ học: 19:30–21:00 → 18:00–19:30");
    head.post("/quan-ly/lop/goi-video/sua", &fields).await.is(409).says("Người khác vừa sửa");
}

#[tokio::test]
async fn a_session_is_called_off_with_a_reason_and_on_again() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let head = hall.role(Role::VillageHead).await;
    let (page, cancel) = (roll(&lesson), format!("{}/nghi", roll(&lesson)));
    head.get(&cancel).await.is(200).says("Cho nghỉ buổi này?");
    head.post(&cancel, &[("reason", " ")]).await.is(422).says("Hãy ghi lý do");
    head.post(&cancel, &[("reason", "mất điện")]).await.is(303);
    head.get(&page).await.says("Nghỉ buổi này").says("Lý do: mất điện").says("không điểm danh được");
    hall.anybody().get("/lich-hoc").await.says("Nghỉ buổi này").says("mất điện");
    head.get("/quan-ly/lop/goi-video").await.says("Cho nghỉ buổi: 05/10/2026, 19:30–21:00, Nhà văn hóa thôn Đồng Mẫu (mất điện)");
    head.post(&format!("{page}/mo-lai"), &[]).await.is(303);
    hall.anybody().get("/lich-hoc").await.never_says("Nghỉ buổi này");

    let person = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    tap(&head, &lesson, &person, &[("state", "present")]).await;
    head.post(&cancel, &[("reason", "mất điện")]).await.is(422).says("đã có điểm danh");
}

#[tokio::test]
async fn a_session_is_moved_after_a_warning_and_never_onto_another() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let head = hall.role(Role::VillageHead).await;
    let address = format!("{}/doi", roll(&lesson));
    let to = |day: &'static str, venue: &str| {
        vec![
            ("day", day.to_owned()),
            ("start", "19:30".into()),
            ("end", "21:00".into()),
            ("venue", venue.to_owned()),
            ("reason", "bão".into()),
        ]
    };
    let send = async |fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        head.post(&address, &fields).await
    };
    head.get(&address).await.is(200).says("Dời buổi");
    // 10/10/2026 is mùng một.
    let mut first_of_month = to("2026-10-10", &hall.venue);
    send(&first_of_month).await.is(200).says("Mùng một").says("bấm lần nữa");
    send(&to("2026-10-12", &hall.venue)).await.is(422).says("đã có một buổi khác");
    send(&to("2026-10-01", &hall.venue)).await.is(422).says("Giờ này đã qua");
    send(&to("31/02/2026", &hall.venue)).await.is(422).says("Không có ngày này");
    send(&to("2026-10-09", "no-such-venue")).await.is(404);
    first_of_month.push(("sure", "2026-10-10".into()));
    send(&first_of_month).await.is(303);
    hall.anybody().get("/lich-hoc").await.says("Thứ Bảy 10").says("mùng một").says("Dời từ ngày 05/10");
    head.get("/quan-ly/lop/goi-video").await.says("Dời buổi: 05/10/2026, 19:30–21:00").says("10/10/2026");
}

#[tokio::test]
async fn ending_a_class_calls_its_sessions_off_and_keeps_what_was_held() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let head = hall.role(Role::VillageHead).await;
    let person = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    hall.at(5, 19, 40);
    tap(&head, &lesson, &person, &[("state", "present")]).await;
    head.get("/quan-ly/lop/goi-video/ket-thuc").await.is(200).says("Kết thúc lớp này?");
    head.post("/quan-ly/lop/goi-video/ket-thuc", &[]).await.is(422).says("Hãy ghi lý do");
    head.post("/quan-ly/lop/goi-video/ket-thuc", &[("reason", "dạy hết bài")]).await.is(303);
    head.get("/quan-ly/lop/goi-video").await.says("Lớp đã kết thúc").says("Nghỉ buổi này").says("Có mặt 1 trên 1");
    hall.anybody().get("/lich-hoc/goi-video").await.is(200).says("không nhận đăng ký nữa").never_says("Gửi đăng ký");
    head.post("/quan-ly/lop/goi-video/ket-thuc", &[("reason", "x")]).await.is(422).says("đã kết thúc");
    head.get("/quan-ly/lop").await.never_says("Đỗ Minh Hà · ");
    head.get("/quan-ly/lop?trang-thai=ended").await.says("Gọi video").says("Đã học 1 trên 1 buổi");
}

#[tokio::test]
async fn weeks_without_a_class_are_counted_and_shown() {
    let hall = a_hall().await;
    let lesson = hall.open(hall.evening(&[date(2026, 9, 24), date(2026, 10, 1), date(2026, 10, 6)])).await.remove(0);
    let (scope, person) = (hall.scope(), hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await);
    let session = lesson.id.clone();
    let at = dates::instant(date(2026, 9, 24), time(19, 35, 0, 0));
    hall.write(move |tx| api::mark(tx, &scope, &session, &person, super::super::Presence::Present, at, at)).await;
    let weeks = hall.look(|tx, commune| api::weeks_without(tx, commune, date(2026, 9, 21), date(2026, 10, 4))).await;
    assert_eq!(weeks.get(&hall.villages[0]), Some(&(1, 2)));
    assert_eq!(weeks.get(&hall.villages[1]), Some(&(2, 2)));

    let officer = hall.role(Role::Coordinator).await;
    officer.get("/quan-ly/lop").await.says("1 thôn chưa có lớp tuần này").says("Thôn Bến Ví Dụ");
    let page = officer.get("/quan-ly/lop/tuan-trong").await.is(200);
    let html = page.html();
    page.says("Đã học 1 buổi").says("1 buổi chưa điểm danh").says("Đã xếp 1 buổi").says("Không có lớp");
    assert!(html.contains(&format!("/quan-ly/lop/moi?thon={}", hall.villages[1])), "{html}");
    officer.get(&format!("/quan-ly/lop/moi?thon={}", hall.villages[1])).await.is(200);
    let volunteer = hall.role(Role::Volunteer).await;
    volunteer.get("/quan-ly/lop/tuan-trong").await.is(200).never_says("Bến Ví Dụ");
}

#[tokio::test]
async fn the_list_is_filtered_by_village_state_and_name() {
    let hall = a_hall().await;
    hall.tonight().await;
    let officer = hall.role(Role::Coordinator).await;
    let here = format!("/quan-ly/lop?thon={}&ten=goi", hall.villages[0]);
    officer.get(&here).await.is(200).says("Đã học 0 trên 2 buổi").says("buổi tới: Thứ Hai, 05/10/2026");
    for nothing in [format!("?thon={}", hall.villages[1]), "?ten=xyz".into(), "?trang-thai=ended".into()] {
        officer.get(&format!("/quan-ly/lop{nothing}")).await.is(200).says("Không có lớp nào như vậy");
    }
    officer.get("/quan-ly/lop?trang=99999&trang-thai=%00&ten=%25_").await.is(200);
}
