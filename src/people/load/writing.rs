//! A list on its way into the register: planned whole, written in small changes, seen all at once.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    apply::{Applied, Decision, Filled, Payload, in_village, why_twins},
    draft::{Draft, DraftRow},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::{Clock, Millis},
        db::{Db, Tx},
        error::{Error, Refusal, Result},
        fold, ids,
    },
    ledger,
    people::{
        rules::{Facts, Likeness, MANAGE, Profile, Register},
        store::{self, ImportRow, NewPair},
    },
};

/// How many rows are written in one change: others write in between.
const AT_ONCE: usize = 500;

/// Whom a row becomes.
#[derive(Clone)]
enum Target {
    /// A person to be added: their place in [`Writing::people`].
    New(usize),
    /// A person of the register.
    Known(String),
}

/// A person to be added.
struct Coming {
    id: String,
    profile: Profile,
    head: String,
    consent: Option<bool>,
}

/// A household to be added.
struct Home {
    id: String,
    head: String,
    head_id: Option<String>,
    hamlet: String,
}

struct PlannedPair {
    one: Target,
    other: Target,
    why: Likeness,
    decided: bool,
}

/// One list on its way into the register.
pub struct Writing {
    import: ImportRow,
    draft: Draft,
    now: Millis,
    units: HashMap<String, String>,
    /// Households of the village by the folded name of their head: id and folded hamlet.
    households: HashMap<String, Vec<(String, String)>>,
    homes: Vec<Home>,
    /// Their ids.
    fresh: HashSet<String>,
    people: Vec<Coming>,
    /// Persons of the register with the rows that fill them.
    gains: Vec<(String, DraftRow)>,
    pairs: Vec<PlannedPair>,
    /// Households of the register that somebody comes into.
    touched: BTreeSet<String>,
}

impl Writing {
    /// Begins: from now on the list is this caller's to write.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such import in reach; a refusal when it is no preview any more, the same file was written meanwhile,
    /// or another list of the commune is being written.
    pub fn begin(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<()> {
        tx.hold(&format!("people {}", scope.commune()))?;
        let (import, _) = store::import(tx, scope, id)?;
        if !["preview", "writing"].contains(&import.state.as_str()) {
            return Err(Error::refused("people-import-not-preview"));
        }
        if let Some(known) = store::known_file(tx, scope, &import.hash)? {
            return Err(Refusal::new("people-import-again").with("file", known.file).into());
        }
        store::begin_writing(tx, scope, id, now)
    }

    /// Reads all that is needed and decides whom each row becomes. Nothing is written.
    pub fn plan(tx: &mut Tx<'_>, scope: &Scope, id: &str, decide: &dyn Fn(usize, u32) -> Decision, now: Millis) -> Result<Self> {
        let (import, payload) = store::import(tx, scope, id)?;
        let payload: Payload = serde_json::from_str(&payload)?;
        let mut households: HashMap<String, Vec<(String, String)>> = HashMap::new();
        for (id, head, hamlet) in store::households_of_village(tx, scope, &import.village)? {
            households.entry(head).or_default().push((id, fold::fold(&hamlet)));
        }
        let mut writing = Self {
            import,
            draft: payload.draft,
            now,
            units: store::names_of_units(tx, scope.commune())?.into_iter().collect(),
            households,
            homes: Vec::new(),
            fresh: HashSet::new(),
            people: Vec::new(),
            gains: Vec::new(),
            pairs: Vec::new(),
            touched: BTreeSet::new(),
        };
        writing.decide_all(&Register::new(store::facts(tx, scope)?), decide);
        writing.find_homes();
        Ok(writing)
    }

    fn decide_all(&mut self, register: &Register, decide: &dyn Fn(usize, u32) -> Decision) {
        let draft = std::mem::take(&mut self.draft);
        let twins: HashMap<_, _> = draft.twins.iter().copied().collect();
        let mut made: HashMap<(usize, u32), (Target, Facts)> = HashMap::new();
        for row in &draft.rows {
            let place = (row.sheet, row.row);
            let profile = self.complete(row);
            let facts = profile.facts("");
            let known = register.find(&facts).map(|(other, why)| (Target::Known(other.id.clone()), why));
            let twin = twins.get(&place).and_then(|of| made.get(of)).map(|(target, its)| (target.clone(), why_twins(its, &facts)));
            let decision = if known.is_some() || twin.is_some() { decide(row.sheet, row.row) } else { Decision::Different };
            let target = match (decision, known.clone().or_else(|| twin.clone())) {
                (Decision::Same, Some((target, _))) => {
                    self.gain(&target, row, &profile);
                    target
                }
                _ => {
                    let target = Target::New(self.people.len());
                    self.people.push(Coming { id: ids::new(self.now), profile, head: row.head.clone(), consent: row.consent });
                    for (other, why) in [known, twin].into_iter().flatten() {
                        let decided = decision == Decision::Different;
                        self.pairs.push(PlannedPair { one: other, other: target.clone(), why, decided });
                    }
                    target
                }
            };
            made.insert(place, (target, facts));
        }
        self.draft = draft;
        self.draft.rows.clear();
        self.draft.twins.clear();
    }

    fn complete(&self, row: &DraftRow) -> Profile {
        let unit = self.units.get(&fold::fold(&row.profile.workplace)).cloned();
        Profile { unit, ..in_village(row, &self.import.village) }
    }

    fn gain(&mut self, target: &Target, row: &DraftRow, profile: &Profile) {
        match target {
            Target::Known(id) => self.gains.push((id.clone(), DraftRow { profile: profile.clone(), ..row.clone() })),
            Target::New(place) => {
                if let Some(new) = self.people.get_mut(*place) {
                    new.profile = new.profile.filled_from(profile);
                    new.consent = new.consent.or(row.consent);
                    if new.head.is_empty() {
                        new.head.clone_from(&row.head);
                    }
                }
            }
        }
    }

    /// Gives each new person their household, and each new household its head: the only one of its people with the name.
    fn find_homes(&mut self) {
        let mut people = std::mem::take(&mut self.people);
        let mut heads: HashMap<String, Vec<String>> = HashMap::new();
        for person in &mut people {
            let Some((id, _)) = self.household(&person.head, &person.profile.hamlet) else { continue };
            if fold::fold(&person.head) == fold::fold(&person.profile.name) {
                heads.entry(id.clone()).or_default().push(person.id.clone());
            }
            person.profile.household = Some(id);
        }
        self.people = people;
        for home in &mut self.homes {
            if let Some([head]) = heads.get(&home.id).map(Vec::as_slice) {
                home.head_id = Some(head.clone());
            }
        }
    }

    /// The household of a head: the only one of that name that the village has, in the same hamlet where both tell one; else a new one. The
    /// second value tells that it is new.
    fn household(&mut self, head: &str, hamlet: &str) -> Option<(String, bool)> {
        if head.is_empty() {
            return None;
        }
        let (folded, its_hamlet) = (fold::fold(head), fold::fold(hamlet));
        let namesakes = self.households.entry(folded).or_default();
        let fits = |other: &String| *other == its_hamlet || other.is_empty() || its_hamlet.is_empty();
        let mut fitting = namesakes.iter().filter(|(_, other)| fits(other));
        if let (Some((id, _)), None) = (fitting.next(), fitting.next()) {
            let id = id.clone();
            if !self.fresh.contains(&id) {
                self.touched.insert(id.clone());
            }
            return Some((id, false));
        }
        let id = ids::new(self.now);
        namesakes.push((id.clone(), its_hamlet));
        self.fresh.insert(id.clone());
        self.homes.push(Home { id: id.clone(), head: head.to_owned(), head_id: None, hamlet: hamlet.to_owned() });
        Some((id, true))
    }

    /// How many changes the unseen part takes.
    pub fn parts(&self) -> usize {
        let most = self.homes.len().max(self.people.len()).max(self.pairs.len());
        most.div_ceil(AT_ONCE)
    }

    /// Writes one part of what is not seen yet: so many households, persons with what they agreed to, and pairs.
    pub fn write_part(&self, tx: &mut Tx<'_>, scope: &Scope, part: usize) -> Result<()> {
        let (import, now) = (self.import.id.as_str(), self.now);
        for home in of_part(&self.homes, part) {
            let head = (home.head.as_str(), home.head_id.as_deref(), home.hamlet.as_str());
            store::add_household_of(tx, scope, &home.id, &self.import.village, head, import, now)?;
        }
        for person in of_part(&self.people, part) {
            store::add_unseen(tx, scope, &person.id, &person.profile, import, now)?;
            if let Some(given) = person.consent {
                store::give(tx, scope, &person.id, MANAGE, given, "list", "", None, Some(import), now)?;
            }
        }
        for pair in of_part(&self.pairs, part) {
            let state = if pair.decided { "different" } else { "open" };
            let (one, other) = (self.id_of(&pair.one), self.id_of(&pair.other));
            store::add_pair(tx, scope, &NewPair { one, other, reason: pair.why.code(), state, import: Some(import) }, now)?;
        }
        Ok(())
    }

    fn id_of<'a>(&'a self, target: &'a Target) -> &'a str {
        match target {
            Target::New(place) => self.people.get(*place).map_or("", |person| person.id.as_str()),
            Target::Known(id) => id,
        }
    }

    /// Shows everybody at once, fills whom the list knows more of, and notes what the way back needs.
    pub fn finish(&mut self, tx: &mut Tx<'_>, scope: &Scope) -> Result<Applied> {
        let (import, now) = (self.import.id.clone(), self.now);
        store::show_all(tx, scope, &import)?;
        let (known_households, known_homes) = (self.households.clone(), self.homes.len());
        let filled = self.fill(tx, scope)?;
        for household in &self.touched {
            store::find_head(tx, scope, household)?;
        }
        // A change that meets a conflict runs again, from where it was.
        self.households = known_households;
        self.homes.truncate(known_homes);
        for facts in store::newcomers(tx, scope, &import, now)? {
            store::find_pairs(tx, scope, &facts, now)?;
        }
        let open = self.pairs.iter().filter(|pair| !pair.decided).count() as i64;
        let applied = Applied { added: self.people.len() as i64, filled: filled.len() as i64, pairs: open };
        let after = Payload { draft: self.draft.clone(), filled, added: applied.added, stayed: Vec::new() };
        if !store::mark_applied(tx, scope, &import, open, &serde_json::to_string(&after)?, now)? {
            return Err(Error::Changed);
        }
        Ok(applied)
    }

    fn fill(&mut self, tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Filled>> {
        let (import, village, now) = (self.import.id.clone(), self.import.village.clone(), self.now);
        let (mut filled, mut villages) = (Vec::new(), BTreeSet::from([village.clone()]));
        for (person, row) in self.gains.clone() {
            let known = store::person(tx, scope, &person)?;
            let mut new = row.profile;
            if known.profile.household.is_none()
                && known.profile.village == village
                && let Some((id, fresh)) = self.household(&row.head, &new.hamlet)
            {
                if fresh {
                    store::add_household_of(tx, scope, &id, &village, (&row.head, None, &new.hamlet), &import, now)?;
                }
                self.touched.insert(id.clone());
                new.household = Some(id);
            }
            let after = known.profile.filled_from(&new);
            store::change_quietly(tx, scope, &known, &after, now)?;
            villages.insert(known.profile.village.clone());
            if let Some(given) = row.consent
                && !store::has_consent(tx, scope, &person, MANAGE)?
            {
                store::give(tx, scope, &person, MANAGE, given, "list", "", None, Some(&import), now)?;
            }
            filled.push(Filled { person, before: known.profile, after });
        }
        for village in &villages {
            ledger::changed(tx, scope.commune(), village, "roster", village, now)?;
        }
        Ok(filled)
    }
}

fn of_part<T>(all: &[T], part: usize) -> &[T] {
    let from = (part * AT_ONCE).min(all.len());
    &all[from..(from + AT_ONCE).min(all.len())]
}

/// Writes a preview into the register in the caller's transaction: everything or nothing.
///
/// `decide` answers for a row that is likely somebody we know.
///
/// # Errors
/// As [`Writing::begin`] says.
pub fn apply(tx: &mut Tx<'_>, scope: &Scope, id: &str, decide: &dyn Fn(usize, u32) -> Decision, now: Millis) -> Result<Applied> {
    Writing::begin(tx, scope, id, now)?;
    let mut writing = Writing::plan(tx, scope, id, decide, now)?;
    for part in 0..writing.parts() {
        writing.write_part(tx, scope, part)?;
    }
    writing.finish(tx, scope)
}

/// Writes a preview into the register in many small changes, so that others can write in between: whoever reads sees nothing of it until all
/// of it is there. `also` runs with the last change. Blocks.
///
/// # Errors
/// As [`Writing::begin`] says; [`Error::Changed`] when the writing was taken over because it stood still for long. The list is a preview again
/// after any other error.
pub fn write_list(
    db: &Db,
    clock: &Clock,
    scope: &Scope,
    id: &str,
    decide: &dyn Fn(usize, u32) -> Decision,
    also: impl Fn(&mut Tx<'_>, &Applied) -> Result<()> + Send + 'static,
) -> Result<Applied> {
    let now = clock.now();
    let (begun, import) = (scope.clone(), id.to_owned());
    db.write_now(move |tx| Writing::begin(tx, &begun, &import, now))?;
    let written = write_parts(db, clock, scope, id, decide, also, now);
    if !matches!(written, Ok(_) | Err(Error::Changed)) {
        let (failed, import) = (scope.clone(), id.to_owned());
        db.write_now(move |tx| store::stop_writing(tx, &failed, &import))?;
    }
    written
}

fn write_parts(
    db: &Db,
    clock: &Clock,
    scope: &Scope,
    id: &str,
    decide: &dyn Fn(usize, u32) -> Decision,
    also: impl Fn(&mut Tx<'_>, &Applied) -> Result<()> + Send + 'static,
    now: Millis,
) -> Result<Applied> {
    let writing = db.read_now(|tx| Writing::plan(tx, scope, id, decide, now))?;
    let (parts, writing) = (writing.parts(), Arc::new(Mutex::new(writing)));
    let mut last = now;
    for part in 0..parts {
        let (at, before) = (clock.now().max(last + 1), last);
        let (mine, scope, import) = (writing.clone(), scope.clone(), id.to_owned());
        db.write_now(move |tx| -> Result<()> {
            store::go_on_writing(tx, &scope, &import, before, at)?;
            mine.lock().unwrap_or_else(PoisonError::into_inner).write_part(tx, &scope, part)
        })?;
        last = at;
    }
    let (at, scope, import) = (clock.now().max(last + 1), scope.clone(), id.to_owned());
    db.write_now(move |tx| -> Result<Applied> {
        tx.hold(&format!("people {}", scope.commune()))?;
        store::go_on_writing(tx, &scope, &import, last, at)?;
        let applied = writing.lock().unwrap_or_else(PoisonError::into_inner).finish(tx, &scope)?;
        also(tx, &applied)?;
        Ok(applied)
    })
}
