//! The field app itself, served at `/thuc-dia`: a shell without personal data, its worker, and who is signed in.
//!
//! Everything that the app shows it fetches by sync; `web/build.mjs` makes the files and holds their size.

use axum::{
    Json,
    http::{HeaderName, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;

use crate::accounts::{Need, Route, Visitor};

const SHELL: &[u8] = include_bytes!("../../web/dist/field/shell.html");
const WORKER: &[u8] = include_bytes!("../../web/dist/field/sw.js");
const MANIFEST: &[u8] = include_bytes!("../../web/dist/field/manifest.webmanifest");

/// Every address of the field app.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/thuc-dia", Need::Public, get(async || file("text/html; charset=utf-8", SHELL))),
        Route::get("/thuc-dia/sw.js", Need::Public, get(worker)),
        Route::get("/thuc-dia/manifest.webmanifest", Need::Public, get(async || file("application/manifest+json", MANIFEST))),
        Route::get("/thuc-dia/toi", Need::Public, get(who)),
    ]
}

/// Asked for again each time: these addresses stay while their content changes.
fn file(mime: &'static str, bytes: &'static [u8]) -> Response {
    ([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, "no-cache")], bytes).into_response()
}

/// The worker rules over `/thuc-dia`, which lies above its own folder: that must be said.
async fn worker() -> impl IntoResponse {
    ([(HeaderName::from_static("service-worker-allowed"), "/thuc-dia")], file("text/javascript; charset=utf-8", WORKER))
}

#[derive(Serialize)]
struct Who {
    lang: &'static str,
    form: String,
    commune: Option<String>,
    account: Option<WhoAccount>,
    must_change: bool,
    recovery: Option<String>,
}

#[derive(Serialize)]
struct WhoAccount {
    id: String,
    name: String,
}

/// Who is signed in by cookie, with what enrolment needs.
///
/// `recovery` opens the account's own box on a phone whose PIN was forgotten. It is made from the server's key and
/// told to the account's owner alone; it is kept nowhere.
async fn who(visitor: Visitor) -> impl IntoResponse {
    let signed = visitor.signed.as_ref();
    let able = signed.filter(|s| !s.must_change);
    let answer = Who {
        lang: visitor.t.lang.code(),
        form: visitor.csrf.to_string(),
        commune: visitor.commune.as_ref().map(|c| c.name.clone()),
        account: able.map(|s| WhoAccount { id: s.account.clone(), name: s.name.clone() }),
        must_change: signed.is_some_and(|s| s.must_change),
        recovery: able.map(|s| visitor.app.keys.blind("field-recovery", &s.account)),
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(answer))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{accounts::Role, kit::pages::ASSETS, testing::TestHouse};

    fn json(bytes: &[u8]) -> Value {
        serde_json::from_slice(bytes).expect("JSON")
    }

    #[tokio::test]
    async fn the_shell_is_the_same_for_everybody_and_all_its_files_are_there() {
        let house = TestHouse::new().await;
        let shell = house.anybody().get("/thuc-dia").await.is(200);
        let signed = house.role(Role::Volunteer).await.get("/thuc-dia").await.is(200);
        assert_eq!(shell.bytes, signed.bytes);
        let manifest = house.anybody().get("/thuc-dia/manifest.webmanifest").await.is(200).html();
        let worker = house.anybody().get("/thuc-dia/sw.js").await.is(200);
        assert_eq!(worker.headers["service-worker-allowed"], "/thuc-dia");
        let page = format!("{}{manifest}", shell.html());
        let named: Vec<&str> = page.split('"').filter(|part| part.starts_with("/assets/")).collect();
        assert!(named.len() >= 8, "{named:?}");
        for href in named {
            house.anybody().get(href).await.is(200);
            assert!(worker.html().contains(href), "{href} is not kept for use without a signal");
        }
        for asset in &ASSETS.field {
            assert!(worker.html().contains(&asset.href), "{}", asset.href);
            assert!(!asset.packed.is_empty() && asset.packed.len() <= asset.bytes.len() + 100);
        }
    }

    #[tokio::test]
    async fn who_is_signed_in_is_told_to_themself_alone() {
        let house = TestHouse::new().await;
        let nobody = json(&house.anybody().get("/thuc-dia/toi").await.is(200).bytes);
        assert_eq!((&nobody["account"], &nobody["recovery"], &nobody["must_change"]), (&Value::Null, &Value::Null, &Value::Bool(false)));
        assert_eq!(nobody["form"].as_str().map(str::len), Some(64));
        let lan = house.role(Role::Volunteer).await;
        let answer = lan.get("/thuc-dia/toi").await.is(200);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let told = json(&answer.bytes);
        assert!(told["account"]["id"].is_string());
        let key = told["recovery"].as_str().expect("a key").to_owned();
        assert_eq!(key.len(), 64);
        assert_eq!(json(&lan.clone().in_english().get("/thuc-dia/toi").await.bytes)["lang"], "en");
        assert_eq!(json(&lan.get("/thuc-dia/toi").await.bytes)["recovery"], told["recovery"], "the same each time");
        let other = json(&house.role(Role::Ambassador).await.get("/thuc-dia/toi").await.bytes);
        assert_ne!(other["recovery"], told["recovery"]);
    }

    #[tokio::test]
    async fn whoever_must_change_the_password_gets_no_key() {
        let house = TestHouse::new().await;
        let lan = house.role(Role::Volunteer).await;
        let account = json(&lan.get("/thuc-dia/toi").await.bytes)["account"]["id"].as_str().expect("an id").to_owned();
        let must = crate::sql!("UPDATE accounts_account SET must_change = TRUE WHERE id = $1");
        house.write(move |tx| Ok(tx.run(must, crate::args![account.as_str()])?)).await;
        let told = json(&lan.get("/thuc-dia/toi").await.is(200).bytes);
        assert_eq!((&told["account"], &told["recovery"], &told["must_change"]), (&Value::Null, &Value::Null, &Value::Bool(true)));
    }
}
