//! The register as a list: filtered, searched, counted.

use super::person::{PHONE, opened, small};
use crate::{
    accounts::Scope,
    args,
    kit::{
        db::{self, Row, Tx},
        error::Result,
        fold,
        phone::Phone,
        vault::Vault,
    },
    people::rules::Profile,
    sql,
};

/// Which persons a list shows; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The village's id.
    pub village: String,
    /// The hamlet as it is written.
    pub hamlet: String,
    /// The audience group.
    pub audience: String,
    /// One of the needs.
    pub need: String,
    /// Only who has not agreed to be kept on a class roster.
    pub without_consent: bool,
    /// A name with or without marks, or digits of a phone.
    pub query: String,
}

/// Fewer digits than this are no phone to look for.
const FEWEST_DIGITS: usize = 3;

/// What a query asks of phones.
enum Asked {
    Nothing,
    /// The whole number.
    Number(String),
    /// Digits somewhere in it: every phone in reach has to be opened to tell.
    Part(String),
}

impl Asked {
    /// What `phone_index` is compared with: empty for anybody, `*` for whoever has a phone.
    fn index(&self, vault: &Vault, commune: &str) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Number(number) => vault.index(PHONE, commune, number),
            Self::Part(_) => "*".into(),
        }
    }
}

impl Filter {
    /// The query folded, in small letters, and as a phone; the first two empty where they ask for nothing.
    fn words(&self) -> (String, String, Asked) {
        let plain = |text: String| -> String { text.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).take(100).collect() };
        let digits: String = self.query.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= FEWEST_DIGITS && !self.query.chars().any(char::is_alphabetic) {
            let asked = Phone::parse(&self.query).map_or(Asked::Part(digits), |phone| Asked::Number(phone.as_str().to_owned()));
            (String::new(), String::new(), asked)
        } else {
            (plain(fold::fold(&self.query)), plain(small(&self.query)), Asked::Nothing)
        }
    }
}

/// A person as the list shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The birth as it is stored.
    pub birth: String,
    /// The village's id.
    pub village: String,
    /// The hamlet.
    pub hamlet: String,
    /// The audience group.
    pub audience: String,
    /// The phone in national form.
    pub phone: Option<String>,
    /// The needs.
    pub needs: Vec<String>,
    /// Whether they may be kept on a class roster; `None` when they were not asked.
    pub consent: Option<bool>,
}

impl Listed {
    /// Reads `id, name, birth_text, village_id, hamlet, audience, phone`; needs and consent are not asked for.
    pub fn of(vault: &Vault, row: &Row) -> Result<Self, db::Error> {
        let id: String = row.get(0)?;
        Ok(Self {
            name: row.get(1)?,
            birth: row.get(2)?,
            village: row.get(3)?,
            hamlet: row.get(4)?,
            audience: row.get(5)?,
            phone: opened(vault, &id, row.get(6)?)?,
            needs: Vec::new(),
            consent: None,
            id,
        })
    }
}

/// Persons in reach that match, in Vietnamese order; those whose name holds the very marks of the query come first.
pub fn listed(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<Listed>> {
    let (folded, marked, asked) = filter.words();
    let words = (folded.as_str(), marked.as_str());
    let Asked::Part(part) = &asked else { return found(tx, scope, filter, words, &asked, limit, offset) };
    let all = found(tx, scope, filter, words, &asked, i64::MAX, 0)?;
    let with = all.into_iter().filter(|person| person.phone.as_ref().is_some_and(|phone| phone.contains(part.as_str())));
    Ok(with.skip(usize::try_from(offset).unwrap_or(0)).take(usize::try_from(limit).unwrap_or(0)).collect())
}

fn found(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    (folded, marked): (&str, &str),
    asked: &Asked,
    limit: i64,
    offset: i64,
) -> Result<Vec<Listed>> {
    let vault = tx.vault()?;
    Ok(tx.list(
        sql!(
            "SELECT p.id, p.name, p.birth_text, p.village_id, p.hamlet, p.audience, p.phone, p.needs,
                (SELECT c.given FROM people_consent c WHERE c.commune_id = p.commune_id AND c.person_id = p.id AND c.purpose = 'manage'
                  ORDER BY c.at DESC, c.id DESC LIMIT 1)
              FROM people_person p
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND p.merged_into IS NULL AND p.removed_at IS NULL
                AND ($3 = '' OR p.village_id = $3) AND ($4 = '' OR p.hamlet = $4) AND ($5 = '' OR p.audience = $5)
                AND ($6 = '' OR p.needs LIKE '%,' || $6 || ',%') AND ($7 = '' OR p.name_fold LIKE '%' || $7 || '%')
                AND ($8 = '' OR p.phone_index = $8 OR ($8 = '*' AND p.phone_index IS NOT NULL))
                AND ($9 = '' OR NOT COALESCE((SELECT c.given FROM people_consent c WHERE c.commune_id = p.commune_id AND c.person_id = p.id
                  AND c.purpose = 'manage' ORDER BY c.at DESC, c.id DESC LIMIT 1), FALSE))
              ORDER BY CASE WHEN $10 <> '' AND p.name_small LIKE '%' || $10 || '%' THEN 0 ELSE 1 END, p.sort_key, p.id LIMIT $11 OFFSET $12"
        ),
        args![
            scope.commune(),
            scope.reach(),
            &filter.village,
            &filter.hamlet,
            &filter.audience,
            &filter.need,
            folded,
            asked.index(&vault, scope.commune()),
            if filter.without_consent { "x" } else { "" },
            marked,
            limit,
            offset
        ],
        |row| {
            let needs = Profile::needs_of(&row.get::<String>(7)?).into_iter().collect();
            Ok(Listed { needs, consent: row.get(8)?, ..Listed::of(&vault, row)? })
        },
    )?)
}

/// How many persons [`listed`] would show in all.
pub fn count(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter) -> Result<i64> {
    let (folded, _, asked) = filter.words();
    if matches!(asked, Asked::Part(_)) {
        return Ok(listed(tx, scope, filter, i64::MAX, 0)?.len() as i64);
    }
    let index = asked.index(&tx.vault()?, scope.commune());
    Ok(tx.count(
        sql!(
            "SELECT COUNT(*) FROM people_person p
              WHERE p.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || p.village_id || '%') AND p.merged_into IS NULL AND p.removed_at IS NULL
                AND ($3 = '' OR p.village_id = $3) AND ($4 = '' OR p.hamlet = $4) AND ($5 = '' OR p.audience = $5)
                AND ($6 = '' OR p.needs LIKE '%,' || $6 || ',%') AND ($7 = '' OR p.name_fold LIKE '%' || $7 || '%')
                AND ($8 = '' OR p.phone_index = $8 OR ($8 = '*' AND p.phone_index IS NOT NULL))
                AND ($9 = '' OR NOT COALESCE((SELECT c.given FROM people_consent c WHERE c.commune_id = p.commune_id AND c.person_id = p.id
                  AND c.purpose = 'manage' ORDER BY c.at DESC, c.id DESC LIMIT 1), FALSE))"
        ),
        args![
            scope.commune(),
            scope.reach(),
            &filter.village,
            &filter.hamlet,
            &filter.audience,
            &filter.need,
            folded,
            index,
            if filter.without_consent { "x" } else { "" }
        ],
    )?)
}

/// The hamlets that persons in reach live in, for the filter; of one village, or of all when it is empty.
pub fn hamlets(tx: &mut Tx<'_>, scope: &Scope, village: &str) -> Result<Vec<String>> {
    Ok(tx.list(
        sql!(
            "SELECT DISTINCT hamlet FROM people_person
              WHERE commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || village_id || '%') AND ($3 = '' OR village_id = $3) AND hamlet <> ''
                AND merged_into IS NULL AND removed_at IS NULL ORDER BY hamlet LIMIT 200"
        ),
        args![scope.commune(), scope.reach(), village],
        |row| row.get(0),
    )?)
}
