//! The power goes: of the database's files is left what was asked to be on the disk, and no byte more.

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
#include <signal.h>
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

/* The power goes while the disk is asked: what was told so far is heard, what was asked for is not on the disk. */
static void cut(void) {
    static int left = -1;
    char path[4200];
    snprintf(path, sizeof path, "%s/cut", getenv("DISK"));
    FILE *order = left < 0 ? fopen(path, "r") : NULL;
    if (order != NULL) {
        if (fscanf(order, "%d", &left) != 1) abort();
        fclose(order);
        unlink(path);
    }
    if (left > 0 && --left == 0) {
        usleep(50000);
        kill(getpid(), SIGKILL);
    }
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    cut();
    int done = real(fd);
    if (done == 0) keep(fd);
    return done;
}

int fsync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    cut();
    int done = real(fd);
    if (done == 0) keep(fd);
    return done;
}
"#;

/// When the power goes.
#[derive(Clone, Copy)]
enum Cut {
    /// After so many batches were answered.
    Answered(usize),
    /// While the disk is asked to keep something for the so manieth time.
    Asked(usize),
}

const CUTS: [Cut; 8] =
    [Cut::Answered(1), Cut::Asked(1), Cut::Answered(7), Cut::Asked(4), Cut::Asked(9), Cut::Answered(30), Cut::Asked(40), Cut::Answered(90)];

/// Starts a server whose disk is the folder `disk` beside its data, where everything is kept already.
fn serve(folder: &Folder) -> Server {
    let disk = folder.path("disk");
    fs::create_dir(&disk).expect("a disk");
    for entry in fs::read_dir(folder.path("data")).expect("the data folder") {
        let entry = entry.expect("an entry");
        if entry.file_type().expect("its kind").is_file() {
            fs::copy(entry.path(), disk.join(entry.file_name())).expect("on the disk");
        }
    }
    let mut command = program(&folder.0, &["serve"]);
    command.env("LD_PRELOAD", folder.path("disk.so")).env("DISK", &disk);
    Server::start_as(command)
}

/// Pushes batches from three phones until the power goes; answers the names of those whose operations were answered.
fn push_until(cut: Cut, at: usize, browser: &Browser, village: &str, folder: &Folder) -> Vec<String> {
    let phones: Vec<_> = (0..3).map(|_| Phone::enrol(browser)).collect();
    let most = match cut {
        Cut::Answered(batches) => batches,
        Cut::Asked(times) => {
            fs::write(folder.path("disk/cut.new"), times.to_string()).expect("an order");
            fs::rename(folder.path("disk/cut.new"), folder.path("disk/cut")).expect("an order");
            usize::MAX
        }
    };
    let begun = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        let send = |mut phone: Phone, number: usize| {
            let mut told = Vec::new();
            while begun.fetch_add(1, Ordering::SeqCst) < most {
                let name = |n: usize| format!("Lần {at} Máy {number} {} {n}", told.len());
                let ops: Vec<_> = (0..7).map(|n| phone.add(village, &name(n))).collect();
                let Some(verdicts) = phone.push(&ops) else { break };
                assert!(verdicts.values().all(|verdict| verdict["code"] == "ok"), "{verdicts:?}");
                told.extend(ops.iter().map(|op| op["payload"]["name"].as_str().expect("a name").to_owned()));
            }
            told
        };
        let senders: Vec<_> = phones.into_iter().enumerate().map(|(number, phone)| threads.spawn(move || send(phone, number))).collect();
        senders.into_iter().flat_map(|sender| sender.join().expect("a sender ends")).collect()
    })
}

#[test]
fn a_power_cut_loses_nothing_that_was_answered() {
    let folder = Folder::new();
    fs::write(folder.path("disk.c"), DISK).expect("the source");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(folder.path("disk.so")).arg(folder.path("disk.c")).arg("-ldl");
    if !compiler.output().is_ok_and(|output| output.status.success()) {
        eprintln!("no C compiler stands between program and disk here: power cuts were not tried");
        return;
    }
    settle(&folder.0);
    let database = Database::embedded(&folder);
    let village = database.texts("SELECT id FROM places_village").remove(0);
    let mut answered = BTreeSet::new();
    for (at, cut) in CUTS.into_iter().enumerate() {
        let server = serve(&folder);
        let browser = Browser::signed_in(server.address);
        answered.extend(push_until(cut, at, &browser, &village, &folder));
        server.kill();
        // What never reached the disk is gone, and the memory that readers share with it.
        fs::rename(folder.path("data"), folder.path(&format!("lost-{at}"))).expect("the power is off");
        fs::rename(folder.path("disk"), folder.path("data")).expect("the power is back");
        let _ = fs::remove_file(folder.path("data/hocvuso.db-shm"));
        assert!(done(&folder.0, &["check"]).contains("sound"));
        let kept: BTreeSet<String> = database.texts("SELECT name FROM people_person").into_iter().collect();
        let missing = answered.difference(&kept).count();
        assert_eq!(missing, 0, "the power cut of place {at} lost some of {}", answered.len());
    }
    assert!(answered.len() > 500, "{}", answered.len());
}
