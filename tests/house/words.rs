//! Words: every one under a key, every key used, every key in both languages.

use std::collections::{BTreeMap, BTreeSet};

use hocvuso::kit::text::FILES;

use super::source::{expect_none, files_below, read, sources};

/// Keys of one language's file, with their texts.
fn texts(source: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut last = None;
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" =").filter(|(key, _)| key.starts_with(|c: char| c.is_ascii_lowercase())) {
            Some((key, text)) => {
                found.insert(key.to_owned(), text.to_owned());
                last = Some(key.to_owned());
            }
            None => {
                if let Some(text) = last.as_ref().and_then(|key| found.get_mut(key)) {
                    text.push('\n');
                    text.push_str(line);
                }
            }
        }
    }
    found
}

/// Every key with its Vietnamese and its English text.
fn keys() -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    for (slice, vi, en) in FILES {
        let (vi, mut en) = (texts(vi), texts(en));
        for (key, text) in vi {
            let other = en.remove(&key).unwrap_or_else(|| panic!("{slice}: {key} has no English text"));
            all.insert(key, (text, other));
        }
        assert!(en.is_empty(), "{slice}: {:?} have no Vietnamese text", en.keys());
    }
    all
}

/// A place that names a text: `Whole` keys are looked up as they stand, `Part` keys begin so.
#[derive(Debug)]
struct Named {
    place: String,
    text: String,
    /// Whether it stands where only a key can stand.
    surely: bool,
}

/// Calls whose literal is a key and nothing else.
const ASKERS: &[&str] = &["t.get(", "t.fill(", "refused(", "Refusal::new(", ".frame("];

/// Calls whose literal is a kind of event in the log of access.
const EVENTS: &[&str] = &[".event(", ".log(", "account: \"command\", kind:"];

fn named() -> Vec<Named> {
    let mut found = Vec::new();
    for source in sources() {
        for literal in source.product_strings() {
            let before = source.before(literal);
            let event = EVENTS.iter().any(|asker| before.ends_with(asker));
            let surely = event || ASKERS.iter().any(|asker| before.ends_with(asker));
            let text = if event { format!("accounts-event-{}", literal.text) } else { literal.text.clone() };
            found.push(Named { place: format!("{}:{}", source.path, literal.line), text, surely });
        }
    }
    for template in templates() {
        let text = read(&template);
        for (at, _) in text.match_indices('"') {
            let (before, rest) = (&text[..at], &text[at + 1..]);
            // Only what stands inside an expression can be a key.
            let inside = before.rfind("{{").max(before.rfind("{%")) > before.rfind("}}").max(before.rfind("%}"));
            if inside && let Some(end) = rest.find('"') {
                let surely = [".get(", ".fill("].iter().any(|asker| before.ends_with(&format!("t{asker}")));
                found.push(Named { place: template.clone(), text: rest[..end].to_owned(), surely });
            }
        }
    }
    found
}

fn templates() -> Vec<String> {
    files_below("src").into_iter().filter(|path| path.ends_with(".html")).collect()
}

/// The beginning of a key that is put together: `classes-state-` of `"classes-state-{}"` and `"classes-state-" + code`.
fn beginning(text: &str) -> Option<&str> {
    let begin = text.split('{').next().unwrap_or(text);
    let open = begin.len() < text.len() || text.ends_with('-');
    let shape = begin.ends_with('-') && begin.matches('-').count() >= 2 || begin.matches('-').count() >= 2 && text.contains('{');
    (open && shape && begin.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')).then_some(begin)
}

#[test]
fn every_key_that_is_asked_for_has_its_words() {
    let keys = keys();
    let slices: BTreeSet<&str> = FILES.iter().map(|(slice, ..)| *slice).filter(|slice| *slice != "kit").collect();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for named in named() {
        asked += usize::from(named.surely);
        let shaped =
            named.text.contains('-') && named.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
        let first = named.text.split('-').next().unwrap_or("");
        // A literal that begins like the keys of a slice is meant as one.
        let meant = named.surely || (shaped && slices.contains(first) && !named.text.ends_with('-'));
        if let Some(begin) = beginning(&named.text) {
            if named.surely && !keys.keys().any(|key| key.starts_with(begin)) {
                wrong.push(format!("{} asks for {}…", named.place, begin));
            }
        } else if meant && !keys.contains_key(&named.text) {
            wrong.push(format!("{} asks for {}", named.place, named.text));
        }
    }
    assert!(asked > 200, "only {asked} keys were found: the reader is broken");
    expect_none(&wrong, "A text is asked for that no file has.");
}

#[test]
fn every_text_is_used() {
    let keys = keys();
    let named = named();
    let whole: BTreeSet<&str> = named.iter().map(|n| n.text.as_str()).collect();
    let begins: BTreeSet<&str> = named.iter().filter_map(|n| beginning(&n.text)).collect();
    let inside: String = keys.values().map(|(vi, _)| vi.as_str()).collect::<Vec<_>>().join("\n");
    let kinds: BTreeSet<String> =
        named.iter().filter(|n| n.text.contains('.')).map(|n| format!("ledger-kind-{}", n.text.replace('.', "-"))).collect();
    let unused: Vec<String> = keys
        .keys()
        .filter(|key| !whole.contains(key.as_str()) && !kinds.contains(*key))
        .filter(|key| !begins.iter().any(|begin| key.starts_with(begin)))
        .filter(|key| !inside.contains(&format!("{{ {key} }}")))
        .cloned()
        .collect();
    expect_none(&unused, "A text that nobody asks for.");
}

#[test]
fn every_kind_of_entry_has_its_words() {
    let keys = keys();
    let mut wrong = Vec::new();
    let mut kinds = 0;
    for source in sources() {
        for literal in
            source.product_strings().filter(|literal| source.before(literal).ends_with("Kind::new(") && literal.text.contains('.'))
        {
            kinds += 1;
            let key = format!("ledger-kind-{}", literal.text.replace('.', "-"));
            if !keys.contains_key(&key) {
                wrong.push(format!("{}:{} {key}", source.path, literal.line));
            }
            if !source.path.ends_with("/mod.rs") {
                wrong.push(format!("{}:{} {} is not a constant of its slice's mod.rs", source.path, literal.line, literal.text));
            }
        }
    }
    assert!(kinds > 0);
    expect_none(&wrong, "Evidence kinds are constants of their slice, with words.");
}

#[test]
fn both_languages_take_the_same_values() {
    let values = |text: &str| -> BTreeSet<String> {
        text.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()).collect()
    };
    let wrong: Vec<String> =
        keys().iter().filter(|(_, (vi, en))| values(vi) != values(en)).map(|(key, (vi, en))| format!("{key}: {vi} |{en}")).collect();
    expect_none(&wrong, "A text takes other values in the other language.");
}

/// Signs that are the same in every language.
const SIGNS: &[&str] = &["A", "A−", "A+", "SHA", "B", "C", "D"];

/// The texts of a template that no key gives: what stands outside tags and expressions, and in attributes that are read.
fn literal_words(template: &str) -> Vec<String> {
    let mut bare = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{']) {
        let (before, from) = rest.split_at(at);
        bare.push_str(before);
        let end = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")].iter().find_map(|(open, close)| {
            let inner = from.strip_prefix(open)?;
            // An expression may hold braces in a string: it ends at the close that leaves its quotes even.
            let mut after = 0;
            loop {
                let found = inner[after..].find(close)? + after;
                if inner[..found].matches('"').count() % 2 == 0 {
                    return Some(open.len() + found + close.len());
                }
                after = found + close.len();
            }
        });
        match end {
            Some(end) => {
                bare.push('\u{1}');
                rest = &from[end..];
            }
            None => {
                bare.push('{');
                rest = &from[1..];
            }
        }
    }
    bare.push_str(rest);
    let mut found = Vec::new();
    let mut text = String::new();
    let mut parts = bare.split('<');
    text.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        for attribute in ["alt", "title", "aria-label", "placeholder", "content", "summary", "label"] {
            if let Some(value) = tag.split_once(&format!(" {attribute}=\"")).and_then(|(_, rest)| rest.split('"').next())
                && attribute != "content"
            {
                text.push(' ');
                text.push_str(value);
                text.push(' ');
            }
        }
        text.push('\u{1}');
        text.push_str(after);
    }
    for word in text.split(|c: char| c == '\u{1}' || c.is_whitespace()) {
        let word = word.replace("&nbsp;", "").replace("&hellip;", "").replace("&times;", "");
        // Attributes of a macro, and endings of ids.
        if word.contains("=\"") || word.starts_with('-') {
            continue;
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '−' && c != '+');
        // The plan's own numbers: I5, T3.
        let numbered = bare.strip_prefix(['I', 'T']).is_some_and(|rest| rest.parse::<u8>().is_ok());
        if bare.chars().any(char::is_alphabetic) && !SIGNS.contains(&bare) && !numbered {
            found.push(bare.to_owned());
        }
    }
    found
}

#[test]
fn no_template_holds_words_of_its_own() {
    let mut wrong = Vec::new();
    // The body of the style page shows components with invented content; it is no page of the commune.
    for template in templates().iter().filter(|path| !path.ends_with("style_body.html")) {
        let words = literal_words(&read(template));
        if !words.is_empty() {
            wrong.push(format!("{template}: {}", words.join(" ")));
        }
    }
    expect_none(&wrong, "Words of the screen stand under keys.");
}

#[test]
fn no_handler_holds_words_of_its_own() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.path.contains("pages") && !s.is_test) {
        for literal in source.product_strings() {
            if literal.text.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
                wrong.push(format!("{}:{} {}", source.path, literal.line, literal.text));
            }
        }
    }
    expect_none(&wrong, "Words of the screen stand under keys.");
}

#[test]
fn literal_words_of_a_template_are_found() {
    let template = "<p class=\"a b\">{{ t.get(\"x\") }} Xin chào <b title=\"nhan đề\">{% if a > 1 %}1{% endif %}</b>&nbsp;A−</p>";
    assert_eq!(literal_words(template), ["Xin", "chào", "nhan", "đề"]);
    assert!(literal_words("{{ t.fill(\"x\").s(\"n\", f(\"{{\")) }}").is_empty());
}

#[test]
fn keys_that_are_put_together_are_known_by_their_beginning() {
    for (text, begin) in [
        ("classes-state-", Some("classes-state-")),
        ("org-kind-{kind}", Some("org-kind-")),
        ("org-kind-{}", Some("org-kind-")),
        ("plan-target-t{n}", Some("plan-target-t")),
        ("org-", None),
        ("org-name", None),
        ("minh-hoa-{login}", Some("minh-hoa-")),
    ] {
        assert_eq!(beginning(text), begin, "{text}");
    }
}
