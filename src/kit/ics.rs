//! Calendars that people subscribe to on their phones (RFC 5545), written by us.
//!
//! The same calendar always gives the same bytes, so that an unchanged timetable has an unchanged checksum. The crate
//! `icalendar` would bring chrono, a second library for dates, into the program, and parsing that nothing here needs.

use std::fmt::Write as _;

use jiff::civil::DateTime;

use crate::kit::dates::{OFFSET_MS, local};
use crate::kit::recur::Slot;

const ZONE: &str = "Asia/Ho_Chi_Minh";
/// A line has at most this many bytes, its end not counted (RFC 5545, 3.1).
const LINE_BYTES: usize = 75;

/// A calendar to subscribe to.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Its name in the client's list.
    pub name: String,
    /// What it is, in a sentence.
    pub description: String,
    /// How often clients should ask again, in hours; at least 1.
    pub refresh_hours: u16,
    /// Its events, written in this order.
    pub events: Vec<Event>,
}

/// Whether an event takes place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It is planned but may change.
    Tentative,
    /// It takes place.
    Confirmed,
    /// It was called off; it stays in the calendar so that clients cross it out.
    Cancelled,
}

/// One session or occasion.
#[derive(Clone, Debug)]
pub struct Event {
    /// Unique in the world and the same for ever, such as `{id}@{host}`.
    pub uid: String,
    /// How often it was changed since it was made; a change with the same number is ignored by clients.
    pub sequence: u32,
    /// When it was last changed, in UTC milliseconds.
    pub modified: i64,
    /// Whether it takes place.
    pub status: Status,
    /// When, on Vietnam's clocks.
    pub slot: Slot,
    /// Its title.
    pub summary: String,
    /// What people should know; lines are kept. Left out when empty.
    pub description: String,
    /// Where. Left out when empty.
    pub location: String,
    /// Its page. Left out when empty.
    pub url: String,
}

/// The calendar as the body of an answer of type `text/calendar; charset=utf-8`.
pub fn write(calendar: &Calendar) -> String {
    let hours = calendar.refresh_hours.max(1);
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//hocvuso//hocvuso//VI");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("NAME", &calendar.name);
    out.text("X-WR-CALNAME", &calendar.name);
    out.text("DESCRIPTION", &calendar.description);
    out.text("X-WR-CALDESC", &calendar.description);
    out.line(&format!("X-WR-TIMEZONE:{ZONE}"));
    out.line(&format!("REFRESH-INTERVAL;VALUE=DURATION:PT{hours}H"));
    out.line(&format!("X-PUBLISHED-TTL:PT{hours}H"));
    write_zone(&mut out);
    for event in &calendar.events {
        write_event(&mut out, event);
    }
    out.line("END:VCALENDAR");
    out.0
}

/// Vietnam's zone, which has kept UTC+7 all year since 1975.
fn write_zone(out: &mut Lines) {
    out.line("BEGIN:VTIMEZONE");
    out.line(&format!("TZID:{ZONE}"));
    out.line("BEGIN:STANDARD");
    out.line("DTSTART:19750613T000000");
    out.line("TZOFFSETFROM:+0700");
    out.line("TZOFFSETTO:+0700");
    out.line("TZNAME:+07");
    out.line("END:STANDARD");
    out.line("END:VTIMEZONE");
}

fn write_event(out: &mut Lines, event: &Event) {
    let status = match event.status {
        Status::Tentative => "TENTATIVE",
        Status::Confirmed => "CONFIRMED",
        Status::Cancelled => "CANCELLED",
    };
    let modified = stamp(local(event.modified.saturating_sub(OFFSET_MS)));
    let (start, end) = (event.slot.day().to_datetime(event.slot.start()), event.slot.day().to_datetime(event.slot.end()));
    out.line("BEGIN:VEVENT");
    out.text("UID", &event.uid);
    out.line(&format!("DTSTAMP:{modified}Z"));
    out.line(&format!("LAST-MODIFIED:{modified}Z"));
    // The number is a signed 32-bit integer there.
    out.line(&format!("SEQUENCE:{}", event.sequence.min(i32::MAX.unsigned_abs())));
    out.line(&format!("STATUS:{status}"));
    out.line(&format!("DTSTART;TZID={ZONE}:{}", stamp(start)));
    out.line(&format!("DTEND;TZID={ZONE}:{}", stamp(end)));
    out.text("SUMMARY", &event.summary);
    out.text("DESCRIPTION", &event.description);
    out.text("LOCATION", &event.location);
    let url: String = event.url.chars().filter(|letter| !letter.is_control() && !letter.is_whitespace()).collect();
    if !url.is_empty() {
        out.line(&format!("URL:{url}"));
    }
    out.line("END:VEVENT");
}

/// `20261005T193000`.
fn stamp(at: DateTime) -> String {
    let (year, month, day) = (at.year().max(0), at.month(), at.day());
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}", at.hour(), at.minute(), at.second())
}

/// Content lines, each folded and ended as the standard wants.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property of type TEXT; left out when it has no text.
    fn text(&mut self, name: &str, value: &str) {
        let value = escape(value);
        if !value.is_empty() {
            self.line(&format!("{name}:{value}"));
        }
    }

    /// One line, folded between letters so that no part is longer than 75 bytes.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LINE_BYTES {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A TEXT value (RFC 5545, 3.3.11): line ends become `\n`, other control characters are dropped.
fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.trim().replace("\r\n", "\n").chars() {
        match letter {
            '\n' | '\r' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => {
                let _ = write!(escaped, "\\{letter}");
            }
            '\t' => escaped.push(' '),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn session() -> Event {
        Event {
            uid: "0199b4c2@lop.example.vn".to_owned(),
            sequence: 2,
            modified: 1_791_203_400_123,
            status: Status::Confirmed,
            slot: Slot::new(date(2026, 10, 6), time(19, 30, 0, 0), time(21, 0, 0, 0)).unwrap(),
            summary: "Dùng điện thoại: gọi hình, gửi ảnh".to_owned(),
            description: "Mang theo điện thoại; sạc đầy.\r\nCó người giúp.".to_owned(),
            location: "Nhà văn hóa thôn Hạ".to_owned(),
            url: "https://lop.example.vn/lich-hoc/1?a=1,2".to_owned(),
        }
    }

    fn timetable(events: Vec<Event>) -> Calendar {
        Calendar { name: "Lịch học".to_owned(), description: String::new(), refresh_hours: 0, events }
    }

    /// Undoes the folding.
    fn lines(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_session_is_written_in_full() {
        let written = write(&timetable(vec![session()]));
        assert_eq!(
            lines(&written),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//hocvuso//hocvuso//VI",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "NAME:Lịch học",
                "X-WR-CALNAME:Lịch học",
                "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
                "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
                "X-PUBLISHED-TTL:PT1H",
                "BEGIN:VTIMEZONE",
                "TZID:Asia/Ho_Chi_Minh",
                "BEGIN:STANDARD",
                "DTSTART:19750613T000000",
                "TZOFFSETFROM:+0700",
                "TZOFFSETTO:+0700",
                "TZNAME:+07",
                "END:STANDARD",
                "END:VTIMEZONE",
                "BEGIN:VEVENT",
                "UID:0199b4c2@lop.example.vn",
                "DTSTAMP:20261005T123000Z",
                "LAST-MODIFIED:20261005T123000Z",
                "SEQUENCE:2",
                "STATUS:CONFIRMED",
                "DTSTART;TZID=Asia/Ho_Chi_Minh:20261006T193000",
                "DTEND;TZID=Asia/Ho_Chi_Minh:20261006T210000",
                "SUMMARY:Dùng điện thoại: gọi hình\\, gửi ảnh",
                "DESCRIPTION:Mang theo điện thoại\\; sạc đầy.\\nCó người giúp.",
                "LOCATION:Nhà văn hóa thôn Hạ",
                "URL:https://lop.example.vn/lich-hoc/1?a=1,2",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
        assert_eq!(written, write(&timetable(vec![session()])));
    }

    #[test]
    fn no_line_is_longer_than_75_bytes_and_no_letter_is_split() {
        for shift in 0..8 {
            let summary = format!("{}{}", "x".repeat(shift), "Nghị quyết về chuyển đổi số 🌾 ".repeat(20));
            let written = write(&timetable(vec![Event { summary: summary.clone(), ..session() }]));
            assert!(written.split("\r\n").all(|line| line.len() <= 75));
            assert!(written.split("\r\n").any(|line| line.len() >= 72));
            assert!(lines(&written).contains(&format!("SUMMARY:{}", summary.trim())));
        }
    }

    #[test]
    fn text_cannot_break_out_of_its_line() {
        let nasty = Event {
            uid: "a\r\nEND:VCALENDAR".to_owned(),
            summary: "a\\b;c,d\u{0}\u{7}\u{85}\te\rf\ng\r\nh".to_owned(),
            url: "https://x.vn/\r\nATTENDEE:mailto:a@b".to_owned(),
            description: " \n ".to_owned(),
            location: String::new(),
            modified: i64::MIN,
            sequence: u32::MAX,
            status: Status::Cancelled,
            ..session()
        };
        let written = write(&timetable(vec![nasty]));
        let lines = lines(&written);
        assert!(lines.contains(&"UID:a\\nEND:VCALENDAR".to_owned()));
        assert!(lines.contains(&"SUMMARY:a\\\\b\\;c\\,d e\\nf\\ng\\nh".to_owned()));
        assert!(lines.contains(&"URL:https://x.vn/ATTENDEE:mailto:a@b".to_owned()));
        assert!(lines.contains(&"STATUS:CANCELLED".to_owned()));
        assert!(lines.contains(&"SEQUENCE:2147483647".to_owned()));
        assert!(!lines.iter().any(|line| line.starts_with("DESCRIPTION") || line.starts_with("LOCATION")));
        assert_eq!(lines.iter().filter(|line| *line == "END:VCALENDAR").count(), 1);
        assert!(!written.replace("\r\n", "").contains(['\r', '\n']));
    }
}
