//! Old forms of payloads are brought to the present one, step by step. The phone's outbox keeps what it wrote; nothing is refused for its age.

use serde_json::{Value, json};

/// The types that this server knows, each with its present schema.
pub const CURRENT: &[(&str, i64)] = &[
    ("attendance.mark", 1),
    ("attendance.unmark", 1),
    ("person.add", 1),
    ("person.edit", 1),
    ("skill.check", 1),
    ("help.log", 1),
    ("mentor.contact", 1),
    ("household.visit", 1),
    ("household.commit", 1),
    ("stall.survey", 1),
    ("identity.check", 1),
    ("shift.log", 1),
    ("request.close", 1),
    ("photo.attach", 1),
    ("card.lost", 1),
    ("record.undo", 1),
];

/// One step: from this schema of a type to the next.
pub type Step = (&'static str, i64, fn(&mut Value));

/// Every step there is. A step stays for at least twelve months after the last app that wrote its form.
const STEPS: &[Step] = &[
    ("attendance.mark", 0, |payload| {
        let said = if payload.get("present").and_then(Value::as_bool).unwrap_or(true) { "present" } else { "absent" };
        set(payload, "said", json!(said));
        set(payload, "how", json!("name"));
    }),
    ("skill.check", 0, |payload| {
        let result = if payload.get("passed").and_then(Value::as_bool).unwrap_or(false) { "unaided" } else { "not_yet" };
        set(payload, "result", json!(result));
    }),
];

/// Words that apps of the present schema wrote and this server never knew, put right.
const MENDS: &[(&str, fn(&mut Value))] = &[("identity.check", |payload| {
    let known = match payload.get("excluded").and_then(Value::as_str).map(str::trim) {
        Some("health") => "unable",
        Some("refused") => "declined",
        Some("no_phone" | "no_id") => "other",
        _ => return,
    };
    payload["excluded"] = json!(known);
})];

fn set(payload: &mut Value, field: &str, value: Value) {
    if let Some(fields) = payload.as_object_mut() {
        fields.entry(field.to_owned()).or_insert(value);
    }
}

/// What came of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upcast {
    /// It has the present form now.
    Present,
    /// The type is unknown to this server.
    UnknownType,
    /// The schema is newer than the server, or so old that no step leads here.
    UnknownSchema,
}

/// Brings a payload to the present form of its type.
pub fn upcast(kind: &str, schema: i64, payload: &mut Value) -> Upcast {
    let form = climb(CURRENT, STEPS, kind, schema, payload);
    if form == Upcast::Present {
        for (_, mend) in MENDS.iter().filter(|(known, _)| *known == kind) {
            mend(payload);
        }
    }
    form
}

fn climb(current: &[(&str, i64)], steps: &[Step], kind: &str, schema: i64, payload: &mut Value) -> Upcast {
    let tried = if cfg!(test) && kind.starts_with("test.") { Some(&("", 1)) } else { None };
    let Some((_, present)) = current.iter().find(|(known, _)| *known == kind).or(tried) else { return Upcast::UnknownType };
    let mut at = schema;
    while at < *present {
        let Some((_, _, step)) = steps.iter().find(|(known, from, _)| *known == kind && *from == at) else { return Upcast::UnknownSchema };
        step(payload);
        at += 1;
    }
    if at == *present { Upcast::Present } else { Upcast::UnknownSchema }
}

/// The oldest schema of each type that an app may still write anew; older ones are only taken from outboxes.
pub fn min_schema() -> Value {
    Value::Object(CURRENT.iter().map(|(kind, schema)| ((*kind).to_owned(), json!(schema))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_forms_climb_to_the_present_one() {
        for (kind, schema, old, new) in [
            (
                "attendance.mark",
                0,
                json!({"person": "p", "present": true}),
                json!({"person": "p", "present": true, "said": "present", "how": "name"}),
            ),
            ("attendance.mark", 0, json!({"present": false}), json!({"present": false, "said": "absent", "how": "name"})),
            ("attendance.mark", 1, json!({"said": "late"}), json!({"said": "late"})),
            ("skill.check", 0, json!({"passed": true}), json!({"passed": true, "result": "unaided"})),
        ] {
            let mut payload = old;
            assert_eq!(upcast(kind, schema, &mut payload), Upcast::Present);
            assert_eq!(payload, new);
        }
    }

    #[test]
    fn reasons_of_older_apps_become_the_reasons_that_are_counted() {
        for (old, new) in [
            ("health", "unable"),
            ("refused", "declined"),
            ("no_phone", "other"),
            ("no_id", "other"),
            ("under_age", "under_age"),
            ("away", "away"),
            ("?", "?"),
        ] {
            let mut payload = json!({"person": "p", "excluded": old});
            assert_eq!(upcast("identity.check", 1, &mut payload), Upcast::Present);
            assert_eq!(payload["excluded"], new);
        }
        let mut without = json!({"person": "p", "excluded": null});
        upcast("identity.check", 1, &mut without);
        assert_eq!(without, json!({"person": "p", "excluded": null}));
    }

    #[test]
    fn steps_follow_each_other_and_none_is_jumped_over() {
        fn note(payload: &mut Value, step: &str) {
            let so_far = payload["steps"].as_str().unwrap_or("").to_owned();
            payload["steps"] = json!(so_far + step);
        }
        let current = [("x", 3)];
        let steps: [Step; 2] = [("x", 2, |p| note(p, "2")), ("x", 1, |p| note(p, "1"))];
        let mut payload = json!({});
        assert_eq!(climb(&current, &steps, "x", 1, &mut payload), Upcast::Present);
        assert_eq!(payload["steps"], "12");
        for (kind, schema, expected) in [("x", 0, Upcast::UnknownSchema), ("x", 4, Upcast::UnknownSchema), ("y", 1, Upcast::UnknownType)] {
            assert_eq!(climb(&current, &steps, kind, schema, &mut payload), expected, "{kind} {schema}");
        }
    }
}
