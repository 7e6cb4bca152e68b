//! Reads a birth date out of what somebody wrote.

use super::{Birth, BirthError, Reading};
use crate::kit::fold;

/// One piece of a written date.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// Digits: how many, and their value.
    Number(usize, i32),
    /// An English month name, 1 to 12.
    Month(i8),
    /// A colon: a time of day follows or surrounds it.
    Colon,
}

/// Words around a date that say nothing themselves; `x` and `o` stand for an unknown day.
const SILENT: &[&str] = &["ngay", "thang", "nam", "sinh", "sn", "ns", "ng", "t", "th", "n", "x", "xx", "o", "oo", "khoang", "z"];

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub(super) fn read(text: &str, reading: Reading) -> Result<Birth, BirthError> {
    let folded = fold::fold(text);
    if folded.trim_matches(|c: char| matches!(c, '\'' | '’' | '`' | ' ')).is_empty() {
        return Err(BirthError::Empty);
    }
    let mut tokens = tokens(&folded)?;
    if let Some(colon) = tokens.iter().position(|token| *token == Token::Colon) {
        // The hour stands before the first colon.
        tokens.truncate(colon.saturating_sub(1));
    }
    let month = tokens.iter().find_map(|token| if let Token::Month(month) = token { Some(*month) } else { None });
    let numbers: Vec<(usize, i32)> =
        tokens.iter().filter_map(|token| if let Token::Number(len, value) = token { Some((*len, *value)) } else { None }).collect();
    if tokens.len() - numbers.len() > usize::from(month.is_some()) {
        return Err(BirthError::Unreadable);
    }
    match (month, numbers.as_slice()) {
        (Some(month), [year]) => build(reading, *year, i32::from(month), 0),
        (Some(month), [(4, year), day]) => build(reading, (4, *year), i32::from(month), day.1),
        (Some(month), [day, year]) => build(reading, *year, i32::from(month), day.1),
        (None, [one]) => alone(*one, reading),
        // Month and year; two digits can be the year only above 12, as in 7/54.
        (None, [(1 | 2, month), year @ (4, _)] | [year @ (4, _), (1 | 2, month)] | [(1 | 2, month @ 0..=12), year @ (2, 13..)]) => {
            build(reading, *year, *month, 0)
        }
        (None, [year @ (4, _), (1 | 2, month), (1 | 2, day)] | [(1 | 2, day), (1 | 2, month), year @ (2 | 4, _)]) => {
            ordered(reading, *year, *month, *day)
        }
        _ => Err(BirthError::Unreadable),
    }
}

/// Takes the text apart; a word that we do not know means that this is no date.
fn tokens(folded: &str) -> Result<Vec<Token>, BirthError> {
    let mut tokens = Vec::new();
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        let same_kind = |other: char| if c.is_ascii_digit() { other.is_ascii_digit() } else { other.is_alphabetic() };
        let end = rest.find(|other: char| !same_kind(other)).unwrap_or(rest.len()).max(c.len_utf8());
        let (piece, after) = rest.split_at(end);
        rest = after;
        if c.is_ascii_digit() {
            tokens.push(Token::Number(piece.len(), piece.parse().map_err(|_| BirthError::Unreadable)?));
        } else if c.is_alphabetic() {
            if !SILENT.contains(&piece) {
                tokens.push(Token::Month(month_of(piece).ok_or(BirthError::Unreadable)?));
            }
        } else if c == ':' {
            tokens.push(Token::Colon);
        } else if !is_separator(c) {
            return Err(BirthError::Unreadable);
        }
    }
    // "Năm sinh: 1949" has a colon that is no time.
    if let Some(Token::Colon) = tokens.first() {
        tokens.remove(0);
    }
    Ok(tokens)
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '/' | '\\' | '-' | '–' | '—' | '.' | ',' | '_' | '?' | '\'' | '’' | '`' | '(' | ')' | '~' | '…')
}

fn month_of(word: &str) -> Option<i8> {
    let short = word.get(..3)?;
    let place = MONTHS.iter().position(|month| *month == short)?;
    let full = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    full[place].starts_with(word).then_some(place as i8 + 1).or_else(|| (word == "sept").then_some(9))
}

/// A number alone: a year, or a date run together. Four of the digits being a year leaves only one way to read it.
fn alone((len, value): (usize, i32), reading: Reading) -> Result<Birth, BirthError> {
    let (first, last) = (value / 10_000, value % 10_000);
    let is_year = |year: i32| (1900..2100).contains(&year);
    match len {
        2 | 4 => build(reading, (len, value), 0, 0),
        6 if is_year(last) => build(reading, (4, last), first, 0),
        6 => ordered(reading, (2, value % 100), first_two(value / 100), value / 10_000),
        7 | 8 if is_year(last) => ordered(reading, (4, last), first % 100, first / 100),
        8 if is_year(first) => ordered(reading, (4, first), last / 100, last % 100),
        _ => Err(BirthError::Unreadable),
    }
}

fn first_two(value: i32) -> i32 {
    value % 100
}

/// Day and month as written, or the other way round where only that can be.
fn ordered(reading: Reading, year: (usize, i32), month: i32, day: i32) -> Result<Birth, BirthError> {
    if month > 12 && (1..=12).contains(&day) { build(reading, year, day, month) } else { build(reading, year, month, day) }
}

/// Zeros stand for an unknown month or day; a day without its month is not kept.
fn build(reading: Reading, (len, year): (usize, i32), month: i32, day: i32) -> Result<Birth, BirthError> {
    let year = match len {
        2 if year <= i32::from(reading.pivot) => 2000 + year,
        2 => 1900 + year,
        4 if year >= 1000 => year,
        _ => return Err(BirthError::Unreadable),
    };
    let part = |value: i32| i8::try_from(value).map_err(|_| BirthError::NotReal);
    let month = Some(part(month)?).filter(|month| *month != 0);
    let day = Some(part(day)?).filter(|day| *day != 0 && month.is_some());
    Birth::new(i16::try_from(year).map_err(|_| BirthError::Unreadable)?, month, day, reading.today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn stored(text: &str) -> Result<String, BirthError> {
        read(text, Reading::on(date(2026, 10, 14))).map(|birth| birth.to_string())
    }

    #[test]
    fn dates_are_read_in_every_order_people_write() {
        for (written, expected) in [
            ("26/07/2000", "2000-07-26"),
            ("7-26-2000", "2000-07-26"),
            ("05/06/1950", "1950-06-05"),
            ("2000-07-26", "2000-07-26"),
            ("2000/26/07", "2000-07-26"),
            ("22.8.49", "1949-08-22"),
            ("22,8,1949", "1949-08-22"),
            ("22\\8\\1949", "1949-08-22"),
            ("22 8 1949", "1949-08-22"),
            (" 22 / 08 / 1949. ", "1949-08-22"),
            ("'22/08/1949", "1949-08-22"),
            ("22/08/1949'", "1949-08-22"),
            ("22/8-1949", "1949-08-22"),
            ("22 tháng 8 năm 1949", "1949-08-22"),
            ("Ngày 22 tháng 8 năm 1949", "1949-08-22"),
            ("sinh ngày 22/8/1949", "1949-08-22"),
            ("tháng 8 năm 1949", "1949-08"),
            ("T8/1949", "1949-08"),
            ("8/1949", "1949-08"),
            ("1949-08", "1949-08"),
            ("8/49", "1949-08"),
            ("1945", "1945"),
            ("năm 1945", "1945"),
            ("Năm sinh: 1945", "1945"),
            ("SN 1945", "1945"),
            ("khoảng 1945", "1945"),
            ("(1945)", "1945"),
            ("'45", "1945"),
            ("00/00/1945", "1945"),
            ("??/??/1945", "1945"),
            ("--/--/1945", "1945"),
            ("xx/xx/1945", "1945"),
            ("…/…/1945", "1945"),
            ("00/07/1945", "1945-07"),
            ("15/00/1945", "1945"),
            ("26072000", "2000-07-26"),
            ("6072000", "2000-07-06"),
            ("20000726", "2000-07-26"),
            ("20012003", "2003-01-20"),
            ("260749", "1949-07-26"),
            ("071954", "1954-07"),
            ("22-Aug-49", "1949-08-22"),
            ("Aug 22, 1949", "1949-08-22"),
            ("1949 August 22", "1949-08-22"),
            ("Sept 1949", "1949-09"),
            ("2000-07-26T00:00:00", "2000-07-26"),
            ("2000-07-26 00:00:00Z", "2000-07-26"),
            ("26/07/2000 0:00", "2000-07-26"),
            ("29/02/2000", "2000-02-29"),
        ] {
            assert_eq!(stored(written), Ok(expected.to_owned()), "{written}");
        }
    }

    #[test]
    fn two_digit_years_turn_at_the_pivot() {
        assert_eq!(stored("26.6.07").as_deref(), Ok("2007-06-26"));
        assert_eq!(stored("1.1.26").as_deref(), Ok("2026-01-01"));
        assert_eq!(stored("1.1.27").as_deref(), Ok("1927-01-01"));
        assert_eq!(stored("31.12.26"), Err(BirthError::Future), "the pivot turns whole years");
        let early = Reading { today: date(2026, 10, 14), pivot: 5 };
        assert_eq!(read("26.6.07", early).map(Birth::year), Ok(1907));
    }

    #[test]
    fn impossible_future_and_unreadable_are_told_apart() {
        for (written, error) in [
            ("", BirthError::Empty),
            (" ' ", BirthError::Empty),
            ("31/02/1960", BirthError::NotReal),
            ("02/31/1960", BirthError::NotReal),
            ("29/02/1900", BirthError::NotReal),
            ("29/02/1961", BirthError::NotReal),
            ("13/13/1960", BirthError::NotReal),
            ("32/12/1960", BirthError::NotReal),
            ("31021960", BirthError::NotReal),
            ("00/13/1960", BirthError::NotReal),
            ("04/05/2031", BirthError::Future),
            ("2031", BirthError::Future),
            ("1853", BirthError::TooOld),
            ("01/01/1805", BirthError::TooOld),
            ("không rõ", BirthError::Unreadable),
            ("70 tuổi", BirthError::Unreadable),
            ("0194", BirthError::Unreadable),
            ("195", BirthError::Unreadable),
            ("5", BirthError::Unreadable),
            ("12/5", BirthError::Unreadable),
            ("10/11", BirthError::Unreadable),
            ("26/7/200", BirthError::Unreadable),
            ("26/07/20000", BirthError::Unreadable),
            ("1945-1950", BirthError::Unreadable),
            ("1/2/3/1950", BirthError::Unreadable),
            ("36733", BirthError::Unreadable),
            ("99999999999999999999", BirthError::Unreadable),
            ("22 tháng tám 1949", BirthError::Unreadable),
            ("=1+1", BirthError::Unreadable),
            ("ngày", BirthError::Unreadable),
            ("?", BirthError::Unreadable),
            (":", BirthError::Unreadable),
            ("Mar Apr 1950", BirthError::Unreadable),
            ("Marx 1950", BirthError::Unreadable),
        ] {
            assert_eq!(stored(written), Err(error), "{written}");
        }
    }
}
