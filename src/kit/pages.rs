//! The frame around every page, and the small parts that templates share.

use std::sync::LazyLock;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};

use super::{
    error::Result,
    forms::FormToken,
    ids,
    text::{Lang, Text},
};

/// A link in the menu.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// Where it leads.
    pub href: &'static str,
    /// Its text key.
    pub key: &'static str,
    /// Whether it is the part of the site that is open now.
    pub current: bool,
}

/// How the visitor wants to see pages: text size and contrast, from a cookie.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// `0` (as designed), `1` or `2` steps larger.
    pub size: i8,
    /// High contrast.
    pub contrast: bool,
}

impl Look {
    /// Reads the cookie `hv_look`, such as `1.high`: size, then contrast; anything else is the designed look.
    pub fn parse(cookie: &str) -> Self {
        let (size, contrast) = cookie.split_once('.').unwrap_or((cookie, ""));
        Self { size: size.parse().ok().filter(|s| (0..=2).contains(s)).unwrap_or(0), contrast: contrast == "high" }
    }

    /// The cookie's value for this look.
    pub fn cookie(&self) -> String {
        format!("{}.{}", self.size, if self.contrast { "high" } else { "normal" })
    }
}

/// Who is signed in, as the page head shows it.
#[derive(Clone, Debug)]
pub struct Who {
    /// The person's name.
    pub name: String,
    /// The role's text key.
    pub role: &'static str,
    /// The place the role is for, in words.
    pub place: String,
    /// Where their work begins; their own page for who has none here.
    pub work: &'static str,
}

impl Who {
    /// The first letter of the given name, which comes last.
    pub fn initial(&self) -> String {
        self.name.split_whitespace().last().and_then(|word| word.chars().next()).map(|c| c.to_uppercase().to_string()).unwrap_or_default()
    }
}

/// What every page has around its own content.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The page's words.
    pub t: Text,
    /// What stands in the browser's title before the product's name.
    pub title: String,
    /// The page's own address with its query, for the language switch.
    pub here: String,
    /// The commune's name; empty where there is none yet.
    pub commune: String,
    /// Whether the data is invented: the page then says so.
    pub demo: bool,
    /// Who is signed in.
    pub who: Option<Who>,
    /// The menu.
    pub nav: Vec<NavLink>,
    /// The form token.
    pub csrf: FormToken,
    /// A message from the step before, already in words.
    pub flash: String,
    /// The visitor's look.
    pub look: Look,
    /// The way back up: address and words.
    pub crumbs: Vec<(String, String)>,
    /// Officers' pages are denser.
    pub officer: bool,
    /// Whether the page shows a refused form: its title then says so first.
    pub faulty: bool,
}

impl Frame {
    /// Adds a step to the way back up.
    #[must_use]
    pub fn under(mut self, href: impl Into<String>, words: impl Into<String>) -> Self {
        self.crumbs.push((href.into(), words.into()));
        self
    }

    /// Says in the title that the form below was refused.
    #[must_use]
    pub fn with(mut self, faults: &super::forms::Faults) -> Self {
        self.faulty = !faults.is_empty();
        self
    }

    /// The page's own address, encoded to stand inside another.
    pub fn here_encoded(&self) -> String {
        super::forms::encode(&self.here)
    }

    /// The words that scripts say: attribute and text, with `{names}` left for the script to fill.
    pub fn script_words(&self) -> Vec<(&'static str, String)> {
        SCRIPT_WORDS
            .iter()
            .map(|(attribute, key, names)| {
                let fill = names.iter().fold(self.t.fill(key), |fill, name| fill.s(name, format!("{{{name}}}")));
                (*attribute, fill.to_string())
            })
            .collect()
    }

    /// The language that the switch offers.
    pub fn other_lang(&self) -> Lang {
        if self.t.lang == Lang::Vi { Lang::En } else { Lang::Vi }
    }

    /// A small picture as markup, for `{{ frame.icon("check")|safe }}`; `name` is one of `web/src/icons.svg`.
    pub fn icon(&self, name: &str) -> String {
        format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{}#{name}\"/></svg>", ASSETS.icons.href)
    }

    /// The addresses of the style sheet and script, which change with their content.
    pub fn assets(&self) -> &'static Assets {
        &ASSETS
    }
}

/// Words for scripts: the attribute of `<template id="words">`, the text key, the names that the script fills.
const SCRIPT_WORDS: &[(&str, &str, &[&str])] = &[
    ("copied", "script-copied", &[]),
    ("file", "script-file", &["name", "size"]),
    ("file-large", "script-file-large", &["size", "limit"]),
    ("none-found", "script-none-found", &["text"]),
    ("reading", "script-reading", &[]),
    ("refused", "script-refused", &["text"]),
    ("send-failed", "script-send-failed", &[]),
    ("sending", "script-sending", &["percent"]),
    ("waiting", "script-waiting", &[]),
    ("read", "frame-read", &[]),
    ("read-stop", "script-read-stop", &[]),
    ("saving", "script-saving", &[]),
    ("saving-many", "script-saving-many", &["n"]),
    ("saved", "script-saved", &[]),
    ("failed", "script-failed", &["n"]),
];

/// A file that is served under an address naming its content.
#[derive(Debug)]
pub struct Asset {
    /// The address, such as `/assets/app.1a2b3c4d.css`.
    pub href: String,
    /// The media type.
    pub mime: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// The file packed with gzip.
    pub packed: Vec<u8>,
}

/// The files that pages need.
#[derive(Debug)]
pub struct Assets {
    /// The style sheet.
    pub css: Asset,
    /// The script.
    pub js: Asset,
    /// The mark.
    pub icon: Asset,
    /// The small pictures.
    pub icons: Asset,
    /// The files of the field app, named by their content when they were built.
    pub field: Vec<Asset>,
}

impl Assets {
    /// Every file.
    pub fn all(&self) -> impl Iterator<Item = &Asset> {
        [&self.css, &self.js, &self.icon, &self.icons].into_iter().chain(&self.field)
    }
}

/// The files, packed once.
pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    css: asset("app", "css", "text/css; charset=utf-8", include_bytes!("../../web/dist/app.css")),
    js: asset("app", "js", "text/javascript; charset=utf-8", include_bytes!("../../web/dist/app.js")),
    icon: asset("favicon", "svg", "image/svg+xml", include_bytes!("../../web/dist/favicon.svg")),
    icons: asset("icons", "svg", "image/svg+xml", include_bytes!("../../web/dist/icons.svg")),
    field: FIELD
        .iter()
        .map(|(name, mime, bytes)| Asset { href: format!("/assets/field/{name}"), mime, bytes, packed: pack(bytes) })
        .collect(),
});

/// Name, media type, content.
const FIELD: &[(&str, &str, &[u8])] = include!("../../web/dist/field/files.rs");

fn asset(name: &str, ending: &str, mime: &'static str, bytes: &'static [u8]) -> Asset {
    let hash = ids::sha256_hex(bytes);
    Asset { href: format!("/assets/{name}.{}.{ending}", &hash[..8]), mime, bytes, packed: pack(bytes) }
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing into memory can't fail.
    let _ = std::io::Write::write_all(&mut packer, bytes);
    packer.finish().unwrap_or_default()
}

/// Answers a page.
pub fn page(template: &impl askama::Template) -> Result<Response> {
    Ok(Html(template.render()?).into_response())
}

/// Answers a page with a status other than 200: a refused form is 422.
pub fn page_with(status: StatusCode, template: &impl askama::Template) -> Result<Response> {
    Ok((status, Html(template.render()?)).into_response())
}

/// This server's own address as the reader's browser knows it, for squares that a phone's camera opens: https but on the machine itself.
pub fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let near = host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
    format!("{}://{host}", if near { "http" } else { "https" })
}

/// Sends the browser to `to` after a change.
pub fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// Sends the browser to `to`, where the text under `key` is shown once.
pub fn go_saying(to: &str, key: &'static str) -> Response {
    let mut answer = go(to);
    let cookie = format!("hv_flash={key}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    answer
}

/// Answers a file to be kept.
pub fn download(name: &str, mime: &'static str, bytes: Vec<u8>) -> Response {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' }).collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", super::forms::encode(name));
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(mime)),
            (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"))),
        ],
        bytes,
    )
        .into_response()
}

/// A page of a long list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The page shown, from 1.
    pub page: i64,
    /// How many pages there are, at least 1.
    pub pages: i64,
    /// How many rows there are in all.
    pub total: i64,
    /// The address up to the page number.
    pub href: String,
}

impl Paging {
    /// Rows on one page.
    pub const SIZE: i64 = 50;

    /// The page that was asked for, held within what there is.
    pub fn new(asked: Option<i64>, total: i64, href: impl Into<String>) -> Self {
        let pages = ((total + Self::SIZE - 1) / Self::SIZE).max(1);
        Self { page: asked.unwrap_or(1).clamp(1, pages), pages, total, href: href.into() }
    }

    /// “Page 2 of 5, 230 rows” in words.
    pub fn words(&self, t: &Text) -> String {
        t.fill("pages-at").n("page", self.page).n("pages", self.pages).n("total", self.total).to_string()
    }

    /// How many rows come before this page.
    pub fn offset(&self) -> i64 {
        (self.page - 1) * Self::SIZE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_from_a_strange_cookie_is_the_designed_one() {
        for (cookie, size, contrast) in
            [("1.high", 1, true), ("-1.normal", 0, false), ("9.high", 0, true), ("", 0, false), ("x.y", 0, false)]
        {
            let look = Look::parse(cookie);
            assert_eq!((look.size, look.contrast), (size, contrast), "{cookie}");
        }
    }

    #[test]
    fn a_page_beyond_the_end_is_the_last_one() {
        let at = |asked, total| {
            let p = Paging::new(asked, total, "?");
            (p.page, p.pages, p.offset())
        };
        assert_eq!(at(None, 0), (1, 1, 0));
        assert_eq!(at(Some(9), 101), (3, 3, 100));
        assert_eq!(at(Some(-3), 50), (1, 1, 0));
    }
}
