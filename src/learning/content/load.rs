//! Puts the built-in content into its tables, when it is not yet there as this program carries it.

use super::{Item, Kind, facts, files::built_in, store};
use crate::{
    kit::{
        clock::Millis,
        db::{self, Tx},
        error::{Error, Result},
        ids,
        text::Lang,
    },
    learning::{courses, framework, library},
};

/// What the tables are made by; a change of how content is read or indexed loads it anew.
const FORM: &str = "3";

/// Loads lessons, guides, framework and search index under the commune '', unless they are there already; tells whether it had to.
///
/// # Errors
/// [`Error::Broken`] when a built-in file can't be read: a mistake of ours, which a test names.
pub fn load(tx: &mut Tx<'_>, now: Millis) -> Result<bool> {
    // Two nodes that begin together after an upgrade: the second finds what the first loaded.
    hold(tx, "")?;
    let hash = hash();
    if store::loaded(tx, "", "content")? == hash {
        return Ok(false);
    }
    store::clear(tx, "")?;
    let items = built_in_items()?;
    for item in items.iter().chain(&courses::built_in_items(&items)) {
        store::put(tx, item, true, now)?;
    }
    framework::load(tx, now)?;
    library::index(tx, "", now)?;
    store::set_loaded(tx, "", "content", &hash, now)?;
    Ok(true)
}

/// Lets one at a time change what a commune reads: items, versions, courses, the framework and the index of them all.
pub fn hold(tx: &mut Tx<'_>, commune: &str) -> Result<(), db::Error> {
    tx.hold(&format!("content {commune}"))
}

/// Every built-in lesson and guide, in every language.
///
/// # Errors
/// [`Error::Broken`] for a file that can't be read.
pub fn built_in_items() -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for (folder, kind) in [("lessons", Kind::Lesson), ("guides", Kind::Guide)] {
        for (name, text) in built_in(folder).filter(|(name, _)| name.ends_with(".md")) {
            let broken = |why: &dyn std::fmt::Display| Error::Broken(format!("content/{folder}/{name}: {why}"));
            let (facts, body) = facts::parse(text).map_err(|refused| broken(&refused))?;
            let ending = name.strip_prefix(facts.id.as_str()).ok_or_else(|| broken(&"the id is not the file's name"))?;
            let lang =
                ending.trim_matches('.').split('.').next().and_then(Lang::parse).ok_or_else(|| broken(&"no language in the name"))?;
            items.push(Item::new("", lang, kind, facts, body));
        }
    }
    Ok(items)
}

/// The hash of all that is loaded from.
fn hash() -> String {
    let mut all = String::from(FORM);
    for folder in ["lessons", "guides", "courses", "framework", "search"] {
        for (name, text) in built_in(folder).filter(|(name, _)| folder == "courses" || !name.ends_with(".toml")) {
            all.push_str(&format!("{folder}/{name} {}\n", ids::sha256_hex(text.as_bytes())));
        }
    }
    ids::sha256_hex(all.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::learning::content::parts;

    #[test]
    fn every_built_in_item_can_be_read_and_has_vietnamese() {
        let items = built_in_items().expect("content that can be read");
        let vietnamese: BTreeSet<_> = items.iter().filter(|item| item.lang == Lang::Vi).map(|item| item.facts.id.as_str()).collect();
        assert!(vietnamese.len() >= 25, "{} items", vietnamese.len());
        for item in &items {
            assert!(vietnamese.contains(item.facts.id.as_str()), "{} has no Vietnamese", item.facts.id);
            let parts = parts(&item.body);
            assert!(parts.len() >= 4, "{} {:?}", item.facts.id, item.lang);
            assert!(parts.iter().all(|part| !part.html.contains("&lt;")), "{} holds HTML", item.facts.id);
        }
    }
}
