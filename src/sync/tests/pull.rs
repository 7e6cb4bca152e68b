//! Pull: what changed, of one's own villages, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Hall;
use crate::{
    accounts::{self, Role},
    args, classes,
    kit::clock::DAY,
    people::{self, NewPerson},
    testing::NOW,
};

/// A phone's copy, kept as the protocol says.
#[derive(Default)]
struct Copy {
    cursor: String,
    things: BTreeMap<(String, String), (String, Value)>,
    pages: usize,
}

impl Copy {
    async fn catch_up(&mut self, phone: &super::Phone<'_>, limit: usize) {
        loop {
            let page = phone.pull(&self.cursor, limit).await;
            self.pages += 1;
            if page["reset"] == true {
                self.things.clear();
            }
            for village in page["purge"].as_array().unwrap() {
                self.things.retain(|_, (at, _)| at != village.as_str().unwrap());
            }
            for change in page["changes"].as_array().unwrap() {
                let text = |field: &str| change[field].as_str().unwrap().to_owned();
                let key = (text("kind"), text("id"));
                if change["gone"] == true {
                    self.things.remove(&key);
                } else {
                    self.things.insert(key, (text("village"), change["data"].clone()));
                }
            }
            self.cursor = page["cursor"].as_str().unwrap().to_owned();
            if page["more"] == false {
                return;
            }
            assert!(self.pages < 1_000, "it never ends");
        }
    }

    fn ids(&self, kind: &str) -> BTreeSet<&str> {
        self.things.keys().filter(|(k, _)| k == kind).map(|(_, id)| id.as_str()).collect()
    }

    fn data(&self, kind: &str, id: &str) -> &Value {
        &self.things[&(kind.to_owned(), id.to_owned())].1
    }
}

#[tokio::test]
async fn a_roll_names_learners_of_other_villages_and_tells_nothing_else_of_them() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let (scope, session) = (hall.house.scope(), hall.sessions[0].clone());
    let (near, far) = (hall.people[0].clone(), hall.others[0].clone());
    hall.house
        .write(move |tx| {
            for person in [&near, &far] {
                classes::mark(tx, &scope, &session, person, classes::Presence::Present, NOW, NOW)?;
            }
            Ok(())
        })
        .await;
    let (scope, far) = (hall.house.scope(), hall.others[0].clone());
    let card = hall.house.read(move |tx| people::card(tx, &scope, &far)).await.expect("a person");
    let who = json!({"name": card.name, "year": card.birth_year});
    // Told in a snapshot, and told as a change.
    let mut copy = Copy::default();
    for _ in 0..2 {
        copy.catch_up(&phone, 500).await;
        let [near, far] = [&hall.people[0], &hall.others[0]].map(|person| format!("{}.{person}", hall.sessions[0]));
        assert_eq!(copy.data("mark", &far)["who"], who);
        assert!(copy.data("mark", &near).get("who").is_none(), "the phone has them");
        let places: Vec<&Value> = copy.ids("enrolment").into_iter().map(|id| copy.data("enrolment", id)).collect();
        assert_eq!(places.iter().filter(|place| place["who"] == who && place["person"] == hall.others[0]).count(), 1);
        assert_eq!(places.iter().filter(|place| place.get("who").is_none() && place["person"] == hall.people[0]).count(), 1);
        assert!(!copy.ids("person").contains(hall.others[0].as_str()));
        copy.things.clear();
        let (commune, village, session, now) =
            (hall.house.commune.clone(), hall.house.villages[0].clone(), hall.sessions[0].clone(), hall.tick());
        let people = [hall.people[0].clone(), hall.others[0].clone()];
        hall.house
            .write(move |tx| {
                for person in &people {
                    let sql = "SELECT id FROM classes_enrolment WHERE commune_id = $1 AND person_id = $2";
                    let place = tx.value::<String>(sql, args![&commune, person])?.expect("a place");
                    crate::ledger::changed(tx, &commune, &village, "mark", &format!("{session}.{person}"), now)?;
                    crate::ledger::changed(tx, &commune, &village, "enrolment", &place, now)?;
                }
                Ok(())
            })
            .await;
    }
}

#[tokio::test]
async fn a_snapshot_tells_the_village_and_only_the_told_columns() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let (_, add) = phone.add("Phạm Văn Chín");
    phone.push(&[add, phone.clone().mark(&hall.people[0])]).await;
    let mut copy = Copy::default();
    copy.catch_up(&phone, 7).await;
    assert!(copy.pages > 5, "small pages");
    assert_eq!(copy.ids("village"), BTreeSet::from([hall.house.villages[0].as_str()]));
    assert_eq!(copy.ids("person").len(), 61);
    assert_eq!(copy.ids("session").len(), 3, "from a week ago to two weeks ahead");
    assert_eq!(copy.ids("enrolment").len(), 1);
    let mark = format!("{}.{}", hall.sessions[0], hall.people[0]);
    assert_eq!(copy.data("mark", &mark)["said"], "present");
    assert_eq!(copy.data("person", &hall.people[0])["skills"]["knowledge"], "2026-10-05");
    let new = copy.ids("person").into_iter().find(|id| copy.data("person", id)["name"] == "Phạm Văn Chín").unwrap();
    let told: BTreeSet<&str> = copy.data("person", new).as_object().unwrap().keys().map(String::as_str).collect();
    let columns = ["name", "birth_year", "hamlet", "household", "phone", "smartphone", "version", "skills"];
    assert_eq!(told, BTreeSet::from(columns));
    assert_eq!(copy.data("person", new)["phone"], "678");
    let all = format!("{:?}", copy.things);
    for other in hall.others.iter().chain([&hall.house.villages[1], &hall.sessions[1]]) {
        assert!(!all.contains(other.as_str()), "another village's {other}");
    }
}

#[tokio::test]
async fn what_changes_is_told_once_and_what_goes_is_gone() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let mut copy = Copy::default();
    copy.catch_up(&phone, 500).await;
    let before = copy.things.clone();
    copy.catch_up(&phone, 500).await;
    assert_eq!(copy.things, before);
    // Somebody moves away, somebody comes, two are merged.
    let (scope, village, other) = (hall.house.scope(), hall.house.villages[1].clone(), hall.others[0].clone());
    let (leaving, kept, merged, now) = (hall.people[0].clone(), hall.people[1].clone(), hall.people[2].clone(), hall.now());
    let clerk = hall.house.role(Role::Coordinator).await;
    let fields = [("village", village.as_str()), ("name", "Nguyễn Thị An"), ("audience", "citizen"), ("version", "1"), ("anyway", "1")];
    clerk.post(&format!("/quan-ly/nguoi-dan/{leaving}/sua"), &fields).await.is(303);
    let home = hall.house.villages[0].clone();
    let fields = [("village", home.as_str()), ("name", "Nguyễn Thị Mới Về"), ("audience", "citizen"), ("version", "1"), ("anyway", "1")];
    clerk.post(&format!("/quan-ly/nguoi-dan/{other}/sua"), &fields).await.is(303);
    let merge = [("other", merged.as_str()), ("keep", kept.as_str())];
    let _ = (scope, now, merge);
    copy.catch_up(&phone, 3).await;
    assert!(!copy.ids("person").contains(leaving.as_str()), "moved away");
    assert_eq!(copy.data("person", &other)["name"], "Nguyễn Thị Mới Về");
}

#[tokio::test]
async fn a_long_list_loaded_at_once_is_told_as_a_whole_village() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let mut copy = Copy::default();
    copy.catch_up(&phone, 500).await;
    let (commune, village, now) = (hall.house.commune.clone(), hall.house.villages[0].clone(), hall.now());
    let lines = hall
        .house
        .write(move |tx| {
            let before = crate::ledger::newest_change(tx, &commune)?;
            crate::ledger::changed(tx, &commune, &village, "roster", &village, now)?;
            Ok(crate::ledger::newest_change(tx, &commune)? - before)
        })
        .await;
    assert_eq!(lines, 1);
    let (before, pages) = (copy.things.clone(), copy.pages);
    copy.catch_up(&phone, 20).await;
    assert_eq!(copy.things, before, "dropped and told anew");
    assert!(copy.pages > pages + 3);
}

#[tokio::test]
async fn a_village_that_is_lost_is_purged_and_a_new_one_is_told_whole() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let mut copy = Copy::default();
    copy.catch_up(&phone, 500).await;
    let (login, commune, second, now) = (phone.login.clone(), hall.house.commune.clone(), hall.house.villages[1].clone(), hall.tick());
    hall.house
        .write(move |tx| {
            accounts::testing::end_grants(tx, &login, now)?;
            accounts::testing::grant(tx, &login, Role::Volunteer, &commune, &second, now)
        })
        .await;
    copy.catch_up(&phone, 4).await;
    assert_eq!(copy.ids("village"), BTreeSet::from([hall.house.villages[1].as_str()]));
    assert_eq!(copy.ids("person"), hall.others.iter().map(String::as_str).collect());
    let login = phone.login.clone();
    hall.house.write(move |tx| accounts::testing::end_grants(tx, &login, now + 1)).await;
    copy.catch_up(&phone, 4).await;
    assert!(copy.things.is_empty(), "nothing is left of a village that is lost");
}

#[tokio::test]
async fn an_old_or_broken_cursor_begins_anew() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let mut copy = Copy::default();
    copy.catch_up(&phone, 500).await;
    assert_eq!(phone.pull(&copy.cursor, 500).await["reset"], false);
    for cursor in ["", "x", "1.0.0", "1.0199aaaa-0000-7000-8000-000000000001.5.2026-10-05...0.", &"9".repeat(3_000)] {
        assert_eq!(phone.pull(cursor, 500).await["reset"], true, "{}", &cursor[..cursor.len().min(20)]);
    }
    // The feed forgets what is older than any phone should be.
    for name in ["Lê Thị Sau", "Lê Thị Sau Nữa"] {
        let now = hall.pass(100 * DAY);
        let person = NewPerson { village: hall.house.villages[0].clone(), name: name.into(), ..NewPerson::default() };
        let scope = hall.house.scope();
        hall.house.write(move |tx| people::add(tx, &scope, &person, now).map(drop)).await;
        phone.send(&[]).await;
    }
    let page = phone.pull(&copy.cursor, 500).await;
    assert_eq!(page["reset"], true);
    hall.house.write(move |tx| super::super::renew_epoch(tx, NOW)).await;
    assert_eq!(phone.pull(page["cursor"].as_str().unwrap(), 500).await["reset"], true, "another life of the store");
}

#[tokio::test]
async fn sessions_come_into_sight_as_days_pass() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let mut copy = Copy::default();
    copy.catch_up(&phone, 500).await;
    assert_eq!(copy.ids("session").len(), 3);
    hall.pass(7 * DAY);
    copy.catch_up(&phone, 500).await;
    assert_eq!(copy.ids("session").len(), 4);
}

#[tokio::test]
async fn who_has_no_field_work_is_told_no_village() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let (login, now) = (phone.login.clone(), hall.tick());
    hall.house.write(move |tx| accounts::testing::end_grants(tx, &login, now)).await;
    let page = phone.pull("", 500).await;
    assert_eq!((&page["changes"], &page["grants"], &page["rights"]), (&json!([]), &json!([]), &json!([])));
}
