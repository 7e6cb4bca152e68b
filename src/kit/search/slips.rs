//! Slips: one wrong, missing, doubled or swapped letter, and spaces left out.

/// Whether two words differ by exactly one slip: a letter changed, added, dropped, or two neighbours swapped.
pub(super) fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() > b.len() {
        return near(&b, &a);
    }
    near(&a, &b)
}

fn near(short: &[char], long: &[char]) -> bool {
    if long.len() - short.len() > 1 || short == long {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    if short.len() < long.len() {
        return short[same..] == long[same + 1..];
    }
    let changed = short[same + 1..] == long[same + 1..];
    let swapped =
        same + 1 < short.len() && short[same] == long[same + 1] && short[same + 1] == long[same] && short[same + 2..] == long[same + 2..];
    changed || swapped
}

/// The words that were run together, when `known` knows them all: the fewest pieces, and among these the commonest rarest one.
///
/// `known` tells in how many items a word stands, 0 for an unknown one.
pub(super) fn split(run: &str, known: impl Fn(&str) -> u32) -> Option<Vec<String>> {
    let letters: Vec<char> = run.chars().collect();
    if !(4..=32).contains(&letters.len()) {
        return None;
    }
    /// No Vietnamese syllable without marks has more letters, as in “nghiêng”.
    const LONGEST: usize = 7;
    // For each end: how many pieces, the rarest piece, where the last piece begins.
    let mut best: Vec<Option<(usize, u32, usize)>> = vec![None; letters.len() + 1];
    best[0] = Some((0, u32::MAX, 0));
    for end in 2..=letters.len() {
        for start in end.saturating_sub(LONGEST)..end - 1 {
            let Some((pieces, rarest, _)) = best[start] else { continue };
            let piece: String = letters[start..end].iter().collect();
            let items = known(&piece);
            let candidate = (pieces + 1, rarest.min(items), start);
            let better = best[end].is_none_or(|(p, r, _)| (candidate.0, std::cmp::Reverse(candidate.1)) < (p, std::cmp::Reverse(r)));
            if items > 0 && better {
                best[end] = Some(candidate);
            }
        }
    }
    let mut at = letters.len();
    let mut pieces = Vec::new();
    while at > 0 {
        let (_, _, start) = best[at]?;
        pieces.push(letters[start..at].iter().collect());
        at = start;
    }
    pieces.reverse();
    (pieces.len() > 1).then_some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_letter() {
        for (a, b, near) in [
            ("thoai", "thaoi", true),
            ("thoai", "thoi", true),
            ("thoai", "thoaii", true),
            ("thoai", "thoau", true),
            ("thoai", "thoai", false),
            ("thoai", "thao", false),
            ("ab", "ba", true),
            ("", "a", true),
            ("abc", "cba", false),
            ("lua", "luaab", false),
        ] {
            assert_eq!((one_slip(a, b), one_slip(b, a)), (near, near), "{a} {b}");
        }
    }

    #[test]
    fn words_run_together_are_parted() {
        let known = |word: &str| match word {
            "lua" | "dao" | "dien" | "thoai" | "chuyen" | "tien" => 5,
            "luada" | "o" | "di" | "en" => 1,
            _ => 0,
        };
        let parted = |run: &str| split(run, known).map(|pieces| pieces.join(" "));
        for (run, pieces) in [
            ("luadao", Some("lua dao")),
            ("dienthoai", Some("dien thoai")),
            ("chuyentien", Some("chuyen tien")),
            ("chuyentienx", None),
            ("lua", None),
            ("thoai", None),
            ("", None),
        ] {
            assert_eq!(parted(run).as_deref(), pieces, "{run}");
        }
        assert_eq!(split(&"dien".repeat(3_000), known), None);
    }
}
