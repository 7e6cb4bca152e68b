//! Quiz files: TOML read question by question, so that whoever wrote one is told of every mistake at once, in words.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::rules::{Body, Picture, Question, Quiz, ROUND};
use crate::kit::fold;

/// The largest quiz file, in bytes.
pub const FILE_LIMIT: usize = 200_000;
/// The most questions of one quiz.
const MOST: usize = 60;
/// The longest text, in characters.
const TEXT_LIMIT: usize = 600;

/// One thing that is wrong with a quiz file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Which question: its id, or its number where it has none; empty for the file.
    pub question: String,
    /// The text key that says what to do.
    pub code: &'static str,
    /// The value of `what` in the text.
    pub what: String,
}

fn flaw(question: &str, code: &'static str, what: impl Into<String>) -> Flaw {
    Flaw { question: question.to_owned(), code, what: what.into() }
}

/// Reads a quiz.
///
/// # Errors
/// Everything that is wrong with it; never an empty list.
pub fn parse(source: &str) -> Result<Quiz, Vec<Flaw>> {
    if source.len() > FILE_LIMIT {
        return Err(vec![flaw("", "learning-quiz-bad-large", "200")]);
    }
    let table: Table = match source.trim_start_matches('\u{feff}').parse() {
        Ok(table) => table,
        Err(error) => {
            let error: toml::de::Error = error;
            let line = error.span().map_or(1, |span| source.get(..span.start).map_or(1, |before| before.lines().count().max(1)));
            return Err(vec![flaw("", "learning-quiz-bad-toml", line.to_string())]);
        }
    };
    let mut flaws = Vec::new();
    let pass = table.get("pass").and_then(Value::as_integer).and_then(|pass| usize::try_from(pass).ok()).unwrap_or(0);
    if !(1..=ROUND).contains(&pass) {
        flaws.push(flaw("", "learning-quiz-bad-pass", ROUND.to_string()));
    }
    let none = Vec::new();
    let listed = table.get("question").and_then(Value::as_array).unwrap_or(&none);
    if listed.len() < ROUND || listed.len() > MOST {
        flaws.push(flaw("", "learning-quiz-bad-count", listed.len().to_string()));
    }
    let mut seen = BTreeSet::new();
    let mut questions = Vec::new();
    for (at, one) in listed.iter().take(MOST).enumerate() {
        let number = (at + 1).to_string();
        let Some(one) = one.as_table() else {
            flaws.push(flaw(&number, "learning-quiz-bad-question", ""));
            continue;
        };
        match question(one, &number) {
            Ok(question) if !seen.insert(question.id.clone()) => flaws.push(flaw(&number, "learning-quiz-bad-id-twice", question.id)),
            Ok(question) => questions.push(question),
            Err(flaw) => flaws.push(flaw),
        }
    }
    if flaws.is_empty() { Ok(Quiz { pass, questions }) } else { Err(flaws) }
}

fn question(one: &Table, number: &str) -> Result<Question, Flaw> {
    let id = one.get("id").and_then(Value::as_str).unwrap_or("").to_owned();
    let plain = !id.is_empty() && id.len() <= 40 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain {
        return Err(flaw(number, "learning-quiz-bad-id", id));
    }
    let wrong = |code: &'static str| flaw(&id, code, "");
    let text = |key: &str, code: &'static str| -> Result<String, Flaw> {
        let text = fold::nfc(one.get(key).and_then(Value::as_str).unwrap_or(""));
        if text.is_empty() || text.chars().count() > TEXT_LIMIT { Err(wrong(code)) } else { Ok(text) }
    };
    let body = body(one, &id)?;
    let read = (text("text", "learning-quiz-bad-text")?, text("why", "learning-quiz-bad-why")?);
    Ok(Question { text: read.0, why: read.1, body, id })
}

fn body(one: &Table, id: &str) -> Result<Body, Flaw> {
    let kind = one.get("type").and_then(Value::as_str).unwrap_or("");
    match kind {
        "single" => {
            let options = options(one, id, 2, 6)?;
            Ok(Body::Single { answer: one_of(one, id, options.len())?, options })
        }
        "multiple" => {
            let options = options(one, id, 3, 8)?;
            let answer = places(one, id, options.len())?;
            if answer.len() < 2 {
                return Err(flaw(id, "learning-quiz-bad-multiple-one", ""));
            }
            Ok(Body::Multiple { options, answer })
        }
        "true_false" => match one.get("answer").and_then(Value::as_bool) {
            Some(answer) => Ok(Body::TrueFalse { answer }),
            None => Err(flaw(id, "learning-quiz-bad-truth", "")),
        },
        "order" => Ok(Body::Order { options: options(one, id, 3, 5)? }),
        "match" => Ok(Body::Match { pairs: pairs(one, id)? }),
        "picture" => {
            let options = pictures(one, id)?;
            Ok(Body::Picture { answer: one_of(one, id, options.len())?, options })
        }
        "short" => {
            let accept = texts(one.get("accept"), id)?;
            let useful = !accept.is_empty() && accept.len() <= 20 && accept.iter().all(|word| !super::rules::bare(word).is_empty());
            if useful { Ok(Body::Short { accept }) } else { Err(flaw(id, "learning-quiz-bad-accept", "")) }
        }
        other => Err(flaw(id, "learning-quiz-bad-type", other)),
    }
}

/// A list of texts that say something and are no longer than they may be.
fn texts(value: Option<&Value>, id: &str) -> Result<Vec<String>, Flaw> {
    let list = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let read = |one: &Value| Some(fold::nfc(one.as_str()?)).filter(|text| !text.is_empty() && text.chars().count() <= TEXT_LIMIT);
    list.iter().map(read).collect::<Option<Vec<_>>>().ok_or_else(|| flaw(id, "learning-quiz-bad-option", ""))
}

/// The first text that stands twice.
fn twice<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    texts.into_iter().find(|text| !seen.insert(text.to_lowercase()))
}

fn options(one: &Table, id: &str, least: usize, most: usize) -> Result<Vec<String>, Flaw> {
    let options = texts(one.get("options"), id)?;
    if !(least..=most).contains(&options.len()) {
        return Err(flaw(id, "learning-quiz-bad-options", format!("{least}–{most}")));
    }
    match twice(options.iter().map(String::as_str)) {
        Some(text) => Err(flaw(id, "learning-quiz-bad-option-twice", text)),
        None => Ok(options),
    }
}

fn pictures(one: &Table, id: &str) -> Result<Vec<Picture>, Flaw> {
    let list = one.get("options").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if !(2..=6).contains(&list.len()) {
        return Err(flaw(id, "learning-quiz-bad-options", "2–6"));
    }
    let read = |one: &Value| {
        let name = one.get("picture")?.as_str()?;
        let text = fold::nfc(one.get("text")?.as_str()?);
        let plain = !name.is_empty() && name.len() <= 80 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (plain && !text.is_empty() && text.chars().count() <= TEXT_LIMIT).then(|| Picture { name: name.to_owned(), text })
    };
    let options = list.iter().map(read).collect::<Option<Vec<_>>>().ok_or_else(|| flaw(id, "learning-quiz-bad-picture", ""))?;
    match twice(options.iter().map(|option| option.text.as_str())) {
        Some(text) => Err(flaw(id, "learning-quiz-bad-option-twice", text)),
        None => Ok(options),
    }
}

fn pairs(one: &Table, id: &str) -> Result<Vec<(String, String)>, Flaw> {
    let list = one.get("pairs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if !(2..=5).contains(&list.len()) {
        return Err(flaw(id, "learning-quiz-bad-pairs", "2–5"));
    }
    let mut pairs = Vec::new();
    for pair in list {
        match <[String; 2]>::try_from(texts(Some(pair), id)?) {
            Ok([left, right]) => pairs.push((left, right)),
            Err(_) => return Err(flaw(id, "learning-quiz-bad-pair", "")),
        }
    }
    match twice(pairs.iter().map(|(left, _)| left.as_str())) {
        Some(text) => Err(flaw(id, "learning-quiz-bad-option-twice", text)),
        None => Ok(pairs),
    }
}

/// The places in `answer`, in order and each once.
fn places(one: &Table, id: &str, count: usize) -> Result<Vec<usize>, Flaw> {
    let missing = || flaw(id, "learning-quiz-bad-answer", "");
    let list = one.get("answer").and_then(Value::as_array).ok_or_else(missing)?;
    let mut places = Vec::new();
    for place in list {
        let place = place.as_integer().and_then(|place| usize::try_from(place).ok()).filter(|place| *place < count);
        places.push(place.ok_or_else(|| flaw(id, "learning-quiz-bad-answer-place", (count.saturating_sub(1)).to_string()))?);
    }
    places.sort_unstable();
    places.dedup();
    if places.is_empty() { Err(missing()) } else { Ok(places) }
}

fn one_of(one: &Table, id: &str, count: usize) -> Result<usize, Flaw> {
    match places(one, id, count)?.as_slice() {
        [place] => Ok(*place),
        several => Err(flaw(id, "learning-quiz-bad-single-two", several.len().to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::text::{Lang, Text};

    /// A quiz of nine questions, one of every type and two more.
    const GOOD: &str = include_str!("../../../content/lessons/nhan-biet-cuoc-goi-lua-dao.vi.toml");

    fn codes(source: &str) -> Vec<&'static str> {
        parse(source).err().unwrap_or_default().into_iter().map(|flaw| flaw.code).collect()
    }

    #[test]
    fn a_file_of_every_type_is_read() {
        let quiz = parse(GOOD).expect("a good file");
        assert_eq!((quiz.pass, quiz.questions.len()), (6, 9));
        let kinds: BTreeSet<&str> = quiz.questions.iter().map(|question| question.body.code()).collect();
        assert_eq!(kinds.len(), 7);
        assert_eq!(parse(&format!("\u{feff}{}", GOOD.replace('\n', "\r\n"))), Ok(quiz));
    }

    #[test]
    fn what_is_wrong_is_said_for_each_question() {
        for (from, to, code) in [
            ("answer = [2]", "answer = [1, 2]", "learning-quiz-bad-single-two"),
            ("answer = [2]", "answer = [4]", "learning-quiz-bad-answer-place"),
            ("answer = [2]", "answer = [-1]", "learning-quiz-bad-answer-place"),
            ("answer = [2]", "answer = []", "learning-quiz-bad-answer"),
            ("answer = [2]", "answer = 2", "learning-quiz-bad-answer"),
            ("answer = [0, 2, 3]", "answer = [2, 2]", "learning-quiz-bad-multiple-one"),
            ("answer = false", "answer = [0]", "learning-quiz-bad-truth"),
            ("pass = 6", "pass = 9", "learning-quiz-bad-pass"),
            ("pass = 6", "", "learning-quiz-bad-pass"),
            ("pass = 6", "pass =", "learning-quiz-bad-toml"),
            ("id = \"q2\"", "id = \"q1\"", "learning-quiz-bad-id-twice"),
            ("id = \"q2\"", "id = \"Câu 2\"", "learning-quiz-bad-id"),
            ("type = \"short\"", "type = \"essay\"", "learning-quiz-bad-type"),
            ("accept = [\"156\", \"số 156\"]", "accept = [\"…\"]", "learning-quiz-bad-accept"),
            ("accept = [\"156\", \"số 156\"]", "accept = []", "learning-quiz-bad-accept"),
            ("picture = \"goi-lai\"", "picture = \"../khoa\"", "learning-quiz-bad-picture"),
            ("[\"Công an xã\", \"Hỏi ở ủy ban xã hoặc trưởng thôn\"],", "[\"Công an xã\"],", "learning-quiz-bad-pair"),
            ("\"Cấm bác kể với con cháu\"", "\"Giục bác làm ngay, không cho tắt máy\"", "learning-quiz-bad-option-twice"),
            ("\"Cấm bác kể với con cháu\"", "\"\"", "learning-quiz-bad-option"),
            ("why = \"Số 156", "why = \"\" #", "learning-quiz-bad-why"),
        ] {
            assert!(GOOD.contains(from), "{from}");
            assert_eq!(codes(&GOOD.replacen(from, to, 1)), [code], "{to}");
        }
        let two = GOOD.replacen("answer = [2]", "answer = [1, 2]", 1).replacen("answer = false", "answer = 1", 1);
        assert_eq!(codes(&two), ["learning-quiz-bad-single-two", "learning-quiz-bad-truth"]);
        assert_eq!(parse(&two).expect_err("two flaws")[0].question, "q1");
    }

    #[test]
    fn strange_files_are_refused_and_never_panic() {
        for (source, code) in [
            ("", "learning-quiz-bad-pass"),
            ("pass = 6", "learning-quiz-bad-count"),
            ("pass = 6\nquestion = 7", "learning-quiz-bad-count"),
            ("pass = 6\nquestion = [1, 2]", "learning-quiz-bad-question"),
            ("\u{0}\u{0}PK", "learning-quiz-bad-toml"),
            ("é = [", "learning-quiz-bad-toml"),
        ] {
            assert!(codes(source).contains(&code), "{source:?}: {:?}", codes(source));
        }
        assert_eq!(codes(&"a".repeat(FILE_LIMIT + 1)), ["learning-quiz-bad-large"]);
    }

    #[test]
    fn every_flaw_has_its_words() {
        let source = include_str!("parse.rs");
        let flaws: BTreeSet<&str> = source.split('"').filter(|text| text.starts_with("learning-quiz-bad-")).collect();
        assert!(flaws.len() > 15);
        for t in Lang::ALL.map(Text::of) {
            for code in flaws.iter().filter(|code| code.len() > "learning-quiz-bad-".len()) {
                assert!(t.has(code), "{code}");
            }
        }
    }
}
