//! Our own markup as a tree of lists, so that a phone builds elements from it and never reads markup.
//!
//! An element is `["tag", {attributes}, inside…]`, where the attributes are left out when there are none; text is a string. What is
//! not among the known tags and attributes is left out, and what stands inside it stays.

use serde_json::{Map, Value};

/// Tags and attributes that are let through.
pub(super) struct Known {
    tags: &'static [&'static str],
    attributes: &'static [&'static str],
}

/// What text may hold.
pub(super) const TEXT: Known = Known {
    tags: &[
        "p",
        "br",
        "hr",
        "h3",
        "blockquote",
        "pre",
        "code",
        "ul",
        "ol",
        "li",
        "em",
        "strong",
        "s",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
    ],
    attributes: &["href", "start", "scope"],
};

/// What a drawing may hold.
pub(super) const DRAWING: Known = Known {
    tags: &["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"],
    attributes: &[
        "viewBox",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "width",
        "height",
        "points",
        "fill",
        "fill-opacity",
        "fill-rule",
        "opacity",
        "stroke",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-width",
        "transform",
        "font-family",
        "font-size",
        "font-weight",
        "text-anchor",
    ],
};

/// Elements deeper than this stand in the one above them.
const DEEPEST: usize = 24;

/// An element whose end has not come yet.
struct Open {
    name: String,
    /// Whether it becomes an element; else what it holds goes to the one above.
    kept: bool,
    inside: Vec<Value>,
}

/// The tree of what [`crate::learning::content::parts`] wrote, or of a drawing of ours. Never fails: what is not closed ends at the end.
pub(super) fn tree(markup: &str, known: &Known) -> Vec<Value> {
    let mut open = vec![Open { name: String::new(), kept: false, inside: Vec::new() }];
    let mut rest = markup;
    while let Some((text, after)) = rest.split_once('<') {
        put_text(&mut open, text);
        if let Some(mark) = after.strip_prefix("!--") {
            let (mark, after) = mark.split_once("-->").unwrap_or((mark, ""));
            put(&mut open, picture(mark));
            rest = after;
            continue;
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = after;
        match tag.strip_prefix('/') {
            Some(name) => close(&mut open, name.trim()),
            None => start(&mut open, tag, known),
        }
    }
    put_text(&mut open, rest);
    while open.len() > 1 {
        end_last(&mut open);
    }
    open.pop().map(|root| root.inside).unwrap_or_default()
}

fn put(open: &mut [Open], value: Value) {
    if let Some(last) = open.last_mut() {
        last.inside.push(value);
    }
}

fn put_text(open: &mut [Open], text: &str) {
    if !text.is_empty() {
        put(open, Value::String(unescape(text)));
    }
}

/// A picture in running text: `picture:name|its words`.
fn picture(mark: &str) -> Value {
    let (name, alt) = mark.split_once('|').unwrap_or(("", mark));
    let name = name.strip_prefix("picture:").unwrap_or_default();
    serde_json::json!(["picture", { "name": name, "alt": unescape(alt) }])
}

fn start(open: &mut Vec<Open>, tag: &str, known: &Known) {
    let alone = tag.ends_with('/');
    let tag = tag.trim_end_matches('/');
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let kept = known.tags.contains(&name) && open.len() <= DEEPEST;
    let mut inside = Vec::new();
    if kept {
        inside.push(Value::String(name.to_owned()));
        let attributes = attributes_of(attributes, known);
        if !attributes.is_empty() {
            inside.push(Value::Object(attributes));
        }
    }
    open.push(Open { name: name.to_owned(), kept, inside });
    if alone || matches!(name, "br" | "hr") {
        end_last(open);
    }
}

fn attributes_of(source: &str, known: &Known) -> Map<String, Value> {
    let mut all = Map::new();
    let mut rest = source;
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        if let Some(name) = known.attributes.iter().find(|one| **one == name.trim()) {
            all.insert((*name).to_owned(), Value::String(unescape(value)));
        }
        rest = after;
    }
    all
}

fn close(open: &mut Vec<Open>, name: &str) {
    let Some(at) = open.iter().rposition(|one| one.name == name).filter(|at| *at > 0) else { return };
    while open.len() > at {
        end_last(open);
    }
}

fn end_last(open: &mut Vec<Open>) {
    let Some(last) = open.pop() else { return };
    let Some(above) = open.last_mut() else { return };
    if last.kept {
        above.inside.push(Value::Array(last.inside));
    } else {
        above.inside.extend(last.inside);
    }
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::learning::content::{built_in, parts};

    fn text(body: &str) -> Value {
        Value::Array(parts(body).into_iter().flat_map(|part| tree(&part.html, &TEXT)).collect())
    }

    #[test]
    fn text_becomes_a_tree() {
        for (body, wanted) in [
            ("**Chạm** vào máy.", json!([["p", ["strong", "Chạm"], " vào máy."]])),
            ("- Một\n- Hai & ba", json!([["ul", ["li", "Một"], ["li", "Hai & ba"]]])),
            ("3. Ba", json!([["ol", {"start": "3"}, ["li", "Ba"]]])),
            ("a  \nb\n\n---", json!([["p", "a", ["br"], "b"], ["hr"]])),
            ("[x](https://a.vn/?b=1&c=\"2\")", json!([["p", ["a", {"href": "https://a.vn/?b=1&c=\"2\""}, "x"]]])),
            ("a\n\n![Hai \"sóng\"](picture:wifi)", json!([["p", "a"], ["p", ["picture", {"name": "wifi", "alt": "Hai \"sóng\""}]]])),
            ("a\n\n![Ảnh chụp](file:ab12)", json!([["p", "a"], ["p", ["picture", {"name": "", "alt": "Ảnh chụp"}]]])),
        ] {
            assert_eq!(text(body), wanted, "{body}");
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        for (body, wanted) in [
            ("<script>alert(1)</script>", json!([["p", "<script>alert(1)</script>"]])),
            ("&lt;b onclick=x&gt;", json!([["p", "<b onclick=x>"]])),
            ("&amp;lt;b&amp;gt;", json!([["p", "&lt;b&gt;"]])),
            ("<!--picture:wifi|x-->", json!([["p", "<!--picture:wifi|x-->"]])),
            ("[x](javascript:alert(1))", json!([["p", "x"]])),
        ] {
            assert_eq!(text(body), wanted, "{body}");
        }
        for markup in ["<", "</p>", "<p", "<!--", "<p><b onclick=\"x\">y", "<a href=\"", "&#0;", "<p =\"\">z</q>"] {
            let shown = Value::Array(tree(markup, &TEXT)).to_string();
            assert!(!shown.contains("onclick"), "{markup}: {shown}");
        }
    }

    #[test]
    fn what_is_very_deep_is_flat() {
        let deep = format!("{}x{}", "<blockquote>".repeat(5_000), "</blockquote>".repeat(5_000));
        let shown = Value::Array(tree(&deep, &TEXT)).to_string();
        assert_eq!(shown.matches("blockquote").count(), DEEPEST);
        assert!(shown.contains("\"x\""));
    }

    #[test]
    fn every_drawing_comes_through_whole() {
        for (name, svg) in built_in("pictures") {
            let shown = Value::Array(tree(svg.trim(), &DRAWING)).to_string();
            assert!(shown.starts_with("[[\"svg\",{\"viewBox\":\"0 0 240 180\"}"), "{name}");
            let tags = svg.matches('<').count() - svg.matches("</").count();
            assert_eq!(shown.matches("[\"").count(), tags, "{name} lost an element");
            let attributes = svg.matches("=\"").count() - 1;
            assert_eq!(shown.matches("\":\"").count(), attributes, "{name} lost an attribute");
        }
    }
}
