//! Every word on the screen, under a key, in Fluent files beside the slices.

use std::{borrow::Cow, collections::HashMap, fmt, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::langid;

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese, the first language of everything.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// All languages, the first one first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The code in `lang="…"` and in the cookie.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

macro_rules! words {
    ($($slice:literal),+ $(,)?) => {
        /// The word files of each slice: slice, Vietnamese, English.
        pub const FILES: &[(&str, &str, &str)] = &[$((
            $slice,
            include_str!(concat!("../", $slice, "/text.vi.ftl")),
            include_str!(concat!("../", $slice, "/text.en.ftl")),
        )),+];
    };
}

words! {
    "kit", "ledger", "places", "accounts", "org", "people", "resources", "classes", "coaching", "learning", "learning/courses", "learning/quiz",
    "learning/standing", "learning/outside", "learning/feedback",
    "plan", "indicators", "reports", "sync", "platform", "cli",
}

type Bundle = FluentBundle<FluentResource>;

static WORDS: LazyLock<HashMap<Lang, Bundle>> = LazyLock::new(|| Lang::ALL.into_iter().map(|lang| (lang, load(lang))).collect());

fn load(lang: Lang) -> Bundle {
    let id = if lang == Lang::Vi { langid!("vi") } else { langid!("en") };
    let mut bundle = Bundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Vi => |value, _| match value {
            FluentValue::Number(n) => Some(super::numbers::whole(n.value as i64, Lang::Vi)),
            _ => None,
        },
        Lang::En => |value, _| match value {
            FluentValue::Number(n) => Some(super::numbers::whole(n.value as i64, Lang::En)),
            _ => None,
        },
    }));
    for (_, vi, en) in FILES {
        let source = if lang == Lang::Vi { vi } else { en };
        // A file with a mistake still gives its good lines; a test names the mistake.
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        // A key given twice keeps its first text; a test names it.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// The words of one language; cheap to copy, and what templates call `t`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The language.
    pub lang: Lang,
}

impl Text {
    /// The words of `lang`.
    pub const fn of(lang: Lang) -> Self {
        Self { lang }
    }

    /// The text under `key`; a missing one shows as `⟦key⟧` and fails the tests.
    pub fn get(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// Whether `key` has a text.
    pub fn has(&self, key: &str) -> bool {
        WORDS.get(&self.lang).is_some_and(|words| words.has_message(key))
    }

    /// The text under `key`, to be filled with values before it is shown.
    pub fn fill<'a>(&self, key: &'a str) -> Fill<'a> {
        Fill { text: *self, key, args: FluentArgs::new() }
    }

    /// The message of a refusal.
    pub fn refusal(&self, refusal: &super::error::Refusal) -> String {
        let fill = refusal.values.iter().fold(self.fill(refusal.code), |fill, (name, value)| fill.s(name, value));
        fill.to_string()
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let found = WORDS.get(&self.lang).and_then(|words| {
            let pattern = words.get_message(key)?.value()?;
            Some(words.format_pattern(pattern, args, &mut Vec::new()).into_owned())
        });
        found.unwrap_or_else(|| format!("⟦{key}⟧"))
    }
}

/// A whole number of any width, by value or by reference: templates hand out references.
pub trait Count {
    /// The number; one beyond the range is its end.
    fn count(self) -> i64;
}

macro_rules! counts {
    ($($number:ty),+) => {$(
        impl Count for $number {
            fn count(self) -> i64 { i64::try_from(self).unwrap_or(i64::MAX) }
        }
        impl Count for &$number {
            fn count(self) -> i64 { (*self).count() }
        }
    )+};
}

counts!(i64, i32, i16, i8, u64, u32, u16, u8, usize);

/// A text under way: `t.fill("classes-present").n("present", 17).n("total", 30)`.
pub struct Fill<'a> {
    text: Text,
    key: &'a str,
    args: FluentArgs<'a>,
}

impl<'a> Fill<'a> {
    /// A whole number, shown with the language's thousands mark; it also chooses plurals.
    #[must_use]
    pub fn n(mut self, name: &'a str, value: impl Count) -> Self {
        self.args.set(name, FluentValue::from(value.count()));
        self
    }

    /// Words as they are.
    #[must_use]
    pub fn s(mut self, name: &'a str, value: impl fmt::Display) -> Self {
        self.args.set(name, FluentValue::String(Cow::Owned(value.to_string())));
        self
    }
}

impl fmt::Display for Fill<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.format(self.key, Some(&self.args)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(source: &str) -> BTreeSet<String> {
        source
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .filter(|(key, _)| key.starts_with(|c: char| c.is_ascii_lowercase()))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_once_and_without_mistakes() {
        let mut seen = BTreeSet::new();
        for (slice, vi, en) in FILES {
            for (lang, source) in [("vi", vi), ("en", en)] {
                if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                    panic!("{slice}/text.{lang}.ftl: {errors:?}");
                }
            }
            assert_eq!(keys(vi), keys(en), "{slice}");
            for key in keys(vi) {
                assert!(seen.insert(key.clone()), "{slice}: {key} is given twice");
            }
        }
    }

    #[test]
    fn a_missing_key_is_visible() {
        assert_eq!(Text::of(Lang::Vi).get("no-such-key"), "⟦no-such-key⟧");
    }
}
