//! A backup is one file, proven; a restore loses nothing that was there.

use super::program::{Folder, Server, done, run, settle, text};

#[test]
fn a_backup_comes_back_and_what_was_there_is_kept_aside() {
    let folder = Folder::new();
    settle(&folder.0);
    let id = "019f9ab2-1e56-70e7-9717-6e30146c653e";
    let (picture, video) = (format!("data/blobs/{}", "a1".repeat(32)), format!("data/uploads/{id}/{id}"));
    let half = "data/uploads/coming/half".to_owned();
    for file in [&picture, &video, &half] {
        let path = folder.path(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, file).expect("a file");
    }
    done(&folder.0, &["backup", "--out", "safe.zip"]);
    for file in [&picture, &video, &half] {
        std::fs::write(folder.path(file), "changed since").expect("a file");
    }
    assert_eq!(run(&folder.0, &["backup", "--out", "safe.zip"]).status.code(), Some(1), "nothing is overwritten");
    done(&folder.0, &["commune", "add", "--code", "09982", "--name", "Xã Hạ Bằng"]);
    let said = done(&folder.0, &["restore", "safe.zip"]);
    assert!(said.contains("truoc-khi-khoi-phuc"), "{said}");
    for file in [&picture, &video] {
        assert_eq!(std::fs::read_to_string(folder.path(file)).expect("what was packed"), *file);
    }
    assert!(!folder.path(&half).exists(), "what was still coming is in no backup");
    let communes = done(&folder.0, &["commune", "list"]);
    assert!(!communes.contains("09982"), "{communes}");
    assert!(done(&folder.0, &["check"]).contains("fine"));
    let aside = std::fs::read_dir(folder.path("data"))
        .expect("the data folder")
        .filter_map(Result::ok)
        .find(|entry| entry.file_name().to_string_lossy().starts_with("truoc-khi-khoi-phuc"))
        .expect("what was there");
    assert!(aside.path().join("hocvuso.db").exists());
}

#[test]
fn what_is_no_backup_changes_nothing() {
    let folder = Folder::new();
    settle(&folder.0);
    done(&folder.0, &["backup", "--out", "safe.zip"]);
    let mut bytes = std::fs::read(folder.path("safe.zip")).expect("the backup");
    let before = std::fs::read(folder.path("data/hocvuso.db")).expect("the database");
    for (name, wrong) in [
        ("cut.zip", bytes[..bytes.len() / 2].to_vec()),
        ("text.zip", b"not a backup".to_vec()),
        ("turned.zip", {
            let at = bytes.len() / 3;
            bytes[at] ^= 0xff;
            bytes
        }),
    ] {
        std::fs::write(folder.path(name), wrong).expect("a file");
        let output = run(&folder.0, &["restore", name]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", text(&output.stdout));
        assert!(!text(&output.stderr).contains("panicked"), "{name}");
    }
    assert!(before == std::fs::read(folder.path("data/hocvuso.db")).expect("the database"), "the database is as it was");
    let left = std::fs::read_dir(folder.path("data")).expect("the data folder").filter_map(Result::ok);
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with('.')), "no scratch folder stays");
}

#[test]
fn a_backup_needs_its_own_key_file() {
    let folder = Folder::new();
    settle(&folder.0);
    done(&folder.0, &["backup", "--out", "safe.zip"]);
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    let output = run(&folder.0, &["restore", "safe.zip", "--data", "empty"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("hocvuso.key"), "{}", text(&output.stderr));
    std::fs::copy(folder.path("data/hocvuso.key"), folder.path("empty/hocvuso.key")).expect("the key");
    done(&folder.0, &["restore", "safe.zip", "--data", "empty"]);
    assert!(done(&folder.0, &["check", "--data", "empty"]).contains("fine"));
}

#[test]
fn nothing_is_restored_under_a_running_server() {
    let folder = Folder::new();
    settle(&folder.0);
    done(&folder.0, &["backup", "--out", "safe.zip"]);
    let server = Server::start(&folder.0);
    let output = run(&folder.0, &["restore", "safe.zip"]);
    drop(server);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("running"), "{}", text(&output.stderr));
}
