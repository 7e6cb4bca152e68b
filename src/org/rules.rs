//! What a unit is, and what is wrong with a place as it was typed.

use crate::kit::{
    forms::{Faults, Fields},
    text::Text,
};

/// Every kind of unit that the plan names, in the order of its section V; the text key is `org-kind-` and this.
///
/// # Source
/// Plan V.1–V.7, II.2b (BĐVHX, TT HTCĐ), III.3.1 (Tổ CNSCĐ), III.4.3 (chợ).
pub const UNIT_KINDS: [&str; 17] = [
    "culture_office",
    "economy_office",
    "school",
    "police",
    "culture_centre",
    "team",
    "enterprise",
    "cooperative",
    "cooperative_union",
    "market",
    "post_point",
    "learning_centre",
    "library",
    "health_post",
    "association",
    "state_body",
    "other",
];

/// A unit of the commune.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// One of [`UNIT_KINDS`].
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The village it stands in or serves, when it is one.
    pub village: Option<String>,
    /// The decision that set it up: number and day in words; may be empty.
    pub decision: String,
    /// Whether it still exists.
    pub active: bool,
}

/// A unit to be added or changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewUnit {
    /// One of [`UNIT_KINDS`].
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The village's id.
    pub village: Option<String>,
    /// The decision.
    pub decision: String,
}

/// The longest name of a place.
pub const NAME_LIMIT: usize = 120;

/// A village as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedVillage {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The unit before the merger.
    pub former_unit: String,
}

/// Reads a village from its form.
pub fn read_village(fields: &Fields, t: Text, faults: &mut Faults) -> TypedVillage {
    let typed = TypedVillage {
        code: fields.get("code").to_owned(),
        name: fields.get("name").to_owned(),
        former_unit: fields.get("former_unit").to_owned(),
    };
    let code_fine = (1..=10).contains(&typed.code.chars().count()) && typed.code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    faults.unless(code_fine, "code", t, "org-village-code-form");
    faults.unless(name_is_fine(&typed.name), "name", t, "org-name-form");
    faults.unless(typed.former_unit.chars().count() <= NAME_LIMIT, "former_unit", t, "org-name-form");
    typed
}

/// Reads a unit from its form; `villages` are the ids that may be chosen.
pub fn read_unit(fields: &Fields, villages: &[String], t: Text, faults: &mut Faults) -> NewUnit {
    let unit = NewUnit {
        kind: fields.get("kind").to_owned(),
        name: fields.get("name").to_owned(),
        village: fields.some("village").map(str::to_owned),
        decision: fields.get("decision").to_owned(),
    };
    faults.unless(UNIT_KINDS.contains(&unit.kind.as_str()), "kind", t, "org-kind-missing");
    faults.unless(name_is_fine(&unit.name), "name", t, "org-name-form");
    faults.unless(unit.village.as_ref().is_none_or(|v| villages.contains(v)), "village", t, "org-village-unknown");
    faults.unless(unit.decision.chars().count() <= 200, "decision", t, "org-decision-long");
    unit
}

fn name_is_fine(name: &str) -> bool {
    (1..=NAME_LIMIT).contains(&name.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_needs_a_code_and_a_name() {
        for (form, wrong) in [
            ("code=001&name=Th%C3%B4n+M%E1%BA%ABu", None),
            ("code=&name=Th%C3%B4n", Some("code")),
            ("code=0%2F1&name=Th%C3%B4n", Some("code")),
            ("code=001&name=", Some("name")),
        ] {
            let mut faults = Faults::default();
            read_village(&Fields::parse(form), Text::default(), &mut faults);
            assert_eq!(faults.list().first().map(|f| f.0.as_str()), wrong, "{form}");
        }
    }

    #[test]
    fn a_unit_is_of_a_known_kind_in_a_known_village() {
        let villages = ["v1".to_owned()];
        for (form, wrong) in [
            ("kind=school&name=THCS&village=v1", None),
            ("kind=school&name=THCS", None),
            ("kind=ship&name=THCS", Some("kind")),
            ("kind=school&name=THCS&village=v9", Some("village")),
        ] {
            let mut faults = Faults::default();
            read_unit(&Fields::parse(form), &villages, Text::default(), &mut faults);
            assert_eq!(faults.list().first().map(|f| f.0.as_str()), wrong, "{form}");
        }
    }

    #[test]
    fn every_kind_has_its_name() {
        for kind in UNIT_KINDS {
            assert!(Text::default().has(&format!("org-kind-{kind}")), "{kind}");
        }
    }
}
