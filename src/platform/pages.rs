//! Addresses about the program itself.

use axum::{Json, routing::get};
use serde_json::{Value, json};

use crate::{
    accounts::{Need, Route, Visitor},
    kit::{
        db,
        error::{Error, Result},
    },
};

/// Every address of this slice.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/health", Need::Public, get(health))]
}

async fn health(visitor: Visitor) -> Result<Json<Value>> {
    let app = &visitor.app;
    let schema = app.db.read(|tx| Ok::<_, Error>(db::schema_version(tx)?)).await?;
    Ok(Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "database": app.db.engine().name(),
        "schema": schema,
    })))
}
