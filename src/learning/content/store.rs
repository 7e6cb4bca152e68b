//! All SQL on `learning_item` and `learning_loaded`.

use super::{Audience, Facts, Item, Kind, facts};
use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Row, Tx},
        fold,
        text::Lang,
    },
    sql,
};

/// A list with a space around every entry, so that `LIKE '% x %'` finds one.
fn spaced<'a>(entries: impl Iterator<Item = &'a str>) -> String {
    let entries: Vec<&str> = entries.collect();
    if entries.is_empty() { String::new() } else { format!(" {} ", entries.join(" ")) }
}

fn item_row(row: &Row) -> Result<Item, Error> {
    let words = |at: usize| -> Result<String, Error> { row.get(at) };
    Ok(Item {
        commune: words(0)?,
        lang: Lang::parse(&words(2)?).unwrap_or_default(),
        kind: Kind::parse(&words(3)?).unwrap_or(Kind::Lesson),
        facts: Facts {
            id: words(1)?,
            title: words(4)?,
            summary: words(5)?,
            want: words(6)?,
            audience: words(7)?.split_whitespace().filter_map(Audience::parse).collect(),
            skills: words(8)?.split_whitespace().map(str::to_owned).collect(),
            level: row.get(9)?,
            minutes: row.get(10)?,
            licence: words(11)?,
            source: words(12)?,
            checked: row.get(13)?,
            practice: words(14)?,
            guide: words(15)?,
            keywords: words(16)?.lines().map(str::to_owned).collect(),
            media: words(17)?,
            captions: words(18)?,
            link: words(19)?,
        },
        bytes: row.get(20)?,
        body: words(21)?,
    })
}

/// Puts an item's readable text in place; `published` is false for one that hides the built-in item of its id.
pub fn put(tx: &mut Tx<'_>, item: &Item, published: bool, now: Millis) -> Result<(), Error> {
    let Facts { id, title, summary, want, level, minutes, licence, source, checked, practice, guide, media, captions, link, .. } =
        &item.facts;
    tx.run(sql!("DELETE FROM learning_item WHERE commune_id = $1 AND id = $2 AND lang = $3"), args![&item.commune, id, item.lang.code()])?;
    tx.run(
        sql!(
            "INSERT INTO learning_item (commune_id, id, lang, kind, state, title, summary, want, audience, skills, level, minutes, licence, source,
                checked, practice, guide, keywords, media, captions, link, body, bytes, sort_key, updated_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)"
        ),
        args![
            &item.commune,
            id,
            item.lang.code(),
            item.kind.code(),
            if published { "published" } else { "archived" },
            title,
            summary,
            want,
            spaced(item.facts.audience.iter().map(|audience| audience.code())),
            spaced(item.facts.skills.iter().map(String::as_str)),
            *level,
            *minutes,
            licence,
            source,
            *checked,
            practice,
            guide,
            item.facts.keywords.join("\n"),
            media,
            captions,
            link,
            &item.body,
            item.bytes,
            fold::place_key(title),
            now
        ],
    )?;
    Ok(())
}

/// Takes a commune's own text of an item away: the built-in one is read again, where there is one.
pub fn remove(tx: &mut Tx<'_>, commune: &str, id: &str, lang: Lang) -> Result<(), Error> {
    tx.run(sql!("DELETE FROM learning_item WHERE commune_id = $1 AND id = $2 AND lang = $3"), args![commune, id, lang.code()])?;
    Ok(())
}

/// Takes every item of a commune away, before they are loaded anew.
pub fn clear(tx: &mut Tx<'_>, commune: &str) -> Result<(), Error> {
    tx.run(sql!("DELETE FROM learning_item WHERE commune_id = $1"), args![commune])?;
    Ok(())
}

/// The item with this id as `commune` reads it: its own version before the built-in one, `lang` before Vietnamese, Vietnamese before any other.
///
/// `None` when there is none, or the commune put it away.
pub fn item(tx: &mut Tx<'_>, commune: &str, id: &str, lang: Lang) -> Result<Option<Item>, Error> {
    let all = tx.list(
        sql!(
            "SELECT i.commune_id, i.id, i.lang, i.kind, i.title, i.summary, i.want, i.audience, i.skills, i.level, i.minutes, i.licence, i.source,
                i.checked, i.practice, i.guide, i.keywords, i.media, i.captions, i.link, i.bytes, i.body, i.state
              FROM learning_item i WHERE i.id = $2 AND i.commune_id IN ('', $1)
                AND (i.commune_id <> '' OR $1 = ''
                  OR NOT EXISTS (SELECT 1 FROM learning_item o WHERE o.commune_id = $1 AND o.id = i.id AND o.lang = i.lang))
              ORDER BY CASE i.lang WHEN $3 THEN 0 WHEN 'vi' THEN 1 ELSE 2 END, i.lang"
        ),
        args![commune, id, lang.code()],
        |row| Ok((item_row(row)?, row.get::<String>(22)? == "published")),
    )?;
    Ok(all.into_iter().find(|(_, published)| *published).map(|(item, _)| item))
}

/// Which items are wanted from the shelf; an empty field asks for all.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only for this audience.
    pub audience: Option<Audience>,
    /// Only this level.
    pub level: Option<i64>,
    /// Only items that have this skill.
    pub skill: Option<String>,
    /// Only items that exist in the reader's language.
    pub own_language: bool,
    /// Only items of at most so many bytes.
    pub bytes: Option<i64>,
}

/// The published items as `commune` reads them in `lang`, without their text, in the order of their titles.
pub fn items(tx: &mut Tx<'_>, commune: &str, lang: Lang, wanted: &Wanted, limit: i64, offset: i64) -> Result<Vec<Item>, Error> {
    tx.list(
        sql!(
            "SELECT i.commune_id, i.id, i.lang, i.kind, i.title, i.summary, i.want, i.audience, i.skills, i.level, i.minutes, i.licence, i.source,
                i.checked, i.practice, i.guide, i.keywords, i.media, i.captions, i.link, i.bytes, ''
              FROM learning_item i WHERE i.commune_id IN ('', $1) AND i.state = 'published'
                AND (i.commune_id <> '' OR $1 = ''
                  OR NOT EXISTS (SELECT 1 FROM learning_item o WHERE o.commune_id = $1 AND o.id = i.id AND o.lang = i.lang))
                AND (i.lang = $2 OR ($3 = '' AND i.lang = 'vi' AND NOT EXISTS (SELECT 1 FROM learning_item t WHERE t.commune_id IN ('', $1) AND t.id = i.id
                    AND t.lang = $2 AND t.state = 'published')))
                AND ($4 = '' OR i.kind = $4) AND ($5 = '' OR i.audience LIKE '% ' || $5 || ' %') AND ($6 = 0 OR i.level = $6)
                AND ($7 = '' OR i.skills LIKE '% ' || $7 || ' %') AND ($8 = 0 OR i.bytes <= $8)
              ORDER BY i.sort_key, i.id LIMIT $9 OFFSET $10"
        ),
        args![
            commune,
            lang.code(),
            if wanted.own_language { "own" } else { "" },
            wanted.kind.map_or("", Kind::code),
            wanted.audience.map_or("", Audience::code),
            wanted.level.unwrap_or(0),
            wanted.skill.clone().unwrap_or_default(),
            wanted.bytes.unwrap_or(0),
            limit,
            offset
        ],
        item_row,
    )
}

/// How many items [`items`] would give without a limit.
pub fn count_items(tx: &mut Tx<'_>, commune: &str, lang: Lang, wanted: &Wanted) -> Result<i64, Error> {
    tx.count(
        sql!(
            "SELECT COUNT(*) FROM learning_item i WHERE i.commune_id IN ('', $1) AND i.state = 'published'
                AND (i.commune_id <> '' OR $1 = ''
                  OR NOT EXISTS (SELECT 1 FROM learning_item o WHERE o.commune_id = $1 AND o.id = i.id AND o.lang = i.lang))
                AND (i.lang = $2 OR ($3 = '' AND i.lang = 'vi' AND NOT EXISTS (SELECT 1 FROM learning_item t WHERE t.commune_id IN ('', $1) AND t.id = i.id
                    AND t.lang = $2 AND t.state = 'published')))
                AND ($4 = '' OR i.kind = $4) AND ($5 = '' OR i.audience LIKE '% ' || $5 || ' %') AND ($6 = 0 OR i.level = $6)
                AND ($7 = '' OR i.skills LIKE '% ' || $7 || ' %') AND ($8 = 0 OR i.bytes <= $8)"
        ),
        args![
            commune,
            lang.code(),
            if wanted.own_language { "own" } else { "" },
            wanted.kind.map_or("", Kind::code),
            wanted.audience.map_or("", Audience::code),
            wanted.level.unwrap_or(0),
            wanted.skill.clone().unwrap_or_default(),
            wanted.bytes.unwrap_or(0)
        ],
    )
}

/// Every published item that belongs to `commune` itself, with its text: what its search index is made of.
pub fn own_items(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<Item>, Error> {
    tx.list(
        sql!(
            "SELECT commune_id, id, lang, kind, title, summary, want, audience, skills, level, minutes, licence, source, checked, practice, guide,
                keywords, media, captions, link, bytes, body
              FROM learning_item WHERE commune_id = $1 AND state = 'published' ORDER BY lang, id"
        ),
        args![commune],
        item_row,
    )
}

/// The hash of what was last loaded for a commune; empty when nothing was.
pub fn loaded(tx: &mut Tx<'_>, commune: &str, what: &str) -> Result<String, Error> {
    let hash = tx.value(sql!("SELECT hash FROM learning_loaded WHERE commune_id = $1 AND what = $2"), args![commune, what])?;
    Ok(hash.unwrap_or_default())
}

/// Keeps the hash of what was loaded.
pub fn set_loaded(tx: &mut Tx<'_>, commune: &str, what: &str, hash: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_loaded (commune_id, what, hash, at) VALUES ($1, $2, $3, $4)
              ON CONFLICT (commune_id, what) DO UPDATE SET hash = excluded.hash, at = excluded.at"
        ),
        args![commune, what, hash, now],
    )?;
    Ok(())
}

/// What an item weighs when it is taken away: its text, and its facts.
pub(super) fn weight(facts: &Facts, body: &str) -> i64 {
    let words = [&facts.title, &facts.summary, &facts.want, &facts.source].map(String::len).iter().sum::<usize>();
    (body.len() + words).min(facts::BODY_LIMIT * 2) as i64
}
