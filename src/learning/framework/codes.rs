//! What became of the codes of older frameworks: lessons, quizzes and the ledger go on naming them when another framework holds.

use std::collections::{BTreeMap, BTreeSet};

use super::store;
use crate::kit::{
    db::{Error, Tx},
    fold,
};

/// Which skill of the framework that holds each code stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    own: BTreeSet<String>,
    replaced: BTreeMap<String, String>,
}

impl Codes {
    /// What a framework with these codes makes of older ones. What leads to no code of its own is left out.
    pub(super) fn new(own: BTreeSet<String>, mut replaced: BTreeMap<String, String>) -> Self {
        replaced.retain(|old, code| own.contains(code) && !own.contains(old));
        Self { own, replaced }
    }

    /// The code that holds now; `None` when nothing took the old one's place.
    pub fn now<'a>(&'a self, code: &'a str) -> Option<&'a str> {
        if self.own.contains(code) { Some(code) } else { self.replaced.get(code).map(String::as_str) }
    }
}

/// The codes of the framework that holds in a commune.
pub fn codes(tx: &mut Tx<'_>, commune: &str) -> Result<Codes, Error> {
    let Some(framework) = store::current(tx, commune)? else { return Ok(Codes::default()) };
    let own = store::skills(tx, &framework)?.into_iter().map(|skill| skill.code).collect();
    Ok(Codes::new(own, store::replaced(tx, &framework.commune, &framework.id)?.into_iter().collect()))
}

/// A code of an older framework, with its name in Vietnamese and English.
pub(super) type Old = (String, [String; 2]);

/// What most likely takes the place of each old code: what was said already, what the framework that holds now made of it, the same name.
/// Old codes without an answer are left out.
pub(super) fn suggested(
    old: &[Old],
    said: &BTreeMap<String, String>,
    holds: &Codes,
    own: &[(String, [String; 2])],
) -> BTreeMap<String, String> {
    let is_own = |code: &str| own.iter().any(|(own, _)| own == code);
    let same_name = |names: &[String; 2]| {
        let same = |(_, other): &&(String, [String; 2])| fold::fold(&other[0]) == fold::fold(&names[0]);
        let mut found = own.iter().filter(same);
        match (found.next(), found.next()) {
            (Some((code, _)), None) => Some(code.clone()),
            _ => None,
        }
    };
    let answer = |(code, names): &Old| {
        if let Some(said) = said.get(code) {
            return Some(said.clone());
        }
        let later = holds.now(code).filter(|later| *later != code);
        let followed = later.and_then(|later| if is_own(later) { Some(later.to_owned()) } else { said.get(later).cloned() });
        followed.or_else(|| same_name(names))
    };
    old.iter().filter_map(|one| Some((one.0.clone(), answer(one)?))).filter(|(_, code)| is_own(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&str]) -> Vec<Old> {
        all.iter().map(|one| ((*one).to_owned(), [one.replace('.', " "), String::new()])).collect()
    }

    fn pairs(all: &[(&str, &str)]) -> BTreeMap<String, String> {
        all.iter().map(|(old, code)| ((*old).to_owned(), (*code).to_owned())).collect()
    }

    #[test]
    fn a_code_is_followed_through_every_framework_that_replaced_it() {
        // The first framework had a, b, c, d; the second made B of a and of b, and kept c.
        let second =
            Codes::new(BTreeSet::from(["B".to_owned(), "c".to_owned()]), pairs(&[("a", "B"), ("b", "B"), ("d", "gone"), ("c", "B")]));
        assert_eq!([second.now("a"), second.now("c"), second.now("d"), second.now("x")], [Some("B"), Some("c"), None, None]);
        // The third makes N of B; c is told by its file, d keeps its name under another code.
        let mut third = names(&["N", "O"]);
        third.push(("P".into(), ["D".into(), String::new()]));
        let found = suggested(&names(&["a", "b", "c", "d", "x", "B"]), &pairs(&[("B", "N"), ("c", "O"), ("x", "none")]), &second, &third);
        assert_eq!(found, pairs(&[("a", "N"), ("b", "N"), ("B", "N"), ("c", "O"), ("d", "P")]));
    }
}
