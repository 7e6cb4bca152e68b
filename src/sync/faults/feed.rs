//! What is written earlier and committed later is told all the same.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError, mpsc},
};

use serde_json::Value;

use super::runs;
use crate::{
    accounts::Role,
    args,
    kit::db::Engine,
    people::{self, NewPerson},
    sync::tests::{Hall, Phone},
};

fn somebody(hall: &Hall, name: String) -> NewPerson {
    NewPerson { village: hall.house.villages[0].clone(), name, ..NewPerson::default() }
}

/// Pulls to the end, and answers the names that were told.
async fn told(phone: &Phone<'_>, cursor: &mut String, limit: usize) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    loop {
        let page = phone.pull(cursor, limit).await;
        *cursor = page["cursor"].as_str().unwrap().to_owned();
        names.extend(page["changes"].as_array().unwrap().iter().filter_map(|change| change["data"]["name"].as_str().map(str::to_owned)));
        if page["more"] == Value::Bool(false) {
            return names;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_begun_first_and_committed_last_is_not_passed_over() {
    let hall = Hall::new().await;
    if hall.house.app.db.engine() == Engine::Sqlite {
        // One writer: what is begun first is committed first.
        return;
    }
    let phone = hall.phone(Role::Volunteer, 0).await;
    let mut cursor = String::new();
    told(&phone, &mut cursor, 500).await;
    let add = |name: &str, mut then: Box<dyn FnMut() + Send>| {
        let (db, scope, new, now) = (hall.house.app.db.clone(), hall.house.scope(), somebody(&hall, name.into()), hall.now());
        std::thread::spawn(move || {
            db.write_now(move |tx| {
                people::add(tx, &scope, &new, now)?;
                then();
                Ok::<_, crate::kit::error::Error>(())
            })
        })
    };
    let (wrote, has_written) = mpsc::channel();
    let (go_on, may) = mpsc::channel::<()>();
    let may = Arc::new(Mutex::new(may));
    let first = add(
        "Người Đầu",
        Box::new(move || {
            wrote.send(()).unwrap();
            may.lock().unwrap_or_else(PoisonError::into_inner).recv().unwrap();
        }),
    );
    has_written.recv().unwrap();
    let second = add("Người Sau", Box::new(|| ()));
    // The second is through, or waits for the first: nothing else can happen to it.
    let waits =
        "SELECT COUNT(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE NOT l.granted AND d.datname = current_database()";
    while !second.is_finished() && hall.house.read(move |tx| Ok(tx.count(waits, args![])?)).await == 0 {
        tokio::task::yield_now().await;
    }
    let mut names = told(&phone, &mut cursor, 500).await;
    go_on.send(()).unwrap();
    first.join().unwrap().unwrap();
    second.join().unwrap().unwrap();
    names.extend(told(&phone, &mut cursor, 500).await);
    assert_eq!(names, ["Người Đầu", "Người Sau"].map(str::to_owned).into());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_pulls_while_many_write_is_told_everything() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let mut cursor = String::new();
    told(&phone, &mut cursor, 500).await;
    let each = runs(15, 150);
    let writers: Vec<_> = (0..6)
        .map(|writer| {
            let (db, scope, now) = (hall.house.app.db.clone(), hall.house.scope(), hall.now());
            let all: Vec<NewPerson> = (0..each).map(|n| somebody(&hall, format!("Người {writer} {n}"))).collect();
            std::thread::spawn(move || {
                for new in all {
                    let scope = scope.clone();
                    db.write_now(move |tx| people::add(tx, &scope, &new, now).map(drop)).unwrap();
                }
            })
        })
        .collect();
    let mut names = BTreeSet::new();
    while !writers.iter().all(std::thread::JoinHandle::is_finished) {
        names.extend(told(&phone, &mut cursor, 4).await);
    }
    for writer in writers {
        writer.join().unwrap();
    }
    names.extend(told(&phone, &mut cursor, 4).await);
    assert_eq!(names.len(), 6 * each);
}
