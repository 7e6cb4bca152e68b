//! How every slice states its addresses: one list that the router and the tests read.

use axum::{
    Router,
    extract::Request,
    http::Method,
    middleware::{self, Next},
    routing::MethodRouter,
};

use super::{
    keep::Same,
    visitor::{Need, require},
};
use crate::kit::app::App;

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

/// A router of these routes, each guarded by its need.
pub fn router(routes: Vec<Route>) -> Router<App> {
    routes.into_iter().fold(Router::new(), |router, route| {
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
