//! How good the questions are: how many answer them rightly, and whether those who know more answer them better.

use std::collections::BTreeMap;

/// From this many answers on a question is judged.
pub const ENOUGH: usize = 20;

/// What seems wrong with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Those who know more answer it worse: the wrong answer may be marked.
    Upside,
    /// It does not tell those who know from those who don't.
    Blunt,
    /// Hardly anybody answers it rightly.
    Hard,
    /// Nearly everybody does.
    Easy,
}

impl Flag {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Upside => "upside",
            Self::Blunt => "blunt",
            Self::Hard => "hard",
            Self::Easy => "easy",
        }
    }
}

/// What the answers to one question tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// How many answered it.
    pub answered: usize,
    /// How many rightly.
    pub right: usize,
    /// Right answers in the best 27 % minus those in the worst 27 %, each as a part of its group, in hundredths; `None` when too
    /// few answered.
    ///
    /// # Source
    /// Kelley 1939: groups of 27 % tell most.
    pub discrimination: Option<i64>,
    /// How often each answer was given, the most frequent first.
    pub given: Vec<(String, usize)>,
    /// What seems wrong with it.
    pub flags: Vec<Flag>,
}

impl Item {
    /// Right answers in hundredths; `None` when nobody answered.
    pub fn easiness(&self) -> Option<i64> {
        (self.answered > 0).then(|| (self.right * 100 + self.answered / 2) as i64 / self.answered as i64)
    }
}

/// One answer: the attempt, the question, what was given, whether it was right.
pub type Answer = (String, String, String, bool);

/// Every question that was answered.
pub fn analyse(answers: &[Answer]) -> BTreeMap<String, Item> {
    // An attempt's result without the question itself would be fairer; a round is short, and the groups are coarse.
    let mut results: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (attempt, _, _, right) in answers {
        let result = results.entry(attempt).or_default();
        result.0 += usize::from(*right);
        result.1 += 1;
    }
    let mut by_question: BTreeMap<&str, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        by_question.entry(&answer.1).or_default().push(answer);
    }
    by_question
        .into_iter()
        .map(|(question, mut of_it)| {
            // Rounds may be of different length: the part that was right orders them; then the attempt's id, so that the order is one.
            of_it.sort_by(|a, b| {
                let part = |answer: &Answer| results.get(answer.0.as_str()).copied().unwrap_or((0, 1));
                let ((right_a, of_a), (right_b, of_b)) = (part(a), part(b));
                (right_b * of_a).cmp(&(right_a * of_b)).then_with(|| a.0.cmp(&b.0))
            });
            (question.to_owned(), item(&of_it))
        })
        .collect()
}

/// `answers` begin with those of the best attempts.
fn item(answers: &[&Answer]) -> Item {
    let (answered, right) = (answers.len(), answers.iter().filter(|answer| answer.3).count());
    let group = (answered * 27).div_ceil(100);
    let discrimination = (answered >= ENOUGH).then(|| {
        let rights = |of: &[&Answer]| of.iter().filter(|answer| answer.3).count() as i64;
        (rights(&answers[..group]) - rights(&answers[answered - group..])) * 100 / group as i64
    });
    let mut given: BTreeMap<&str, usize> = BTreeMap::new();
    for answer in answers {
        *given.entry(&answer.2).or_default() += 1;
    }
    let mut given: Vec<(String, usize)> = given.into_iter().map(|(text, count)| (text.to_owned(), count)).collect();
    given.sort_by_key(|(text, count)| (std::cmp::Reverse(*count), text.clone()));
    let mut item = Item { answered, right, discrimination, given, flags: Vec::new() };
    if let (Some(discrimination), Some(easiness)) = (discrimination, item.easiness()) {
        if discrimination < 0 {
            item.flags.push(Flag::Upside);
        } else if discrimination < 15 && easiness < 95 {
            item.flags.push(Flag::Blunt);
        }
        if easiness < 20 {
            item.flags.push(Flag::Hard);
        } else if easiness >= 95 {
            item.flags.push(Flag::Easy);
        }
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` attempts of eight questions; `rights` says for each attempt, best first, which of `q` and of seven others are right.
    fn answers(count: usize, right: impl Fn(usize) -> bool) -> Vec<Answer> {
        let mut all = Vec::new();
        for at in 0..count {
            let attempt = format!("a{at:03}");
            all.push((attempt.clone(), "q".into(), if right(at) { "1" } else { "0" }.into(), right(at)));
            for other in 0..7 {
                all.push((attempt.clone(), format!("o{other}"), "x".into(), other * count < (count - at) * 7));
            }
        }
        all
    }

    #[test]
    fn a_question_is_judged_by_who_answers_it() {
        for (right, easiness, discrimination, flags) in [
            (Box::new(|at: usize| at < 60) as Box<dyn Fn(usize) -> bool>, 60, 100, vec![]),
            (Box::new(|at| at >= 40), 60, -100, vec![Flag::Upside]),
            (Box::new(|at| at % 2 == 0), 50, 7, vec![Flag::Blunt]),
            (Box::new(|at| at < 10), 10, 37, vec![Flag::Hard]),
            (Box::new(|at| at < 98), 98, 7, vec![Flag::Easy]),
        ] {
            let item = &analyse(&answers(100, right))["q"];
            assert_eq!((item.answered, item.easiness()), (100, Some(easiness)));
            assert_eq!((item.discrimination, &item.flags), (Some(discrimination), &flags), "{easiness}");
        }
    }

    #[test]
    fn few_answers_judge_nothing() {
        let item = &analyse(&answers(ENOUGH - 1, |_| false))["q"];
        assert_eq!((item.discrimination, item.easiness(), item.flags.len()), (None, Some(0), 0));
        assert_eq!(item.given, [("0".to_owned(), ENOUGH - 1)]);
        assert!(analyse(&[]).is_empty());
        assert_eq!(Item::default().easiness(), None);
    }

    #[test]
    fn the_order_of_the_answers_changes_nothing() {
        let all = answers(60, |at| at % 3 != 0);
        let mut other = all.clone();
        other.reverse();
        assert_eq!(analyse(&all), analyse(&other));
    }
}
