//! Lists the files of `content/` that the program carries: every file that is added there is found by itself.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// The folders that are built in; `content/plan` is included where it is read.
const FOLDERS: [&str; 7] = ["lessons", "guides", "practice", "courses", "pictures", "framework", "search"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("content");
    let mut list = String::from("&[\n");
    for folder in FOLDERS {
        let below = root.join(folder);
        println!("cargo::rerun-if-changed={}", below.display());
        for file in files(&below)? {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let _ = writeln!(list, "({:?}, include_str!({:?})),", format!("{folder}/{name}"), file.display().to_string());
        }
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("content.rs"), list)
}

/// The files of a folder in the order of their names; none when there is no such folder.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    found.retain(|path| path.is_file() && path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')));
    found.sort();
    Ok(found)
}
