//! The power goes right after an answer: of the database's files is left what was asked to be on the disk, and no byte more.

use std::{
    collections::BTreeSet,
    fs,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{
    program::{Browser, Database, Folder, Server, done, program, settle},
    sync_crash::Phone,
};

/// Stands between the program and the system: whenever a file of the database is asked to be on the disk, it is copied as it is then.
const DISK: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void keep(int fd) {
    char link[64], path[4096], fresh[4200], kept[4200], bytes[65536];
    const char *disk = getenv("DISK");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (disk == NULL || length < 0) return;
    path[length] = 0;
    const char *name = strrchr(path, '/');
    if (name == NULL || strncmp(name, "/hocvuso.db", 11) != 0) return;
    snprintf(fresh, sizeof fresh, "%s%s.fresh", disk, name);
    snprintf(kept, sizeof kept, "%s%s", disk, name);
    int from = open(path, O_RDONLY), to = open(fresh, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    while ((length = read(from, bytes, sizeof bytes)) > 0)
        if (write(to, bytes, length) != length) abort();
    close(from);
    close(to);
    rename(fresh, kept);
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int done = real(fd);
    if (done == 0) keep(fd);
    return done;
}

int fsync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int done = real(fd);
    if (done == 0) keep(fd);
    return done;
}
"#;

/// How many batches are answered before the power goes, each time.
const CUTS: [usize; 4] = [1, 7, 30, 90];

#[test]
fn a_power_cut_right_after_the_answer_loses_nothing_that_was_answered() {
    let folder = Folder::new();
    fs::write(folder.path("disk.c"), DISK).expect("the source");
    let library = folder.path("disk.so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(folder.path("disk.c")).arg("-ldl").output();
    if !built.as_ref().is_ok_and(|output| output.status.success()) {
        eprintln!("no C compiler stands between program and disk here: power cuts were not tried");
        return;
    }
    settle(&folder.0);
    let database = Database::Embedded(folder.path("data/hocvuso.db"));
    let village = database.texts("SELECT id FROM places_village").remove(0);
    let mut answered = BTreeSet::new();
    for (cut, batches) in CUTS.into_iter().enumerate() {
        let disk = folder.path("disk");
        fs::create_dir(&disk).expect("a disk");
        for entry in fs::read_dir(folder.path("data")).expect("the data folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("its kind").is_file() {
                fs::copy(entry.path(), disk.join(entry.file_name())).expect("on the disk");
            }
        }
        let mut command = program(&folder.0, &["serve"]);
        command.env("LD_PRELOAD", &library).env("DISK", &disk);
        let server = Server::start_as(command);
        let browser = Browser::signed_in(server.address);
        let done_so_far = AtomicUsize::new(0);
        let told: Vec<String> = std::thread::scope(|threads| {
            let senders: Vec<_> = (0..3)
                .map(|at| {
                    let (mut phone, village, done_so_far) = (Phone::enrol(&browser), &village, &done_so_far);
                    threads.spawn(move || {
                        let mut told = Vec::new();
                        while done_so_far.fetch_add(1, Ordering::SeqCst) < batches {
                            let ops: Vec<_> =
                                (0..7).map(|n| phone.add(village, &format!("Lần {cut} Máy {at} {} {n}", told.len()))).collect();
                            let verdicts = phone.push(&ops).expect("an answer");
                            assert!(verdicts.values().all(|verdict| verdict["code"] == "ok"), "{verdicts:?}");
                            told.extend(ops.iter().map(|op| op["payload"]["name"].as_str().expect("a name").to_owned()));
                        }
                        told
                    })
                })
                .collect();
            senders.into_iter().flat_map(|sender| sender.join().expect("a sender ends")).collect()
        });
        answered.extend(told);
        server.kill();
        // What never reached the disk is gone; the shared memory beside it is of the running system alone.
        let lost = folder.path(&format!("lost-{cut}"));
        fs::rename(folder.path("data"), lost).expect("the power is off");
        fs::rename(&disk, folder.path("data")).expect("the power is back");
        let _ = fs::remove_file(folder.path("data/hocvuso.db-shm"));
        assert!(done(&folder.0, &["check"]).contains("sound"));
        let kept: BTreeSet<String> = database.texts("SELECT name FROM people_person").into_iter().collect();
        let missing: Vec<_> = answered.difference(&kept).collect();
        assert!(missing.is_empty(), "cut {cut} lost {} of {}", missing.len(), answered.len());
    }
}
