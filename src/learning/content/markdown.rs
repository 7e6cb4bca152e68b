//! Markdown as lessons use it, made into parts of a page.
//!
//! HTML in it is text and is shown as text; a link leads to http, https or a path of this site; a picture is one of our own
//! drawings (`picture:name`) or a file uploaded here (`file:id`). Nothing else gets through, whoever wrote it.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What a part of an item is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// What stands before the first heading.
    Opening,
    /// One step of the lesson.
    Step,
    /// A part with a name of its own: `goals`, `practice`, `trouble`, `ask`, `need`, `steps`, `remember`.
    Named(String),
}

/// A part of an item: what stands under one heading of level 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is for.
    pub role: Role,
    /// Its heading, as plain words; empty for the opening.
    pub title: String,
    /// The picture at its head, when it begins with one: name and words.
    pub picture: Option<Picture>,
    /// Everything else, as safe HTML.
    pub html: String,
    /// Everything else, as plain words, one block a line: for search and for other apps.
    pub text: String,
}

/// A picture in an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `picture:name` or `file:id`.
    pub name: String,
    /// What it shows, in words.
    pub alt: String,
}

impl Part {
    fn new(role: Role, title: String) -> Self {
        Self { role, title, picture: None, html: String::new(), text: String::new() }
    }

    fn is_empty(&self) -> bool {
        self.title.is_empty() && self.picture.is_none() && self.text.trim().is_empty()
    }
}

/// The names that a part may have.
const NAMED: [&str; 7] = ["goals", "practice", "trouble", "ask", "need", "steps", "remember"];

/// The parts of an item's Markdown, in their order. Never fails: what is not understood is text.
pub fn parts(body: &str) -> Vec<Part> {
    let mut writer = Writer { parts: vec![Part::new(Role::Opening, String::new())], ..Writer::default() };
    for event in Parser::new_ext(body, Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        writer.take(event);
    }
    let mut parts = writer.parts;
    parts.retain(|part| !part.is_empty());
    for part in &mut parts {
        part.text = part.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    }
    parts
}

/// Text as HTML shows it.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Nothing may turn the direction of what stands after it.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\0' => {}
            _ => out.push(c),
        }
    }
    out
}

/// Where a link may lead: http, https, or a path or place of this site.
fn safe_link(to: &str) -> Option<&str> {
    let to = to.trim();
    let plain = !to.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
    let own = (to.starts_with('/') && !to.starts_with("//")) || to.starts_with('#');
    let outside =
        ["https://", "http://"].iter().any(|scheme| to.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    (plain && to.len() <= 2000 && (own || outside)).then_some(to)
}

/// The name of a picture that may be shown: `picture:` or `file:` and a plain name.
fn safe_picture(to: &str) -> Option<&str> {
    let (kind, name) = to.split_once(':')?;
    let plain = !name.is_empty() && name.len() <= 80 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (matches!(kind, "picture" | "file") && plain).then_some(to)
}

#[derive(Default)]
struct Writer {
    parts: Vec<Part>,
    /// The heading of level 2 that is being read: its name, when it has one, and its words.
    heading: Option<(Option<String>, String)>,
    /// The picture that is being read: its name, when it may be shown, and its words.
    picture: Option<(Option<String>, String)>,
    /// Links under way: whether each was written.
    links: Vec<bool>,
    /// A paragraph that was announced, and not yet written: one that holds only a picture never is.
    paragraph: bool,
    head: bool,
}

impl Writer {
    fn part(&mut self) -> &mut Part {
        if self.parts.is_empty() {
            self.parts.push(Part::new(Role::Opening, String::new()));
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    /// Writes a tag of our own.
    fn tag(&mut self, html: &str) {
        if self.heading.is_none() && self.picture.is_none() {
            self.begin();
            self.part().html.push_str(html);
        }
    }

    /// Writes the paragraph that was announced.
    fn begin(&mut self) {
        if std::mem::take(&mut self.paragraph) {
            self.part().html.push_str("<p>");
        }
    }

    fn words(&mut self, words: &str) {
        if let Some((_, alt)) = &mut self.picture {
            alt.push_str(words);
        } else if let Some((_, title)) = &mut self.heading {
            title.push_str(words);
        } else {
            if words.trim().is_empty() && self.paragraph {
                return;
            }
            self.begin();
            let html = escape(words);
            let part = self.part();
            part.html.push_str(&html);
            part.text.push_str(words);
        }
    }

    fn line(&mut self) {
        if self.heading.is_none() && self.picture.is_none() {
            self.part().text.push('\n');
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(&text);
            }
            Event::Code(text) => {
                self.tag("<code>");
                self.words(&text);
                self.tag("</code>");
            }
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => {
                self.tag("<br>");
                self.line();
            }
            Event::Rule => self.tag("<hr>"),
            Event::FootnoteReference(text) => self.words(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, id, .. } => {
                let name = id.map(CowStr::into_string).filter(|name| NAMED.contains(&name.as_str()));
                self.heading = Some((name, String::new()));
            }
            Tag::Heading { .. } => self.tag("<h3>"),
            Tag::Paragraph | Tag::HtmlBlock => self.paragraph = true,
            Tag::BlockQuote(_) => self.tag("<blockquote>"),
            Tag::CodeBlock(_) => self.tag("<pre>"),
            Tag::List(None) => self.tag("<ul>"),
            Tag::List(Some(1)) => self.tag("<ol>"),
            Tag::List(Some(first)) => self.tag(&format!("<ol start=\"{}\">", first.min(9_999))),
            Tag::Item => self.tag("<li>"),
            Tag::Emphasis => self.tag("<em>"),
            Tag::Strong => self.tag("<strong>"),
            Tag::Strikethrough => self.tag("<s>"),
            Tag::Table(_) => self.tag("<table class=\"table\">"),
            Tag::TableHead => {
                self.head = true;
                self.tag("<thead><tr>");
            }
            Tag::TableRow => self.tag("<tr>"),
            Tag::TableCell => self.tag(if self.head { "<th scope=\"col\">" } else { "<td>" }),
            Tag::Link { dest_url, .. } => {
                let safe = safe_link(&dest_url).map(escape);
                self.links.push(safe.is_some());
                if let Some(to) = safe {
                    let outside = if to.starts_with('/') || to.starts_with('#') { "" } else { " rel=\"noopener noreferrer nofollow\"" };
                    self.tag(&format!("<a href=\"{to}\"{outside}>"));
                }
            }
            Tag::Image { dest_url, .. } => self.picture = Some((safe_picture(&dest_url).map(str::to_owned), String::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(HeadingLevel::H1 | HeadingLevel::H2) => {
                if let Some((name, title)) = self.heading.take() {
                    self.parts.push(Part::new(name.map_or(Role::Step, Role::Named), title.trim().to_owned()));
                }
            }
            TagEnd::Heading(_) => {
                self.tag("</h3>");
                self.line();
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                if !std::mem::take(&mut self.paragraph) {
                    self.tag("</p>");
                }
                self.line();
            }
            TagEnd::BlockQuote(_) => self.tag("</blockquote>"),
            TagEnd::CodeBlock => {
                self.tag("</pre>");
                self.line();
            }
            TagEnd::List(ordered) => self.tag(if ordered { "</ol>" } else { "</ul>" }),
            TagEnd::Item => {
                self.tag("</li>");
                self.line();
            }
            TagEnd::Emphasis => self.tag("</em>"),
            TagEnd::Strong => self.tag("</strong>"),
            TagEnd::Strikethrough => self.tag("</s>"),
            TagEnd::Table => self.tag("</tbody></table>"),
            TagEnd::TableHead => {
                self.head = false;
                self.tag("</tr></thead><tbody>");
                self.line();
            }
            TagEnd::TableRow => {
                self.tag("</tr>");
                self.line();
            }
            TagEnd::TableCell => {
                self.tag(if self.head { "</th>" } else { "</td>" });
                self.part().text.push(' ');
            }
            TagEnd::Link if self.links.pop() == Some(true) => self.tag("</a>"),
            TagEnd::Image => self.end_picture(),
            _ => {}
        }
    }

    fn end_picture(&mut self) {
        let Some((name, alt)) = self.picture.take() else { return };
        let Some(name) = name else {
            self.words(&alt);
            return;
        };
        let first = self.part().text.trim().is_empty() && self.part().picture.is_none();
        if first && self.heading.is_none() {
            self.part().picture = Some(Picture { name, alt });
        } else {
            // A second picture stands where it was put, as a mark that the page fills in; nobody else can write one.
            self.tag(&format!("<!--{name}|{}-->", escape(&alt)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(body: &str) -> String {
        parts(body).iter().map(|part| part.html.trim().to_owned()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_lesson_falls_into_its_parts() {
        let body = "Mở đầu.\n\n## Sau bài này {#goals}\n\n- Một\n- Hai\n\n## Bước **đầu**\n\n![Cái máy](picture:may)\n\n**Chạm vào máy.** Rồi đợi.\n\n## Hỏi ở đâu {#ask}\n\nTổ.\n";
        let parts = parts(body);
        let roles: Vec<_> = parts.iter().map(|part| (part.role.clone(), part.title.as_str())).collect();
        assert_eq!(
            roles,
            [
                (Role::Opening, ""),
                (Role::Named("goals".into()), "Sau bài này"),
                (Role::Step, "Bước đầu"),
                (Role::Named("ask".into()), "Hỏi ở đâu")
            ]
        );
        assert_eq!(parts[2].picture, Some(Picture { name: "picture:may".into(), alt: "Cái máy".into() }));
        assert_eq!(parts[2].html, "<p><strong>Chạm vào máy.</strong> Rồi đợi.</p>");
        assert_eq!((parts[1].text.as_str(), parts[2].text.as_str()), ("Một\nHai", "Chạm vào máy. Rồi đợi."));
    }

    #[test]
    fn hostile_text_is_only_text() {
        for (body, shown) in [
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
            ("a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>"),
            ("[x](javascript:alert(1))", "<p>x</p>"),
            ("[x](JaVaScRiPt:alert(1))", "<p>x</p>"),
            ("[x](data:text/html,hi)", "<p>x</p>"),
            ("[x](//evil.example)", "<p>x</p>"),
            ("[x](/\\evil.example)", "<p>x</p>"),
            ("[x](vbscript:x)", "<p>x</p>"),
            ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>"),
            (
                "[x](https://a.vn/\"onclick=\"y)",
                "<p><a href=\"https://a.vn/&quot;onclick=&quot;y\" rel=\"noopener noreferrer nofollow\">x</a></p>",
            ),
            ("[x](/hoc/a)", "<p><a href=\"/hoc/a\">x</a></p>"),
            ("![x](https://track.example/a.png)", "<p>x</p>"),
            ("![<b>x](picture:../../a)", "<p>&lt;b&gt;x</p>"),
            ("### Nhỏ {onclick=alert(1) .x #y}", "<h3>Nhỏ</h3>"),
            ("```<b>\ncode <i>\n```", "<pre>code &lt;i&gt;\n</pre>"),
            (
                "| a | b |\n|---|---|\n| <u> | 2 |",
                "<table class=\"table\"><thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead><tbody><tr><td>&lt;u&gt;</td><td>2</td></tr></tbody></table>",
            ),
            ("a\u{202e}b", "<p>ab</p>"),
        ] {
            assert_eq!(html(body), shown, "{body}");
        }
    }

    #[test]
    fn strange_headings_cannot_name_a_part() {
        let parts = parts("## Một {#<script>}\n\na\n\n## Hai {#login}\n\nb\n\n# Ba\n\nc");
        assert!(parts.iter().all(|part| part.role == Role::Step), "{parts:?}");
        assert_eq!(parts.len(), 3);
    }

    #[test]
    fn nothing_strange_panics() {
        for body in [
            "",
            "##",
            "## \n\n##\n",
            "![",
            "[](",
            "![](picture:a)",
            "\0",
            "- - - -\n  - a",
            "|",
            "<",
            "&#0;",
            "[a][b]\n\n[b]: javascript:x",
        ] {
            for part in parts(body) {
                assert!(!part.html.contains("<script") && !part.html.contains("javascript:"), "{body}");
            }
        }
        let deep = format!("{}a{}", "> ".repeat(3_000), "*".repeat(3_000));
        assert!(!parts(&deep).is_empty());
    }
}
