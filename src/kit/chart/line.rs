//! A value over time, with where it should be.

use super::draw::{Anchor, Axis, LETTER, Pen, SMALL, WIDTH, clip, strong_width_of, width_of};
use super::{Chart, Frame, Svg, Table, Unit, known};

const TOP: f64 = 30.0;
const PLOT: f64 = 160.0;
const RIGHT: f64 = 12.0;
const NAME_ROW: f64 = 24.0;
/// Between two labels below the axis.
const LABEL_GAP: f64 = 10.0;
/// With more points than this, only the last and the lonely ones get a dot.
const MOST_DOTS: usize = 16;

/// A value over time.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Its name, unit and language.
    pub frame: Frame,
    /// What a point is, heading the first column: "Tuần".
    pub point_title: String,
    /// What the value is, heading the second column.
    pub value_title: String,
    /// The points in time order; times still to come have no value but keep their place.
    pub points: Vec<Point>,
    /// A level line.
    pub target: Option<Target>,
    /// A line to be on time: from the first point to the last.
    pub pace: Option<Pace>,
}

/// One time and its value.
#[derive(Clone, PartialEq, Debug)]
pub struct Point {
    /// Short: it stands on the axis.
    pub label: String,
    /// `None` where nothing was collected.
    pub value: Option<f64>,
}

impl Point {
    /// A point.
    pub fn new(label: &str, value: Option<f64>) -> Self {
        Self { label: label.to_owned(), value }
    }
}

/// The value to be reached.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// In the unit of the chart.
    pub value: f64,
}

/// Even progress from the first point to the last.
#[derive(Clone, PartialEq, Debug)]
pub struct Pace {
    /// Its name.
    pub name: String,
    /// The value at the first point.
    pub first: f64,
    /// The value at the last point.
    pub last: f64,
}

impl Pace {
    /// Where one should be at a point of so many; `None` when it cannot be drawn.
    fn at(&self, index: usize, count: usize) -> Option<f64> {
        let (first, last) = (known(Some(self.first))?, known(Some(self.last))?);
        let way = if count > 1 { index as f64 / (count - 1) as f64 } else { 1.0 };
        Some(first + (last - first) * way)
    }
}

/// Where things stand on the canvas.
struct Plot {
    axis: Axis,
    /// Whether any number gives the axis its scale.
    scaled: bool,
    left: f64,
    count: usize,
}

impl Plot {
    fn x(&self, index: usize) -> f64 {
        let room = WIDTH - RIGHT - self.left;
        if self.count > 1 { self.left + room * index as f64 / (self.count - 1) as f64 } else { self.left + room / 2.0 }
    }

    fn y(&self, value: f64) -> f64 {
        TOP + PLOT * (1.0 - self.axis.share(value))
    }
}

impl Chart for Line {
    fn svg(&self) -> Svg {
        let mut pen = Pen::default();
        let plot = self.plot();
        self.draw_grid(&mut pen, &plot);
        self.draw_labels(&mut pen, &plot);
        self.draw_marks(&mut pen, &plot);
        if self.points.iter().any(|point| known(point.value).is_some()) {
            self.draw_values(&mut pen, &plot);
        } else {
            self.draw_nothing(&mut pen, &plot);
        }
        let height = self.draw_names(&mut pen);
        pen.finish("", (WIDTH, height), &self.frame, &self.rows())
    }

    fn rows(&self) -> Table {
        let mut header = vec![self.point_title.clone(), self.value_title.clone()];
        header.extend(self.target.iter().map(|target| target.name.clone()));
        header.extend(self.pace.iter().map(|pace| pace.name.clone()));
        let count = self.points.len();
        let row = |(index, point): (usize, &Point)| {
            let mut row = vec![point.label.clone(), self.frame.told(point.value)];
            row.extend(self.target.iter().map(|target| self.frame.told(Some(target.value))));
            row.extend(self.pace.iter().map(|pace| self.frame.told(pace.at(index, count))));
            row
        };
        Table { header, rows: self.points.iter().enumerate().map(row).collect() }
    }
}

impl Line {
    fn target_value(&self) -> Option<f64> {
        known(self.target.as_ref().map(|target| target.value))
    }

    /// The pace at the first and at the last point.
    fn pace_ends(&self) -> Option<(f64, f64)> {
        let pace = self.pace.as_ref()?;
        Some((pace.at(0, 2)?, pace.at(1, 2)?))
    }

    fn plot(&self) -> Plot {
        let pace = self.pace_ends().map(|(first, last)| [first, last]);
        let values = self.points.iter().filter_map(|point| known(point.value));
        let all: Vec<f64> = values.chain(self.target_value()).chain(pace.into_iter().flatten()).collect();
        let axis = Axis::holding(all.iter().copied(), self.frame.unit == Unit::Count);
        let widest = axis.marks().map(|mark| width_of(&self.frame.told(Some(mark)), SMALL)).fold(0.0, f64::max);
        Plot { axis, scaled: !all.is_empty(), left: (widest + 8.0).min(WIDTH / 2.0), count: self.points.len() }
    }

    fn draw_grid(&self, pen: &mut Pen, plot: &Plot) {
        let ground = |mark: f64| mark.abs() < plot.axis.step / 2.0;
        for mark in plot.axis.marks().filter(|mark| plot.scaled || ground(*mark)) {
            let y = plot.y(mark);
            let class = if ground(mark) { "chart-axis" } else { "chart-grid" };
            pen.line(class, (plot.left, y), (WIDTH - RIGHT, y));
            let text = self.frame.told(Some(mark));
            pen.text("chart-label chart-soft", (plot.left - 8.0, y + 5.0), Anchor::End, SMALL, &text);
        }
    }

    fn draw_labels(&self, pen: &mut Pen, plot: &Plot) {
        let room = (WIDTH - RIGHT - plot.left) / 3.0;
        let labels: Vec<Label> =
            (0..plot.count).map(|index| Label::new(clip(&self.points[index].label, SMALL, room), plot.x(index))).collect();
        for index in spaced(&labels) {
            let Label { text, x, .. } = &labels[index];
            pen.text("chart-label chart-soft", (*x, TOP + PLOT + 22.0), Anchor::Middle, SMALL, text);
        }
    }

    fn draw_marks(&self, pen: &mut Pen, plot: &Plot) {
        if let Some((first, last)) = self.pace_ends() {
            pen.line("chart-pace", (plot.left, plot.y(first)), (WIDTH - RIGHT, plot.y(last)));
        }
        if let Some(y) = self.target_value().map(|value| plot.y(value)) {
            pen.line("chart-target", (plot.left, y), (WIDTH - RIGHT, y));
        }
    }

    fn draw_values(&self, pen: &mut Pen, plot: &Plot) {
        let places: Vec<Option<(f64, f64)>> =
            self.points.iter().enumerate().map(|(index, point)| known(point.value).map(|value| (plot.x(index), plot.y(value)))).collect();
        for run in runs(&places) {
            if run.len() > 1 {
                pen.polyline("chart-line", &run);
            }
            if run.len() == 1 || places.len() <= MOST_DOTS {
                for place in run {
                    pen.dot("chart-dot", place, 3.5);
                }
            }
        }
        let last = places.iter().zip(&self.points).rev().find_map(|(place, point)| Some(((*place)?, point)));
        if let Some(((x, y), point)) = last {
            pen.dot("chart-dot", (x, y), 5.5);
            let text = self.frame.told(point.value);
            let half = strong_width_of(&text, LETTER) / 2.0;
            let x = x.clamp(plot.left + half, (WIDTH - half).max(plot.left + half));
            pen.text("chart-value chart-halo", (x, y - 12.0), Anchor::Middle, LETTER, &text);
        }
    }

    /// The words for no data, where the line would be.
    fn draw_nothing(&self, pen: &mut Pen, plot: &Plot) {
        let middle = f64::midpoint(plot.left, WIDTH - RIGHT);
        let text = clip(&self.frame.no_data, LETTER, WIDTH - RIGHT - plot.left);
        pen.text("chart-label chart-soft chart-halo", (middle, TOP + PLOT / 2.0), Anchor::Middle, LETTER, &text);
    }

    /// What each kind of line is, below; returns the height of the whole.
    fn draw_names(&self, pen: &mut Pen) -> f64 {
        let mut y = TOP + PLOT + 32.0;
        let target =
            self.target.as_ref().map(|target| ("chart-target", format!("{}: {}", target.name, self.frame.told(Some(target.value)))));
        let pace = self.pace.as_ref().map(|pace| ("chart-pace", pace.name.clone()));
        if target.is_none() && pace.is_none() {
            return y;
        }
        let series = Some(("chart-line", self.value_title.clone()));
        for (class, name) in [series, target, pace].into_iter().flatten() {
            y += NAME_ROW;
            pen.line(class, (2.0, y - 5.0), (30.0, y - 5.0));
            pen.text("chart-label", (40.0, y), Anchor::Start, LETTER, &clip(&name, LETTER, WIDTH - 40.0));
        }
        y + 8.0
    }
}

/// A text below the axis and where it stands.
struct Label {
    text: String,
    x: f64,
    half: f64,
}

impl Label {
    fn new(text: String, x: f64) -> Self {
        let half = width_of(&text, SMALL) / 2.0;
        Self { text, x: x.min(WIDTH - half).max(half), half }
    }

    fn clears(&self, next: &Self) -> bool {
        next.x - next.half - self.x - self.half >= LABEL_GAP
    }
}

/// The labels that are shown: the first, the last, and between them as many as fit at even steps.
fn spaced(labels: &[Label]) -> Vec<usize> {
    let Some(last) = labels.len().checked_sub(1) else {
        return Vec::new();
    };
    for step in 1..=last {
        let mut shown: Vec<usize> = (0..last).step_by(step).collect();
        shown.retain(|index| *index == 0 || labels[*index].clears(&labels[last]));
        shown.push(last);
        if shown.windows(2).all(|pair| labels[pair[0]].clears(&labels[pair[1]])) {
            return shown;
        }
    }
    vec![last]
}

/// The stretches between the gaps.
pub(super) fn runs(places: &[Option<(f64, f64)>]) -> Vec<Vec<(f64, f64)>> {
    places.split(Option::is_none).map(|run| run.iter().copied().flatten().collect::<Vec<_>>()).filter(|run| !run.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::frame;
    use super::*;

    fn line(values: &[Option<f64>]) -> Line {
        Line {
            frame: frame(Unit::Count),
            point_title: "Tuần".to_owned(),
            value_title: "Người đạt".to_owned(),
            points: values.iter().enumerate().map(|(index, value)| Point::new(&format!("T{index}"), *value)).collect(),
            target: None,
            pace: None,
        }
    }

    #[test]
    fn gaps_break_the_line_and_are_never_drawn_at_zero() {
        let svg = line(&[Some(5.0), Some(6.0), None, Some(8.0), None, Some(9.0), Some(10.0)]).svg().to_string();
        assert_eq!(svg.matches("<polyline").count(), 2);
        // Five values, and the last one once more, larger.
        assert_eq!(svg.matches("<circle").count(), 6);
        let bottom = format!("cy=\"{}\"", TOP + PLOT);
        assert!(!svg.contains(&bottom));
        assert!(line(&[Some(0.0)]).svg().to_string().contains(&bottom));
    }

    #[test]
    fn a_line_without_any_value_says_so() {
        let svg = line(&[None, None]).svg().to_string();
        assert!(svg.contains(">chưa có số liệu</text>"));
        assert_eq!(svg.matches("<line").count(), 1);
        assert_eq!(svg.matches("<circle").count() + svg.matches("<polyline").count(), 0);
    }

    #[test]
    fn a_line_is_told_with_its_target_and_its_pace() {
        let mut line = line(&[Some(1000.0), None, None]);
        line.target = Some(Target { name: "Mục tiêu".to_owned(), value: 2000.0 });
        line.pace = Some(Pace { name: "Nhịp cần đạt".to_owned(), first: 1000.0, last: 2000.0 });
        let table = line.rows();
        assert_eq!(table.header, ["Tuần", "Người đạt", "Mục tiêu", "Nhịp cần đạt"]);
        assert_eq!(table.rows[0], ["T0", "1.000", "2.000", "1.000"]);
        assert_eq!(table.rows[1], ["T1", "chưa có số liệu", "2.000", "1.500"]);
        assert_eq!(table.rows[2], ["T2", "chưa có số liệu", "2.000", "2.000"]);
        let svg = line.svg().to_string();
        assert!(svg.contains(">Mục tiêu: 2.000</text>") && svg.contains("chart-pace"));
    }

    #[test]
    fn labels_below_the_axis_never_touch() {
        for count in 1..120 {
            let plot = line(&vec![Some(1.0); count]).plot();
            let labels: Vec<Label> = (0..count).map(|index| Label::new(format!("{index}/10"), plot.x(index))).collect();
            let shown = spaced(&labels);
            assert_eq!(shown.last(), Some(&(count - 1)));
            assert!(shown[0] == 0 && (count < 8 || shown.len() >= 4), "{count}: {shown:?}");
            assert!(shown.windows(2).all(|pair| labels[pair[0]].clears(&labels[pair[1]])), "{count}: {shown:?}");
            assert!(labels.iter().all(|label| label.x >= label.half && label.x + label.half <= WIDTH));
        }
        assert!(spaced(&[]).is_empty());
    }
}
