use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::{Weekday, time};
use serde_json::{Value, json};

use crate::{
    accounts::{self, Role},
    classes::{self, Audience, NewSeries, Support},
    kit::{
        clock::{HOUR, MINUTE, Millis},
        dates, ids,
        recur::{End, Pattern},
    },
    people::{self, NewPerson},
    resources::{self, Kind, NewVenue},
    testing::{Answer, NOW, TestHouse},
};

mod blobs;
mod desk;
mod devices;
mod field_work;
mod hostile;
mod pull;
mod push;
mod review;
mod roll;

/// Half past seven this evening: the class begins. The clock of the house is moved here.
pub const BEGINS: Millis = NOW + 30 * MINUTE;

/// The ground of every test: an evening class in the first village, another one in the second.
pub struct Hall {
    pub house: TestHouse,
    /// Tonight's session of each village.
    pub sessions: [String; 2],
    /// Sixty persons of the first village.
    pub people: Vec<String>,
    /// Persons of the second village.
    pub others: Vec<String>,
    tick: AtomicI64,
}

impl Hall {
    pub async fn new() -> Self {
        Self::of(TestHouse::new().await).await
    }

    pub async fn of(house: TestHouse) -> Self {
        let (scope, villages) = (house.scope(), house.villages.clone());
        let made = house
            .write(move |tx| {
                let mut sessions = Vec::new();
                for (at, village) in villages.iter().enumerate() {
                    let venue = NewVenue {
                        village: Some(village.clone()),
                        name: format!("Nhà văn hóa {at}"),
                        kind: Kind::Hall,
                        address: String::new(),
                        capacity: None,
                        step_free: None,
                        active: true,
                    };
                    let venue = resources::add(tx, &scope, &venue, NOW - HOUR)?;
                    let series = classes::open(tx, &scope, &series(village, &venue), NOW - HOUR)?;
                    let first = classes::sessions_of(tx, scope.commune(), &series)?.into_iter().next();
                    sessions.push(first.expect("a session tonight").id);
                }
                let mut people = Vec::new();
                for n in 0..66 {
                    let village = villages[usize::from(n >= 60)].clone();
                    let new = NewPerson {
                        village,
                        name: format!("Nguyễn Thị {}", word(n)),
                        birth_year: Some(1950 + n as i16 % 40),
                        ..NewPerson::default()
                    };
                    people.push(people::add(tx, &scope, &new, NOW - HOUR)?);
                }
                Ok((sessions, people))
            })
            .await;
        let (sessions, mut people) = made;
        let others = people.split_off(60);
        let sessions = sessions.try_into().expect("two");
        house.app.clock.set(BEGINS);
        Self { house, sessions, people, others, tick: AtomicI64::new(BEGINS) }
    }

    /// Lets a little time pass, so that no two things happen at once.
    pub fn tick(&self) -> Millis {
        self.pass(1_000)
    }

    /// Lets time pass.
    pub fn pass(&self, millis: Millis) -> Millis {
        let now = self.tick.fetch_add(millis, Ordering::SeqCst) + millis;
        self.house.app.clock.set(now);
        now
    }

    pub fn now(&self) -> Millis {
        self.house.app.clock.now()
    }

    /// The phone of somebody new of a role in a village.
    pub async fn phone(&self, role: Role, village: usize) -> Phone<'_> {
        static NEXT: AtomicI64 = AtomicI64::new(1);
        let login = format!("phone{}", NEXT.fetch_add(1, Ordering::SeqCst));
        self.phone_of(&login, role, village).await
    }

    pub async fn phone_of(&self, login: &str, role: Role, village: usize) -> Phone<'_> {
        let (commune, village, who) = (self.house.commune.clone(), self.house.villages[village].clone(), login.to_owned());
        // Granted long before the evening: what is done tonight was allowed tonight.
        self.house
            .write(move |tx| accounts::testing::visitor(tx, &who, role, &commune, &village, "unit", NOW - 100 * HOUR).map(drop))
            .await;
        self.enrol(login, None).await
    }

    /// Enrols a phone for somebody who has an account.
    pub async fn enrol(&self, login: &str, again: Option<&str>) -> Phone<'_> {
        let visit = self.house.signed_in(login).await;
        let answer = visit.post_json("/api/v1/sync/devices", &json!({"name": login, "agent": "test", "again": again})).await.is(200);
        let told: Value = serde_json::from_slice(&answer.bytes).expect("JSON");
        Phone {
            hall: self,
            login: login.to_owned(),
            id: told["device_id"].as_str().expect("an id").to_owned(),
            secret: told["secret"].as_str().expect("a secret").to_owned(),
            account: told["account"]["id"].as_str().expect("an account").to_owned(),
            epoch: told["store_epoch"].as_str().expect("an epoch").to_owned(),
            seq: 0,
            contact: self.now(),
        }
    }
}

fn word(n: usize) -> String {
    let letters = ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Lan", "Mai"];
    format!("{} {}", letters[n % 8], letters[n / 8 % 8])
}

fn series(village: &str, venue: &str) -> NewSeries {
    let today = dates::day_of(NOW);
    NewSeries {
        village: village.into(),
        venue: venue.into(),
        title: "Điện thoại cho người mới".into(),
        about: String::new(),
        audience: Audience::Citizen,
        support: Support::Elderly,
        helpers: String::new(),
        teacher: "Cô Hà".into(),
        capacity: 100,
        start: time(19, 30, 0, 0),
        end: time(21, 0, 0, 0),
        pattern: Pattern::Weekly { weekdays: vec![Weekday::Monday], from: today, end: End::Count(5) },
        skip: Vec::new(),
    }
}

/// A phone with its own numbering.
#[derive(Clone)]
pub struct Phone<'a> {
    pub hall: &'a Hall,
    pub login: String,
    pub id: String,
    pub secret: String,
    pub account: String,
    pub epoch: String,
    pub seq: i64,
    pub contact: Millis,
}

impl Phone<'_> {
    /// One operation, done now.
    pub fn op(&mut self, kind: &str, entity: &str, payload: Value) -> Value {
        let now = self.hall.tick();
        self.op_at(kind, entity, payload, now)
    }

    /// One operation, done at `at` by a clock that is right.
    pub fn op_at(&mut self, kind: &str, entity: &str, payload: Value, at: Millis) -> Value {
        self.seq += 1;
        json!({
            "op_id": ids::new(at), "device_id": self.id, "seq": self.seq, "type": kind, "schema": 1, "actor": self.account, "grant_id": "",
            "entity_id": entity, "base_version": null, "deps": [], "payload": payload, "blobs": [], "captured_at": at,
            "mono_since_contact": null, "offset_est": 0, "last_contact": self.contact
        })
    }

    /// Marks somebody as here at tonight's session of the first village.
    pub fn mark(&mut self, person: &str) -> Value {
        let session = self.hall.sessions[0].clone();
        self.op("attendance.mark", &session, json!({"person": person, "said": "present", "how": "card", "card": null}))
    }

    /// A new person of the first village; answers their id too.
    pub fn add(&mut self, name: &str) -> (String, Value) {
        let id = ids::new(self.hall.now());
        let village = self.hall.house.villages[0].clone();
        let payload = json!({
            "village": village, "name": name, "birth_year": 1950, "sex": "female", "phone": "0912 345 678", "hamlet": "Xóm 1",
            "household": null, "consents": [{"purpose": "manage", "given": true, "how": "screen", "guardian": "", "blob": null}]
        });
        let op = self.op("person.add", &id, payload);
        (id, op)
    }

    pub fn headers(&self) -> Vec<(String, String)> {
        vec![
            ("authorization".into(), format!("Device {}.{}", self.id, self.secret)),
            ("x-hocvuso-sync".into(), "1".into()),
            ("content-type".into(), "application/json".into()),
        ]
    }

    pub async fn call(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let headers = self.headers();
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.hall.house.call(method, path, &headers, body).await
    }

    pub fn batch(&self, ops: &[Value]) -> Value {
        json!({"protocol": 1, "device_id": self.id, "store_epoch": self.epoch, "app": "0.1.0", "lang": "vi", "pending": ops.len(), "ops": ops})
    }

    /// Sends a batch and answers all that came back.
    pub async fn send(&self, ops: &[Value]) -> Value {
        self.hall.tick();
        let answer = self.call("POST", "/api/v1/sync/push", self.batch(ops).to_string().into_bytes()).await.is(200);
        serde_json::from_slice(&answer.bytes).expect("JSON")
    }

    /// Sends a batch and answers its verdicts.
    pub async fn push(&self, ops: &[Value]) -> Vec<Value> {
        let answer = self.send(ops).await;
        let verdicts = answer["verdicts"].as_array().expect("verdicts").clone();
        let ids = |list: &[Value]| list.iter().map(|one| one["op_id"].clone()).collect::<Vec<_>>();
        assert_eq!(verdicts.len(), ops.len(), "one verdict for each");
        assert!(
            ids(&verdicts).iter().zip(ids(ops)).all(|(given, sent)| given.is_null() || *given == sent),
            "each in the place of its operation"
        );
        verdicts
    }

    /// Sends one operation and answers `status code` of its verdict.
    pub async fn tell(&self, op: &Value) -> String {
        said(&self.push(std::slice::from_ref(op)).await[0])
    }

    pub async fn pull(&self, cursor: &str, limit: usize) -> Value {
        self.hall.tick();
        let answer = self.call("GET", &format!("/api/v1/sync/pull?cursor={cursor}&limit={limit}"), Vec::new()).await.is(200);
        serde_json::from_slice(&answer.bytes).expect("JSON")
    }
}

/// A verdict in two words.
pub fn said(verdict: &Value) -> String {
    format!("{} {}", verdict["status"].as_str().unwrap_or("?"), verdict["code"].as_str().unwrap_or("?"))
}

/// The operations that the server counts as received, and the verdicts that it gave.
pub async fn expect_sums(house: &TestHouse) {
    let (received, given) = house.read(|tx| Ok(super::store::state::sums(tx)?)).await;
    assert_eq!(received, given, "a verdict for each operation");
}
