//! Records in words.

use jiff::civil::Date;

use super::record_href;
use crate::{
    coaching::{
        rules::{Excluded, Kind, Means, Outcome, Topic},
        store::{change::Change, log::Record},
    },
    kit::{dates, text::Text},
};

/// A record as lists show it.
pub struct Line {
    pub href: String,
    /// What was done and what came of it.
    pub what: String,
    /// About whom or what; empty for a shift.
    pub who: String,
    /// Who did it, when and where.
    pub meta: String,
    pub note: String,
    /// The picture of a signature; empty for none, and for whoever may not see persons.
    pub picture: String,
    /// Who took it back, when and why; empty while it stands.
    pub undone: String,
}

/// The words of a code under the beginning of its text key, or the code when it has none.
pub fn coded(beginning: &str, code: &str, t: Text) -> String {
    let key = format!("{beginning}{code}");
    if code.is_empty() {
        String::new()
    } else if t.has(&key) {
        t.get(&key)
    } else {
        code.to_owned()
    }
}

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// The questions of a kind of checklist, in order.
pub const fn questions(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Survey => &["qr", "pos", "training"],
        Kind::Identity => &["installed", "activated", "level2", "used", "bank"],
        _ => &[],
    }
}

/// What was answered, question by question; what was not asked is left out.
pub fn answered(kind: Kind, record: &Record, t: Text) -> String {
    let told = |question: &&'static str| {
        let said = record.answers.get(question)?;
        let words = t.get(&format!("coaching-question-{question}"));
        Some(format!("{words}: {}", t.get(if said { "coaching-yes" } else { "coaching-no" })))
    };
    questions(kind).iter().filter_map(told).collect::<Vec<_>>().join(" · ")
}

fn what(kind: Kind, record: &Record, t: Text) -> String {
    let (topic, result) = (coded("coaching-topic-", &record.topic, t), coded("coaching-result-", &record.result, t));
    match kind {
        Kind::Help => joined(&[topic, result]),
        Kind::Contact => joined(&[coded("coaching-means-", &record.how, t), topic, result]),
        Kind::Visit => {
            let told: Vec<String> = record.answers.told().iter().map(|code| coded("coaching-topic-", code, t)).collect();
            let told = if told.is_empty() { String::new() } else { t.fill("coaching-told").s("what", told.join(", ")).to_string() };
            joined(&[t.get(if record.result == "met" { "coaching-met" } else { "coaching-absent" }), told])
        }
        Kind::Commitment => joined(&[t.get("coaching-kind-commitment"), coded("coaching-signed-", &record.how, t)]),
        Kind::Survey => answered(kind, record, t),
        Kind::Identity => joined(&[coded("coaching-excluded-", &record.result, t), answered(kind, record, t)]),
        Kind::Shift => t.fill("coaching-shift-worked").s("hours", hours(record.minutes.unwrap_or(0), t)).to_string(),
    }
}

/// Minutes as hours and minutes.
pub fn hours(minutes: i64, t: Text) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => t.fill("coaching-minutes").n("n", rest).to_string(),
        (whole, 0) => t.fill("coaching-hours").n("n", whole).to_string(),
        (whole, rest) => t.fill("coaching-hours-minutes").n("hours", whole).n("minutes", rest).to_string(),
    }
}

fn who(kind: Kind, record: &Record, t: Text) -> String {
    match kind {
        Kind::Help if record.person.is_none() => t.get("coaching-unnamed"),
        Kind::Visit => t.fill("coaching-household-of").s("head", &record.subject_name).to_string(),
        Kind::Commitment => {
            let household = t.fill("coaching-household-of").s("head", &record.subject_name).to_string();
            let lead = if record.person_name.is_empty() {
                String::new()
            } else {
                t.fill("coaching-lead-is").s("name", &record.person_name).to_string()
            };
            joined(&[household, lead])
        }
        Kind::Survey => record.subject_name.clone(),
        Kind::Shift => String::new(),
        _ => record.person_name.clone(),
    }
}

/// A record in words.
pub fn line(record: &Record, t: Text) -> Line {
    let kind = Kind::parse(&record.kind).unwrap_or(Kind::Help);
    let undone = record.undone_at.map_or_else(String::new, |at| {
        let words = t.fill("coaching-undone").s("name", &record.undone_by).s("when", dates::moment(at, t.lang));
        words.s("reason", &record.undone_reason).to_string()
    });
    Line {
        href: record_href(&record.id),
        what: what(kind, record, t),
        who: who(kind, record, t),
        meta: joined(&[record.by_name.clone(), dates::moment(record.at, t.lang), record.place.clone(), record.village_name.clone()]),
        note: record.note.clone(),
        picture: String::new(),
        undone,
    }
}

/// The same with the picture of the signature, for whoever may see persons.
pub fn signed_line(record: &Record, t: Text) -> Line {
    let stands = record.undone_at.is_none();
    Line { picture: record.blob.clone().filter(|_| stands).unwrap_or_default(), ..line(record, t) }
}

/// Something that happened to a pair, a request or a quota, in words.
pub struct Past {
    pub what: String,
    pub more: String,
    pub reason: String,
}

/// A change in words.
pub fn past(change: &Change, t: Text) -> Past {
    let coded = |words: &str| if Outcome::parse(words).is_some() { coded("coaching-result-", words, t) } else { words.to_owned() };
    let (before, after) = (coded(&change.before), coded(&change.after));
    let moved = match (before.is_empty(), after.is_empty()) {
        (false, false) => format!("{before} → {after}"),
        (true, _) => after,
        (_, true) => before,
    };
    Past {
        what: joined(&[t.get(&format!("coaching-change-{}", change.what)), moved]),
        more: format!("{} · {}", change.by, dates::moment(change.at, t.lang)),
        reason: change.reason.clone(),
    }
}

/// A day that the database holds, in words; empty for none.
pub fn day(stored: Option<&str>, t: Text) -> String {
    stored.and_then(|day| day.parse::<Date>().ok()).map(|day| dates::short_day(day, t.lang)).unwrap_or_default()
}

/// Pairs of code and words to choose from; the words' text keys begin with `beginning`.
pub fn options(beginning: &str, codes: impl IntoIterator<Item = &'static str>, t: Text) -> Vec<(String, String)> {
    codes.into_iter().map(|code| (code.to_owned(), t.get(&format!("{beginning}{code}")))).collect()
}

/// The topics to choose from.
pub fn topic_options(t: Text) -> Vec<(String, String)> {
    options("coaching-topic-", Topic::ALL.iter().map(|one| one.code()), t)
}

/// The results to choose from.
pub fn result_options(t: Text) -> Vec<(String, String)> {
    options("coaching-result-", Outcome::ALL.iter().map(|one| one.code()), t)
}

/// The ways of meeting to choose from.
pub fn means_options(t: Text) -> Vec<(String, String)> {
    options("coaching-means-", Means::ALL.iter().map(|one| one.code()), t)
}

/// The reasons of leaving out to choose from.
pub fn excluded_options(t: Text) -> Vec<(String, String)> {
    options("coaching-excluded-", Excluded::ALL.iter().map(|one| one.code()), t)
}
