//! `bench sync`: how fast operations of phones are taken in, durably, and how much they weigh on the wire.

use std::{io::Write as _, net::SocketAddr, path::Path, sync::Arc};

use flate2::{Compression, write::GzEncoder};
use jiff::civil::{date, time};
use serde_json::{Value, json};

use super::{Line, client::Client, millis, serve};
use crate::{
    accounts::{self, Role, Scope},
    classes::{self, Audience, NewSeries, Support},
    house,
    kit::{
        app::App,
        clock::{Clock, DAY, HOUR, Millis, Stopwatch},
        dates,
        db::{Db, Place, Tx},
        error::{Error, Result},
        ids,
        recur::Pattern,
    },
    people::{self, NewPerson},
    places::{self, Commune},
    resources::{self, Kind, NewVenue},
    sync,
};

/// Learners of a class.
const CLASS: usize = 30;
/// Phones that send at the same time.
const PHONES: usize = 8;
/// Operations of one push.
const PUSH: usize = 200;
/// How often a batch of 1,000 is measured.
const ROUNDS: usize = 5;
/// Operations sent under load.
const LOAD: usize = 16_000;

/// The phones, and everything that they are about to send.
struct Evening {
    phones: Vec<sync::Enrolled>,
    /// Session and person of each mark.
    marks: Vec<(String, String)>,
    /// When the classes begin.
    now: Millis,
}

/// Measures in a fresh folder.
pub(super) async fn measure(folder: &Path) -> Result<Vec<Line>> {
    std::fs::create_dir_all(folder)?;
    let now = dates::instant(date(2026, 10, 5), time(19, 40, 0, 0));
    let db = Db::open(&Place::Folder(folder.to_owned()))?;
    let keys = crate::platform::open_keys(&db, folder, now)?;
    let app = App { db, clock: Clock::still(now), keys, folder: Arc::new(folder.to_owned()) };
    let evening = app.db.write_now(move |tx| settle(tx, now))?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(serve(house::router(app.clone()), listener));
    let lines = press(&app, address, &evening).await?;
    server.abort();
    let (received, given) = app.db.read_now(|tx| Ok::<_, Error>(sync::sums(tx)?))?;
    if received != given || received != (LOAD + ROUNDS * 1_000) as i64 {
        return Err(Error::Broken(format!("{received} operations, {given} verdicts")));
    }
    Ok(lines)
}

fn settle(tx: &mut Tx<'_>, now: Millis) -> Result<Evening> {
    let before = now - DAY;
    places::add_province(tx, "01", "Thành phố Hà Nội")?;
    let commune = Commune {
        id: String::new(),
        code: "09955".into(),
        province: "01".into(),
        name: "Xã Thạch Thất".into(),
        short_name: "Thạch Thất".into(),
        demo: true,
    };
    let commune = places::add_commune(tx, &commune, before)?;
    let village = places::add_village(tx, &commune, "001", "Thôn Đồng Mẫu", "", before)?;
    let scope = Scope::of_command(&commune);
    let mut learners = Vec::new();
    for n in 0..1_000 {
        let new =
            NewPerson { village: village.clone(), name: format!("Nguyễn Văn {n}"), birth_year: Some(1960), ..NewPerson::default() };
        learners.push(people::add(tx, &scope, &new, before)?);
    }
    let mut marks = Vec::new();
    for n in 0..(LOAD + ROUNDS * 1_000).div_ceil(CLASS) {
        let session = class(tx, &scope, &village, n, before)?;
        let series = session.1;
        for learner in 0..CLASS {
            let person = learners[(n * 7 + learner) % learners.len()].clone();
            classes::enrol(tx, &scope, &series, &person, before)?;
            marks.push((session.0.clone(), person));
        }
    }
    let mut phones = Vec::new();
    for n in 0..PHONES {
        let account = accounts::create(tx, &format!("phone{n}"), "Tình nguyện viên", "con trâu đi trước", false, before)?;
        accounts::grant(tx, &account, Role::Volunteer, &commune, Some(&village), None, "bench", before)?;
        phones.push(sync::enrol(tx, &commune, &account, "bench", before)?);
    }
    Ok(Evening { phones, marks, now })
}

/// A class of tonight: its session and its own id.
fn class(tx: &mut Tx<'_>, scope: &Scope, village: &str, n: usize, now: Millis) -> Result<(String, String)> {
    let venue = NewVenue {
        village: Some(village.to_owned()),
        name: format!("Nhà văn hóa {n}"),
        kind: Kind::Hall,
        address: String::new(),
        capacity: None,
        step_free: None,
        active: true,
    };
    let venue = resources::add(tx, scope, &venue, now)?;
    let new = NewSeries {
        village: village.to_owned(),
        venue,
        title: format!("Lớp {n}"),
        about: String::new(),
        audience: Audience::Citizen,
        support: Support::None,
        helpers: String::new(),
        teacher: String::from("Cô Hà"),
        capacity: CLASS as i64,
        start: time(19, 30, 0, 0),
        end: time(21, 0, 0, 0),
        pattern: Pattern::Given(vec![dates::day_of(now + DAY)]),
        skip: Vec::new(),
    };
    let series = classes::open(tx, scope, &new, now)?;
    let lesson = classes::sessions_of(tx, scope.commune(), &series)?.into_iter().next().ok_or(Error::NotFound)?;
    Ok((lesson.id, series))
}

/// A body as a phone sends it: plain, and packed.
fn body(phone: &sync::Enrolled, from: usize, marks: &[(String, String)], now: Millis) -> Result<(usize, Vec<u8>)> {
    let ops: Vec<Value> = marks
        .iter()
        .enumerate()
        .map(|(at, (session, person))| {
            json!({
                "op_id": ids::new(now), "device_id": phone.device, "seq": from + at + 1, "type": "attendance.mark", "schema": 1,
                "actor": phone.account, "grant_id": phone.device, "entity_id": session, "base_version": null, "deps": [],
                "payload": { "person": person, "said": "present", "how": "card", "card": "0123456789abcdef" }, "blobs": [],
                "captured_at": now, "mono_since_contact": 420_000, "offset_est": 0, "last_contact": now - HOUR
            })
        })
        .collect();
    let plain = json!({ "protocol": 1, "device_id": phone.device, "app": "0.1.0", "lang": "vi", "pending": 0, "ops": ops }).to_string();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(plain.as_bytes())?;
    Ok((plain.len(), packed.finish()?))
}

fn request(phone: &sync::Enrolled, packed: &[u8]) -> Vec<u8> {
    let mut request = format!(
        "POST /api/v1/sync/push HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Device {}.{}\r\nx-hocvuso-sync: 1\r\n\
         accept-encoding: gzip\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        phone.device,
        phone.secret,
        packed.len()
    )
    .into_bytes();
    request.extend_from_slice(packed);
    request
}

async fn press(app: &App, address: SocketAddr, evening: &Evening) -> Result<Vec<Line>> {
    let (first, load) = evening.marks.split_at(ROUNDS * 1_000);
    let phone = evening.phones.first().ok_or(Error::NotFound)?;
    let mut client = Client::connect(address).await?;
    let (mut took, mut plain, mut packed, mut answered) = (Vec::new(), 0, 0, 0);
    for (round, thousand) in first.chunks(1_000).enumerate() {
        let mut requests = Vec::new();
        for (at, marks) in thousand.chunks(PUSH).enumerate() {
            let (length, body) = body(phone, round * 1_000 + at * PUSH, marks, evening.now)?;
            (plain, packed) = (plain + length, packed + body.len());
            requests.push(request(phone, &body));
        }
        let watch = Stopwatch::start();
        for request in requests {
            let answer = client.send(&request).await?;
            expect(answer.status)?;
            answered += answer.body.len();
        }
        took.push(millis(watch));
    }
    took.sort_by(f64::total_cmp);
    let median = took.get(took.len() / 2).copied().unwrap_or_default();
    let count = first.len() as f64;
    let batch = Line {
        key: "cli-bench-sync-batch",
        about: String::new(),
        measured: vec![("ms", median), ("best", took.first().copied().unwrap_or_default())],
        budget: "≤ 100 ms",
        within: Some(median <= 100.0),
    };
    let wire = Line {
        key: "cli-bench-sync-wire",
        about: String::new(),
        measured: vec![("raw", plain as f64 / count), ("packed", packed as f64 / count), ("answer", answered as f64 / count)],
        budget: "",
        within: None,
    };
    // The clock stands still; each phone earns its requests anew.
    app.clock.set(evening.now + HOUR);
    let mut running = Vec::new();
    for (at, marks) in load.chunks(LOAD / PHONES).enumerate().take(PHONES) {
        let phone = evening.phones[at].clone();
        let begin = if at == 0 { first.len() } else { 0 };
        let mut requests = Vec::new();
        for (n, marks) in marks.chunks(PUSH).enumerate() {
            requests.push(request(&phone, &body(&phone, begin + n * PUSH, marks, evening.now)?.1));
        }
        running.push(requests);
    }
    let watch = Stopwatch::start();
    let mut sending = Vec::new();
    for requests in running {
        sending.push(tokio::spawn(async move {
            let mut client = Client::connect(address).await?;
            for request in requests {
                expect(client.send(&request).await?.status)?;
            }
            Ok::<_, Error>(())
        }));
    }
    for one in sending {
        one.await.map_err(|error| Error::Broken(error.to_string()))??;
    }
    let rate = LOAD as f64 / (millis(watch) / 1e3).max(1e-9);
    let load = Line {
        key: "cli-bench-sync-load",
        about: String::new(),
        measured: vec![("ops", rate)],
        budget: "≥ 10,000",
        within: Some(rate >= 10_000.0),
    };
    Ok(vec![batch, load, wire])
}

fn expect(status: u16) -> Result<()> {
    if status == 200 { Ok(()) } else { Err(Error::Broken(format!("a push was answered {status}"))) }
}
