mod cards;
mod consent;
mod faults;
mod households;
mod lists;
mod pairs;
mod persons;

use crate::testing::{Answer, NOW, TestHouse, Visit};

use super::{NewPerson, add, store};

/// A person of the first or second village, added as a walk-in is.
async fn walk_in(house: &TestHouse, village: usize, name: &str, year: i16) -> String {
    let (scope, village, name) = (house.scope(), house.villages[village].clone(), name.to_owned());
    house
        .write(move |tx| {
            let new = NewPerson { village: village.clone(), name: name.clone(), birth_year: Some(year), ..NewPerson::default() };
            add(tx, &scope, &new, NOW)
        })
        .await
}

/// The fields that make a person; `more` come after them.
fn form<'a>(village: &'a str, name: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("village", village), ("name", name), ("audience", "citizen")];
    fields.extend_from_slice(more);
    fields
}

/// The id at the end of the address that an answer leads to.
fn id_of(answer: &Answer) -> String {
    answer.location().rsplit('/').next().unwrap_or_default().to_owned()
}

/// Opens a person's page.
async fn person_page(visit: &Visit<'_>, id: &str) -> Answer {
    visit.get(&format!("/quan-ly/nguoi-dan/{id}")).await.is(200)
}

/// How many persons stand in the first commune's register.
async fn people(house: &TestHouse) -> i64 {
    let scope = house.scope();
    house.read(move |tx| store::count(tx, &scope, &store::Filter::default())).await
}

/// What stands between two marks of a page.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(found, _)| found)
}
