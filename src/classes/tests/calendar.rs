use super::*;
use crate::{accounts::Role, testing::Answer};

/// The calendar's lines, unfolded.
fn lines(answer: &Answer) -> Vec<String> {
    answer.html().replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn phones_are_given_a_calendar_that_follows_changes() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let anybody = hall.anybody();
    let before = anybody.get("/lich-hoc.ics?xa=09955").await.is(200);
    assert_eq!(before.headers["content-type"], "text/calendar; charset=utf-8");
    let written = lines(&before);
    let uid = format!("UID:{}@hocvuso", lesson.id);
    for expected in [
        uid.as_str(),
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261005T193000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20261005T210000",
        "SUMMARY:Gọi video",
        "LOCATION:Nhà văn hóa thôn Đồng Mẫu\\, Thôn Đồng Mẫu\\, Xã Thạch Thất",
        "URL:http://xa.test/lich-hoc/goi-video?xa=09955",
        "X-WR-CALNAME:Lịch học vụ số – Xã Thạch Thất",
    ] {
        assert!(written.iter().any(|line| line == expected), "{expected} is not in {written:#?}");
    }
    assert_eq!(before.html(), anybody.get("/lich-hoc.ics?xa=09955").await.html(), "an unchanged timetable has unchanged bytes");

    let head = hall.role(Role::VillageHead).await;
    head.post(&format!("{}/nghi", roll(&lesson)), &[("reason", "mất điện, bão")]).await.is(303);
    let after = lines(&anybody.get("/lich-hoc.ics?xa=09955").await);
    let at = after.iter().position(|line| *line == uid).expect("it stays");
    let event: Vec<&str> = after[at..].iter().map(String::as_str).take_while(|line| *line != "END:VEVENT").collect();
    assert!(event.contains(&"STATUS:CANCELLED") && event.contains(&"SEQUENCE:1"), "{event:#?}");
    assert!(event.iter().any(|line| line.contains("Lý do: mất điện\\, bão")), "{event:#?}");
}

#[tokio::test]
async fn a_calendar_is_for_the_commune_a_village_or_a_class() {
    let hall = a_hall().await;
    hall.tonight().await;
    let anybody = hall.anybody();
    let events = |answer: &Answer| lines(answer).iter().filter(|line| *line == "BEGIN:VEVENT").count();
    assert_eq!(events(&anybody.get("/lich-hoc.ics").await.is(200)), 2);
    assert_eq!(events(&anybody.get("/lich-hoc.ics?thon=001").await.is(200)), 2);
    assert_eq!(events(&anybody.get("/lich-hoc.ics?thon=002").await.is(200)), 0);
    assert_eq!(events(&anybody.get("/lich-hoc/goi-video.ics").await.is(200)), 2);
    anybody.get("/lich-hoc.ics?thon=999").await.is(404);
    anybody.get("/lich-hoc/no-such.ics").await.is(404);
}

#[tokio::test]
async fn words_cannot_break_out_of_a_calendar() {
    let hall = a_hall().await;
    let title = "Lớp; a,b\\c".to_owned();
    let teacher = "X\r\nEND:VCALENDAR".to_owned();
    hall.open(NewSeries { title, teacher, ..hall.evening(&[date(2026, 10, 12)]) }).await;
    let written = lines(&hall.anybody().get("/lich-hoc.ics").await.is(200));
    assert!(written.contains(&"SUMMARY:Lớp\\; a\\,b\\\\c".to_owned()), "{written:#?}");
    assert_eq!(written.iter().filter(|line| *line == "END:VCALENDAR").count(), 1);
}
