//! Supervised rounds: a helper opens one for an evening, calls learners up, and closes it.

use super::{
    bank, rules,
    store::{self, Attempt, Kind, Round},
    taking::{self, Beginner},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::{DAY, Millis},
        db::Tx,
        error::{Error, Refusal, Result},
        fold, ids,
        text::Lang,
    },
    learning::practice,
    ledger, people,
};

/// The most minutes that a round may give each learner.
pub const LIMIT_MOST: i64 = 180;
/// The longest name of a place, in characters.
const PLACE_LIMIT: usize = 200;
/// A round that nobody closed takes no one up any more after this time.
const OPEN_FOR: Millis = DAY;

/// What somebody fills in to open a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRound {
    /// Its id: made once when the form was opened.
    pub id: String,
    /// `quiz:id` or `practice:id`.
    pub item: String,
    /// The village's id.
    pub village: String,
    /// A session of a class, or empty.
    pub session: String,
    /// Where, or empty.
    pub place: String,
    /// Minutes for each learner, or 0.
    pub limit: i64,
}

impl NewRound {
    /// What is taken.
    pub fn item(&self) -> Option<(Kind, &str)> {
        let (kind, id) = self.item.split_once(':')?;
        Some((Kind::parse(kind)?, id))
    }

    /// The field and text key of the first thing that is wrong.
    pub fn fault(&self, scope: &Scope) -> Option<(&'static str, &'static str)> {
        if self.item().is_none() {
            Some(("item", "learning-round-item-missing"))
        } else if self.village.is_empty() || !scope.covers(&self.village) {
            Some(("village", "learning-round-village-missing"))
        } else if self.place.chars().count() > PLACE_LIMIT {
            Some(("place", "learning-place-long"))
        } else if !(0..=LIMIT_MOST).contains(&self.limit) {
            Some(("limit", "learning-round-limit-wrong"))
        } else {
            None
        }
    }
}

/// Opens a round; a form sent twice opens one.
///
/// # Errors
/// As [`NewRound::fault`] says; [`Error::NotFound`] when there is no such quiz or village.
pub fn open(tx: &mut Tx<'_>, scope: &Scope, new: &NewRound, now: Millis) -> Result<Round> {
    if !ids::is_id(&new.id) {
        return Err(Error::StaleForm);
    }
    if let Some((_, code)) = new.fault(scope) {
        return Err(Error::refused(code));
    }
    let commune = scope.commune();
    // Held before it is looked for: of two taps at once the second finds what the first opened.
    tx.hold(&format!("round {commune}"))?;
    if let Some(known) = store::round(tx, commune, &new.id)? {
        return if known.opened_by == scope.account() { Ok(known) } else { Err(Error::Changed) };
    }
    let (kind, item) = new.item().ok_or(Error::NotFound)?;
    let known = match kind {
        Kind::Quiz => bank::sheet(tx, commune, item, Lang::Vi)?.is_some(),
        Kind::Practice => practice::machine(item).is_some(),
    };
    if !known || crate::places::village(tx, commune, &new.village)?.is_none() {
        return Err(Error::NotFound);
    }
    let code = loop {
        let code = ids::spoken_code(6);
        if store::round_by_code(tx, commune, &code)?.is_none() {
            break code;
        }
    };
    let round = Round {
        id: new.id.clone(),
        code,
        kind,
        item: item.to_owned(),
        village: new.village.clone(),
        session: new.session.clone(),
        place: fold::nfc(&new.place),
        limit: new.limit,
        opened_by: scope.account().to_owned(),
        opener: scope.name().to_owned(),
        opened_at: now,
        closed_at: None,
    };
    store::add_round(tx, commune, &round)?;
    Ok(round)
}

/// The round when its village is in reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn in_reach(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Round> {
    store::round(tx, scope.commune(), id)?.filter(|round| scope.covers(&round.village)).ok_or(Error::NotFound)
}

/// Whether a round takes learners up at `now`.
pub fn is_open(round: &Round, now: Millis) -> bool {
    round.closed_at.is_none() && now - round.opened_at < OPEN_FOR
}

/// Attempts of a round that were not taken back, of a person and of whoever was merged into them; the latest first.
pub fn of_person(tx: &mut Tx<'_>, commune: &str, round: &str, person: &str) -> Result<Vec<Attempt>> {
    let mut theirs = Vec::new();
    for attempt in store::of_round(tx, commune, round)? {
        if let Some(who) = attempt.person.clone().filter(|_| attempt.undone.is_none())
            && ledger::canonical(tx, commune, &who)? == person
        {
            theirs.push(attempt);
        }
    }
    Ok(theirs)
}

/// The name under which the attempts of one person in a round wait for each other.
pub fn turn_of(round: &str, person: &str) -> String {
    format!("round {round} {person}")
}

/// Begins the attempt of a person, or answers the one they have under way. Whoever passed before is not called again; one whose time is up
/// is ended first, and answered when it was passed.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person in the commune; a refusal when the round is over or the person passed.
pub fn call_up(tx: &mut Tx<'_>, commune: &str, round: &Round, person: &str, now: Millis) -> Result<Attempt> {
    turn(tx, commune, round, person, false, now)
}

/// As [`call_up`], for whoever comes by themselves with their card: once in a round. Only the helper calls them again.
///
/// # Errors
/// As [`call_up`]; a refusal when the person had their turn.
pub fn join(tx: &mut Tx<'_>, commune: &str, round: &Round, person: &str, now: Millis) -> Result<Attempt> {
    turn(tx, commune, round, person, true, now)
}

fn turn(tx: &mut Tx<'_>, commune: &str, round: &Round, person: &str, alone: bool, now: Millis) -> Result<Attempt> {
    if !is_open(round, now) {
        return Err(Error::refused("learning-quiz-round-closed"));
    }
    tx.hold(&turn_of(&round.id, person))?;
    let card = people::card(tx, &Scope::of_command(commune), person)?.ok_or(Error::NotFound)?;
    let mut theirs = of_person(tx, commune, &round.id, &card.id)?;
    for attempt in theirs.iter_mut().filter(|attempt| attempt.is_over(now)) {
        taking::run_out(tx, commune, attempt, now)?;
        if alone || attempt.passed {
            return Ok(attempt.clone());
        }
    }
    if theirs.iter().any(Attempt::counts) {
        return Err(Refusal::new("learning-round-passed-already").with("name", card.name).into());
    }
    if let Some(open) = theirs.iter().find(|attempt| attempt.ended_at.is_none()) {
        return Ok(open.clone());
    }
    if alone && !theirs.is_empty() {
        return Err(Error::refused("learning-join-once"));
    }
    people::hold(tx, commune, &card.id)?;
    let id = ids::new(now);
    let beginner = Beginner { id: &id, round: Some(round), person: Some(&card.id) };
    match round.kind {
        Kind::Quiz => {
            let sheet = bank::sheet(tx, commune, &round.item, Lang::Vi)?.ok_or(Error::NotFound)?;
            taking::begin(tx, commune, &sheet, beginner, now)
        }
        Kind::Practice => practice::begin(tx, commune, &round.item, beginner, now),
    }
}

/// Closes a round. Attempts that are not ended stay as they are, and take no answers any more.
///
/// # Errors
/// [`Error::NotFound`] when it is out of reach.
pub fn close(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<()> {
    in_reach(tx, scope, id)?;
    store::close_round(tx, scope.commune(), id, scope.account(), now)?;
    Ok(())
}

/// The order in which an attempt shows the options of a question.
pub fn shown_order(attempt: &str, question: &str, count: usize) -> Vec<usize> {
    rules::shuffle(count, rules::seed(&format!("{attempt} {question}")))
}
