//! The menu: every part of the site, and the right that opens it.

use super::rules::Right;
use crate::kit::pages::NavLink;

/// Parts that anybody may open.
const PUBLIC: &[(&str, &str)] =
    &[("/", "nav-home"), ("/hoc", "nav-learn"), ("/thu-vien", "nav-library"), ("/lich-hoc", "nav-timetable"), ("/ke-hoach", "nav-plan")];

/// One of the officers' parts: where it leads, its words, the rights of which one opens it, and what else belongs to it.
struct Part(&'static str, &'static str, &'static [Right], &'static str);

/// The officers' parts, most used first.
const OFFICERS: &[Part] = &[
    Part("/quan-ly", "nav-dashboard", &[Right::SeeFigures], ""),
    Part("/quan-ly/lop", "nav-classes", &[Right::SeeClasses], ""),
    Part("/quan-ly/dong-hanh", "nav-coaching", &[Right::Coach], ""),
    Part("/quan-ly/nguoi-dan", "nav-people", &[Right::SeePersons], ""),
    Part(
        "/quan-ly/hoc",
        "nav-learning",
        &[Right::TakeAttendance, Right::RecordSkill, Right::SeePersons, Right::Certify, Right::ManageLearning],
        "/quan-ly/kiem-tra",
    ),
    Part("/quan-ly/chi-tieu", "nav-targets", &[Right::SeeFigures], ""),
    Part("/quan-ly/bao-cao", "nav-reports", &[Right::SeeReports], ""),
    Part("/quan-ly/dia-ban", "nav-places", &[Right::ManagePlaces], ""),
    Part("/quan-ly/dong-bo", "nav-field", &[Right::ManageDevices], ""),
    Part("/quan-ly/tai-khoan", "nav-accounts", &[Right::ManageAccounts], ""),
    Part("/quan-ly/nhat-ky", "nav-log", &[Right::SeeAudit], ""),
];

/// The first part that somebody with these rights may open: where signing in leads.
pub(super) fn landing(may: impl Fn(Right) -> bool) -> &'static str {
    OFFICERS.iter().find(|part| part.2.iter().any(|right| may(*right))).map_or("/quan-ly/toi", |part| part.0)
}

/// The menu for a visitor at `path`: the officers' on their pages, else the public one.
pub(super) fn links(path: &str, may: impl Fn(Right) -> bool) -> Vec<NavLink> {
    let open = |href: &str| path == href || (!matches!(href, "" | "/" | "/quan-ly") && path.starts_with(href));
    if path.starts_with("/quan-ly") {
        let mine = OFFICERS.iter().filter(|part| part.2.iter().any(|right| may(*right)));
        mine.map(|Part(href, key, _, also)| NavLink { href, key, current: open(href) || open(also) }).collect()
    } else {
        PUBLIC.iter().map(|(href, key)| NavLink { href, key, current: open(href) }).collect()
    }
}
