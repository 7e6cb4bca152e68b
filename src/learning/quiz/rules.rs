//! Questions of seven types, how an answer is read and judged, and which questions a round draws.

use crate::kit::{error::Refusal, fold, forms::Fields, ids};

/// How many questions a round has, when the bank holds so many.
pub const ROUND: usize = 8;
/// The longest answer in words that is read, in characters.
const WORDS_LIMIT: usize = 200;
/// What is kept for a question that somebody passed over.
pub const SKIPPED: &str = "-";

/// A picture to choose, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The drawing's name.
    pub name: String,
    /// What it shows.
    pub text: String,
}

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// One of the options.
    Single {
        /// What may be chosen.
        options: Vec<String>,
        /// The right one's place.
        answer: usize,
    },
    /// All the right ones of the options, and no other.
    Multiple {
        /// What may be chosen.
        options: Vec<String>,
        /// The right ones' places, in order.
        answer: Vec<usize>,
    },
    /// Whether the text is true.
    TrueFalse {
        /// Whether it is.
        answer: bool,
    },
    /// The options put in order.
    Order {
        /// In the right order.
        options: Vec<String>,
    },
    /// Pairs that belong together.
    Match {
        /// Left and right.
        pairs: Vec<(String, String)>,
    },
    /// One of the pictures.
    Picture {
        /// What may be chosen.
        options: Vec<Picture>,
        /// The right one's place.
        answer: usize,
    },
    /// A word or a number.
    Short {
        /// What is right.
        accept: Vec<String>,
    },
}

impl Body {
    /// The type's code, as quiz files write it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Single { .. } => "single",
            Self::Multiple { .. } => "multiple",
            Self::TrueFalse { .. } => "true_false",
            Self::Order { .. } => "order",
            Self::Match { .. } => "match",
            Self::Picture { .. } => "picture",
            Self::Short { .. } => "short",
        }
    }
}

/// A question of the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name inside the quiz.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Why the right answer is right.
    pub why: String,
    /// What may be answered.
    pub body: Body,
}

/// The questions of one lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiz {
    /// Right answers that pass, of a round of [`ROUND`].
    pub pass: usize,
    /// The bank.
    pub questions: Vec<Question>,
}

impl Quiz {
    /// The question with this name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// Right answers that pass a round of `asked` questions: the same part of them as of a whole round, rounded up.
pub fn pass_mark(pass: usize, asked: usize) -> usize {
    if asked >= ROUND { pass } else { (pass * asked).div_ceil(ROUND) }
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Places of options; for pairs, the right side's place for each left one; for an order, the options' places from first to last.
    Places(Vec<usize>),
    /// Whether the text was called true.
    Truth(bool),
    /// Words.
    Words(String),
    /// Passed over.
    Nothing,
}

impl Given {
    /// The form it is stored in: anonymous, and the same for the same choice.
    pub fn stored(&self) -> String {
        match self {
            Self::Places(places) => places.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
            Self::Truth(true) => "true".into(),
            Self::Truth(false) => "false".into(),
            Self::Words(words) => format!("={words}"),
            Self::Nothing => SKIPPED.into(),
        }
    }

    /// Reads [`Given::stored`]; what can't be read was passed over.
    pub fn of_stored(text: &str) -> Self {
        match text {
            "true" => Self::Truth(true),
            "false" => Self::Truth(false),
            _ => match text.strip_prefix('=') {
                Some(words) => Self::Words(words.to_owned()),
                None => text.split(',').map(|place| place.parse().ok()).collect::<Option<Vec<_>>>().map_or(Self::Nothing, Self::Places),
            },
        }
    }
}

/// Reads what a form answers to a question.
///
/// # Errors
/// A refusal when nothing was chosen, something outside the options was, or a place was given twice.
pub fn read(question: &Question, fields: &Fields) -> Result<Given, Refusal> {
    if fields.ticked("skip") {
        return Ok(Given::Nothing);
    }
    let nothing = || Refusal::new("learning-quiz-answer-missing");
    let place = |text: &str, count: usize| text.parse::<usize>().ok().filter(|place| *place < count);
    match &question.body {
        Body::Single { options, .. } => Ok(Given::Places(vec![place(fields.get("chosen"), options.len()).ok_or_else(nothing)?])),
        Body::Picture { options, .. } => Ok(Given::Places(vec![place(fields.get("chosen"), options.len()).ok_or_else(nothing)?])),
        Body::Multiple { options, .. } => {
            let mut places: Vec<usize> = fields.all("chosen").into_iter().filter_map(|text| place(text, options.len())).collect();
            places.sort_unstable();
            places.dedup();
            if places.is_empty() { Err(nothing()) } else { Ok(Given::Places(places)) }
        }
        Body::TrueFalse { .. } => match fields.get("chosen") {
            "true" => Ok(Given::Truth(true)),
            "false" => Ok(Given::Truth(false)),
            _ => Err(nothing()),
        },
        Body::Order { options } => {
            let mut order = vec![None; options.len()];
            for option in 0..options.len() {
                let at = place(fields.get(&format!("place-{option}")), options.len())
                    .ok_or_else(|| Refusal::new("learning-quiz-order-missing"))?;
                if order[at].replace(option).is_some() {
                    return Err(Refusal::new("learning-quiz-order-twice"));
                }
            }
            Ok(Given::Places(order.into_iter().flatten().collect()))
        }
        Body::Match { pairs } => {
            let mut chosen = Vec::with_capacity(pairs.len());
            for left in 0..pairs.len() {
                let right =
                    place(fields.get(&format!("pair-{left}")), pairs.len()).ok_or_else(|| Refusal::new("learning-quiz-pair-missing"))?;
                if chosen.contains(&right) {
                    return Err(Refusal::new("learning-quiz-pair-twice"));
                }
                chosen.push(right);
            }
            Ok(Given::Places(chosen))
        }
        Body::Short { .. } => {
            let words: String = fold::nfc(fields.get("words")).chars().take(WORDS_LIMIT).collect();
            if words.is_empty() { Err(nothing()) } else { Ok(Given::Words(words)) }
        }
    }
}

/// A wrong answer: the next option, the other truth; of other types nothing.
pub fn wrong(question: &Question) -> Given {
    match &question.body {
        Body::Single { options, answer } => Given::Places(vec![(answer + 1) % options.len().max(1)]),
        Body::Picture { options, answer } => Given::Places(vec![(answer + 1) % options.len().max(1)]),
        Body::TrueFalse { answer } => Given::Truth(!answer),
        Body::Multiple { .. } | Body::Order { .. } | Body::Match { .. } | Body::Short { .. } => Given::Nothing,
    }
}

/// The right answer.
pub fn right(question: &Question) -> Given {
    match &question.body {
        Body::Single { answer, .. } | Body::Picture { answer, .. } => Given::Places(vec![*answer]),
        Body::Multiple { answer, .. } => Given::Places(answer.clone()),
        Body::TrueFalse { answer } => Given::Truth(*answer),
        Body::Order { options } => Given::Places((0..options.len()).collect()),
        Body::Match { pairs } => Given::Places((0..pairs.len()).collect()),
        Body::Short { accept } => accept.first().map_or(Given::Nothing, |words| Given::Words(words.clone())),
    }
}

/// Whether an answer is right. An answer of another type's shape is wrong.
pub fn judge(question: &Question, given: &Given) -> bool {
    match (&question.body, given) {
        (Body::Single { answer, .. } | Body::Picture { answer, .. }, Given::Places(places)) => places.as_slice() == [*answer],
        (Body::Multiple { answer, .. }, Given::Places(places)) => places == answer,
        (Body::TrueFalse { answer }, Given::Truth(truth)) => answer == truth,
        (Body::Order { options }, Given::Places(places)) => places.iter().copied().eq(0..options.len()),
        // Two pairs may share their right side.
        (Body::Match { pairs }, Given::Places(places)) => {
            places.len() == pairs.len()
                && places.iter().zip(pairs).all(|(chosen, (_, right))| pairs.get(*chosen).is_some_and(|(_, other)| other == right))
        }
        (Body::Short { accept }, Given::Words(words)) => {
            let typed = bare(words);
            !typed.is_empty() && accept.iter().any(|right| bare(right) == typed)
        }
        _ => false,
    }
}

/// Letters and digits alone, without marks, in small letters: what answers in words are compared by.
pub fn bare(words: &str) -> String {
    fold::fold(words).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Numbers that look drawn by lot and are the same for the same seed.
struct Lot(u64);

impl Lot {
    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// The seed that an attempt's id stands for.
pub fn seed(id: &str) -> u64 {
    u64::from_str_radix(&ids::sha256_hex(id.as_bytes())[..16], 16).unwrap_or(0)
}

/// `count` of the places `0..of`, in a drawn order.
pub fn draw(of: usize, count: usize, seed: u64) -> Vec<usize> {
    let mut places: Vec<usize> = (0..of).collect();
    let mut lot = Lot(seed);
    for at in (1..of).rev() {
        places.swap(at, lot.below(at + 1));
    }
    places.truncate(count);
    places
}

/// All places `0..of` in a drawn order that is not the right one, where there is another.
pub fn shuffle(of: usize, seed: u64) -> Vec<usize> {
    let mut places = draw(of, of, seed);
    if of > 1 && places.iter().copied().eq(0..of) {
        places.rotate_left(1);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(body: Body) -> Question {
        Question { id: "q".into(), text: "?".into(), why: String::new(), body }
    }

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    fn fields(typed: &str) -> Fields {
        Fields::parse(typed)
    }

    #[test]
    fn every_type_is_read_and_judged() {
        let single = question(Body::Single { options: words(&["a", "b", "c"]), answer: 2 });
        let multiple = question(Body::Multiple { options: words(&["a", "b", "c"]), answer: vec![0, 2] });
        let truth = question(Body::TrueFalse { answer: false });
        let order = question(Body::Order { options: words(&["một", "hai", "ba"]) });
        let pairs = question(Body::Match { pairs: vec![("a".into(), "1".into()), ("b".into(), "2".into()), ("c".into(), "3".into())] });
        let short = question(Body::Short { accept: words(&["156", "số 156"]) });
        let missing = Err("learning-quiz-answer-missing");
        for (question, typed, right) in [
            (&single, "chosen=2", Ok(true)),
            (&single, "chosen=1", Ok(false)),
            (&single, "chosen=3", missing),
            (&single, "chosen=-1", missing),
            (&single, "", missing),
            (&single, "chosen=2&skip=1", Ok(false)),
            (&multiple, "chosen=2&chosen=0", Ok(true)),
            (&multiple, "chosen=2&chosen=0&chosen=0", Ok(true)),
            (&multiple, "chosen=2", Ok(false)),
            (&multiple, "chosen=0&chosen=1&chosen=2", Ok(false)),
            (&multiple, "chosen=9", missing),
            (&truth, "chosen=false", Ok(true)),
            (&truth, "chosen=true", Ok(false)),
            (&truth, "chosen=maybe", missing),
            (&order, "place-0=0&place-1=1&place-2=2", Ok(true)),
            (&order, "place-0=1&place-1=0&place-2=2", Ok(false)),
            (&order, "place-0=1&place-1=1&place-2=2", Err("learning-quiz-order-twice")),
            (&order, "place-0=1&place-1=0", Err("learning-quiz-order-missing")),
            (&pairs, "pair-0=0&pair-1=1&pair-2=2", Ok(true)),
            (&pairs, "pair-0=1&pair-1=0&pair-2=2", Ok(false)),
            (&pairs, "pair-0=0&pair-1=0&pair-2=2", Err("learning-quiz-pair-twice")),
            (&pairs, "pair-0=0&pair-1=x&pair-2=2", Err("learning-quiz-pair-missing")),
            (&short, "words=S%E1%BB%91+156.", Ok(true)),
            (&short, "words=so156", Ok(true)),
            (&short, "words=So%CC%82%CC%81+156", Ok(true)),
            (&short, "words=113", Ok(false)),
            (&short, "words=...", Ok(false)),
            (&short, "words=+", missing),
        ] {
            let judged = read(question, &fields(typed)).map(|given| {
                assert_eq!(Given::of_stored(&given.stored()), given, "{typed}");
                judge(question, &given)
            });
            assert_eq!(judged.map_err(|refusal| refusal.code), right, "{} {typed}", question.body.code());
        }
        let long = format!("words={}", "a".repeat(10_000));
        assert!(matches!(read(&short, &fields(&long)), Ok(Given::Words(words)) if words.len() == WORDS_LIMIT));
    }

    #[test]
    fn pairs_that_share_their_right_side_may_change_places() {
        let pairs = question(Body::Match { pairs: vec![("a".into(), "1".into()), ("b".into(), "1".into()), ("c".into(), "3".into())] });
        assert!(judge(&pairs, &Given::Places(vec![1, 0, 2])));
        assert!(!judge(&pairs, &Given::Places(vec![2, 0, 1])) && !judge(&pairs, &Given::Places(vec![0, 1])));
    }

    #[test]
    fn a_stored_answer_of_another_shape_is_wrong_and_never_panics() {
        let order = question(Body::Order { options: words(&["a", "b", "c"]) });
        for stored in ["", "-", "true", "=x", "9,9,9", "0,1", "0,1,2,3", "99999999999999999999"] {
            assert!(!judge(&order, &Given::of_stored(stored)), "{stored}");
        }
    }

    #[test]
    fn a_round_is_drawn_by_its_seed_and_never_shows_the_order_that_is_asked_for() {
        assert_eq!(draw(9, ROUND, 7), draw(9, ROUND, 7));
        assert_ne!(draw(9, ROUND, 7), draw(9, ROUND, 8));
        for seed in 0..200 {
            let mut drawn = draw(9, ROUND, seed);
            drawn.sort_unstable();
            drawn.dedup();
            assert_eq!(drawn.len(), ROUND);
            assert!(!shuffle(3, seed).into_iter().eq(0..3) && !shuffle(2, seed).into_iter().eq(0..2));
        }
        assert_eq!((draw(0, 8, 1), shuffle(1, 1)), (vec![], vec![0]));
        let drawn: std::collections::BTreeSet<usize> = (0..300).flat_map(|n| draw(9, 1, seed(&n.to_string()))).collect();
        assert_eq!(drawn.len(), 9, "every question comes first now and then");
    }

    #[test]
    fn a_shorter_round_is_passed_by_the_same_part_of_it() {
        for (pass, asked, mark) in [(6, 8, 6), (6, 7, 6), (6, 4, 3), (6, 1, 1), (6, 0, 0), (8, 5, 5)] {
            assert_eq!(pass_mark(pass, asked), mark, "{pass} {asked}");
        }
    }
}
