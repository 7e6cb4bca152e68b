//! The menu: every part of the site, and the right that opens it.

use super::rules::Right;
use crate::kit::pages::NavLink;

/// Parts that anybody may open.
const PUBLIC: &[(&str, &str)] = &[("/", "nav-home"), ("/lich-hoc", "nav-timetable"), ("/ke-hoach", "nav-plan")];

/// The officers' parts, most used first.
const OFFICERS: &[(&str, &str, Right)] = &[
    ("/quan-ly", "nav-dashboard", Right::SeeFigures),
    ("/quan-ly/lop", "nav-classes", Right::SeeClasses),
    ("/quan-ly/dong-hanh", "nav-coaching", Right::Coach),
    ("/quan-ly/nguoi-dan", "nav-people", Right::SeePersons),
    ("/quan-ly/kiem-tra", "nav-skills", Right::RecordSkill),
    ("/quan-ly/chi-tieu", "nav-targets", Right::SeeFigures),
    ("/quan-ly/bao-cao", "nav-reports", Right::SeeReports),
    ("/quan-ly/dia-ban", "nav-places", Right::ManagePlaces),
    ("/quan-ly/dong-bo", "nav-field", Right::ManageDevices),
    ("/quan-ly/tai-khoan", "nav-accounts", Right::ManageAccounts),
    ("/quan-ly/nhat-ky", "nav-log", Right::SeeAudit),
];

/// The first part that somebody with these rights may open: where signing in leads.
pub(super) fn landing(may: impl Fn(Right) -> bool) -> &'static str {
    OFFICERS.iter().find(|(.., right)| may(*right)).map_or("/quan-ly/toi", |(href, ..)| href)
}

/// The menu for a visitor at `path`: the officers' on their pages, else the public one.
pub(super) fn links(path: &str, may: impl Fn(Right) -> bool) -> Vec<NavLink> {
    let open = |href: &str| path == href || (href != "/" && href != "/quan-ly" && path.starts_with(href));
    if path.starts_with("/quan-ly") {
        OFFICERS.iter().filter(|(.., right)| may(*right)).map(|(href, key, _)| NavLink { href, key, current: open(href) }).collect()
    } else {
        PUBLIC.iter().map(|(href, key)| NavLink { href, key, current: open(href) }).collect()
    }
}
