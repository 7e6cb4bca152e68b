//! Days and times as people in Vietnam write and read them.
//!
//! Instants are UTC milliseconds; days and wall-clock times are Vietnam's, UTC+7 all year. Where an interface speaks of
//! now, the caller passes it.

mod read;

pub use read::{DayError, TimeError, parse_day, parse_time};

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::kit::text::Lang;

/// Vietnam's clocks run this far ahead of UTC, in milliseconds.
pub const OFFSET_MS: i64 = 7 * 60 * 60 * 1000;

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

const MONTHS_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The Vietnamese wall clock at an instant in UTC milliseconds; instants beyond the years ±9999 stop at the last one.
pub fn local(instant: i64) -> DateTime {
    EPOCH.saturating_add(SignedDuration::from_millis(instant.saturating_add(OFFSET_MS)))
}

/// The instant, in UTC milliseconds, at which Vietnam's clocks show that day and time; finer parts are cut off.
pub fn instant(day: Date, time: Time) -> i64 {
    let since = day.to_datetime(time).duration_since(EPOCH);
    // Years ±9999 are about 3e14 ms: far inside i64.
    since.as_secs() * 1000 + i64::from(since.subsec_millis()) - OFFSET_MS
}

/// The day in Vietnam at an instant in UTC milliseconds.
pub fn day_of(instant: i64) -> Date {
    local(instant).date()
}

/// The name of a weekday: "Thứ Hai", "Chủ Nhật"; "Monday".
pub fn weekday_name(weekday: Weekday, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::Vi => ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"],
        Lang::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    };
    names[weekday.to_monday_zero_offset() as usize]
}

/// The name of a weekday at the head of a narrow column: "T2", "CN"; "Mon".
pub fn weekday_short(weekday: Weekday, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::Vi => ["T2", "T3", "T4", "T5", "T6", "T7", "CN"],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    names[weekday.to_monday_zero_offset() as usize]
}

/// "05/10/2026"; "5 Oct 2026".
pub fn short_day(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        Lang::En => format!("{} {} {}", day.day(), month_en(day), day.year()),
    }
}

/// "Thứ Hai, 05/10/2026"; "Mon, 5 Oct 2026".
pub fn long_day(day: Date, lang: Lang) -> String {
    let weekday = match lang {
        Lang::Vi => weekday_name(day.weekday(), lang),
        Lang::En => weekday_short(day.weekday(), lang),
    };
    format!("{weekday}, {}", short_day(day, lang))
}

/// Day and month where the year is known: "05/10"; "5 Oct".
pub fn day_month(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{:02}/{:02}", day.day(), day.month()),
        Lang::En => format!("{} {}", day.day(), month_en(day)),
    }
}

/// "19:30", the same in every language.
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "19:30–21:00".
pub fn clock_range(start: Time, end: Time) -> String {
    format!("{}–{}", clock(start), clock(end))
}

/// Two days and all between them, said once where they share month or year: "05–11/10/2026", "28/09–04/10/2026",
/// "15/12/2025–14/01/2026"; "5–11 Oct 2026", "28 Sep – 4 Oct 2026", "15 Dec 2025 – 14 Jan 2026".
pub fn day_range(first: Date, last: Date, lang: Lang) -> String {
    let end = short_day(last, lang);
    if first == last {
        return end;
    }
    let year_shared = first.year() == last.year();
    let month_shared = year_shared && first.month() == last.month();
    match lang {
        Lang::Vi if month_shared => format!("{:02}–{end}", first.day()),
        Lang::Vi if year_shared => format!("{}–{end}", day_month(first, lang)),
        Lang::Vi => format!("{}–{end}", short_day(first, lang)),
        Lang::En if month_shared => format!("{}–{end}", first.day()),
        Lang::En if year_shared => format!("{} – {end}", day_month(first, lang)),
        Lang::En => format!("{} – {end}", short_day(first, lang)),
    }
}

/// An instant to the minute: "19:30, 05/10/2026"; "19:30, 5 Oct 2026".
pub fn moment(instant: i64, lang: Lang) -> String {
    let local = local(instant);
    format!("{}, {}", clock(local.time()), short_day(local.date(), lang))
}

/// How far a day is from today: "hôm nay", "ngày mai", "3 ngày nữa", "hôm qua", "3 ngày trước"; "today", "tomorrow",
/// "in 3 days", "yesterday", "3 days ago". Always in days.
pub fn relative_day(day: Date, today: Date, lang: Lang) -> String {
    let ahead = day.duration_since(today).as_hours() / 24;
    match (lang, ahead) {
        (Lang::Vi, 0) => "hôm nay".to_owned(),
        (Lang::Vi, 1) => "ngày mai".to_owned(),
        (Lang::Vi, -1) => "hôm qua".to_owned(),
        (Lang::Vi, 2..) => format!("{ahead} ngày nữa"),
        (Lang::Vi, _) => format!("{} ngày trước", -ahead),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::En, 1) => "tomorrow".to_owned(),
        (Lang::En, -1) => "yesterday".to_owned(),
        (Lang::En, 2..) => format!("in {ahead} days"),
        (Lang::En, _) => format!("{} days ago", -ahead),
    }
}

/// The date line of a document, without its place: "ngày 05 tháng 02 năm 2026", "ngày 15 tháng 3 năm 2026".
///
/// # Source
/// NĐ 30/2020/NĐ-CP, Phụ lục I: days below 10 and the months 1 and 2 are written with a zero.
pub fn document_day(day: Date) -> String {
    let month = if day.month() <= 2 { format!("0{}", day.month()) } else { day.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// The day that many days later, or earlier for a negative number; it stops at the ends of the calendar and never panics.
pub fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(SignedDuration::from_hours(i64::from(days) * 24))
}

/// The month as it stands in a date: “10” in Vietnamese, “Oct” in English.
pub fn month_word(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Vi => day.month().to_string(),
        Lang::En => month_en(day).to_owned(),
    }
}

fn month_en(day: Date) -> &'static str {
    MONTHS_EN[day.month() as usize - 1]
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn days_are_written_for_people() {
        let day = date(2026, 10, 5);
        assert_eq!(long_day(day, Lang::Vi), "Thứ Hai, 05/10/2026");
        assert_eq!(long_day(day, Lang::En), "Mon, 5 Oct 2026");
        assert_eq!(long_day(date(2026, 10, 11), Lang::Vi), "Chủ Nhật, 11/10/2026");
        assert_eq!(short_day(day, Lang::Vi), "05/10/2026");
        assert_eq!(day_month(day, Lang::Vi), "05/10");
        assert_eq!(day_month(day, Lang::En), "5 Oct");
        assert_eq!(weekday_short(day.weekday(), Lang::Vi), "T2");
        assert_eq!(weekday_short(Weekday::Sunday, Lang::Vi), "CN");
        assert_eq!(weekday_name(Weekday::Saturday, Lang::En), "Saturday");
        assert_eq!(clock(time(19, 30, 59, 0)), "19:30");
        assert_eq!(clock_range(time(7, 0, 0, 0), time(9, 5, 0, 0)), "07:00–09:05");
    }

    #[test]
    fn ranges_name_month_and_year_once() {
        let cases = [
            (date(2026, 10, 5), date(2026, 10, 5), "05/10/2026", "5 Oct 2026"),
            (date(2026, 10, 5), date(2026, 10, 11), "05–11/10/2026", "5–11 Oct 2026"),
            (date(2026, 9, 28), date(2026, 10, 4), "28/09–04/10/2026", "28 Sep – 4 Oct 2026"),
            (date(2025, 12, 15), date(2026, 1, 14), "15/12/2025–14/01/2026", "15 Dec 2025 – 14 Jan 2026"),
            (date(2025, 10, 1), date(2026, 10, 2), "01/10/2025–02/10/2026", "1 Oct 2025 – 2 Oct 2026"),
        ];
        for (first, last, vi, en) in cases {
            assert_eq!(day_range(first, last, Lang::Vi), vi);
            assert_eq!(day_range(first, last, Lang::En), en);
        }
    }

    #[test]
    fn near_days_are_said_from_today() {
        let cases = [
            (-400, "400 ngày trước", "400 days ago"),
            (-2, "2 ngày trước", "2 days ago"),
            (-1, "hôm qua", "yesterday"),
            (0, "hôm nay", "today"),
            (1, "ngày mai", "tomorrow"),
            (2, "2 ngày nữa", "in 2 days"),
            (87, "87 ngày nữa", "in 87 days"),
        ];
        let today = date(2026, 10, 5);
        for (ahead, vi, en) in cases {
            let day = days_after(today, ahead);
            assert_eq!(relative_day(day, today, Lang::Vi), vi);
            assert_eq!(relative_day(day, today, Lang::En), en);
        }
        assert_eq!(days_after(today, i32::MAX), Date::MAX);
    }

    #[test]
    fn documents_are_dated_as_decree_30_says() {
        assert_eq!(document_day(date(2026, 2, 5)), "ngày 05 tháng 02 năm 2026");
        assert_eq!(document_day(date(2026, 3, 15)), "ngày 15 tháng 3 năm 2026");
        assert_eq!(document_day(date(2026, 10, 9)), "ngày 09 tháng 10 năm 2026");
    }

    #[test]
    fn instants_turn_into_vietnamese_wall_clock_and_back() {
        let cases = [
            (0, "1970-01-01T07:00:00"),
            (-OFFSET_MS, "1970-01-01T00:00:00"),
            (-OFFSET_MS - 1, "1969-12-31T23:59:59.999"),
            (1_791_203_400_123, "2026-10-05T19:30:00.123"),
        ];
        for (ms, wall) in cases {
            let there = local(ms);
            assert_eq!(there.to_string(), wall);
            assert_eq!(instant(there.date(), there.time()), ms);
        }
        assert_eq!(day_of(1_791_219_599_999), date(2026, 10, 5));
        assert_eq!(day_of(1_791_219_600_000), date(2026, 10, 6));
        assert_eq!(local(i64::MAX), DateTime::MAX);
        assert_eq!(local(i64::MIN), DateTime::MIN);
        assert_eq!(local(instant(Date::MIN, Time::MIN)), DateTime::MIN);
        assert_eq!(day_of(instant(Date::MAX, Time::MAX)), Date::MAX);
        assert_eq!(moment(1_791_203_400_123, Lang::Vi), "19:30, 05/10/2026");
        assert_eq!(moment(1_791_203_400_123, Lang::En), "19:30, 5 Oct 2026");
    }
}
