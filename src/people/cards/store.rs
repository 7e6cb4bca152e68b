//! `people_card`, `people_card_key`: every card ever made, and the keys they were signed with.

use data_encoding::BASE64URL_NOPAD;

use super::LearnerCard;
use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        db::{self, Row, Tx},
        error::Result,
        fold,
        sign::{Kid, PublicKey},
    },
    sql,
};

fn card_row(row: &Row) -> Result<LearnerCard, db::Error> {
    Ok(LearnerCard {
        nonce: row.get(0)?,
        named: row.get(1)?,
        person: row.get(2)?,
        kid: Kid::try_from(row.get::<i64>(3)?).unwrap_or(0),
        code: row.get(4)?,
        issued_at: row.get(5)?,
        printed_at: row.get(6)?,
        revoked_at: row.get(7)?,
    })
}

/// The keys of a commune, the first one first, with when and by whom they were begun.
pub fn keys(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<(PublicKey, Millis, String)>> {
    let rows = tx.list(
        sql!(
            "SELECT k.kid, k.public, k.begun_at, COALESCE(a.name, '') FROM people_card_key k LEFT JOIN accounts_account a ON a.id = k.begun_by
              WHERE k.commune_id = $1 ORDER BY k.kid"
        ),
        args![commune],
        |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<Millis>(2)?, row.get::<String>(3)?)),
    )?;
    let known = rows.into_iter().filter_map(|(kid, public, at, by)| {
        let bytes = BASE64URL_NOPAD.decode(public.as_bytes()).ok()?.try_into().ok()?;
        Some((PublicKey { kid: Kid::try_from(kid).ok()?, bytes }, at, by))
    });
    Ok(known.collect())
}

/// Keeps the open half of a key that begins now.
pub fn add_key(tx: &mut Tx<'_>, scope: &Scope, key: &PublicKey, now: Millis) -> Result<()> {
    tx.run(
        sql!("INSERT INTO people_card_key (commune_id, kid, public, begun_at, begun_by) VALUES ($1, $2, $3, $4, $5)"),
        args![scope.commune(), i64::from(key.kid), key.text(), now, scope.account()],
    )?;
    Ok(())
}

/// Keeps a card.
pub fn add(tx: &mut Tx<'_>, scope: &Scope, card: &LearnerCard) -> Result<()> {
    tx.run(
        sql!(
            "INSERT INTO people_card (commune_id, id, person_id, owner_id, kid, code, issued_at, issued_by, printed_at, revoked_at, revoked_by,
                revoked_reason, replaced_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, NULL, NULL, NULL)"
        ),
        args![scope.commune(), &card.nonce, &card.named, &card.person, i64::from(card.kid), &card.code, card.issued_at, scope.account()],
    )?;
    Ok(())
}

/// Whether a short code was ever given in the commune.
pub fn is_given(tx: &mut Tx<'_>, commune: &str, code: &str) -> Result<bool> {
    Ok(by_code(tx, commune, code)?.is_some())
}

/// The card with this nonce. It says nothing about who may know of it.
pub fn by_nonce(tx: &mut Tx<'_>, commune: &str, nonce: &str) -> Result<Option<LearnerCard>> {
    Ok(tx.first(
        sql!(
            "SELECT id, person_id, owner_id, kid, code, issued_at, printed_at, revoked_at FROM people_card WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, nonce],
        card_row,
    )?)
}

/// The card with this short code. It says nothing about who may know of it.
pub fn by_code(tx: &mut Tx<'_>, commune: &str, code: &str) -> Result<Option<LearnerCard>> {
    Ok(tx.first(
        sql!(
            "SELECT id, person_id, owner_id, kid, code, issued_at, printed_at, revoked_at FROM people_card WHERE commune_id = $1 AND code = $2"
        ),
        args![commune, code],
        card_row,
    )?)
}

/// The village of the person whose card this is, when the person is in reach and still in the register.
pub fn village_of(tx: &mut Tx<'_>, scope: &Scope, person: &str) -> Result<Option<String>> {
    Ok(tx.value(
        sql!(
            "SELECT village_id FROM people_person WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND id = $3
              AND merged_into IS NULL AND removed_at IS NULL"
        ),
        args![scope.commune(), scope.reach(), person],
    )?)
}

/// The cards of a person that count, latest first. The person was found in reach before.
pub fn live_of(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<LearnerCard>> {
    Ok(tx.list(
        sql!(
            "SELECT id, person_id, owner_id, kid, code, issued_at, printed_at, revoked_at FROM people_card
              WHERE commune_id = $1 AND owner_id = $2 AND revoked_at IS NULL ORDER BY issued_at DESC, id"
        ),
        args![commune, person],
        card_row,
    )?)
}

/// The nonces of every card of a person, revoked ones too.
pub fn of_person(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<String>> {
    Ok(tx.list(sql!("SELECT id FROM people_card WHERE commune_id = $1 AND owner_id = $2 ORDER BY id"), args![commune, person], |row| {
        row.get(0)
    })?)
}

/// A card with what was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The card.
    pub card: LearnerCard,
    /// The name of who made it, or nothing for a command.
    pub issued_by: String,
    /// The name of who revoked it.
    pub revoked_by: String,
    /// Why it was revoked: one of [`super::REASONS`], or nothing.
    pub reason: String,
}

/// Every card that a person ever had, latest first. The person was found in reach before.
pub fn all_of(tx: &mut Tx<'_>, commune: &str, person: &str) -> Result<Vec<Told>> {
    Ok(tx.list(
        sql!(
            "SELECT c.id, c.person_id, c.owner_id, c.kid, c.code, c.issued_at, c.printed_at, c.revoked_at, COALESCE(i.name, ''),
                COALESCE(r.name, ''), COALESCE(c.revoked_reason, '')
              FROM people_card c LEFT JOIN accounts_account i ON i.id = c.issued_by LEFT JOIN accounts_account r ON r.id = c.revoked_by
              WHERE c.commune_id = $1 AND c.owner_id = $2 ORDER BY c.issued_at DESC, c.id"
        ),
        args![commune, person],
        |row| Ok(Told { card: card_row(row)?, issued_by: row.get(8)?, revoked_by: row.get(9)?, reason: row.get(10)? }),
    )?)
}

/// Every card of the people of a village in reach, revoked ones too, in the order of their making.
pub fn of_village(tx: &mut Tx<'_>, scope: &Scope, village: &str) -> Result<Vec<LearnerCard>> {
    Ok(tx.list(
        sql!(
            "SELECT c.id, c.person_id, c.owner_id, c.kid, c.code, c.issued_at, c.printed_at, c.revoked_at FROM people_card c
              JOIN people_person p ON p.commune_id = c.commune_id AND p.id = c.owner_id
              WHERE c.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND p.village_id = $3 AND p.removed_at IS NULL
              ORDER BY c.issued_at, c.id"
        ),
        args![scope.commune(), scope.reach(), village],
        card_row,
    )?)
}

/// Makes a card not count. Answers whether it did before.
pub fn revoke(tx: &mut Tx<'_>, scope: &Scope, nonce: &str, reason: &str, now: Millis) -> Result<bool> {
    let changed = tx.run(
        sql!(
            "UPDATE people_card SET revoked_at = $3, revoked_by = $4, revoked_reason = $5 WHERE commune_id = $1 AND id = $2 AND revoked_at IS NULL"
        ),
        args![scope.commune(), nonce, now, scope.account(), reason],
    )?;
    Ok(changed > 0)
}

/// Notes which card came in the place of another.
pub fn set_replaced(tx: &mut Tx<'_>, scope: &Scope, nonce: &str, by: &str) -> Result<()> {
    tx.run(sql!("UPDATE people_card SET replaced_by = $3 WHERE commune_id = $1 AND id = $2"), args![scope.commune(), nonce, by])?;
    Ok(())
}

/// Notes that cards went to the printer.
pub fn set_printed(tx: &mut Tx<'_>, commune: &str, nonces: &[String], now: Millis) -> Result<()> {
    for nonce in nonces {
        tx.run(sql!("UPDATE people_card SET printed_at = $3 WHERE commune_id = $1 AND id = $2"), args![commune, nonce, now])?;
    }
    Ok(())
}

/// The cards of one person work for another from now on; answers which.
pub fn pass_on(tx: &mut Tx<'_>, commune: &str, from: &str, to: &str) -> Result<Vec<String>> {
    let moved = of_person(tx, commune, from)?;
    tx.run(sql!("UPDATE people_card SET owner_id = $3 WHERE commune_id = $1 AND owner_id = $2"), args![commune, from, to])?;
    Ok(moved)
}

/// Gives cards back that were passed on.
pub fn give_back(tx: &mut Tx<'_>, commune: &str, cards: &[String], from: &str, to: &str) -> Result<()> {
    for card in cards {
        tx.run(
            sql!("UPDATE people_card SET owner_id = $4 WHERE commune_id = $1 AND id = $2 AND owner_id = $3"),
            args![commune, card, from, to],
        )?;
    }
    Ok(())
}

/// What a person's card is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// There is none.
    None,
    /// It was made and never printed.
    New,
    /// It was printed.
    Printed,
}

impl State {
    /// All, in the order in which they come about.
    pub const ALL: [Self; 3] = [Self::None, Self::New, Self::Printed];

    /// The code in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "chua-co",
            Self::New => "chua-in",
            Self::Printed => "da-in",
        }
    }

    /// The state with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    const fn number(self) -> i64 {
        match self {
            Self::None => 0,
            Self::New => 1,
            Self::Printed => 2,
        }
    }
}

/// Whom a list of cards shows; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The person's id.
    pub person: String,
    /// The village's id.
    pub village: String,
    /// What their card is like.
    pub state: Option<State>,
    /// A name with or without marks, or the beginning of a short code.
    pub query: String,
}

impl Filter {
    fn name(&self) -> String {
        fold::fold(&self.query).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).take(100).collect()
    }

    fn code(&self) -> String {
        self.query.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).take(8).collect()
    }

    fn state(&self) -> i64 {
        self.state.map_or(-1, State::number)
    }
}

/// A person and their card, as lists show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person's id.
    pub person: String,
    /// The name.
    pub name: String,
    /// The birth as it is stored.
    pub birth: String,
    /// The village's id.
    pub village: String,
    /// The hamlet.
    pub hamlet: String,
    /// The short code of their latest card that counts; empty when there is none.
    pub code: String,
    /// What that card is like.
    pub state: State,
    /// Whether they said that they are not to be kept on a list.
    pub refuses: bool,
}

/// People in reach and their cards, village by village, in Vietnamese order.
pub fn holders(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<Holder>> {
    Ok(tx.list(
        sql!(
            "SELECT h.id, h.name, h.birth_text, h.village_id, h.hamlet, h.code, h.state, h.refuses FROM (
                SELECT p.id, p.name, p.name_fold, p.birth_text, p.village_id, p.hamlet, p.sort_key, COALESCE(c.code, '') AS code,
                  CASE WHEN c.id IS NULL THEN 0 WHEN c.printed_at IS NULL THEN 1 ELSE 2 END AS state,
                  NOT COALESCE((SELECT y.given FROM people_consent y WHERE y.commune_id = p.commune_id AND y.person_id = p.id
                    AND y.purpose = 'manage' ORDER BY y.at DESC, y.id DESC LIMIT 1), TRUE) AS refuses
                FROM people_person p
                LEFT JOIN people_card c ON c.commune_id = p.commune_id AND c.id = (SELECT x.id FROM people_card x
                  WHERE x.commune_id = p.commune_id AND x.owner_id = p.id AND x.revoked_at IS NULL ORDER BY x.issued_at DESC, x.id LIMIT 1)
                WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                  AND ($9 = '' OR p.id = $9) AND p.merged_into IS NULL AND p.removed_at IS NULL) h
              JOIN places_village v ON v.commune_id = $1 AND v.id = h.village_id
              WHERE ($4 < 0 OR h.state = $4) AND ($5 = '' OR h.name_fold LIKE '%' || $5 || '%' OR ($6 <> '' AND h.code LIKE $6 || '%'))
              ORDER BY v.sort_key, v.id, h.sort_key, h.id LIMIT $7 OFFSET $8"
        ),
        args![scope.commune(), scope.reach(), &filter.village, filter.state(), filter.name(), filter.code(), limit, offset, &filter.person],
        |row| {
            let state = row.get::<i64>(6)?;
            Ok(Holder {
                person: row.get(0)?,
                name: row.get(1)?,
                birth: row.get(2)?,
                village: row.get(3)?,
                hamlet: row.get(4)?,
                code: row.get(5)?,
                state: State::ALL.into_iter().find(|known| known.number() == state).unwrap_or(State::None),
                refuses: row.get(7)?,
            })
        },
    )?)
}

/// How many people in reach have a card of each state, in the order of [`State::ALL`]; the filter's own state and person are left aside.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter) -> Result<[i64; 3]> {
    let rows = tx.list(
        sql!(
            "SELECT h.state, COUNT(*) FROM (
                SELECT p.name_fold, COALESCE(c.code, '') AS code,
                  CASE WHEN c.id IS NULL THEN 0 WHEN c.printed_at IS NULL THEN 1 ELSE 2 END AS state
                FROM people_person p
                LEFT JOIN people_card c ON c.commune_id = p.commune_id AND c.id = (SELECT x.id FROM people_card x
                  WHERE x.commune_id = p.commune_id AND x.owner_id = p.id AND x.revoked_at IS NULL ORDER BY x.issued_at DESC, x.id LIMIT 1)
                WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND ($3 = '' OR p.village_id = $3)
                  AND p.merged_into IS NULL AND p.removed_at IS NULL) h
              WHERE $4 = '' OR h.name_fold LIKE '%' || $4 || '%' OR ($5 <> '' AND h.code LIKE $5 || '%')
              GROUP BY h.state"
        ),
        args![scope.commune(), scope.reach(), &filter.village, filter.name(), filter.code()],
        |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
    )?;
    Ok(State::ALL.map(|state| rows.iter().find(|(number, _)| *number == state.number()).map_or(0, |(_, n)| *n)))
}

/// What a printed card says of the person behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The card.
    pub card: LearnerCard,
    /// The name.
    pub name: String,
    /// The village's name.
    pub village: String,
}

/// The latest card that counts of each of these persons who are in reach, in the order asked; whoever has none is left out.
pub fn faces(tx: &mut Tx<'_>, scope: &Scope, persons: &[String]) -> Result<Vec<Face>> {
    let mut faces = Vec::with_capacity(persons.len());
    for person in persons {
        let found = tx.first(
            sql!(
                "SELECT c.id, c.person_id, c.owner_id, c.kid, c.code, c.issued_at, c.printed_at, c.revoked_at, p.name, v.name
                  FROM people_card c JOIN people_person p ON p.commune_id = c.commune_id AND p.id = c.owner_id
                  JOIN places_village v ON v.commune_id = p.commune_id AND v.id = p.village_id
                  WHERE c.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND c.owner_id = $3 AND c.revoked_at IS NULL
                    AND p.merged_into IS NULL AND p.removed_at IS NULL
                  ORDER BY c.issued_at DESC, c.id LIMIT 1"
            ),
            args![scope.commune(), scope.reach(), person],
            |row| Ok(Face { card: card_row(row)?, name: row.get(8)?, village: row.get(9)? }),
        )?;
        faces.extend(found);
    }
    Ok(faces)
}
