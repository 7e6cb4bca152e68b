//! A power cut at any moment: what was answered is there, nothing is there by half.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    time::Duration,
};

use super::{
    program::{Browser, Folder, Server, done, program, run, settle, text},
    source::root,
};

/// How often the server is killed.
const SERVER_KILLS: usize = 14;
/// How often an import is killed.
const IMPORT_KILLS: usize = 10;

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

fn names(folder: &Folder) -> BTreeSet<String> {
    let database = rusqlite::Connection::open(folder.path("data/hocvuso.db")).expect("the database");
    let mut found = database.prepare("SELECT name FROM people_person").expect("the table");
    found.query_map([], |row| row.get(0)).expect("rows").map(|name| name.expect("a name")).collect()
}

fn sound(folder: &Folder, when: &str) {
    let output = run(&folder.0, &["check"]);
    assert!(output.status.success(), "{when}: {}", text(&output.stdout));
}

#[test]
fn a_server_killed_while_it_writes_keeps_all_that_it_answered() {
    let folder = Folder::new();
    settle(&folder.0);
    let database = rusqlite::Connection::open(folder.path("data/hocvuso.db")).expect("the database");
    let village: String = database.query_row("SELECT id FROM places_village", [], |row| row.get(0)).expect("a village");
    drop(database);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut answered = BTreeSet::new();
    let mut browser: Option<Browser> = None;
    for round in 0..SERVER_KILLS {
        let server = Server::start(&folder.0);
        // The session of the first round outlives every kill, too.
        let known = browser.get_or_insert_with(|| Browser::signed_in(server.address));
        known.address = server.address;
        let (stop, done, told) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)), mpsc::channel());
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let (browser, village, stop, done, tell) = (known.clone(), village.clone(), stop.clone(), done.clone(), told.0.clone());
                std::thread::spawn(move || {
                    for at in 0.. {
                        let name = format!("Vòng {round} Tay {writer} Lần {at}");
                        let form = [("village", village.as_str()), ("name", name.as_str()), ("audience", "citizen"), ("anyway", "1")];
                        match browser.post("/quan-ly/nguoi-dan/moi", &form) {
                            Ok(answer) => {
                                assert_eq!(answer.status, 303, "{}", answer.body);
                                done.fetch_add(1, Ordering::SeqCst);
                                tell.send(name).expect("the list");
                            }
                            Err(_) => return,
                        }
                        if stop.load(Ordering::SeqCst) {
                            return;
                        }
                    }
                })
            })
            .collect();
        let enough = dice.below(60) as usize;
        while done.load(Ordering::SeqCst) < enough {
            std::thread::yield_now();
        }
        server.kill();
        stop.store(true, Ordering::SeqCst);
        for writer in writers {
            writer.join().expect("a writer ends");
        }
        drop(told.0);
        answered.extend(told.1);
        sound(&folder, &format!("round {round}"));
        let kept = names(&folder);
        let lost: Vec<_> = answered.difference(&kept).collect();
        assert!(lost.is_empty(), "round {round} lost {lost:?}");
    }
    assert!(answered.len() > SERVER_KILLS, "{} answers", answered.len());
}

#[test]
fn an_import_that_is_killed_is_there_whole_or_not_at_all() {
    let folder = Folder::new();
    settle(&folder.0);
    let list = root().join("fixtures/lists/danh-sach-thon-dong-mau.xlsx");
    let mut dice = Dice(0xD1B5_4A32_D192_ED03);
    let mut expected = 0;
    let mut cut = 0;
    for round in 0..IMPORT_KILLS {
        // The same people in a file of its own each time: a file is loaded once.
        let file = folder.path(&format!("list-{round}.csv"));
        let rows: String = (0..2_000).map(|at| format!("Người {round} Thứ {at},{}\n", 1940 + at % 60)).collect();
        std::fs::write(&file, format!("Họ và tên,Năm sinh\n{rows}")).expect("a list");
        let file = file.display().to_string();
        let mut child =
            program(&folder.0, &["import", "people", &file, "--village", "001"]).stdout(std::process::Stdio::null()).spawn().expect("runs");
        let (tell, told) = mpsc::channel::<()>();
        // Nobody tells: this is the time until the power goes.
        let _ = told.recv_timeout(Duration::from_millis(20 + dice.below(400)));
        drop(tell);
        child.kill().expect("killed");
        let ended = child.wait().expect("ended");
        sound(&folder, &format!("round {round}"));
        let kept = names(&folder).len();
        assert!(kept == expected || kept == expected + 2_000, "round {round}: {} of 2,000", kept - expected);
        if ended.success() {
            assert_eq!(kept, expected + 2_000, "round {round} was answered");
        } else {
            cut += 1;
        }
        expected = kept;
    }
    assert!(cut > 0, "no import was cut");
    done(&folder.0, &["import", "people", &list.display().to_string(), "--village", "001"]);
    sound(&folder, "at the end");
}
