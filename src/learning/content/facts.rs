//! The facts of an item, as a content file gives them between two lines of `+++`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kit::{error::Refusal, fold};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $item:ident $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$one])* $item),+ }

        impl $name {
            /// All of them, in the order they are shown.
            pub const ALL: &[Self] = &[$(Self::$item),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$item => $code),+ }
            }

            /// The one with this code.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// What kind of thing an item is.
    Kind {
        /// A lesson of short steps.
        Lesson "lesson",
        /// A quick guide that prints on one A4.
        Guide "guide",
        /// A video, uploaded or linked, with its transcript.
        Video "video",
        /// A picture that explains.
        Infographic "infographic",
        /// A course: which lessons and guides, in which order.
        Course "course",
    }
}

impl Kind {
    /// The kinds that are written as a text; a course is put together from them.
    pub const WRITTEN: [Self; 4] = [Self::Lesson, Self::Guide, Self::Video, Self::Infographic];

    /// The kind with this code, when it is written as a text; else a lesson.
    pub fn parse_written(code: &str) -> Self {
        Self::parse(code).filter(|kind| Self::WRITTEN.contains(kind)).unwrap_or(Self::Lesson)
    }
}

codes! {
    /// Whom an item is for: the four groups of section 2.1.
    Audience {
        /// Người dân.
        Citizen "citizen",
        /// Học sinh, sinh viên.
        Student "student",
        /// Người lao động trong doanh nghiệp, hợp tác xã.
        Worker "worker",
        /// Cán bộ, công chức, viên chức.
        Staff "staff",
    }
}

/// What is known of an item beside its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The name in its address.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What follows “Tôi muốn …”.
    pub want: String,
    /// Whom it is for; at least one.
    pub audience: Vec<Audience>,
    /// Codes of skills of the framework.
    pub skills: Vec<String>,
    /// 1 basic, 2 middle, 3 advanced.
    pub level: i64,
    /// How long it takes, in minutes.
    pub minutes: i64,
    /// The licence's name.
    pub licence: String,
    /// Where it comes from.
    pub source: String,
    /// The day somebody last checked every fact of it.
    pub checked: Date,
    /// The practice screen that belongs to it, or empty.
    pub practice: String,
    /// The quick guide that belongs to it, or empty.
    pub guide: String,
    /// What people type when they look for it.
    pub keywords: Vec<String>,
    /// The uploaded file of a video or picture, or empty.
    pub media: String,
    /// The uploaded captions of a video, or empty.
    pub captions: String,
    /// The address of a video elsewhere, or empty.
    pub link: String,
}

/// The facts as TOML holds them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    title: String,
    summary: String,
    want: String,
    audience: Vec<String>,
    #[serde(default)]
    skills: Vec<String>,
    level: i64,
    minutes: i64,
    licence: String,
    source: String,
    checked: toml::value::Datetime,
    #[serde(default)]
    practice: String,
    #[serde(default)]
    guide: String,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    media: String,
    #[serde(default)]
    captions: String,
    #[serde(default)]
    link: String,
}

/// Takes a content file apart into its facts and its Markdown.
///
/// # Errors
/// A refusal that names what is wrong: no lines of `+++`, TOML that can't be read (`why`), then [`fault`].
pub fn parse(file: &str) -> Result<(Facts, String), Refusal> {
    let file = file.strip_prefix('\u{feff}').unwrap_or(file).replace("\r\n", "\n");
    let rest = file.trim_start().strip_prefix("+++\n").ok_or_else(|| Refusal::new("learning-content-no-facts"))?;
    let (head, body) = rest.split_once("\n+++\n").ok_or_else(|| Refusal::new("learning-content-no-facts"))?;
    let unreadable = |why: String| Refusal::new("learning-content-unreadable").with("why", why);
    let written: Written = toml::from_str(head).map_err(|error| unreadable(error.message().to_owned()))?;
    let checked = written.checked.to_string().parse().map_err(|_| unreadable("checked".into()))?;
    let audience =
        written.audience.iter().map(|code| Audience::parse(code).ok_or_else(|| unreadable(code.clone()))).collect::<Result<_, _>>()?;
    let facts = Facts {
        id: written.id,
        title: fold::nfc(&written.title),
        summary: fold::nfc(&written.summary),
        want: fold::nfc(&written.want),
        audience,
        skills: written.skills,
        level: written.level,
        minutes: written.minutes,
        licence: fold::nfc(&written.licence),
        source: fold::nfc(&written.source),
        checked,
        practice: written.practice,
        guide: written.guide,
        keywords: written.keywords.iter().map(|word| fold::nfc(word)).filter(|word| !word.is_empty()).collect(),
        media: written.media,
        captions: written.captions,
        link: written.link,
    };
    match fault(&facts) {
        Some((_, code)) => Err(Refusal::new(code)),
        None => Ok((facts, body.trim().to_owned())),
    }
}

/// The longest title, in characters.
const TITLE_LIMIT: usize = 120;
/// The longest summary or “want”, in characters.
const SUMMARY_LIMIT: usize = 300;
/// The longest Markdown text, in bytes.
pub const BODY_LIMIT: usize = 100_000;

/// The field and text key of the first thing that is wrong with an item's facts.
pub fn fault(facts: &Facts) -> Option<(&'static str, &'static str)> {
    let long = |text: &str, limit: usize| text.chars().count() > limit;
    let name = |id: &str| {
        id.len() <= 80 && id.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
    };
    let code = |code: &String| code.len() <= 80 && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b));
    let wrong = [
        (!name(&facts.id), "id", "learning-content-id"),
        (facts.title.is_empty(), "title", "learning-content-title-missing"),
        (long(&facts.title, TITLE_LIMIT), "title", "learning-content-title-long"),
        (facts.summary.is_empty() || long(&facts.summary, SUMMARY_LIMIT), "summary", "learning-content-summary"),
        (facts.want.is_empty() || long(&facts.want, SUMMARY_LIMIT), "want", "learning-content-want"),
        (facts.audience.is_empty(), "audience", "learning-content-audience"),
        (!facts.skills.iter().all(code) || facts.skills.len() > 20, "skills", "learning-content-skills"),
        (!(1..=3).contains(&facts.level), "level", "learning-content-level"),
        (!(1..=240).contains(&facts.minutes), "minutes", "learning-content-minutes"),
        (facts.licence.is_empty() || long(&facts.licence, 200), "licence", "learning-content-licence"),
        (facts.source.is_empty() || long(&facts.source, 500), "source", "learning-content-source"),
        (facts.keywords.len() > 40 || facts.keywords.iter().any(|word| long(word, 80)), "keywords", "learning-content-keywords"),
        (!facts.practice.is_empty() && !name(&facts.practice), "practice", "learning-content-practice"),
        (!facts.guide.is_empty() && !name(&facts.guide), "guide", "learning-content-guide"),
        (!facts.media.is_empty() && !name(&facts.media), "media", "learning-edit-no-file"),
        (!facts.captions.is_empty() && !name(&facts.captions), "captions", "learning-edit-no-file"),
        (!facts.link.is_empty() && (long(&facts.link, 500) || !facts.link.starts_with("https://")), "link", "learning-content-link"),
    ];
    wrong.into_iter().find(|(wrong, ..)| *wrong).map(|(_, field, code)| (field, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "+++\nid = \"gui-anh\"\ntitle = \"Gửi ảnh\"\nsummary = \"Chụp và gửi.\"\nwant = \"gửi ảnh\"\naudience = [\"citizen\"]\nskills = [\"nd.anh\"]\nlevel = 1\nminutes = 3\nlicence = \"CC BY 4.0\"\nsource = \"Xã\"\nchecked = 2026-11-22\n+++\n\n## Một\n";

    #[test]
    fn a_file_is_facts_and_text() {
        for file in [GOOD.to_owned(), GOOD.replace('\n', "\r\n"), format!("\u{feff}{GOOD}")] {
            let (facts, body) = parse(&file).expect("a good file");
            assert_eq!((facts.title.as_str(), facts.checked.to_string().as_str(), body.as_str()), ("Gửi ảnh", "2026-11-22", "## Một"));
        }
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        for (from, to, code) in [
            ("+++\nid", "id", "learning-content-no-facts"),
            ("level = 1", "level = one", "learning-content-unreadable"),
            ("level = 1", "levle = 1", "learning-content-unreadable"),
            ("[\"citizen\"]", "[\"king\"]", "learning-content-unreadable"),
            ("2026-11-22", "2026-13-22", "learning-content-unreadable"),
            ("2026-11-22", "10:00:00", "learning-content-unreadable"),
            ("level = 1", "level = 4", "learning-content-level"),
            ("[\"citizen\"]", "[]", "learning-content-audience"),
            ("gui-anh", "../gui-anh", "learning-content-id"),
            ("gui-anh", "Gửi", "learning-content-id"),
            ("\"Gửi ảnh\"", "\"\"", "learning-content-title-missing"),
            ("minutes = 3", "minutes = 3\nlink = \"javascript:alert(1)\"", "learning-content-link"),
        ] {
            let refused = parse(&GOOD.replacen(from, to, 1)).expect_err(to);
            assert_eq!(refused.code, code, "{to}");
        }
        assert_eq!(parse("").expect_err("empty").code, "learning-content-no-facts");
    }
}
