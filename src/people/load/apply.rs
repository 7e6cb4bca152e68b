//! A draft is written into the register in one transaction, and taken out again.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::draft::{Draft, DraftRow};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Refusal, Result},
        fold,
    },
    people::{
        rules::{Facts, Likeness, MANAGE, Profile, Register, likely_same},
        store::{self, NewPair},
    },
};

/// What an import keeps beside its row: before it is written the draft, afterwards what the way back needs.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Payload {
    /// What was read. Its rows are dropped once they are persons.
    pub draft: Draft,
    /// Persons of the register who were filled.
    #[serde(default)]
    filled: Vec<Filled>,
    /// How many persons were added.
    #[serde(default)]
    pub added: i64,
    /// Ids of those who stayed when the import was taken back.
    #[serde(default)]
    pub stayed: Vec<String>,
}

impl Payload {
    /// A draft that waits.
    pub fn of(draft: Draft) -> Self {
        Self { draft, ..Self::default() }
    }

    /// How many persons of the register were filled.
    pub const fn filled_count(&self) -> usize {
        self.filled.len()
    }
}

/// A person of the register who got something out of a list.
#[derive(Debug, Serialize, Deserialize)]
struct Filled {
    person: String,
    before: Profile,
    after: Profile,
}

/// What is decided about a row that is likely somebody we know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    /// Add the row, and keep the pair for a later decision: nothing is lost.
    #[default]
    Later,
    /// The same person: fill what is missing, add nobody.
    Same,
    /// Another person: add the row.
    Different,
}

impl Decision {
    /// The decision that a form names.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "later" => Some(Self::Later),
            "same" => Some(Self::Same),
            "different" => Some(Self::Different),
            _ => None,
        }
    }
}

/// Whom a row is likely the same as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// A row above it in the same file: sheet and row.
    Row(usize, u32),
    /// A person of the register.
    Person(String),
}

/// A row that is likely somebody we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Place of the row's sheet.
    pub sheet: usize,
    /// The row.
    pub row: u32,
    /// Who it may be.
    pub of: Of,
    /// Why.
    pub why: Likeness,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Persons added.
    pub added: i64,
    /// Persons of the register who got something.
    pub filled: i64,
    /// Pairs that wait for a decision.
    pub pairs: i64,
}

/// Every row that is likely somebody we know, in the order of the file: first those of the register, then those above it in the file.
///
/// Persons out of reach are not among them: their pairs are kept when the list is written, for whoever may see both.
pub fn candidates(scope: &Scope, draft: &Draft, village: &str, register: &Register) -> Vec<Candidate> {
    let twins: HashMap<_, _> = draft.twins.iter().copied().collect();
    let rows: HashMap<_, _> = draft.rows.iter().map(|row| ((row.sheet, row.row), row)).collect();
    let mut found = Vec::new();
    for row in &draft.rows {
        let facts = in_village(row, village).facts("");
        if let Some((other, why)) = register.find(&facts).filter(|(other, _)| scope.covers(&other.village)) {
            found.push(Candidate { sheet: row.sheet, row: row.row, of: Of::Person(other.id.clone()), why });
        }
        if let Some(of) = twins.get(&(row.sheet, row.row)) {
            let why = rows.get(of).map_or(Likeness::Name, |other| why_twins(&in_village(other, village).facts(""), &facts));
            found.push(Candidate { sheet: row.sheet, row: row.row, of: Of::Row(of.0, of.1), why });
        }
    }
    found
}

/// Why two rows of one list are likely the same person; whoever read the list found that they are.
fn why_twins(one: &Facts, other: &Facts) -> Likeness {
    likely_same(one, other).unwrap_or(Likeness::Name)
}

fn in_village(row: &DraftRow, village: &str) -> Profile {
    Profile { village: village.to_owned(), ..row.profile.clone() }
}

/// Writes a preview into the register: everything or nothing.
///
/// `decide` answers for a row that is likely somebody we know.
///
/// # Errors
/// [`Error::NotFound`] when there is no such import in reach; a refusal when it is no preview any more, or the same file was written meanwhile.
pub fn apply(tx: &mut Tx<'_>, scope: &Scope, id: &str, decide: &dyn Fn(usize, u32) -> Decision, now: Millis) -> Result<Applied> {
    tx.hold(&format!("people {}", scope.commune()))?;
    let (import, payload) = store::import(tx, scope, id)?;
    if import.state != "preview" {
        return Err(Error::refused("people-import-not-preview"));
    }
    if let Some(known) = store::known_file(tx, scope, &import.hash)? {
        return Err(Refusal::new("people-import-again").with("file", known.file).into());
    }
    let payload: Payload = serde_json::from_str(&payload)?;
    let register = Register::new(store::facts(tx, scope)?);
    let mut writing = Writing::new(tx, scope, &import.village, id)?;
    writing.plan(&payload.draft, &register, decide);
    let (applied, filled) = writing.write(tx, scope, now)?;
    let mut draft = payload.draft;
    draft.rows.clear();
    draft.twins.clear();
    let after = Payload { draft, filled, added: applied.added, stayed: Vec::new() };
    if !store::mark_applied(tx, scope, id, applied.pairs, &serde_json::to_string(&after)?, now)? {
        return Err(Error::Changed);
    }
    Ok(applied)
}

/// Whom a row becomes.
#[derive(Clone)]
enum Target {
    /// A person to be added: their place in [`Writing::new_people`].
    New(usize),
    /// A person of the register.
    Known(String),
}

struct NewPersonRow {
    profile: Profile,
    head: String,
    consent: Option<bool>,
}

struct PlannedPair {
    one: Target,
    other: Target,
    why: Likeness,
    decided: bool,
}

/// One list on its way into the register.
struct Writing<'a> {
    village: &'a str,
    import: &'a str,
    units: HashMap<String, String>,
    /// Households of the village by the folded name of their head: id and folded hamlet.
    households: HashMap<String, Vec<(String, String)>>,
    new_people: Vec<NewPersonRow>,
    /// Persons of the register with the rows that fill them.
    gains: Vec<(String, DraftRow)>,
    pairs: Vec<PlannedPair>,
    /// Households that somebody came into.
    touched: BTreeSet<String>,
}

impl<'a> Writing<'a> {
    fn new(tx: &mut Tx<'_>, scope: &Scope, village: &'a str, import: &'a str) -> Result<Self> {
        let mut households: HashMap<String, Vec<(String, String)>> = HashMap::new();
        for (id, head, hamlet) in store::households_of_village(tx, scope, village)? {
            households.entry(head).or_default().push((id, fold::fold(&hamlet)));
        }
        let units = store::names_of_units(tx, scope.commune())?.into_iter().collect();
        Ok(Self {
            village,
            import,
            units,
            households,
            new_people: Vec::new(),
            gains: Vec::new(),
            pairs: Vec::new(),
            touched: BTreeSet::new(),
        })
    }

    /// Decides whom each row becomes, before anything is written.
    fn plan(&mut self, draft: &Draft, register: &Register, decide: &dyn Fn(usize, u32) -> Decision) {
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
                    let target = Target::New(self.new_people.len());
                    self.new_people.push(NewPersonRow { profile, head: row.head.clone(), consent: row.consent });
                    for (other, why) in [known, twin].into_iter().flatten() {
                        let decided = decision == Decision::Different;
                        self.pairs.push(PlannedPair { one: other, other: target.clone(), why, decided });
                    }
                    target
                }
            };
            made.insert(place, (target, facts));
        }
    }

    fn complete(&self, row: &DraftRow) -> Profile {
        let unit = self.units.get(&fold::fold(&row.profile.workplace)).cloned();
        Profile { unit, ..in_village(row, self.village) }
    }

    fn gain(&mut self, target: &Target, row: &DraftRow, profile: &Profile) {
        match target {
            Target::Known(id) => self.gains.push((id.clone(), DraftRow { profile: profile.clone(), ..row.clone() })),
            Target::New(place) => {
                if let Some(new) = self.new_people.get_mut(*place) {
                    new.profile = new.profile.filled_from(profile);
                    new.consent = new.consent.or(row.consent);
                    if new.head.is_empty() {
                        new.head.clone_from(&row.head);
                    }
                }
            }
        }
    }

    fn write(mut self, tx: &mut Tx<'_>, scope: &Scope, now: Millis) -> Result<(Applied, Vec<Filled>)> {
        let mut ids = Vec::with_capacity(self.new_people.len());
        for NewPersonRow { mut profile, head, consent } in std::mem::take(&mut self.new_people) {
            profile.household = self.household(tx, scope, &head, &profile.hamlet, now)?;
            let id = store::add(tx, scope, &profile, Some(self.import), now)?;
            if let Some(given) = consent {
                store::give(tx, scope, &id, MANAGE, given, "list", "", Some(self.import), now)?;
            }
            ids.push(id);
        }
        let filled = self.fill(tx, scope, now)?;
        let mut open = 0;
        for pair in &self.pairs {
            let name = |target: &Target| match target {
                Target::New(place) => ids.get(*place).cloned().unwrap_or_default(),
                Target::Known(id) => id.clone(),
            };
            let (one, other) = (name(&pair.one), name(&pair.other));
            let state = if pair.decided { "different" } else { "open" };
            open += i64::from(!pair.decided);
            let new = NewPair { one: &one, other: &other, reason: pair.why.code(), state, import: Some(self.import) };
            store::add_pair(tx, scope, &new, now)?;
        }
        for household in &self.touched {
            store::find_head(tx, scope, household)?;
        }
        let applied = Applied { added: ids.len() as i64, filled: filled.len() as i64, pairs: open };
        Ok((applied, filled))
    }

    fn fill(&mut self, tx: &mut Tx<'_>, scope: &Scope, now: Millis) -> Result<Vec<Filled>> {
        let mut filled = Vec::new();
        for (person, row) in std::mem::take(&mut self.gains) {
            let known = store::person(tx, scope, &person)?;
            let mut new = row.profile;
            if known.profile.household.is_none() && known.profile.village == self.village {
                new.household = self.household(tx, scope, &row.head, &new.hamlet, now)?;
            }
            let after = known.profile.filled_from(&new);
            store::change(tx, scope, &known, &after, now)?;
            if let Some(given) = row.consent
                && !store::has_consent(tx, scope, &person, MANAGE)?
            {
                store::give(tx, scope, &person, MANAGE, given, "list", "", Some(self.import), now)?;
            }
            filled.push(Filled { person, before: known.profile, after });
        }
        Ok(filled)
    }

    /// The household of a head: the only one of that name that the village has, in the same hamlet where both tell one; else a new one.
    fn household(&mut self, tx: &mut Tx<'_>, scope: &Scope, head: &str, hamlet: &str, now: Millis) -> Result<Option<String>> {
        if head.is_empty() {
            return Ok(None);
        }
        let (folded, its_hamlet) = (fold::fold(head), fold::fold(hamlet));
        let namesakes = self.households.entry(folded).or_default();
        let fits = |other: &String| *other == its_hamlet || other.is_empty() || its_hamlet.is_empty();
        let mut fitting = namesakes.iter().filter(|(_, other)| fits(other));
        let id = if let (Some((id, _)), None) = (fitting.next(), fitting.next()) {
            id.clone()
        } else {
            let id = store::add_household(tx, scope, self.village, head, hamlet, Some(self.import), now)?;
            namesakes.push((id.clone(), its_hamlet));
            id
        };
        self.touched.insert(id.clone());
        Ok(Some(id))
    }
}

/// Takes a written import back: whoever it brought and nothing happened to since leaves the register, and what it filled is empty again.
///
/// Answers how many left, and the ids of those who stay because they were changed, merged, asked or have evidence.
///
/// # Errors
/// [`Error::NotFound`] when there is no such import in reach; a refusal when it does not hold.
pub fn undo(tx: &mut Tx<'_>, scope: &Scope, id: &str, now: Millis) -> Result<(u64, Vec<String>)> {
    tx.hold(&format!("people {}", scope.commune()))?;
    let (import, payload) = store::import(tx, scope, id)?;
    if import.state != "applied" {
        return Err(Error::refused("people-import-not-applied"));
    }
    let payload: Payload = serde_json::from_str(&payload)?;
    let removed = store::remove_untouched(tx, scope, id, now)?;
    for gain in payload.filled.iter().rev() {
        let Some(person) = store::find(tx, scope, &gain.person)?.filter(|person| person.merged_into.is_none()) else { continue };
        let back = person.profile.without_gain(&gain.before, &gain.after);
        store::change(tx, scope, &person, &back, now)?;
    }
    store::drop_foreign_consents(tx, scope, id)?;
    store::remove_households_of_import(tx, scope, id)?;
    let stayed: Vec<String> = store::persons_of_import(tx, scope, id)?.into_iter().map(|person| person.id).collect();
    let after = Payload { stayed: stayed.clone(), ..Payload::default() };
    if !store::mark_undone(tx, scope, id, &serde_json::to_string(&after)?, now)? {
        return Err(Error::Changed);
    }
    Ok((removed, stayed))
}
