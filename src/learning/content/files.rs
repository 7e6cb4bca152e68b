//! The files of `content/` that the program carries.

/// Every built-in file: its path below `content/`, such as `lessons/vneid-la-gi.vi.md`, and its text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/content.rs"));

/// Every built-in file of a folder of `content/`, by its name without the folder, in the order of names.
pub fn built_in(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().filter_map(move |(path, text)| Some((path.strip_prefix(folder)?.strip_prefix('/')?, *text)))
}

/// The text of one built-in file, by its path below `content/`.
pub fn built_in_file(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}
