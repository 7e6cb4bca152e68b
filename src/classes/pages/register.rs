//! Registering for a class without an account, the receipt, and giving the place up again.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::timetable::{address, show};
use crate::{
    accounts::{Posted, Visitor},
    classes::{
        enrolment::{self, Receipt, Registered},
        rules::{self, NewRegistration, Series, Standing},
        store,
    },
    kit::{
        dates,
        error::{Error, Result},
        fold,
        forms::{Faults, Fields},
        pages::{Frame, go, go_saying, page, page_with},
        phone::Phone,
        text::Text,
    },
    places,
};

pub(super) async fn register(visitor: Visitor, Path(code): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let (new, mut faults) = read(&fields, &visitor);
    if !faults.is_empty() {
        return show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &code, fields, faults, false).await;
    }
    let (commune, wanted, now) = (visitor.commune()?.id.clone(), code.to_lowercase(), visitor.app.clock.now());
    let done = visitor.app.db.write(move |tx| -> Result<Registered> {
        if let Some(village) = &new.village {
            places::village(tx, &commune, village)?.ok_or(Error::NotFound)?;
        }
        enrolment::register(tx, &commune, &wanted, &new, now)
    });
    match done.await {
        Ok(Registered::Place(spoken)) => Ok(go(&address(&visitor, &format!("/lich-hoc/{code}/phieu/{spoken}"), &[]))),
        Ok(Registered::Already) => show(&visitor, StatusCode::OK, &code, Fields::default(), Faults::default(), true).await,
        Err(Error::Refused(refusal)) => {
            faults.add("phone", visitor.t.refusal(&refusal));
            show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &code, fields, faults, false).await
        }
        Err(other) => Err(other),
    }
}

fn read(fields: &Fields, visitor: &Visitor) -> (NewRegistration, Faults) {
    let t = visitor.t;
    let mut faults = Faults::default();
    let phone = Phone::parse(fields.get("phone"));
    let year = rules::birth_year(fields.get("birth_year"), visitor.app.clock.today().year());
    let new = NewRegistration {
        name: fold::nfc(fields.get("name")),
        phone: phone.as_ref().map(|phone| phone.as_str().to_owned()).unwrap_or_default(),
        birth_year: year.unwrap_or_default(),
        village: fields.some("village").map(str::to_owned),
        agreed: fields.ticked("agree"),
    };
    for (field, code) in rules::registration_faults(&new) {
        faults.add(field, t.get(code));
    }
    if let Err(error) = phone {
        faults.add("phone", t.get(error.code()));
    }
    faults.unless(year.is_ok(), "birth_year", t, "classes-fault-birth");
    (new, faults)
}

#[derive(Template)]
#[template(path = "classes/pages/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    t: Text,
    series: Series,
    receipt: Receipt,
    spoken: String,
    waits: bool,
    left: bool,
    time: String,
    first: String,
    leave: String,
}

pub(super) async fn receipt(visitor: Visitor, Path((code, spoken)): Path<(String, String)>) -> Result<Response> {
    let (commune, t, now) = (visitor.commune()?.id.clone(), visitor.t, visitor.app.clock.now());
    let (series, receipt, next) = visitor
        .app
        .db
        .read(move |tx| -> Result<_> {
            let series = store::series::by_code(tx, &commune, &code.to_lowercase())?.ok_or(Error::NotFound)?;
            let receipt = enrolment::receipt(tx, &commune, &series, &spoken)?;
            let lessons = store::session::of_series(tx, &commune, &series.id)?;
            let next = lessons.into_iter().find(|lesson| !lesson.is_cancelled() && lesson.ends_at() > now);
            Ok((series, receipt, next))
        })
        .await?;
    let path = format!("/lich-hoc/{}", series.code);
    page(&ReceiptPage {
        frame: visitor
            .frame("classes-receipt")
            .under(address(&visitor, "/lich-hoc", &[]), t.get("nav-timetable"))
            .under(address(&visitor, &path, &[]), &series.now.title),
        spoken: receipt.code.chars().map(String::from).collect::<Vec<_>>().join(" "),
        waits: receipt.state == Standing::Waiting,
        left: receipt.state == Standing::Left,
        time: dates::clock_range(series.now.start, series.now.end),
        first: next.map(|lesson| dates::long_day(lesson.slot.day(), t.lang)).unwrap_or_default(),
        leave: address(&visitor, &format!("{path}/bo-ten"), &[("ma", &receipt.code)]),
        t,
        series,
        receipt,
    })
}

#[derive(Template)]
#[template(path = "classes/pages/leave.html")]
struct LeavePage {
    frame: Frame,
    t: Text,
    action: String,
    back: String,
    title: String,
    fields: Fields,
    faults: Faults,
}

pub(super) async fn leave_form(visitor: Visitor, Path(code): Path<String>) -> Result<Response> {
    let mut fields = Fields::default();
    fields.set("code", visitor.query.get("ma"));
    ask_leave(&visitor, StatusCode::OK, &code, fields, Faults::default()).await
}

async fn ask_leave(visitor: &Visitor, status: StatusCode, code: &str, fields: Fields, faults: Faults) -> Result<Response> {
    let (commune, wanted, t) = (visitor.commune()?.id.clone(), code.to_lowercase(), visitor.t);
    let series = visitor.app.db.read(move |tx| store::series::by_code(tx, &commune, &wanted)).await?.ok_or(Error::NotFound)?;
    let path = format!("/lich-hoc/{}", series.code);
    let back = address(visitor, &path, &[]);
    let frame = visitor
        .frame("classes-leave")
        .under(address(visitor, "/lich-hoc", &[]), t.get("nav-timetable"))
        .under(&back, &series.now.title)
        .with(&faults);
    let action = address(visitor, &format!("{path}/bo-ten"), &[]);
    page_with(status, &LeavePage { frame, t, action, back, title: series.now.title, fields, faults })
}

pub(super) async fn leave(visitor: Visitor, Path(code): Path<String>, Posted(fields): Posted) -> Result<Response> {
    let t = visitor.t;
    let mut faults = Faults::default();
    faults.unless(!fields.get("code").is_empty(), "code", t, "classes-fault-code");
    let phone = Phone::parse(fields.get("phone")).map_err(|error| faults.add("phone", t.get(error.code()))).ok();
    let Some(phone) = phone.filter(|_| faults.is_empty()) else {
        return ask_leave(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &code, fields, faults).await;
    };
    let (commune, wanted, now) = (visitor.commune()?.id.clone(), code.to_lowercase(), visitor.app.clock.now());
    let spoken = fields.get("code").to_owned();
    match visitor.app.db.write(move |tx| enrolment::leave(tx, &commune, &wanted, &spoken, phone.as_str(), now)).await {
        Ok(()) => Ok(go_saying(&address(&visitor, &format!("/lich-hoc/{code}"), &[]), "classes-left-done")),
        Err(Error::Refused(refusal)) => {
            faults.add("code", t.refusal(&refusal));
            ask_leave(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &code, fields, faults).await
        }
        Err(other) => Err(other),
    }
}
