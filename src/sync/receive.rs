//! Takes operations in: one verdict for each, whatever it holds. Effect, verdict, ledger and counts stand in one transaction.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    ops::{self, Case, Place},
    rules::{self, Code, Op, Outcome, Status, Unreadable, Upcast, Verdict, When},
    store::{self, device::Device, op::Kept},
};
use crate::{
    accounts::{self, Authority, Event, Scope},
    kit::{
        clock::{DAY, HOUR, Millis},
        db::{self, Tx},
        error::{Error, Refusal, Result},
        text::Lang,
    },
};

/// How long a deferred operation waits for what it needs, before an officer decides.
pub const PATIENCE: Millis = 5 * DAY;
/// How long tombstones stand.
const TOMBSTONES: Millis = 180 * DAY;
/// How long lines of the feed are kept: a phone that was away longer gets a full snapshot.
const FEED: Millis = 90 * DAY;

/// An operation that was read before any transaction began.
#[derive(Clone, Debug)]
pub struct Ready {
    /// As it was sent.
    op: Op,
    /// The same with its payload in the present form, where that differs.
    present: Option<Op>,
    /// Whether there is a present form.
    form: Upcast,
}

impl Ready {
    /// Brings an operation to its present form.
    pub fn of(op: Op) -> Self {
        let mut payload = op.payload.clone();
        let form = rules::upcast(&op.kind, op.schema, &mut payload);
        let present = (payload != op.payload).then(|| Op { payload, ..op.clone() });
        Self { op, present, form }
    }

    fn op(&self) -> &Op {
        self.present.as_ref().unwrap_or(&self.op)
    }
}

/// One place of a batch.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its place, from 0.
    pub index: usize,
    /// The operation, or why it could not be read.
    pub read: std::result::Result<Ready, Unreadable>,
}

impl Item {
    /// Reads one element of a batch.
    pub fn of(index: usize, raw: &serde_json::Value) -> Self {
        Self { index, read: rules::read(raw).map(Ready::of) }
    }
}

/// Who sends, and how the answer is worded.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The commune.
    pub commune: String,
    /// The account whose operations these must be.
    pub account: String,
    /// The officer who brings them in for somebody else.
    pub uploaded_by: Option<String>,
    /// The account that stands in them, when it was lost and that officer said who it was.
    pub lost_account: Option<String>,
    /// The language of messages.
    pub lang: Lang,
    /// When they came.
    pub now: Millis,
}

/// What is looked up once for a run of operations.
struct Room<'a> {
    sender: &'a Sender,
    authorities: BTreeMap<String, Option<Authority>>,
    devices: BTreeMap<String, Option<Device>>,
    /// Since when unknown phones of an account may have been in use.
    unknown: BTreeMap<String, Millis>,
    /// Whether any operation of the commune waits for another one.
    waits: bool,
    /// What is undone when an operation fails.
    undone: Undone,
}

/// What is undone when an operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Undone {
    /// That operation alone: each pays for a savepoint.
    Operation,
    /// Everything since the run began, which is then taken in again with more care.
    Run,
}

/// What an officer said about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Nothing,
    /// It counts.
    Accepted,
    /// It counts, and it is this account's though another one stands in it.
    Vouched,
}

/// Why a part of the transaction is undone.
enum Stop {
    /// The operation does not count, for this reason.
    Outcome(Outcome),
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<db::Error> for Stop {
    fn from(error: db::Error) -> Self {
        Self::Error(error.into())
    }
}

/// Takes a run of operations in and answers a verdict for each, in their order.
///
/// # Errors
/// Only what stops the whole run, such as a full disk: then nothing of it was kept, and it is sent again.
pub fn take(tx: &mut Tx<'_>, sender: &Sender, items: &[Item]) -> Result<Vec<Verdict>> {
    hold(tx, sender, items)?;
    // A run of which nothing fails is by far the most frequent one, and much less work without a savepoint for each operation.
    match tx.part(|tx| run(tx, sender, items, Undone::Run)) {
        Err(error) if !is_fatal(&error) => run(tx, sender, items, Undone::Operation),
        answer => answer,
    }
}

fn run(tx: &mut Tx<'_>, sender: &Sender, items: &[Item], undone: Undone) -> Result<Vec<Verdict>> {
    let mut room = Room::new(sender, undone);
    room.waits = store::op::anything_waits(tx, &sender.commune)?;
    let mut verdicts = Vec::with_capacity(items.len());
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let mut verdict = match &item.read {
            Ok(ready) => room.take(tx, ready)?,
            Err(fault) => unreadable(fault, item.index, sender.lang),
        };
        verdict.index = item.index;
        *codes.entry(verdict.code.clone()).or_default() += 1;
        verdicts.push(verdict);
    }
    store::state::count(tx, &sender.commune, "", items.len(), sender.now)?;
    for (code, n) in codes {
        store::state::count(tx, &sender.commune, &code, n, sender.now)?;
    }
    Ok(verdicts)
}

/// Holds what the run will touch, always in the same order: sessions by their ids, then the ledger.
fn hold(tx: &mut Tx<'_>, sender: &Sender, items: &[Item]) -> Result<()> {
    let sessions: BTreeSet<&str> = items
        .iter()
        .filter_map(|item| item.read.as_ref().ok())
        .filter(|ready| ready.op.kind.starts_with("attendance."))
        .map(|ready| ready.op.entity.as_str())
        .collect();
    for session in sessions {
        tx.hold(&format!("session {session}"))?;
    }
    Ok(tx.hold(&format!("ledger {}", sender.commune))?)
}

fn unreadable(fault: &Unreadable, index: usize, lang: Lang) -> Verdict {
    let words = Refusal::new("sync-invalid-envelope").with("field", fault.field);
    Verdict::of(fault.id.clone(), index, &Outcome::saying(Code::Invalid, words), lang)
}

impl<'a> Room<'a> {
    fn new(sender: &'a Sender, undone: Undone) -> Self {
        Self { sender, authorities: BTreeMap::new(), devices: BTreeMap::new(), unknown: BTreeMap::new(), waits: true, undone }
    }

    fn authority(&mut self, tx: &mut Tx<'_>, account: &str) -> Result<Option<&Authority>> {
        if !self.authorities.contains_key(account) {
            self.authorities.insert(account.to_owned(), accounts::authority(tx, account)?);
        }
        Ok(self.authorities.get(account).and_then(Option::as_ref))
    }

    fn device(&mut self, tx: &mut Tx<'_>, id: &str) -> Result<Option<&Device>> {
        if !self.devices.contains_key(id) {
            self.devices.insert(id.to_owned(), store::device::by_id(tx, id)?);
        }
        Ok(self.devices.get(id).and_then(Option::as_ref))
    }

    fn event(&self, tx: &mut Tx<'_>, kind: &'static str, subject: &str, detail: &str) -> Result<()> {
        let event = Event { commune: &self.sender.commune, account: &self.sender.account, kind, subject, detail, address: "" };
        Ok(accounts::log(tx, &event, self.sender.now)?)
    }

    /// Takes one operation in.
    fn take(&mut self, tx: &mut Tx<'_>, ready: &Ready) -> Result<Verdict> {
        let op = &ready.op;
        let (commune, lang, now) = (self.sender.commune.clone(), self.sender.lang, self.sender.now);
        let foreign = self.device(tx, &op.device)?.is_some_and(|device| device.account != op.actor || device.commune != commune);
        let own = op.actor == self.sender.account || self.sender.lost_account.as_ref() == Some(&op.actor);
        if !own || foreign {
            self.event(tx, "phone-wrong-actor", &op.device, &op.id)?;
            return Ok(Verdict::of(Some(op.id.clone()), 0, &Outcome::of(Code::WrongActor), lang));
        }
        let known = store::op::known(tx, &commune, op)?;
        if let Some(same) = known.iter().find(|known| known.id == op.id && known.hash == op.hash) {
            return self.again(tx, ready, same);
        }
        let account = self.sender.account.clone();
        let when = self.when(tx, op, &account, now)?;
        if known.iter().any(|known| known.id == op.id) {
            return self.reused(tx, op, when);
        }
        if let Some(other) = known.first() {
            self.event(tx, "phone-device-cloned", &op.device, &other.id)?;
            return Ok(Verdict::of(Some(op.id.clone()), 0, &Outcome::of(Code::DeviceCloned), lang));
        }
        let uploaded_by = self.sender.uploaded_by.clone();
        let outcome =
            if uploaded_by.is_some() { Outcome::of(Code::UploadedFor) } else { self.decide(tx, ready, when, now, Word::Nothing)? };
        let mut verdict = Verdict::of(Some(op.id.clone()), 0, &outcome, lang);
        verdict.effective_at = Some(when.at);
        if !store::op::add(tx, &commune, &op.id, op, &account, when, &verdict, uploaded_by.as_deref(), now)? {
            return Err(Error::Broken(format!("the number of operation {} was taken while it was held", op.id)));
        }
        if verdict.status.waits() {
            self.keep_place(tx, ready)?;
        }
        if outcome.code == Code::Waiting {
            for dep in &op.deps {
                store::op::wait(tx, &commune, dep, &op.id)?;
            }
            self.waits = true;
        } else if self.waits && !verdict.status.waits() {
            self.land(tx, &op.id)?;
        }
        Ok(verdict)
    }

    /// What is answered to an operation that came before: the same again. Only what was refused is looked at once more when an officer
    /// brings it in a file; what an officer left out stays out.
    fn again(&self, tx: &mut Tx<'_>, ready: &Ready, same: &store::op::Known) -> Result<Verdict> {
        let refused = same.verdict.status == Status::Rejected && same.verdict.code != Code::Declined.word();
        let Some(officer) = self.sender.uploaded_by.as_deref().filter(|_| refused) else { return Ok(same.verdict.clone()) };
        let mut verdict = Verdict::of(Some(same.id.clone()), 0, &Outcome::of(Code::UploadedFor), self.sender.lang);
        verdict.effective_at = same.verdict.effective_at;
        store::op::reopen(tx, &self.sender.commune, &ready.op, &verdict, officer)?;
        self.keep_place(tx, ready)?;
        Ok(verdict)
    }

    /// When an operation of an account was done, by what is known of its phone, and after all that it needs.
    fn when(&mut self, tx: &mut Tx<'_>, op: &Op, account: &str, received_at: Millis) -> Result<When> {
        let first_at = match self.device(tx, &op.device)?.map(|device| device.first_at) {
            Some(first_at) => first_at,
            None => self.unknown_since(tx, account)?,
        };
        let mut when = rules::effective(op.told, first_at, received_at);
        for dep in &op.deps {
            if let Some(before) = store::op::effective_at(tx, &self.sender.commune, dep)? {
                when = when.after(before);
            }
        }
        Ok(when)
    }

    /// Since when a phone that this store does not know may have been in use: since the account's first one, or, where the store was brought
    /// back from a backup, since then.
    fn unknown_since(&mut self, tx: &mut Tx<'_>, account: &str) -> Result<Millis> {
        if let Some(known) = self.unknown.get(account) {
            return Ok(*known);
        }
        let first = store::device::first_of(tx, &self.sender.commune, account)?;
        let since = [first, store::state::restored_from(tx)?].into_iter().flatten().min().unwrap_or(self.sender.now);
        self.unknown.insert(account.to_owned(), since);
        Ok(since)
    }

    /// The id was used for something else: the number is kept under another id, so that nothing seems to be missing.
    fn reused(&self, tx: &mut Tx<'_>, op: &Op, when: When) -> Result<Verdict> {
        self.event(tx, "phone-op-reuse", &op.device, &op.id)?;
        let outcome = Outcome::of(Code::OpIdReuse);
        let mut verdict = Verdict::of(Some(op.id.clone()), 0, &outcome, self.sender.lang);
        store::op::add(
            tx,
            &self.sender.commune,
            &format!("{} {}", op.id, op.hash),
            op,
            &self.sender.account,
            when,
            &verdict,
            None,
            self.sender.now,
        )?;
        verdict.effective_at = Some(when.at);
        Ok(verdict)
    }

    /// Decides about an operation, and does what it says when it counts.
    fn decide(&mut self, tx: &mut Tx<'_>, ready: &Ready, when: When, now: Millis, word: Word) -> Result<Outcome> {
        match ready.form {
            Upcast::Present => {}
            Upcast::UnknownType => return Ok(Outcome::of(Code::UnknownType)),
            Upcast::UnknownSchema => return Ok(Outcome::of(Code::UnknownSchema)),
        }
        let op = ready.op();
        let decided = word != Word::Nothing;
        if !decided && !self.has_landed(tx, &op.deps)? {
            return Ok(Outcome::of(Code::Waiting));
        }
        let commune = self.sender.commune.clone();
        let Some(authority) = self.authority(tx, &op.actor)?.cloned() else { return Ok(Outcome::of(Code::NotAllowed)) };
        let case = Case { op, when, now, decided, vouched: word == Word::Vouched };
        match self.undone {
            Undone::Operation => match tx.part(|tx| do_it(tx, &commune, &authority, &case)) {
                Ok(outcome) | Err(Stop::Outcome(outcome)) => Ok(outcome),
                Err(Stop::Error(error)) => outcome_of(error),
            },
            Undone::Run => match do_it(tx, &commune, &authority, &case) {
                Ok(outcome) => Ok(outcome),
                Err(Stop::Outcome(outcome)) => Err(Error::Broken(format!("operation {} is undone: {}", op.id, outcome.code.word()))),
                Err(Stop::Error(error)) => Err(error),
            },
        }
    }

    /// Whether everything that an operation needs has landed. What was rejected has landed too: then this one fails for its own reason.
    fn has_landed(&self, tx: &mut Tx<'_>, deps: &[String]) -> Result<bool> {
        for dep in deps {
            if store::op::status(tx, &self.sender.commune, dep)?.is_none_or(Status::waits) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether something that an operation needs waits for a decision itself.
    fn needs_another(&self, tx: &mut Tx<'_>, kept: &Kept) -> Result<bool> {
        let deps = serde_json::from_str(&kept.sent).ok().and_then(|raw| rules::read(&raw).ok()).map(|op| op.deps).unwrap_or_default();
        for dep in deps {
            if store::op::status(tx, &self.sender.commune, &dep)?.is_some_and(Status::waits) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Notes the village of an operation that waits, so that its officers find it.
    fn keep_place(&self, tx: &mut Tx<'_>, ready: &Ready) -> Result<()> {
        let (commune, op) = (&self.sender.commune, ready.op());
        let Some(kind) = ops::kind(&op.kind) else { return Ok(()) };
        let place = tx.part(|tx| (kind.place)(tx, commune, op));
        match place {
            Ok(Place::At(village)) => Ok(store::op::set_village(tx, commune, &op.id, &village)?),
            Err(error) if is_fatal(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// Tries what waited for this operation, and what waited for that, until nothing more can go on.
    fn land(&mut self, tx: &mut Tx<'_>, op_id: &str) -> Result<()> {
        let commune = self.sender.commune.clone();
        let mut landed = VecDeque::from([op_id.to_owned()]);
        while let Some(dep) = landed.pop_front() {
            for waiting in store::op::stop_waiting(tx, &commune, &dep)? {
                let Some(kept) = store::op::kept(tx, &commune, &waiting)?.filter(|kept| kept.status == Status::Deferred) else { continue };
                let verdict = self.try_again(tx, &kept, false)?;
                if !verdict.status.waits() {
                    landed.push_back(waiting);
                }
            }
        }
        Ok(())
    }

    /// Decides again about an operation that was kept; its new verdict takes the place of the old one.
    fn try_again(&mut self, tx: &mut Tx<'_>, kept: &Kept, decided: bool) -> Result<Verdict> {
        let commune = self.sender.commune.clone();
        let read = serde_json::from_str(&kept.sent).ok().and_then(|raw| rules::read(&raw).ok());
        let Some(mut op) = read else { return Err(Error::Broken(format!("operation {} can't be read again", kept.id))) };
        let word = match (decided, op.actor == kept.actor) {
            (false, _) => Word::Nothing,
            (true, true) => Word::Accepted,
            (true, false) => Word::Vouched,
        };
        op.actor.clone_from(&kept.actor);
        let ready = Ready::of(op);
        let when = self.when(tx, &ready.op, &kept.actor, kept.received_at)?;
        let mut outcome = self.decide(tx, &ready, when, self.sender.now, word)?;
        if decided && outcome.code.status() == Status::Quarantined && outcome.code != Code::ServerFault {
            // What an officer lets in is not set aside again for want of the officer's word.
            outcome = Outcome::of(Code::NotAllowed);
        }
        let mut verdict = Verdict::of(Some(kept.id.clone()), 0, &outcome, self.sender.lang);
        verdict.effective_at = Some(when.at);
        store::op::set_verdict(tx, &commune, &kept.id, &verdict)?;
        if outcome.code != Code::Waiting {
            store::op::forget_waits(tx, &commune, &kept.id)?;
        }
        if verdict.status.waits() {
            self.keep_place(tx, &ready)?;
        }
        Ok(verdict)
    }
}

/// Finds the village, asks whether the actor might do it there then and may now, and does it.
///
/// # Errors
/// Whatever comes after something may have been written, and must be undone.
fn do_it(tx: &mut Tx<'_>, commune: &str, authority: &Authority, case: &Case<'_>) -> std::result::Result<Outcome, Stop> {
    if case.op.kind == ops::UNDO {
        return Ok(undo(tx, commune, authority, case)?);
    }
    let Some(kind) = ops::kind(&case.op.kind) else { return Ok(Outcome::of(Code::UnknownType)) };
    if kind.makes && store::op::is_buried(tx, commune, &case.op.entity)? {
        return Ok(Outcome::of(Code::Deleted));
    }
    let village = match (kind.place)(tx, commune, case.op)? {
        Place::At(village) => village,
        Place::Gone => return Ok(Outcome::of(Code::Deleted)),
        Place::Nowhere => return Ok(Outcome::of(Code::NotFound)),
    };
    let scope = match ops::allowed(authority, commune, kind.right, &village, case) {
        Ok(scope) => scope,
        Err(code) => return Ok(Outcome::of(code)),
    };
    let outcome = (kind.apply)(tx, &scope, case)?;
    if matches!(outcome.code.status(), Status::Applied | Status::Duplicate) { Ok(outcome) } else { Err(Stop::Outcome(outcome)) }
}

/// Takes a record of the actor's own back and leaves a tombstone.
fn undo(tx: &mut Tx<'_>, commune: &str, authority: &Authority, case: &Case<'_>) -> Result<Outcome> {
    let op = case.op;
    if op.text("reason").is_empty() {
        return Ok(Outcome::invalid("sync-invalid-reason"));
    }
    if op.text("reason").chars().count() > 500 {
        return Ok(Outcome::invalid("sync-invalid-long"));
    }
    if store::op::is_buried(tx, commune, &op.entity)? {
        return Ok(Outcome::of(Code::AlreadyRecorded));
    }
    let Some((record, village)) = ops::record(tx, commune, &op.entity)? else { return Ok(Outcome::of(Code::NotFound)) };
    match ops::allowed(authority, commune, record.right, &village, case) {
        Ok(scope) => {
            (record.take_back)(tx, &scope, case)?;
            store::op::bury(tx, commune, &op.entity, record.name, op.text("reason"), &op.actor, case.now)?;
            Ok(Outcome::applied(2))
        }
        Err(code) => Ok(Outcome::of(code)),
    }
}

/// What the whole run stops for.
const fn is_fatal(error: &Error) -> bool {
    matches!(error, Error::Db(db::Error::Full | db::Error::Busy))
}

/// What an error of a slice means for the operation.
fn outcome_of(error: Error) -> Result<Outcome> {
    match error {
        fatal if is_fatal(&fatal) => Err(fatal),
        Error::NotFound | Error::Forbidden | Error::SignIn => Ok(Outcome::of(Code::NotFound)),
        Error::Refused(refusal) => Ok(Outcome::saying(Code::Invalid, refusal)),
        Error::TooLarge | Error::StaleForm => Ok(Outcome::of(Code::Invalid)),
        Error::Changed | Error::Db(db::Error::Taken(_)) => Ok(Outcome::of(Code::AlreadyRecorded)),
        fault => {
            tracing::error!("an operation was set aside: {fault}");
            Ok(Outcome::of(Code::ServerFault))
        }
    }
}

/// The largest number up to which every operation of a device is here.
pub fn high_water(tx: &mut Tx<'_>, device: &Device) -> Result<i64> {
    let mut reached = device.high_water;
    for seq in store::op::numbers_after(tx, &device.commune, &device.id, reached)? {
        if seq != reached + 1 {
            break;
        }
        reached = seq;
    }
    Ok(reached)
}

/// An officer's word about an operation that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It counts.
    Accept,
    /// It is left out, for this reason.
    Decline(String),
}

/// Follows an officer's word about an operation that waits in reach; answers where it stands now.
///
/// An accepted one counts as done by whoever tapped, when they tapped. It is still rejected when they were not allowed then either, when what
/// it is about is gone, or when it breaks a rule: the verdict says so.
///
/// # Errors
/// [`Error::NotFound`] when nothing waits under this id in reach; a refusal for a decline without a reason, and for accepting what this
/// server does not understand.
pub fn settle(tx: &mut Tx<'_>, scope: &Scope, op_id: &str, decision: &Decision, lang: Lang, now: Millis) -> Result<Verdict> {
    let kept = waiting(tx, scope, op_id)?;
    let sender =
        Sender { commune: scope.commune().to_owned(), account: kept.actor.clone(), uploaded_by: None, lost_account: None, lang, now };
    tx.hold(&format!("ledger {}", sender.commune))?;
    let mut room = Room::new(&sender, Undone::Operation);
    let (verdict, said) = match decision {
        Decision::Decline(reason) if reason.trim().is_empty() => return Err(Error::refused("sync-reason-missing")),
        Decision::Decline(reason) => {
            let reason: String = reason.trim().chars().take(500).collect();
            let words = Refusal::new("sync-declined").with("reason", &reason);
            let mut verdict = Verdict::of(Some(kept.id.clone()), 0, &Outcome::saying(Code::Declined, words), lang);
            verdict.effective_at = Some(kept.effective_at);
            store::op::set_verdict(tx, &sender.commune, &kept.id, &verdict)?;
            store::op::forget_waits(tx, &sender.commune, &kept.id)?;
            (verdict, reason)
        }
        Decision::Accept if [Code::UnknownType.word(), Code::UnknownSchema.word()].contains(&kept.code.as_str()) => {
            return Err(Error::refused("sync-not-understood"));
        }
        Decision::Accept if room.needs_another(tx, &kept)? => return Err(Error::refused("sync-needs-another")),
        Decision::Accept => (room.try_again(tx, &kept, true)?, String::new()),
    };
    let kind = if *decision == Decision::Accept { "sync-accepted" } else { "sync-declined" };
    let event = Event { commune: scope.commune(), account: scope.account(), kind, subject: op_id, detail: &verdict.code, address: "" };
    accounts::log(tx, &event, now)?;
    store::op::set_decision(tx, scope, op_id, if said.is_empty() { "accepted" } else { &said }, now)?;
    if !verdict.status.waits() {
        room.land(tx, op_id)?;
    }
    Ok(verdict)
}

/// The operation that waits for a decision under this id, in reach.
///
/// # Errors
/// [`Error::NotFound`].
pub fn waiting(tx: &mut Tx<'_>, scope: &Scope, op_id: &str) -> Result<Kept> {
    let kept = store::op::kept(tx, scope.commune(), op_id)?;
    kept.filter(|kept| kept.status == Status::Quarantined)
        .filter(|kept| scope.is_whole() || (!kept.village.is_empty() && scope.covers(&kept.village)))
        .ok_or(Error::NotFound)
}

/// Does what time alone brings about in a commune: what waited too long goes to an officer, what this server has come to understand is tried,
/// old tombstones and old lines of the feed go. Tells whether it was due; it is at most once an hour.
pub fn tend(tx: &mut Tx<'_>, commune: &str, now: Millis) -> Result<bool> {
    if !store::state::is_due(tx, commune, "tended", HOUR, now)? {
        return Ok(false);
    }
    let sender = Sender { commune: commune.to_owned(), account: String::new(), uploaded_by: None, lost_account: None, lang: Lang::Vi, now };
    tx.hold(&format!("ledger {commune}"))?;
    let mut room = Room::new(&sender, Undone::Operation);
    for id in store::op::overdue(tx, commune, now - PATIENCE)? {
        let mut verdict = Verdict::of(Some(id.clone()), 0, &Outcome::of(Code::DependencyNever), Lang::Vi);
        verdict.effective_at = None;
        store::op::set_verdict(tx, commune, &id, &verdict)?;
        store::op::forget_waits(tx, commune, &id)?;
    }
    for id in store::op::not_understood(tx, commune)? {
        let Some(kept) = store::op::kept(tx, commune, &id)? else { continue };
        if is_understood(&kept) && !room.try_again(tx, &kept, false)?.status.waits() {
            room.land(tx, &id)?;
        }
    }
    store::op::clear_tombstones(tx, commune, now - TOMBSTONES)?;
    crate::ledger::forget_changes(tx, commune, now - FEED)?;
    Ok(true)
}

/// Whether this server has come to know the type and schema of what waits.
fn is_understood(kept: &Kept) -> bool {
    let read = serde_json::from_str(&kept.sent).ok().and_then(|raw| rules::read(&raw).ok());
    read.is_some_and(|op| (op.kind == ops::UNDO || ops::kind(&op.kind).is_some()) && Ready::of(op).form == Upcast::Present)
}
