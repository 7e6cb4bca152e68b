//! A body that falls silent is given up, so that nobody holds a connection for nothing.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, Bytes, to_bytes};
use http_body::Frame;

use super::lively;

/// Brings its pieces, and then nothing, without an end.
struct Stalled(Vec<&'static str>);

impl http_body::Body for Stalled {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.pop().map_or(Poll::Pending, |piece| Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(piece.as_bytes()))))))
    }
}

#[tokio::test]
async fn a_body_that_brings_nothing_more_ends_in_an_error() {
    let body = lively(Body::new(Stalled(vec!["half ", "of it"])), Duration::from_millis(1));
    assert!(to_bytes(body, 100).await.is_err());
    let whole = lively(Body::from("all of it"), Duration::from_millis(1));
    assert_eq!(to_bytes(whole, 100).await.expect("it ended"), "all of it");
}
