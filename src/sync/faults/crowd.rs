//! Everybody at once, at nine in the evening.

use std::{future::poll_fn, pin::Pin, task::Poll};

use serde_json::Value;

use super::{Dice, go_home, runs};
use crate::{
    accounts::Role,
    classes,
    sync::tests::{Hall, Phone, expect_sums, said},
};

type Running<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Runs all of these at once.
async fn at_once<T>(mut running: Vec<Running<'_, T>>) -> Vec<T> {
    let mut done = Vec::new();
    poll_fn(|cx| {
        running.retain_mut(|one| match one.as_mut().poll(cx) {
            Poll::Ready(value) => {
                done.push(value);
                false
            }
            Poll::Pending => true,
        });
        if running.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done
}

/// Pushes as a phone does: who is told that the server is busy comes again with the same batch.
async fn push(phone: &Phone<'_>, ops: &[Value]) -> Vec<Value> {
    loop {
        let answer = phone.call("POST", "/api/v1/sync/push", phone.batch(ops).to_string().into_bytes()).await;
        if answer.status == 503 {
            assert!(answer.says("later").headers.contains_key("retry-after"));
            phone.hall.tick();
            continue;
        }
        let told: Value = serde_json::from_slice(&answer.is(200).bytes).unwrap();
        let verdicts = told["verdicts"].as_array().unwrap().clone();
        assert!(verdicts.iter().map(|verdict| &verdict["op_id"]).eq(ops.iter().map(|op| &op["op_id"])), "each in its place");
        return verdicts;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_phones_with_two_hundred_operations_each_come_at_nine() {
    let (phones, each) = (runs(12, 50), runs(60, 200));
    let hall = Hall::new().await;
    let mut dice = Dice(0x2100_2100);
    let mut outboxes = Vec::new();
    for _ in 0..phones {
        let mut phone = hall.phone(Role::TeamMember, 0).await;
        let mut ops: Vec<Value> = Vec::new();
        while ops.len() < each {
            if dice.below(8) == 0 {
                let (person, add) = phone.add(&format!("Đinh Văn {} {}", phone.login, ops.len()));
                let mut mark = phone.mark(&person);
                mark["deps"] = serde_json::json!([add["op_id"]]);
                ops.extend([add, mark]);
            } else {
                ops.push(phone.mark(&hall.people[dice.below(60)]));
            }
        }
        ops.truncate(each);
        outboxes.push((phone, ops));
    }
    go_home(&hall);
    let running = outboxes
        .iter()
        .map(|(phone, ops)| {
            let sent = async move {
                // The line is slow: the whole batch comes again while it is under way, and once more when its answer was swallowed.
                let both = at_once((0..2).map(|_| Box::pin(push(phone, ops)) as Running<'_, Vec<Value>>).collect()).await;
                assert_eq!(both[0], both[1]);
                assert_eq!(push(phone, ops).await, both[0]);
                both.into_iter().next().unwrap()
            };
            Box::pin(sent) as Running<'_, Vec<Value>>
        })
        .collect();
    let verdicts: Vec<Value> = at_once(running).await.into_iter().flatten().collect();
    assert_eq!(verdicts.len(), phones * each);
    let expected = ["applied ok", "duplicate already_marked"];
    assert!(
        verdicts.iter().all(|verdict| expected.contains(&said(verdict).as_str())),
        "{:?}",
        verdicts.iter().map(said).find(|s| !expected.contains(&s.as_str()))
    );
    let marks = hall.house.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM classes_mark WHERE state = 'present'", &[])?)).await;
    assert_eq!(hall.house.entries(classes::ATTENDED).await, marks, "each learner once");
    hall.house.expect_sound().await;
    expect_sums(&hall.house).await;
}
