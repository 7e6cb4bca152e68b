//! The two forms of a draft: its words, and what stands around them.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    body::{self, Piece},
    content::{Content, Narrative, Particulars, Section},
    desk::{self, Opened},
    pages::{LIST, month_href},
    preview::{self, Shown},
    rules::{self, ORGAN_LIMIT, SECTION_LIMIT, SUBJECT_LIMIT, State},
    store,
    tokens::{self, TOKENS},
};
use crate::{
    accounts::{Posted, Right, Scope, Visitor},
    kit::{
        dates,
        error::{Error, Result},
        forms::{Faults, Fields},
        numbers::whole,
        pages::{Frame, go_saying, page_with},
        period::Period,
        text::Text,
    },
};

/// The longest list of particulars, in characters.
const LIST_LIMIT: usize = 3_000;
/// How much of a token's value its list shows, in characters.
const VALUE_SHOWN: usize = 120;
/// The longest line of particulars, in characters.
const LINE_LIMIT: usize = 100;

/// A part of the text in its form.
struct SectionField {
    code: &'static str,
    name: String,
    text: String,
    /// What it will print, paragraph by paragraph.
    printed: Vec<Vec<Shown>>,
}

/// A token that may be typed, and what it is now.
struct TokenRow {
    typed: String,
    meaning: String,
    value: String,
}

#[derive(Template)]
#[template(path = "reports/pages/narrative.html")]
struct NarrativePage {
    frame: Frame,
    t: Text,
    href: String,
    version: i64,
    sections: Vec<SectionField>,
    tokens: Vec<TokenRow>,
    faults: Faults,
}

/// The draft of the period in the address, for somebody who may write it.
async fn draft(visitor: &Visitor, period: &str) -> Result<(Scope, Period, Opened)> {
    let scope = visitor.scope(Right::DraftReport)?;
    let period = rules::month(period).map_err(|_| Error::NotFound)?;
    let commune = scope.commune().to_owned();
    let opened = visitor.app.db.read(move |tx| desk::open(tx, &commune, period, None)).await?;
    if opened.state == State::Locked {
        return Err(Error::refused("reports-locked-no-edit"));
    }
    Ok((scope, period, opened))
}

pub async fn narrative_page(visitor: Visitor, Path(period): Path<String>) -> Result<Response> {
    let (_, period, opened) = draft(&visitor, &period).await?;
    show_narrative(&visitor, period, &opened.content, opened.version, Faults::default())
}

fn show_narrative(visitor: &Visitor, period: Period, content: &Content, version: i64, faults: Faults) -> Result<Response> {
    let t = visitor.t;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let sections = Section::ALL.map(|section| SectionField {
        code: section.code(),
        name: t.get(&format!("reports-section-{}", section.code())),
        text: content.narrative.at(section).to_owned(),
        printed: body::told(content, section).iter().map(|piece| printed(piece, content)).collect(),
    });
    let tokens = TOKENS.iter().map(|token| TokenRow {
        typed: token.typed(),
        meaning: t.get(&format!("reports-token-{}", token.name)),
        value: shortened(token.value(content)),
    });
    let page = NarrativePage {
        frame: frame(visitor, "reports-narrative", period).with(&faults),
        t,
        href: month_href(period),
        version,
        sections: sections.into(),
        tokens: tokens.collect(),
        faults,
    };
    page_with(status, &page)
}

/// A list of names is shown by its beginning.
fn shortened(value: String) -> String {
    if value.chars().count() <= VALUE_SHOWN { value } else { value.chars().take(VALUE_SHOWN).chain(['…']).collect() }
}

fn printed(piece: &Piece, content: &Content) -> Vec<Shown> {
    match piece {
        Piece::Text(runs) => runs.iter().map(|run| preview::shown(run, content, false)).collect(),
        _ => Vec::new(),
    }
}

fn frame(visitor: &Visitor, key: &str, period: Period) -> Frame {
    let t = visitor.t;
    let name = t.fill("reports-month-title").s("period", period.label(t.lang)).to_string();
    visitor.frame(key).under(LIST, t.get("reports-title")).under(month_href(period), name)
}

pub async fn save_narrative(visitor: Visitor, Path(period): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, period, opened) = draft(&visitor, &period).await?;
    let mut narrative = Narrative::default();
    for section in Section::ALL {
        *narrative.at_mut(section) = fields.get(section.code()).replace("\r\n", "\n");
    }
    let faults = narrative_faults(&narrative, visitor.t);
    let version = fields.number("version").unwrap_or(-1);
    if !faults.is_empty() {
        return show_narrative(&visitor, period, &Content { narrative, ..opened.content }, version, faults);
    }
    let (now, words) = (visitor.app.clock.now(), narrative.clone());
    let edit =
        move |tx: &mut crate::kit::db::Tx<'_>| desk::write(tx, &scope, period, version, |draft| draft.narrative.clone_from(&words), now);
    match visitor.app.db.write(edit).await {
        Ok(()) => Ok(go_saying(&month_href(period), "reports-narrative-saved")),
        Err(Error::Changed) => {
            let (_, _, newer) = draft(&visitor, &period.code()).await?;
            let (faults, version) = overtaken(&newer, visitor.t);
            show_narrative(&visitor, period, &Content { narrative, ..newer.content }, version, faults)
        }
        Err(error) => Err(error),
    }
}

/// Somebody else saved first: what was typed stays, and saving again puts it in the place of the other's.
fn overtaken(newer: &Opened, t: Text) -> (Faults, i64) {
    let mut faults = Faults::default();
    let (by, at) = newer.changed.clone().unwrap_or_default();
    faults.add("form", t.fill("reports-overtaken").s("name", by).s("when", dates::moment(at, t.lang)).to_string());
    (faults, newer.version)
}

fn narrative_faults(narrative: &Narrative, t: Text) -> Faults {
    let mut faults = Faults::default();
    for section in Section::ALL {
        let text = narrative.at(section);
        let name = t.get(&format!("reports-section-{}", section.code()));
        if text.is_empty() {
            faults.add(section.code(), t.fill("reports-section-empty").s("section", &name).to_string());
        } else if text.chars().count() > SECTION_LIMIT {
            let over = (text.chars().count() - SECTION_LIMIT) as i64;
            faults.add(section.code(), t.fill("reports-section-long").s("section", &name).n("over", over).to_string());
        } else if let Err(refusal) = tokens::known(text) {
            faults.add(section.code(), format!("{name}: {}", t.refusal(&refusal)));
        }
    }
    faults
}

#[derive(Template)]
#[template(path = "reports/pages/particulars.html")]
struct ParticularsPage {
    frame: Frame,
    t: Text,
    href: String,
    version: i64,
    fields: Fields,
    keep: bool,
    faults: Faults,
}

pub async fn particulars_page(visitor: Visitor, Path(period): Path<String>) -> Result<Response> {
    let (_, period, opened) = draft(&visitor, &period).await?;
    show_particulars(&visitor, period, fields_of(&opened.content.particulars), true, opened.version, Faults::default())
}

fn show_particulars(visitor: &Visitor, period: Period, fields: Fields, keep: bool, version: i64, faults: Faults) -> Result<Response> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = frame(visitor, "reports-particulars", period).with(&faults);
    page_with(status, &ParticularsPage { frame, t: visitor.t, href: month_href(period), version, fields, keep, faults })
}

fn fields_of(p: &Particulars) -> Fields {
    let lists = [
        ("authority_parent", &p.authority_parent),
        ("authority", &p.authority),
        ("basis", &p.basis),
        ("addressees", &p.addressees),
        ("offices", &p.offices),
        ("recipients", &p.recipients),
    ];
    let lines = [("place", &p.place), ("notation", &p.notation), ("subject", &p.subject), ("signer", &p.signer), ("organ_id", &p.organ_id)];
    let lists = lists.into_iter().map(|(name, list)| (name.to_owned(), list.join("\n")));
    Fields::of(lists.chain(lines.into_iter().map(|(name, line)| (name.to_owned(), line.clone()))).collect())
}

fn particulars_of(fields: &Fields) -> Particulars {
    let list = |name: &str| rules::lines(fields.get(name));
    let line = |name: &str| fields.get(name).split_whitespace().collect::<Vec<_>>().join(" ");
    Particulars {
        authority_parent: list("authority_parent"),
        authority: list("authority"),
        place: line("place"),
        notation: line("notation").to_uppercase(),
        subject: rules::lines(fields.get("subject")).join("\n"),
        basis: list("basis"),
        addressees: list("addressees"),
        offices: list("offices"),
        signer: line("signer"),
        recipients: list("recipients"),
        organ_id: line("organ_id"),
    }
}

fn particulars_faults(p: &Particulars, t: Text) -> Faults {
    let mut faults = Faults::default();
    faults.unless(!p.authority.is_empty(), "authority", t, "reports-authority-missing");
    faults.unless(!p.place.is_empty(), "place", t, "reports-place-missing");
    faults.unless(rules::is_notation(&p.notation), "notation", t, "reports-notation-form");
    faults.unless(!p.subject.is_empty(), "subject", t, "reports-subject-missing");
    if let Err(refusal) = tokens::known(&p.subject) {
        faults.add("subject", t.refusal(&refusal));
    }
    faults.unless(!p.offices.is_empty(), "offices", t, "reports-offices-missing");
    for (field, text, limit) in [
        ("place", p.place.as_str(), LINE_LIMIT),
        ("subject", &p.subject, SUBJECT_LIMIT),
        ("signer", &p.signer, LINE_LIMIT),
        ("organ_id", &p.organ_id, ORGAN_LIMIT),
        ("authority_parent", &p.authority_parent.join("\n"), LIST_LIMIT),
        ("authority", &p.authority.join("\n"), LIST_LIMIT),
        ("basis", &p.basis.join("\n"), LIST_LIMIT),
        ("addressees", &p.addressees.join("\n"), LIST_LIMIT),
        ("offices", &p.offices.join("\n"), LIST_LIMIT),
        ("recipients", &p.recipients.join("\n"), LIST_LIMIT),
    ] {
        if text.chars().count() > limit && !faults.has(field) {
            faults.add(field, t.fill("reports-too-long").s("limit", whole(limit as i64, t.lang)).to_string());
        }
    }
    faults
}

pub async fn save_particulars(visitor: Visitor, Path(period): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (scope, period, _) = draft(&visitor, &period).await?;
    let particulars = particulars_of(&fields);
    let faults = particulars_faults(&particulars, visitor.t);
    let (version, keep) = (fields.number("version").unwrap_or(-1), fields.ticked("keep"));
    if !faults.is_empty() {
        return show_particulars(&visitor, period, fields, keep, version, faults);
    }
    let now = visitor.app.clock.now();
    let edit = move |tx: &mut crate::kit::db::Tx<'_>| {
        desk::write(tx, &scope, period, version, |draft| draft.particulars.clone_from(&particulars), now)?;
        if keep {
            store::keep_particulars(tx, scope.commune(), &particulars, scope.account(), now)?;
        }
        Ok(())
    };
    match visitor.app.db.write(edit).await {
        Ok(()) => Ok(go_saying(&month_href(period), "reports-particulars-saved")),
        Err(Error::Changed) => {
            let (_, _, newer) = draft(&visitor, &period.code()).await?;
            let (faults, version) = overtaken(&newer, visitor.t);
            show_particulars(&visitor, period, fields, keep, version, faults)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kit::text::Lang,
        reports::{content::tests::content, wording},
    };

    #[test]
    fn particulars_survive_their_form() {
        let usual = content().particulars;
        assert_eq!(particulars_of(&fields_of(&usual)), usual);
    }

    #[test]
    fn each_mistake_in_the_particulars_is_found_at_its_field() {
        type Spoil = fn(&mut Particulars);
        let t = Text::of(Lang::Vi);
        assert!(particulars_faults(&content().particulars, t).is_empty());
        let cases: [(&str, Spoil); 9] = [
            ("authority", |p| p.authority.clear()),
            ("place", |p| p.place.clear()),
            ("place", |p| p.place = "x".repeat(101)),
            ("notation", |p| p.notation = "BC/UBND".into()),
            ("subject", |p| p.subject = "{thang_nay}".into()),
            ("subject", |p| p.subject = "x".repeat(501)),
            ("offices", |p| p.offices.clear()),
            ("basis", |p| p.basis = vec!["x".repeat(3_001)]),
            ("organ_id", |p| p.organ_id = "0".repeat(14)),
        ];
        for (field, spoil) in cases {
            let mut p = content().particulars;
            spoil(&mut p);
            let faults = particulars_faults(&p, t);
            assert_eq!(faults.list().iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), [field]);
        }
    }

    #[test]
    fn each_mistake_in_the_words_is_found_at_its_part() {
        let t = Text::of(Lang::Vi);
        assert!(narrative_faults(&Narrative::usual(), t).is_empty());
        for (text, words) in
            [(String::new(), "đang trống"), ("x".repeat(SECTION_LIMIT + 7), "7"), ("Có {so_buoy} buổi".into(), "{so_buoi}")]
        {
            let mut narrative = Narrative::usual();
            *narrative.at_mut(Section::Troubles) = text;
            let faults = narrative_faults(&narrative, t);
            assert_eq!(faults.list().len(), 1);
            assert!(faults.at("troubles").contains(words), "{}", faults.at("troubles"));
        }
        assert!(wording::usual_text(Section::Intro).contains("{ky}"));
    }
}
