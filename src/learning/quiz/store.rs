//! All SQL on quizzes, rounds, attempts and answers.

use jiff::civil::Date;

use crate::{
    accounts::Scope,
    args,
    kit::{
        clock::Millis,
        dates,
        db::{Error, Row, Tx},
    },
    learning::{DONE, PASSED},
    sql,
};

/// What somebody has a go at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A quiz.
    Quiz,
    /// A practice screen.
    Practice,
}

impl Kind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quiz => "quiz",
            Self::Practice => "practice",
        }
    }

    /// The kind with this code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Quiz, Self::Practice].into_iter().find(|kind| kind.code() == code)
    }
}

/// One go at a quiz or a practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its id.
    pub id: String,
    /// What it is at.
    pub kind: Kind,
    /// The quiz or practice.
    pub item: String,
    /// The language it was begun in.
    pub lang: String,
    /// The quiz's version.
    pub version: i64,
    /// The questions drawn, in order.
    pub questions: Vec<String>,
    /// Right answers that pass.
    pub pass: i64,
    /// The supervised round; empty for self-study.
    pub round: String,
    /// Who; nobody when anonymous.
    pub person: Option<String>,
    /// When it began.
    pub started_at: Millis,
    /// When it ends whatever is open, where the round has a limit.
    pub deadline_at: Option<Millis>,
    /// When it ended.
    pub ended_at: Option<Millis>,
    /// Right answers, once it ended.
    pub right: i64,
    /// Whether it was passed.
    pub passed: bool,
    /// The practice's screen.
    pub screen: String,
    /// Mistakes made in a practice.
    pub mistakes: i64,
    /// Hints taken in a practice.
    pub hints: i64,
    /// The code that an anonymous result is claimed by.
    pub claim: Option<String>,
    /// When it was claimed.
    pub claimed_at: Option<Millis>,
    /// The ledger entry.
    pub entry: Option<String>,
    /// Why it counts no more, once it was taken back.
    pub undone: Option<Undone>,
}

impl Attempt {
    /// Whether its time is up, and it was not ended.
    pub fn is_over(&self, now: Millis) -> bool {
        self.ended_at.is_none() && self.deadline_at.is_some_and(|end| now > end)
    }

    /// When it ends if it ends at `now`: not later than its time was up.
    pub fn ends_at(&self, now: Millis) -> Millis {
        self.deadline_at.map_or(now, |end| now.min(end))
    }

    /// The day on which it was taken.
    pub fn day(&self) -> Date {
        dates::day_of(self.ended_at.unwrap_or(self.started_at))
    }

    /// Whether it was passed, stands in the ledger and was not taken back.
    pub const fn counts(&self) -> bool {
        self.passed && self.entry.is_some() && self.undone.is_none()
    }
}

/// Who took an attempt back, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// When.
    pub at: Millis,
    /// Their name.
    pub by: String,
    /// Why.
    pub reason: String,
}

fn attempt_row(row: &Row) -> Result<Attempt, Error> {
    Ok(Attempt {
        id: row.get(0)?,
        kind: Kind::parse(&row.get::<String>(1)?).unwrap_or(Kind::Quiz),
        item: row.get(2)?,
        lang: row.get(3)?,
        version: row.get(4)?,
        questions: row.get::<String>(5)?.split_whitespace().map(str::to_owned).collect(),
        pass: row.get(6)?,
        round: row.get(7)?,
        person: row.get(8)?,
        started_at: row.get(9)?,
        deadline_at: row.get(10)?,
        ended_at: row.get(11)?,
        right: row.get(12)?,
        passed: row.get(13)?,
        screen: row.get(14)?,
        mistakes: row.get(15)?,
        hints: row.get(16)?,
        claim: row.get(17)?,
        claimed_at: row.get(18)?,
        entry: row.get(19)?,
        undone: match row.get::<Option<Millis>>(20)? {
            Some(at) => Some(Undone { at, by: row.get(21)?, reason: row.get(22)? }),
            None => None,
        },
    })
}

/// The attempt with this id.
pub fn attempt(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Attempt>, Error> {
    tx.first(
        sql!(
            "SELECT id, kind, item_id, lang, version, questions, pass, round_id, person_id, started_at, deadline_at, ended_at,
                right_answers, passed, screen, mistakes, hints, claim, claimed_at, entry_id, voided_at,
                COALESCE((SELECT a.name FROM accounts_account a WHERE a.id = voided_by), voided_by, ''), COALESCE(void_reason, '')
              FROM learning_attempt WHERE commune_id = $1 AND id = $2"
        ),
        args![commune, id],
        attempt_row,
    )
}

/// The anonymous attempt that a code claims.
pub fn by_claim(tx: &mut Tx<'_>, commune: &str, code: &str) -> Result<Option<Attempt>, Error> {
    tx.first(
        sql!(
            "SELECT id, kind, item_id, lang, version, questions, pass, round_id, person_id, started_at, deadline_at, ended_at,
                right_answers, passed, screen, mistakes, hints, claim, claimed_at, entry_id, voided_at,
                COALESCE((SELECT a.name FROM accounts_account a WHERE a.id = voided_by), voided_by, ''), COALESCE(void_reason, '')
              FROM learning_attempt WHERE commune_id = $1 AND claim = $2"
        ),
        args![commune, code],
        attempt_row,
    )
}

/// Every attempt of a round, the latest first.
pub fn of_round(tx: &mut Tx<'_>, commune: &str, round: &str) -> Result<Vec<Attempt>, Error> {
    tx.list(
        sql!(
            "SELECT id, kind, item_id, lang, version, questions, pass, round_id, person_id, started_at, deadline_at, ended_at,
                right_answers, passed, screen, mistakes, hints, claim, claimed_at, entry_id, voided_at,
                COALESCE((SELECT a.name FROM accounts_account a WHERE a.id = voided_by), voided_by, ''), COALESCE(void_reason, '')
              FROM learning_attempt WHERE commune_id = $1 AND round_id = $2 ORDER BY started_at DESC, id DESC"
        ),
        args![commune, round],
        attempt_row,
    )
}

/// Adds an attempt.
pub fn add(tx: &mut Tx<'_>, commune: &str, new: &Attempt) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_attempt (commune_id, id, kind, item_id, lang, version, questions, pass, round_id, person_id, started_at,
                deadline_at, ended_at, right_answers, passed, screen, mistakes, hints, claim, claimed_at, entry_id)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)"
        ),
        args![
            commune,
            &new.id,
            new.kind.code(),
            &new.item,
            &new.lang,
            new.version,
            new.questions.join(" "),
            new.pass,
            &new.round,
            new.person.clone(),
            new.started_at,
            new.deadline_at,
            new.ended_at,
            new.right,
            new.passed,
            &new.screen,
            new.mistakes,
            new.hints,
            new.claim.clone(),
            new.claimed_at,
            new.entry.clone()
        ],
    )?;
    Ok(())
}

/// Keeps how an attempt stands.
pub fn keep(tx: &mut Tx<'_>, commune: &str, a: &Attempt) -> Result<(), Error> {
    tx.run(
        sql!(
            "UPDATE learning_attempt SET person_id = $3, ended_at = $4, right_answers = $5, passed = $6, screen = $7, mistakes = $8, hints = $9,
                claim = $10, claimed_at = $11, entry_id = $12 WHERE commune_id = $1 AND id = $2"
        ),
        args![
            commune,
            &a.id,
            a.person.clone(),
            a.ended_at,
            a.right,
            a.passed,
            &a.screen,
            a.mistakes,
            a.hints,
            a.claim.clone(),
            a.claimed_at,
            a.entry.clone()
        ],
    )?;
    Ok(())
}

/// Marks an attempt as taken back; tells whether it stood until now.
pub(super) fn mark_undone(tx: &mut Tx<'_>, scope: &Scope, id: &str, reason: &str, now: Millis) -> Result<bool, Error> {
    let changed = tx.run(
        sql!(
            "UPDATE learning_attempt SET voided_at = $3, voided_by = $4, void_reason = $5 WHERE commune_id = $1 AND id = $2 AND voided_at IS NULL"
        ),
        args![scope.commune(), id, now, scope.account(), reason],
    )?;
    Ok(changed > 0)
}

/// The ledger's entries that were made of an attempt and count.
pub(super) fn entries_of(tx: &mut Tx<'_>, commune: &str, attempt: &str) -> Result<Vec<String>, Error> {
    tx.list(
        sql!(
            "SELECT e.id FROM ledger_entry e WHERE e.commune_id = $1 AND e.subject = $2 AND e.kind IN ($3, $4)
                AND NOT EXISTS (SELECT 1 FROM ledger_voided v WHERE v.commune_id = e.commune_id AND v.entry_id = e.id)
              ORDER BY e.seq"
        ),
        args![commune, attempt, PASSED.name, DONE.name],
        |row| row.get(0),
    )
}

/// Forgets anonymous attempts that ended before `before` and were never claimed, with their answers.
pub(super) fn forget_unclaimed(tx: &mut Tx<'_>, commune: &str, before: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "DELETE FROM learning_answer WHERE commune_id = $1 AND attempt_id IN
                (SELECT id FROM learning_attempt WHERE commune_id = $1 AND person_id IS NULL AND ended_at < $2)"
        ),
        args![commune, before],
    )?;
    tx.run(sql!("DELETE FROM learning_attempt WHERE commune_id = $1 AND person_id IS NULL AND ended_at < $2"), args![commune, before])?;
    Ok(())
}

/// Forgets anonymous attempts that were begun before `before` and never ended.
pub(super) fn forget_unended(tx: &mut Tx<'_>, commune: &str, before: Millis) -> Result<(), Error> {
    tx.run(
        sql!(
            "DELETE FROM learning_answer WHERE commune_id = $1 AND attempt_id IN
                (SELECT id FROM learning_attempt WHERE commune_id = $1 AND person_id IS NULL AND ended_at IS NULL AND started_at < $2)"
        ),
        args![commune, before],
    )?;
    tx.run(
        sql!("DELETE FROM learning_attempt WHERE commune_id = $1 AND person_id IS NULL AND ended_at IS NULL AND started_at < $2"),
        args![commune, before],
    )?;
    Ok(())
}

/// Keeps an answer; the first one to a question stands. Tells whether this one was the first.
pub(super) fn answer(
    tx: &mut Tx<'_>,
    commune: &str,
    attempt: &str,
    question: &str,
    given: &str,
    right: bool,
    now: Millis,
) -> Result<bool, Error> {
    let kept = tx.run(
        sql!(
            "INSERT INTO learning_answer (commune_id, attempt_id, question_id, given, is_right, at) VALUES ($1, $2, $3, $4, $5, $6)
              ON CONFLICT (commune_id, attempt_id, question_id) DO NOTHING"
        ),
        args![commune, attempt, question, given, right, now],
    )?;
    Ok(kept > 0)
}

/// The answers of an attempt: question, what was given, whether it was right.
pub fn answers(tx: &mut Tx<'_>, commune: &str, attempt: &str) -> Result<Vec<(String, String, bool)>, Error> {
    tx.list(
        sql!("SELECT question_id, given, is_right FROM learning_answer WHERE commune_id = $1 AND attempt_id = $2 ORDER BY at, question_id"),
        args![commune, attempt],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// How many questions of an attempt were answered.
pub fn answered(tx: &mut Tx<'_>, commune: &str, attempt: &str) -> Result<i64, Error> {
    tx.count(sql!("SELECT COUNT(*) FROM learning_answer WHERE commune_id = $1 AND attempt_id = $2"), args![commune, attempt])
}

/// Every answer of the latest `most` attempts at a quiz in one language that ended: the quiz's version; attempt, question, what was given,
/// whether it was right. Attempts at the built-in quiz count in whatever language they were begun: each reader sees it in their own.
pub(super) fn all_answers(
    tx: &mut Tx<'_>,
    commune: &str,
    quiz: &str,
    lang: &str,
    most: i64,
) -> Result<Vec<(i64, (String, String, String, bool))>, Error> {
    tx.list(
        sql!(
            "SELECT b.version, a.attempt_id, a.question_id, a.given, a.is_right FROM learning_answer a
                JOIN learning_attempt b ON b.commune_id = a.commune_id AND b.id = a.attempt_id
              WHERE a.commune_id = $1 AND a.attempt_id IN
                (SELECT t.id FROM learning_attempt t WHERE t.commune_id = $1 AND t.item_id = $2 AND t.kind = 'quiz' AND t.ended_at IS NOT NULL
                    AND (t.lang = $3 OR t.version = 0)
                  ORDER BY t.ended_at DESC, t.id DESC LIMIT $4)
              ORDER BY a.attempt_id, a.question_id"
        ),
        args![commune, quiz, lang, most],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))),
    )
}

/// How often each quiz was taken to its end.
pub(super) fn taken(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<(String, i64, i64)>, Error> {
    tx.list(
        sql!(
            "SELECT item_id, COUNT(*), CAST(SUM(CASE WHEN passed THEN 1 ELSE 0 END) AS BIGINT) FROM learning_attempt
              WHERE commune_id = $1 AND kind = 'quiz' AND ended_at IS NOT NULL GROUP BY item_id"
        ),
        args![commune],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// A supervised round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: String,
    /// The code that learners type on their own phones.
    pub code: String,
    /// What is taken.
    pub kind: Kind,
    /// The quiz or practice.
    pub item: String,
    /// The village it is held in.
    pub village: String,
    /// The session of a class; empty when it belongs to none.
    pub session: String,
    /// Where.
    pub place: String,
    /// Minutes for each learner; 0 for as long as they like.
    pub limit: i64,
    /// Who opened it.
    pub opened_by: String,
    /// Their name.
    pub opener: String,
    /// When.
    pub opened_at: Millis,
    /// When it was closed.
    pub closed_at: Option<Millis>,
}

fn round_row(row: &Row) -> Result<Round, Error> {
    Ok(Round {
        id: row.get(0)?,
        code: row.get(1)?,
        kind: Kind::parse(&row.get::<String>(2)?).unwrap_or(Kind::Quiz),
        item: row.get(3)?,
        village: row.get(4)?,
        session: row.get(5)?,
        place: row.get(6)?,
        limit: row.get(7)?,
        opened_by: row.get(8)?,
        opener: row.get(9)?,
        opened_at: row.get(10)?,
        closed_at: row.get(11)?,
    })
}

/// The round with this id, wherever it is held.
pub fn round(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Round>, Error> {
    tx.first(
        sql!(
            "SELECT r.id, r.code, r.kind, r.item_id, r.village_id, r.session_id, r.place, r.limit_minutes, r.opened_by, COALESCE(a.name, r.opened_by),
                r.opened_at, r.closed_at
              FROM learning_round r LEFT JOIN accounts_account a ON a.id = r.opened_by WHERE r.commune_id = $1 AND r.id = $2"
        ),
        args![commune, id],
        round_row,
    )
}

/// The round with this code.
pub fn round_by_code(tx: &mut Tx<'_>, commune: &str, code: &str) -> Result<Option<Round>, Error> {
    tx.first(
        sql!(
            "SELECT r.id, r.code, r.kind, r.item_id, r.village_id, r.session_id, r.place, r.limit_minutes, r.opened_by, COALESCE(a.name, r.opened_by),
                r.opened_at, r.closed_at
              FROM learning_round r LEFT JOIN accounts_account a ON a.id = r.opened_by WHERE r.commune_id = $1 AND r.code = $2"
        ),
        args![commune, code],
        round_row,
    )
}

/// Rounds of the villages in reach, the latest first.
pub(super) fn rounds(tx: &mut Tx<'_>, commune: &str, reach: &str, limit: i64, offset: i64) -> Result<Vec<Round>, Error> {
    tx.list(
        sql!(
            "SELECT r.id, r.code, r.kind, r.item_id, r.village_id, r.session_id, r.place, r.limit_minutes, r.opened_by, COALESCE(a.name, r.opened_by),
                r.opened_at, r.closed_at
              FROM learning_round r LEFT JOIN accounts_account a ON a.id = r.opened_by
              WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%')
              ORDER BY r.opened_at DESC, r.id DESC LIMIT $3 OFFSET $4"
        ),
        args![commune, reach, limit, offset],
        round_row,
    )
}

/// How many rounds there are in reach.
pub(super) fn count_rounds(tx: &mut Tx<'_>, commune: &str, reach: &str) -> Result<i64, Error> {
    tx.count(
        sql!("SELECT COUNT(*) FROM learning_round r WHERE r.commune_id = $1 AND ($2 = '' OR $2 LIKE '%' || r.village_id || '%')"),
        args![commune, reach],
    )
}

/// Adds a round.
pub(super) fn add_round(tx: &mut Tx<'_>, commune: &str, r: &Round) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_round (commune_id, id, code, kind, item_id, village_id, session_id, place, limit_minutes, opened_by, opened_at,
                closed_at, closed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL)"
        ),
        args![commune, &r.id, &r.code, r.kind.code(), &r.item, &r.village, &r.session, &r.place, r.limit, &r.opened_by, r.opened_at],
    )?;
    Ok(())
}

/// Closes a round; tells whether it was open.
pub(super) fn close_round(tx: &mut Tx<'_>, commune: &str, id: &str, by: &str, now: Millis) -> Result<bool, Error> {
    let closed = tx.run(
        sql!("UPDATE learning_round SET closed_at = $3, closed_by = $4 WHERE commune_id = $1 AND id = $2 AND closed_at IS NULL"),
        args![commune, id, now, by],
    )?;
    Ok(closed > 0)
}

/// The newest version of a commune's own quiz.
pub(super) fn last_version(tx: &mut Tx<'_>, commune: &str, quiz: &str, lang: &str) -> Result<Option<i64>, Error> {
    tx.value(
        sql!("SELECT version FROM learning_quiz WHERE commune_id = $1 AND quiz_id = $2 AND lang = $3 ORDER BY version DESC LIMIT 1"),
        args![commune, quiz, lang],
    )
}

/// The text of one version.
pub(super) fn source(tx: &mut Tx<'_>, commune: &str, quiz: &str, lang: &str, version: i64) -> Result<Option<String>, Error> {
    tx.value(
        sql!("SELECT source FROM learning_quiz WHERE commune_id = $1 AND quiz_id = $2 AND lang = $3 AND version = $4"),
        args![commune, quiz, lang, version],
    )
}

/// Quizzes that the commune has of its own.
pub(super) fn own_ids(tx: &mut Tx<'_>, commune: &str) -> Result<Vec<String>, Error> {
    tx.list(sql!("SELECT DISTINCT quiz_id FROM learning_quiz WHERE commune_id = $1"), args![commune], |row| row.get(0))
}

/// Adds a version of a commune's own quiz.
pub(super) fn add_version(
    tx: &mut Tx<'_>,
    commune: &str,
    quiz: &str,
    lang: &str,
    version: i64,
    source: (&str, &str),
    by: (&str, Millis),
) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_quiz (commune_id, quiz_id, lang, version, source, hash, created_by, created_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        args![commune, quiz, lang, version, source.0, source.1, by.0, by.1],
    )?;
    Ok(())
}

/// The hash of one version.
pub(super) fn version_hash(tx: &mut Tx<'_>, commune: &str, quiz: &str, lang: &str, version: i64) -> Result<Option<String>, Error> {
    tx.value(
        sql!("SELECT hash FROM learning_quiz WHERE commune_id = $1 AND quiz_id = $2 AND lang = $3 AND version = $4"),
        args![commune, quiz, lang, version],
    )
}

/// Questions that are not drawn any more: the question and why.
pub(super) fn off(tx: &mut Tx<'_>, commune: &str, quiz: &str) -> Result<Vec<(String, String)>, Error> {
    tx.list(
        sql!("SELECT question_id, reason FROM learning_question_off WHERE commune_id = $1 AND quiz_id = $2"),
        args![commune, quiz],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Takes a question out of rounds.
pub(super) fn set_off(
    tx: &mut Tx<'_>,
    commune: &str,
    quiz: &str,
    question: &str,
    reason: &str,
    by: &str,
    now: Millis,
) -> Result<(), Error> {
    tx.run(
        sql!(
            "INSERT INTO learning_question_off (commune_id, quiz_id, question_id, reason, at, changed_by) VALUES ($1, $2, $3, $4, $5, $6)
              ON CONFLICT (commune_id, quiz_id, question_id) DO UPDATE SET reason = excluded.reason"
        ),
        args![commune, quiz, question, reason, now, by],
    )?;
    Ok(())
}

/// Lets a question be drawn again.
pub(super) fn set_on(tx: &mut Tx<'_>, commune: &str, quiz: &str, question: &str) -> Result<(), Error> {
    tx.run(
        sql!("DELETE FROM learning_question_off WHERE commune_id = $1 AND quiz_id = $2 AND question_id = $3"),
        args![commune, quiz, question],
    )?;
    Ok(())
}
