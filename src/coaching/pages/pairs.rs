//! One kèm năm: the board, a mentor's five, a pair, a list to print.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    HOME, Helper, Options, Sight, asked_village, framed, helper_options, helpers,
    typed::{self, Offered, person_meta},
    villages,
    words::{self, Line, Past},
};
use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    coaching::{
        api::{self, NewContact, NewPair},
        rules::{FIVE, Kind, Means, Outcome, Topic},
        store::{
            self,
            household::part_of_name,
            log::Wanted,
            pair::{Candidate, Looking, Pair},
        },
    },
    kit::{
        clock::Millis,
        dates,
        db::Tx,
        error::{Error, Result},
        forms::{Faults, Fields, encode},
        ids,
        pages::{Frame, Paging, go_saying, page, page_with},
        text::Text,
    },
};

const BOARD: &str = "/quan-ly/dong-hanh/kem";

fn pair_href(id: &str) -> String {
    format!("{HOME}/cap/{}", encode(id))
}

/// A pair in a mentor's list.
struct Mentee {
    href: String,
    name: String,
    meta: String,
    plan: String,
    contact: String,
    reached: String,
    whole: bool,
    ended: String,
}

fn mentee(pair: Pair, t: Text) -> Mentee {
    let day = |at: Millis| dates::short_day(dates::day_of(at), t.lang);
    Mentee {
        href: pair_href(&pair.id),
        meta: person_meta(pair.birth_year, &[&pair.hamlet, &pair.village_name], t),
        contact: pair
            .last_contact
            .map_or_else(|| t.get("coaching-pair-no-contact"), |at| t.fill("coaching-pair-contact").s("day", day(at)).to_string()),
        reached: t.fill("coaching-reached").n("n", pair.reached).to_string(),
        whole: pair.reached >= 5,
        ended: pair
            .ended_at
            .map(|at| t.fill("coaching-pair-ended-on").s("day", day(at)).s("reason", &pair.ended_reason).to_string())
            .unwrap_or_default(),
        name: pair.name,
        plan: pair.plan,
    }
}

/// A mentor on the board.
struct MentorRow {
    id: String,
    name: String,
    role: String,
    places: String,
    pairs: i64,
    /// How many are missing to five; only of an ambassador.
    missing: i64,
}

#[derive(Template)]
#[template(path = "coaching/pages/board.html")]
struct BoardPage {
    frame: Frame,
    t: Text,
    mine: Vec<Mentee>,
    manages: bool,
    mentors: Vec<MentorRow>,
    below: usize,
    /// People without a mentor, by village: address, name, how many.
    without: Vec<(String, String, i64)>,
    without_all: i64,
}

/// Born in this year or earlier: adults.
fn latest_birth(visitor: &Visitor) -> i16 {
    visitor.app.clock.today().year() - 18
}

pub(super) async fn board(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let (t, scope, manages) = (visitor.t, sight.scope.clone(), sight.manages.clone());
    let looking = Looking { latest_birth: latest_birth(&visitor), ..Looking::default() };
    let (mine, all, counts, places, without) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let mine = store::pair::of_mentor(tx, &scope, scope.account(), false)?;
            let Some(manages) = &manages else { return Ok((mine, Vec::new(), Vec::new(), Vec::new(), Vec::new())) };
            let counts = store::pair::counts(tx, manages)?;
            let without = store::pair::count_candidates(tx, manages, &looking)?;
            Ok((mine, helpers(tx, manages)?, counts, villages(tx, manages)?, without))
        })
        .await?;
    let mut mentors: Vec<MentorRow> = all.iter().map(|helper| mentor_row(helper, &counts, &places, t)).collect();
    mentors.retain(|row| row.pairs > 0 || row.missing > 0);
    mentors.sort_by_key(|row| std::cmp::Reverse(row.missing));
    let many = |village: &str| without.iter().find(|(id, _)| id == village).map_or(0, |(_, people)| *people);
    let without: Vec<_> =
        places.iter().map(|(id, name)| (format!("{BOARD}/chua-co?thon={}", encode(id)), name.clone(), many(id))).collect();
    page(&BoardPage {
        frame: framed(&visitor, "coaching-five"),
        t,
        mine: mine.into_iter().map(|pair| mentee(pair, t)).collect(),
        manages: sight.manages.is_some(),
        below: mentors.iter().filter(|row| row.missing > 0).count(),
        without_all: without.iter().map(|(.., people)| people).sum(),
        mentors,
        without,
    })
}

fn mentor_row(helper: &Helper, counts: &[(String, i64)], places: &Options, t: Text) -> MentorRow {
    let pairs = counts.iter().find(|(id, _)| *id == helper.id).map_or(0, |(_, pairs)| *pairs);
    let name = |id: &String| places.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone());
    MentorRow {
        id: helper.id.clone(),
        name: helper.name.clone(),
        role: t.get(helper.role),
        places: if helper.villages.is_empty() {
            t.get("coaching-whole-commune")
        } else {
            helper.villages.iter().filter_map(name).collect::<Vec<_>>().join(", ")
        },
        pairs,
        missing: if helper.ambassador { (FIVE - pairs).max(0) } else { 0 },
    }
}

/// Somebody offered, and why.
struct Proposal {
    offered: Offered,
    why: String,
}

fn proposal(one: Candidate, t: Text) -> Proposal {
    let reached = t.fill("coaching-reached").n("n", one.reached).to_string();
    let mut why = Vec::new();
    if one.kin {
        why.push(t.get("coaching-why-kin"));
    }
    if one.asked {
        why.push(t.get("coaching-why-asked"));
    }
    why.push(reached);
    let meta = person_meta(one.birth_year, &[&one.hamlet, &one.village_name], t);
    Proposal { why: why.join(" · "), offered: Offered { id: one.id, name: one.name, meta } }
}

#[derive(Template)]
#[template(path = "coaching/pages/without.html")]
struct WithoutPage {
    frame: Frame,
    t: Text,
    villages: Options,
    village: String,
    name: String,
    people: Vec<Proposal>,
    mentors: Vec<(String, String)>,
    paging: Paging,
}

pub(super) async fn without(visitor: Visitor) -> Result<Response> {
    let scope = visitor.scope(Right::ManageCoaching)?;
    let t = visitor.t;
    let (village, name): (_, String) = (asked_village(&visitor, &scope), visitor.query.get("ten").chars().take(100).collect());
    let looking =
        Looking { village: village.clone(), name: part_of_name(&name), latest_birth: latest_birth(&visitor), ..Looking::default() };
    let (asked, href) = (visitor.query.number("trang"), format!("?thon={}&ten={}&trang=", encode(&village), encode(&name)));
    let (places, people, paging, all) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let total = store::pair::count_candidates(tx, &scope, &looking)?.iter().map(|(_, people)| people).sum();
            let paging = Paging::new(asked, total, href.clone());
            let people = store::pair::candidates(tx, &scope, &looking, Paging::SIZE, paging.offset())?;
            Ok((villages(tx, &scope)?, people, paging, helpers(tx, &scope)?))
        })
        .await?;
    let mentors = all.into_iter().filter(|helper| village.is_empty() || helper.coaches_in(&village)).map(|h| (h.id, h.name)).collect();
    page(&WithoutPage {
        frame: framed(&visitor, "coaching-without").under(BOARD, t.get("coaching-five")),
        t,
        villages: places,
        village,
        name,
        people: people.into_iter().map(|one| proposal(one, t)).collect(),
        mentors,
        paging,
    })
}

#[derive(Template)]
#[template(path = "coaching/pages/mentor.html")]
struct MentorPage {
    frame: Frame,
    t: Text,
    id: String,
    lead: String,
    missing: i64,
    mentees: Vec<Mentee>,
    ended: Vec<Mentee>,
    name: String,
    proposals: Vec<Proposal>,
    fields: Fields,
    faults: Faults,
}

/// How many people are proposed at once.
const PROPOSED: i64 = 12;

/// The mentor with this account, when they coach where the caller manages.
fn mentor_in_reach(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Helper> {
    helpers(tx, scope)?.into_iter().find(|helper| helper.id == id).ok_or(Error::NotFound)
}

async fn show_mentor(visitor: &Visitor, id: String, mut fields: Fields, faults: Faults) -> Result<Response> {
    let scope = visitor.scope(Right::ManageCoaching)?;
    let (t, name) = (visitor.t, visitor.query.get("ten").chars().take(100).collect::<String>());
    let looking = Looking { mentor: id.clone(), name: part_of_name(&name), latest_birth: latest_birth(visitor), ..Looking::default() };
    let (helper, pairs, proposals) = visitor
        .app
        .db
        .read_long(move |tx| -> Result<_> {
            let helper = mentor_in_reach(tx, &scope, &id)?;
            let pairs = store::pair::of_mentor(tx, &scope, &id, true)?;
            let village = helper.villages.iter().find(|village| scope.covers(village)).cloned().unwrap_or_default();
            let proposals = store::pair::candidates(tx, &scope, &Looking { village, ..looking.clone() }, PROPOSED, 0)?;
            Ok((helper, pairs, proposals))
        })
        .await?;
    let (ended, lasting): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|pair| pair.ended_at.is_some());
    if fields.get("id").is_empty() {
        fields.set("id", ids::new(visitor.app.clock.now()));
    }
    let missing = if helper.ambassador { (FIVE - lasting.len() as i64).max(0) } else { 0 };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = MentorPage {
        frame: visitor
            .frame_titled(helper.name.clone())
            .under(HOME, t.get("coaching-home"))
            .under(BOARD, t.get("coaching-five"))
            .with(&faults),
        t,
        lead: format!("{} · {}", t.get(helper.role), t.fill("coaching-accompanies").n("n", lasting.len())),
        id: helper.id,
        missing,
        mentees: lasting.into_iter().map(|pair| mentee(pair, t)).collect(),
        ended: ended.into_iter().map(|pair| mentee(pair, t)).collect(),
        name,
        proposals: proposals.into_iter().map(|one| proposal(one, t)).collect(),
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn mentor(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    show_mentor(&visitor, id, Fields::default(), Faults::default()).await
}

pub(super) async fn add(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let scope = visitor.scope(Right::ManageCoaching)?;
    let (now, key) = (visitor.app.clock.now(), id.clone());
    let new = NewPair {
        id: fields.get("id").to_owned(),
        mentor: id.clone(),
        person: fields.get("person").to_owned(),
        plan: fields.get("plan").to_owned(),
    };
    let missing = new.person.is_empty();
    let made = visitor
        .app
        .db
        .write(move |tx: &mut Tx<'_>| -> Result<()> {
            mentor_in_reach(tx, &scope, &key)?;
            if missing {
                return Err(Error::refused("coaching-person-missing"));
            }
            api::put_together(tx, &scope, &new, now).map(drop)
        })
        .await;
    match made {
        Ok(()) => Ok(go_saying(&format!("{BOARD}/{}", encode(&id)), "coaching-paired")),
        Err(error) => {
            let mut faults = Faults::default();
            typed::note(error, visitor.t, &mut faults)?;
            show_mentor(&visitor, id, fields, faults).await
        }
    }
}

#[derive(Template)]
#[template(path = "coaching/pages/pair.html")]
struct PairPage {
    frame: Frame,
    t: Text,
    pair: Pair,
    meta: String,
    since: String,
    ended: String,
    reached: String,
    contacts: Vec<Line>,
    past: Vec<Past>,
    /// Whether the visitor is the mentor, and may write down contacts.
    own: bool,
    may_plan: bool,
    manages: bool,
    checks: bool,
    mentors: Options,
    means: Options,
    topics: Options,
    results: Options,
    fields: Fields,
    faults: Faults,
}

/// The pair in reach that the visitor may see: their own, and every one for who sees persons.
fn seen(tx: &mut Tx<'_>, sight: &Sight, id: &str) -> Result<Pair> {
    let only = sight.only();
    let pair = store::pair::by_id(tx, &sight.scope, id)?;
    pair.filter(|pair| only.is_empty() || pair.mentor == only).ok_or(Error::NotFound)
}

async fn show_pair(visitor: &Visitor, id: String, fields: Fields, faults: Faults) -> Result<Response> {
    let sight = Sight::of(visitor)?;
    let t = visitor.t;
    let looked = sight.clone();
    let (pair, contacts, past, all) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let sight = &looked;
            let pair = seen(tx, sight, &id)?;
            let wanted = Wanted { kind: Kind::Contact.code().into(), subject: pair.id.clone(), with_undone: true, ..Wanted::default() };
            let contacts = store::log::list(tx, &sight.scope, &wanted, 200, 0)?;
            let past = store::change::of(tx, &sight.scope, &pair.id)?;
            let all = match &sight.manages {
                Some(scope) => helpers(tx, scope)?,
                None => Vec::new(),
            };
            Ok((pair, contacts, past, all))
        })
        .await?;
    let day = |at: Millis| dates::short_day(dates::day_of(at), t.lang);
    let lasts = pair.ended_at.is_none();
    let own = pair.mentor == sight.scope.account();
    let manages = lasts && sight.manages(&pair.village);
    let others: Vec<Helper> = all.into_iter().filter(|helper| helper.id != pair.mentor && helper.coaches_in(&pair.village)).collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PairPage {
        frame: visitor
            .frame_titled(pair.name.clone())
            .under(HOME, t.get("coaching-home"))
            .under(BOARD, t.get("coaching-five"))
            .with(&faults),
        t,
        meta: person_meta(pair.birth_year, &[&pair.hamlet, &pair.village_name], t),
        since: t.fill("coaching-pair-since").s("name", &pair.mentor_name).s("day", day(pair.since)).to_string(),
        ended: pair
            .ended_at
            .map(|at| t.fill("coaching-pair-ended-on").s("day", day(at)).s("reason", &pair.ended_reason).to_string())
            .unwrap_or_default(),
        reached: t.fill("coaching-reached").n("n", pair.reached).to_string(),
        contacts: contacts.iter().map(|record| words::line(record, t)).collect(),
        past: past.iter().map(|change| words::past(change, t)).collect(),
        own: own && lasts,
        may_plan: lasts && (own || manages),
        manages,
        checks: visitor.scope(Right::RecordSkill).is_ok_and(|scope| scope.covers(&pair.village)),
        mentors: helper_options(&others, visitor),
        means: words::means_options(t),
        topics: words::topic_options(t),
        results: words::result_options(t),
        pair,
        fields,
        faults,
    };
    page_with(status, &page)
}

pub(super) async fn pair(visitor: Visitor, Path(id): Path<String>) -> Result<Response> {
    let mut fields = typed::fresh(&visitor.app.clock);
    fields.set("new", ids::new(visitor.app.clock.now()));
    show_pair(&visitor, id, fields, Faults::default()).await
}

/// Shows the pair again with what was refused; fields of the other forms begin anew.
async fn refused(visitor: &Visitor, id: String, fields: Fields, mut faults: Faults, error: Option<Error>) -> Result<Response> {
    if let Some(error) = error {
        typed::note(error, visitor.t, &mut faults)?;
    }
    let mut shown = typed::fresh(&visitor.app.clock);
    shown.set("new", ids::new(visitor.app.clock.now()));
    for (name, value) in fields.pairs().iter().filter(|(name, _)| name != "csrf") {
        shown.set(name, value.clone());
    }
    show_pair(visitor, id, shown, faults).await
}

/// Finds the pair before anything that was typed is looked at: what is out of reach is not there.
async fn found(visitor: &Visitor, id: &str) -> Result<Pair> {
    let (sight, id) = (Sight::of(visitor)?, id.to_owned());
    visitor.app.db.read(move |tx| seen(tx, &sight, &id)).await
}

pub(super) async fn contact(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let pair = found(&visitor, &id).await?;
    let (scope, t, now) = (visitor.scope(Right::Coach)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    let how = typed::chosen(&fields, "how", "coaching-means-missing", t, &mut faults, Means::parse);
    let topic = typed::chosen(&fields, "topic", "coaching-topic-missing", t, &mut faults, Topic::parse);
    let outcome = typed::chosen(&fields, "result", "coaching-result-missing", t, &mut faults, Outcome::parse);
    let at = typed::when(&fields, t, &mut faults);
    let (Some(how), Some(topic), Some(outcome), Some(at)) = (how, topic, outcome, at) else {
        return refused(&visitor, id, fields, faults, None).await;
    };
    let new = NewContact { id: fields.get("id").to_owned(), pair: pair.id, how, topic, outcome, note: fields.get("note").to_owned() };
    let landed = visitor.app.db.write(move |tx: &mut Tx<'_>| api::log_contact(tx, &scope, &new, at, None, now)).await;
    match landed {
        Ok(_) => Ok(go_saying(&pair_href(&id), "coaching-recorded")),
        Err(error) => refused(&visitor, id, fields, faults, Some(error)).await,
    }
}

pub(super) async fn plan(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let pair = found(&visitor, &id).await?;
    let sight = Sight::of(&visitor)?;
    let (now, manages) = (visitor.app.clock.now(), sight.manages(&pair.village));
    let (text, version) = (fields.get("plan").to_owned(), fields.number("version").unwrap_or(0));
    let planned =
        visitor.app.db.write(move |tx: &mut Tx<'_>| api::plan_pair(tx, &sight.scope, &pair.id, &text, version, manages, now)).await;
    match planned {
        Ok(()) => Ok(go_saying(&pair_href(&id), "coaching-saved")),
        Err(error) => refused(&visitor, id, fields, Faults::default(), Some(error)).await,
    }
}

pub(super) async fn hand_over(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let pair = found(&visitor, &id).await?;
    let (scope, t, now) = (visitor.scope(Right::ManageCoaching)?, visitor.t, visitor.app.clock.now());
    let mut faults = Faults::default();
    faults.unless(!fields.get("mentor").is_empty(), "mentor", t, "coaching-mentor-missing");
    if !faults.is_empty() {
        return refused(&visitor, id, fields, faults, None).await;
    }
    let (to, new, reason) = (fields.get("mentor").to_owned(), fields.get("new").to_owned(), fields.get("reason").to_owned());
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::take_over(tx, &scope, &pair.id, &to, &new, &reason, now)).await {
        Ok(pair) => Ok(go_saying(&pair_href(&pair.id), "coaching-handed-over")),
        Err(error) => refused(&visitor, id, fields, faults, Some(error)).await,
    }
}

pub(super) async fn end(visitor: Visitor, Path(id): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let pair = found(&visitor, &id).await?;
    let (scope, now) = (visitor.scope(Right::ManageCoaching)?, visitor.app.clock.now());
    let reason = fields.get("end_reason").to_owned();
    match visitor.app.db.write(move |tx: &mut Tx<'_>| api::end_pair(tx, &scope, &pair.id, &reason, now)).await {
        Ok(()) => Ok(go_saying(&pair_href(&id), "coaching-pair-ended-now")),
        Err(Error::Refused(refusal)) => {
            let mut faults = Faults::default();
            faults.add("end_reason", visitor.t.refusal(&refusal));
            refused(&visitor, id, fields, faults, None).await
        }
        Err(error) => Err(error),
    }
}

/// A mentor with their mentees on paper.
struct Printed {
    name: String,
    mentees: Vec<(usize, Mentee)>,
}

#[derive(Template)]
#[template(path = "coaching/pages/pairs_print.html")]
struct PrintPage {
    frame: Frame,
    t: Text,
    commune: String,
    day: String,
    mentors: Vec<Printed>,
}

/// The five of the visitor on paper; for who manages, of every mentor in reach.
pub(super) async fn print(visitor: Visitor) -> Result<Response> {
    let sight = Sight::of(&visitor)?;
    let t = visitor.t;
    let mentors = visitor
        .app
        .db
        .read_long(move |tx| -> Result<Vec<(String, Vec<Pair>)>> {
            let scope = sight.manages.as_ref().unwrap_or(&sight.scope);
            let all: Vec<(String, String)> = if sight.manages.is_some() {
                helpers(tx, scope)?.into_iter().map(|helper| (helper.id, helper.name)).collect()
            } else {
                vec![(scope.account().to_owned(), scope.name().to_owned())]
            };
            all.into_iter().map(|(id, name)| Ok((name, store::pair::of_mentor(tx, scope, &id, false)?))).collect()
        })
        .await?;
    let printed = |(name, pairs): (String, Vec<Pair>)| Printed {
        name,
        mentees: pairs.into_iter().enumerate().map(|(at, pair)| (at + 1, mentee(pair, t))).collect(),
    };
    page(&PrintPage {
        frame: framed(&visitor, "coaching-five-print").under(BOARD, t.get("coaching-five")),
        t,
        commune: visitor.commune()?.name.clone(),
        day: dates::long_day(visitor.app.clock.today(), t.lang),
        mentors: mentors.into_iter().filter(|(_, pairs)| !pairs.is_empty()).map(printed).collect(),
    })
}
