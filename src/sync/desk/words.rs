//! What an operation did, in words: its payload with names in place of ids.

use serde_json::Value;

use crate::{
    accounts::Scope,
    classes,
    kit::{
        dates,
        db::Tx,
        error::Result,
        text::{Lang, Text},
    },
    people, places,
};

/// Fields of payloads whose values are words with a text of their own: `sync-value-{field}-{value}` where two fields share a word.
const CODED: &[&str] = &["said", "how", "result", "topic", "component", "sex", "what", "field", "excluded", "purpose"];

/// The payload of an operation as label and value, in the order of a form. What the caller may not see stays out.
pub(super) fn told(tx: &mut Tx<'_>, scope: &Scope, sent: &str, lang: Lang) -> Result<Vec<(String, String)>> {
    let t = Text::of(lang);
    let sent: Value = serde_json::from_str(sent).unwrap_or_default();
    let mut facts = Vec::new();
    for (field, value) in sent["payload"].as_object().into_iter().flatten() {
        let key = format!("sync-field-{field}");
        // Ids of the record itself say nothing to a reader.
        if !t.has(&key) || value.is_null() || value == "" {
            continue;
        }
        if let Some(words) = in_words(tx, scope, field, value, t)? {
            facts.push((t.get(&key), words));
        }
    }
    Ok(facts)
}

fn in_words(tx: &mut Tx<'_>, scope: &Scope, field: &str, value: &Value, t: Text) -> Result<Option<String>> {
    let id = value.as_str().unwrap_or_default();
    Ok(match (field, value) {
        ("person" | "lead", _) => people::card(tx, scope, id)?.map(|card| match card.birth_year {
            Some(year) => format!("{}, {year}", card.name),
            None => card.name,
        }),
        ("village", _) => places::village(tx, scope.commune(), id)?.map(|village| village.name),
        ("session", _) => classes::session_line(tx, scope.commune(), id)?
            .map(|line| format!("{} · {} · {}", line.title, dates::short_day(line.day, t.lang), line.venue)),
        ("began_at" | "ended_at", Value::Number(n)) => n.as_i64().map(|at| dates::moment(at, t.lang)),
        (_, Value::Bool(yes)) => Some(t.get(if *yes { "sync-yes" } else { "sync-no" })),
        (_, Value::Array(items)) => {
            let words: Vec<String> = items.iter().filter_map(|item| item.as_str().map(|word| coded(t, field, word))).collect();
            (!words.is_empty()).then(|| words.join(", "))
        }
        (_, Value::Number(n)) => Some(n.to_string()),
        (_, Value::String(word)) => Some(coded(t, field, word)),
        _ => None,
    })
}

fn coded(t: Text, field: &str, word: &str) -> String {
    let key = format!("sync-value-{word}");
    if (CODED.contains(&field) || field == "told") && t.has(&key) { t.get(&key) } else { word.chars().take(300).collect() }
}
