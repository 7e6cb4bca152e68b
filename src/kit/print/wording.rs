//! What NĐ 30/2020/NĐ-CP prescribes word for word: numbers, days, closing signs.
//!
//! These words are the form itself, in the language of the state, and are never translated.
//!
//! # Source
//! NĐ 30/2020/NĐ-CP, Phụ lục I, phần I and II.

use jiff::civil::Date;

/// Quốc hiệu.
pub const COUNTRY: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// Tiêu ngữ.
pub const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// Opens the list of addressees.
pub const ADDRESSEES: &str = "Kính gửi:";
/// Opens the list of recipients.
pub const RECIPIENTS: &str = "Nơi nhận:";
/// The mark of a draft.
pub const DRAFT: &str = "DỰ THẢO";
/// Heads an appendix.
pub const APPENDIX: &str = "Phụ lục";
/// Closes the text.
pub const END: &str = "./.";

const ARCHIVE: &str = "Lưu";
const ARCHIVE_DEFAULT: &str = "Lưu: VT";
/// Wide enough to write a number into; no line breaks inside.
const GAP: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// `Số: 05/BC-UBND`; without a number the gap for it.
pub fn number_line(number: Option<u32>, notation: &str) -> String {
    match number {
        Some(number) => format!("Số: {number:02}/{notation}"),
        None => format!("Số:{GAP}/{notation}"),
    }
}

/// `ngày 05 tháng 02 năm 2026`: days below 10 and the months 1 and 2 get a zero, the months 3 to 9 do not.
pub fn date_words(date: Date) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    let zero = if month < 3 { "0" } else { "" };
    format!("ngày {day:02} tháng {zero}{month} năm {year}")
}

/// `Thạch Thất, ngày 05 tháng 02 năm 2026`; without a day the gaps for it, in `year`.
pub fn place_line(place: &str, date: Option<Date>, year: i16) -> String {
    let day = date.map_or_else(|| format!("ngày … tháng … năm {year}"), date_words);
    if place.is_empty() { day } else { format!("{place}, {day}") }
}

/// The text with `./.` glued to its last word, in place of a full stop or a list's semicolon.
pub fn ended(text: &str) -> String {
    let text = text.trim_end();
    let text = text.strip_suffix(END).unwrap_or(text);
    format!("{}{END}", text.trim_end_matches(|char: char| matches!(char, '.' | ';') || char.is_whitespace()))
}

/// Căn cứ: each ends with `;`, the last with `.`.
pub fn legal_basis(items: &[String]) -> Vec<String> {
    closed(items, "", '.')
}

/// Kính gửi: one stands as it is; several get a dash and `;`, the last `.`.
pub fn addressees(items: &[String]) -> Vec<String> {
    match items {
        [only] => vec![bare(only).to_owned()],
        _ => closed(items, "- ", '.'),
    }
}

/// Nơi nhận: a dash and `;` for each, and last of all where the copy is kept, with a full stop.
pub fn recipients(items: &[String]) -> Vec<String> {
    let (kept, sent): (Vec<&String>, Vec<&String>) = items.iter().partition(|item| bare(item).starts_with(ARCHIVE));
    let kept = kept.last().map_or(ARCHIVE_DEFAULT, |item| bare(item));
    let all: Vec<String> = sent.into_iter().cloned().chain([kept.to_owned()]).collect();
    closed(&all, "- ", '.')
}

/// `(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân xã Thạch Thất)`.
pub fn attached_to(kind: &str, number: Option<u32>, notation: &str, date: Option<Date>, year: i16, issuer: &str) -> String {
    let kind = if kind.is_empty() { "Công văn".to_owned() } else { sentence_case(kind) };
    let number = number_line(number, notation).replacen("Số: ", "số ", 1).replacen("Số:", "số", 1);
    let day = place_line("", date, year);
    let by = if issuer.is_empty() { String::new() } else { format!(" của {issuer}") };
    format!("(Kèm theo {kind} {number} {day}{by})")
}

/// `Phụ lục`, or `Phụ lục II` when there are several; `index` counts from 0.
pub fn appendix_label(index: usize, count: usize) -> String {
    if count < 2 { APPENDIX.to_owned() } else { format!("{APPENDIX} {}", roman(index + 1)) }
}

/// `BÁO CÁO` as inside a sentence: `Báo cáo`.
pub fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 9] = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// Items with `lead` before each and `;` after, `end` after the last; empty ones are left out.
fn closed(items: &[String], lead: &str, end: char) -> Vec<String> {
    let items: Vec<&str> = items.iter().map(|item| bare(item)).filter(|item| !item.is_empty()).collect();
    let last = items.len().saturating_sub(1);
    let sign = |index| if index == last { end } else { ';' };
    items.iter().enumerate().map(|(index, item)| format!("{lead}{item}{}", sign(index))).collect()
}

/// An item without the dash and the closing sign that the form adds.
fn bare(item: &str) -> &str {
    let item = item.trim();
    let item = ["- ", "– ", "-", "–"].iter().find_map(|dash| item.strip_prefix(dash)).unwrap_or(item);
    item.trim_end_matches(|char: char| matches!(char, ';' | '.' | ',') || char.is_whitespace()).trim_start()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn strings(items: &[&str]) -> Vec<String> {
        items.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_number_below_ten_gets_a_zero_and_no_number_leaves_a_gap() {
        for (number, wanted) in [(Some(5), "Số: 05/BC-UBND"), (Some(12), "Số: 12/BC-UBND"), (Some(105), "Số: 105/BC-UBND")] {
            assert_eq!(number_line(number, "BC-UBND"), wanted);
        }
        assert_eq!(number_line(None, "BC-UBND").replace('\u{a0}', " "), "Số:      /BC-UBND");
        assert_eq!(number_line(Some(5), "UBND-VHXH"), "Số: 05/UBND-VHXH");
    }

    #[test]
    fn days_below_ten_and_the_months_one_and_two_get_a_zero() {
        for (day, wanted) in [
            (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
            (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
            (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
            (date(2026, 9, 10), "ngày 10 tháng 9 năm 2026"),
            (date(2026, 10, 1), "ngày 01 tháng 10 năm 2026"),
            (date(2026, 12, 14), "ngày 14 tháng 12 năm 2026"),
        ] {
            assert_eq!(date_words(day), wanted);
        }
        assert_eq!(place_line("Thạch Thất", None, 2026), "Thạch Thất, ngày … tháng … năm 2026");
        assert_eq!(place_line("Thạch Thất", Some(date(2026, 2, 5)), 0), "Thạch Thất, ngày 05 tháng 02 năm 2026");
        assert_eq!(place_line("", None, 2026), "ngày … tháng … năm 2026");
    }

    #[test]
    fn the_end_mark_takes_the_place_of_the_full_stop_and_is_never_doubled() {
        for given in ["triển khai thực hiện.", "triển khai thực hiện", "triển khai thực hiện./.", "triển khai thực hiện ; "]
        {
            assert_eq!(ended(given), "triển khai thực hiện./.", "{given:?}");
        }
        assert_eq!(ended("đã xong!"), "đã xong!./.");
        assert_eq!(ended(""), "./.");
    }

    #[test]
    fn lists_are_closed_as_the_decree_says() {
        assert_eq!(legal_basis(&strings(&["Căn cứ A.", " ", "Căn cứ B;"])), ["Căn cứ A;", "Căn cứ B."]);
        assert_eq!(addressees(&strings(&["- Sở A;"])), ["Sở A"]);
        assert_eq!(addressees(&strings(&["Sở A", "- Sở B."])), ["- Sở A;", "- Sở B."]);
        assert_eq!(addressees(&[]), [""; 0]);
    }

    #[test]
    fn the_copy_that_is_kept_comes_last_with_a_full_stop() {
        assert_eq!(
            recipients(&strings(&["Lưu: VT, VH-XH", "Như trên", "- Thường trực Đảng ủy;"])),
            ["- Như trên;", "- Thường trực Đảng ủy;", "- Lưu: VT, VH-XH."]
        );
        assert_eq!(recipients(&strings(&["Như trên"])), ["- Như trên;", "- Lưu: VT."]);
    }

    #[test]
    fn an_appendix_names_what_it_is_attached_to() {
        assert_eq!(
            attached_to("BÁO CÁO", Some(5), "BC-UBND", Some(date(2026, 2, 5)), 0, "Ủy ban nhân dân xã Thạch Thất"),
            "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân xã Thạch Thất)"
        );
        assert_eq!(
            attached_to("", None, "UBND-VHXH", None, 2026, "").replace('\u{a0}', " "),
            "(Kèm theo Công văn số      /UBND-VHXH ngày … tháng … năm 2026)"
        );
        assert_eq!(appendix_label(0, 1), "Phụ lục");
        assert_eq!((appendix_label(0, 2), appendix_label(3, 14)), ("Phụ lục I".into(), "Phụ lục IV".into()));
        assert_eq!(roman(49), "XLIX");
    }
}
