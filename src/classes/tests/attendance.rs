use super::*;
use crate::{
    accounts::Role,
    classes::{ATTENDED, HELD, KNOWLEDGE, Presence},
    ledger::{self, Found},
};

#[tokio::test]
async fn a_mark_shows_on_the_page_and_in_the_ledger() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    hall.learner(&lesson, "Lê Văn Minh", 1960).await;
    hall.at(5, 19, 32);
    let volunteer = hall.role(Role::Volunteer).await;
    let (status, answer) = tap(&volunteer, &lesson, &lan, &[("state", "present"), ("version", "0")]).await;
    assert_eq!(status, 200);
    assert_eq!(
        answer,
        serde_json::json!({ "state": "present", "label": "Có mặt", "by": "volunteer", "at": "19:32", "present": 1, "total": 2 })
    );
    let page = volunteer.get(&roll(&lesson)).await.is(200);
    let html = page.html();
    page.says("1 / 2 có mặt").says("Nguyễn Thị Lan Có mặt 19:32 · volunteer").says("Lê Văn Minh Chưa điểm danh");
    assert!(html.contains("data-state=\"present\" data-name=\"Nguyễn Thị Lan\""), "{html}");
    assert!(html.contains("data-late=\"Đến muộn\"") && html.contains("name=\"csrf\""), "{html}");
    assert_eq!((hall.entries(HELD).await, hall.entries(ATTENDED).await), (1, 1));

    let session = lesson.id.clone();
    let found = hall
        .look(move |tx, commune| {
            ledger::entries(tx, commune, &Found { subject: session.clone(), kind: ATTENDED.name.into(), ..Found::default() }, 9, 0)
        })
        .await;
    let entry = &found[0].0;
    assert_eq!((entry.person.as_deref(), entry.village.as_str()), (Some(lan.as_str()), hall.villages[0].as_str()));
    assert_eq!((entry.grade.as_str(), entry.attains.as_deref(), entry.audience.as_str()), ("B", Some(KNOWLEDGE), "citizen"));
    assert_eq!((entry.occurred_at, entry.day.as_str()), (october(5, 19, 32), "2026-10-05"));
    assert_eq!(entry.body, format!(r#"{{"series":"{}","state":"present"}}"#, lesson.series));
    hall.expect_sound().await;
}

#[tokio::test]
async fn a_second_tap_counts_once() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    let volunteer = hall.role(Role::Volunteer).await;
    let id = "0199b4c2-0000-7000-8000-000000000001";
    for _ in 0..3 {
        let (status, answer) = tap(&volunteer, &lesson, &lan, &[("state", "present"), ("tap", id)]).await;
        assert_eq!((status, answer["present"].as_i64()), (200, Some(1)));
    }
    volunteer.post(&format!("{}/diem-danh", roll(&lesson)), &[("person", &lan), ("state", "present")]).await.is(303);
    assert_eq!((hall.entries(HELD).await, hall.entries(ATTENDED).await), (1, 1));
    // A tap that arrives again after a later one changes nothing.
    tap(&volunteer, &lesson, &lan, &[("state", "absent")]).await;
    let (_, answer) = tap(&volunteer, &lesson, &lan, &[("state", "present"), ("tap", id)]).await;
    assert_eq!(answer["state"], "absent");
    assert_eq!((hall.entries(HELD).await, hall.entries(ATTENDED).await), (0, 0));
    hall.expect_sound().await;
}

#[tokio::test]
async fn taking_marks_back_voids_the_evidence_and_keeps_it_to_be_read() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let (lan, minh) = (hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await, hall.learner(&lesson, "Lê Văn Minh", 1960).await);
    hall.at(5, 19, 42);
    let volunteer = hall.role(Role::Volunteer).await;
    tap(&volunteer, &lesson, &lan, &[("state", "present")]).await;
    let (_, late) = tap(&volunteer, &lesson, &minh, &[("state", "late")]).await;
    assert_eq!((late["label"].as_str(), late["present"].as_i64()), (Some("Đến muộn 12 phút"), Some(2)));
    for (state, attended) in [("late", 2), ("present", 2), ("absent", 1), ("none", 1), ("present", 2)] {
        tap(&volunteer, &lesson, &lan, &[("state", state)]).await;
        assert_eq!((hall.entries(HELD).await, hall.entries(ATTENDED).await), (1, attended), "{state}");
    }
    tap(&volunteer, &lesson, &lan, &[("state", "none")]).await;
    tap(&volunteer, &lesson, &minh, &[("state", "none")]).await;
    assert_eq!((hall.entries(HELD).await, hall.entries(ATTENDED).await), (0, 0));
    let all =
        hall.look(|tx, commune| ledger::entries(tx, commune, &Found { kind: "ledger.voided".into(), ..Found::default() }, 99, 0)).await;
    assert!(all.iter().any(|(entry, _)| entry.body.contains("từ “Có mặt” thành “Vắng”")), "{all:?}");
    hall.expect_sound().await;
    let page = volunteer.get(&format!("{}/dau/{lan}", roll(&lesson))).await.is(200);
    page.says("Chưa điểm danh → Có mặt").says("Có mặt → Vắng").says("volunteer, 19:42, 05/10/2026");
}

#[tokio::test]
async fn attendance_opens_an_hour_before_and_closes_after_the_next_day() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    hall.at(5, 18, 29);
    let volunteer = hall.role(Role::Volunteer).await;
    let (status, answer) = tap(&volunteer, &lesson, &lan, &[("state", "present")]).await;
    assert_eq!((status, answer["error"].as_str()), (422, Some("Chưa đến giờ điểm danh: mở trước giờ học 60 phút.")));
    volunteer.get(&roll(&lesson)).await.says("Mở điểm danh từ 18:30, 05/10/2026");
    hall.at(7, 0, 0);
    // Sessions of the day before have ended: somebody signs in anew.
    let (volunteer, head) = (hall.role(Role::Ambassador).await, hall.role(Role::VillageHead).await);
    let (status, answer) = tap(&volunteer, &lesson, &lan, &[("state", "present")]).await;
    assert_eq!(status, 422);
    assert!(answer["error"].as_str().is_some_and(|text| text.contains("hết hạn")), "{answer}");
    volunteer.get(&roll(&lesson)).await.says("Đã hết hạn điểm danh");

    let (status, answer) = tap(&head, &lesson, &lan, &[("state", "present")]).await;
    assert_eq!(status, 422, "{answer}");
    head.get(&roll(&lesson)).await.says("Ghi bù phải có lý do");
    head.get(&format!("{}?ly-do=s%E1%BB%95+gi%E1%BA%A5y", roll(&lesson))).await.says("Lý do: sổ giấy");
    let (status, _) = tap(&head, &lesson, &lan, &[("state", "present"), ("reason", "sổ giấy")]).await;
    assert_eq!((status, hall.entries(ATTENDED).await), (200, 1));
    // It still counts for the session's own day.
    let days = hall.look(|tx, commune| ledger::tally_days(tx, commune, ATTENDED.name, "", "2026-10-01", "2026-10-31")).await;
    assert_eq!(days, [("2026-10-05".to_owned(), 1, 0)]);
}

#[tokio::test]
async fn a_correction_after_the_day_says_why_and_is_kept() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    tap(&hall.role(Role::Volunteer).await, &lesson, &lan, &[("state", "present")]).await;
    hall.at(6, 8, 0);
    let volunteer = hall.role(Role::Ambassador).await;
    let mark = format!("{}/dau/{lan}", roll(&lesson));
    let html = volunteer.get(&roll(&lesson)).await.is(200).html();
    assert!(html.contains(&format!("class=\"tap-main\" href=\"{mark}\"")), "a marked row leads to the correction: {html}");
    let post = format!("{}/diem-danh", roll(&lesson));
    let refused = volunteer.post(&post, &[("person", &lan), ("state", "absent"), ("version", "1")]).await.is(422);
    refused.says("sửa dấu phải ghi lý do").says("Sửa dấu");
    let reason = [("person", lan.as_str()), ("state", "absent"), ("version", "1"), ("reason", "chạm nhầm <b>tên</b>")];
    volunteer.post(&post, &reason).await.is(303);
    let page = volunteer.get(&mark).await.is(200);
    assert!(!page.html().contains("<b>tên"), "{}", page.html());
    page.says("Có mặt → Vắng").says("chạm nhầm <b>tên</b>").says("Chưa điểm danh → Có mặt");
    assert_eq!((hall.entries(HELD).await, hall.entries(ATTENDED).await), (0, 0));
    hall.expect_sound().await;
}

#[tokio::test]
async fn two_officers_at_one_mark_do_not_overwrite_each_other() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    let (one, two) = (hall.role(Role::Volunteer).await, hall.role(Role::TeamMember).await);
    tap(&one, &lesson, &lan, &[("state", "present"), ("version", "0")]).await;
    // Both opened the page before; the second agrees, then does not.
    let (status, answer) = tap(&two, &lesson, &lan, &[("state", "present"), ("version", "0")]).await;
    assert_eq!((status, answer["by"].as_str()), (200, Some("volunteer")));
    let (status, answer) = tap(&two, &lesson, &lan, &[("state", "absent"), ("version", "0")]).await;
    assert_eq!(status, 422);
    assert!(answer["error"].as_str().is_some_and(|text| text.starts_with("Người volunteer vừa ghi “Có mặt” lúc 19:00")), "{answer}");
    assert_eq!(hall.entries(ATTENDED).await, 1);
    let plain = two.post(&format!("{}/diem-danh", roll(&lesson)), &[("person", &lan), ("state", "absent"), ("version", "0")]).await.is(422);
    plain.says("vừa ghi “Có mặt”").says("Sửa dấu");
    let (status, _) = tap(&two, &lesson, &lan, &[("state", "absent"), ("version", "1")]).await;
    assert_eq!((status, hall.entries(ATTENDED).await), (200, 0));
    // The first officer's page shows each tap at once, so that their own taps need no look between them.
    let (status, _) = tap(&one, &lesson, &lan, &[("state", "late"), ("version", "0")]).await;
    assert_eq!(status, 422);
}

#[tokio::test]
async fn nobody_marks_outside_their_village_or_commune() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    let other = hall.role_at(Role::Volunteer, &hall.commune, &hall.villages[1]).await;
    let far = hall.role_at(Role::Coordinator, &hall.other_commune, &hall.other_village).await;
    for stranger in [other, far] {
        stranger.get(&roll(&lesson)).await.is(404).never_says("Nguyễn Thị Lan");
        stranger.get(&format!("{}/dau/{lan}", roll(&lesson))).await.is(404);
        stranger.get(&format!("{}/them?ten=lan", roll(&lesson))).await.is(404);
        let (status, answer) = tap(&stranger, &lesson, &lan, &[("state", "present")]).await;
        assert_eq!(status, 404, "{answer}");
        stranger.post(&format!("{}/diem-danh", roll(&lesson)), &[("person", &lan), ("state", "present")]).await.is(404);
        stranger.post(&format!("{}/them", roll(&lesson)), &[("name", "Kẻ Lạ"), ("birth_year", "1990")]).await.is(404);
    }
    let leader = hall.role(Role::CommuneLeader).await;
    leader.get(&roll(&lesson)).await.is(200).says("Nguyễn Thị Lan").never_says("Bỏ dấu này");
    leader.post(&format!("{}/diem-danh", roll(&lesson)), &[("person", &lan), ("state", "present")]).await.is(403);
    assert_eq!(hall.entries(ATTENDED).await, 0);
}

#[tokio::test]
async fn strange_taps_are_refused_in_words() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    let stranger = hall.person("Người Ngoài Lớp", 1970).await;
    let volunteer = hall.role(Role::Volunteer).await;
    for (person, fields, status) in [
        (lan.as_str(), vec![("state", "dancing")], 422),
        (lan.as_str(), vec![("version", "x")], 422),
        (stranger.as_str(), vec![("state", "present")], 404),
        ("no-such-person", vec![("state", "present")], 404),
        ("", vec![("state", "present")], 404),
    ] {
        let (got, answer) = tap(&volunteer, &lesson, person, &fields).await;
        assert_eq!(got, status, "{answer}");
        assert!(answer["error"].as_str().is_some_and(|text| !text.contains('⟦')), "{answer}");
    }
    let script = volunteer.clone().by_script();
    let forged = script.post_as_is(&format!("{}/diem-danh", roll(&lesson)), &[("person", &lan), ("state", "present")]).await.is(403);
    assert!(forged.html().starts_with("{\"error\":"), "{}", forged.html());
    volunteer.get("/quan-ly/lop/buoi/no-such-session").await.is(404);
    // A session that ended meanwhile is said in words too: the page's script shows them.
    hall.at(6, 12, 0);
    let (status, answer) = tap(&volunteer, &lesson, &lan, &[("state", "present")]).await;
    assert_eq!((status, answer["error"].as_str()), (401, Some("Hãy đăng nhập để tiếp tục.")));
    assert_eq!(hall.entries(ATTENDED).await, 0);
}

#[tokio::test]
async fn evidence_counts_where_the_learner_lives() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let guest = hall.person_of(&hall.villages[1].clone(), "Trần Thị Khách", 1971).await;
    let (scope, session, who) = (hall.scope(), lesson.id.clone(), guest.clone());
    hall.write(move |tx| api::mark(tx, &scope, &session, &who, Presence::Late(5), october(5, 19, 35), NOW)).await;
    let counts = hall.look(|tx, commune| ledger::day_counts(tx, commune, ATTENDED.name, "2026-10-05", "2026-10-05")).await;
    assert_eq!(counts, [(hall.villages[1].clone(), 1, 0)]);
    let held = hall.look(|tx, commune| ledger::day_counts(tx, commune, HELD.name, "2026-10-05", "2026-10-05")).await;
    assert_eq!(held, [(hall.villages[0].clone(), 1, 0)]);
    // The village's own volunteer sees the guest on the roll and may mark them.
    let volunteer = hall.role(Role::Volunteer).await;
    volunteer.get(&roll(&lesson)).await.says("Trần Thị Khách Đến muộn 5 phút");
    let (status, _) = tap(&volunteer, &lesson, &guest, &[("state", "none"), ("version", "1")]).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn the_roll_is_in_vietnamese_order_and_tells_namesakes_apart() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    for (name, year) in [("Nguyễn Thị Lan", 1953), ("Cấn Văn Đường", 1960), ("Nguyễn Thị Lan", 1971), ("Lê Thị An", 1950)]
    {
        hall.learner(&lesson, name, year).await;
    }
    let page = hall.role(Role::Volunteer).await.get(&roll(&lesson)).await.text();
    let places: Vec<usize> =
        ["Lê Thị An", "Cấn Văn Đường", "sinh 1953", "sinh 1971"].iter().map(|w| page.find(w).expect("there")).collect();
    assert!(places.is_sorted(), "{page}");
    assert!(!page.contains("sinh 1960"), "{page}");
}

#[tokio::test]
async fn the_sign_in_sheet_lists_everybody_and_leaves_lines() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    let volunteer = hall.role(Role::Volunteer).await;
    let page = volunteer.get(&format!("{}/giay-ky-ten", roll(&lesson))).await.is(200);
    assert_eq!(page.html().matches("class=\"sign\"").count(), 9);
    page.says("Danh sách ký tên").says("1 Nguyễn Thị Lan 1953").says("Thứ Hai, 05/10/2026, 19:30–21:00 (Âm lịch 25/8");
    let pdf = volunteer.get(&format!("{}/giay-ky-ten.pdf", roll(&lesson))).await.is(200);
    assert!(pdf.bytes.starts_with(b"%PDF"));
}

#[tokio::test]
async fn an_entry_leads_back_to_its_session() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let session = lesson.id.clone();
    let line = hall.look(move |tx, commune| api::session_line(tx, commune, &session)).await.expect("a line");
    assert_eq!((line.title.as_str(), line.day, line.village.as_str()), ("Gọi video", date(2026, 10, 5), "Thôn Đồng Mẫu"));
    let (other, session) = (hall.other_commune.clone(), lesson.id);
    assert_eq!(hall.read(move |tx| api::session_line(tx, &other, &session)).await, None);
}
