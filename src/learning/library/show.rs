//! An item as its page shows it: parts with their pictures drawn into them, and its facts in words.

use crate::{
    kit::{dates, text::Text},
    learning::content::{Item, Kind, Part, Picture, Role, built_in_file, escape, parts},
};

/// A part of an item, ready for its page.
pub struct Shown {
    /// Its place on the page, from 1.
    pub number: usize,
    /// `goals`, `step`, `practice`, …; `opening` for what stands before the first heading.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// Its picture, as markup; empty when it has none.
    pub picture: String,
    /// Its text, as safe HTML.
    pub html: String,
}

/// The parts of an item.
pub fn shown(item: &Item, files: &str) -> Vec<Shown> {
    parts(&item.body).into_iter().enumerate().map(|(at, part)| one(at + 1, part, files)).collect()
}

fn one(number: usize, part: Part, files: &str) -> Shown {
    Shown {
        number,
        name: match &part.role {
            Role::Opening => "opening".into(),
            Role::Step => "step".into(),
            Role::Named(name) => name.clone(),
        },
        picture: part.picture.as_ref().map(|picture| picture_markup(picture, files)).unwrap_or_default(),
        html: fill_pictures(&part.html, files),
        title: part.title,
    }
}

/// A picture as markup: our own drawing in the page itself, an uploaded one from below `files`.
///
/// A drawing that is missing is a frame with its words, so that nothing is lost.
pub fn picture_markup(picture: &Picture, files: &str) -> String {
    markup(&picture.name, &escape(&picture.alt), files)
}

/// As [`picture_markup`], with words that are escaped already.
fn markup(name: &str, alt: &str, files: &str) -> String {
    match name.split_once(':') {
        Some(("picture", name)) => match built_in_file(&format!("pictures/{name}.svg")).and_then(|svg| svg.trim().strip_prefix("<svg")) {
            Some(drawing) => {
                let drawing = drawing.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
                format!("<svg class=\"drawing\" role=\"img\" aria-label=\"{alt}\"{drawing}")
            }
            None => format!("<span class=\"drawing missing\">{alt}</span>"),
        },
        Some(("file", id)) if !files.is_empty() => format!("<img class=\"drawing\" src=\"{files}{id}\" alt=\"{alt}\" loading=\"lazy\">"),
        _ => format!("<span class=\"drawing missing\">{alt}</span>"),
    }
}

/// Puts pictures where the text left a mark for them.
fn fill_pictures(html: &str, files: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        let Some((mark, after)) = after.split_once("-->") else { break };
        if let Some((name, alt)) = mark.split_once('|') {
            out.push_str(&markup(name, alt, files));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A line of a list of items.
pub struct Line {
    pub id: String,
    pub href: String,
    pub icon: &'static str,
    pub title: String,
    /// What follows “Tôi muốn”, with a capital letter.
    pub want: String,
    /// Kind, minutes, level.
    pub meta: String,
    pub size: String,
    /// Whom it is for.
    pub audience: String,
    /// The language, where it is not the reader's.
    pub other_language: String,
}

/// The icon of a kind of item.
pub(super) const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Lesson | Kind::Course => "book",
        Kind::Guide => "file",
        Kind::Video => "class",
        Kind::Infographic => "chart",
    }
}

pub fn line(item: &Item, t: Text) -> Line {
    let facts = &item.facts;
    let kind = t.get(&format!("learning-kind-{}", item.kind.code()));
    let minutes = t.fill("learning-minutes").n("n", facts.minutes).to_string();
    Line {
        id: facts.id.clone(),
        href: item.href(),
        icon: icon(item.kind),
        title: facts.title.clone(),
        want: capital(&facts.want),
        meta: [kind, minutes, t.get(&format!("learning-level-{}", facts.level))].join(" · "),
        size: size_words(item.bytes, t),
        audience: audience_words(item, t),
        other_language: other_language(item, t),
    }
}

/// The first letter as a capital.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(super) fn audience_words(item: &Item, t: Text) -> String {
    item.facts.audience.iter().map(|audience| t.get(&format!("learning-audience-{}", audience.code()))).collect::<Vec<_>>().join(", ")
}

/// Says in which language an item is, when that is not the reader's; else empty.
pub fn other_language(item: &Item, t: Text) -> String {
    if item.lang == t.lang { String::new() } else { t.get(&format!("learning-language-{}", item.lang.code())) }
}

/// A size in words, rounded up.
pub fn size_words(bytes: i64, t: Text) -> String {
    const KB: i64 = 1024;
    if bytes < KB * KB {
        t.fill("learning-size-kb").n("n", (bytes + KB - 1) / KB).to_string()
    } else {
        t.fill("learning-size-mb").n("n", (bytes + KB * KB - 1) / (KB * KB)).to_string()
    }
}

/// The facts at the foot of an item's page: name and value.
pub(super) fn fact_lines(item: &Item, t: Text) -> Vec<(String, String)> {
    let facts = &item.facts;
    vec![
        (t.get("learning-fact-audience"), audience_words(item, t)),
        (t.get("learning-fact-level"), t.get(&format!("learning-level-{}", facts.level))),
        (t.get("learning-fact-checked"), dates::short_day(facts.checked, t.lang)),
        (t.get("learning-fact-source"), facts.source.clone()),
        (t.get("learning-fact-licence"), facts.licence.clone()),
        (t.get("learning-fact-size"), size_words(item.bytes, t)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::content::built_in;

    #[test]
    fn every_drawing_is_only_a_drawing() {
        let mut drawings = 0;
        for (name, svg) in built_in("pictures") {
            drawings += 1;
            let lower = svg.to_lowercase();
            for foreign in ["<script", "<style", "style=", "href", "<foreignobject", "<image", "<!", "<?", "url(", " id=", "javascript"] {
                assert!(!lower.contains(foreign), "{name} holds {foreign}");
            }
            assert!(!lower.contains(" on"), "{name} holds a handler");
            assert!(svg.len() < 8_000, "{name} is large: {}", svg.len());
            assert!(svg.trim().starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 180\">"), "{name}");
        }
        assert!(drawings > 50);
    }

    #[test]
    fn pictures_are_drawn_into_the_page_and_their_words_cannot_break_out() {
        let picture = |name: &str, alt: &str| picture_markup(&Picture { name: name.into(), alt: alt.into() }, "/thu-vien/tep/");
        assert!(picture("picture:wifi", "Sóng").starts_with("<svg class=\"drawing\" role=\"img\" aria-label=\"Sóng\" viewBox="));
        assert_eq!(picture("picture:none", "a\"><script>"), "<span class=\"drawing missing\">a&quot;&gt;&lt;script&gt;</span>");
        assert_eq!(picture("file:ab12", "x\"y"), "<img class=\"drawing\" src=\"/thu-vien/tep/ab12\" alt=\"x&quot;y\" loading=\"lazy\">");
        let html = fill_pictures("<p>a</p><!--picture:wifi|Hai &quot;sóng&quot;--><p>b</p>", "");
        assert!(html.contains("aria-label=\"Hai &quot;sóng&quot;\"") && html.ends_with("<p>b</p>"), "{html}");
    }

    #[test]
    fn every_picture_of_a_step_keeps_its_words_when_it_cannot_be_shown() {
        let html = "a<!--picture:khong-co|Nút &quot;Gửi&quot;-->b<!--file:abc|Ảnh &lt;hai&gt;-->c";
        let gone = "a<span class=\"drawing missing\">Nút &quot;Gửi&quot;</span>b<span class=\"drawing missing\">Ảnh &lt;hai&gt;</span>c";
        assert_eq!(fill_pictures(html, ""), gone);
        assert!(fill_pictures(html, "/tep/").contains("src=\"/tep/abc\" alt=\"Ảnh &lt;hai&gt;\""));
    }

    #[test]
    fn sizes_are_rounded_up() {
        let t = Text::of(crate::kit::text::Lang::Vi);
        assert_eq!(size_words(1, t), "1 KB");
        assert_eq!(size_words(3 * 1024 * 1024, t), "3 MB");
    }
}
