//! The inverted index as rows: for every form of every word, the documents that have it and how much it weighs there.

use std::collections::BTreeMap;

use super::{Word, words};

/// A document that has a form, and the form's weight in it.
pub type Posting = (u32, u32);

/// One row of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The word without marks; two words with a space between are neighbours.
    pub word: String,
    /// The word with its marks.
    pub form: String,
    /// In how many documents it stands.
    pub items: u32,
    /// The postings as text: `0:12 7:3`.
    pub places: String,
}

/// An index under way.
#[derive(Debug, Default)]
pub struct Index {
    entries: BTreeMap<Word, Vec<Posting>>,
}

/// A form weighs at most this much in one document, however often it stands there.
const HEAVIEST: u32 = 40;

impl Index {
    /// Adds a document: its number, and its fields with their weights. Fields of weight 2 and more are also read by pairs of
    /// neighbours; a field of weight 1 is running text, where a word counts three times at most. Numbers must grow.
    pub fn add(&mut self, number: u32, fields: &[(u32, &str)]) {
        let mut weights: BTreeMap<Word, u32> = BTreeMap::new();
        let mut running: BTreeMap<Word, u32> = BTreeMap::new();
        for (weight, text) in fields {
            for line in text.lines() {
                let found = words(line);
                for pair in found.windows(2).filter(|_| *weight > 1) {
                    *weights.entry(pair[0].pair(&pair[1])).or_default() += weight;
                }
                for word in found {
                    let count = if *weight > 1 { &mut weights } else { &mut running };
                    *count.entry(word).or_default() += weight;
                }
            }
        }
        for (word, count) in running {
            *weights.entry(word).or_default() += count.min(3);
        }
        for (word, weight) in weights {
            self.entries.entry(word).or_default().push((number, weight.min(HEAVIEST)));
        }
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.entries.iter().map(|(word, postings)| Row {
            word: word.plain.clone(),
            form: word.form.clone(),
            items: postings.len() as u32,
            places: postings.iter().map(|(n, weight)| format!("{n}:{weight}")).collect::<Vec<_>>().join(" "),
        })
    }
}

/// Reads postings from their text; what is not one is left out.
pub fn read_places(places: &str) -> Vec<Posting> {
    let number = |digits: &[u8]| {
        let start = if digits.is_empty() { None } else { Some(0_u32) };
        digits.iter().try_fold(start?, |n, digit| n.checked_mul(10)?.checked_add(u32::from(digit.checked_sub(b'0').filter(|d| *d < 10)?)))
    };
    places
        .as_bytes()
        .split(|b| *b == b' ')
        .filter_map(|pair| {
            let at = pair.iter().position(|b| *b == b':')?;
            Some((number(&pair[..at])?, number(&pair[at + 1..])?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_hold_what_was_added() {
        let mut index = Index::default();
        index.add(0, &[(10, "Lừa đảo"), (1, "lừa lừa lừa lừa lừa")]);
        index.add(3, &[(1, "lúa")]);
        let rows: Vec<_> = index.rows().map(|row| format!("{} {} {} {}", row.word, row.form, row.items, row.places)).collect();
        assert_eq!(rows, ["dao đao2 1 0:10", "lua lua4 1 3:1", "lua lưa1 1 0:13", "lua dao lưa1 đao2 1 0:10"]);
    }

    #[test]
    fn places_are_read_back_and_strange_ones_left_out() {
        assert_eq!(read_places("0:12 7:3"), [(0, 12), (7, 3)]);
        assert_eq!(read_places(""), []);
        assert_eq!(read_places("x 1 :2 3: 99999999999:1 1:; 4:5"), [(4, 5)]);
    }
}
