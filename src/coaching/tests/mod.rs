//! Through the front door, and through what sync calls.

mod api;
mod pages;

use crate::{
    accounts::{self, Right, Role, Scope},
    people::{self, NewPerson},
    testing::{NOW, TestHouse},
};

/// Somebody of the given village of the first commune, in a household of their own when `head` is given.
async fn person(house: &TestHouse, village: &str, name: &str) -> String {
    let (scope, village, name) = (house.scope(), village.to_owned(), name.to_owned());
    let new = NewPerson { village, name, birth_year: Some(1953), ..NewPerson::default() };
    house.write(move |tx| people::add(tx, &scope, &new, NOW)).await
}

/// The scope to coach of the visitor of a role, whom the house knows already or gets to know now.
async fn coach(house: &TestHouse, role: Role) -> Scope {
    coach_at(house, role, &house.villages[0].clone()).await
}

async fn coach_at(house: &TestHouse, role: Role, village: &str) -> Scope {
    let commune = house.commune.clone();
    house.role_at(role, &commune, village).await;
    let login = format!("{}-{}", role.code(), &village[village.len() - 6..]);
    house.read(move |tx| Ok(accounts::scope_of(tx, &login, &commune, Right::Coach)?.expect("may coach"))).await
}
