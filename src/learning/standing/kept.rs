//! How everything that somebody once did unaided is kept, written down so that a list reads no more than it shows.
//!
//! `learning_kept` is a fold over the looks: [`keep`] follows each look, [`refresh`] each merge and each other framework, [`rebuild`] makes
//! all of it anew.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    days_of,
    rules::{self, Look},
    store::{self, Unit},
};
use crate::{
    args,
    kit::{
        clock::Millis,
        dates,
        db::{Db, Tx},
        error::Result,
        ids,
    },
    learning::{
        content,
        framework::{self, Codes},
    },
    ledger, sql,
};

/// What the table is made by; a change of the fold makes it anew.
const FORM: &str = "1";
/// The name under which it stands what the table was made of.
const MADE_OF: &str = "kept";

/// What the fold needs besides looks.
struct Fold {
    codes: Codes,
    days: Vec<i64>,
    today: Date,
}

impl Fold {
    fn of(tx: &mut Tx<'_>, commune: &str, now: Millis) -> Result<Self> {
        let days = framework::current(tx, commune)?.map(|one| one.recheck_days).unwrap_or_default();
        Ok(Self { codes: framework::codes(tx, commune)?, days, today: dates::day_of(now) })
    }

    /// A name for all that the rows depend on but looks and merges.
    fn name(&self) -> String {
        ids::sha256_hex(format!("{FORM} {:?} {:?}", self.codes, self.days).as_bytes())
    }

    /// Writes what a person, with those merged into them, keeps.
    fn write(&self, tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<()> {
        tx.run(
            sql!(
                "DELETE FROM learning_kept WHERE commune_id = $1
                    AND (person_id = $2 OR person_id IN (SELECT a.person_id FROM ledger_alias a WHERE a.commune_id = $1 AND a.root_id = $2))"
            ),
            args![commune, person],
        )?;
        let mut looks: BTreeMap<Unit, Vec<Look>> = BTreeMap::new();
        for (unit, look) in store::looks(tx, &self.codes, commune, person)? {
            looks.entry(unit).or_default().push(look);
        }
        for (unit, looks) in looks {
            if let Some(kept) = rules::kept(&looks, days_of(&self.days), self.today) {
                store::put_kept(tx, commune, person, &unit, &kept)?;
            }
        }
        Ok(())
    }
}

/// Follows a look at somebody that was added or taken back.
pub fn keep(tx: &mut Tx<'_>, commune: &str, person: &str, now: Millis) -> Result<()> {
    hold(tx, commune)?;
    let person = ledger::canonical(tx, commune, person)?;
    Fold::of(tx, commune, now)?.write(tx, commune, &person)
}

/// One at a time writes the table of a commune: a look that lands while all is made anew is not lost.
fn hold(tx: &mut Tx<'_>, commune: &str) -> Result<()> {
    Ok(tx.hold(&format!("kept {commune}"))?)
}

/// What the table is made of, and up to which entry merges were followed.
fn made_of(tx: &mut Tx<'_>, commune: &str) -> Result<(String, i64)> {
    let written = content::loaded(tx, commune, MADE_OF)?;
    let (name, merges) = written.split_once(' ').unwrap_or_default();
    Ok((name.to_owned(), merges.parse().unwrap_or(0)))
}

/// The last entry about two persons who are one, or are not.
fn last_merge(tx: &mut Tx<'_>, commune: &str) -> Result<i64> {
    Ok(tx.count(
        sql!("SELECT MAX(seq) FROM ledger_entry WHERE commune_id = $1 AND kind IN ($2, $3)"),
        args![commune, ledger::MERGED.name, ledger::UNMERGED.name],
    )?)
}

/// Follows merges and another framework, when there are any since the table was last written. A list calls it before it is read.
pub async fn refresh(db: &Db, commune: &str, now: Millis) -> Result<()> {
    let of = commune.to_owned();
    let is_fresh = db.read(move |tx| -> Result<_> { Ok(made_of(tx, &of)? == (Fold::of(tx, &of, now)?.name(), last_merge(tx, &of)?)) });
    if is_fresh.await? {
        return Ok(());
    }
    let of = commune.to_owned();
    db.write(move |tx| follow(tx, &of, now)).await
}

fn follow(tx: &mut Tx<'_>, commune: &str, now: Millis) -> Result<()> {
    hold(tx, commune)?;
    let fold = Fold::of(tx, commune, now)?;
    let ((name, merges), last) = (made_of(tx, commune)?, last_merge(tx, commune)?);
    if name != fold.name() {
        return rebuild(tx, commune, now);
    }
    let merged: Vec<[String; 2]> = tx.list(
        sql!("SELECT COALESCE(person_id, ''), subject FROM ledger_entry WHERE commune_id = $1 AND seq > $2 AND kind IN ($3, $4)"),
        args![commune, merges, ledger::MERGED.name, ledger::UNMERGED.name],
        |row| Ok([row.get(0)?, row.get(1)?]),
    )?;
    let mut people = BTreeSet::new();
    for person in merged.iter().flatten() {
        people.insert(ledger::canonical(tx, commune, person)?);
    }
    for person in people {
        fold.write(tx, commune, &person)?;
    }
    Ok(content::set_loaded(tx, commune, MADE_OF, &format!("{name} {last}"), now)?)
}

/// Makes the table of a commune anew.
pub fn rebuild(tx: &mut Tx<'_>, commune: &str, now: Millis) -> Result<()> {
    hold(tx, commune)?;
    let fold = Fold::of(tx, commune, now)?;
    tx.run(sql!("DELETE FROM learning_kept WHERE commune_id = $1"), args![commune])?;
    for person in store::looked_at(tx, commune)? {
        fold.write(tx, commune, &person)?;
    }
    let last = last_merge(tx, commune)?;
    Ok(content::set_loaded(tx, commune, MADE_OF, &format!("{} {last}", fold.name()), now)?)
}
