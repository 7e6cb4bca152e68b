//! QR codes: a text as a square of dark and light modules.

use fast_qr::{ECL, QRBuilder};

/// Light modules that a reader needs around the square, on every side (ISO/IEC 18004).
pub const QUIET: usize = 4;

/// A square of modules, with the quiet zone around it.
#[derive(Clone, PartialEq, Eq)]
pub struct Qr {
    size: usize,
    dark: Vec<bool>,
}

impl std::fmt::Debug for Qr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Qr({0}×{0})", self.size)
    }
}

impl Qr {
    /// The code of `text`, readable with 15 % of it spoilt (level M); `None` when the text is too long for any code, over some 2,300 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let mut builder = QRBuilder::new(text);
        let code = builder.ecl(ECL::M).build().ok()?;
        let size = code.size + 2 * QUIET;
        let mut dark = vec![false; size * size];
        for row in 0..code.size {
            for column in 0..code.size {
                dark[(row + QUIET) * size + column + QUIET] = code[row][column].value();
            }
        }
        Some(Self { size, dark })
    }

    /// Modules along one side, the quiet zone with them.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Whether a module is dark; outside it is light.
    pub fn is_dark(&self, row: usize, column: usize) -> bool {
        row < self.size && column < self.size && self.dark[row * self.size + column]
    }

    /// Dark modules as stripes: row, first column, how many.
    pub fn stripes(&self) -> Vec<(usize, usize, usize)> {
        let mut stripes = Vec::new();
        for row in 0..self.size {
            let mut column = 0;
            while column < self.size {
                let long = (column..self.size).take_while(|at| self.is_dark(row, *at)).count();
                if long > 0 {
                    stripes.push((row, column, long));
                }
                column += long + 1;
            }
        }
        stripes
    }

    /// The outline of the dark modules as an SVG path, one unit a module.
    pub fn path(&self) -> String {
        self.stripes().into_iter().map(|(row, column, long)| format!("M{column} {row}h{long}v1h-{long}z")).collect()
    }

    /// A picture `side` pixels wide: black on white whatever the page's colours, named for who can't see it.
    pub fn svg(&self, name: &str, side: u16) -> String {
        let name: String = name
            .chars()
            .map(|c| match c {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '>' => "&gt;".to_owned(),
                '"' => "&quot;".to_owned(),
                c => c.to_string(),
            })
            .collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {0} {0}\" role=\"img\" aria-label=\"{name}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{0}v{0}H0z\"/><path fill=\"#000\" d=\"{1}\"/></svg>",
            self.size,
            self.path()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The finder pattern as ISO/IEC 18004 draws it.
    const FINDER: [&str; 7] = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"];

    #[test]
    fn three_corners_hold_finders_and_the_edge_is_light() {
        let qr = Qr::of("HV1.x").expect("a short text");
        assert_eq!(qr.size(), 21 + 2 * QUIET);
        let last = qr.size() - QUIET - 7;
        for (top, left) in [(QUIET, QUIET), (QUIET, last), (last, QUIET)] {
            for (row, line) in FINDER.iter().enumerate() {
                let seen: String = (0..7).map(|column| if qr.is_dark(top + row, left + column) { '#' } else { '.' }).collect();
                assert_eq!(seen, *line);
            }
        }
        for at in 0..qr.size() {
            for edge in 0..QUIET {
                for (row, column) in [(edge, at), (at, edge), (qr.size() - 1 - edge, at), (at, qr.size() - 1 - edge)] {
                    assert!(!qr.is_dark(row, column), "{row} {column}");
                }
            }
        }
    }

    #[test]
    fn stripes_and_path_draw_every_dark_module_once() {
        let qr = Qr::of(&"hocvuso ".repeat(20)).expect("a text");
        let dark = (0..qr.size()).flat_map(|row| (0..qr.size()).map(move |column| (row, column))).filter(|(r, c)| qr.is_dark(*r, *c));
        let drawn = qr.stripes().into_iter().flat_map(|(row, column, long)| (column..column + long).map(move |c| (row, c)));
        assert!(dark.eq(drawn));
        assert_eq!(qr.path().matches('M').count(), qr.stripes().len());
        assert!(!qr.is_dark(999, 0));
    }

    #[test]
    fn the_name_of_a_picture_is_text() {
        let svg = Qr::of("x").expect("a text").svg("\"><script>&", 200);
        assert!(svg.contains("aria-label=\"&quot;&gt;&lt;script&gt;&amp;\"") && !svg.contains("<script"), "{svg}");
    }

    #[test]
    fn a_text_too_long_for_any_code_gives_none() {
        assert_eq!(Qr::of(&"a".repeat(3_000)), None);
        assert!(Qr::of("").is_some());
    }
}
