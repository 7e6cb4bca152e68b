//! A library of any size, for measuring: items put together from halves of the built-in ones.

use crate::{
    kit::{clock::Millis, db::Tx, error::Result, text::Lang},
    learning::content::{self, Item},
};

/// The first half of a text's words and the second half of another's.
fn halves(a: &str, b: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    a[..a.len().div_ceil(2)].iter().chain(&b[b.len() / 2..]).copied().collect::<Vec<_>>().join(" ")
}

/// Gives a commune so many items of its own and indexes them. Only for measuring: what was there under these names is replaced.
pub fn fill(tx: &mut Tx<'_>, commune: &str, items: usize, now: Millis) -> Result<()> {
    let built_in: Vec<Item> = content::built_in_items()?.into_iter().filter(|item| item.lang == Lang::Vi).collect();
    for at in 0..items {
        let (a, b) = (&built_in[at % built_in.len()], &built_in[(at / built_in.len() + at * 7 + 3) % built_in.len()]);
        let mut facts = a.facts.clone();
        facts.id = format!("do-{at}");
        facts.title = format!("{} {at}", halves(&a.facts.title, &b.facts.title));
        facts.want = halves(&a.facts.want, &b.facts.want);
        facts.summary = halves(&a.facts.summary, &b.facts.summary);
        facts.keywords = a.facts.keywords.iter().zip(&b.facts.keywords).map(|(a, b)| halves(a, b)).collect();
        let half = |text: &str, second: bool| -> String {
            let paragraphs: Vec<&str> = text.split("\n\n").collect();
            let middle = paragraphs.len() / 2;
            if second { paragraphs[middle..].join("\n\n") } else { paragraphs[..middle].join("\n\n") }
        };
        let body = format!("{}\n\n{}", half(&a.body, false), half(&b.body, true));
        content::put(tx, &Item::new(commune, Lang::Vi, a.kind, facts, body), true, now)?;
    }
    super::index(tx, commune, now)?;
    Ok(())
}
