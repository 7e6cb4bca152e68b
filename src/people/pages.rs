//! Pages of the register: lists, persons, households, consent, imports, duplicates.

mod cards;
mod consent;
mod form;
mod households;
mod list;
mod load;
mod pairs;
mod person;
mod take;

use std::collections::HashMap;

use super::{
    rules::{self, Profile},
    store::Listed,
};
use crate::{
    accounts::{Route, Scope},
    kit::{birth::Birth, db::Tx, error::Result, fold, text::Text},
    places,
};

/// The register's address.
const HERE: &str = "/quan-ly/nguoi-dan";
/// The households' address.
const HOUSEHOLDS: &str = "/quan-ly/ho";

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    [
        list::routes(),
        form::routes(),
        load::routes(),
        pairs::routes(),
        person::routes(),
        consent::routes(),
        households::routes(),
        take::routes(),
        cards::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The names of a commune's villages, and which of them the caller may choose.
struct Villages {
    names: HashMap<String, String>,
    /// Id and name of those in reach that still exist, in Vietnamese order.
    open: Vec<(String, String)>,
}

impl Villages {
    fn read(tx: &mut Tx<'_>, scope: &Scope) -> Result<Self> {
        let all = places::villages(tx, scope.commune())?;
        let open = all.iter().filter(|v| v.active && scope.covers(&v.id)).map(|v| (v.id.clone(), v.name.clone())).collect();
        Ok(Self { names: all.into_iter().map(|v| (v.id, v.name)).collect(), open })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }
}

/// A person as a row shows them.
struct Face {
    id: String,
    name: String,
    initial: String,
    /// One of five colours, always the same for one person.
    hue: &'static str,
    /// Birth, village and hamlet in words.
    about: String,
    /// The phone, masked; empty when there is none.
    phone: String,
    audience: String,
    needs: Vec<String>,
    consent: Option<bool>,
}

impl Face {
    fn of(listed: Listed, villages: &Villages, t: Text) -> Self {
        let place = [listed.hamlet.as_str(), villages.name(&listed.village)].into_iter().filter(|part| !part.is_empty());
        let about: Vec<String> = std::iter::once(birth_words(t, &listed.birth)).chain(place.map(str::to_owned)).collect();
        Self {
            initial: initial(&listed.name),
            hue: hue(&listed.id),
            about: about.join(" · "),
            phone: listed.phone.as_deref().map(rules::masked).unwrap_or_default(),
            id: listed.id,
            name: listed.name,
            audience: listed.audience,
            needs: listed.needs,
            consent: listed.consent,
        }
    }
}

/// The first letter of the given name, which comes last.
fn initial(name: &str) -> String {
    name.split_whitespace().last().and_then(|word| word.chars().next()).map(|c| c.to_uppercase().to_string()).unwrap_or_default()
}

fn hue(id: &str) -> &'static str {
    const HUES: [&str; 5] = ["", " hue-2", " hue-3", " hue-4", " hue-5"];
    let sum: usize = id.bytes().map(usize::from).sum();
    HUES[sum % HUES.len()]
}

/// A stored birth in words.
fn birth_words(t: Text, stored: &str) -> String {
    Birth::from_stored(stored).map_or_else(|| t.get("people-birth-unknown"), Birth::vietnamese)
}

/// The value of a field in words, as the history and the comparison show it; empty where nothing is known.
fn value_words(t: Text, field: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    match field {
        "sex" => t.get(&format!("people-sex-{value}")),
        "birth" => birth_words(t, value),
        "audience" => t.get(&format!("people-audience-{value}")),
        "smartphone" => t.get(&format!("people-smartphone-{value}")),
        "excluded" => t.get(&format!("people-excluded-{value}")),
        "needs" => value.split(',').map(|need| t.get(&format!("people-need-{need}"))).collect::<Vec<_>>().join(", "),
        _ => value.to_owned(),
    }
}

/// A name for the crumbs and titles, never empty.
fn title_of(profile: &Profile) -> String {
    fold::nfc(&profile.name)
}
