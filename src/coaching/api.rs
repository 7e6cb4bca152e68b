//! What sync and the slices above ask of coaching.
//!
//! | operation of the sync protocol | function |
//! |---|---|
//! | `help.log` | [`log_help`] |
//! | `mentor.contact` | [`log_contact`] |
//! | `household.visit`, `household.commit` | [`log_visit`], [`log_commitment`] |
//! | `stall.survey` | [`log_survey`] |
//! | `identity.check` | [`log_check`] |
//! | `shift.log` | [`log_shift`] |
//! | `request.close` | [`close_request`] |
//! | `record.undo` | [`undo`] |
//!
//! Every one takes the scope that the actor's grants give for the right to coach. A refusal's code is a text key.

use jiff::civil::Date;

use super::store;
pub use super::{
    duties::{NewDuty, plan as plan_duty},
    pairs::{NewPair, end as end_pair, plan as plan_pair, put_together, take_over},
    quotas::{NewQuota, Standing as QuotaStanding, issue as issue_quota, of_caller as quotas_of},
    record::{
        Landed, NewCheck, NewCommitment, NewContact, NewHelp, NewShift, NewSurvey, NewVisit, State, log_check, log_commitment, log_contact,
        log_help, log_shift, log_survey, log_visit, undo,
    },
    requests::{Closed, NewRequest, ask as ask_for_help, close as close_request, give as give_request},
    rules::{Done, Wanted as QuotaWanted},
    store::{
        household::{Coverage as HouseholdCoverage, Household},
        identity::Coverage as IdentityCoverage,
        log::Record,
        pair::Pair,
        quota::Quota,
        request::Request,
        stall::{Coverage as StallCoverage, Stall},
    },
};
use crate::{
    accounts::Scope,
    kit::{db::Tx, error::Result, text::Text},
};

/// Every household in reach of one village, by the name of its head.
pub fn households_of(tx: &mut Tx<'_>, scope: &Scope, village: &str) -> Result<Vec<Household>> {
    let wanted = store::household::Wanted { village: village.to_owned(), ..store::household::Wanted::default() };
    Ok(store::household::list(tx, scope, &wanted, i64::from(i32::MAX), 0)?)
}

/// One household in reach.
pub fn household(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Household>> {
    if id.is_empty() {
        return Ok(None);
    }
    let wanted = store::household::Wanted { id: id.to_owned(), ..store::household::Wanted::default() };
    Ok(store::household::list(tx, scope, &wanted, 1, 0)?.into_iter().next())
}

/// The persons of a household in reach: id and name, in Vietnamese order.
pub fn members_of(tx: &mut Tx<'_>, scope: &Scope, household: &str) -> Result<Vec<(String, String)>> {
    Ok(store::household::members(tx, scope, household)?)
}

/// The pairs that last of the caller as a mentor.
pub fn pairs_of(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Pair>> {
    Ok(store::pair::of_mentor(tx, scope, scope.account(), false)?)
}

/// One pair in reach, whoever its mentor is; [`Pair::ended_at`] says whether it lasts.
pub fn pair(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Pair>> {
    Ok(store::pair::by_id(tx, scope, id)?)
}

/// The open requests that were given to the caller.
pub fn open_requests_of(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Request>> {
    let wanted = store::request::Wanted { state: "open".into(), helper: scope.account().to_owned(), ..store::request::Wanted::default() };
    Ok(store::request::list(tx, scope, &wanted, 500, 0)?)
}

/// One request in reach, open or closed.
pub fn request(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Request>> {
    Ok(store::request::by_id(tx, scope, id)?)
}

/// Something of the log in reach, taken back or not.
pub fn record(tx: &mut Tx<'_>, scope: &Scope, id: &str) -> Result<Option<Record>> {
    Ok(store::log::by_id(tx, scope.commune(), id)?.filter(|record| scope.covers(&record.village)))
}

/// Something of the log wherever in the commune it is: for who may see its ledger entry.
pub fn record_of(tx: &mut Tx<'_>, commune: &str, id: &str) -> Result<Option<Record>> {
    Ok(store::log::by_id(tx, commune, id)?)
}

/// How far the households of each village of a reach are reached, up to and with `until`; `reach` as [`Scope::reach`] gives it, empty
/// for the whole commune. No names are told.
pub fn household_coverage(tx: &mut Tx<'_>, commune: &str, reach: &str, until: Date) -> Result<Vec<HouseholdCoverage>> {
    Ok(store::household::coverage(tx, commune, reach, &until.to_string())?)
}

/// How far the stalls of each village of a reach are known, up to and with `until`; `reach` as above.
pub fn stall_coverage(tx: &mut Tx<'_>, commune: &str, reach: &str, until: Date) -> Result<Vec<StallCoverage>> {
    Ok(store::stall::coverage(tx, commune, reach, &until.to_string())?)
}

/// What was done and what came of it in words, and about whom or what; the second part tells names.
pub fn described(record: &Record, t: Text) -> (String, String) {
    let line = super::pages::line(record, t);
    (line.what, line.who)
}
