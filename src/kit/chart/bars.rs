//! One bar for each village, below one another.

use super::draw::{Anchor, BAR, LEADING, LETTER, Pen, SMALL, WIDTH, clip, strong_width_of, wrap};
use super::{Chart, Frame, Svg, Table, Target, known};

const SPACE: f64 = 16.0;
/// Between a bar and its value.
pub(super) const APART: f64 = 10.0;

/// Horizontal bars with their names above them.
#[derive(Clone, PartialEq, Debug)]
pub struct Bars {
    /// Its name, unit and language.
    pub frame: Frame,
    /// What a bar stands for, heading the first column: "Thôn".
    pub bar_title: String,
    /// What the value is, heading the second column.
    pub value_title: String,
    /// The bars, in the order to be drawn.
    pub bars: Vec<Bar>,
    /// The value of a full bar, such as 100 for percentages; without it the largest value fills the width.
    pub full: Option<f64>,
    /// A mark across every bar.
    pub target: Option<Target>,
}

/// One bar.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    /// Its name; two lines at most are drawn.
    pub label: String,
    /// `None` where nothing was collected.
    pub value: Option<f64>,
}

impl Bar {
    /// A bar.
    pub fn new(label: &str, value: Option<f64>) -> Self {
        Self { label: label.to_owned(), value }
    }
}

impl Chart for Bars {
    fn svg(&self) -> Svg {
        let mut pen = Pen::default();
        let scale = self.scale();
        let mut y = self.draw_name(&mut pen);
        for bar in &self.bars {
            y = label(&mut pen, &bar.label, y);
            match known(bar.value) {
                Some(value) => self.draw_bar(&mut pen, &scale, y, value),
                None => no_data(&mut pen, &self.frame, y, scale.room),
            }
            y += BAR + SPACE;
        }
        pen.finish("", (WIDTH, y.max(BAR)), &self.frame, &self.rows())
    }

    fn rows(&self) -> Table {
        let mut header = vec![self.bar_title.clone(), self.value_title.clone()];
        header.extend(self.target.iter().map(|target| target.name.clone()));
        let row = |bar: &Bar| {
            let mut row = vec![bar.label.clone(), self.frame.told(bar.value)];
            row.extend(self.target.iter().map(|target| self.frame.told(Some(target.value))));
            row
        };
        Table { header, rows: self.bars.iter().map(row).collect() }
    }
}

/// How long bars are.
struct Scale {
    /// The length of a full bar.
    room: f64,
    /// The value of a full bar.
    full: f64,
}

impl Scale {
    fn length(&self, value: f64) -> f64 {
        if self.full > 0.0 { self.room * (value / self.full).clamp(0.0, 1.0) } else { 0.0 }
    }
}

impl Bars {
    /// The target, when it can be marked.
    fn target_value(&self) -> Option<f64> {
        known(self.target.as_ref().map(|target| target.value)).filter(|value| *value > 0.0)
    }

    fn scale(&self) -> Scale {
        let values = || self.bars.iter().filter_map(|bar| known(bar.value));
        let full = values().chain(known(self.full)).chain(self.target_value()).fold(0.0, f64::max);
        let width = |value| strong_width_of(&self.frame.told(Some(value)), LETTER);
        let widest = values().map(width).fold(0.0, f64::max);
        Scale { room: (WIDTH - widest - APART).max(WIDTH / 3.0), full }
    }

    fn draw_bar(&self, pen: &mut Pen, scale: &Scale, y: f64, value: f64) {
        pen.track((0.0, y), scale.room, BAR);
        if value > 0.0 {
            pen.bar("chart-bar", (0.0, y), scale.length(value).max(2.0), BAR);
        }
        if let Some(x) = self.target_value().map(|target| scale.length(target)) {
            pen.line("chart-tick", (x, y - 3.0), (x, y + BAR + 3.0));
        }
        pen.value(y, &self.frame.told(Some(value)));
    }

    /// What the mark across the bars is, above them; returns where the bars begin.
    fn draw_name(&self, pen: &mut Pen) -> f64 {
        let Some(target) = &self.target else {
            return 0.0;
        };
        let name = format!("{}: {}", target.name, self.frame.told(Some(target.value)));
        pen.line("chart-tick", (4.0, 1.0), (4.0, 21.0));
        pen.text("chart-label", (16.0, 16.0), Anchor::Start, LETTER, &clip(&name, LETTER, WIDTH - 16.0));
        32.0
    }
}

/// Writes a name in one or two lines from `y` down; returns where the bar begins.
pub(super) fn label(pen: &mut Pen, text: &str, y: f64) -> f64 {
    let lines = wrap(text, LETTER, WIDTH);
    for (index, line) in lines.iter().enumerate() {
        pen.text("chart-label", (0.0, y + 15.0 + LEADING * index as f64), Anchor::Start, LETTER, line);
    }
    y + LEADING * lines.len().max(1) as f64 + 4.0
}

/// An empty outline with the words for no data in it.
pub(super) fn no_data(pen: &mut Pen, frame: &Frame, y: f64, width: f64) {
    pen.void((0.0, y), width, BAR);
    let text = clip(&frame.no_data, SMALL, width - 16.0);
    pen.text("chart-label chart-soft", (8.0, y + 15.0), Anchor::Start, SMALL, &text);
}

#[cfg(test)]
mod tests {
    use super::super::Unit;
    use super::super::tests::frame;
    use super::*;

    fn bars(values: &[Option<f64>]) -> Bars {
        Bars {
            frame: frame(Unit::Percent),
            bar_title: "Thôn".to_owned(),
            value_title: "Tỷ lệ".to_owned(),
            bars: values.iter().enumerate().map(|(index, value)| Bar::new(&format!("Thôn {index}"), *value)).collect(),
            full: Some(100.0),
            target: None,
        }
    }

    #[test]
    fn a_village_without_figures_has_an_outline_and_no_bar() {
        let svg = bars(&[Some(84.6), Some(0.0), None]).svg().to_string();
        assert_eq!(svg.matches("chart-bar").count(), 1);
        assert_eq!(svg.matches("chart-track").count(), 2);
        assert_eq!(svg.matches("chart-void").count(), 1);
        assert!(svg.contains(">84,6%</text>") && svg.contains(">0%</text>") && svg.contains(">chưa có số liệu</text>"));
    }

    #[test]
    fn bars_are_as_long_as_their_values_and_stay_inside() {
        let svg = bars(&[Some(50.0), Some(100.0), Some(400.0)]).svg().to_string();
        let widths: Vec<f64> = svg
            .split("<rect class=\"chart-bar\"")
            .skip(1)
            .map(|bar| bar.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap())
            .collect();
        assert!((widths[2] / widths[1] - 4.0).abs() < 0.05 && (widths[1] / widths[0] - 2.0).abs() < 0.05);
        assert!(widths[2] < WIDTH);
    }

    #[test]
    fn bars_are_told_with_their_target() {
        let mut bars = bars(&[Some(84.6), None]);
        bars.target = Some(Target { name: "Mục tiêu".to_owned(), value: 85.0 });
        let table = bars.rows();
        assert_eq!(table.header, ["Thôn", "Tỷ lệ", "Mục tiêu"]);
        assert_eq!(table.rows, [["Thôn 0", "84,6%", "85%"], ["Thôn 1", "chưa có số liệu", "85%"]]);
        // One mark on the bar that there is and one that explains it.
        assert_eq!(bars.svg().to_string().matches("chart-tick").count(), 2);
    }
}
