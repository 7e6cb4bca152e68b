//! Everything that was said about one person at one session, folded into what stands there.

use super::presence::Presence;
use crate::kit::clock::Millis;

/// How something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TapKind {
    /// On a phone that may have been out of reach: the first one stays, later ones are witnesses.
    Mark,
    /// On such a phone: the mark before was a mistake.
    Unmark,
    /// On the roll itself, where what stood there was seen: it stands from then on.
    Set,
}

impl TapKind {
    /// The code kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Unmark => "unmark",
            Self::Set => "set",
        }
    }

    /// The kind with this code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Mark, Self::Unmark, Self::Set].into_iter().find(|kind| kind.code() == code)
    }
}

/// One thing that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Its id.
    pub id: String,
    /// How it was said.
    pub kind: TapKind,
    /// What was said; `None` for nothing.
    pub presence: Option<Presence>,
    /// When it happened, in UTC milliseconds.
    pub at: Millis,
    /// The account that said it.
    pub by: String,
    /// The phone.
    pub device: Option<String>,
}

/// What stands after everything that was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The place in the list of what stands there now; `None` when nothing does.
    pub stands: Option<usize>,
    /// For each: the place of what stood there when it was said, if that made it a mere witness.
    pub witness_of: Vec<Option<usize>>,
}

/// Folds what was said in the order in which it happened, so that the order in which it arrived makes no difference.
///
/// Of two things at the same instant the one with the smaller id was first. Who was not there yet and is seen later was there: that mark
/// takes the place of “absent”.
pub fn fold(spoken: &[Spoken]) -> Folded {
    let mut order: Vec<usize> = (0..spoken.len()).collect();
    order.sort_by(|a, b| (spoken[*a].at, &spoken[*a].id).cmp(&(spoken[*b].at, &spoken[*b].id)));
    let mut folded = Folded { stands: None, witness_of: vec![None; spoken.len()] };
    for at in order {
        match spoken[at].kind {
            TapKind::Set => folded.stands = spoken[at].presence.map(|_| at),
            TapKind::Unmark => folded.stands = None,
            TapKind::Mark => match folded.stands {
                Some(first) if !comes_after_all(spoken[first].presence, spoken[at].presence) => folded.witness_of[at] = Some(first),
                _ => folded.stands = Some(at),
            },
        }
    }
    folded
}

fn comes_after_all(before: Option<Presence>, after: Option<Presence>) -> bool {
    before == Some(Presence::Absent) && after.is_some_and(Presence::is_here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(id: &str, kind: TapKind, presence: Option<Presence>, at: Millis) -> Spoken {
        Spoken { id: id.into(), kind, presence, at, by: "a".into(), device: None }
    }

    fn mark(id: &str, at: Millis) -> Spoken {
        said(id, TapKind::Mark, Some(Presence::Present), at)
    }

    fn stands(spoken: &[Spoken]) -> Option<&str> {
        fold(spoken).stands.map(|at| spoken[at].id.as_str())
    }

    #[test]
    fn the_first_mark_stays_and_later_ones_are_witnesses() {
        let three = [mark("b", 20), mark("a", 10), mark("c", 20)];
        assert_eq!(stands(&three), Some("a"));
        assert_eq!(fold(&three).witness_of, [Some(1), None, Some(1)]);
        assert_eq!(stands(&[mark("b", 10), mark("a", 10)]), Some("a"));
    }

    #[test]
    fn a_mark_after_one_taken_back_stands_again_and_the_roll_has_the_last_word() {
        let unmark = said("u", TapKind::Unmark, None, 15);
        assert_eq!(stands(&[mark("a", 10), unmark.clone()]), None);
        assert_eq!(stands(&[mark("c", 20), unmark.clone(), mark("a", 10)]), Some("c"));
        let set = said("s", TapKind::Set, Some(Presence::Late(5)), 12);
        assert_eq!(stands(&[mark("a", 10), set.clone(), mark("c", 14)]), Some("s"));
        assert_eq!(stands(&[mark("a", 10), set, unmark]), None);
        assert_eq!(stands(&[mark("a", 10), said("s", TapKind::Set, None, 12)]), None);
    }

    #[test]
    fn who_was_absent_and_is_seen_later_was_there() {
        let absent = |id: &str, at| said(id, TapKind::Mark, Some(Presence::Absent), at);
        let late = said("l", TapKind::Mark, Some(Presence::Late(20)), 20);
        assert_eq!(stands(&[absent("a", 10), late.clone()]), Some("l"));
        assert_eq!(stands(&[late.clone(), absent("a", 10), mark("c", 30)]), Some("l"));
        assert_eq!(stands(&[mark("c", 10), absent("a", 20)]), Some("c"));
        assert_eq!(stands(&[absent("a", 10), absent("b", 20)]), Some("a"));
        assert_eq!(stands(&[said("s", TapKind::Set, Some(Presence::Absent), 12), late]), Some("l"));
    }

    #[test]
    fn the_order_of_arrival_makes_no_difference() {
        let all = [
            said("n", TapKind::Mark, Some(Presence::Absent), 5),
            mark("a", 10),
            said("u", TapKind::Unmark, None, 15),
            mark("b", 20),
            mark("c", 20),
            said("s", TapKind::Set, Some(Presence::Late(5)), 18),
            said("v", TapKind::Unmark, None, 19),
        ];
        let expected = stands(&all).map(str::to_owned);
        for turn in 0..all.len() {
            let mut turned = all.to_vec();
            turned.rotate_left(turn);
            assert_eq!(stands(&turned).map(str::to_owned), expected);
            turned.reverse();
            assert_eq!(stands(&turned).map(str::to_owned), expected);
        }
    }
}
