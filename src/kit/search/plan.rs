//! From a question to an order of documents.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    Posting, Word,
    slips::{one_slip, split},
    telex, words,
};

/// The words that an index knows, without marks, each with the number of documents that have it; pairs of neighbours too.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    items: HashMap<String, u32>,
    /// Single words by their length, for slips.
    by_length: BTreeMap<usize, Vec<String>>,
    /// Short forms that people type, and the words they stand for.
    short: HashMap<String, Vec<Word>>,
    /// How many documents there are, those of `beneath` too.
    pub documents: u32,
    /// What is known besides: many small vocabularies share one large one.
    beneath: Option<Arc<Vocabulary>>,
}

impl Vocabulary {
    /// A vocabulary of words with their documents, `short` forms with what they stand for, and the number of all documents.
    pub fn new(known: impl IntoIterator<Item = (String, u32)>, short: &[(&str, &str)], documents: u32) -> Self {
        let mut out = Self { documents, ..Self::default() };
        for (word, items) in known {
            if !word.contains(' ') {
                out.by_length.entry(word.chars().count()).or_default().push(word.clone());
            }
            *out.items.entry(word).or_default() += items;
        }
        out.by_length.values_mut().for_each(|words| words.sort());
        out.short = short.iter().map(|(short, long)| ((*short).to_owned(), words(long))).collect();
        out
    }

    /// These words and those of `beneath` together, with its short forms.
    #[must_use]
    pub fn above(mut self, beneath: Arc<Self>) -> Self {
        self.documents += beneath.documents;
        self.beneath = Some(beneath);
        self
    }

    /// In how many documents a word stands.
    pub fn items(&self, word: &str) -> u32 {
        self.items.get(word).copied().unwrap_or(0) + self.beneath.as_ref().map_or(0, |beneath| beneath.items(word))
    }

    fn short(&self, word: &str) -> Option<&Vec<Word>> {
        self.short.get(word).or_else(|| self.beneath.as_ref()?.short(word))
    }

    /// The single words of a length; one that stands in both vocabularies comes twice.
    fn of_length(&self, length: usize) -> impl Iterator<Item = &String> {
        let own = self.by_length.get(&length).into_iter().flatten();
        own.chain(self.beneath.as_ref().and_then(|beneath| beneath.by_length.get(&length)).into_iter().flatten())
    }

    /// The known words that are one slip away, best first: those that stand beside a neighbour of the question somewhere, then the commonest.
    fn slips(&self, word: &str, before: Option<&str>, after: Option<&str>) -> Vec<String> {
        let length = word.chars().count();
        if length < 3 || word.bytes().any(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        let beside = |candidate: &str| {
            let left = before.map_or(0, |before| self.items(&format!("{before} {candidate}")));
            let right = after.map_or(0, |after| self.items(&format!("{candidate} {after}")));
            left + right
        };
        let mut found: Vec<(u32, u32, &String)> = (length - 1..=length + 1)
            .flat_map(|length| self.of_length(length))
            // The first letter is seldom the wrong one.
            .filter(|known| known.chars().count() > 1 && one_slip(word, known))
            .map(|known| (beside(known), self.items(known), known))
            .collect();
        found.sort_by(|a, b| (b.0, b.1, a.2).cmp(&(a.0, a.1, b.2)));
        found.dedup();
        found.into_iter().take(SLIPS).map(|(.., word)| word.clone()).collect()
    }
}

/// How many words a slip may have meant.
const SLIPS: usize = 2;
/// The most characters of a question that are read.
const LONGEST: usize = 400;
/// The most words of a question that are looked up.
const WORDS: usize = 24;

/// One word to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The word; its marks are those that were typed.
    pub word: Word,
    /// How sure it is, in sixteenths: 16 as typed, less for what was mended.
    pub sure: u32,
    /// Which word of the question it stands for, from 0; several may stand for one.
    pub place: usize,
}

/// What a question asks the index for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Words and pairs to look up, each once.
    pub asked: Vec<Asked>,
    /// The question as it was understood, when that is not what was typed.
    pub mended: Option<String>,
    /// Whether the question was typed with marks.
    pub marked: bool,
    /// How many words the question has.
    pub places: usize,
}

/// A document that answers, with its score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document's number.
    pub number: u32,
    /// The higher, the better.
    pub score: u64,
}

impl Plan {
    /// Reads a question. What the vocabulary does not know is read as Telex or VNI, as words run together, as a short form, as a slip, in
    /// this order; what is then still unknown is left out.
    pub fn of(question: &str, known: &Vocabulary) -> Self {
        let question: String = question.chars().take(LONGEST).collect();
        let mut typed = words(&question);
        typed.truncate(WORDS);
        let mut plan = Self { marked: typed.iter().any(Word::is_marked), ..Self::default() };
        let mut read: Vec<Word> = Vec::new();
        let mut said: Vec<String> = Vec::new();
        let mut mended = false;
        let mut doubts: Vec<Asked> = Vec::new();
        for at in 0..typed.len() {
            let word = &typed[at];
            let meant = understood(word, known);
            if let Some((meant, changed)) = meant {
                mended |= changed;
                said.extend(meant.iter().map(|w| if changed { w.plain.clone() } else { word.plain.clone() }));
                read.extend(meant);
                continue;
            }
            let before = read.last().map(|w| w.plain.clone());
            let after = typed.get(at + 1).map(|w| w.plain.as_str());
            let slips = known.slips(&word.plain, before.as_deref(), after);
            let mut slips = slips.into_iter();
            if let Some(best) = slips.next() {
                mended = true;
                said.push(best.clone());
                let place = read.len();
                read.push(Word { form: best.clone(), plain: best });
                doubts.extend(slips.map(|other| Asked { word: Word { form: other.clone(), plain: other }, sure: 6, place }));
                doubts.push(Asked { word: read[place].clone(), sure: 10, place });
            }
        }
        plan.places = read.len();
        let unsure: Vec<usize> = doubts.iter().map(|asked| asked.place).collect();
        for (place, word) in read.iter().enumerate() {
            if !unsure.contains(&place) {
                plan.ask(Asked { word: word.clone(), sure: 16, place });
            }
        }
        for asked in doubts {
            plan.ask(asked);
        }
        for (place, pair) in read.windows(2).enumerate() {
            let pair = pair[0].pair(&pair[1]);
            if known.items(&pair.plain) > 0 {
                plan.ask(Asked { word: pair, sure: 16, place });
            }
        }
        plan.mended = mended.then(|| said.join(" "));
        plan
    }

    fn ask(&mut self, asked: Asked) {
        if !self.asked.iter().any(|known| known.word == asked.word) {
            self.asked.push(asked);
        }
    }

    /// Puts documents in order. `rows` holds for each of [`Self::asked`], at the same place, the forms of its word with their postings.
    ///
    /// Words of more than half of the documents are left out while others remain. Where the question was typed with marks, a form that
    /// bears the same ones weighs three times one that does not.
    pub fn rank(&self, rows: &[Vec<(String, Vec<Posting>)>], documents: u32) -> Vec<Hit> {
        let common = |at: usize| {
            let items: usize = rows[at].iter().map(|(_, postings)| postings.len()).sum();
            items * 2 > documents as usize && documents > 3
        };
        let singles: Vec<usize> = (0..self.asked.len().min(rows.len())).filter(|at| !rows[*at].is_empty()).collect();
        let some_rare = singles.iter().any(|at| !common(*at));
        let mut found: Vec<Found> = Vec::new();
        let mut worth: BTreeMap<usize, u64> = BTreeMap::new();
        for at in singles.into_iter().filter(|at| !some_rare || !common(*at)) {
            let asked = &self.asked[at];
            let items: usize = rows[at].iter().map(|(_, postings)| postings.len()).sum();
            let rare = rarity(u64::from(documents), items as u64);
            let is_pair = asked.word.plain.contains(' ');
            if !is_pair {
                let most = worth.entry(asked.place).or_default();
                *most = (*most).max(rare);
            }
            let mut of_word: Vec<Found> = Vec::with_capacity(items);
            for (form, postings) in &rows[at] {
                let exact = !self.marked || *form == asked.word.form;
                let factor = u64::from(asked.sure) * if exact { 3 } else { 1 };
                of_word.extend(postings.iter().map(|(number, weight)| {
                    let full = 64 * u64::from(*weight) / (u64::from(*weight) + 6);
                    Found { number: *number, place: asked.place, points: rare * full * factor, rare: if is_pair { 0 } else { rare } }
                }));
            }
            if rows[at].len() > 1 {
                // The best form of the word counts once for a document that has several.
                of_word.sort_unstable_by_key(|one| (one.number, u64::MAX - one.points));
                of_word.dedup_by_key(|one| one.number);
            }
            found.append(&mut of_word);
        }
        let all: u64 = worth.values().sum::<u64>().max(1);
        found.sort_unstable_by_key(|one| (one.number, one.place));
        let mut hits: Vec<Hit> = found
            .chunk_by(|a, b| a.number == b.number)
            .map(|of_document| {
                let points: u64 = of_document.iter().map(|one| one.points).sum();
                let of_places = of_document.chunk_by(|a, b| a.place == b.place);
                let covered: u64 = of_places.map(|of_place| of_place.iter().map(|one| one.rare).max().unwrap_or(0)).sum();
                Hit { number: of_document[0].number, score: points * (4 + 12 * covered / all) / 16 }
            })
            .filter(|hit| hit.score > 0)
            .collect();
        hits.sort_unstable_by(|a, b| b.score.cmp(&a.score).then(a.number.cmp(&b.number)));
        hits
    }

    /// Which of [`Self::asked`] stand in more than half of the documents while others do not: [`Self::rank`] leaves them out, so that nobody
    /// needs to read their postings.
    pub fn too_common(&self, known: &Vocabulary) -> Vec<bool> {
        let common = |asked: &Asked| known.items(&asked.word.plain) * 2 > known.documents && known.documents > 3;
        let some_rare = self.asked.iter().any(|asked| known.items(&asked.word.plain) > 0 && !common(asked));
        self.asked.iter().map(|asked| some_rare && common(asked)).collect()
    }
}

/// A word in a document.
struct Found {
    number: u32,
    place: usize,
    points: u64,
    /// How rare the word is; 0 for a pair.
    rare: u64,
}

/// The words that `word` surely stands for, and whether that is a change: itself, its Telex or VNI, a short form, words run together.
fn understood(word: &Word, known: &Vocabulary) -> Option<(Vec<Word>, bool)> {
    if let Some(long) = known.short(&word.plain).filter(|_| !word.is_marked()) {
        let mut all = long.clone();
        if known.items(&word.plain) > 0 {
            all.insert(0, word.clone());
        }
        return Some((all, false));
    }
    if known.items(&word.plain) > 0 {
        return Some((vec![word.clone()], false));
    }
    if let Some(meant) = telex::decoded(&word.plain).filter(|meant| known.items(&meant.plain) > 0) {
        return Some((vec![meant], true));
    }
    let pieces = split(&word.plain, |piece| known.items(piece))?;
    Some((pieces.into_iter().map(|piece| Word { form: piece.clone(), plain: piece }).collect(), true))
}

/// How rare a word is: 16 times the logarithm to the base 2 of documents by items, and at least 4.
fn rarity(documents: u64, items: u64) -> u64 {
    let ratio = ((documents.max(1) << 16) / items.max(1)).max(1 << 16);
    let whole = u64::from(ratio.ilog2());
    // Four more bits of the logarithm by squaring what is left.
    let mut rest = (ratio << (63 - whole)) >> 32;
    let mut bits = 0;
    for _ in 0..4 {
        rest = (rest * rest) >> 31;
        bits <<= 1;
        if rest >> 32 > 0 {
            bits |= 1;
            rest >>= 1;
        }
    }
    ((whole - 16) * 16 + bits).max(4)
}

#[cfg(test)]
mod tests {
    use super::{super::Index, *};

    fn shelf() -> (Vec<(String, String, Vec<Posting>)>, Vocabulary) {
        let titles = [
            "Nhận biết cuộc gọi lừa đảo",
            "Chuyển tiền đúng người",
            "Mật khẩu và mã OTP",
            "Trồng lúa và đào ao",
            "Gửi ảnh cho con cháu",
            "Má và mạ",
        ];
        let mut index = Index::default();
        for (number, title) in titles.iter().enumerate() {
            index.add(number as u32, &[(10, title), (1, "Bác làm theo từng bước")]);
        }
        let rows: Vec<_> = index.rows().map(|row| (row.word, row.form, super::super::read_places(&row.places))).collect();
        let known = rows.iter().map(|(word, _, postings)| (word.clone(), postings.len() as u32));
        let vocabulary = Vocabulary::new(known.collect::<Vec<_>>(), &[("ck", "chuyển tiền")], titles.len() as u32);
        (rows, vocabulary)
    }

    fn found(question: &str) -> Vec<u32> {
        let (all, known) = shelf();
        let plan = Plan::of(question, &known);
        let rows: Vec<Vec<(String, Vec<Posting>)>> = plan
            .asked
            .iter()
            .map(|asked| all.iter().filter(|row| row.0 == asked.word.plain).map(|row| (row.1.clone(), row.2.clone())).collect())
            .collect();
        plan.rank(&rows, known.documents).into_iter().map(|hit| hit.number).collect()
    }

    #[test]
    fn a_question_finds_its_document_in_all_the_ways_it_is_typed() {
        for question in [
            "lừa đảo",
            "lua dao",
            "LỪA ĐẢO",
            "lu\u{31b}\u{300}a đa\u{309}o",
            "luwaf ddaro",
            "lu7a2 d9ao3",
            "luadao",
            "cuoc goi lưa đảo",
            "cuocgoi luadao",
            "cuộc gọii lừa đảo",
            "nhaanj bieets",
        ] {
            assert_eq!(found(question).first(), Some(&0), "{question}");
        }
        assert_eq!(found("ck")[0], 1);
        assert_eq!(found("chuyne tien")[0], 1);
        assert_eq!(found("mat khuau")[0], 2);
    }

    #[test]
    fn marks_that_were_typed_count_first() {
        assert_eq!(found("đào")[0], 3);
        assert_eq!(found("đảo")[0], 0);
        assert_eq!(found("mã")[0], 2);
        assert_eq!(found("mạ")[0], 5);
        assert_eq!(found("lúa")[0], 3);
    }

    #[test]
    fn what_stands_everywhere_is_left_out_while_other_words_remain() {
        assert_eq!(found("bác gửi ảnh"), [4]);
        assert_eq!(found("bác").len(), 6);
    }

    #[test]
    fn strange_questions_find_nothing_and_never_panic() {
        for question in ["", "???", "\u{301}\u{309}", "中文 搜索", "\0", &"a".repeat(10_000), &"ơ ".repeat(5_000), &"điện".repeat(4_000)]
        {
            assert_eq!(found(question), Vec::<u32>::new(), "{}", question.chars().take(10).collect::<String>());
        }
    }

    #[test]
    fn what_was_mended_is_told() {
        let (_, known) = shelf();
        assert_eq!(Plan::of("luwaf ddaro", &known).mended.as_deref(), Some("lua dao"));
        assert_eq!(Plan::of("lừa đảo", &known).mended, None);
    }

    #[test]
    fn rarity_is_a_logarithm() {
        for (documents, items, expected) in [(8, 8, 4), (8, 4, 16), (1024, 1, 160), (12, 8, 9), (1, 5, 4), (u64::from(u32::MAX), 1, 511)] {
            assert_eq!(rarity(documents, items), expected, "{documents} {items}");
        }
    }
}
