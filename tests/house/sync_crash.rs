//! The server is killed while phones send, and lines break: what was answered is there once, what was not is sent again, nothing is there
//! by half.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::{Value, json};

use super::program::{Browser, Database, Folder, Server, run, settle, text};

/// Batches and kills: `HOCVUSO_FAULTS=long` sends more than 200 batches.
fn rounds() -> (usize, usize) {
    if std::env::var("HOCVUSO_FAULTS").is_ok_and(|v| v == "long") { (24, 12) } else { (5, 6) }
}

/// A small generator with a seed, so that a failure can be had again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// A phone of the only account, on the wire.
#[derive(Clone)]
pub struct Phone {
    pub browser: Browser,
    id: String,
    secret: String,
    account: String,
    seq: i64,
}

impl Phone {
    pub fn enrol(browser: &Browser) -> Self {
        let headers = [("cookie", browser.cookies.as_str()), ("x-hocvuso-form", browser.csrf.as_str())];
        let answer = browser.call("POST", "/api/v1/sync/devices", &headers, "{\"name\":\"x\"}").expect("an answer");
        let told: Value = serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{answer:?}"));
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        Self {
            browser: browser.clone(),
            id: text(&told["device_id"]),
            secret: text(&told["secret"]),
            account: text(&told["account"]["id"]),
            seq: 0,
        }
    }

    pub fn add(&mut self, village: &str, name: &str) -> Value {
        self.seq += 1;
        let now = hocvuso::kit::clock::Clock::System.now();
        let payload = json!({"village": village, "name": name, "birth_year": 1950, "consents": []});
        json!({
            "op_id": hocvuso::kit::ids::new(now), "device_id": self.id, "seq": self.seq, "type": "person.add", "schema": 1,
            "actor": self.account, "grant_id": "", "entity_id": hocvuso::kit::ids::new(now), "base_version": null, "deps": [],
            "payload": payload, "blobs": [], "captured_at": now, "mono_since_contact": null, "offset_est": 0, "last_contact": 0
        })
    }

    /// The verdicts by operation; `None` when nothing is known.
    pub fn push(&self, ops: &[Value]) -> Option<BTreeMap<String, Value>> {
        let key = format!("Device {}.{}", self.id, self.secret);
        let headers = [("authorization", key.as_str()), ("x-hocvuso-sync", "1")];
        let body = json!({"protocol": 1, "device_id": self.id, "ops": ops, "pending": ops.len(), "lang": "en"}).to_string();
        let answer = self.browser.call("POST", "/api/v1/sync/push", &headers, &body).ok().filter(|answer| answer.status == 200)?;
        let told: Value = serde_json::from_str(&answer.body).ok()?;
        let verdicts = told["verdicts"].as_array()?.iter();
        Some(verdicts.map(|verdict| (verdict["op_id"].as_str().unwrap_or("").to_owned(), verdict.clone())).collect())
    }
}

/// Counts a thread as ended, however it ends.
struct Ended<'a>(&'a AtomicUsize);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_server_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing() {
    let folder = Folder::new();
    kill_in_the_middle(&folder, &Database::embedded(&folder));
}

#[test]
fn a_server_on_postgresql_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing() {
    let folder = Folder::new();
    if let Some(database) = Database::on_a_server(&folder) {
        kill_in_the_middle(&folder, &database);
    }
}

fn kill_in_the_middle(folder: &Folder, database: &Database) {
    settle(&folder.0);
    let village = database.texts("SELECT id FROM places_village").remove(0);
    let (kills, per_round) = rounds();
    let mut dice = Dice(0xA5A5_1234_9876_0F0F);
    let mut phones: Vec<Phone> = Vec::new();
    let answered: Arc<Mutex<BTreeMap<String, Value>>> = Arc::default();
    let batches = AtomicUsize::new(0);
    let mut outboxes: Vec<Vec<Value>> = vec![Vec::new(); 3];
    for round in 0..=kills {
        let server = Server::start(&folder.0);
        if phones.is_empty() {
            let browser = Browser::signed_in(server.address);
            phones = (0..3).map(|_| Phone::enrol(&browser)).collect();
        }
        for phone in &mut phones {
            phone.browser.address = server.address;
        }
        for (at, (phone, outbox)) in phones.iter_mut().zip(&mut outboxes).enumerate() {
            for n in 0..per_round * 25 {
                let op = phone.add(&village, &format!("Nguyễn Vòng {round} Máy {at} Số {n}"));
                outbox.push(op);
            }
        }
        let enough = if round == kills { usize::MAX } else { dice.below(per_round as u64 * 3) as usize };
        let (done, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|threads| {
            for (phone, outbox) in phones.iter().zip(&outboxes) {
                let (answered, done, ended, stop, batches) = (&answered, &done, &ended, &stop, &batches);
                // Everything without a verdict, and the last two batches before it: their answers may have been swallowed.
                let known = answered.lock().expect("no thread panics");
                let first = outbox.iter().position(|op| !known.contains_key(op["op_id"].as_str().unwrap_or(""))).unwrap_or(outbox.len());
                drop(known);
                threads.spawn(move || {
                    let _end = Ended(ended);
                    let mut rest: &[Value] = &outbox[first.saturating_sub(50)..];
                    while !rest.is_empty() && !stop.load(Ordering::SeqCst) {
                        let (batch, later) = rest.split_at(rest.len().min(25));
                        batches.fetch_add(1, Ordering::SeqCst);
                        let Some(verdicts) = phone.push(batch) else { return };
                        assert_eq!(verdicts.len(), batch.len());
                        let mut known = answered.lock().expect("no thread panics");
                        for (id, verdict) in verdicts {
                            let first = known.entry(id).or_insert_with(|| verdict.clone());
                            assert_eq!(*first, verdict, "the first verdict, word for word");
                        }
                        done.fetch_add(1, Ordering::SeqCst);
                        rest = later;
                    }
                });
            }
            // The last server lives until every phone is through.
            while done.load(Ordering::SeqCst) < enough && ended.load(Ordering::SeqCst) < phones.len() {
                std::thread::yield_now();
            }
            if enough != usize::MAX {
                server.kill();
                stop.store(true, Ordering::SeqCst);
            }
        });
        let output = run(&folder.0, &["check"]);
        assert!(output.status.success(), "round {round}: {}", text(&output.stdout));
    }
    let all: BTreeSet<String> = outboxes.iter().flatten().map(|op| op["payload"]["name"].as_str().expect("a name").to_owned()).collect();
    let kept = database.texts("SELECT name FROM people_person");
    assert_eq!(kept.len(), all.len(), "each once");
    assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), all);
    let answered = answered.lock().expect("no thread panics");
    assert!(answered.values().all(|verdict| verdict["code"] == "ok"), "{:?}", answered.values().find(|v| v["code"] != "ok"));
    assert!(batches.load(Ordering::SeqCst) > kills * 3);
    let sums = |filter: &str| database.texts(&format!("SELECT CAST(SUM(n) AS TEXT) FROM sync_count WHERE code {filter}"));
    assert_eq!(sums("= ''"), sums("<> ''"), "a verdict for each operation");
}

/// What goes over the line when a batch is pushed.
fn request(phone: &Phone, ops: &[Value]) -> Vec<u8> {
    let body = json!({"protocol": 1, "device_id": phone.id, "ops": ops, "pending": ops.len(), "lang": "en"}).to_string();
    let head = format!(
        "POST /api/v1/sync/push HTTP/1.1\r\nhost: {}\r\nauthorization: Device {}.{}\r\nx-hocvuso-sync: 1\r\ncontent-length: {}\r\n\r\n",
        phone.browser.address,
        phone.id,
        phone.secret,
        body.len()
    );
    [head.into_bytes(), body.into_bytes()].concat()
}

#[test]
fn a_line_that_breaks_anywhere_lands_everything_once() {
    let folder = Folder::new();
    break_lines(&folder, &Database::embedded(&folder));
}

#[test]
fn a_line_to_a_server_on_postgresql_that_breaks_anywhere_lands_everything_once() {
    let folder = Folder::new();
    if let Some(database) = Database::on_a_server(&folder) {
        break_lines(&folder, &database);
    }
}

fn break_lines(folder: &Folder, database: &Database) {
    settle(&folder.0);
    let village = database.texts("SELECT id FROM places_village").remove(0);
    let server = Server::start(&folder.0);
    let mut phone = Phone::enrol(&Browser::signed_in(server.address));
    let mut dice = Dice(0x0BAD_11E5);
    let mut outbox = Vec::new();
    for round in 0..rounds().0 * 2 {
        let ops: Vec<Value> = (0..20).map(|n| phone.add(&village, &format!("Người {round} {n}"))).collect();
        let whole = request(&phone, &ops);
        let part = &whole[..dice.below(whole.len() as u64) as usize];
        for (sent, is_heard) in [(part, false), (&whole, false), (&whole, true)] {
            // The line goes in the middle of the request, right after it, or when the answer begins: nobody hears it.
            let mut stream = TcpStream::connect(server.address).expect("a line");
            stream.write_all(sent).expect("sent");
            if is_heard {
                let _ = stream.read(&mut [0]);
            }
        }
        outbox.push(ops);
    }
    for ops in &outbox {
        let verdicts = phone.push(ops).expect("an answer");
        assert!(verdicts.len() == ops.len() && verdicts.values().all(|verdict| verdict["code"] == "ok"), "{verdicts:?}");
    }
    let kept = database.texts("SELECT name FROM people_person");
    assert_eq!(kept.len(), outbox.len() * 20, "each once");
    assert_eq!(kept.into_iter().collect::<BTreeSet<_>>().len(), outbox.len() * 20);
    drop(server);
    let output = run(&folder.0, &["check"]);
    assert!(output.status.success(), "{}", text(&output.stdout));
}
