//! What no good phone sends: nothing panics, nothing leaks, and the others in the batch go on.

use serde_json::{Value, json};

use super::{Hall, expect_sums, said};
use crate::{accounts::Role, classes, kit::ids};

#[tokio::test]
async fn broken_bodies_are_refused_and_broken_operations_get_their_verdict() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    for (body, status) in [
        (String::new(), 422),
        ("null".into(), 422),
        ("[]".into(), 422),
        ("{\"protocol\":1".into(), 422),
        (deep, 422),
        ("{\"protocol\":1e999}".into(), 422),
        (json!({"protocol": 2, "device_id": phone.id, "ops": []}).to_string(), 426),
        (json!({"protocol": 1, "device_id": "x", "ops": []}).to_string(), 422),
        (json!({"protocol": 1, "device_id": phone.id, "ops": {}}).to_string(), 422),
        (json!({"protocol": 1, "device_id": phone.id, "ops": vec![json!({}); 201]}).to_string(), 413),
        (format!("\"{}\"", "x".repeat(1_100_000)), 413),
        ("{\"a\":\"\\ud800\"}".into(), 422),
    ] {
        let shown: String = body.chars().take(40).collect();
        let answer = phone.call("POST", "/api/v1/sync/push", body.into_bytes()).await;
        assert_eq!(answer.status.as_u16(), status, "{shown}: {}", answer.html());
    }
    phone.call("POST", "/api/v1/sync/push", vec![0xff, 0xfe, 0x00]).await.is(422);
    let good = phone.mark(&hall.people[0]);
    let ops = [json!(null), json!([]), json!("x"), json!({}), json!({"op_id": ids::new(1)}), good, json!({"op_id": 7, "seq": -1})];
    let verdicts = phone.push(&ops).await;
    assert_eq!(said(&verdicts[5]), "applied ok");
    for (at, verdict) in verdicts.iter().enumerate().filter(|(at, _)| *at != 5) {
        assert_eq!(said(verdict), "rejected invalid");
        assert_eq!(verdict["op_id"].is_null(), at != 4);
        assert!(at == 4 || verdict["index"] == json!(at));
    }
    expect_sums(&hall.house).await;
}

/// Every field of every type, with every strange value: one verdict each, and the class goes on.
#[tokio::test]
async fn no_value_of_any_field_stops_a_batch() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    let strange = [
        json!(null),
        json!(true),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.7e308),
        json!(""),
        json!("ă".repeat(10_000)),
        json!("\u{0}\u{202e}<script>alert(1)</script>'; DROP TABLE sync_op; --"),
        json!(hall.house.other_commune),
        json!(hall.house.other_village),
        json!([]),
        json!({"a": {"b": []}}),
        json!(vec!["x"; 1_000]),
    ];
    let fields = [
        "person",
        "said",
        "how",
        "card",
        "reason",
        "village",
        "name",
        "birth_year",
        "sex",
        "phone",
        "hamlet",
        "household",
        "consents",
        "field",
        "before",
        "after",
        "component",
        "tasks",
        "result",
        "place",
        "note",
        "session",
        "what",
    ];
    let good = |phone: &mut super::Phone<'_>, kind: &str| {
        let fresh = ids::new(hall.now());
        let entity = match kind {
            "attendance.mark" | "attendance.unmark" => hall.sessions[0].clone(),
            "person.edit" => hall.people[0].clone(),
            _ => fresh,
        };
        let payload = json!({
            "person": hall.people[1], "said": "present", "how": "name", "card": null, "reason": "r", "village": hall.house.villages[0],
            "name": "Đỗ Văn Tám", "birth_year": 1960, "sex": "male", "phone": "", "hamlet": "", "household": null, "consents": [],
            "field": "hamlet", "before": "", "after": "Xóm 9", "component": "skill", "tasks": [1], "result": "unaided", "place": "ở nhà",
            "note": "", "session": hall.sessions[0], "what": "class"
        });
        let mut op = phone.op(kind, &entity, payload);
        op["blobs"] = json!(["ab".repeat(32)]);
        op
    };
    let kinds = [
        "attendance.mark",
        "attendance.unmark",
        "person.add",
        "person.edit",
        "skill.check",
        "photo.attach",
        "record.undo",
        "help.log",
        "x",
    ];
    let mut ops: Vec<Value> = Vec::new();
    for kind in kinds {
        for field in fields {
            for value in &strange {
                let mut op = good(&mut phone, kind);
                op["payload"][field] = value.clone();
                ops.push(op);
            }
        }
        for value in &strange {
            let mut op = good(&mut phone, kind);
            op["entity_id"] = value.clone();
            ops.push(op);
        }
    }
    let secret = "Thôn Người Khác";
    let mut given = 0;
    let mut rest = ops.as_slice();
    while !rest.is_empty() {
        let mut take = rest.len().min(200);
        while phone.batch(&rest[..take]).to_string().len() > 1_000_000 {
            take /= 2;
        }
        let verdicts = phone.push(&rest[..take]).await;
        for (verdict, op) in verdicts.iter().zip(rest) {
            assert_ne!(verdict["code"], "server_fault", "{verdict} {}", op.to_string().chars().take(300).collect::<String>());
            assert!(!verdict["message"].as_str().unwrap().contains(secret));
            assert!(!verdict["message"].as_str().unwrap().contains('⟦'), "{verdict}");
        }
        given += verdicts.len();
        rest = &rest[take..];
    }
    assert_eq!(given, ops.len());
    hall.house.expect_sound().await;
    expect_sums(&hall.house).await;
}

#[tokio::test]
async fn what_is_elsewhere_looks_like_what_is_nowhere() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    let nowhere = ids::new(1);
    let mut answers = Vec::new();
    for (session, person) in [
        (&hall.sessions[1], &hall.people[0]),
        (&nowhere, &hall.people[0]),
        (&hall.sessions[0], &hall.others[0]),
        (&hall.sessions[0], &nowhere),
        (&hall.house.other_commune, &hall.house.other_village),
    ] {
        let op = phone.op("attendance.mark", session, json!({"person": person, "said": "present", "how": "name"}));
        let mut verdict = phone.push(&[op]).await.remove(0);
        verdict["op_id"] = Value::Null;
        verdict["effective_at"] = Value::Null;
        answers.push(verdict);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(said(&answers[0]), "rejected not_found");
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 0);
}

#[tokio::test]
async fn a_volunteer_may_not_do_what_an_ambassador_may() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let payload = json!({"person": hall.people[0], "component": "skill", "tasks": [], "result": "unaided", "place": "x", "note": ""});
    let check = phone.op("skill.check", &ids::new(hall.now()), payload);
    assert_eq!(phone.tell(&check).await, "rejected not_allowed");
    let edit = phone.op("person.edit", &hall.people[0], json!({"field": "hamlet", "before": "", "after": "x"}));
    assert_eq!(phone.tell(&edit).await, "rejected not_allowed");
}
