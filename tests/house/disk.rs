//! A disk that is really full, and no byte lost of what the server answered.

use std::{fs, path::PathBuf, process::Command};

use super::program::{Browser, Folder, Server, done, settle, text};

/// A folder on a small disk of its own, seen by the server alone; elsewhere it is reached through the server's root.
const SMALL: &str = r#"mount -t tmpfs -o size=64m none "$1" && cp -r "$2/." "$1"; shift 2; exec "$@""#;

/// Fills the disk but for a little: a few hundred persons.
const FILL: &str = r#"head -c "$(( $(stat -f -c "%a * %S" "$1") - 800000 ))" /dev/zero > "$1/filler""#;

#[test]
fn a_full_disk_answers_507_and_keeps_what_was_answered() {
    let folder = Folder::new();
    let may = Command::new("unshare").args(["--map-root-user", "--mount", "mount", "-t", "tmpfs", "none"]).arg(&folder.0).output();
    if !may.is_ok_and(|output| output.status.success()) {
        eprintln!("this user may make no small disk: the full disk was tried inside the program alone");
        return;
    }
    settle(&folder.0);
    fs::rename(folder.path("data"), folder.path("seed")).expect("moved");
    fs::create_dir(folder.path("data")).expect("a folder");
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", SMALL, "sh"]);
    command
        .args([folder.path("data"), folder.path("seed")])
        .arg(env!("CARGO_BIN_EXE_hocvuso"))
        .args(["serve", "--data"])
        .arg(folder.path("data"));
    command.env("HOCVUSO_LANG", "en").current_dir(&folder.0);
    let server = Server::start_as(command);
    let inside = PathBuf::from(format!("/proc/{}/root{}", server.id(), folder.path("data").display()));
    let browser = Browser::signed_in(server.address);
    let filled = Command::new("sh").args(["-c", FILL, "sh"]).arg(&inside).output().expect("a filler");
    assert!(filled.status.success(), "{}", text(&filled.stderr));
    let page = browser.get("/quan-ly/nguoi-dan/moi").expect("the form");
    // The first option asks to choose; the form's token may look like an id.
    let options = page.body.split_once("<select id=\"village\"").expect("a choice of villages").1;
    let village = options.split("<option value=\"").nth(2).and_then(|rest| rest.split('"').next()).expect("a village").to_owned();
    let add = |at: usize| {
        let name = format!("Người {} {at}", "Tên Dài ".repeat(10));
        let form = [("village", village.as_str()), ("name", name.as_str()), ("audience", "citizen"), ("anyway", "1")];
        browser.post("/quan-ly/nguoi-dan/moi", &form).expect("an answer")
    };
    let mut kept = 0;
    let refused = loop {
        let answer = add(kept);
        if answer.status != 303 {
            break answer;
        }
        kept += 1;
        assert!(kept < 20_000, "the disk was never full");
    };
    assert_eq!(refused.status, 507, "{}", refused.body);
    assert!(refused.body.contains("Máy chủ đã hết chỗ lưu"), "{}", refused.body);
    assert!(kept > 0, "something fitted");
    assert_eq!(browser.get("/quan-ly/nguoi-dan").expect("an answer").status, 200, "reading goes on");

    fs::remove_file(inside.join("filler")).expect("room is made");
    assert_eq!(add(kept).status, 303, "with room again, work goes on");
    // Out of the small disk before it goes, with the write-ahead log beside it.
    let copy = folder.path("copy");
    let copied = Command::new("cp").arg("-r").args([&inside, &copy]).output().expect("copied");
    assert!(copied.status.success(), "{}", text(&copied.stderr));
    server.kill();
    let said = done(&folder.0, &["check", "--data", "copy"]);
    assert!(said.contains("whole") && said.contains("sound"), "{said}");
    let database = rusqlite::Connection::open(copy.join("hocvuso.db")).expect("the database");
    let persons: i64 = database.query_row("SELECT COUNT(*) FROM people_person", [], |row| row.get(0)).expect("a count");
    assert_eq!(persons, i64::try_from(kept).expect("a number") + 1);
}
