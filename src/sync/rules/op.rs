//! One operation as a phone sent it.

use serde_json::{Value, json};

use super::when::Told;
use crate::kit::{clock::Millis, ids, picture};

/// An operation whose envelope could be read; what its payload says is for its type to judge.
#[derive(Clone, Debug, PartialEq)]
pub struct Op {
    /// Made once, when the person tapped.
    pub id: String,
    /// The device that numbered it.
    pub device: String,
    /// Its number on that device, from 1.
    pub seq: i64,
    /// The type, such as `attendance.mark`.
    pub kind: String,
    /// The version of the payload's form.
    pub schema: i64,
    /// The account that tapped.
    pub actor: String,
    /// The grant that it was done under, as the phone believed.
    pub grant: String,
    /// The thing that it is about.
    pub entity: String,
    /// The version of the thing that the phone had.
    pub base_version: Option<i64>,
    /// Operations that must land first.
    pub deps: Vec<String>,
    /// What was done.
    pub payload: Value,
    /// SHA-256 of pictures that belong to it.
    pub blobs: Vec<String>,
    /// What the phone knew about the time.
    pub told: Told,
    /// SHA-256 over what makes it this operation and no other.
    pub hash: String,
}

/// Why an envelope could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The operation's id, when at least that could be read.
    pub id: Option<String>,
    /// The first field that is wrong.
    pub field: &'static str,
}

/// The largest number that every JSON reader keeps exactly.
const EXACT: i64 = 9_007_199_254_740_991;
/// Longest type, id or other short text, in bytes.
const SHORT: usize = 100;
/// Most dependencies and most pictures of one operation.
const MOST: usize = 50;

/// Reads one operation of a batch.
///
/// # Errors
/// [`Unreadable`] names the first field that is missing or wrong. Instants that no clock shows are brought to the nearest possible one:
/// nothing is refused because of a clock.
pub fn read(raw: &Value) -> Result<Op, Unreadable> {
    let id = raw.get("op_id").and_then(Value::as_str).filter(|id| ids::is_id(id)).map(str::to_owned);
    let wrong = |field: &'static str| Unreadable { id: id.clone(), field };
    let Some(known) = id.clone() else { return Err(wrong("op_id")) };
    let device = text(raw, "device_id").filter(|id| ids::is_id(id)).ok_or_else(|| wrong("device_id"))?;
    let seq = raw.get("seq").and_then(Value::as_i64).filter(|seq| (1..=EXACT).contains(seq)).ok_or_else(|| wrong("seq"))?;
    let kind = text(raw, "type").filter(|kind| !kind.is_empty()).ok_or_else(|| wrong("type"))?;
    let schema = raw.get("schema").map_or(Some(0), Value::as_i64).filter(|n| (0..=1_000_000).contains(n)).ok_or_else(|| wrong("schema"))?;
    let actor = text(raw, "actor").ok_or_else(|| wrong("actor"))?;
    let entity = text(raw, "entity_id").filter(|entity| !entity.is_empty()).ok_or_else(|| wrong("entity_id"))?;
    let base_version = match raw.get("base_version") {
        None | Some(Value::Null) => None,
        Some(value) => Some(value.as_i64().ok_or_else(|| wrong("base_version"))?),
    };
    let deps = list(raw, "deps", ids::is_id).ok_or_else(|| wrong("deps"))?;
    let blobs = list(raw, "blobs", picture::is_name).ok_or_else(|| wrong("blobs"))?;
    let payload = raw.get("payload").filter(|payload| payload.is_object()).cloned().ok_or_else(|| wrong("payload"))?;
    let told = Told {
        captured_at: instant(raw, "captured_at").unwrap_or(0),
        mono: instant(raw, "mono_since_contact"),
        offset: instant(raw, "offset_est").unwrap_or(0),
        last_contact: instant(raw, "last_contact").unwrap_or(0),
    };
    let mut op = Op {
        id: known,
        device,
        seq,
        kind,
        schema,
        actor,
        grant: text(raw, "grant_id").unwrap_or_default(),
        entity,
        base_version,
        deps,
        payload,
        blobs,
        told,
        hash: String::new(),
    };
    op.hash = op.sealed();
    Ok(op)
}

impl Op {
    /// SHA-256 in hex over the JSON of what makes the operation; keys are sorted, device, number and clock guesses are left out.
    fn sealed(&self) -> String {
        let captured_at = self.told.captured_at;
        let content = json!([
            self.id,
            self.kind,
            self.schema,
            self.actor,
            self.entity,
            self.base_version,
            self.deps,
            self.payload,
            self.blobs,
            captured_at
        ]);
        ids::sha256_hex(content.to_string().as_bytes())
    }

    /// The operation as JSON, to be kept while it waits.
    pub fn kept(&self) -> String {
        json!({
            "op_id": self.id, "device_id": self.device, "seq": self.seq, "type": self.kind, "schema": self.schema, "actor": self.actor,
            "grant_id": self.grant, "entity_id": self.entity, "base_version": self.base_version, "deps": self.deps, "payload": self.payload,
            "blobs": self.blobs, "captured_at": self.told.captured_at, "mono_since_contact": self.told.mono, "offset_est": self.told.offset,
            "last_contact": self.told.last_contact
        })
        .to_string()
    }

    /// A field of the payload as text without spaces around it; empty when it is missing or no text.
    pub fn text(&self, field: &str) -> &str {
        self.payload.get(field).and_then(Value::as_str).map_or("", str::trim)
    }

    /// A yes or no of the payload; `None` when it was not said.
    pub fn flag(&self, field: &str) -> Option<bool> {
        self.payload.get(field).and_then(Value::as_bool)
    }

    /// A whole number of the payload.
    pub fn number(&self, field: &str) -> Option<i64> {
        self.payload.get(field).and_then(Value::as_i64)
    }
}

fn text(raw: &Value, field: &str) -> Option<String> {
    raw.get(field).and_then(Value::as_str).filter(|text| text.len() <= SHORT).map(str::to_owned)
}

/// A list of texts that all are `fine`; one that was not sent is empty.
fn list(raw: &Value, field: &str, fine: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    match raw.get(field) {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(items)) if items.len() <= MOST => {
            items.iter().map(|item| item.as_str().filter(|text| fine(text)).map(str::to_owned)).collect()
        }
        Some(_) => None,
    }
}

/// An instant or span in milliseconds; a fraction is cut, what is larger than any clock shows is brought down.
fn instant(raw: &Value, field: &str) -> Option<Millis> {
    let value = raw.get(field)?;
    value.as_i64().or_else(|| value.as_f64().map(|n| n as i64)).map(|n| n.clamp(-EXACT, EXACT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent() -> Value {
        json!({
            "op_id": "0199aaaa-0000-7000-8000-000000000001", "device_id": "0199aaaa-0000-7000-8000-00000000000d", "seq": 17,
            "type": "attendance.mark", "schema": 1, "actor": "a", "grant_id": "g", "entity_id": "s", "base_version": null, "deps": [],
            "payload": {"said": "present", "person": "p"}, "blobs": [], "captured_at": 5, "mono_since_contact": null, "offset_est": -1,
            "last_contact": 2
        })
    }

    fn with(field: &str, value: Value) -> Value {
        let mut raw = sent();
        raw[field] = value;
        raw
    }

    #[test]
    fn what_makes_an_operation_is_sealed_and_guesses_are_not() {
        let op = read(&sent()).unwrap();
        for (field, value) in [("seq", json!(18)), ("device_id", json!("0199aaaa-0000-7000-8000-00000000000e")), ("offset_est", json!(9))] {
            assert_eq!(read(&with(field, value)).unwrap().hash, op.hash, "{field}");
        }
        for (field, value) in [
            ("type", json!("x")),
            ("schema", json!(2)),
            ("actor", json!("b")),
            ("entity_id", json!("t")),
            ("base_version", json!(1)),
            ("deps", json!(["0199aaaa-0000-7000-8000-000000000002"])),
            ("payload", json!({})),
            ("blobs", json!(["0".repeat(64)])),
            ("captured_at", json!(6)),
        ] {
            assert_ne!(read(&with(field, value)).unwrap().hash, op.hash, "{field}");
        }
        let turned = json!({"person": "p", "said": "present"});
        assert_eq!(read(&with("payload", turned)).unwrap().hash, op.hash, "the order of keys says nothing");
    }

    #[test]
    fn what_waits_is_read_back_as_it_was() {
        let op = read(&sent()).unwrap();
        assert_eq!(read(&serde_json::from_str(&op.kept()).unwrap()).unwrap(), op);
    }

    #[test]
    fn a_broken_envelope_names_its_first_fault() {
        for (field, value, id_is_known) in [
            ("op_id", json!("x"), false),
            ("op_id", json!(5), false),
            ("device_id", json!("x"), true),
            ("seq", json!(0), true),
            ("seq", json!(1.5), true),
            ("seq", json!(u64::MAX), true),
            ("type", json!(""), true),
            ("type", json!("x".repeat(10_000)), true),
            ("schema", json!("1"), true),
            ("entity_id", json!(null), true),
            ("base_version", json!("x"), true),
            ("deps", json!(["x"]), true),
            ("deps", json!({}), true),
            ("blobs", json!(["../etc/passwd"]), true),
            ("payload", json!([]), true),
        ] {
            let fault = read(&with(field, value)).unwrap_err();
            assert_eq!((fault.field, fault.id.is_some()), (field, id_is_known));
        }
        assert_eq!(read(&json!("x")).unwrap_err(), Unreadable { id: None, field: "op_id" });
    }

    #[test]
    fn no_clock_makes_an_operation_unreadable() {
        for value in [json!(null), json!("x"), json!(i64::MIN), json!(u64::MAX), json!(1.5e300), json!(-0.5), json!([])] {
            for field in ["captured_at", "mono_since_contact", "offset_est", "last_contact"] {
                assert!(read(&with(field, value.clone())).is_ok(), "{field} {value}");
            }
        }
    }
}
