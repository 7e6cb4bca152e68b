//! What is done with a report: opening it, changing its draft, locking it, taking its files away.

use jiff::civil::Date;
use serde_json::json;

use super::{
    LOCKED, changes,
    content::{Content, Draft, Lock, Replaced, Section, fingerprint},
    files::{self, File, Format},
    rules::{self, State},
    store::{self, Entry, Report},
    tokens, wording,
};
use crate::{
    accounts::Scope,
    indicators::{self, PeriodFigures},
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        ids,
        period::Period,
    },
    ledger::{self, NewEntry},
    places::{self, Commune},
    plan,
};

/// A report as it lies open: a locked one by its snapshot, any other with the figures of today.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its id; a report that nobody has written has none.
    pub id: Option<String>,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub content: Content,
    /// The hash of the snapshot, when locked.
    pub hash: Option<String>,
    /// Counts the changes of a draft; 0 before the first.
    pub version: i64,
    /// Who changed the draft last and when.
    pub changed: Option<(String, Millis)>,
}

impl Opened {
    /// Makes one of its files anew.
    pub fn file(&self, format: Format) -> Result<File> {
        files::make(&self.content, self.hash.as_deref(), format)
    }
}

/// The figures of a period as they are today.
pub fn figures(tx: &mut Tx<'_>, commune: &str, period: Period) -> Result<PeriodFigures> {
    let (from, to) = period.cutoff();
    indicators::period_figures(tx, commune, from, to)
}

/// The latest edition of a period's report, or the one with this number.
///
/// # Errors
/// [`Error::NotFound`] when there is no such edition, or no such commune.
pub fn open(tx: &mut Tx<'_>, commune: &str, period: Period, edition: Option<i64>) -> Result<Opened> {
    let all = store::editions(tx, commune, period)?;
    let chosen = match edition {
        Some(edition) => Some(all.iter().find(|report| report.edition == edition).ok_or(Error::NotFound)?),
        None => all.first(),
    };
    match chosen {
        Some(report) => opened(tx, commune, period, report),
        None => unwritten(tx, commune, period),
    }
}

/// The report with this id.
///
/// # Errors
/// [`Error::NotFound`] when the commune has none.
pub fn open_id(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Opened> {
    let report = store::by_id(tx, commune, id)?.ok_or(Error::NotFound)?;
    let period = rules::month(&report.period)?;
    opened(tx, commune, period, &report)
}

fn opened(tx: &mut Tx<'_>, commune: &str, period: Period, report: &Report) -> Result<Opened> {
    let changed = Some((report.updated_by.clone(), report.updated_at));
    let (id, state, version) = (Some(report.id.clone()), report.state, report.version);
    if state == State::Locked {
        let (content, hash) = report.snapshot()?;
        return Ok(Opened { id, state, content, hash: Some(hash.to_owned()), version, changed });
    }
    let draft = report.draft()?;
    let mut content = Content::new(&commune_of(tx, commune)?, period, draft.particulars, figures(tx, commune, period)?);
    content.narrative = draft.narrative;
    content.edition = report.edition;
    content.replaces = replaced(tx, commune, period, report.edition)?;
    Ok(Opened { id, state, content, hash: None, version, changed })
}

fn unwritten(tx: &mut Tx<'_>, commune: &str, period: Period) -> Result<Opened> {
    let place = commune_of(tx, commune)?;
    let particulars = match store::kept_particulars(tx, commune)? {
        Some(kept) => kept,
        None => {
            let province = places::province_name(tx, &place.province)?.unwrap_or_default();
            wording::usual_particulars(&place, &province, &plan::paper(tx, commune)?)
        }
    };
    let content = Content::new(&place, period, particulars, figures(tx, commune, period)?);
    Ok(Opened { id: None, state: State::Unwritten, content, hash: None, version: 0, changed: None })
}

fn commune_of(tx: &mut Tx<'_>, commune: &str) -> Result<Commune> {
    places::commune(tx, commune)?.ok_or(Error::NotFound)
}

/// The locked edition before this one.
fn replaced(tx: &mut Tx<'_>, commune: &str, period: Period, edition: i64) -> Result<Option<Replaced>> {
    let older = store::editions(tx, commune, period)?.into_iter().find(|report| report.edition < edition && report.state == State::Locked);
    let Some(older) = older else { return Ok(None) };
    let (content, _) = older.snapshot()?;
    Ok(content.lock.map(|lock| Replaced {
        number: i64::from(lock.number),
        notation: content.particulars.notation,
        issued_on: lock.issued_on,
    }))
}

/// Writes the draft of a period: what `edit` makes of the one it finds.
///
/// `version` is the one that the writer saw.
///
/// # Errors
/// [`Error::Changed`] when somebody else wrote meanwhile; a refusal when the report is locked.
pub fn write(tx: &mut Tx<'_>, scope: &Scope, period: Period, version: i64, edit: impl Fn(&mut Draft), now: Millis) -> Result<()> {
    let commune = scope.commune();
    hold(tx, commune)?;
    let found = open(tx, commune, period, None)?;
    if found.state == State::Locked {
        return Err(Error::refused("reports-locked-no-edit"));
    }
    if found.version != version {
        return Err(Error::Changed);
    }
    let mut draft = Draft { narrative: found.content.narrative, particulars: found.content.particulars };
    edit(&mut draft);
    match found.id {
        Some(id) if store::change(tx, commune, &id, version, &draft, scope.account(), now)? => Ok(()),
        Some(_) => Err(Error::Changed),
        None => store::add(tx, commune, period, 1, &draft, scope.account(), now).map(drop),
    }
}

/// Reports of a commune are changed one after another.
fn hold(tx: &mut Tx<'_>, commune: &str) -> Result<()> {
    Ok(tx.hold(&format!("reports {commune}"))?)
}

/// Begins the edition that takes the place of a locked report, with its words; answers its number.
///
/// # Errors
/// A refusal when the latest edition is not locked: there is nothing to replace, or a new edition has been begun.
pub fn renew(tx: &mut Tx<'_>, scope: &Scope, period: Period, now: Millis) -> Result<i64> {
    let commune = scope.commune();
    hold(tx, commune)?;
    let found = open(tx, commune, period, None)?;
    if found.state != State::Locked {
        return Err(Error::refused("reports-renew-not-locked"));
    }
    let edition = found.content.edition + 1;
    let draft = Draft { narrative: found.content.narrative, particulars: found.content.particulars };
    store::add(tx, commune, period, edition, &draft, scope.account(), now)?;
    Ok(edition)
}

/// What whoever locks has seen, so that nothing else is locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The draft's version.
    pub version: i64,
    /// The fingerprint of its figures.
    pub figures: String,
}

impl Seen {
    /// What somebody sees who has this report before them.
    pub fn of(opened: &Opened) -> Result<Self> {
        Ok(Self { version: opened.version, figures: fingerprint(&opened.content.figures)? })
    }
}

/// A report that has just been locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// Its ký hiệu.
    pub notation: String,
    /// The hash of its snapshot.
    pub hash: String,
}

/// Locks the report of a period: snapshot, number, register, files and a ledger entry, all or nothing.
///
/// The paper is issued today and signed by whom its particulars name, else by `signer`. With `seen`, only what was seen
/// is locked.
///
/// # Errors
/// Refusals of [`rules::may_lock`]; `reports-lock-moved` when the draft or its figures are no longer those of `seen`;
/// a token that nobody knows.
pub fn lock(tx: &mut Tx<'_>, scope: &Scope, period: Period, signer: &str, seen: Option<&Seen>, now: Millis) -> Result<Locked> {
    let commune = scope.commune();
    hold(tx, commune)?;
    let found = open(tx, commune, period, None)?;
    let today = dates::day_of(now);
    rules::may_lock(period, found.state, today)?;
    if seen.is_some_and(|seen| Seen::of(&found).ok().as_ref() != Some(seen)) {
        return Err(Error::refused("reports-lock-moved"));
    }
    let mut content = found.content;
    for section in Section::ALL {
        tokens::known(content.narrative.at(section))?;
    }
    if content.particulars.signer.is_empty() {
        signer.clone_into(&mut content.particulars.signer);
    }
    let id = if let Some(id) = found.id {
        id
    } else {
        let draft = Draft { narrative: content.narrative.clone(), particulars: content.particulars.clone() };
        store::add(tx, commune, period, 1, &draft, scope.account(), now)?
    };
    let notation = content.particulars.notation.clone();
    let number = store::next_number(tx, commune, today.year(), &notation)?;
    let number = u32::try_from(number).map_err(|_| Error::Broken("the register is full".into()))?;
    content.lock = Some(Lock { number, issued_on: today, at: now, by: scope.name().to_owned() });
    let hash = store::seal(tx, commune, &id, &content, scope.account(), now)?.ok_or(Error::Changed)?;
    store::enter(tx, commune, today.year(), &entry(&content, &id, number, today), scope.account(), now)?;
    for format in Format::ALL {
        store::keep_file(tx, commune, &id, format, &files::make(&content, Some(&hash), format)?)?;
    }
    ledger::append(tx, &locked_entry(scope, &id, &content, &hash, now), now)?;
    Ok(Locked { id, number, notation, hash })
}

fn entry(content: &Content, report: &str, number: u32, today: Date) -> Entry {
    let p = &content.particulars;
    let subject = tokens::filled(&p.subject, content);
    let note = content.replaces.as_ref().map(|old| {
        let day = dates::document_day(old.issued_on);
        wording::register_note(&rules::number_words(old.number, &old.notation), &day)
    });
    Entry {
        register: p.notation.clone(),
        number: i64::from(number),
        report: report.to_owned(),
        issued_on: today.to_string(),
        subject: format!("{} {}", wording::KIND_IN_WORDS, wording::small_first(&subject)),
        signer: p.signer.clone(),
        recipients: p.recipients.join("\n"),
        note: note.unwrap_or_default(),
    }
}

/// The lock stands in the ledger too: a snapshot changed past the program no longer agrees with the chain.
fn locked_entry(scope: &Scope, report: &str, content: &Content, hash: &str, now: Millis) -> NewEntry {
    NewEntry {
        id: ids::new(now),
        commune: scope.commune().to_owned(),
        village: String::new(),
        kind: LOCKED,
        person: None,
        audience: String::new(),
        subject: report.to_owned(),
        grade: None,
        attains: None,
        occurred_at: now,
        recorded_by: scope.account().to_owned(),
        device: None,
        body: json!({
            "period": content.period.code(),
            "edition": content.edition,
            "number": content.number(),
            "notation": content.particulars.notation,
            "hash": hash,
        }),
    }
}

/// The differences between a locked report and the figures of its period today, and how far the ledger has gone on.
pub fn since(tx: &mut Tx<'_>, commune: &str, content: &Content) -> Result<(Vec<changes::Change>, i64)> {
    let now = figures(tx, commune, content.period)?;
    Ok((changes::changes(&content.figures, &now), (now.ledger_seq - content.figures.ledger_seq).max(0)))
}

/// A file of a report: of a locked one as it was issued, of any other made now and marked as a draft.
pub fn file(tx: &mut Tx<'_>, commune: &str, opened: &Opened, format: Format) -> Result<File> {
    if let (State::Locked, Some(id)) = (opened.state, &opened.id)
        && let Some(file) = store::kept_file(tx, commune, id, format)?
    {
        return Ok(file);
    }
    opened.file(format)
}

/// A file of a period's report, for commands: a draft with the figures of today, or the locked one.
///
/// # Errors
/// `reports-none-locked` when the locked one is asked for and there is none.
pub fn render(tx: &mut Tx<'_>, commune: &str, period: Period, format: Format, locked: bool) -> Result<(String, Vec<u8>)> {
    let file = if locked {
        let report = store::editions(tx, commune, period)?.into_iter().find(|report| report.state == State::Locked);
        let report = report.ok_or_else(|| Error::refused("reports-none-locked"))?;
        let opened = opened(tx, commune, period, &report)?;
        file(tx, commune, &opened, format)?
    } else {
        let mut opened = open(tx, commune, period, None)?;
        if opened.state == State::Locked {
            opened.content.figures = figures(tx, commune, period)?;
            opened.content.lock = None;
            opened.hash = None;
        }
        opened.file(format)?
    };
    Ok((file.name, file.bytes))
}
