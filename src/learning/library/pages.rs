//! The pages of the library.

mod files;
mod home;
mod item;
mod shelf;

use axum::routing::get;

pub use self::item::FILES;

use crate::{
    accounts::{Need, Route, Visitor},
    kit::forms::encode,
};

/// Every public address of the library.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/hoc", Need::Public, get(home::page_of_needs)),
        Route::get("/hoc/{item}", Need::Public, get(item::page_of_item)),
        Route::get("/hoc/{item}/tai", Need::Public, get(item::take_away)),
        Route::get("/hoc/hinh/{drawing}", Need::Public, get(files::picture)),
        Route::get("/thu-vien", Need::Public, get(shelf::page_of_shelf)),
        Route::get("/thu-vien/tim", Need::Public, get(shelf::page_of_search)),
        Route::get("/thuc-dia/goi/{pack}", Need::Public, get(files::pack_of_audience)),
    ]
}

/// The commune whose items are read: '' where there is none yet, which has the built-in ones.
pub fn commune_of(visitor: &Visitor) -> String {
    visitor.commune.as_ref().map(|commune| commune.id.clone()).unwrap_or_default()
}

/// An address with its query, which stays in the commune that was asked for by its code.
pub fn address(visitor: &Visitor, path: &str, pairs: &[(&str, &str)]) -> String {
    let mut all: Vec<(&str, &str)> = pairs.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
    if visitor.query.some("xa").is_some() {
        all.push(("xa", visitor.commune.as_ref().map_or("", |commune| commune.code.as_str())));
    }
    let query: Vec<String> = all.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}
