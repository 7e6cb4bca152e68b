//! Who knocks: a phone with its device's secret, and how it is answered when something is wrong.

use std::{
    collections::HashMap,
    io::Read as _,
    sync::{LazyLock, Mutex, PoisonError},
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use flate2::read::GzDecoder;

use super::{
    rules::{Allowance, LIMITS},
    store::{self, device::Device},
};
use crate::{
    accounts::from_here,
    kit::{app::App, clock::Millis, db, error::Error, text::Lang},
};

/// Why a request of a phone is not answered as it asked.
#[derive(Debug)]
pub enum Refused {
    /// Secret or device are unknown.
    DeviceUnknown,
    /// The device was revoked.
    DeviceRevoked,
    /// Not from this server's own pages.
    Origin,
    /// Nobody is signed in.
    SignIn,
    /// The account may do nothing that a phone is for, or must change its password first.
    NotAllowed,
    /// Too many operations, or too many bytes.
    TooLarge,
    /// The body could not be read.
    Malformed,
    /// Another version of the protocol.
    Protocol,
    /// Too often: come again after so many seconds.
    TooOften(i64),
    /// The database could not do it now.
    Later,
    /// The disk is full.
    Full,
    /// Something that should not happen.
    Broken,
}

impl Refused {
    const fn status(&self) -> StatusCode {
        match self {
            Self::DeviceUnknown | Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::DeviceRevoked | Self::Origin | Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Malformed => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Protocol => StatusCode::UPGRADE_REQUIRED,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Later | Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::DeviceUnknown => "device_unknown",
            Self::DeviceRevoked => "device_revoked",
            Self::Origin => "origin",
            Self::SignIn => "sign_in",
            Self::NotAllowed => "not_allowed",
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::Protocol => "protocol",
            Self::TooOften(_) => "too_often",
            Self::Later => "later",
            Self::Full => "full",
            Self::Broken => "broken",
        }
    }

    const fn key(&self) -> &'static str {
        match self {
            Self::DeviceUnknown => "sync-door-device_unknown",
            Self::DeviceRevoked => "sync-door-device_revoked",
            Self::Origin => "sync-door-origin",
            Self::SignIn => "sync-door-sign_in",
            Self::NotAllowed => "sync-door-not_allowed",
            Self::TooLarge => "sync-door-too_large",
            Self::Malformed => "sync-door-malformed",
            Self::Protocol => "sync-door-protocol",
            Self::TooOften(_) => "sync-door-too_often",
            Self::Later => "sync-door-later",
            Self::Full => "sync-door-full",
            Self::Broken => "sync-door-broken",
        }
    }

    /// The answer, in the language that was asked for.
    pub fn answer(&self, lang: Lang) -> Response {
        let mut answer = super::api::refused(self.status(), self.code(), self.key(), lang);
        let after = match self {
            Self::TooOften(seconds) => *seconds,
            Self::Later => 2,
            Self::Full => 60,
            _ => 0,
        };
        if after > 0 {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(after));
        }
        answer
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error {
            Error::Db(db::Error::Busy) => Self::Later,
            Error::Db(db::Error::Full) => Self::Full,
            Error::TooLarge => Self::TooLarge,
            Error::SignIn => Self::SignIn,
            Error::Forbidden => Self::NotAllowed,
            Error::StaleForm => Self::Origin,
            other => {
                tracing::error!("sync: {other}");
                Self::Broken
            }
        }
    }
}

/// The language that `Accept-Language` asks for first.
pub fn language(headers: &HeaderMap) -> Lang {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("");
    Lang::parse(asked.split([',', ';', '-']).next().unwrap_or("").trim()).unwrap_or_default()
}

/// Proves which device asks.
///
/// # Errors
/// In this order: another protocol, a foreign origin, an unknown device or secret, a revoked device, too often.
pub async fn device(app: &App, headers: &HeaderMap) -> Result<Device, Refused> {
    if headers.get("x-hocvuso-sync").is_none_or(|version| version != "1") {
        return Err(Refused::Protocol);
    }
    if !from_here(headers) {
        return Err(Refused::Origin);
    }
    let told = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Device "));
    let (id, secret) = told.and_then(|told| told.trim().split_once('.')).ok_or(Refused::DeviceUnknown)?;
    let (id, secret) = (id.to_owned(), secret.to_owned());
    let found = app.db.read(move |tx| Ok::<_, Error>(store::device::by_id(tx, &id)?)).await?;
    let device = found.filter(|device| device.has_secret(&secret)).ok_or(Refused::DeviceUnknown)?;
    if device.revoked_at.is_some() {
        return Err(Refused::DeviceRevoked);
    }
    allow(&device.id, app.clock.now()).map_err(Refused::TooOften)?;
    Ok(device)
}

/// How often each device asked lately. It lives in this process: after a restart everybody begins anew.
static ASKED: LazyLock<Mutex<HashMap<String, Allowance>>> = LazyLock::new(Mutex::default);
/// So many devices are remembered before those that rest are forgotten.
const REMEMBERED: usize = 10_000;

fn allow(device: &str, now: Millis) -> Result<(), i64> {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    if asked.len() > REMEMBERED {
        asked.retain(|_, allowance| !allowance.is_idle(now));
    }
    asked.entry(device.to_owned()).or_insert_with(|| Allowance::full(now)).take(now)
}

/// Reads a body, unpacked when it says that it is packed, both within the limit.
///
/// # Errors
/// [`Refused::TooLarge`]; [`Refused::Malformed`] for a packing that is unknown or broken.
pub async fn body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Refused> {
    let bytes = axum::body::to_bytes(body, LIMITS.bytes).await.map_err(|_| Refused::TooLarge)?;
    match headers.get(header::CONTENT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("").trim() {
        "" | "identity" => Ok(bytes.into()),
        "gzip" => {
            let mut unpacked = Vec::new();
            let most = LIMITS.bytes as u64 + 1;
            GzDecoder::new(&bytes[..]).take(most).read_to_end(&mut unpacked).map_err(|_| Refused::Malformed)?;
            if unpacked.len() > LIMITS.bytes { Err(Refused::TooLarge) } else { Ok(unpacked) }
        }
        _ => Err(Refused::Malformed),
    }
}
