//! Addresses about the program itself.

use askama::Template;
use axum::{Json, response::Response, routing::get};
use serde_json::{Value, json};

use crate::{
    accounts::{Need, Route, Visitor},
    kit::{
        db,
        error::{Error, Result},
        pages::{ASSETS, Frame, page},
        text::Text,
    },
    sync,
};

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/", Need::Public, get(super::home::home)).kept(),
        Route::get("/health", Need::Public, get(health)),
        Route::get("/quan-ly/giao-dien", Need::SignedIn, get(style_page)),
    ]
}

async fn health(visitor: Visitor) -> Result<Json<Value>> {
    let app = &visitor.app;
    let (schema, (received, verdicts)) = app.db.read(|tx| Ok::<_, Error>((db::schema_version(tx)?, sync::sums(tx)?))).await?;
    Ok(Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "database": app.db.engine().name(),
        "schema": schema,
        // Every operation that a phone sent has its verdict: the two are equal.
        "sync": { "operations": received, "verdicts": verdicts },
    })))
}

#[derive(Template)]
#[template(path = "platform/pages/style.html")]
struct StylePage {
    frame: Frame,
    t: Text,
    body: String,
}

/// The living style page: every component in its real style, for whoever writes the next page.
async fn style_page(visitor: Visitor) -> Result<Response> {
    let body = include_str!("../kit/pages/style_body.html").replace("/assets/icons.svg", &ASSETS.icons.href);
    page(&StylePage { frame: visitor.frame("platform-style"), t: visitor.t, body })
}
