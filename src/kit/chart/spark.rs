//! A trend the size of a word, for a row of a table.

use super::draw::{Axis, Pen};
use super::line::runs;
use super::{Chart, Frame, Point, Svg, Table, known};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 36.0;
const EDGE: f64 = 5.0;

/// A line without axes; its scale begins at 0.
#[derive(Clone, PartialEq, Debug)]
pub struct Spark {
    /// Its name, unit and language.
    pub frame: Frame,
    /// What a point is, heading the first column.
    pub point_title: String,
    /// What the value is, heading the second column.
    pub value_title: String,
    /// The points in time order.
    pub points: Vec<Point>,
}

impl Chart for Spark {
    fn svg(&self) -> Svg {
        let mut pen = Pen::default();
        let axis = Axis::holding(self.points.iter().filter_map(|point| known(point.value)), false);
        let step = (WIDTH - 2.0 * EDGE) / self.points.len().saturating_sub(1).max(1) as f64;
        let place = |(index, point): (usize, &Point)| {
            known(point.value).map(|value| (EDGE + step * index as f64, EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - axis.share(value))))
        };
        let places: Vec<Option<(f64, f64)>> = self.points.iter().enumerate().map(place).collect();
        pen.line("chart-axis", (EDGE, HEIGHT - EDGE), (WIDTH - EDGE, HEIGHT - EDGE));
        for run in runs(&places) {
            match run[..] {
                [alone] => pen.dot("chart-dot", alone, 2.0),
                _ => pen.polyline("chart-line", &run),
            }
        }
        if let Some(last) = places.iter().rev().flatten().next() {
            pen.dot("chart-dot", *last, 3.5);
        }
        pen.finish(" chart-spark", (WIDTH, HEIGHT), &self.frame, &self.rows())
    }

    fn rows(&self) -> Table {
        Table {
            header: vec![self.point_title.clone(), self.value_title.clone()],
            rows: self.points.iter().map(|point| vec![point.label.clone(), self.frame.told(point.value)]).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Unit;
    use super::super::tests::frame;
    use super::*;

    #[test]
    fn a_trend_keeps_its_gaps() {
        let points = [Some(1.0), Some(2.0), None, Some(4.0)].map(|value| Point::new("T1", value)).to_vec();
        let spark = Spark { frame: frame(Unit::Count), point_title: "Tuần".to_owned(), value_title: "Người".to_owned(), points };
        let svg = spark.svg().to_string();
        assert_eq!(svg.matches("<polyline").count(), 1);
        assert_eq!(svg.matches("<circle").count(), 2);
        assert_eq!(spark.rows().rows[2], ["T1", "chưa có số liệu"]);
    }
}
