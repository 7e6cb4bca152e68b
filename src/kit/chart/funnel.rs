//! How many people are left after each step.

use super::bars::{APART, label, no_data};
use super::draw::{BAR, LETTER, Pen, WIDTH, strong_width_of};
use super::{Chart, Frame, Svg, Table};
use crate::kit::numbers;

const SPACE: f64 = 12.0;

/// Steps that each keep a part of the first, or components that each are met by a part of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Funnel {
    /// Its name, unit and language.
    pub frame: Frame,
    /// What a step is, heading the first column.
    pub step_title: String,
    /// What is counted, heading the second column.
    pub value_title: String,
    /// The share of the first step, heading the third column.
    pub share_title: String,
    /// The steps; the first is the whole.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Its name; two lines at most are drawn.
    pub label: String,
    /// How many; `None` where nothing was collected.
    pub count: Option<u64>,
}

impl Step {
    /// A step.
    pub fn new(label: &str, count: Option<u64>) -> Self {
        Self { label: label.to_owned(), count }
    }
}

impl Chart for Funnel {
    fn svg(&self) -> Svg {
        let mut pen = Pen::default();
        let texts: Vec<String> = self.steps.iter().map(|step| self.value_text(step)).collect();
        let known = self.steps.iter().zip(&texts).filter(|(step, _)| step.count.is_some());
        let widest = known.map(|(_, text)| strong_width_of(text, LETTER)).fold(0.0, f64::max);
        let room = (WIDTH - widest - APART).max(WIDTH / 3.0);
        let most = self.steps.iter().filter_map(|step| step.count).max().unwrap_or(0).max(1) as f64;
        let length = |count: u64| {
            if count == 0 { 0.0 } else { (room * count as f64 / most).max(2.0) }
        };

        let mut y = 0.0;
        // The right end and the lower edge of the bar above, when it has one.
        let mut above: Option<(f64, f64)> = None;
        for (step, text) in self.steps.iter().zip(&texts) {
            let mut names = Pen::default();
            let top = label(&mut names, &step.label, y);
            if let (Some((right, bottom)), Some(count)) = (above, step.count) {
                pen.polygon("chart-flow", &[(0.0, bottom), (right, bottom), (length(count), top), (0.0, top)]);
            }
            pen.append(&names);
            above = step.count.map(|count| (length(count), top + BAR));
            match step.count {
                Some(count) => {
                    if count > 0 {
                        pen.bar("chart-funnel", (0.0, top), length(count), BAR);
                    }
                    pen.value(top, text);
                }
                None => no_data(&mut pen, &self.frame, top, room),
            }
            y = top + BAR + SPACE;
        }
        pen.finish("", (WIDTH, y.max(BAR)), &self.frame, &self.rows())
    }

    fn rows(&self) -> Table {
        let header = vec![self.step_title.clone(), self.value_title.clone(), self.share_title.clone()];
        let row = |step: &Step| {
            let count = step.count.map(|count| self.count_text(count));
            let cells = [count, self.share(step)].map(|cell| cell.unwrap_or_else(|| self.frame.no_data.clone()));
            [step.label.clone()].into_iter().chain(cells).collect()
        };
        Table { header, rows: self.steps.iter().map(row).collect() }
    }
}

impl Funnel {
    fn count_text(&self, count: u64) -> String {
        numbers::whole(i64::try_from(count).unwrap_or(i64::MAX), self.frame.lang)
    }

    /// The share of the first step; `None` when either was not collected or the first is 0.
    fn share(&self, step: &Step) -> Option<String> {
        numbers::percent(step.count?, self.steps.first()?.count?, self.frame.lang)
    }

    /// "12.345 · 29,4%".
    fn value_text(&self, step: &Step) -> String {
        let count = step.count.map(|count| self.count_text(count));
        [count, self.share(step)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Unit;
    use super::super::tests::frame;
    use super::*;

    fn funnel(counts: &[Option<u64>]) -> Funnel {
        Funnel {
            frame: frame(Unit::Count),
            step_title: "Bước".to_owned(),
            value_title: "Người".to_owned(),
            share_title: "Tỷ lệ".to_owned(),
            steps: counts.iter().enumerate().map(|(index, count)| Step::new(&format!("Bước {index}"), *count)).collect(),
        }
    }

    #[test]
    fn each_step_shows_its_count_and_its_share_of_the_first() {
        let funnel = funnel(&[Some(42_000), Some(12_345), Some(0)]);
        let table = funnel.rows();
        assert_eq!(table.header, ["Bước", "Người", "Tỷ lệ"]);
        assert_eq!(table.rows[0], ["Bước 0", "42.000", "100%"]);
        assert_eq!(table.rows[1], ["Bước 1", "12.345", "29,4%"]);
        assert_eq!(table.rows[2], ["Bước 2", "0", "0%"]);
        let svg = funnel.svg().to_string();
        assert!(svg.contains(">12.345 · 29,4%</text>"));
        assert_eq!(svg.matches("chart-funnel").count(), 2);
        assert_eq!(svg.matches("chart-flow").count(), 2);
    }

    #[test]
    fn a_step_that_was_not_counted_breaks_the_flow() {
        let funnel = funnel(&[Some(10), None, Some(3)]);
        assert_eq!(funnel.rows().rows[1], ["Bước 1", "chưa có số liệu", "chưa có số liệu"]);
        let svg = funnel.svg().to_string();
        assert_eq!(svg.matches("chart-flow").count(), 0);
        assert_eq!(svg.matches("chart-void").count(), 1);
        assert_eq!(funnel.rows().rows[2][2], "30%");
    }
}
