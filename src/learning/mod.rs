//! Learning: what people learn from (`content`, `library`), what there is to learn (`framework`), and the simple skill check.
//! Somebody watches a person do an everyday task, and says who, what, when and where.
//!
//! A check of grade A whose task was done unaided attains `essential.{component}`, which targets T3 and T9 count.

mod api;
mod cards;
mod certificates;
mod content;
mod courses;
mod desk;
mod editing;
mod feedback;
mod framework;
mod knocks;
mod library;
mod outside;
mod pages;
mod practice;
mod quiz;
mod rules;
mod standing;
mod store;

use api::witnessed;
pub use api::{Attained, Standing, components_of, record, take_back, undo};
pub use certificates::{NewCertificate, ask_back as ask_certificate_back, issue as issue_certificate};
pub use content::{Item, item, load as load_content};
pub use courses::{NewGroup, teach};
pub use feedback::{Face, NewRemark, insert as keep_remark};
pub use library::{Answer, fill as fill_library, search};
pub use outside::{
    CONFIRMED, Hand, NewCourse as NewOutsideCourse, NewResult as NewOutsideResult, OutsideResult, Price, Reached, VERIFIED,
    add as add_outside_course, enter as enter_outside_result, hand_in as hand_in_outside_result,
};
pub use quiz::{NewRound, answer_quiz, begin_quiz, hold_round, study_quiz};
use rules::fault as check_fault;
pub use rules::{Component, NewCheck, Outcome};
pub use standing::{rebuild as rebuild_standings, record_skill};
use store::check as stored_check;
pub use store::{Check, check, checked_components};

use crate::{accounts::Route, ledger::Kind};

/// A task was done unaided before a witness; subject: the check.
pub const SHOWN: Kind = Kind::new("skill.shown");
/// A task was done with help, or could not be done; subject: the check.
pub const TRIED: Kind = Kind::new("skill.tried");

/// A quiz was passed: supervised (B), or alone and claimed (C). Subject: the attempt.
pub const PASSED: Kind = Kind::new("quiz.passed");
/// A practice came to a good end: supervised (B), or alone and claimed (C). Subject: the attempt.
pub const DONE: Kind = Kind::new("practice.done");
/// A lesson was finished: in a group that a helper led (B), or alone and claimed (C). Subject: the record.
pub const FINISHED: Kind = Kind::new("lesson.finished");
/// A certificate was handed out; subject: the certificate.
pub const CERTIFIED: Kind = Kind::new("certificate.issued");
/// A certificate was taken back by two; subject: the certificate.
pub const REVOKED: Kind = Kind::new("certificate.revoked");

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    [
        desk::routes(),
        pages::routes(),
        library::routes(),
        editing::routes(),
        framework::routes(),
        quiz::routes(),
        practice::routes(),
        standing::routes(),
        certificates::routes(),
        courses::routes(),
        outside::routes(),
        feedback::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;
