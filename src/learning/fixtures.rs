//! What several tests of learning begin with: a learner's card, and a class of this evening.

use jiff::civil::time;

use crate::{
    classes::{self, Audience, NewSeries, Support},
    kit::{clock::DAY, dates, recur::Pattern},
    people,
    resources::{self, NewVenue},
    testing::{NOW, TestHouse},
};

/// The short code of a new card.
pub async fn card_of(house: &TestHouse, person: &str) -> String {
    let (scope, keys, who) = (house.scope(), house.app.keys.clone(), person.to_owned());
    house
        .write(move |tx| {
            people::issue_cards(tx, &keys, &scope, std::slice::from_ref(&who), NOW)?;
            let village = people::card(tx, &scope, &who)?.expect("a person").village;
            Ok(people::cards_for(tx, &scope, &village)?.into_iter().find(|card| card.person == who).expect("a card").code)
        })
        .await
}

/// A class whose one session is this evening: the session's id.
pub async fn session_tonight(house: &TestHouse, village: &str) -> String {
    let (scope, village) = (house.scope(), village.to_owned());
    house
        .write(move |tx| {
            let venue = NewVenue {
                village: Some(village.clone()),
                name: "Nhà văn hóa".into(),
                kind: resources::Kind::Hall,
                address: String::new(),
                capacity: None,
                step_free: None,
                active: true,
            };
            let new = NewSeries {
                title: "Lớp gọi video".into(),
                about: String::new(),
                village: village.clone(),
                venue: resources::add(tx, &scope, &venue, NOW)?,
                audience: Audience::Citizen,
                support: Support::None,
                helpers: String::new(),
                teacher: "Đỗ Minh Hà".into(),
                capacity: 30,
                start: time(18, 30, 0, 0),
                end: time(20, 0, 0, 0),
                pattern: Pattern::Given(vec![dates::day_of(NOW)]),
                skip: Vec::new(),
            };
            let series = classes::open(tx, &scope, &new, NOW - DAY)?;
            Ok(classes::sessions_of(tx, scope.commune(), &series)?.remove(0).id)
        })
        .await
}
