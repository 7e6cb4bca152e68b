//! Search over the library: the index in its tables, a question's answer, and the piece of text that shows why.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, LazyLock, Mutex},
};

use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Tx},
        ids,
        search::{Index, Plan, Posting, Vocabulary, read_places, words},
        text::Lang,
    },
    learning::content::{self, Item, Kind, built_in_file, parts},
    sql,
};

/// Makes the index of a commune's own items anew, in every language; '' is the built-in content.
pub fn index(tx: &mut Tx<'_>, commune: &str, now: Millis) -> Result<(), Error> {
    content::hold(tx, commune)?;
    tx.run(sql!("DELETE FROM learning_search_item WHERE commune_id = $1"), args![commune])?;
    tx.run(sql!("DELETE FROM learning_search_word WHERE commune_id = $1"), args![commune])?;
    let items = content::own_items(tx, commune)?;
    for lang in Lang::ALL {
        let mut index = Index::default();
        for (number, item) in items.iter().filter(|item| item.lang == lang).enumerate() {
            add(&mut index, number as u32, item);
            tx.run(
                sql!("INSERT INTO learning_search_item (commune_id, lang, n, item_id) VALUES ($1, $2, $3, $4)"),
                args![commune, lang.code(), number, &item.facts.id],
            )?;
        }
        for row in index.rows() {
            tx.run(
                sql!("INSERT INTO learning_search_word (commune_id, lang, word, form, items, places) VALUES ($1, $2, $3, $4, $5, $6)"),
                args![commune, lang.code(), row.word, row.form, row.items, row.places],
            )?;
        }
        // A name of its own for every state of the index: whoever remembers a vocabulary knows by it whether it is still the right one.
        content::set_loaded(tx, commune, searched(lang), &ids::new(now), now)?;
    }
    Ok(())
}

/// What the state of a language's index is kept under.
const fn searched(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "search-vi",
        Lang::En => "search-en",
    }
}

fn add(index: &mut Index, number: u32, item: &Item) {
    let facts = &item.facts;
    let keywords = facts.keywords.join("\n");
    let parts = parts(&item.body);
    let headings: Vec<&str> = parts.iter().map(|part| part.title.as_str()).collect();
    let running: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    let id = facts.id.replace('-', " ");
    // Whoever asks for one thing is shown the lesson about it before a course that holds it among others.
    if item.kind == Kind::Course {
        index.add(number, &[(6, facts.title.as_str()), (4, &facts.want), (4, &keywords), (2, &facts.summary), (1, &headings.join("\n"))]);
        return;
    }
    let fields = [
        (12, facts.title.as_str()),
        (9, &facts.want),
        (8, &keywords),
        (4, &facts.summary),
        (3, &headings.join("\n")),
        (2, &id),
        (1, &running.join("\n")),
    ];
    index.add(number, &fields);
}

/// The documents that a commune reads: the built-in ones, and its own beside them.
struct Shelves {
    /// Whose documents; the place here is what [`OWN`] is multiplied by in a document's number.
    communes: Vec<String>,
    known: Arc<Vocabulary>,
}

/// The numbers of a commune's own documents begin here, behind all built-in ones.
const OWN: u32 = 1 << 24;

/// Vocabularies by the name of their index's state. They agree on every node, because the state is read from the database with each question.
static REMEMBERED: LazyLock<Mutex<HashMap<String, Arc<Vocabulary>>>> = LazyLock::new(Mutex::default);
/// How many vocabularies are remembered.
const REMEMBER: usize = 600;

fn shelves(tx: &mut Tx<'_>, commune: &str, lang: Lang) -> Result<Shelves, Error> {
    let built_in = content::loaded(tx, "", searched(lang))?;
    let own = if commune.is_empty() { String::new() } else { content::loaded(tx, commune, searched(lang))? };
    let known = remembered(built_in.clone(), || vocabulary(tx, "", lang))?;
    if own.is_empty() {
        return Ok(Shelves { communes: vec![String::new()], known });
    }
    let known = remembered(built_in + &own, || Ok(vocabulary(tx, commune, lang)?.above(known)))?;
    Ok(Shelves { communes: vec![String::new(), commune.to_owned()], known })
}

/// The vocabulary of that state, made when nobody remembers it.
fn remembered(state: String, make: impl FnOnce() -> Result<Vocabulary, Error>) -> Result<Arc<Vocabulary>, Error> {
    if let Some(known) = REMEMBERED.lock().ok().and_then(|all| all.get(&state).cloned()) {
        return Ok(known);
    }
    let known = Arc::new(make()?);
    if let Ok(mut all) = REMEMBERED.lock() {
        if all.len() >= REMEMBER {
            all.clear();
        }
        all.insert(state, known.clone());
    }
    Ok(known)
}

fn vocabulary(tx: &mut Tx<'_>, commune: &str, lang: Lang) -> Result<Vocabulary, Error> {
    let documents =
        tx.count(sql!("SELECT COUNT(*) FROM learning_search_item WHERE commune_id = $1 AND lang = $2"), args![commune, lang.code()])?;
    let known = tx.list(
        sql!("SELECT word, CAST(SUM(items) AS BIGINT) FROM learning_search_word WHERE commune_id = $1 AND lang = $2 GROUP BY word"),
        args![commune, lang.code()],
        |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)? as u32)),
    )?;
    let short = if commune.is_empty() { short_forms(lang) } else { Vec::new() };
    Ok(Vocabulary::new(known, &short, documents as u32))
}

/// Short forms that people type: `short = what it stands for`, one a line.
fn short_forms(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let file = built_in_file(match lang {
        Lang::Vi => "search/short.vi.txt",
        Lang::En => "search/short.en.txt",
    });
    file.unwrap_or_default().lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = ")).collect()
}

/// The answer to a question.
#[derive(Debug, Default)]
pub struct Answer {
    /// Ids of items, best first.
    pub ids: Vec<String>,
    /// How many items answer in all.
    pub total: usize,
    /// The question as it was understood, when that is not what was typed.
    pub mended: Option<String>,
    /// The words that were looked for, without marks.
    pub words: Vec<String>,
}

/// Finds the items that answer a question, as `commune` reads them in `lang`; at most `limit` of them.
///
/// In a language other than Vietnamese, items that exist only in Vietnamese come after.
pub fn search(tx: &mut Tx<'_>, commune: &str, lang: Lang, question: &str, limit: usize) -> Result<Answer, Error> {
    let mut answer = search_in(tx, commune, lang, question)?;
    if lang != Lang::Vi {
        let more = search_in(tx, commune, Lang::Vi, question)?;
        let mut seen: HashSet<String> = answer.ids.iter().cloned().collect();
        let translated: HashSet<String> = ids_in(tx, commune, lang)?;
        answer.ids.extend(more.ids.into_iter().filter(|id| !translated.contains(id) && seen.insert(id.clone())));
        if answer.words.is_empty() {
            (answer.words, answer.mended) = (more.words, more.mended);
        }
    }
    answer.total = answer.ids.len();
    answer.ids.truncate(limit);
    Ok(answer)
}

/// The ids of items that a commune reads in a language.
fn ids_in(tx: &mut Tx<'_>, commune: &str, lang: Lang) -> Result<HashSet<String>, Error> {
    let ids =
        tx.list(sql!("SELECT id FROM learning_item WHERE commune_id IN ('', $1) AND lang = $2"), args![commune, lang.code()], |row| {
            row.get::<String>(0)
        })?;
    Ok(ids.into_iter().collect())
}

fn search_in(tx: &mut Tx<'_>, commune: &str, lang: Lang, question: &str) -> Result<Answer, Error> {
    let Shelves { communes, known } = shelves(tx, commune, lang)?;
    let plan = Plan::of(question, &known);
    let mut rows = Vec::with_capacity(plan.asked.len());
    for (asked, too_common) in plan.asked.iter().zip(plan.too_common(&known)) {
        let mut found = Vec::new();
        if too_common {
            rows.push(found);
            continue;
        }
        for (at, commune) in (0..).zip(&communes) {
            found.extend(postings(tx, commune, lang, &asked.word.plain, at * OWN)?);
        }
        rows.push(found);
    }
    let ranked = plan.rank(&rows, known.documents);
    let replaced = own_ids(tx, commune, lang)?;
    let mut ids = Vec::new();
    for hit in ranked.iter().take(NAMED) {
        let commune = &communes[usize::from(hit.number >= OWN)];
        let id = item_id(tx, commune, lang, hit.number % OWN)?;
        ids.extend(id.filter(|id| !commune.is_empty() || !replaced.contains(id)));
    }
    let words = plan.asked.iter().map(|asked| asked.word.plain.clone()).filter(|word| !word.contains(' ')).collect();
    Ok(Answer { ids, total: 0, mended: plan.mended, words })
}

/// The ids of which a commune has a version of its own, or hides the built-in one.
fn own_ids(tx: &mut Tx<'_>, commune: &str, lang: Lang) -> Result<HashSet<String>, Error> {
    if commune.is_empty() {
        return Ok(HashSet::new());
    }
    let ids =
        tx.list(sql!("SELECT id FROM learning_item WHERE commune_id = $1 AND lang = $2"), args![commune, lang.code()], |row| row.get(0))?;
    Ok(ids.into_iter().collect())
}

/// Documents below this place are not named: nobody leafs so far.
const NAMED: usize = 100;

/// The forms of a word with their documents, whose numbers begin at `first`.
fn postings(tx: &mut Tx<'_>, commune: &str, lang: Lang, word: &str, first: u32) -> Result<Vec<(String, Vec<Posting>)>, Error> {
    tx.list(
        sql!("SELECT form, places FROM learning_search_word WHERE commune_id = $1 AND lang = $2 AND word = $3"),
        args![commune, lang.code(), word],
        |row| {
            let places = read_places(&row.get::<String>(1)?);
            Ok((row.get(0)?, places.into_iter().map(|(number, weight)| (first + number, weight)).collect()))
        },
    )
}

fn item_id(tx: &mut Tx<'_>, commune: &str, lang: Lang, number: u32) -> Result<Option<String>, Error> {
    tx.value(
        sql!("SELECT item_id FROM learning_search_item WHERE commune_id = $1 AND lang = $2 AND n = $3"),
        args![commune, lang.code(), number],
    )
}

/// A piece of text and whether it is one of the words that were looked for.
pub type Piece = (String, bool);

/// The line of an item that shows best why it was found, with the words that were looked for marked; its summary, when that shows as much.
pub fn snippet(item: &Item, looked_for: &[String]) -> Vec<Piece> {
    let count = |line: &str| {
        let mut found: Vec<String> = words(line).into_iter().map(|word| word.plain).filter(|word| looked_for.contains(word)).collect();
        found.sort();
        found.dedup();
        found.len()
    };
    let parts = parts(&item.body);
    let lines = parts.iter().flat_map(|part| part.text.lines());
    let mut best = (count(&item.facts.summary), item.facts.summary.as_str());
    for line in lines {
        let found = count(line);
        if found > best.0 {
            best = (found, line);
        }
    }
    marked(&cut(best.1, looked_for), looked_for)
}

/// The longest piece of text that a result shows, in words.
const SHOWN: usize = 32;

/// At most [`SHOWN`] words of a line, from shortly before the first one that was looked for.
fn cut(line: &str, looked_for: &[String]) -> String {
    let all: Vec<&str> = line.split_whitespace().collect();
    if all.len() <= SHOWN {
        return line.to_owned();
    }
    let is_hit = |token: &&str| words(token).iter().any(|word| looked_for.contains(&word.plain));
    let start = all.iter().position(is_hit).unwrap_or(0).saturating_sub(6).min(all.len() - SHOWN);
    let end = start + SHOWN;
    let dots = |more: bool| if more { "…" } else { "" };
    format!("{}{}{}", dots(start > 0), all[start..end].join(" "), dots(end < all.len()))
}

/// A line in pieces, the words that were looked for marked.
pub fn marked(line: &str, looked_for: &[String]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, hit: bool| match pieces.last_mut() {
        Some((last, was)) if *was == hit => last.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push((text.to_owned(), hit)),
    };
    let mut token = String::new();
    let flush = |token: &mut String, push: &mut dyn FnMut(&str, bool)| {
        let hit = words(token).iter().any(|word| looked_for.contains(&word.plain));
        push(token, hit);
        token.clear();
    };
    for c in line.chars() {
        // A mark of its own belongs to the letter before it.
        if c.is_alphanumeric() || (!token.is_empty() && ('\u{300}'..='\u{36f}').contains(&c)) {
            token.push(c);
        } else {
            flush(&mut token, &mut push);
            push(c.encode_utf8(&mut [0; 4]), false);
        }
    }
    flush(&mut token, &mut push);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_is_marked_with_its_marks() {
        let shown = |line: &str, words: &[&str]| -> String {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            marked(line, &words).into_iter().map(|(text, hit)| if hit { format!("[{text}]") } else { text }).collect()
        };
        assert_eq!(shown("Cuộc gọi lừa đảo.", &["lua", "dao"]), "Cuộc gọi [lừa] [đảo].");
        assert_eq!(shown("Gọi 156!", &["156"]), "Gọi [156]!");
        assert_eq!(shown("<b>lừa</b>", &["lua"]), "<b>[lừa]</b>");
        assert_eq!(shown("lu\u{31b}\u{300}a", &["lua"]), "[lu\u{31b}\u{300}a]");
        assert_eq!(shown("", &["lua"]), "");
    }

    #[test]
    fn a_long_line_is_cut_around_what_was_found() {
        let line = format!("{} đảo {}", "một ".repeat(60).trim(), "hai ".repeat(60).trim());
        let cut = cut(&line, &["dao".to_owned()]);
        assert!(cut.starts_with("…một") && cut.ends_with("hai…") && cut.contains("đảo"), "{cut}");
        assert_eq!(cut.split_whitespace().count(), SHOWN);
    }
}
