//! What the words in the cells of a list mean.

use crate::kit::{fold, identity::Sex};

/// The audience group of the plan that a person belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Group {
    /// Người dân: also farmers, traders, the elderly.
    #[default]
    Citizen,
    /// Học sinh, sinh viên.
    Student,
    /// Cán bộ, công chức, viên chức.
    Staff,
    /// Người lao động trong doanh nghiệp, hợp tác xã.
    Worker,
}

/// What a person needs in a class. A need is kept, the reason for it never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// Cần người đi kèm.
    Helper,
    /// Cần chữ to.
    LargeText,
}

impl Group {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Student => "student",
            Self::Staff => "staff",
            Self::Worker => "worker",
        }
    }
}

impl Need {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Helper => "helper",
            Self::LargeText => "large_text",
        }
    }
}

/// Words that name a group, the more special first: "cán bộ hưu trí" is a citizen, "công nhân viên chức" staff.
const GROUPS: &[(&str, Group)] = &[
    ("huu", Group::Citizen),
    ("hoc sinh", Group::Student),
    ("sinh vien", Group::Student),
    ("hssv", Group::Student),
    ("hs sv", Group::Student),
    ("student", Group::Student),
    ("can bo", Group::Staff),
    ("cong chuc", Group::Staff),
    ("vien chuc", Group::Staff),
    ("cbccvc", Group::Staff),
    ("cbcc", Group::Staff),
    ("giao vien", Group::Staff),
    ("bo doi", Group::Staff),
    ("cong an", Group::Staff),
    ("staff", Group::Staff),
    ("cong nhan", Group::Worker),
    ("nguoi lao dong", Group::Worker),
    ("lao dong dn", Group::Worker),
    ("lao dong doanh nghiep", Group::Worker),
    ("lao dong htx", Group::Worker),
    ("nld", Group::Worker),
    ("nhan vien", Group::Worker),
    ("worker", Group::Worker),
    ("nguoi dan", Group::Citizen),
    ("nong dan", Group::Citizen),
    ("lam ruong", Group::Citizen),
    ("lam nong", Group::Citizen),
    ("tieu thuong", Group::Citizen),
    ("buon ban", Group::Citizen),
    ("kinh doanh", Group::Citizen),
    ("ho kd", Group::Citizen),
    ("cao tuoi", Group::Citizen),
    ("nguoi gia", Group::Citizen),
    ("khuyet tat", Group::Citizen),
    ("noi tro", Group::Citizen),
    ("phu nu", Group::Citizen),
    ("thanh nien", Group::Citizen),
    ("cuu chien binh", Group::Citizen),
    ("lao dong tu do", Group::Citizen),
    ("tu do", Group::Citizen),
    ("yeu the", Group::Citizen),
    ("ho ngheo", Group::Citizen),
    ("can ngheo", Group::Citizen),
    ("citizen", Group::Citizen),
    ("farmer", Group::Citizen),
];

/// Words that tell of a need, wherever they stand.
const NEEDS: &[(&str, Need)] = &[
    ("khuyet tat", Need::Helper),
    ("nguoi di kem", Need::Helper),
    ("can nguoi kem", Need::Helper),
    ("can ho tro", Need::Helper),
    ("xe lan", Need::Helper),
    ("kho di lai", Need::Helper),
    ("di lai kho", Need::Helper),
    ("chu to", Need::LargeText),
    ("chu lon", Need::LargeText),
    ("mat kem", Need::LargeText),
    ("kem mat", Need::LargeText),
];

/// Words of health, ethnicity and belief, by which a note is not kept (folded; found anywhere).
const PRIVATE: &[&str] = &[
    "khuyet tat",
    "tan tat",
    "di tat",
    "benh",
    "tam than",
    "than kinh",
    "thieu nang",
    "tu ky",
    "tram cam",
    "dong kinh",
    "ung thu",
    "tieu duong",
    "dai thao duong",
    "huyet ap",
    "tim mach",
    "suy than",
    "chay than",
    "tai bien",
    "dot quy",
    "bai liet",
    "bai nao",
    "mat kem",
    "kem mat",
    "khiem thi",
    "khiem thinh",
    "nghe kem",
    "lang tai",
    "suc khoe",
    "hiv",
    "nghien",
    "mang thai",
    "co bau",
    "xe lan",
    "di lai kho",
    "kho di lai",
    "dan toc",
    "ton giao",
    "cong giao",
    "thien chua giao",
    "phat giao",
    "tin lanh",
    "giao dan",
];

/// The same, but short words that other words fold to as well: only with their marks.
const PRIVATE_MARKED: &[&str] =
    &["ốm", "câm", "điếc", "mù", "lòa", "loà", "liệt", "què", "cụt", "thọt", "mường", "tày", "nùng", "hmông", "h'mông", "khmer", "ê đê"];

/// First words of the names of small places.
const PLACES: &[&str] = &["xóm", "thôn", "tổ", "ngõ", "ngách", "đội", "khu", "cụm", "làng", "ấp", "bản", "buôn"];

/// The same without marks: only before a number.
const PLACES_PLAIN: &[&str] = &["xom", "thon", "to", "ngo", "doi", "khu", "cum", "ap", "tdp"];

/// Longest note that is kept, in characters.
const MAX_NOTE: usize = 300;

/// What a note says: the needs in it, and the note itself unless it must not be kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Noted {
    pub needs: Vec<Need>,
    pub note: Option<String>,
    /// The note tells of health, ethnicity or belief and was left out.
    pub is_private: bool,
}

pub(super) fn noted(text: &str) -> Noted {
    let needs = needs(text);
    let is_private = holds_any(&plain(text), PRIVATE) || holds_any(&marked(text), PRIVATE_MARKED);
    let keep = !text.is_empty() && !is_private;
    Noted { needs, note: keep.then(|| text.chars().take(MAX_NOTE).collect()), is_private }
}

/// The needs that a text tells of, each once.
pub(super) fn needs(text: &str) -> Vec<Need> {
    let plain = plain(text);
    let mut needs = Vec::new();
    for (words, need) in NEEDS {
        if holds(&plain, words) && !needs.contains(need) {
            needs.push(*need);
        }
    }
    needs
}

/// The group that a text names; `None` when it names none that we know.
pub(super) fn group(text: &str) -> Option<Group> {
    let plain = plain(text);
    GROUPS.iter().find(|(words, _)| holds(&plain, words)).map(|(_, group)| *group)
}

/// The sex that a word names.
pub(super) fn sex(text: &str) -> Option<Sex> {
    match plain(text).as_str() {
        "nam" | "m" | "male" | "trai" | "ong" | "nam gioi" => Some(Sex::Male),
        "nu" | "f" | "female" | "gai" | "ba" | "nu gioi" => Some(Sex::Female),
        _ => None,
    }
}

/// Whether a cell is a mark that means yes.
pub(super) fn is_tick(text: &str) -> bool {
    matches!(plain(text).as_str(), "x" | "xx" | "v" | "1" | "co" | "c" | "yes" | "y" | "true" | "dung" | "ok")
        || matches!(text, "✓" | "✔" | "☑" | "☒" | "+" | "*" | "√" | "●" | "×")
}

/// Yes, no, or nothing that we understand. An empty cell is not a no.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    let plain = plain(text);
    if is_tick(text) || plain.starts_with("co ") {
        return Some(true);
    }
    let is_no = matches!(plain.as_str(), "khong" | "ko" | "k" | "0" | "no" | "n" | "false" | "chua" | "chua co")
        || ["khong ", "ko ", "chua ", "k dong y"].iter().any(|no| plain.starts_with(no));
    is_no.then_some(false)
}

/// Agreement as the paper has it. Only what is written counts: an empty cell is neither.
pub(super) fn consent(text: &str) -> Option<bool> {
    yes_or_no(text).or_else(|| {
        let plain = plain(text);
        (plain.starts_with("dong y") || plain.starts_with("da dong y") || plain == "nhat tri").then_some(true)
    })
}

/// Whether a cell says in words that there is nothing: "-", "không có", "chưa có".
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "" | "0" | "khong" | "ko" | "k" | "khong co" | "ko co" | "k co" | "chua co" | "chua" | "n a" | "none" | "null" | "nil"
    )
}

/// Whether a cell says "the same as above".
pub(super) fn is_ditto(text: &str) -> bool {
    matches!(text, "\"" | "''" | "”" | "“" | "〃" | "//" | "nt" | "NT" | "-nt-" | "-NT-") || plain(text) == "nhu tren"
}

/// A xóm, tổ, ngõ … by its first word, with marks where the same letters begin names (Tô, Ngô, Đới). A number before it
/// ("I.", "2)") is left off.
pub(super) fn hamlet(text: &str) -> Option<String> {
    let clean = fold::nfc(text);
    let number = clean.split_once(['.', ')', ' ']).filter(|(number, _)| is_part_number(number));
    let text = number.map_or(clean.as_str(), |(_, rest)| rest.trim());
    let marked = marked(text);
    let (first, rest) = marked.split_once(' ')?;
    let is_numbered = PLACES_PLAIN.contains(&first) && rest.chars().any(|c| c.is_ascii_digit());
    let is_hamlet = PLACES.contains(&first) || is_numbered || matches!(first, "xom" | "thon") || marked.starts_with("tổ dân phố");
    is_hamlet.then(|| fold::title_name(text))
}

/// The hamlet in the name of a sheet: "Xóm 1", "DS xóm 1".
pub(super) fn hamlet_in(name: &str) -> Option<String> {
    let starts = name.char_indices().filter(|(at, _)| *at == 0 || name[..*at].ends_with([' ', '-', '_', '.']));
    starts.map(|(at, _)| &name[at..]).find_map(hamlet)
}

/// I, II, IV, 3, A: what numbers the parts of a list.
fn is_part_number(text: &str) -> bool {
    let is_roman = text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let is_count = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    let is_letter = text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase());
    !text.is_empty() && (is_roman || is_count || is_letter)
}

/// Folded, punctuation gone, single spaces.
pub(super) fn plain(text: &str) -> String {
    spaced(&fold::fold(text))
}

/// Lower case with marks, punctuation gone, single spaces.
pub(super) fn marked(text: &str) -> String {
    spaced(&fold::nfc(text).to_lowercase())
}

fn spaced(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.trim_matches('\'').is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
    })
}

fn holds_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|words| holds(text, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_the_plan_are_found_in_the_words_of_villages() {
        use Group::{Citizen, Staff, Student, Worker};
        for (text, expected) in [
            ("Nông dân", Some(Citizen)),
            ("NGƯỜI DÂN", Some(Citizen)),
            ("CAO TUỔI", Some(Citizen)),
            ("Người cao tuổi", Some(Citizen)),
            ("Tiểu thương", Some(Citizen)),
            ("hộ kinh doanh", Some(Citizen)),
            ("khuyết tật", Some(Citizen)),
            ("Học sinh lớp 9", Some(Student)),
            ("HS-SV", Some(Student)),
            ("Giáo viên", Some(Staff)),
            ("Cán bộ hưu trí", Some(Citizen)),
            ("công nhân viên chức", Some(Staff)),
            ("Công nhân", Some(Worker)),
            ("Lao động DN", Some(Worker)),
            ("lao động tự do", Some(Citizen)),
            ("phi hành gia", None),
        ] {
            assert_eq!(group(text), expected, "{text}");
        }
    }

    #[test]
    fn notes_keep_needs_and_lose_diagnoses() {
        let noted = |text: &str| {
            let noted = noted(text);
            (noted.needs, noted.note, noted.is_private)
        };
        let kept = |text: &str| (vec![], Some(text.to_owned()), false);
        assert_eq!(noted("cần chữ to"), (vec![Need::LargeText], Some("cần chữ to".to_owned()), false));
        assert_eq!(noted("mắt kém"), (vec![Need::LargeText], None, true));
        assert_eq!(noted("Khuyết tật chân, đi xe lăn"), (vec![Need::Helper], None, true));
        assert_eq!(noted("bị tiểu đường"), (vec![], None, true));
        assert_eq!(noted("người Mường"), (vec![], None, true));
        assert_eq!(noted("điếc"), (vec![], None, true));
        assert_eq!(noted("<b>đi xa</b>"), kept("<b>đi xa</b>"));
        assert_eq!(noted("=1+1"), kept("=1+1"));
        assert_eq!(noted("cảm ơn, máy cầm tay"), kept("cảm ơn, máy cầm tay"), "câm is another word");
        assert_eq!(noted(""), (vec![], None, false));
    }

    #[test]
    fn marks_and_words_say_yes_no_or_nothing() {
        for (text, expected) in [
            ("x", Some(true)),
            ("X", Some(true)),
            ("có", Some(true)),
            ("✓", Some(true)),
            ("1", Some(true)),
            ("TRUE", Some(true)),
            ("Không", Some(false)),
            ("ko", Some(false)),
            ("0", Some(false)),
            ("chưa có", Some(false)),
            ("", None),
            ("iPhone", None),
        ] {
            assert_eq!(yes_or_no(text), expected, "{text}");
        }
        assert_eq!(consent("Đồng ý"), Some(true));
        assert_eq!(consent("đồng ý"), Some(true));
        assert_eq!(consent("Không đồng ý"), Some(false));
        assert_eq!(consent("Không"), Some(false));
        assert_eq!(consent(""), None);
        assert_eq!(consent("hỏi lại"), None);
    }

    #[test]
    fn hamlets_are_told_from_family_names() {
        for (text, expected) in [
            ("Xóm 3", true),
            ("xom dinh", true),
            ("Tổ 2", true),
            ("To 2", true),
            ("TỔ DÂN PHỐ SỐ 1", true),
            ("Tô Văn Hai", false),
            ("Ngô Thị Ba", false),
            ("Ngõ 12", true),
            ("I. XÓM ĐÌNH", true),
            ("2) Xóm 2", true),
            ("Danh sách", false),
            ("Xóm", false),
            ("", false),
        ] {
            assert_eq!(hamlet(text).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn sexes_are_read_in_every_spelling() {
        for (text, expected) in [
            ("Nam", Some(Sex::Male)),
            ("M", Some(Sex::Male)),
            ("NAM", Some(Sex::Male)),
            ("nữ", Some(Sex::Female)),
            ("F", Some(Sex::Female)),
            ("Nu", Some(Sex::Female)),
            ("khác", None),
        ] {
            assert_eq!(sex(text), expected, "{text}");
        }
    }
}
