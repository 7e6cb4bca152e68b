//! Through the front door: what somebody does in the browser, and what is then on pages, in rows and in the ledger.

mod attendance;
mod calendar;
mod cards;
mod enrolment;
mod merged;
mod opening;
mod timetable;
mod walk_in;

use jiff::civil::{Date, date, time};

use super::{
    api,
    rules::{Audience, Lesson, NewSeries, Support},
    store,
};
use crate::{
    kit::{clock::Millis, dates, db::Tx, error::Result, recur::Pattern},
    people::{self, NewPerson},
    resources::{self, Kind, NewVenue},
    testing::{NOW, TestHouse, Visit},
};

/// A house with a hall in its first village.
pub struct Hall {
    pub house: TestHouse,
    pub venue: String,
}

impl std::ops::Deref for Hall {
    type Target = TestHouse;

    fn deref(&self) -> &TestHouse {
        &self.house
    }
}

/// The village hall of Đồng Mẫu, empty, on Monday 5 October 2026 at 19:00.
pub async fn a_hall() -> Hall {
    let house = TestHouse::new().await;
    let (scope, village) = (house.scope(), house.villages[0].clone());
    let venue = house.write(move |tx| resources::add(tx, &scope, &hall(&village), NOW)).await;
    Hall { house, venue }
}

fn hall(village: &str) -> NewVenue {
    NewVenue {
        village: Some(village.into()),
        name: "Nhà văn hóa thôn Đồng Mẫu".into(),
        kind: Kind::Hall,
        address: "cạnh đình làng".into(),
        capacity: Some(60),
        step_free: Some(true),
        active: true,
    }
}

impl Hall {
    /// A class from 19:30 to 21:00 on the given days.
    pub fn evening(&self, days: &[Date]) -> NewSeries {
        NewSeries {
            title: "Gọi video".into(),
            about: String::new(),
            village: self.villages[0].clone(),
            venue: self.venue.clone(),
            audience: Audience::Citizen,
            support: Support::None,
            helpers: String::new(),
            teacher: "Đỗ Minh Hà".into(),
            capacity: 30,
            start: time(19, 30, 0, 0),
            end: time(21, 0, 0, 0),
            pattern: Pattern::Given(days.to_vec()),
            skip: Vec::new(),
        }
    }

    /// Opens a class and answers its sessions.
    pub async fn open(&self, new: NewSeries) -> Vec<Lesson> {
        let scope = self.scope();
        self.write(move |tx| {
            let series = api::open(tx, &scope, &new, NOW)?;
            api::sessions_of(tx, scope.commune(), &series)
        })
        .await
    }

    /// A class this evening and in a week.
    pub async fn tonight(&self) -> Lesson {
        self.open(self.evening(&[date(2026, 10, 5), date(2026, 10, 12)])).await.remove(0)
    }

    /// A person of the first village.
    pub async fn person(&self, name: &str, birth_year: i16) -> String {
        let village = self.villages[0].clone();
        self.person_of(&village, name, birth_year).await
    }

    /// A person of a village.
    pub async fn person_of(&self, village: &str, name: &str, birth_year: i16) -> String {
        let (scope, village, name) = (self.scope(), village.to_owned(), name.to_owned());
        self.write(move |tx| {
            let new = NewPerson { village: village.clone(), name: name.clone(), birth_year: Some(birth_year), ..NewPerson::default() };
            people::add(tx, &scope, &new, NOW)
        })
        .await
    }

    /// A person of the first village with a place in the class.
    pub async fn learner(&self, lesson: &Lesson, name: &str, birth_year: i16) -> String {
        let person = self.person(name, birth_year).await;
        let (scope, series, who) = (self.scope(), lesson.series.clone(), person.clone());
        self.write(move |tx| api::enrol(tx, &scope, &series, &who, NOW)).await;
        person
    }

    /// Moves the clock.
    pub fn at(&self, day: i8, hour: i8, minute: i8) {
        self.app.clock.set(dates::instant(date(2026, 10, day), time(hour, minute, 0, 0)));
    }

    /// A look at the first commune.
    pub async fn look<T: Send + 'static>(&self, look: impl Fn(&mut Tx<'_>, &str) -> Result<T> + Send + 'static) -> T {
        let commune = self.commune.clone();
        self.read(move |tx| look(tx, &commune)).await
    }
}

/// The roll's address.
pub fn roll(lesson: &Lesson) -> String {
    format!("/quan-ly/lop/buoi/{}", lesson.id)
}

/// Taps a name from the page's script and answers the JSON.
pub async fn tap(visit: &Visit<'_>, lesson: &Lesson, person: &str, fields: &[(&str, &str)]) -> (u16, serde_json::Value) {
    let mut all = vec![("person", person)];
    all.extend_from_slice(fields);
    let answer = visit.clone().by_script().post(&format!("{}/diem-danh", roll(lesson)), &all).await;
    (answer.status.as_u16(), serde_json::from_slice(&answer.bytes).expect("JSON"))
}

/// The form of a class as a browser sends it.
pub fn form<'a>(hall: &'a Hall, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title", "Gọi video và gửi ảnh"),
        ("about", "Mang theo điện thoại"),
        ("teacher", "Đỗ Minh Hà"),
        ("capacity", "30"),
        ("audience", "citizen"),
        ("support", "elderly"),
        ("helpers", "1 kèm 3"),
        ("village", hall.villages[0].as_str()),
        ("venue", hall.venue.as_str()),
        ("start", "19:30"),
        ("end", "21:00"),
        ("repeat", "weekly"),
        ("weekday", "2"),
        ("weekday", "4"),
        ("from", "2026-10-06"),
        ("ending", "count"),
        ("count", "4"),
        ("until", ""),
        ("given", ""),
        ("skip", ""),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

/// The instant of a moment in October 2026.
pub fn october(day: i8, hour: i8, minute: i8) -> Millis {
    dates::instant(date(2026, 10, day), time(hour, minute, 0, 0))
}
