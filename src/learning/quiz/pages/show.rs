//! A question as a form, and an answer in words.

use crate::{
    kit::{forms::Fields, text::Text},
    learning::{
        content::built_in_file,
        quiz::{
            rounds::shown_order,
            rules::{Body, Given, Question},
        },
    },
};

/// One thing to choose.
pub(super) struct Choice {
    pub value: String,
    pub text: String,
    /// The picture's address, or empty.
    pub picture: String,
    pub chosen: bool,
}

/// One line with a list to choose from.
pub(super) struct Line {
    pub name: String,
    pub text: String,
    pub choices: Vec<Choice>,
}

/// A question as its form shows it.
pub(super) struct Asked {
    pub id: String,
    pub text: String,
    pub kind: &'static str,
    /// What to do, in words.
    pub how: String,
    pub choices: Vec<Choice>,
    pub lines: Vec<Line>,
    pub words: String,
}

/// The address of a drawing, or empty when there is none of this name.
pub fn picture_href(name: &str) -> String {
    if built_in_file(&format!("pictures/{name}.svg")).is_some() { format!("/hoc/hinh/{name}") } else { String::new() }
}

pub(super) fn asked(attempt: &str, question: &Question, typed: &Fields, t: Text) -> Asked {
    let kind = question.body.code();
    let mut asked = Asked {
        id: question.id.clone(),
        text: question.text.clone(),
        kind,
        how: t.get(&format!("learning-quiz-how-{kind}")),
        choices: Vec::new(),
        lines: Vec::new(),
        words: typed.get("words").chars().take(200).collect(),
    };
    let choice = |value: String, text: &str, chosen: bool| Choice { value, text: text.to_owned(), picture: String::new(), chosen };
    match &question.body {
        Body::Single { options, .. } | Body::Multiple { options, .. } => {
            asked.choices =
                options.iter().enumerate().map(|(at, text)| choice(at.to_string(), text, typed.is("chosen", &at.to_string()))).collect();
        }
        Body::Picture { options, .. } => {
            let one = |(at, option): (usize, &crate::learning::quiz::rules::Picture)| Choice {
                picture: picture_href(&option.name),
                ..choice(at.to_string(), &option.text, typed.is("chosen", &at.to_string()))
            };
            asked.choices = options.iter().enumerate().map(one).collect();
        }
        Body::TrueFalse { .. } => {
            let one = |value: &str| choice(value.to_owned(), &t.get(&format!("learning-quiz-is-{value}")), typed.is("chosen", value));
            asked.choices = ["true", "false"].map(one).into();
        }
        Body::Order { options } => {
            for at in shown_order(attempt, &question.id, options.len()) {
                let name = format!("place-{at}");
                let one = |place: usize| choice(place.to_string(), &(place + 1).to_string(), typed.get(&name) == place.to_string());
                asked.lines.push(Line { choices: (0..options.len()).map(one).collect(), text: options[at].clone(), name });
            }
        }
        Body::Match { pairs } => {
            let order = shown_order(attempt, &question.id, pairs.len());
            for (at, (left, _)) in pairs.iter().enumerate() {
                let name = format!("pair-{at}");
                let one = |right: &usize| choice(right.to_string(), &pairs[*right].1, typed.get(&name) == right.to_string());
                asked.lines.push(Line { choices: order.iter().map(one).collect(), text: left.clone(), name });
            }
        }
        Body::Short { .. } => {}
    }
    asked
}

/// An answer in words, a line each; empty when nothing can be said of it.
pub(super) fn in_words(question: &Question, given: &Given, t: Text) -> Vec<String> {
    match (&question.body, given) {
        (Body::Single { options, .. } | Body::Multiple { options, .. }, Given::Places(places)) => {
            places.iter().filter_map(|at| options.get(*at).cloned()).collect()
        }
        (Body::Picture { options, .. }, Given::Places(places)) => {
            places.iter().filter_map(|at| options.get(*at).map(|option| option.text.clone())).collect()
        }
        (Body::Order { options }, Given::Places(places)) => {
            places.iter().filter_map(|at| options.get(*at)).enumerate().map(|(at, text)| format!("{}. {text}", at + 1)).collect()
        }
        (Body::Match { pairs }, Given::Places(places)) => {
            pairs.iter().zip(places).filter_map(|((left, _), at)| pairs.get(*at).map(|(_, right)| format!("{left} → {right}"))).collect()
        }
        (_, Given::Truth(truth)) => vec![t.get(if *truth { "learning-quiz-is-true" } else { "learning-quiz-is-false" })],
        (_, Given::Words(words)) => vec![words.clone()],
        (_, Given::Nothing) => vec![t.get("learning-quiz-skipped")],
        (_, Given::Places(_)) => Vec::new(),
    }
}

/// The right answer in words.
pub(super) fn right_in_words(question: &Question, t: Text) -> Vec<String> {
    let right = match &question.body {
        Body::Single { answer, .. } | Body::Picture { answer, .. } => Given::Places(vec![*answer]),
        Body::Multiple { answer, .. } => Given::Places(answer.clone()),
        Body::TrueFalse { answer } => Given::Truth(*answer),
        Body::Order { options } => Given::Places((0..options.len()).collect()),
        Body::Match { pairs } => Given::Places((0..pairs.len()).collect()),
        Body::Short { accept } => Given::Words(accept.first().cloned().unwrap_or_default()),
    };
    in_words(question, &right, t)
}
