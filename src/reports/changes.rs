//! What has changed in the figures of a period since its report was locked.

use super::body::COMPONENT_FIGURES;
use crate::indicators::{PeriodFigures, TargetFigure, VillageFigures};

/// A figure that is another one today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The village's id; empty for the whole commune.
    pub village: String,
    /// Whose figure it is: a village's name, a target's id; empty for the whole commune.
    pub name: String,
    /// The figure's code, also the end of its text key `reports-figure-…`.
    pub figure: &'static str,
    /// What the report says.
    pub then: Option<i64>,
    /// What it is today.
    pub now: Option<i64>,
}

impl Change {
    /// Whether the figure opens down to entries.
    pub fn is_linked(&self) -> bool {
        self.now.is_some() && (self.figure.starts_with("i5-") || self.figure.starts_with("t3-"))
    }
}

/// Every figure that differs: the whole commune first, then villages in today's order, then targets.
///
/// A village or target that only one of the two knows has no figure on the other side.
pub fn changes(then: &PeriodFigures, now: &PeriodFigures) -> Vec<Change> {
    let mut out = Vec::new();
    compare(&mut out, "", "", Some(&then.whole), Some(&now.whole));
    for village in &now.villages {
        compare(&mut out, &village.village, &village.name, then.villages.iter().find(|v| v.village == village.village), Some(village));
    }
    for gone in then.villages.iter().filter(|old| now.villages.iter().all(|v| v.village != old.village)) {
        compare(&mut out, &gone.village, &gone.name, Some(gone), None);
    }
    for target in &now.targets {
        let old = then.targets.iter().find(|old| (&old.id, old.year) == (&target.id, target.year));
        compare_target(&mut out, &target.id, old, Some(target));
    }
    for gone in then.targets.iter().filter(|old| now.targets.iter().all(|t| (&t.id, t.year) != (&old.id, old.year))) {
        compare_target(&mut out, &gone.id, Some(gone), None);
    }
    out
}

fn compare(out: &mut Vec<Change>, village: &str, name: &str, then: Option<&VillageFigures>, now: Option<&VillageFigures>) {
    type Pick = fn(&VillageFigures) -> Option<i64>;
    let picks: [(&'static str, Pick); 11] = [
        ("i5-sessions", |v| Some(v.sessions)),
        ("i5-attendances", |v| Some(v.attendances)),
        ("i5-people", |v| Some(v.people)),
        ("weeks-without", |v| Some(v.weeks_without)),
        ("adults", |v| v.adults),
        (COMPONENT_FIGURES[0], |v| v.components[0]),
        (COMPONENT_FIGURES[1], |v| v.components[1]),
        (COMPONENT_FIGURES[2], |v| v.components[2]),
        (COMPONENT_FIGURES[3], |v| v.components[3]),
        (COMPONENT_FIGURES[4], |v| v.components[4]),
        ("t3-all", |v| v.all_five),
    ];
    for (figure, pick) in picks {
        push(out, village, name, figure, then.and_then(pick), now.and_then(pick));
    }
}

fn compare_target(out: &mut Vec<Change>, id: &str, then: Option<&TargetFigure>, now: Option<&TargetFigure>) {
    push(out, "", id, "target-reached", then.and_then(|t| t.numerator), now.and_then(|t| t.numerator));
    push(out, "", id, "target-all", then.and_then(|t| t.denominator), now.and_then(|t| t.denominator));
    push(out, "", id, "target-threshold", then.and_then(|t| t.threshold), now.and_then(|t| t.threshold));
}

fn push(out: &mut Vec<Change>, village: &str, name: &str, figure: &'static str, then: Option<i64>, now: Option<i64>) {
    if then != now {
        out.push(Change { village: village.to_owned(), name: name.to_owned(), figure, then, now });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kit::text::{Lang, Text},
        reports::content::tests::content,
    };

    fn told(then: &PeriodFigures, now: &PeriodFigures) -> Vec<String> {
        changes(then, now).iter().map(|c| format!("{}{} {} {:?}→{:?}", c.village, c.name, c.figure, c.then, c.now)).collect()
    }

    #[test]
    fn the_same_figures_have_no_changes_even_when_the_ledger_went_on() {
        let then = content().figures;
        let now = PeriodFigures { ledger_seq: 99, ledger_hash: "x".into(), ..then.clone() };
        assert_eq!(told(&then, &now), [""; 0]);
    }

    #[test]
    fn every_figure_that_differs_is_told_and_none_is_not_zero() {
        let then = content().figures;
        let mut now = then.clone();
        now.whole.people = 404;
        now.villages[1].people = 1;
        now.villages[1].components[2] = Some(0);
        now.villages[0].all_five = None;
        now.targets[1].numerator = Some(7);
        assert_eq!(
            told(&then, &now),
            [
                " i5-people Some(403)→Some(404)",
                "v1Thôn Đồng Mẫu t3-all Some(803)→None",
                "v2Thôn Bến Ví Dụ i5-people Some(0)→Some(1)",
                "v2Thôn Bến Ví Dụ t3-device None→Some(0)",
                "T5 target-reached None→Some(7)",
            ]
        );
    }

    #[test]
    fn villages_and_targets_that_came_or_went_are_told() {
        let then = content().figures;
        let mut now = then.clone();
        now.villages.remove(1);
        now.targets.remove(0);
        let told = told(&then, &now);
        assert!(told.contains(&"v2Thôn Bến Ví Dụ i5-sessions Some(0)→None".to_owned()), "{told:?}");
        assert!(told.contains(&"T3 target-reached Some(803)→None".to_owned()), "{told:?}");
        assert_eq!(changes(&now, &then).len(), told.len());
    }

    #[test]
    fn every_figure_has_a_name() {
        let figures = content().figures;
        let empty = PeriodFigures::default();
        for change in changes(&figures, &empty) {
            assert!(Text::of(Lang::Vi).has(&format!("reports-figure-{}", change.figure)), "{}", change.figure);
        }
    }
}
