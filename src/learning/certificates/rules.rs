//! What each certificate asks for.

use crate::learning::Component;

/// One thing that a certificate asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A supervised quiz of this component was passed (grade B or better).
    Quiz(Component),
    /// A task of this component was done unaided before a witness (grade A).
    Shown(Component),
    /// The component was reached with grade B or better, by whatever way.
    Reached(Component),
}

impl Need {
    /// The component.
    pub const fn component(self) -> Component {
        match self {
            Self::Quiz(component) | Self::Shown(component) | Self::Reached(component) => component,
        }
    }

    /// The stable code of its kind.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quiz(_) => "quiz",
            Self::Shown(_) => "shown",
            Self::Reached(_) => "reached",
        }
    }
}

/// A kind of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable code; its name is under `learning-certificate-rule-` and this.
    pub code: &'static str,
    /// All that is asked for.
    pub needs: &'static [Need],
}

macro_rules! of_component {
    ($code:literal, $component:ident) => {
        Rule { code: $code, needs: &[Need::Quiz(Component::$component), Need::Shown(Component::$component)] }
    };
}

/// Every kind: the whole of T3, then one for each component that a quiz and a task show.
pub const RULES: &[Rule] = &[
    Rule {
        code: "essential",
        needs: &[
            Need::Reached(Component::Knowledge),
            Need::Reached(Component::Skill),
            Need::Reached(Component::Device),
            Need::Reached(Component::Service),
            Need::Reached(Component::Safety),
        ],
    },
    of_component!("safety", Safety),
    of_component!("service", Service),
    of_component!("device", Device),
    of_component!("skill", Skill),
];

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// An entry that reached a component: its id, kind, grade's letter, and what it attains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The entry's id.
    pub entry: String,
    /// The kind's name.
    pub kind: String,
    /// The grade's letter.
    pub grade: String,
    /// Such as `essential.safety`.
    pub attains: String,
}

/// For each need of a rule the first entry that meets it; entries come oldest first.
pub fn met<'a>(rule: &Rule, entries: &'a [Reached]) -> Vec<(Need, Option<&'a Reached>)> {
    let meets = |need: Need, one: &Reached| {
        let component = one.attains == need.component().attains();
        component
            && match need {
                Need::Quiz(_) => one.kind == crate::learning::PASSED.name && matches!(one.grade.as_str(), "A" | "B"),
                Need::Shown(_) => one.kind == crate::learning::SHOWN.name && one.grade == "A",
                Need::Reached(_) => matches!(one.grade.as_str(), "A" | "B"),
            }
    };
    rule.needs.iter().map(|need| (*need, entries.iter().find(|one| meets(*need, one)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::text::{Lang, Text};

    fn entry(kind: &str, grade: &str, component: &str) -> Reached {
        Reached { entry: format!("{kind}-{component}"), kind: kind.into(), grade: grade.into(), attains: format!("essential.{component}") }
    }

    #[test]
    fn a_certificate_needs_a_supervised_quiz_and_a_witness() {
        let safety = rule("safety").expect("a rule");
        for (entries, count) in [
            (vec![], 0),
            (vec![entry("quiz.passed", "B", "safety")], 1),
            (vec![entry("quiz.passed", "C", "safety")], 0),
            (vec![entry("skill.shown", "A", "safety")], 1),
            (vec![entry("quiz.passed", "B", "device"), entry("skill.shown", "A", "service")], 0),
            (vec![entry("skill.tried", "A", "safety"), entry("class.attended", "B", "safety")], 0),
            (vec![entry("quiz.passed", "B", "safety"), entry("skill.shown", "A", "safety")], 2),
        ] {
            assert_eq!(met(safety, &entries).iter().filter(|(_, one)| one.is_some()).count(), count, "{entries:?}");
        }
        let all: Vec<Reached> = Component::ALL.iter().map(|one| entry("class.attended", "B", one.code())).collect();
        assert!(met(rule("essential").expect("a rule"), &all).iter().all(|(_, one)| one.is_some()));
        assert!(met(rule("essential").expect("a rule"), &all[1..]).iter().any(|(_, one)| one.is_none()));
    }

    #[test]
    fn every_rule_and_need_has_its_words() {
        for t in Lang::ALL.map(Text::of) {
            for rule in RULES {
                assert!(t.has(&format!("learning-certificate-rule-{}", rule.code)), "{}", rule.code);
                for need in rule.needs {
                    assert!(t.has(&format!("learning-certificate-need-{}", need.code())));
                }
            }
        }
        assert_eq!(rule("nothing"), None);
    }
}
