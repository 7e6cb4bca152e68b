//! Learner cards: whom to make them for, sheets to print, one person's card, and what to do when it is lost.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};

use super::{HERE, Villages, birth_words, person::by_words, title_of};
use crate::{
    accounts::{Need, Posted, Right, Route, Scope, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields, encode},
        pages::{Frame, Paging, download, go, go_saying, page, page_with},
        text::Text,
    },
    people::{
        cards::{
            self, LearnerCard, Look, MOST, REASONS, grouped,
            store::{Filter, Holder, State, Told},
        },
        store,
    },
};

/// The address of the list of cards.
const CARDS: &str = "/quan-ly/the";
/// How many cards one sheet holds.
const ON_SHEET: i64 = 10;
/// How wide a card's QR code stands on the screen, in pixels.
const PICTURE: u16 = 208;

pub(super) fn routes() -> Vec<Route> {
    let see = Need::May(Right::SeePersons);
    let edit = Need::May(Right::EditPersons);
    vec![
        Route::get("/quan-ly/the", see, get(list)),
        Route::post("/quan-ly/the", edit, post(act)),
        Route::post("/quan-ly/the/khoa-ky", edit, post(begin_key)),
        Route::get("/quan-ly/nguoi-dan/{person}/the", see, get(show)),
        Route::post("/quan-ly/nguoi-dan/{person}/the", edit, post(issue)),
        Route::post("/quan-ly/nguoi-dan/{person}/the/in", edit, post(print_one)),
        Route::get("/quan-ly/nguoi-dan/{person}/the/{card}/khoa", edit, get(ask_lost)),
        Route::post("/quan-ly/nguoi-dan/{person}/the/{card}/khoa", edit, post(lost)),
    ]
}

/// The page of a person's card.
fn card_href(person: &str) -> String {
    format!("{HERE}/{person}/the")
}

/// One person on the list.
struct Row {
    person: String,
    name: String,
    about: String,
    code: String,
    state: State,
    refuses: bool,
}

impl Row {
    fn of(holder: Holder, villages: &Villages, t: Text) -> Self {
        let place = [holder.hamlet.as_str(), villages.name(&holder.village)].into_iter().filter(|part| !part.is_empty());
        let about: Vec<String> = std::iter::once(birth_words(t, &holder.birth)).chain(place.map(str::to_owned)).collect();
        Self {
            about: about.join(" · "),
            code: grouped(&holder.code),
            person: holder.person,
            name: holder.name,
            state: holder.state,
            refuses: holder.refuses,
        }
    }

    const fn has_none(&self) -> bool {
        matches!(self.state, State::None)
    }

    const fn is_new(&self) -> bool {
        matches!(self.state, State::New)
    }
}

#[derive(Template)]
#[template(path = "people/pages/cards.html")]
struct CardsPage {
    frame: Frame,
    t: Text,
    filter: Filter,
    chosen: String,
    villages: Vec<(String, String)>,
    rows: Vec<Row>,
    paging: Paging,
    counts: Counts,
    /// Parts of [`MOST`] cards when all are printed again.
    parts: Vec<(i64, i64, i64)>,
    /// How many cards were made just now.
    made: Option<i64>,
    faults: Faults,
    may_edit: bool,
    /// The keys that cards were signed with, for whoever reaches the whole commune.
    keys: Vec<(String, String)>,
}

/// How many people of a list there are by their card, and what one go would do.
#[derive(Clone, Copy)]
struct Counts {
    without: i64,
    new: i64,
    printed: i64,
}

impl Counts {
    const fn printable(&self) -> i64 {
        self.new + self.printed
    }

    const fn all(&self) -> i64 {
        self.without + self.printable()
    }

    fn makes(&self) -> i64 {
        self.without.min(MOST as i64)
    }

    fn prints(&self) -> i64 {
        self.new.min(MOST as i64)
    }

    /// Sheets for the new ones.
    fn sheets(&self) -> i64 {
        (self.prints() + ON_SHEET - 1) / ON_SHEET
    }
}

fn filter_of(fields: &Fields) -> Filter {
    Filter {
        person: String::new(),
        village: fields.get("thon").to_owned(),
        state: State::parse(fields.get("the")),
        query: fields.get("q").chars().take(200).collect(),
    }
}

/// The address of the list with a filter, up to the next field.
fn address(filter: &Filter) -> String {
    let parts = [("thon", filter.village.as_str()), ("the", filter.state.map_or("", State::code)), ("q", &filter.query)];
    let query: String =
        parts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}&", encode(value))).collect();
    format!("{CARDS}?{query}")
}

async fn list(visitor: Visitor) -> Result<Response> {
    let filter = filter_of(&visitor.query);
    list_with(&visitor, StatusCode::OK, filter, Faults::default()).await
}

async fn list_with(visitor: &Visitor, status: StatusCode, filter: Filter, faults: Faults) -> Result<Response> {
    let (scope, t) = (visitor.scope(Right::SeePersons)?, visitor.t);
    let asked = visitor.query.number("trang");
    let whole = visitor.scope(Right::EditPersons).is_ok_and(|scope| scope.is_whole());
    let wanted = filter.clone();
    let (villages, rows, counts, paging, keys) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let villages = Villages::read(tx, &scope)?;
            let counts = cards::store::count(tx, &scope, &wanted)?;
            let total = wanted.state.map_or(counts.iter().sum(), |state| counts[state as usize]);
            let paging = Paging::new(asked, total, address(&wanted) + "trang=");
            let holders = cards::store::holders(tx, &scope, &wanted, Paging::SIZE, paging.offset())?;
            let rows: Vec<Row> = holders.into_iter().map(|holder| Row::of(holder, &villages, t)).collect();
            let keys = if whole { cards::store::keys(tx, scope.commune())? } else { Vec::new() };
            Ok((villages.open, rows, counts, paging, keys))
        })
        .await?;
    let most = MOST as i64;
    let [without, new, printed] = counts;
    let counts = Counts { without, new, printed };
    let printable = counts.printable();
    let shown = CardsPage {
        frame: visitor.frame("people-cards-title").under(HERE, t.get("people-title")).with(&faults),
        t,
        chosen: filter.state.map_or("", State::code).to_owned(),
        villages,
        rows,
        paging,
        counts,
        parts: (0..(printable + most - 1) / most).map(|part| (part, part * most + 1, ((part + 1) * most).min(printable))).collect(),
        made: visitor.query.number("da-lam").filter(|n| (0..=most).contains(n)),
        may_edit: visitor.may(Right::EditPersons),
        keys: keys
            .into_iter()
            .map(|(key, at, by)| {
                let when = t.fill("people-by-when").s("by", by_words(t, &by)).s("when", dates::moment(at, t.lang)).to_string();
                (t.fill("people-card-key").n("n", i64::from(key.kid)).to_string(), when)
            })
            .collect(),
        faults,
        filter,
    };
    page_with(status, &shown)
}

/// Whom a form speaks of: those ticked, or everybody of the filter whose card is in one of `states`, from the `skip`-th on.
async fn meant(visitor: &Visitor, fields: &Fields, states: &[State], skip: i64) -> Result<Vec<String>> {
    let scope = visitor.scope(Right::EditPersons)?;
    let (filter, states) = (filter_of(fields), states.to_vec());
    visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let mut meant = Vec::new();
            // One state more than a part may hold is read; the order over two states is that of the list.
            let state = match states.as_slice() {
                [only] => Some(*only),
                _ => None,
            };
            let all = Filter { state, ..filter.clone() };
            let mut offset = 0;
            loop {
                let holders = cards::store::holders(tx, &scope, &all, MOST as i64, offset)?;
                let read = holders.len();
                let fits = |holder: &Holder| states.contains(&holder.state) && !(holder.refuses && holder.state == State::None);
                meant.extend(holders.into_iter().filter(fits).map(|holder| holder.person));
                offset += MOST as i64;
                if read < MOST || meant.len() as i64 >= skip + MOST as i64 {
                    break;
                }
            }
            Ok(meant.into_iter().skip(skip as usize).take(MOST).collect())
        })
        .await
}

/// Where a form of another page wants to go back to: one of the officers' pages, or nowhere.
fn way_back(fields: &Fields) -> Option<&str> {
    fields.some("ve").filter(|to| to.starts_with("/quan-ly/") && to.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_".contains(&b)))
}

async fn act(visitor: Visitor, Posted(fields): Posted) -> Result<Response> {
    let ticked: Vec<String> = fields.all("chon").into_iter().take(MOST).map(str::to_owned).collect();
    let skip = fields.number("phan").unwrap_or(0).clamp(0, 10_000) * MOST as i64;
    let what = fields.get("viec");
    let persons = match what {
        "lam" | "in" => ticked,
        "lam-het" => meant(&visitor, &fields, &[State::None], 0).await?,
        "in-moi" => meant(&visitor, &fields, &[State::New], 0).await?,
        "in-het" => meant(&visitor, &fields, &[State::New, State::Printed], skip).await?,
        _ => Vec::new(),
    };
    let refused = |key: &'static str| {
        let mut faults = Faults::default();
        faults.add("chon", visitor.t.get(key));
        faults
    };
    if persons.is_empty() {
        let key = if matches!(what, "lam" | "in") { "people-card-tick-some" } else { "people-card-nobody" };
        return list_with(&visitor, StatusCode::UNPROCESSABLE_ENTITY, filter_of(&fields), refused(key)).await;
    }
    if what.starts_with("in") {
        return print(&visitor, persons, fields.ticked("mat-sau")).await;
    }
    let (scope, keys, now) = (visitor.scope(Right::EditPersons)?, visitor.app.keys.clone(), visitor.app.clock.now());
    let made = visitor.app.db.write(move |tx| cards::issue_many(tx, &keys, &scope, &persons, now)).await?;
    match way_back(&fields) {
        Some(to) => Ok(go_saying(to, "people-cards-made")),
        None if made == 0 => list_with(&visitor, StatusCode::UNPROCESSABLE_ENTITY, filter_of(&fields), refused("people-card-nobody")).await,
        None => Ok(go(&format!("{}da-lam={made}", address(&Filter { state: Some(State::New), ..filter_of(&fields) })))),
    }
}

/// The sheets for these persons as a file; who prints them is logged, and the cards are noted as printed.
async fn print(visitor: &Visitor, persons: Vec<String>, back: bool) -> Result<Response> {
    let (scope, now) = (visitor.scope(Right::EditPersons)?, visitor.app.clock.now());
    let reading = scope.clone();
    let pile = visitor.app.db.read(move |tx| cards::pile(tx, &reading, &persons)).await?;
    let (t, keys, commune) = (visitor.t, visitor.app.keys.clone(), visitor.commune()?.clone());
    let nonces = pile.nonces();
    let made = tokio::task::spawn_blocking(move || {
        let look = Look { t, commune: &commune.name, demo: commune.demo, back };
        pile.pdf(&keys, &look)
    });
    let made = made.await.map_err(|error| Error::Broken(error.to_string()))??;
    visitor.log("export", "cards", &nonces.len().to_string()).await?;
    let name = format!("{}-{}-{}.pdf", fold::fold(&t.get("people-cards-title")).replace(' ', "-"), dates::day_of(now), nonces.len());
    visitor.app.db.write(move |tx| cards::store::set_printed(tx, scope.commune(), &nonces, now)).await?;
    Ok(download(&name, "application/pdf", made))
}

async fn begin_key(visitor: Visitor, _: Posted) -> Result<Response> {
    let scope = visitor.scope(Right::EditPersons)?;
    if !scope.is_whole() {
        return Err(Error::Forbidden);
    }
    let (keys, now) = (visitor.app.keys.clone(), visitor.app.clock.now());
    let kid = visitor.app.db.write(move |tx| cards::begin_key(tx, &keys, &scope, now)).await?;
    visitor.log("card-key-begun", "", &kid.to_string()).await?;
    Ok(go_saying(CARDS, "people-card-key-begun"))
}

/// One card in words.
struct Line {
    nonce: String,
    code: String,
    made: String,
    printed: String,
    /// When, by whom and why it was revoked; empty while it counts.
    revoked: String,
}

fn line(told: &Told, t: Text) -> Line {
    let when = |by: &str, at| t.fill("people-by-when").s("by", by_words(t, by)).s("when", dates::moment(at, t.lang)).to_string();
    let card = &told.card;
    let revoked = card.revoked_at.map(|at| {
        let reason = REASONS.iter().find(|reason| **reason == told.reason).map(|reason| t.get(&format!("people-card-reason-{reason}")));
        t.fill("people-card-revoked").s("reason", reason.unwrap_or_default()).s("when", when(&told.revoked_by, at)).to_string()
    });
    Line {
        nonce: card.nonce.clone(),
        code: grouped(&card.code),
        made: when(&told.issued_by, card.issued_at),
        printed: card.printed_at.map(|at| dates::moment(at, t.lang)).unwrap_or_default(),
        revoked: revoked.unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "people/pages/card.html")]
struct CardPage {
    frame: Frame,
    t: Text,
    id: String,
    name: String,
    given: String,
    village: String,
    /// Cards that count, latest first.
    live: Vec<Line>,
    old: Vec<Line>,
    /// The picture of the latest one, for whoever may print it.
    qr: String,
    faults: Faults,
    may_edit: bool,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let shown = show_with(&visitor, StatusCode::OK, &id, Faults::default()).await?;
    visitor.log("person-seen", &id, "card").await?;
    Ok(shown)
}

async fn show_with(visitor: &Visitor, status: StatusCode, id: &str, faults: Faults) -> Result<Response> {
    let (scope, t, asked, keys) = (visitor.scope(Right::SeePersons)?, visitor.t, id.to_owned(), visitor.app.keys.clone());
    let (person, village, told, square) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let person = store::person(tx, &scope, &asked)?;
            let village = Villages::read(tx, &scope)?.name(&person.profile.village).to_owned();
            let told = cards::store::all_of(tx, scope.commune(), &person.id)?;
            let latest = told.iter().find(|told| told.card.revoked_at.is_none());
            let square = latest.map(|told| cards::square(tx, &keys, scope.commune(), &told.card)).transpose();
            Ok((person, village, told, square))
        })
        .await?;
    let name = title_of(&person.profile);
    let may_edit = visitor.scope(Right::EditPersons).is_ok_and(|scope| scope.covers(&person.profile.village));
    // A card whose key is gone is shown without its picture, so that it can be replaced.
    let qr = square.ok().flatten().filter(|_| may_edit).map(|qr| qr.svg(&t.get("people-card-qr"), PICTURE)).unwrap_or_default();
    let (live, old): (Vec<&Told>, Vec<&Told>) = told.iter().partition(|told| told.card.revoked_at.is_none());
    let frame = visitor.frame_titled(t.fill("people-card-of").s("name", &name).to_string()).with(&faults);
    let shown = CardPage {
        frame: frame.under(HERE, t.get("people-title")).under(format!("{HERE}/{id}"), &name),
        given: name.split(' ').next_back().unwrap_or_default().to_owned(),
        live: live.into_iter().map(|told| line(told, t)).collect(),
        old: old.into_iter().map(|told| line(told, t)).collect(),
        id: person.id,
        name,
        village,
        qr,
        faults,
        may_edit,
        t,
    };
    page_with(status, &shown)
}

/// A refusal as the fault of one field; other errors go on.
fn fault_of(visitor: &Visitor, field: &str, error: Error) -> Result<Faults> {
    let Error::Refused(refusal) = error else { return Err(error) };
    let mut faults = Faults::default();
    faults.add(field, visitor.t.refusal(&refusal));
    Ok(faults)
}

async fn issue(visitor: Visitor, Path(id): Path<String>, _: Posted) -> Result<Response> {
    let (scope, keys, now, asked) = (visitor.scope(Right::EditPersons)?, visitor.app.keys.clone(), visitor.app.clock.now(), id.clone());
    match visitor.app.db.write(move |tx| cards::issue(tx, &keys, &scope, &asked, now)).await {
        Ok(_) => Ok(go_saying(&card_href(&id), "people-card-made")),
        Err(error) => {
            let faults = fault_of(&visitor, "lam", error)?;
            show_with(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &id, faults).await
        }
    }
}

async fn print_one(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, asked) = (visitor.scope(Right::EditPersons)?, id.clone());
    visitor.app.db.read(move |tx| store::person(tx, &scope, &asked).map(drop)).await?;
    match print(&visitor, vec![id.clone()], fields.ticked("mat-sau")).await {
        Err(error) => {
            let faults = fault_of(&visitor, "lam", error)?;
            show_with(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &id, faults).await
        }
        done => done,
    }
}

#[derive(Template)]
#[template(path = "people/pages/card_lost.html")]
struct LostPage {
    frame: Frame,
    t: Text,
    id: String,
    nonce: String,
    code: String,
    name: String,
    reason: String,
    reasons: Vec<(&'static str, String)>,
    faults: Faults,
}

/// The person and their card, when both are in reach and belong together.
async fn found(visitor: &Visitor, person: &str, nonce: &str) -> Result<(String, LearnerCard)> {
    let (scope, person, nonce): (Scope, _, _) = (visitor.scope(Right::EditPersons)?, person.to_owned(), nonce.to_owned());
    visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let person = store::person(tx, &scope, &person)?;
            let card = cards::card_in_reach(tx, &scope, &nonce)?;
            if card.person == person.id { Ok((title_of(&person.profile), card)) } else { Err(Error::NotFound) }
        })
        .await
}

async fn ask_lost(visitor: Visitor, Path((id, nonce)): Path<(String, String)>) -> Result<Response> {
    let (name, card) = found(&visitor, &id, &nonce).await?;
    if card.revoked_at.is_some() {
        return Ok(go(&card_href(&id)));
    }
    page(&lost_page(&visitor, id, name, card, "lost", Faults::default()))
}

fn lost_page(visitor: &Visitor, id: String, name: String, card: LearnerCard, reason: &str, faults: Faults) -> LostPage {
    let t = visitor.t;
    let frame = visitor.frame_titled(t.fill("people-card-lost-ask").s("name", &name).to_string()).with(&faults);
    LostPage {
        frame: frame.under(HERE, t.get("people-title")).under(format!("{HERE}/{id}"), &name).under(card_href(&id), t.get("people-card")),
        code: grouped(&card.code),
        nonce: card.nonce,
        reason: reason.to_owned(),
        reasons: REASONS.iter().map(|reason| (*reason, t.get(&format!("people-card-reason-{reason}")))).collect(),
        id,
        name,
        faults,
        t,
    }
}

async fn lost(visitor: Visitor, Path((id, nonce)): Path<(String, String)>, Posted(fields): Posted) -> Result<Response> {
    let (name, card) = found(&visitor, &id, &nonce).await?;
    let (scope, keys, now) = (visitor.scope(Right::EditPersons)?, visitor.app.keys.clone(), visitor.app.clock.now());
    let (reason, only) = (fields.get("reason").to_owned(), fields.get("viec") == "khoa");
    let why = reason.clone();
    let done = visitor.app.db.write(move |tx| -> Result<()> {
        if only {
            cards::revoke(tx, &scope, &nonce, &why, now).map(drop)
        } else {
            cards::replace(tx, &keys, &scope, &nonce, &why, now).map(drop)
        }
    });
    match done.await {
        Ok(()) => Ok(go_saying(&card_href(&id), if only { "people-card-revoked-done" } else { "people-card-replaced" })),
        Err(error) => {
            let faults = fault_of(&visitor, "reason", error)?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &lost_page(&visitor, id, name, card, &reason, faults))
        }
    }
}
