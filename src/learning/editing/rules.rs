//! The ways of a version, what its form holds, and how two texts differ.

use jiff::civil::Date;

use crate::{
    kit::{
        dates, fold,
        forms::{Faults, Fields},
        text::{Lang, Text},
    },
    learning::content::{self, Audience, Facts, Item, Kind},
};

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// To be looked at by somebody before it goes out.
    Review,
    /// Read by everybody.
    Published,
    /// Put away.
    Archived,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Review, Self::Published, Self::Archived];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The state with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Where a version may go from here. Nothing goes out without having been laid before somebody.
    pub const fn leads_to(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Review, Self::Archived],
            Self::Review => &[Self::Published, Self::Draft],
            Self::Published => &[Self::Archived],
            Self::Archived => &[],
        }
    }
}

/// The longest word about a move, in characters.
pub const NOTE_LIMIT: usize = 500;

/// Reads the form of a version. The item is as good as what was typed; the faults say what is not.
pub fn read(fields: &Fields, commune: &str, fixed: Option<&Item>, today: Date, t: Text) -> (Item, Faults) {
    let mut faults = Faults::default();
    let words = |name: &str| fold::nfc(fields.get(name));
    let checked = dates::parse_day(fields.get("checked"));
    faults.unless(checked.as_ref().is_ok_and(|day| *day <= today), "checked", t, "learning-edit-checked");
    let facts = Facts {
        id: fixed.map_or_else(|| fields.get("id").to_owned(), |item| item.facts.id.clone()),
        title: words("title"),
        summary: words("summary"),
        want: words("want"),
        audience: fields.all("audience").into_iter().filter_map(Audience::parse).collect(),
        skills: fields.get("skills").split([',', ' ', '\n', '\r']).filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        level: fields.number("level").unwrap_or(0),
        minutes: fields.number("minutes").unwrap_or(0),
        licence: words("licence"),
        source: words("source"),
        checked: checked.unwrap_or(today),
        practice: fields.get("practice").to_owned(),
        guide: fields.get("guide").to_owned(),
        keywords: fields.get("keywords").lines().map(fold::nfc).filter(|word| !word.is_empty()).collect(),
        media: fields.get("media").to_owned(),
        captions: fields.get("captions").to_owned(),
        link: fields.get("link").to_owned(),
    };
    if let Some((field, key)) = content::fault(&facts) {
        faults.add(field, t.get(key));
    }
    let body = fields.get("body").replace("\r\n", "\n");
    faults.unless(!body.is_empty(), "body", t, "learning-edit-body-missing");
    faults.unless(body.len() <= content::BODY_LIMIT, "body", t, "learning-edit-body-long");
    let kind = fixed.map_or_else(|| Kind::parse_written(fields.get("kind")), |item| item.kind);
    let lang = fixed.map_or_else(|| Lang::parse(fields.get("lang")).unwrap_or_default(), |item| item.lang);
    let needs_media = matches!(kind, Kind::Video | Kind::Infographic) && facts.media.is_empty() && facts.link.is_empty();
    faults.unless(!needs_media, "media", t, "learning-edit-media-missing");
    (Item::new(commune, lang, kind, facts, body), faults)
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It stands in both texts.
    Same,
    /// Only the older text has it.
    Gone,
    /// Only the newer text has it.
    New,
}

/// Longer texts are compared only as a whole, in lines.
const COMPARED: usize = 1_500;

/// How two texts differ, line by line: the longest common lines stay, the others went or came.
pub fn differences(old: &str, new: &str) -> Vec<(Mark, String)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    if old.len() > COMPARED || new.len() > COMPARED {
        let gone = old.iter().map(|line| (Mark::Gone, (*line).to_owned()));
        return gone.chain(new.iter().map(|line| (Mark::New, (*line).to_owned()))).collect();
    }
    // common[i][j]: how many lines old[i..] and new[j..] have in common, in order.
    let width = new.len() + 1;
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            out.push((Mark::Same, old[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]) {
            out.push((Mark::Gone, old[i].to_owned()));
            i += 1;
        } else {
            out.push((Mark::New, new[j].to_owned()));
            j += 1;
        }
    }
    out
}

/// An item as lines to be compared: its facts, then its text.
pub fn as_lines(item: &Item) -> String {
    let facts = &item.facts;
    let head = [
        facts.title.clone(),
        facts.summary.clone(),
        facts.want.clone(),
        facts.audience.iter().map(|audience| audience.code()).collect::<Vec<_>>().join(", "),
        facts.skills.join(", "),
        format!("{} / {}", facts.level, facts.minutes),
        facts.licence.clone(),
        facts.source.clone(),
        facts.checked.to_string(),
        facts.keywords.join(", "),
        [&facts.practice, &facts.guide, &facts.media, &facts.captions, &facts.link].map(String::as_str).join(" ").trim().to_owned(),
    ];
    format!("{}\n\n{}", head.join("\n"), item.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_out_without_having_been_laid_before_somebody() {
        assert!(!State::Draft.leads_to().contains(&State::Published));
        assert!(State::Review.leads_to().contains(&State::Published));
        for state in State::ALL {
            assert_eq!(State::parse(state.code()), Some(state));
            assert!(!state.leads_to().contains(&state));
        }
    }

    #[test]
    fn lines_that_went_and_came_are_told() {
        let told = |old: &str, new: &str| -> String {
            differences(old, new)
                .into_iter()
                .map(|(mark, line)| {
                    format!(
                        "{}{line} ",
                        match mark {
                            Mark::Same => "",
                            Mark::Gone => "-",
                            Mark::New => "+",
                        }
                    )
                })
                .collect()
        };
        for (old, new, expected) in [
            ("a\nb\nc", "a\nc", "a -b c "),
            ("a\nc", "a\nb\nc", "a +b c "),
            ("a", "b", "-a +b "),
            ("", "a", "+a "),
            ("a\nb", "a\nb", "a b "),
            ("a\nb\nc\nd", "b\nx\nd", "-a b -c +x d "),
        ] {
            assert_eq!(told(old, new), expected);
        }
        assert_eq!(differences(&"a\n".repeat(3_000), "b").len(), 3_001);
    }
}
