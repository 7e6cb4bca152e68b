//! The whole house: every slice's addresses in one router, with the headers that every answer carries.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderMap, HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutBody};

use crate::{
    accounts::{self, Route, Uploaded, greet, keep},
    classes, coaching, indicators,
    kit::{
        app::App,
        error::Error,
        kept::{Kept, takes_gzip},
        pages::{ASSETS, Asset},
    },
    learning, org, people, plan, platform, reports, resources, sync,
};

#[cfg(test)]
mod full;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod lively;
#[cfg(test)]
mod plants;
#[cfg(test)]
mod sealed;
#[cfg(test)]
mod walk;

/// Every address of every slice.
pub fn routes() -> Vec<Route> {
    [
        accounts::routes(),
        org::routes(),
        people::routes(),
        resources::routes(),
        classes::routes(),
        coaching::routes(),
        learning::routes(),
        plan::routes(),
        indicators::routes(),
        reports::routes(),
        sync::routes(),
        platform::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The server: pages, files, headers.
pub fn router(app: App) -> Router {
    router_with(app, Router::new())
}

/// The server with more addresses beside its own: the bench measures pages against one that answers the same bytes each time.
pub fn router_with(app: App, more: Router<App>) -> Router {
    accounts::router(routes())
        .fallback(async || Error::NotFound)
        .layer(middleware::from_fn(bound))
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), greet))
        .layer(middleware::from_fn_with_state((app.clone(), Kept::default()), keep))
        .merge(files())
        .merge(more)
        .layer(middleware::from_fn(headers))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .with_state(app)
}

/// How long a body may be silent: even the poorest line brings a piece sooner.
const SILENCE: Duration = Duration::from_secs(30);

/// Refuses what says of itself that it is too large even to be read to its end, and gives up a body that brings nothing more; whoever reads a
/// body bounds it more closely.
async fn bound(request: Request, next: Next) -> Response {
    let told = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|length| length > Uploaded::READ_TO) {
        return Error::TooLarge.into_response();
    }
    next.run(request.map(|body| lively(body, SILENCE))).await
}

/// A body that ends in an error when nothing comes for so long.
fn lively(body: Body, silence: Duration) -> Body {
    Body::new(TimeoutBody::new(silence, body))
}

fn files() -> Router<App> {
    ASSETS.all().fold(Router::new(), |router, asset| {
        router.route(&asset.href, axum::routing::get(move |headers: HeaderMap| async move { file(asset, &headers) }))
    })
}

/// A file under an address that names its content never changes; it is sent packed to whoever takes it.
fn file(asset: &'static Asset, asked: &HeaderMap) -> Response {
    let kept = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if takes_gzip(asked) {
        (kept, [(header::CONTENT_ENCODING, "gzip")], asset.packed.as_slice()).into_response()
    } else {
        (kept, asset.bytes).into_response()
    }
}

const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; media-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types hocvuso-worker";

async fn headers(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// Puts what the program carries into the database, where it is not there yet as this program carries it.
pub async fn prepare(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    app.db.write(move |tx| learning::load_content(tx, now)).await.map(drop)
}

/// Serves until the process is asked to stop; requests under way are finished.
pub async fn serve(app: App, listener: tokio::net::TcpListener) -> std::io::Result<()> {
    prepare(&app).await.map_err(std::io::Error::other)?;
    let service = router(app).into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop_asked()).await
}

async fn stop_asked() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        if let Ok(mut asked) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            asked.recv().await;
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
