//! The register and one certificate for officers; the check, the list of those taken back and the open keys for everybody.

mod check;
mod desk;
mod one;

use axum::routing::{get, post};

use crate::accounts::{Need, Right, Route};

/// Every address of certificates.
pub fn routes() -> Vec<Route> {
    let office = Need::May(Right::Certify);
    vec![
        Route::get("/chung-nhan", Need::Public, get(check::form)),
        Route::post("/chung-nhan", Need::Public, post(check::look)),
        Route::get("/chung-nhan/thu-hoi", Need::Public, get(check::taken_back)),
        Route::get("/chung-nhan/khoa.json", Need::Public, get(check::keys)),
        Route::get("/chung-nhan/{paper}", Need::Public, get(check::show)),
        Route::get("/quan-ly/hoc/chung-nhan", office, get(desk::register)),
        Route::get("/quan-ly/hoc/chung-nhan/nguoi/{person}", office, get(desk::person)),
        Route::post("/quan-ly/hoc/chung-nhan/nguoi/{person}", office, post(desk::issue)),
        Route::get("/quan-ly/hoc/chung-nhan/{certificate}", office, get(one::show)),
        Route::get("/quan-ly/hoc/chung-nhan/{certificate}/giay.pdf", office, get(one::pdf)),
        Route::post("/quan-ly/hoc/chung-nhan/{certificate}/thu-hoi", office, post(one::ask_back)),
        Route::post("/quan-ly/hoc/chung-nhan/{certificate}/dong-y", office, post(one::agree)),
        Route::post("/quan-ly/hoc/chung-nhan/{certificate}/giu-lai", office, post(one::keep)),
    ]
}
