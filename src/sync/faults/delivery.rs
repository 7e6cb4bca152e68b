//! Answers swallowed, batches doubled, turned around, cut and mixed: the evening ends as if all had come in order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Dice, runs};
use crate::{
    accounts::Role,
    kit::{clock::Millis, ids},
    sync::tests::{BEGINS, Hall, Phone, expect_sums, said},
};

/// One thing that somebody does on a phone.
#[derive(Clone, Debug)]
struct Act {
    phone: usize,
    at: Millis,
    op_id: String,
    what: What,
    deps: Vec<String>,
}

#[derive(Clone, Debug)]
enum What {
    /// A person of the register, or one that was added.
    Mark(Who, &'static str),
    Unmark(Who),
    Add(usize),
    Check(Who, String, &'static str),
    Undo(String),
    /// Each phone mends a field of persons of its own: the same field twice is for an officer.
    Edit(usize, String),
}

#[derive(Clone, Copy, Debug)]
enum Who {
    Known(usize),
    New(usize),
}

const PHONES: usize = 20;

/// An evening of twenty phones.
fn evening(dice: &mut Dice, length: usize, added: &mut Vec<String>) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    let mut adds: Vec<(usize, String)> = Vec::new();
    let mut checks: Vec<(usize, String, String)> = Vec::new();
    for n in 0..length {
        let (phone, at) = (dice.below(PHONES), BEGINS + 1_000 + n as Millis * 700);
        let op_id = ids::new(at);
        let who = if !adds.is_empty() && dice.below(3) == 0 { Who::New(dice.below(adds.len())) } else { Who::Known(dice.below(30)) };
        let needs = |who: Who| match who {
            Who::New(at) => vec![adds[at].1.clone()],
            Who::Known(_) => Vec::new(),
        };
        let (what, deps) = match dice.below(10) {
            0..=4 => (What::Mark(who, ["present", "late", "absent"][dice.below(3)]), needs(who)),
            5 => (What::Unmark(who), needs(who)),
            6 => {
                added.push(ids::new(at));
                adds.push((phone, op_id.clone()));
                (What::Add(added.len() - 1), Vec::new())
            }
            7 => {
                let id = ids::new(at);
                checks.push((phone, id.clone(), op_id.clone()));
                (What::Check(who, id, ["unaided", "helped", "not_yet"][dice.below(3)]), needs(who))
            }
            8 if checks.iter().any(|(owner, ..)| *owner == phone) => {
                let own: Vec<_> = checks.iter().filter(|(owner, ..)| *owner == phone).collect();
                let (_, id, op) = own[dice.below(own.len())];
                (What::Undo(id.clone()), vec![op.clone()])
            }
            _ => (What::Edit(phone, format!("Xóm {n}")), Vec::new()),
        };
        acts.push(Act { phone, at, op_id, what, deps });
    }
    acts
}

/// The evening's operations on the phones of a house.
fn operations(hall: &Hall, phones: &mut [Phone<'_>], acts: &[Act], added: &[String]) -> Vec<(usize, Value)> {
    let mut hamlets: BTreeMap<usize, String> = BTreeMap::new();
    let session = hall.sessions[0].clone();
    let mut made = Vec::new();
    for act in acts {
        let id = |who: &Who| match who {
            Who::Known(at) => hall.people[*at].clone(),
            Who::New(at) => added[*at].clone(),
        };
        let (kind, entity, payload) = match &act.what {
            What::Mark(who, said) => ("attendance.mark", session.clone(), json!({"person": id(who), "said": said, "how": "card"})),
            What::Unmark(who) => ("attendance.unmark", session.clone(), json!({"person": id(who), "reason": "nhầm"})),
            What::Add(at) => {
                let village = &hall.house.villages[0];
                ("person.add", added[*at].clone(), json!({"village": village, "name": format!("Trần Văn Mới {at}"), "birth_year": 1960}))
            }
            What::Check(who, check, result) => {
                let payload = json!({"person": id(who), "component": "device", "tasks": [], "result": result, "place": "Nhà văn hóa"});
                ("skill.check", check.clone(), payload)
            }
            What::Undo(check) => ("record.undo", check.clone(), json!({"reason": "ghi nhầm"})),
            What::Edit(phone, to) => {
                let before = hamlets.insert(*phone, to.clone()).unwrap_or_default();
                ("person.edit", hall.people[30 + phone].clone(), json!({"field": "hamlet", "before": before, "after": to}))
            }
        };
        let mut op = phones[act.phone].op_at(kind, &entity, payload, act.at);
        op["op_id"] = json!(act.op_id);
        op["deps"] = json!(act.deps);
        if let What::Edit(..) = act.what {
            // A phone's own edits of one field follow each other.
            let last = made.iter().rev().find(|(phone, op): &&(usize, Value)| *phone == act.phone && op["type"] == "person.edit");
            if let Some((_, last)) = last {
                op["deps"] = json!([last["op_id"]]);
            }
        }
        made.push((act.phone, op));
    }
    made
}

/// What the evening left, without ids of its house.
async fn left(hall: &Hall, phones: &[Phone<'_>]) -> Vec<String> {
    let mut names: Vec<(String, String)> = hall.people.iter().enumerate().map(|(at, id)| (id.clone(), format!("người {at}"))).collect();
    names.extend(hall.others.iter().enumerate().map(|(at, id)| (id.clone(), format!("người khác {at}"))));
    for (at, phone) in phones.iter().enumerate() {
        names.push((phone.account.clone(), format!("tài khoản {at}")));
        names.push((phone.id.clone(), format!("máy {at}")));
    }
    names.push((hall.sessions[0].clone(), "buổi".into()));
    names.push((hall.house.villages[0].clone(), "thôn".into()));
    let commune = hall.house.commune.clone();
    let rows = hall
        .house
        .read(move |tx| {
            let mut rows = Vec::new();
            for sql in [
                "SELECT 'mark', session_id, person_id, state, late_minutes, marked_at, marked_by FROM classes_mark WHERE commune_id = $1 AND state <> 'none'",
                "SELECT 'person', id, name, hamlet FROM people_person WHERE commune_id = $1",
                "SELECT 'check', id, person_id, result, at, checked_by, CASE WHEN voided_at IS NULL THEN 0 ELSE 1 END FROM learning_check WHERE commune_id = $1",
                "SELECT 'reached', person_id, key, first_at, best_grade FROM ledger_attainment WHERE commune_id = $1",
                "SELECT 'tally', key, audience, day, entries, firsts FROM ledger_tally WHERE commune_id = $1",
                "SELECT 'entry', e.kind, e.person_id, e.subject, e.grade, e.occurred_at, e.recorded_by, e.device FROM ledger_entry e
                  LEFT JOIN ledger_voided v ON v.commune_id = e.commune_id AND v.entry_id = e.id
                  WHERE e.commune_id = $1 AND v.entry_id IS NULL AND e.kind IN ('class.attended', 'skill.shown', 'skill.tried')",
                "SELECT 'enrolled', person_id, state FROM classes_enrolment WHERE commune_id = $1",
            ] {
                rows.extend(tx.rows(sql, crate::args![&commune])?.iter().map(|row| format!("{:?}", row.values())));
            }
            Ok(rows)
        })
        .await;
    let mut rows: Vec<String> =
        rows.into_iter().map(|row| names.iter().fold(row, |row, (id, name)| row.replace(id.as_str(), name))).collect();
    rows.sort();
    rows
}

async fn a_hall_of_phones<'a>(hall: &'a Hall, who: &str) -> Vec<Phone<'a>> {
    let mut phones = Vec::new();
    for at in 0..PHONES {
        phones.push(hall.phone_of(&format!("{who}{at}"), Role::TeamMember, 0).await);
    }
    phones
}

#[tokio::test]
async fn twenty_phones_in_any_order_end_as_if_all_had_come_in_order() {
    for seed in 0..runs(2, 20) {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (seed as u64 + 1));
        let mut added = Vec::new();
        let acts = evening(&mut dice, runs(140, 600), &mut added);

        let hall = Hall::new().await;
        let mut phones = a_hall_of_phones(&hall, "p").await;
        let ops = operations(&hall, &mut phones, &acts, &added);
        hall.pass(acts.len() as Millis * 700 + 10_000);
        for (phone, op) in &ops {
            let verdict = phones[*phone].tell(op).await;
            assert!(verdict.starts_with("applied") || verdict.starts_with("duplicate") || verdict == "rejected deleted", "{verdict} {op}");
        }
        let in_order = left(&hall, &phones).await;

        let other = Hall::new().await;
        let mut phones = a_hall_of_phones(&other, "p").await;
        let ops = operations(&other, &mut phones, &acts, &added);
        other.pass(acts.len() as Millis * 700 + 10_000);
        let mut batches: Vec<(usize, Vec<Value>)> = Vec::new();
        for at in 0..PHONES {
            let mut own: Vec<Value> = ops.iter().filter(|(phone, _)| *phone == at).map(|(_, op)| op.clone()).collect();
            dice.shuffle(&mut own);
            while !own.is_empty() {
                let rest = own.split_off(own.len().min(1 + dice.below(9)));
                batches.push((at, std::mem::replace(&mut own, rest)));
            }
        }
        // Some answers are swallowed: the batch comes again, later and with others.
        for _ in 0..batches.len() / 2 {
            batches.push(batches[dice.below(batches.len())].clone());
        }
        dice.shuffle(&mut batches);
        for (at, batch) in &batches {
            if dice.below(4) == 0 {
                cut(&phones[*at], batch, &mut dice).await;
            }
            phones[*at].push(batch).await;
        }
        let mixed = left(&other, &phones).await;
        assert_eq!(in_order.len(), mixed.len(), "seed {seed}");
        for (one, two) in in_order.iter().zip(&mixed) {
            assert_eq!(one, two, "seed {seed}");
        }
        for hall in [&hall, &other] {
            hall.house.expect_sound().await;
            expect_sums(&hall.house).await;
        }
    }
}

/// Sends a part of a batch's bytes: it is never answered as if it were whole.
async fn cut(phone: &Phone<'_>, batch: &[Value], dice: &mut Dice) {
    let body = phone.batch(batch).to_string().into_bytes();
    let part = body[..dice.below(body.len())].to_vec();
    let answer = phone.call("POST", "/api/v1/sync/push", part).await;
    assert_eq!(answer.status.as_u16(), 422, "{}", answer.html());
}

#[tokio::test]
async fn a_dependency_that_comes_last_brings_a_long_chain_along() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    let (person, add) = phone.add("Hồ Thị Cuối");
    let mut chain = vec![add];
    for n in 0..40 {
        let before = chain.last().unwrap()["op_id"].clone();
        let from = if n == 0 { "Xóm 1".to_owned() } else { format!("Xóm {}", n + 100) };
        let mut op = phone.op("person.edit", &person, json!({"field": "hamlet", "before": from, "after": format!("Xóm {}", n + 101)}));
        op["deps"] = json!([before]);
        chain.push(op);
    }
    chain.reverse();
    let verdicts = phone.push(&chain).await;
    assert_eq!(verdicts.iter().filter(|verdict| said(verdict) == "deferred waiting").count(), 40);
    let again = phone.push(&chain).await;
    assert!(again.iter().all(|verdict| verdict["status"] == "applied"), "what waited became what it is");
    let (scope, id) = (hall.house.scope(), person);
    assert_eq!(hall.house.read(move |tx| crate::people::field_now(tx, &scope, &id, "hamlet")).await, "Xóm 140");
    expect_sums(&hall.house).await;
}
