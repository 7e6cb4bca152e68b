//! The pen: elements with escaped text, rounded coordinates and classes, and a guess at how wide a text is.

use std::fmt::Write as _;

use super::{Frame, Svg, Table};

/// The natural width of a chart.
pub(super) const WIDTH: f64 = 300.0;
/// The height of the letters of names and values.
pub(super) const LETTER: f64 = 15.0;
/// The height of the letters on axes: the smallest.
pub(super) const SMALL: f64 = 14.0;
/// The height of a horizontal bar.
pub(super) const BAR: f64 = 20.0;
/// From one line of text to the next.
pub(super) const LEADING: f64 = 20.0;

/// Where a text stands relative to its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing in the making.
#[derive(Default)]
pub(super) struct Pen(String);

impl Pen {
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let look = look(class);
        let (x1, y1, x2, y2) = (n(from.0), n(from.1), n(to.0), n(to.1));
        let _ = write!(self.0, "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"currentColor\"{look}/>");
    }

    pub(super) fn polyline(&mut self, class: &str, points: &[(f64, f64)]) {
        let (points, look) = (joined(points), look(class));
        let _ = write!(self.0, "<polyline class=\"{class}\" points=\"{points}\" fill=\"none\" stroke=\"currentColor\"{look}/>");
    }

    pub(super) fn polygon(&mut self, class: &str, points: &[(f64, f64)]) {
        let points = joined(points);
        let _ = write!(self.0, "<polygon class=\"{class}\" points=\"{points}\" fill=\"currentColor\" fill-opacity=\"0.1\"/>");
    }

    pub(super) fn dot(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let (x, y, r) = (n(at.0), n(at.1), n(radius));
        let _ = write!(self.0, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"currentColor\"/>");
    }

    /// A bar from its left top corner.
    pub(super) fn bar(&mut self, class: &str, at: (f64, f64), width: f64, height: f64) {
        let (x, y, w, h) = (n(at.0), n(at.1), n(width), n(height));
        let _ = write!(self.0, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"3\" fill=\"currentColor\"/>");
    }

    /// The pale ground that a full bar would cover.
    pub(super) fn track(&mut self, at: (f64, f64), width: f64, height: f64) {
        let (x, y, w, h) = (n(at.0), n(at.1), n(width), n(height));
        let _ = write!(
            self.0,
            "<rect class=\"chart-track\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"3\" \
             fill=\"currentColor\" fill-opacity=\"0.1\"/>"
        );
    }

    /// The dashed outline where nothing was collected.
    pub(super) fn void(&mut self, at: (f64, f64), width: f64, height: f64) {
        let (x, y, w, h) = (n(at.0 + 0.5), n(at.1 + 0.5), n(width - 1.0), n(height - 1.0));
        let _ = write!(
            self.0,
            "<rect class=\"chart-void\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"3\" fill=\"none\" \
             stroke=\"currentColor\" stroke-dasharray=\"3 4\"/>"
        );
    }

    pub(super) fn arc(&mut self, class: &str, path: &str) {
        let look = look(class);
        let _ = write!(self.0, "<path class=\"{class}\" d=\"{path}\" fill=\"none\" stroke=\"currentColor\"{look}/>");
    }

    pub(super) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, size: f64, text: &str) {
        let (x, y, size) = (n(at.0), n(at.1), n(size));
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (text, look) = (escape(text), look(class));
        let _ = write!(
            self.0,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor} font-size=\"{size}\" fill=\"currentColor\"{look}>{text}</text>"
        );
    }

    /// The value of a bar whose top is at `y`, at the right edge.
    pub(super) fn value(&mut self, y: f64, text: &str) {
        self.text("chart-value", (WIDTH, y + 15.5), Anchor::End, LETTER, text);
    }

    /// Lays another drawing on top.
    pub(super) fn append(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// The whole element, named for screen readers.
    pub(super) fn finish(self, kind: &str, size: (f64, f64), frame: &Frame, table: &Table) -> Svg {
        let (w, h, id, body) = (n(size.0), n(size.1), frame.key(), self.0);
        let title = escape(&frame.title);
        let desc = if frame.summary.is_empty() { escape(&table.aloud()) } else { escape(&frame.summary) };
        Svg(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart-drawing{kind}\" width=\"{w}\" height=\"{h}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{desc}</desc>{body}</svg>"
        ))
    }
}

/// How a class looks where no style sheet reaches it, as in a PDF.
fn look(class: &str) -> &'static str {
    match class.split(' ').next().unwrap_or_default() {
        "chart-grid" => " stroke-opacity=\"0.2\"",
        "chart-line" | "chart-tick" => " stroke-width=\"3\"",
        "chart-target" => " stroke-width=\"2\" stroke-dasharray=\"9 5\"",
        "chart-pace" => " stroke-width=\"2\" stroke-dasharray=\"2 6\"",
        "chart-ring-done" => " stroke-width=\"18\"",
        "chart-ring-open" => " stroke-width=\"18\" stroke-opacity=\"0.15\"",
        "chart-ring-void" => " stroke-dasharray=\"3 5\"",
        "chart-value" => " font-weight=\"700\"",
        _ => "",
    }
}

/// A coordinate with at most one decimal.
pub(super) fn n(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn joined(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// About how wide a text is in a common sans-serif, rather too much than too little.
pub(super) fn width_of(text: &str, size: f64) -> f64 {
    let ems: f64 = text.chars().map(letter_ems).sum();
    ems * size
}

/// About how wide a text is in bold.
pub(super) fn strong_width_of(text: &str, size: f64) -> f64 {
    width_of(text, size) * 1.12
}

fn letter_ems(letter: char) -> f64 {
    match letter {
        '\u{300}'..='\u{36f}' => 0.0,
        ' ' | '.' | ',' | ':' | ';' | '·' | '|' | '!' | 'i' | 'j' | 'l' | 'I' | '\'' | '(' | ')' => 0.33,
        'f' | 'r' | 't' | '/' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' => 0.92,
        '\u{2e80}'.. => 1.1,
        letter if letter.is_uppercase() => 0.74,
        _ => 0.6,
    }
}

/// The text cut to a width, with an ellipsis where it was cut.
pub(super) fn clip(text: &str, size: f64, width: f64) -> String {
    if width_of(text, size) <= width {
        return text.to_owned();
    }
    let mut left = width - letter_ems('m') * size;
    let fits = |letter: &char| {
        left -= letter_ems(*letter) * size;
        left >= 0.0
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// The text in at most two lines of a width, broken at spaces; the second is clipped.
pub(super) fn wrap(text: &str, size: f64, width: f64) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let fit = (1..=words.len()).rev().find(|count| width_of(&words[..*count].join(" "), size) <= width);
    let first = fit.unwrap_or(1).min(words.len());
    let (head, tail) = (words[..first].join(" "), words[first..].join(" "));
    let lines = [head, tail].into_iter().filter(|line| !line.is_empty());
    lines.map(|line| clip(&line, size, width)).collect()
}

/// An axis from 0, or from below it, in at most five round steps.
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) step: f64,
}

impl Axis {
    /// The axis that holds all `values` and 0; of whole steps where `whole`.
    pub(super) fn holding(values: impl Iterator<Item = f64>, whole: bool) -> Self {
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let rough = (high - low) / 4.0;
        let power = if rough > 0.0 { 10.0_f64.powf(rough.log10().floor()) } else { 1.0 };
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .map(|factor| factor * power)
            .into_iter()
            .find(|step| *step >= rough && (!whole || step.fract() == 0.0))
            .unwrap_or(1.0);
        let high = (high / step).ceil().max(if low < 0.0 { 0.0 } else { 1.0 }) * step;
        Self { low: (low / step).floor() * step, high, step }
    }

    /// The values that get a line, from low to high.
    pub(super) fn marks(&self) -> impl Iterator<Item = f64> {
        let (low, step) = (self.low, self.step);
        let count = ((self.high - low) / step).round().clamp(1.0, 8.0) as i32;
        (0..=count).map(move |index| low + step * f64::from(index))
    }

    /// How far up a value stands, from 0 to 1.
    pub(super) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_steps() {
        let cases: [(&[f64], bool, &[f64]); 8] = [
            (&[], true, &[0.0, 1.0]),
            (&[0.0], true, &[0.0, 1.0]),
            (&[1.0], true, &[0.0, 1.0]),
            (&[3.0], true, &[0.0, 1.0, 2.0, 3.0]),
            (&[7.0, 34.0], true, &[0.0, 10.0, 20.0, 30.0, 40.0]),
            (&[85.0, 12.0], false, &[0.0, 25.0, 50.0, 75.0, 100.0]),
            (&[42_000.0], true, &[0.0, 20_000.0, 40_000.0, 60_000.0]),
            (&[-5.0, 10.0], true, &[-5.0, 0.0, 5.0, 10.0]),
        ];
        for (values, whole, marks) in cases {
            let axis = Axis::holding(values.iter().copied(), whole);
            assert_eq!(axis.marks().collect::<Vec<_>>(), marks, "{values:?}");
        }
        let axis = Axis::holding([50.0].into_iter(), true);
        assert!((axis.share(axis.high) - 1.0).abs() < 1e-9);
        assert!(axis.share(-1e15).abs() < 1e-9);
    }

    #[test]
    fn long_texts_are_broken_and_clipped() {
        assert_eq!(wrap("Thôn Hạ", 15.0, 300.0), ["Thôn Hạ"]);
        assert_eq!(wrap("Sử dụng nền tảng, dịch vụ số thiết yếu", 15.0, 200.0), ["Sử dụng nền tảng, dịch", "vụ số thiết yếu"]);
        assert!(wrap("", 15.0, 300.0).is_empty());
        let clipped = wrap(&"x".repeat(500), 15.0, 300.0);
        assert_eq!(clipped.len(), 1);
        assert!(clipped[0].ends_with('…') && width_of(&clipped[0], 15.0) <= 300.0);
        let both = wrap(&"chữ ".repeat(500), 15.0, 300.0);
        assert!(both.len() == 2 && both.iter().all(|line| width_of(line, 15.0) <= 300.0));
        assert!((width_of("e\u{302}\u{301}", 10.0) - width_of("ế", 10.0)).abs() < 1e-9);
    }
}
