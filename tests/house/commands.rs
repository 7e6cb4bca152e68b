//! Commands: what they print, what they refuse, and how they end.

use serde_json::Value;

use super::{
    program::{Folder, Server, done, program, run, settle, text},
    source::root,
};

#[test]
fn the_demo_has_an_account_of_each_role_and_writes_nothing_to_tell_them() {
    let folder = Folder::new();
    let accounts: Value = serde_json::from_str(&done(&folder.0, &["demo", "--accounts"])).expect("JSON");
    let accounts = accounts.as_array().expect("a list");
    assert_eq!(accounts.len(), 13);
    for account in accounts {
        for name in ["role", "login", "password", "place"] {
            assert!(account[name].as_str().is_some_and(|value| !value.is_empty()), "{account}");
        }
    }
    assert_eq!(std::fs::read_dir(&folder.0).expect("the folder").count(), 0);
}

#[test]
fn a_command_ends_with_0_when_done_1_when_refused_and_2_when_used_wrongly() {
    let folder = Folder::new();
    settle(&folder.0);
    for (args, code) in [
        (&["--version"][..], 0),
        (&["--help"], 0),
        (&["check"], 0),
        (&["rebuild"], 0),
        (&["migrate"], 0),
        (&["commune", "list"], 0),
        (&["commune", "add", "--code", "09955", "--name", "Xã Khác"], 1),
        (&["commune", "add", "--code", "955", "--name", "Xã Khác"], 1),
        (&["commune", "add", "--code", "55555", "--name", "Xã Khác", "--province", "55"], 1),
        (&["user", "add", "lan", "--name", "Lan", "--role", "coordinator"], 1),
        (&["user", "add", "Lan", "--name", "Lan", "--role", "coordinator"], 1),
        (&["user", "add", "nam", "--name", "Nam", "--role", "village_head"], 1),
        (&["user", "add", "nam", "--name", "Nam", "--role", "village_head", "--village", "Đồng Không"], 1),
        (&["user", "add", "nam", "--name", "Nam", "--role", "village_head", "--village", "dong mau"], 0),
        (&["user", "reset", "nobody"], 1),
        (&["import", "people", "no-such-file.xlsx", "--village", "001"], 1),
        (&["import", "people", "thon.csv", "--village", "Đồng Không"], 1),
        (&["report", "monthly", "--period", "2026-13", "--format", "pdf"], 1),
        (&["report", "monthly", "--period", "2026-10", "--format", "pdf", "--locked"], 1),
        (&["report", "monthly", "--period", "2026-10", "--format", "odt"], 2),
        (&["demo", "--listen", "127.0.0.1:0"], 1),
        (&["serve", "--listen", "here"], 1),
        (&["serve", "--lisen", "127.0.0.1:0"], 2),
        (&["user", "add", "nam", "--name", "Nam", "--role", "king"], 2),
        (&[], 2),
    ] {
        let output = run(&folder.0, args);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        assert!(!said.contains('⟦') && !said.contains("panicked"), "{args:?}: {said}");
        assert_eq!(code == 0, text(&output.stderr).is_empty(), "{args:?}: {said}");
    }
}

#[test]
fn an_import_tells_each_bad_row_and_duplicate_as_json_and_a_dry_run_changes_nothing() {
    let folder = Folder::new();
    settle(&folder.0);
    let list = root().join("fixtures/lists/danh-sach-thon-dong-mau.xlsx").display().to_string();
    let answers = std::fs::read_to_string(root().join("fixtures/lists/danh-sach-thon-dong-mau.answers.json")).expect("the answers");
    let answers: Value = serde_json::from_str(&answers).expect("JSON");
    for dry in [true, true, false] {
        let mut args = vec!["import", "people", &list, "--village", "dong mau", "--json"];
        args.extend(dry.then_some("--dry-run"));
        let found: Value = serde_json::from_str(&done(&folder.0, &args)).expect("JSON");
        assert_eq!(found["good"], answers["good"]);
        assert_eq!(found["bad"].as_array().map(Vec::len), answers["bad"].as_array().map(Vec::len));
        assert_eq!(found["duplicates"][0]["of"]["row"], answers["duplicates"][0][1]);
        let bad = &found["bad"][0];
        assert!(bad["sheet"].is_string() && bad["row"].is_u64() && bad["code"].is_string() && bad["reason"].is_string(), "{bad}");
    }
    let again = run(&folder.0, &["import", "people", &list, "--village", "dong mau"]);
    assert_eq!(again.status.code(), Some(1), "the same file again");
    done(&folder.0, &["export", "--out", "all"]);
    let persons = std::fs::read_to_string(folder.path("all/people_person.csv")).expect("the persons");
    assert_eq!(persons.lines().count() as u64 - 1, answers["good"].as_u64().expect("a number"));
}

#[test]
fn check_names_the_first_bad_row_and_ends_with_1() {
    let folder = Folder::new();
    settle(&folder.0);
    let database = rusqlite::Connection::open(folder.path("data/hocvuso.db")).expect("the database");
    let commune: String = database.query_row("SELECT id FROM places_commune", [], |row| row.get(0)).expect("a commune");
    let entry = "INSERT INTO ledger_entry VALUES (?1, 1, 'e', '', 'class.held', NULL, '', 's', 'B', NULL, 0, '1970-01-01', 0, 'x', NULL, NULL, '{}', '', 'f')";
    database.execute(entry, [commune]).expect("a forged entry");
    let output = run(&folder.0, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("place 1 of the ledger"), "{}", text(&output.stdout));
    let json: Value = serde_json::from_slice(&run(&folder.0, &["check", "--json"]).stdout).expect("JSON");
    assert_eq!(json["sound"], false);
}

#[test]
fn settings_come_from_flag_then_variable_then_file() {
    let folder = Folder::new();
    settle(&folder.0);
    std::fs::rename(folder.path("data"), folder.path("typed")).expect("moved");
    std::fs::write(folder.path("hocvuso.toml"), "data = \"file\"\n").expect("a file");
    let asked = |args: &[&str], variable: Option<&str>| {
        let mut command = program(&folder.0, args);
        if let Some(value) = variable {
            command.env("HOCVUSO_DATA", value);
        }
        let output = command.output().expect("the program runs");
        text(&output.stdout) + &text(&output.stderr)
    };
    assert!(asked(&["check"], None).contains("no database in file"));
    assert!(asked(&["check"], Some("variable")).contains("no database in variable"));
    assert!(asked(&["check", "--data", "typed"], Some("variable")).contains("ledger sound"));
    std::fs::write(folder.path("hocvuso.toml"), "date = \"typed\"\n").expect("a file");
    let said = asked(&["check"], None);
    assert!(said.contains("`date`") && said.contains("`data`"), "{said}");
}

#[test]
fn commands_speak_vietnamese_where_the_terminal_does() {
    let folder = Folder::new();
    let mut command = program(&folder.0, &["check"]);
    let output = command.env_remove("HOCVUSO_LANG").env("LC_ALL", "vi_VN.UTF-8").output().expect("the program runs");
    assert!(text(&output.stderr).contains("Không có cơ sở dữ liệu"), "{}", text(&output.stderr));
}

#[test]
fn a_port_in_use_is_told_before_anything_is_opened() {
    let folder = Folder::new();
    settle(&folder.0);
    let server = Server::start(&folder.0);
    let address = server.address.to_string();
    let other = Folder::new();
    let output = run(&other.0, &["demo", "--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("is in use"), "{}", text(&output.stderr));
    assert!(!other.path("data").exists());
}

#[test]
fn a_lost_key_file_is_not_replaced_by_a_new_one() {
    let folder = Folder::new();
    settle(&folder.0);
    std::fs::remove_file(folder.path("data/hocvuso.key")).expect("removed");
    let output = run(&folder.0, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("key file") && !folder.path("data/hocvuso.key").exists());
}
