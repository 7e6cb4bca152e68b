//! A practice as a state machine: its screens, what a tap does, and what makes a file wrong.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::kit::text::Lang;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Both {
    /// The text in one of them.
    pub fn of(&self, lang: Lang) -> &str {
        if lang == Lang::Vi { &self.vi } else { &self.en }
    }
}

/// One thing on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Part {
    /// A drawing of our own.
    Picture {
        /// Its name.
        name: String,
        /// What it shows.
        alt: Both,
    },
    /// A heading.
    Heading {
        /// Its words.
        text: Both,
    },
    /// A sentence.
    Text {
        /// Its words.
        text: Both,
    },
    /// What somebody says.
    Speech {
        /// Their words.
        text: Both,
    },
    /// Some lines.
    List {
        /// The lines.
        items: Vec<Both>,
    },
    /// A button: leads on, or is a mistake.
    Button {
        /// `plain`, `main`, `good` or `danger`.
        look: String,
        /// What stands on it.
        text: Both,
        /// The screen it leads to.
        go: Option<String>,
        /// Why it is a mistake.
        mistake: Option<Both>,
    },
    /// A switch.
    Toggle {
        /// What it switches.
        text: Both,
        /// Whether it is on.
        on: bool,
        /// The screen it leads to.
        go: Option<String>,
        /// Why it is a mistake.
        mistake: Option<Both>,
    },
    /// A box to type into.
    Field {
        /// Its name.
        name: String,
        /// What to type.
        label: Both,
        /// What is right; compared without marks, capitals and spaces.
        accept: Vec<String>,
        /// The screen it leads to.
        go: String,
        /// What to say to anything else.
        mistake: Both,
    },
}

/// One screen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// What stands at its top.
    pub app: Both,
    /// What is on it.
    pub parts: Vec<Part>,
    /// A hint for whoever asks.
    pub hint: Option<Both>,
    /// `good` or `bad` at an end.
    pub end: Option<String>,
}

impl Screen {
    /// Whether the practice was done.
    pub fn is_good_end(&self) -> bool {
        self.end.as_deref() == Some("good")
    }
}

/// A practice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// Its id, which is its file's name.
    pub id: String,
    /// Codes of skills of the framework.
    pub skills: Vec<String>,
    /// The day somebody last checked every fact of it.
    pub checked: String,
    /// Its title.
    pub title: Both,
    /// What it is about.
    pub intro: Both,
    /// The first screen.
    pub start: String,
    /// Every screen.
    pub screens: BTreeMap<String, Screen>,
}

/// What a tap does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Leads to this screen.
    Go(&'a str),
    /// A mistake, with the reason; the learner stays where they are.
    Mistake(&'a Both),
    /// Nothing that can be tapped.
    Nothing,
}

impl Machine {
    /// The screen of this name, or the first one.
    pub fn screen_or_start<'a>(&'a self, name: &'a str) -> Option<(&'a str, &'a Screen)> {
        let name = if self.screens.contains_key(name) { name } else { &self.start };
        Some((name, self.screens.get(name)?))
    }

    /// What happens when part `at` of a screen is tapped, or sent with what was typed into it.
    pub fn step(&self, screen: &str, at: usize, typed: &str) -> Step<'_> {
        let Some(part) = self.screens.get(screen).and_then(|screen| screen.parts.get(at)) else { return Step::Nothing };
        match part {
            Part::Button { go, mistake, .. } | Part::Toggle { go, mistake, .. } => match (go, mistake) {
                (Some(go), _) => Step::Go(go),
                (None, Some(mistake)) => Step::Mistake(mistake),
                (None, None) => Step::Nothing,
            },
            Part::Field { accept, go, mistake, .. } => {
                let typed = crate::learning::quiz::bare(typed);
                if accept.iter().any(|right| crate::learning::quiz::bare(right) == typed) { Step::Go(go) } else { Step::Mistake(mistake) }
            }
            _ => Step::Nothing,
        }
    }
}

/// Where the parts of a screen lead.
fn exits(screen: &Screen) -> impl Iterator<Item = &str> {
    screen.parts.iter().filter_map(|part| match part {
        Part::Button { go, .. } | Part::Toggle { go, .. } => go.as_deref(),
        Part::Field { go, .. } => Some(go.as_str()),
        _ => None,
    })
}

/// Reads a practice.
///
/// # Errors
/// What is wrong with it, for whoever writes it.
pub fn parse(source: &str) -> Result<Machine, String> {
    let machine: Machine = serde_json::from_str(source).map_err(|error| error.to_string())?;
    match fault(&machine) {
        Some(fault) => Err(format!("{}: {fault}", machine.id)),
        None => Ok(machine),
    }
}

fn fault(machine: &Machine) -> Option<String> {
    if !machine.screens.contains_key(&machine.start) {
        return Some(format!("there is no screen {}", machine.start));
    }
    for (name, screen) in &machine.screens {
        if let Some(to) = exits(screen).find(|to| !machine.screens.contains_key(*to)) {
            return Some(format!("{name} leads to {to}, which is not there"));
        }
        if screen.end.is_some() == exits(screen).next().is_some() {
            return Some(format!("{name} must lead on or be an end"));
        }
        if screen.end.as_deref().is_some_and(|end| !["good", "bad"].contains(&end)) {
            return Some(format!("{name} ends neither well nor badly"));
        }
        for part in &screen.parts {
            let fine = match part {
                Part::Button { look, go, mistake, .. } => {
                    ["plain", "main", "good", "danger"].contains(&look.as_str()) && go.is_some() != mistake.is_some()
                }
                Part::Toggle { go, mistake, .. } => go.is_some() != mistake.is_some(),
                Part::Field { accept, .. } => accept.iter().any(|right| !crate::learning::quiz::bare(right).is_empty()),
                _ => true,
            };
            if !fine {
                return Some(format!("{name} has a part that does nothing or two things"));
            }
        }
    }
    let reached = reachable(machine, &machine.start);
    if let Some(lost) = machine.screens.keys().find(|name| !reached.contains(name.as_str())) {
        return Some(format!("{lost} can't be reached"));
    }
    let stuck = machine
        .screens
        .iter()
        .filter(|(_, screen)| screen.end.is_none())
        .find(|(name, _)| !reachable(machine, name).into_iter().any(|to| machine.screens.get(to).is_some_and(Screen::is_good_end)));
    stuck.map(|(name, _)| format!("no good end can be reached from {name}"))
}

fn reachable<'a>(machine: &'a Machine, from: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(name) = ahead.pop() {
        if let Some(screen) = machine.screens.get(name)
            && reached.insert(name)
        {
            ahead.extend(exits(screen));
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &str = include_str!("../../../content/practice/cuoc-goi-gia-cong-an.json");

    #[test]
    fn every_built_in_practice_is_sound_in_both_languages() {
        let files: Vec<_> = crate::learning::content::built_in("practice").collect();
        assert!(files.len() >= 6);
        for (name, source) in files {
            let machine = parse(source).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
            assert_eq!(format!("{}.json", machine.id), name);
            let empty = source.contains("\"vi\": \"\"") || source.contains("\"en\": \"\"");
            assert!(!empty && !machine.skills.is_empty(), "{name}");
        }
    }

    #[test]
    fn taps_lead_on_or_say_why_not() {
        let machine = parse(CALL).expect("a practice");
        assert_eq!(machine.step("do-chuong", 3, ""), Step::Go("xung-ten"));
        assert!(matches!(machine.step("xung-ten", 2, ""), Step::Mistake(why) if why.vi.starts_with("Khoan đã bác!")));
        assert_eq!(machine.step("bao-cao", 2, " 1 5 6 "), Step::Go("xong"));
        assert!(matches!(machine.step("bao-cao", 2, "113"), Step::Mistake(_)));
        for (screen, part) in [("do-chuong", 0), ("do-chuong", 99), ("nowhere", 0)] {
            assert_eq!(machine.step(screen, part, ""), Step::Nothing);
        }
        assert_eq!(machine.screen_or_start("<script>").map(|(name, _)| name), Some("do-chuong"));
    }

    #[test]
    fn what_makes_a_practice_wrong_is_said() {
        for (from, to, said) in [
            ("\"start\": \"do-chuong\"", "\"start\": \"x\"", "there is no screen x"),
            ("\"go\": \"bo-qua\"", "\"go\": \"x\"", "leads to x"),
            ("\"go\": \"bo-qua\"", "\"go\": \"xung-ten\"", "bo-qua can't be reached"),
            ("\"end\": \"good\"", "\"end\": \"bad\"", "no good end"),
            ("\"end\": \"good\"", "\"end\": \"so-so\"", "neither well nor badly"),
            ("\"look\": \"good\"", "\"look\": \"pink\"", "does nothing or two things"),
            ("\"accept\": [\"156\"]", "\"accept\": []", "does nothing or two things"),
            ("\"kind\": \"heading\"", "\"kind\": \"script\"", "unknown variant"),
        ] {
            let wrong = parse(&CALL.replacen(from, to, 1)).expect_err(to);
            assert!(wrong.contains(said), "{to}: {wrong}");
        }
    }
}
