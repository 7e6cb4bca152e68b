//! Which lines of one list are likely the same person.

use std::collections::HashMap;

use super::{Dup, GoodRow};

/// Finds for each line the first line above it that is likely the same person.
///
/// The rule, for a list of one village; a person decides, so it asks rather than decides:
/// 1. The same identity number is the same person, whatever else is written.
/// 2. Otherwise the folded names must be the same, and the sexes must not differ.
/// 3. Then the same phone makes them the same person, even where one birth year is missing or a slip of the pen.
/// 4. Without that, the birth years must be the same, and nothing that both lines tell may differ: day and month of
///    birth, phone, identity number (an old CMND and a CCCD are not compared). Two women of one name and year with two phones are two women.
///
/// Hamlets are not compared: who is on two hamlets' lists is just who we look for.
pub(super) fn find(rows: &[GoodRow]) -> Vec<Dup> {
    let mut by_identity = HashMap::new();
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (later, row) in rows.iter().enumerate() {
        let same_number = row.identity.as_ref().map(|identity| *by_identity.entry(identity).or_insert(later));
        let namesakes = by_name.entry(&row.folded).or_default();
        let same_name = namesakes.iter().copied().take(MAX_NAMESAKES).find(|earlier| is_likely_same(&rows[*earlier], row));
        namesakes.push(later);
        let earlier = [same_number.filter(|first| *first != later), same_name].into_iter().flatten().min();
        if let Some(of) = earlier.and_then(|earlier| rows.get(earlier)) {
            found.push(Dup { sheet: row.sheet, row: row.row, of_sheet: of.sheet, of_row: of.row });
        }
    }
    found
}

/// A list in which one name stands more often is no list of people; comparing all with all would take minutes.
const MAX_NAMESAKES: usize = 1000;

/// Rules 2 to 4, for two lines with the same name.
fn is_likely_same(a: &GoodRow, b: &GoodRow) -> bool {
    let differ = |pair: (Option<&str>, Option<&str>)| matches!(pair, (Some(a), Some(b)) if a != b);
    if matches!((a.sex, b.sex), (Some(a), Some(b)) if a != b) {
        return false;
    }
    let phones = (a.phone.as_ref().map(crate::kit::phone::Phone::as_str), b.phone.as_ref().map(crate::kit::phone::Phone::as_str));
    if phones.0.is_some() && phones.0 == phones.1 {
        return true;
    }
    let (Some(birth_a), Some(birth_b)) = (a.birth, b.birth) else {
        return false;
    };
    let numbers_differ = match (&a.identity, &b.identity) {
        (Some(a), Some(b)) => a != b && a.is_old() == b.is_old(),
        _ => false,
    };
    birth_a.agrees(birth_b) && !differ(phones) && !numbers_differ
}
