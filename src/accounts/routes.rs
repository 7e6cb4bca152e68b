//! How every slice states its addresses: one list that the router and the tests read.

use axum::{
    Router,
    extract::Request,
    http::Method,
    middleware::{self, Next},
    routing::MethodRouter,
};

use super::visitor::{Need, require};
use crate::kit::app::App;

/// One address with its method, what it needs, and its handler.
#[derive(Clone, Debug)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// The address, with `{names}` for its parts.
    pub path: &'static str,
    /// What the visitor must be.
    pub need: Need,
    handler: MethodRouter<App>,
}

impl Route {
    /// A page or file to look at.
    pub fn get(path: &'static str, need: Need, handler: MethodRouter<App>) -> Self {
        Self { method: Method::GET, path, need, handler }
    }

    /// A change; its handler must take [`super::Posted`] or [`super::Uploaded`].
    pub fn post(path: &'static str, need: Need, handler: MethodRouter<App>) -> Self {
        Self { method: Method::POST, path, need, handler }
    }
}

/// A router of these routes, each guarded by its need.
pub fn router(routes: Vec<Route>) -> Router<App> {
    routes.into_iter().fold(Router::new(), |router, route| {
        let need = route.need;
        let guard = middleware::from_fn(move |request: Request, next: Next| require(need, request, next));
        router.route(route.path, route.handler.layer(guard))
    })
}
