//! Answers of a checklist: yes, no, or not asked.

/// A set of codes as it is kept: `,vneid,dvctt,`, or empty.
pub fn told_set<'a>(codes: impl IntoIterator<Item = &'a str>) -> String {
    let inside: String = codes.into_iter().map(|code| format!("{code},")).collect();
    if inside.is_empty() { inside } else { format!(",{inside}") }
}

/// What was answered with yes and what with no; what stands in neither was not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The codes answered with yes, as [`told_set`] writes them.
    pub yes: String,
    /// Those answered with no.
    pub no: String,
}

impl Answers {
    /// The answers to these questions.
    pub fn of(asked: &[(&'static str, Option<bool>)]) -> Self {
        let with = |wanted: bool| told_set(asked.iter().filter(move |(_, said)| *said == Some(wanted)).map(|(code, _)| *code));
        Self { yes: with(true), no: with(false) }
    }

    /// What was answered to `code`.
    pub fn get(&self, code: &str) -> Option<bool> {
        let holds = |set: &str| set.split(',').any(|one| !one.is_empty() && one == code);
        if holds(&self.yes) { Some(true) } else { holds(&self.no).then_some(false) }
    }

    /// The codes answered with yes.
    pub fn told(&self) -> Vec<String> {
        self.yes.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
    }

    /// Whether nothing was asked.
    pub const fn is_empty(&self) -> bool {
        self.yes.is_empty() && self.no.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_yes_no_or_not_asked() {
        let answers = Answers::of(&[("qr", Some(true)), ("pos", Some(false)), ("training", None), ("qr_old", Some(true))]);
        assert_eq!((answers.yes.as_str(), answers.no.as_str()), (",qr,qr_old,", ",pos,"));
        for (code, said) in [("qr", Some(true)), ("pos", Some(false)), ("training", None), ("q", None), ("", None)] {
            assert_eq!(answers.get(code), said, "{code}");
        }
        assert!(Answers::of(&[("qr", None)]).is_empty());
        assert_eq!(told_set([]), "");
        assert_eq!(answers.told(), ["qr", "qr_old"]);
    }
}
