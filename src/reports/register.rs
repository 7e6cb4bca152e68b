//! The register of documents sent: on the page, as CSV and on paper.
//!
//! # Source
//! NĐ 30/2020/NĐ-CP, Phụ lục IV: the ten columns of the sổ đăng ký văn bản đi.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use super::{
    pages::LIST,
    rules::{lines, number_words},
    store::{self, Entry},
    wording,
};
use crate::{
    accounts::{Right, Visitor},
    kit::{
        dates::short_day,
        error::Result,
        pages::{Frame, download, page},
        print::{self, Align, Column, Sheet},
        text::Text,
    },
    places,
};

/// A line of the register in words.
struct Line {
    number: String,
    day: String,
    subject: String,
    signer: String,
    recipients: String,
    kept: String,
    note: String,
    files: String,
}

impl Line {
    fn of(entry: Entry, t: Text) -> Self {
        let (kept, sent): (Vec<String>, Vec<String>) =
            lines(&entry.recipients).into_iter().partition(|line| line.starts_with(wording::KEPT));
        Self {
            number: number_words(entry.number, &entry.register),
            day: entry.issued_on.parse::<Date>().map(|day| short_day(day, t.lang)).unwrap_or(entry.issued_on),
            subject: entry.subject,
            signer: entry.signer,
            recipients: sent.join("; "),
            kept: kept.first().map(|line| wording::without_kept(line)).unwrap_or_default(),
            note: entry.note,
            files: entry.report,
        }
    }

    /// The ten columns of the decree; what is written by hand stays empty.
    fn columns(&self) -> [String; 10] {
        let blank = String::new;
        [
            self.number.clone(),
            self.day.clone(),
            self.subject.clone(),
            self.signer.clone(),
            self.recipients.clone(),
            self.kept.clone(),
            blank(),
            blank(),
            blank(),
            self.note.clone(),
        ]
    }
}

struct Register {
    year: i16,
    years: Vec<i16>,
    commune: String,
    lines: Vec<Line>,
}

/// The register of the year asked for, else of this one.
async fn read(visitor: &Visitor, t: Text) -> Result<Register> {
    let scope = visitor.scope(Right::SeeReports)?;
    let this = visitor.app.clock.today().year();
    let asked = visitor.query.number("nam").and_then(|year| i16::try_from(year).ok());
    visitor
        .app
        .db
        .read(move |tx| {
            let mut years = store::register_years(tx, scope.commune())?;
            if !years.contains(&this) {
                years.insert(0, this);
            }
            let year = asked.filter(|year| years.contains(year)).unwrap_or(this);
            let lines = store::register(tx, scope.commune(), year)?.into_iter().map(|entry| Line::of(entry, t)).collect();
            let commune = places::commune(tx, scope.commune())?.map(|commune| commune.name).unwrap_or_default();
            Ok(Register { year, years, commune, lines })
        })
        .await
}

#[derive(Template)]
#[template(path = "reports/pages/register.html")]
struct RegisterPage {
    frame: Frame,
    t: Text,
    register: Register,
}

pub async fn register_page(visitor: Visitor) -> Result<Response> {
    let register = read(&visitor, visitor.t).await?;
    let t = visitor.t;
    page(&RegisterPage { frame: visitor.frame("reports-register").under(LIST, t.get("reports-title")), t, register })
}

pub async fn register_csv(visitor: Visitor) -> Result<Response> {
    visitor.scope(Right::Export)?;
    let register = read(&visitor, Text::of(wording::LANG)).await?;
    let head = wording::REGISTER_COLUMNS.map(|(title, _)| title.to_owned());
    let bytes = print::csv(std::iter::once(head).chain(register.lines.iter().map(Line::columns)));
    let name = format!("so-van-ban-di-{}.csv", register.year);
    visitor.log("export", &name, "csv").await?;
    Ok(download(&name, "text/csv; charset=utf-8", bytes))
}

pub async fn register_pdf(visitor: Visitor) -> Result<Response> {
    visitor.scope(Right::Export)?;
    let register = read(&visitor, Text::of(wording::LANG)).await?;
    let sheet = Sheet {
        lang: wording::LANG.code().into(),
        issuer: vec![wording::COMMITTEE.to_uppercase(), register.commune.to_uppercase()],
        title: wording::REGISTER.into(),
        details: vec![wording::register_year(register.year)],
        columns: wording::REGISTER_COLUMNS.map(|(title, width)| Column::new(title, Align::Left, width)).into(),
        rows: register.lines.iter().map(|line| line.columns().into()).collect(),
        row_height: 10,
        landscape: true,
        page_word: wording::PAGE.into(),
        ..Sheet::default()
    };
    let bytes = tokio::task::spawn_blocking(move || print::pdf_sheet(&sheet))
        .await
        .map_err(|error| crate::kit::error::Error::Broken(error.to_string()))??;
    let name = format!("so-van-ban-di-{}.pdf", register.year);
    visitor.log("export", &name, "pdf").await?;
    Ok(download(&name, "application/pdf", bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::text::Lang;

    #[test]
    fn a_line_has_the_ten_columns_of_the_decree() {
        let entry = Entry {
            register: "BC-UBND".into(),
            number: 5,
            report: "r".into(),
            issued_on: "2026-10-16".into(),
            subject: "Báo cáo kết quả".into(),
            signer: "Nguyễn Thị Ví Dụ".into(),
            recipients: "Như trên\nTT ĐU, TT HĐND xã\nLưu: VT, VH-XH.".into(),
            note: String::new(),
        };
        let line = Line::of(entry, Text::of(Lang::Vi)).columns();
        assert_eq!(line[..2], ["05/BC-UBND", "16/10/2026"]);
        assert_eq!(line[4..6], ["Như trên; TT ĐU, TT HĐND xã", "VT, VH-XH"]);
    }
}
