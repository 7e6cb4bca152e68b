//! Charts as SVG from the server, each with the same data as a table.
//!
//! A chart is a plain value: [`Chart::svg`] draws it and [`Chart::rows`] tells it, so that a template prints both from one
//! source. What was never collected (`None`, also a number that is not finite) is a gap in the one and the words of
//! `no-data` in the other, never a 0. Nothing here has words of its own: titles and names come from the caller.
//!
//! A chart is 300 units wide, which fits a card on a phone at its natural size, with letters of 14 units and more; the
//! style sheet lets it grow and colours its classes (`web/src/look/figures.css`). Without a style sheet, as in a PDF,
//! it is drawn in the colour of the text.

mod bars;
mod draw;
mod funnel;
mod line;
mod ring;
mod spark;

use std::fmt;

use crate::kit::numbers;
use crate::kit::text::Lang;

pub use bars::{Bar, Bars};
pub use funnel::{Funnel, Step};
pub use line::{Line, Pace, Point, Target};
pub use ring::Ring;
pub use spark::Spark;

/// A figure that can be drawn and told.
pub trait Chart {
    /// The drawing.
    fn svg(&self) -> Svg;
    /// The same data for the table beside it.
    fn rows(&self) -> Table;
}

/// What every chart needs to be named and read.
#[derive(Clone, PartialEq, Debug)]
pub struct Frame {
    /// Unique on its page; only ASCII letters, digits, `-` and `_` are kept.
    pub id: String,
    /// What it shows, for screen readers; the page prints its own heading.
    pub title: String,
    /// What one should see in it, in a sentence; when empty, the data are read out instead.
    pub summary: String,
    /// The words under the key [`numbers::NO_DATA`].
    pub no_data: String,
    /// What its numbers are.
    pub unit: Unit,
    /// How its numbers are written.
    pub lang: Lang,
}

/// What the numbers of a chart are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Whole things: people, sessions.
    Count,
    /// Percentages, 0 to 100.
    Percent,
}

impl Frame {
    /// A number as this chart writes it; the words for no data where there is none.
    fn told(&self, value: Option<f64>) -> String {
        self.number(value).unwrap_or_else(|| self.no_data.clone())
    }

    fn number(&self, value: Option<f64>) -> Option<String> {
        let value = known(value)?;
        match self.unit {
            Unit::Count => numbers::decimal(value, 0, self.lang),
            Unit::Percent => numbers::percent_of(value, self.lang).or_else(|| numbers::decimal(value, 1, self.lang)),
        }
    }

    fn key(&self) -> String {
        self.id.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')).collect()
    }
}

/// The value, unless it cannot be drawn.
fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.abs() <= 1e15)
}

/// A finished drawing: one `<svg>` element, every text in it escaped. Templates print it with the `safe` filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Svg(String);

impl Svg {
    /// The element as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Svg {}

/// The data of a chart as text; every row is as long as the header, the first cell names the row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// The headings.
    pub header: Vec<String>,
    /// The rows, in the order of the drawing.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// All of it in one breath: "Hạ: 5; Thượng: chưa có số liệu".
    fn aloud(&self) -> String {
        let rows = self.rows.iter().map(|row| row.join(": "));
        rows.collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame for the tests of every chart.
    pub(super) fn frame(unit: Unit) -> Frame {
        Frame {
            id: "nguoi-dat".to_owned(),
            title: "Người đạt".to_owned(),
            summary: String::new(),
            no_data: "chưa có số liệu".to_owned(),
            unit,
            lang: Lang::Vi,
        }
    }

    /// One of each, filled with what breaks drawings.
    fn strange_charts() -> Vec<Box<dyn Chart>> {
        let nasty = "</title><script>alert(1)</script>\u{0}\"'&";
        let values = [Some(f64::NAN), None, Some(f64::MAX), Some(-5.0), Some(0.0), Some(f64::INFINITY), Some(3.0)];
        let frame = || Frame { id: "a b\"c".to_owned(), title: nasty.to_owned(), summary: nasty.to_owned(), ..frame(Unit::Percent) };
        let points: Vec<Point> = values.iter().map(|value| Point::new(nasty, *value)).collect();
        let line = |points: Vec<Point>| Line {
            frame: frame(),
            point_title: nasty.to_owned(),
            value_title: nasty.to_owned(),
            points,
            target: Some(Target { name: nasty.to_owned(), value: f64::NAN }),
            pace: Some(Pace { name: nasty.to_owned(), first: -1.0, last: f64::INFINITY }),
        };
        let bars = |count: usize| Bars {
            frame: frame(),
            bar_title: nasty.to_owned(),
            value_title: nasty.to_owned(),
            bars: values.iter().take(count).map(|value| Bar::new(nasty, *value)).collect(),
            full: Some(f64::NEG_INFINITY),
            target: Some(Target { name: nasty.to_owned(), value: -3.0 }),
        };
        let funnel = |counts: &[Option<u64>]| Funnel {
            frame: frame(),
            step_title: nasty.to_owned(),
            value_title: nasty.to_owned(),
            share_title: nasty.to_owned(),
            steps: counts.iter().map(|count| Step::new(nasty, *count)).collect(),
        };
        let ring = |done, quota| Ring {
            frame: frame(),
            done_title: nasty.to_owned(),
            quota_title: nasty.to_owned(),
            noun: nasty.to_owned(),
            done,
            quota,
        };
        let spark = |points: Vec<Point>| Spark { frame: frame(), point_title: nasty.to_owned(), value_title: nasty.to_owned(), points };
        vec![
            Box::new(line(points.clone())),
            Box::new(line(points[6..].to_vec())),
            Box::new(line(Vec::new())),
            Box::new(bars(7)),
            Box::new(bars(0)),
            Box::new(funnel(&[Some(u64::MAX), None, Some(0), Some(u64::MAX)])),
            Box::new(funnel(&[Some(0), Some(3)])),
            Box::new(funnel(&[])),
            Box::new(ring(Some(u64::MAX), 0)),
            Box::new(ring(Some(u64::MAX), 5)),
            Box::new(ring(Some(1), u64::MAX)),
            Box::new(ring(None, 1)),
            Box::new(spark(points)),
            Box::new(spark(Vec::new())),
        ]
    }

    #[test]
    fn every_chart_is_named_escaped_and_free_of_styles_and_scripts() {
        for chart in strange_charts() {
            let svg = chart.svg().to_string();
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"), "{svg}");
            for needed in ["role=\"img\"", "aria-labelledby=\"abc-title abc-desc\"", "<title id=\"abc-title\">", "<desc id=\"abc-desc\">"] {
                assert!(svg.contains(needed), "{needed} in {svg}");
            }
            for banned in ["style", "<script", "onload", "NaN", "inf", "\u{0}", "'"] {
                assert!(!svg.contains(banned), "{banned} in {svg}");
            }
            assert_eq!(svg.matches("<title").count(), svg.matches("</title>").count());
        }
    }

    #[test]
    fn every_table_row_is_as_long_as_its_header() {
        for chart in strange_charts() {
            let table = chart.rows();
            assert!(table.rows.iter().all(|row| row.len() == table.header.len()), "{table:?}");
        }
    }

    #[test]
    fn every_letter_is_at_least_14_units_high() {
        for chart in strange_charts() {
            let svg = chart.svg().to_string();
            for size in svg.split("font-size=\"").skip(1) {
                let size: f64 = size.split('"').next().unwrap().parse().unwrap();
                assert!(size >= 14.0, "{size}");
            }
            assert_eq!(svg.matches("<text").count(), svg.matches("font-size=").count());
        }
    }

    #[test]
    fn every_class_has_a_rule_in_the_style_sheet() {
        let style = include_str!("../../../web/src/look/figures.css");
        for chart in strange_charts() {
            let svg = chart.svg().to_string();
            let lists = svg.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
            for class in lists.flat_map(|list| list.split(' ')) {
                assert!(style.contains(&format!("\n.{class} {{")), "{class}");
            }
        }
    }

    #[test]
    fn without_a_summary_the_data_are_read_out() {
        let bars = Bars {
            frame: frame(Unit::Count),
            bar_title: "Thôn".to_owned(),
            value_title: "Người".to_owned(),
            bars: vec![Bar::new("Hạ", Some(1200.0)), Bar::new("Thượng", None)],
            full: None,
            target: None,
        };
        let svg = bars.svg().to_string();
        assert!(svg.contains("<desc id=\"nguoi-dat-desc\">Hạ: 1.200; Thượng: chưa có số liệu</desc>"), "{svg}");
    }
}
