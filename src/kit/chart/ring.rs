//! How much of a small quota is done: one ambassador, five neighbours.

use std::f64::consts::TAU;

use super::draw::{Anchor, LETTER, Pen, clip, n, strong_width_of, wrap};
use super::{Chart, Frame, Svg, Table};
use crate::kit::numbers;

const SIZE: f64 = 168.0;
const RADIUS: f64 = 70.0;
/// How wide the words within it may be.
const ROOM: f64 = 100.0;
/// The height of the number in the middle, where it fits.
const BIG: f64 = 36.0;
/// From one line to the next, in heights of its letters.
const LINE: f64 = 1.3;
/// Quotas up to this many are drawn as that many parts.
const MOST_PARTS: u64 = 12;
/// Half the gap between two parts, in turns.
const HALF_GAP: f64 = 0.008;

/// A quota as a ring.
#[derive(Clone, PartialEq, Debug)]
pub struct Ring {
    /// Its name and language.
    pub frame: Frame,
    /// What is done, naming the first row: "Đã giúp".
    pub done_title: String,
    /// What is asked, naming the second row: "Chỉ tiêu".
    pub quota_title: String,
    /// What is counted, written below the number: "người".
    pub noun: String,
    /// How many; `None` where nothing was collected. May exceed the quota.
    pub done: Option<u64>,
    /// Out of how many.
    pub quota: u64,
}

impl Chart for Ring {
    fn svg(&self) -> Svg {
        let mut pen = Pen::default();
        match self.done {
            Some(done) => self.draw_parts(&mut pen, done),
            None => pen.arc("chart-ring-void", &arc(0.0, 1.0)),
        }
        self.draw_words(&mut pen);
        pen.finish(" chart-ring", (SIZE, SIZE), &self.frame, &self.rows())
    }

    fn rows(&self) -> Table {
        let done = self.done.map_or_else(|| self.frame.no_data.clone(), |done| number_text(done, &self.frame));
        Table {
            header: vec![self.frame.title.clone(), self.noun.clone()],
            rows: vec![vec![self.done_title.clone(), done], vec![self.quota_title.clone(), self.quota_text()]],
        }
    }
}

impl Ring {
    fn quota_text(&self) -> String {
        number_text(self.quota, &self.frame)
    }

    fn draw_words(&self, pen: &mut Pen) {
        let quota = wrap(&format!("/ {} {}", self.quota_text(), self.noun), LETTER, ROOM);
        let quota = quota.iter().map(|line| ("chart-label", LETTER, line.clone()));
        let words: Vec<_> = if let Some(done) = self.done {
            let number = number_text(done, &self.frame);
            let size = (BIG * (ROOM / strong_width_of(&number, BIG)).min(1.0)).max(LETTER);
            [("chart-value", size, clip(&number, size, ROOM))].into_iter().chain(quota).collect()
        } else {
            let none = wrap(&self.frame.no_data, LETTER, ROOM).into_iter();
            none.map(|line| ("chart-label chart-soft", LETTER, line)).chain(quota).collect()
        };
        let height: f64 = words.iter().map(|(_, size, _)| size * LINE).sum();
        let mut y = (SIZE - height) / 2.0 - 1.0;
        for (class, size, line) in words {
            y += size * LINE;
            pen.text(class, (SIZE / 2.0, y - size * 0.25), Anchor::Middle, size, &line);
        }
    }

    fn draw_parts(&self, pen: &mut Pen, done: u64) {
        let class = |full: bool| {
            if full { "chart-ring-done" } else { "chart-ring-open" }
        };
        if (2..=MOST_PARTS).contains(&self.quota) {
            let parts = self.quota as f64;
            for part in 0..self.quota {
                let from = part as f64 / parts + HALF_GAP;
                pen.arc(class(part < done), &arc(from, (part + 1) as f64 / parts - HALF_GAP));
            }
            return;
        }
        pen.arc(class(false), &arc(0.0, 1.0));
        let share = if self.quota == 0 { 0.0 } else { (done as f64 / self.quota as f64).min(1.0) };
        if share > 0.0 {
            // Never closed before the quota is reached.
            let end = if done >= self.quota { 1.0 } else { share.clamp(0.01, 0.99) };
            pen.arc(class(true), &arc(0.0, end));
        }
    }
}

fn number_text(count: u64, frame: &Frame) -> String {
    numbers::whole(i64::try_from(count).unwrap_or(i64::MAX), frame.lang)
}

/// The path of an arc, in turns clockwise from the top.
fn arc(from: f64, to: f64) -> String {
    let at = |turn: f64| {
        let (x, y) = (SIZE / 2.0 + RADIUS * (turn * TAU).sin(), SIZE / 2.0 - RADIUS * (turn * TAU).cos());
        format!("{} {}", n(x), n(y))
    };
    let (half, r) = (f64::midpoint(from, to), n(RADIUS));
    format!("M{} A{r} {r} 0 0 1 {} A{r} {r} 0 0 1 {}", at(from), at(half), at(to))
}

#[cfg(test)]
mod tests {
    use super::super::Unit;
    use super::super::tests::frame;
    use super::*;

    fn ring(done: Option<u64>, quota: u64) -> Ring {
        Ring {
            frame: frame(Unit::Count),
            done_title: "Đã giúp".to_owned(),
            quota_title: "Chỉ tiêu".to_owned(),
            noun: "người".to_owned(),
            done,
            quota,
        }
    }

    #[test]
    fn a_small_quota_has_one_part_for_each() {
        let count = |done, quota| {
            let svg = ring(done, quota).svg().to_string();
            ["chart-ring-done", "chart-ring-open", "chart-ring-void"].map(|class| svg.matches(class).count())
        };
        assert_eq!(count(Some(0), 5), [0, 5, 0]);
        assert_eq!(count(Some(3), 5), [3, 2, 0]);
        assert_eq!(count(Some(7), 5), [5, 0, 0]);
        assert_eq!(count(None, 5), [0, 0, 1]);
        assert_eq!(count(Some(0), 0), [0, 1, 0]);
        assert_eq!(count(Some(0), 300), [0, 1, 0]);
        assert_eq!(count(Some(299), 300), [1, 1, 0]);
    }

    #[test]
    fn a_large_quota_closes_only_when_it_is_reached() {
        let closed = "84 14\"";
        assert_eq!(ring(Some(9_999), 10_000).svg().to_string().matches(closed).count(), 1);
        assert_eq!(ring(Some(10_000), 10_000).svg().to_string().matches(closed).count(), 2);
    }

    #[test]
    fn a_ring_is_told_as_done_and_asked() {
        assert_eq!(ring(Some(3), 5).rows().rows, [["Đã giúp", "3"], ["Chỉ tiêu", "5"]]);
        assert_eq!(ring(None, 5).rows().rows[0], ["Đã giúp", "chưa có số liệu"]);
        assert!(ring(None, 5).svg().to_string().contains(">/ 5 người</text>"));
    }
}
