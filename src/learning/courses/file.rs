//! Files of `content/courses/`: TOML read piece by piece, so that whoever wrote one is told of every mistake at once, in words.

use toml::{Table, Value};

use super::rules::{Course, Flaw, Part, Words};
use crate::{kit::fold, learning::content::Audience};

/// The keys of a course, and those of a part.
const KEYS: [&str; 11] = ["id", "audience", "level", "checked", "licence", "source", "title", "summary", "want", "keywords", "part"];
const PART_KEYS: [&str; 4] = ["title", "items", "practice", "helper"];

/// Reads a course. What it names may still not exist: see [`super::rules::flaws`].
///
/// # Errors
/// Everything that can't be read; never an empty list.
pub fn parse(source: &str) -> Result<Course, Vec<Flaw>> {
    let source = source.trim_start_matches('\u{feff}');
    let table: Table = source.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| source.get(..span.start).map_or(1, |before| before.lines().count().max(1)));
        vec![Flaw::new(0, "learning-course-bad-toml", line.to_string())]
    })?;
    let mut flaws = Vec::new();
    unknown_keys(&table, &KEYS, 0, &mut flaws);
    let mut read = Reader { table: &table, part: 0, flaws: &mut flaws };
    let (id, level) = (read.text("id"), read.number("level"));
    let (title, summary, want) = (read.words("title", true), read.words("summary", true), read.words("want", true));
    let (licence, source) = (read.text("licence"), read.text("source"));
    let (audience, keywords) = (read.texts("audience", true), read.texts("keywords", false));
    let checked = table.get("checked").and_then(Value::as_datetime).and_then(|day| day.to_string().parse().ok());
    let checked = checked.unwrap_or_else(|| {
        read.wrong("learning-course-bad-day", "checked");
        jiff::civil::Date::ZERO
    });
    let audience = audience.into_iter().filter_map(|code| {
        let known = Audience::parse(&code);
        if known.is_none() {
            read.wrong("learning-course-bad-code", &code);
        }
        known
    });
    let audience = audience.collect();
    let none = Vec::new();
    let listed = match table.get("part") {
        Some(Value::Array(parts)) => parts,
        _ => &none,
    };
    let parts = listed.iter().enumerate().map(|(at, part)| part_of(part, at + 1, &mut flaws)).collect();
    let course = Course { id, audience, level, checked, licence, source, title, summary, want, keywords, parts };
    if flaws.is_empty() { Ok(course) } else { Err(flaws) }
}

fn part_of(value: &Value, number: usize, flaws: &mut Vec<Flaw>) -> Part {
    let Some(table) = value.as_table() else {
        flaws.push(Flaw::new(number, "learning-course-bad-part", ""));
        return Part::default();
    };
    unknown_keys(table, &PART_KEYS, number, flaws);
    let mut read = Reader { table, part: number, flaws };
    Part {
        title: read.words("title", true),
        items: read.texts("items", true),
        practice: read.texts("practice", false),
        helper: read.words("helper", false),
    }
}

fn unknown_keys(table: &Table, known: &[&str], part: usize, flaws: &mut Vec<Flaw>) {
    flaws.extend(table.keys().filter(|key| !known.contains(&key.as_str())).map(|key| Flaw::new(part, "learning-course-bad-key", key)));
}

/// Reads values of a table, and keeps what is wrong with them.
struct Reader<'a> {
    table: &'a Table,
    part: usize,
    flaws: &'a mut Vec<Flaw>,
}

impl Reader<'_> {
    fn wrong(&mut self, code: &'static str, what: &str) {
        self.flaws.push(Flaw::new(self.part, code, what));
    }

    fn text(&mut self, key: &str) -> String {
        match self.table.get(key).and_then(Value::as_str) {
            Some(text) => fold::nfc(text),
            None => {
                self.wrong("learning-course-bad-text", key);
                String::new()
            }
        }
    }

    fn number(&mut self, key: &str) -> i64 {
        self.table.get(key).and_then(Value::as_integer).unwrap_or_else(|| {
            self.wrong("learning-course-bad-number", key);
            0
        })
    }

    fn words(&mut self, key: &str, needed: bool) -> Words {
        let Some(value) = self.table.get(key) else {
            if needed {
                self.wrong("learning-course-bad-words", key);
            }
            return Words::default();
        };
        let both = |lang: &str| value.get(lang).and_then(Value::as_str).map(fold::nfc).filter(|text| !text.is_empty());
        match (both("vi"), both("en")) {
            (Some(vi), Some(en)) => Words { vi, en },
            _ => {
                self.wrong("learning-course-bad-words", key);
                Words::default()
            }
        }
    }

    fn texts(&mut self, key: &str, needed: bool) -> Vec<String> {
        let Some(value) = self.table.get(key) else {
            if needed {
                self.wrong("learning-course-bad-list", key);
            }
            return Vec::new();
        };
        let list = value.as_array().map(|all| all.iter().map(|one| one.as_str().map(fold::nfc)).collect::<Option<Vec<_>>>());
        list.flatten().unwrap_or_else(|| {
            self.wrong("learning-course-bad-list", key);
            Vec::new()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"khoa\"\naudience = [\"citizen\"]\nlevel = 1\nchecked = 2026-11-22\nlicence = \"CC BY 4.0\"\nsource = \"Xã\"\n\
        title = { vi = \"Khóa\", en = \"Course\" }\nsummary = { vi = \"a\", en = \"b\" }\nwant = { vi = \"a\", en = \"b\" }\nkeywords = [\"thử\"]\n\
        [[part]]\ntitle = { vi = \"Một\", en = \"One\" }\nitems = [\"gui-anh\"]\npractice = [\"tap\"]\nhelper = { vi = \"c\", en = \"d\" }\n\
        [[part]]\ntitle = { vi = \"Hai\", en = \"Two\" }\nitems = [\"goi-dien\"]\n";

    #[test]
    fn a_file_is_a_course() {
        let course = parse(GOOD).expect("a good file");
        assert_eq!((course.id.as_str(), course.parts.len(), course.parts[0].practice[0].as_str()), ("khoa", 2, "tap"));
        assert_eq!(course.items().collect::<Vec<_>>(), ["gui-anh", "goi-dien"]);
        assert_eq!((course.checked.to_string().as_str(), course.parts[0].helper.en.as_str()), ("2026-11-22", "d"));
    }

    #[test]
    fn every_mistake_is_said_with_its_place() {
        for (from, to, part, code, what) in [
            ("level = 1", "level = one", 0, "learning-course-bad-toml", "3"),
            ("level = 1", "level = \"1\"", 0, "learning-course-bad-number", "level"),
            ("level = 1", "levle = 1", 0, "learning-course-bad-key", "levle"),
            ("2026-11-22", "\"hôm nay\"", 0, "learning-course-bad-day", "checked"),
            ("[\"citizen\"]", "[\"king\"]", 0, "learning-course-bad-code", "king"),
            ("[\"citizen\"]", "[1]", 0, "learning-course-bad-list", "audience"),
            ("source = \"Xã\"\n", "", 0, "learning-course-bad-text", "source"),
            ("vi = \"Khóa\", ", "", 0, "learning-course-bad-words", "title"),
            (", en = \"Two\"", "", 2, "learning-course-bad-words", "title"),
            ("items = [\"goi-dien\"]", "", 2, "learning-course-bad-list", "items"),
            ("items = [\"goi-dien\"]", "items = [\"goi-dien\"]\nlesson = 1", 2, "learning-course-bad-key", "lesson"),
        ] {
            let flaws = parse(&GOOD.replacen(from, to, 1)).expect_err(to);
            assert!(flaws.contains(&Flaw::new(part, code, what)), "{to}: {flaws:?}");
        }
        let both = GOOD.replacen("level = 1", "level = \"1\"", 1).replacen(", en = \"Two\"", "", 1);
        assert_eq!(parse(&both).expect_err("two mistakes").len(), 2);
        assert!(parse("").is_err() && parse("[[part]]\n[[part]]").is_err() && parse("part = 3").is_err());
    }
}
