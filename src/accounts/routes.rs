//! How every slice states its addresses: one list that the router and the tests read.

use std::collections::BTreeSet;

use axum::{
    Router,
    extract::Request,
    http::{Method, Uri},
    middleware::{self, Next},
    routing::{MethodRouter, get},
};

use super::{
    keep::Same,
    visitor::{Need, require},
};
use crate::kit::{app::App, pages::go};

/// One address with its method, what it needs, and its handler.
#[derive(Clone, Debug)]
pub struct Route {
    /// GET or POST; programs also PATCH, HEAD and DELETE.
    pub method: Method,
    /// The address, with `{names}` for its parts.
    pub path: &'static str,
    /// What the visitor must be.
    pub need: Need,
    /// Whether visitors without a session are all told the same, so that its answer may be kept for a moment.
    pub kept: bool,
    handler: MethodRouter<App>,
}

impl Route {
    /// A page or file to look at.
    pub fn get(path: &'static str, need: Need, handler: MethodRouter<App>) -> Self {
        Self { method: Method::GET, path, need, kept: false, handler }
    }

    /// An address with another method, or one that programs call; its handler answers programs and proves who asks.
    pub fn on(method: Method, path: &'static str, need: Need, handler: MethodRouter<App>) -> Self {
        Self { method, path, need, kept: false, handler }
    }

    /// A change; its handler must take [`super::Posted`] or [`super::Uploaded`].
    pub fn post(path: &'static str, need: Need, handler: MethodRouter<App>) -> Self {
        Self { method: Method::POST, path, need, kept: false, handler }
    }

    /// A public page made from nothing but the database, the clock, the host, the commune, language, look and address asked for.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { kept: true, ..self }
    }
}

/// A router of these routes, each guarded by its need. Where only a form leads, such as to the answer of a search by card, looking at the address
/// leads to the page above: a reader who reloads it or changes the language is not left with nothing.
pub fn router(routes: Vec<Route>) -> Router<App> {
    let pages: BTreeSet<String> = routes.iter().filter(|route| route.method == Method::GET).map(|route| shape(route.path)).collect();
    let up = routes.iter().filter(|route| route.method == Method::POST && !route.path.starts_with("/api/"));
    let up: Vec<_> =
        up.filter(|route| !pages.contains(&shape(route.path))).map(|route| (route.path, steps_up(route.path, &pages))).collect();
    let router = up
        .into_iter()
        .fold(Router::new(), |router, (path, steps)| router.route(path, get(move |uri: Uri| async move { go(above(uri.path(), steps)) })));
    routes.into_iter().fold(router, |router, route| {
        let (need, kept) = (route.need, route.kept);
        let guard = middleware::from_fn(move |request: Request, next: Next| async move {
            let mut answer = require(need, request, next).await;
            if kept {
                answer.extensions_mut().insert(Same);
            }
            answer
        });
        router.route(route.path, route.handler.layer(guard))
    })
}

/// An address without the names of its parts.
fn shape(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// How many parts an address must lose to be one of a page.
fn steps_up(path: &str, pages: &BTreeSet<String>) -> usize {
    let depth = path.matches('/').count();
    (1..depth).find(|steps| pages.contains(&shape(above(path, *steps)))).unwrap_or(depth)
}

/// An address without its last parts; the first page when nothing is left.
fn above(path: &str, steps: usize) -> &str {
    let cut = (0..steps).try_fold(path, |path, _| path.rsplit_once('/').map(|(above, _)| above));
    cut.filter(|above| !above.is_empty()).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_only_takes_a_form_leads_to_the_page_above() {
        let pages: BTreeSet<String> = ["/", "/hoc", "/quan-ly/buoi/{id}"].map(shape).into();
        for (path, asked, leads) in [
            ("/hoc/cua-toi", "/hoc/cua-toi", "/hoc"),
            ("/quan-ly/buoi/{round}/goi/{who}", "/quan-ly/buoi/7/goi/8", "/quan-ly/buoi/7"),
            ("/hien-thi", "/hien-thi", "/"),
            ("/a/b/c", "/a/b/c", "/"),
        ] {
            assert_eq!(above(asked, steps_up(path, &pages)), leads, "{path}");
        }
    }
}
