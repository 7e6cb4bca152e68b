//! One function for each thing that field work records, for pages and phones alike, and taking it back.
//!
//! Each takes the caller's scope for the right to coach, the thing with the id that was made for it when it was tapped, when it was
//! done (`at`), the device it was recorded on and when it is recorded (`now`), all in the caller's transaction. Recording the same id
//! again changes nothing. What a person typed is freed of what looks like the number of an identity card or of an account.

use serde_json::{Value, json};

use super::{
    rules::{self, Answers, Excluded, Kind, Means, Outcome, Signed, Topic},
    store::{self, log::NewRow},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        fold, ids,
    },
    ledger::{self, Grade, NewEntry},
    people::{self, Card},
};

/// What became of something that was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is recorded now.
    New,
    /// This id was recorded before; nothing changed.
    Again,
    /// Somebody recorded the same thing under another id, which stands; nothing changed.
    Known,
    /// This id was recorded and taken back; nothing changed.
    Undone,
}

/// What is recorded after a call, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landed {
    /// The id of what stands: the caller's, or the one that was there before.
    pub id: String,
    /// What became of the caller's.
    pub state: State,
    /// When it was done, in UTC milliseconds.
    pub at: Millis,
    /// The name of who recorded it.
    pub by: String,
}

/// Hướng dẫn ai, việc gì, kết quả.
#[derive(Clone, Debug)]
pub struct NewHelp {
    /// Its id, made once.
    pub id: String,
    /// Who was guided; nobody by name at a busy desk.
    pub person: Option<String>,
    /// Where it counts when nobody is named; else it counts where the person lives.
    pub village: String,
    /// In what.
    pub topic: Topic,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took, in minutes.
    pub minutes: Option<i64>,
    /// Where, in words, or empty.
    pub place: String,
    /// A note, or empty.
    pub note: String,
    /// The request that it answers; it stays open until it is closed.
    pub request: Option<String>,
}

/// A mentor met the person they accompany.
#[derive(Clone, Debug)]
pub struct NewContact {
    /// Its id, made once.
    pub id: String,
    /// The pair.
    pub pair: String,
    /// How they met.
    pub how: Means,
    /// What it was about.
    pub topic: Topic,
    /// What came of it.
    pub outcome: Outcome,
    /// A note, or empty.
    pub note: String,
}

/// A household was visited.
#[derive(Clone, Debug)]
pub struct NewVisit {
    /// Its id, made once.
    pub id: String,
    /// The household.
    pub household: String,
    /// Whether anybody was met.
    pub met: bool,
    /// What they were told about.
    pub told: Vec<Topic>,
    /// A note, or empty.
    pub note: String,
}

/// A household commits itself to be a Gia đình số.
#[derive(Clone, Debug)]
pub struct NewCommitment {
    /// Its id, made once.
    pub id: String,
    /// The household.
    pub household: String,
    /// Who learns first and teaches the others.
    pub lead: Option<String>,
    /// How it was signed.
    pub how: Signed,
    /// The picture of the signature or the paper: SHA-256 in hex.
    pub blob: Option<String>,
}

/// A stall of a market was surveyed.
#[derive(Clone, Debug)]
pub struct NewSurvey {
    /// Its id, made once.
    pub id: String,
    /// The stall's id: a known one, or a new one made once.
    pub stall: String,
    /// The village of a new stall; empty for the caller's only village.
    pub village: String,
    /// The market, in words.
    pub market: String,
    /// Whose or which stall it is.
    pub name: String,
    /// What it sells, or empty.
    pub goods: String,
    /// Whether it takes payment by QR code.
    pub takes_qr: Option<bool>,
    /// Whether it takes cards.
    pub takes_pos: Option<bool>,
    /// Whether its keeper wants training.
    pub wants_training: Option<bool>,
    /// A note, or empty.
    pub note: String,
}

/// A person's digital identity was looked at with them.
#[derive(Clone, Debug, Default)]
pub struct NewCheck {
    /// Its id, made once.
    pub id: String,
    /// The person.
    pub person: String,
    /// VNeID is installed.
    pub installed: Option<bool>,
    /// The account is activated.
    pub activated: Option<bool>,
    /// It is of level 2.
    pub level2: Option<bool>,
    /// They use it.
    pub used: Option<bool>,
    /// They have a bank account: yes or no, never its number.
    pub bank_account: Option<bool>,
    /// Why they are left out.
    pub excluded: Option<Excluded>,
    /// A note, or empty.
    pub note: String,
}

/// A helper worked a shift.
#[derive(Clone, Debug)]
pub struct NewShift {
    /// Its id, made once.
    pub id: String,
    /// The village; empty for the caller's only village.
    pub village: String,
    /// Where, in words.
    pub place: String,
    /// When it began.
    pub began_at: Millis,
    /// When it ended.
    pub ended_at: Millis,
    /// A note, or empty.
    pub note: String,
}

/// What an entry of the ledger needs beside its row.
struct Evidence {
    audience: String,
    grade: Option<Grade>,
    attains: Option<&'static str>,
    /// Empty for the row's own id.
    subject: String,
    body: Value,
}

impl Evidence {
    const fn plain(body: Value) -> Self {
        Self { audience: String::new(), grade: None, attains: None, subject: String::new(), body }
    }
}

/// The person with this id or who they were merged into, in reach.
fn person_in_reach(tx: &mut Tx<'_>, scope: &Scope, person: &str) -> Result<Card> {
    let person = ledger::canonical(tx, scope.commune(), person)?;
    people::card(tx, scope, &person)?.ok_or(Error::NotFound)
}

/// Words as they are kept: composed, trimmed, without numbers of identity cards and accounts.
pub(super) fn clean(text: &str) -> String {
    people::without_identities(fold::nfc(text).trim())
}

/// A witnessed task is evidence of grade A; help that was needed is no evidence of ability.
const fn grade_of(outcome: Outcome) -> Option<Grade> {
    if matches!(outcome, Outcome::Unaided) { Some(Grade::A) } else { None }
}

/// What stands under this id already, when the same thing does.
fn known(tx: &mut Tx<'_>, scope: &Scope, row: &NewRow) -> Result<Option<Landed>> {
    if !ids::is_id(&row.id) {
        return Err(Error::StaleForm);
    }
    tx.hold(&format!("coaching {} {}", scope.commune(), row.natural.as_deref().unwrap_or(&row.id)))?;
    if let Some(known) = store::log::by_id(tx, scope.commune(), &row.id)? {
        let same =
            known.kind == row.kind.code() && known.by == scope.account() && known.subject == row.subject && known.person == row.person;
        let state = if known.undone_at.is_some() { State::Undone } else { State::Again };
        return if same { Ok(Some(Landed { id: known.id, state, at: known.at, by: known.by_name })) } else { Err(Error::Changed) };
    }
    let Some(key) = &row.natural else { return Ok(None) };
    let Some(id) = store::log::by_natural(tx, scope.commune(), key)? else { return Ok(None) };
    let first = store::log::by_id(tx, scope.commune(), &id)?;
    Ok(first.map(|known| Landed { id: known.id, state: State::Known, at: known.at, by: known.by_name }))
}

/// Writes a row and its entry, unless they stand already.
fn land(tx: &mut Tx<'_>, scope: &Scope, row: &NewRow, evidence: Evidence, device: Option<&str>, now: Millis) -> Result<Landed> {
    if let Some(known) = known(tx, scope, row)? {
        return Ok(known);
    }
    let fault = rules::when_fault(row.at, now).or_else(|| rules::words_fault(&row.place, &row.note).map(|fault| fault.1));
    if let Some(code) = fault {
        return Err(Error::refused(code));
    }
    store::log::insert(tx, scope, row, device, now)?;
    let entry = NewEntry {
        id: row.id.clone(),
        commune: scope.commune().to_owned(),
        village: row.village.clone(),
        kind: row.kind.entry(),
        person: row.person.clone(),
        audience: evidence.audience,
        subject: if evidence.subject.is_empty() { row.id.clone() } else { evidence.subject },
        grade: evidence.grade,
        attains: evidence.attains.map(str::to_owned),
        occurred_at: row.at,
        recorded_by: scope.account().to_owned(),
        device: device.map(str::to_owned),
        body: evidence.body,
    };
    ledger::append(tx, &entry, now)?;
    tell(tx, scope, row.kind, (&row.village, &row.subject, scope.account()), row.at, now)?;
    Ok(Landed { id: row.id.clone(), state: State::New, at: row.at, by: scope.name().to_owned() })
}

/// Says in the feed what looks different now that something was recorded or taken back.
fn tell(tx: &mut Tx<'_>, scope: &Scope, kind: Kind, (village, subject, by): (&str, &str, &str), at: Millis, now: Millis) -> Result<()> {
    match kind {
        Kind::Visit | Kind::Commitment => ledger::changed(tx, scope.commune(), village, "household", subject, now)?,
        Kind::Contact => ledger::changed(tx, scope.commune(), village, "pair", subject, now)?,
        Kind::Help | Kind::Survey | Kind::Identity | Kind::Shift => {}
    }
    if matches!(kind, Kind::Help | Kind::Contact) {
        super::quotas::tell(tx, scope, village, by, at, now)?;
    }
    Ok(())
}

/// Records that somebody was guided.
///
/// # Errors
/// [`Error::NotFound`] when the person, the village or the request is out of reach; a refusal for impossible minutes or times, or words
/// that are too long; [`Error::Changed`] when the id is in use for something else.
pub fn log_help(tx: &mut Tx<'_>, scope: &Scope, new: &NewHelp, at: Millis, device: Option<&str>, now: Millis) -> Result<Landed> {
    let person = new.person.as_deref().map(|person| person_in_reach(tx, scope, person)).transpose()?;
    let village = match &person {
        Some(card) => card.village.clone(),
        None => village_in_reach(tx, scope, &new.village)?,
    };
    if let Some(request) = &new.request {
        store::request::by_id(tx, scope, request)?.ok_or(Error::NotFound)?;
    }
    if let Some(code) = rules::minutes_fault(new.minutes) {
        return Err(Error::refused(code));
    }
    let who = person.as_ref().map(|card| card.id.clone());
    let row = NewRow {
        natural: rules::natural_help(scope.account(), who.as_deref(), new.topic, at),
        person: who,
        topic: new.topic.code().to_owned(),
        result: new.outcome.code().to_owned(),
        place: clean(&new.place),
        note: clean(&new.note),
        minutes: new.minutes,
        request: new.request.clone(),
        ..NewRow::of(Kind::Help, &new.id, &village, at)
    };
    let body = json!({ "topic": new.topic.code(), "result": new.outcome.code(), "minutes": new.minutes, "place": row.place });
    let evidence = match person {
        Some(card) => Evidence {
            audience: card.audience,
            grade: grade_of(new.outcome),
            attains: rules::attains(new.topic, new.outcome),
            ..Evidence::plain(body)
        },
        None => Evidence::plain(body),
    };
    land(tx, scope, &row, evidence, device, now)
}

/// Records that a mentor met the person they accompany.
///
/// Who was the mentor then may say so, though somebody else has taken over since.
///
/// # Errors
/// [`Error::NotFound`] when the pair is out of reach or another's; a refusal when it had ended by then, and as [`log_help`].
pub fn log_contact(tx: &mut Tx<'_>, scope: &Scope, new: &NewContact, at: Millis, device: Option<&str>, now: Millis) -> Result<Landed> {
    let pair = store::pair::by_id(tx, scope, &new.pair)?.filter(|pair| pair.mentor == scope.account()).ok_or(Error::NotFound)?;
    let card = person_in_reach(tx, scope, &pair.person)?;
    let row = NewRow {
        person: Some(card.id.clone()),
        subject: pair.id.clone(),
        topic: new.topic.code().to_owned(),
        result: new.outcome.code().to_owned(),
        how: new.how.code().to_owned(),
        note: clean(&new.note),
        ..NewRow::of(Kind::Contact, &new.id, &card.village, at)
    };
    if let Some(known) = known(tx, scope, &row)? {
        return Ok(known);
    }
    if pair.ended_at.is_some_and(|ended| at >= ended) {
        return Err(Error::refused("coaching-pair-ended"));
    }
    let evidence = Evidence {
        audience: card.audience,
        grade: grade_of(new.outcome),
        attains: rules::attains(new.topic, new.outcome),
        subject: pair.id,
        body: json!({ "how": new.how.code(), "topic": new.topic.code(), "result": new.outcome.code() }),
    };
    land(tx, scope, &row, evidence, device, now)
}

/// Records that a household was visited.
///
/// # Errors
/// [`Error::NotFound`] when the household is out of reach; refusals as [`log_help`].
pub fn log_visit(tx: &mut Tx<'_>, scope: &Scope, new: &NewVisit, at: Millis, device: Option<&str>, now: Millis) -> Result<Landed> {
    let village = store::household::village_of(tx, scope, &new.household)?.ok_or(Error::NotFound)?;
    let told: Vec<&str> = Topic::ALL.iter().filter(|topic| new.told.contains(topic)).map(|topic| topic.code()).collect();
    let result = if new.met { "met" } else { "absent" };
    let row = NewRow {
        subject: new.household.clone(),
        result: result.to_owned(),
        answers: Answers { yes: rules::told_set(told.iter().copied()), no: String::new() },
        note: clean(&new.note),
        natural: Some(rules::natural_visit(scope.account(), &new.household, dates::day_of(at), result)),
        ..NewRow::of(Kind::Visit, &new.id, &village, at)
    };
    let evidence = Evidence { subject: new.household.clone(), ..Evidence::plain(json!({ "met": new.met, "told": told })) };
    land(tx, scope, &row, evidence, device, now)
}

/// Records that a household committed itself to be a Gia đình số. The commitment with the latest time is the one that holds.
///
/// # Errors
/// [`Error::NotFound`] when the household or the lead learner is out of reach; a refusal when the lead learner lives in another
/// village, and as [`log_help`].
pub fn log_commitment(
    tx: &mut Tx<'_>,
    scope: &Scope,
    new: &NewCommitment,
    at: Millis,
    device: Option<&str>,
    now: Millis,
) -> Result<Landed> {
    let village = store::household::village_of(tx, scope, &new.household)?.ok_or(Error::NotFound)?;
    let lead = new.lead.as_deref().map(|lead| person_in_reach(tx, scope, lead)).transpose()?;
    if lead.as_ref().is_some_and(|lead| lead.village != village) {
        return Err(Error::refused("coaching-lead-elsewhere"));
    }
    let who = lead.as_ref().map(|lead| lead.id.clone());
    let row = NewRow {
        natural: Some(rules::natural_commitment(&new.household, who.as_deref())),
        person: who,
        subject: new.household.clone(),
        how: new.how.code().to_owned(),
        blob: new.blob.clone(),
        ..NewRow::of(Kind::Commitment, &new.id, &village, at)
    };
    let evidence = Evidence {
        audience: lead.map(|lead| lead.audience).unwrap_or_default(),
        subject: new.household.clone(),
        ..Evidence::plain(json!({ "how": new.how.code(), "blob": new.blob }))
    };
    land(tx, scope, &row, evidence, device, now)
}

/// Records the survey of a stall, and the stall when it is new.
///
/// # Errors
/// [`Error::NotFound`] when the stall or the village is out of reach; a refusal when market or name is missing or too long, when the
/// village of a new stall is not told, and as [`log_help`].
pub fn log_survey(tx: &mut Tx<'_>, scope: &Scope, new: &NewSurvey, at: Millis, device: Option<&str>, now: Millis) -> Result<Landed> {
    if !ids::is_id(&new.stall) {
        return Err(Error::StaleForm);
    }
    let village = match store::stall::village_of(tx, scope.commune(), &new.stall)? {
        Some(village) if scope.covers(&village) => village,
        Some(_) => return Err(Error::NotFound),
        None => village_in_reach(tx, scope, &new.village)?,
    };
    let answers = Answers::of(&[("qr", new.takes_qr), ("pos", new.takes_pos), ("training", new.wants_training)]);
    let (market, name, goods) = (clean(&new.market), clean(&new.name), clean(&new.goods));
    let row = NewRow {
        subject: new.stall.clone(),
        note: clean(&new.note),
        place: market.clone(),
        answers: answers.clone(),
        ..NewRow::of(Kind::Survey, &new.id, &village, at)
    };
    if let Some(known) = known(tx, scope, &row)? {
        return Ok(known);
    }
    if name.is_empty() {
        return Err(Error::refused("coaching-stall-name-missing"));
    }
    if market.is_empty() {
        return Err(Error::refused("coaching-market-missing"));
    }
    if [&name, &goods].iter().any(|words| words.chars().count() > rules::PLACE_LIMIT) {
        return Err(Error::refused("coaching-place-long"));
    }
    let body = json!({ "qr": new.takes_qr, "pos": new.takes_pos, "training": new.wants_training });
    let landed = land(tx, scope, &row, Evidence { subject: new.stall.clone(), ..Evidence::plain(body) }, device, now)?;
    store::stall::put(tx, scope, (&new.stall, &village, &market, &name, &goods), at, now)?;
    Ok(landed)
}

/// Records a look at a person's digital identity.
///
/// # Errors
/// [`Error::NotFound`] when the person is out of reach; a refusal when nothing was answered, and as [`log_help`].
pub fn log_check(tx: &mut Tx<'_>, scope: &Scope, new: &NewCheck, at: Millis, device: Option<&str>, now: Millis) -> Result<Landed> {
    let card = person_in_reach(tx, scope, &new.person)?;
    let answers = Answers::of(&[
        ("installed", new.installed),
        ("activated", new.activated),
        ("level2", new.level2),
        ("used", new.used),
        ("bank", new.bank_account),
    ]);
    if answers.is_empty() && new.excluded.is_none() {
        return Err(Error::refused("coaching-check-empty"));
    }
    let row = NewRow {
        person: Some(card.id),
        result: new.excluded.map(Excluded::code).unwrap_or_default().to_owned(),
        answers,
        note: clean(&new.note),
        ..NewRow::of(Kind::Identity, &new.id, &card.village, at)
    };
    let evidence = Evidence {
        audience: card.audience,
        grade: Some(Grade::A),
        attains: (new.activated == Some(true)).then_some(rules::VNEID_ACTIVATED),
        subject: String::new(),
        body: json!({
            "installed": new.installed, "activated": new.activated, "level2": new.level2, "used": new.used, "bank": new.bank_account,
            "excluded": new.excluded.map(Excluded::code),
        }),
    };
    land(tx, scope, &row, evidence, device, now)
}

/// Records a shift that was worked. `at` plays no part: a shift has its own hours.
///
/// # Errors
/// [`Error::NotFound`] when the village is out of reach; a refusal for hours out of order, longer than 16 or still to come, for a
/// missing place, and as [`log_help`].
pub fn log_shift(tx: &mut Tx<'_>, scope: &Scope, new: &NewShift, device: Option<&str>, now: Millis) -> Result<Landed> {
    let village = village_in_reach(tx, scope, &new.village)?;
    let minutes = (new.ended_at.saturating_sub(new.began_at)) / crate::kit::clock::MINUTE;
    let row = NewRow {
        place: clean(&new.place),
        note: clean(&new.note),
        minutes: Some(minutes),
        natural: Some(rules::natural_shift(scope.account(), new.began_at)),
        ..NewRow::of(Kind::Shift, &new.id, &village, new.began_at)
    };
    if let Some(known) = known(tx, scope, &row)? {
        return Ok(known);
    }
    if let Some(code) = rules::shift_fault(new.began_at, new.ended_at, now) {
        return Err(Error::refused(code));
    }
    if row.place.is_empty() {
        return Err(Error::refused("coaching-place-missing"));
    }
    let body = json!({ "minutes": minutes, "place": row.place });
    land(tx, scope, &row, Evidence::plain(body), device, now)
}

/// The village asked for when it is in reach and there, or the caller's only village when none is.
pub(super) fn village_in_reach(tx: &mut Tx<'_>, scope: &Scope, asked: &str) -> Result<String> {
    let village = match (asked, scope.only_village()) {
        ("", Some(only)) => only,
        ("", None) => return Err(Error::refused("coaching-village-missing")),
        (asked, _) => asked,
    };
    if !scope.covers(village) {
        return Err(Error::NotFound);
    }
    crate::places::village(tx, scope.commune(), village)?.map(|village| village.id).ok_or(Error::NotFound)
}

/// Takes something of the log back: its entry no longer counts, and both stay to be read.
///
/// Answers whether it stood until now; taking it back again changes nothing. `manages`: whether the caller manages coaching here, and
/// so takes back what others recorded too.
///
/// # Errors
/// [`Error::NotFound`] when it is out of reach, or another's and the caller does not manage; a refusal without a reason, or when it
/// was recorded too long ago.
pub fn undo(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, manages: bool, at: Millis, now: Millis) -> Result<bool> {
    let record = store::log::by_id(tx, scope.commune(), id)?.filter(|record| scope.covers(&record.village)).ok_or(Error::NotFound)?;
    if !manages && record.by != scope.account() {
        return Err(Error::NotFound);
    }
    if record.undone_at.is_some() {
        return Ok(false);
    }
    if !rules::may_undo(&record.by, record.recorded_at, scope.account(), now, manages) {
        return Err(Error::refused("coaching-undo-late"));
    }
    let reason = clean(reason);
    if reason.is_empty() {
        return Err(Error::refused("coaching-reason-missing"));
    }
    if reason.chars().count() > rules::NOTE_LIMIT {
        return Err(Error::refused("coaching-note-long"));
    }
    tx.hold(&format!("coaching {} {id}", scope.commune()))?;
    let undone = store::log::mark_undone(tx, scope, id, &reason, at)?;
    if undone {
        ledger::void(tx, scope.commune(), id, &ids::new(now), &reason, scope.account(), now)?;
        if let Some(kind) = Kind::parse(&record.kind) {
            tell(tx, scope, kind, (&record.village, &record.subject, &record.by), record.at, now)?;
        }
    }
    Ok(undone)
}
