//! Coaching on the dashboard: one tile of figures, and the three steps of T10.

use jiff::civil::Date;

use super::{Coached, CoachedFigure};
use crate::{
    indicators::tiles::Fact,
    kit::{numbers, text::Text},
};

/// The tile of coaching.
pub struct CoachedTile {
    /// People helped in the period; empty while nobody recorded any help.
    pub value: String,
    /// The address that opens it.
    pub href: String,
    /// The other figures; a value that is empty was not collected.
    pub facts: Vec<Fact>,
}

/// The figures of a place in words.
pub fn tile(of: &Coached, (from, to): (Date, Date), village: &str, t: Text) -> CoachedTile {
    let whole = |n: i64| numbers::whole(n, t.lang);
    let told = |n: Option<i64>| n.map(whole).unwrap_or_default();
    let fact = |figure: CoachedFigure| {
        let value = told(figure.value(of));
        let href = if value.is_empty() { String::new() } else { figure.href(from, to, village) };
        Fact { name: t.get(&format!("indicators-title-{}", figure.code())), value, href }
    };
    let mut facts = vec![fact(CoachedFigure::Times), fact(CoachedFigure::Dvctt), fact(CoachedFigure::Activated)];
    // Only VNeID itself confirms a level; nobody here can know it before the police tell.
    facts.push(Fact { name: t.get("indicators-title-i3-confirmed"), value: String::new(), href: String::new() });
    let against = |mut fact: Fact, all: Option<i64>| {
        if let Some(all) = all.filter(|_| !fact.value.is_empty()) {
            fact.value = format!("{} / {}", fact.value, whole(all));
        }
        fact
    };
    facts.push(against(fact(CoachedFigure::Visited), of.households));
    facts.push(against(fact(CoachedFigure::Committed), of.households));
    facts.push(against(fact(CoachedFigure::Cashless), of.stalls));
    CoachedTile { value: told(of.people), href: CoachedFigure::People.href(from, to, village), facts }
}

/// The steps of T10 with the adults before them: name, people, address.
pub fn steps(of: &Coached, adults: Option<i64>, (from, to): (Date, Date), village: &str, t: Text) -> Vec<(String, Option<i64>, String)> {
    let step =
        |figure: CoachedFigure| (t.get(&format!("indicators-step-{}", figure.code())), figure.value(of), figure.href(from, to, village));
    vec![
        (t.get("indicators-step-adults"), adults, String::new()),
        step(CoachedFigure::Approached),
        step(CoachedFigure::Guided),
        step(CoachedFigure::Unaided),
    ]
}
