//! What may be done with a report, and when; numbers, names and days on it.

use jiff::civil::Date;

use crate::kit::{
    dates::{self, days_after},
    error::Refusal,
    lunar::LunarDate,
    period::{Kind, Period},
    text::Lang,
};

/// The longest text of one section, in characters.
pub const SECTION_LIMIT: usize = 12_000;
/// The longest Trích yếu, in characters.
///
/// # Source
/// NĐ 30/2020/NĐ-CP, Phụ lục VI: `Subject` holds 500.
pub const SUBJECT_LIMIT: usize = 500;
/// The longest ký hiệu, in characters.
///
/// # Source
/// NĐ 30/2020/NĐ-CP, Phụ lục VI: `CodeNotation` holds 30.
pub const NOTATION_LIMIT: usize = 30;
/// The longest mã định danh, in characters.
///
/// # Source
/// NĐ 30/2020/NĐ-CP, Phụ lục VI: `OrganId` holds 13.
pub const ORGAN_LIMIT: usize = 13;

/// Where the report of a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has written anything yet: the page shows the words it would begin with.
    Unwritten,
    /// Written and not locked.
    Draft,
    /// Locked: it never changes again.
    Locked,
}

impl State {
    /// The code kept in the database, also the end of the text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unwritten => "unwritten",
            Self::Draft => "draft",
            Self::Locked => "locked",
        }
    }

    /// The state with this code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Unwritten, Self::Draft, Self::Locked].into_iter().find(|state| state.code() == code)
    }
}

/// What somebody does next about a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The period is still running: look at the figures so far.
    Watch,
    /// The period has ended: write and check the draft.
    Write,
    /// The period has ended and this person may lock.
    Lock,
    /// It is locked: open it.
    Open,
}

impl Step {
    /// The text key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Watch => "reports-next-watch",
            Self::Write => "reports-next-write",
            Self::Lock => "reports-next-lock",
            Self::Open => "reports-next-open",
        }
    }
}

/// What comes next about a period for somebody who may lock, or not.
pub fn next_step(period: Period, state: State, may_lock: bool, today: Date) -> Step {
    match state {
        State::Locked => Step::Open,
        _ if !has_ended(period, today) => Step::Watch,
        State::Draft if may_lock => Step::Lock,
        _ => Step::Write,
    }
}

/// Whether the last day of the period has passed.
pub fn has_ended(period: Period, today: Date) -> bool {
    today > period.cutoff().1
}

/// Whether a report may be locked now.
///
/// # Errors
/// `reports-lock-done` for one that is locked; `reports-lock-early` with the first possible `day`, while the period runs:
/// its figures are not complete before its last day has passed. Checked in that order.
pub fn may_lock(period: Period, state: State, today: Date) -> Result<(), Refusal> {
    if state == State::Locked {
        return Err(Refusal::new("reports-lock-done"));
    }
    if !has_ended(period, today) {
        let first = days_after(period.cutoff().1, 1);
        return Err(Refusal::new("reports-lock-early").with("day", dates::short_day(first, Lang::Vi)));
    }
    Ok(())
}

/// The first working day after the cut-off, from which the report may be sent up.
///
/// # Source
/// NĐ 09/2019/NĐ-CP, Điều 8 khoản 5; days off: Bộ luật Lao động 2019, Điều 112.
pub fn send_from(period: Period) -> Date {
    let end = period.cutoff().1;
    let off: Vec<Date> = (1..=20).map(|days| days_after(end, days)).filter(|day| is_day_off(*day)).collect();
    period.submit_after(&off)
}

/// Whether the law gives the day off. Days worked in exchange, which the government sets each year, are not known here.
fn is_day_off(day: Date) -> bool {
    let fixed = [(1, 1), (4, 30), (5, 1), (9, 2)].contains(&(day.month(), day.day()));
    let lunar = LunarDate::from_solar(day).is_ok_and(|lunar| (lunar.month == 1 && lunar.day <= 4) || (lunar.month == 3 && lunar.day == 10));
    let eve = LunarDate::from_solar(days_after(day, 1)).is_ok_and(|next| next.month == 1 && next.day == 1);
    fixed || lunar || eve
}

/// A month's report period in an address or command.
///
/// # Errors
/// `reports-period-unreadable` for anything but a month such as `2026-10`.
pub fn month(code: &str) -> Result<Period, Refusal> {
    let unreadable = || Refusal::new("reports-period-unreadable").with("period", code.chars().take(20).collect::<String>());
    let period = Period::parse(code).map_err(|_| unreadable())?;
    if period.kind() == Kind::Month { Ok(period) } else { Err(unreadable()) }
}

/// The months of `year` that the list shows, latest first: from the first one with anything in it to the one that runs.
pub fn months_of(year: i16, first: Period, today: Date) -> Vec<Period> {
    let Ok(running) = Period::containing(Kind::Month, today) else { return Vec::new() };
    let months = (1..=12).rev().filter_map(|month| Period::month(year, month).ok());
    months.filter(|month| (first..=running).contains(month)).collect()
}

/// `05/BC-UBND`: below ten with a zero.
///
/// # Source
/// NĐ 30/2020/NĐ-CP, Phụ lục I, phần II mục 3.
pub fn number_words(number: i64, notation: &str) -> String {
    format!("{number:02}/{notation}")
}

/// The name of a file: `BC-05-thang-10-2026.docx`; without a number `du-thao-BC-thang-10-2026.docx`.
pub fn file_name(notation: &str, number: Option<u32>, period: Period, ending: &str) -> String {
    let kind = notation.split('-').next().unwrap_or("BC");
    let time = format!("thang-{:02}-{}", period.number(), period.year());
    match number {
        Some(number) => format!("{kind}-{number:02}-{time}.{ending}"),
        None => format!("du-thao-{kind}-{time}.{ending}"),
    }
}

/// Whether a ký hiệu is well formed: parts of capital letters and digits with a hyphen between them, the first of letters.
pub fn is_notation(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let fine = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || (c.is_alphabetic() && c.is_uppercase()));
    text.chars().count() <= NOTATION_LIMIT && parts.len() >= 2 && parts.iter().all(fine) && !parts[0].contains(|c: char| c.is_ascii_digit())
}

/// The lines of a text field that hold something.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn october() -> Period {
        Period::month(2026, 10).unwrap()
    }

    #[test]
    fn a_report_is_locked_only_after_its_last_day_and_only_once() {
        for (state, today, code) in [
            (State::Draft, date(2026, 10, 14), Some("reports-lock-early")),
            (State::Unwritten, date(2026, 9, 20), Some("reports-lock-early")),
            (State::Draft, date(2026, 10, 15), None),
            (State::Unwritten, date(2026, 10, 15), None),
            (State::Draft, date(2027, 3, 1), None),
            (State::Locked, date(2026, 10, 20), Some("reports-lock-done")),
            (State::Locked, date(2026, 10, 1), Some("reports-lock-done")),
        ] {
            assert_eq!(may_lock(october(), state, today).err().map(|r| r.code), code, "{state:?} {today}");
        }
        let early = may_lock(october(), State::Draft, date(2026, 10, 14)).unwrap_err();
        assert_eq!(early.values, [("day", "15/10/2026".to_owned())]);
    }

    #[test]
    fn the_next_step_follows_state_time_and_right() {
        for (state, may_lock, today, step) in [
            (State::Unwritten, true, date(2026, 10, 14), Step::Watch),
            (State::Draft, true, date(2026, 10, 14), Step::Watch),
            (State::Unwritten, true, date(2026, 10, 15), Step::Write),
            (State::Draft, false, date(2026, 10, 15), Step::Write),
            (State::Draft, true, date(2026, 10, 15), Step::Lock),
            (State::Locked, true, date(2026, 10, 15), Step::Open),
        ] {
            assert_eq!(next_step(october(), state, may_lock, today), step, "{state:?} {may_lock} {today}");
        }
    }

    #[test]
    fn a_report_is_sent_on_the_first_working_day_after_the_cut_off() {
        for (period, day) in [
            ("2026-10", date(2026, 10, 15)),
            // 15 August 2026 is a Saturday.
            ("2026-08", date(2026, 8, 17)),
            // 14 February 2026 is a Saturday; Tết is 17 February, its eve the 16th.
            ("2026-02", date(2026, 2, 23)),
        ] {
            assert_eq!(send_from(month(period).unwrap()), day, "{period}");
        }
    }

    #[test]
    fn days_off_are_those_of_the_law() {
        for (day, off) in [
            (date(2026, 2, 15), false),
            (date(2026, 2, 16), true),
            (date(2026, 2, 17), true),
            (date(2026, 2, 20), true),
            (date(2026, 2, 21), false),
            (date(2026, 4, 26), true),
            (date(2026, 4, 30), true),
            (date(2026, 9, 2), true),
            (date(2026, 10, 10), false),
        ] {
            assert_eq!(is_day_off(day), off, "{day}");
        }
    }

    #[test]
    fn only_months_are_read() {
        assert_eq!(month("2026-10").unwrap(), october());
        for bad in ["2026-13", "2026-Q1", "2026", "thang", "", "2026-10-01", "x".repeat(10_000).as_str()] {
            let refusal = month(bad).unwrap_err();
            assert_eq!(refusal.code, "reports-period-unreadable");
            assert!(refusal.values[0].1.len() <= 20);
        }
    }

    #[test]
    fn the_list_begins_with_the_first_month_and_ends_with_the_running_one() {
        let codes = |year, first: &str, today| -> Vec<String> {
            months_of(year, month(first).unwrap(), today).into_iter().map(Period::code).collect()
        };
        assert_eq!(codes(2026, "2026-09", date(2026, 10, 15)), ["2026-11", "2026-10", "2026-09"]);
        assert_eq!(codes(2025, "2025-08", date(2026, 10, 15)).len(), 5);
        assert_eq!(codes(2027, "2025-08", date(2026, 10, 15)), [""; 0]);
        assert_eq!(codes(2027, "2026-12", date(2026, 12, 20)), ["2027-01"]);
    }

    #[test]
    fn numbers_below_ten_get_a_zero_on_paper_and_in_file_names() {
        for (number, words, file) in [
            (5, "05/BC-UBND", "BC-05-thang-10-2026.pdf"),
            (12, "12/BC-UBND", "BC-12-thang-10-2026.pdf"),
            (105, "105/BC-UBND", "BC-105-thang-10-2026.pdf"),
        ] {
            assert_eq!(number_words(number, "BC-UBND"), words);
            assert_eq!(file_name("BC-UBND", u32::try_from(number).ok(), october(), "pdf"), file);
        }
        assert_eq!(file_name("BC-UBND", None, month("2026-02").unwrap(), "docx"), "du-thao-BC-thang-02-2026.docx");
    }

    #[test]
    fn a_notation_is_capitals_with_hyphens() {
        for (text, fine) in [
            ("BC-UBND", true),
            ("BC-VHXH", true),
            ("BC-HĐND", true),
            ("BC-UBND-VH2", true),
            ("BC", false),
            ("", false),
            ("bc-ubnd", false),
            ("BC/UBND", false),
            ("BC-", false),
            ("9-UBND", false),
            ("BC-<script>", false),
            ("BC-UBNDUBNDUBNDUBNDUBNDUBNDUBND", false),
        ] {
            assert_eq!(is_notation(text), fine, "{text}");
        }
    }
}
