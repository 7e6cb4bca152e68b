//! Twelve weeks of classes, checks and figures, recorded as if each had been recorded on its day.

use jiff::civil::{Date, Time, Weekday, time};

use super::{
    ground::{Ground, VILLAGES, lower_first},
    names::{self, Dice},
};
use crate::{
    accounts::{self, Right, Role, Scope},
    classes::{self, Audience, NewSeries, Presence, SessionState, Support},
    kit::{
        clock::{DAY, MINUTE, Millis},
        dates,
        db::Tx,
        error::{Error, Result},
        ids,
        period::{Kind as PeriodKind, Period},
        recur::{End, Pattern},
    },
    learning::{self, Component, NewCheck, Outcome},
    people::{self, NewPerson},
    plan::{self, Definition},
    reports,
    resources::{self, NewVenue},
};

/// Invented people of each village, in the order of the villages. The first two stay small: newcomers load the sample lists there.
const PEOPLE: [usize; 8] = [16, 14, 58, 64, 52, 76, 60, 48];
/// Weeks of classes before today.
const WEEKS: i32 = 12;
/// The evening's hours.
const START: Time = time(19, 30, 0, 0);
const END: Time = time(21, 0, 0, 0);
/// What is learnt in each village.
const TITLES: [&str; 8] = [
    "Làm quen điện thoại thông minh",
    "Gọi video, gửi ảnh cho con cháu",
    "VNeID và giấy tờ trên mạng",
    "Nộp hồ sơ dịch vụ công trực tuyến",
    "Trả tiền không dùng tiền mặt",
    "Bán hàng trên mạng cho tiểu thương",
    "Tránh bị lừa trên mạng",
    "Sổ sức khỏe điện tử",
];

/// Fills the commune with twelve weeks; `step` is called after each village.
pub(super) fn live(tx: &mut Tx<'_>, ground: &Ground, now: Millis, step: &dyn Fn()) -> Result<()> {
    let mut dice = Dice::new(0x2026_1010);
    let officer = scope_of(tx, ground, Role::Coordinator, Right::ManageClasses)?;
    for at in 0..VILLAGES.len() {
        village(tx, ground, &officer, at, &mut dice, now)?;
        step();
    }
    plan::take_adults_from_register(tx, &officer, Definition::From18, "Sổ người dân (hư cấu)", now - DAY)?;
    report(tx, ground, now)?;
    step();
    Ok(())
}

/// The scope of the demo account of a role.
fn scope_of(tx: &mut Tx<'_>, ground: &Ground, role: Role, right: Right) -> Result<Scope> {
    let login = super::accounts().into_iter().find(|a| a.role == role).map_or("", |a| a.login);
    accounts::scope_of(tx, login, &ground.commune, right)?.ok_or(Error::Forbidden)
}

fn village(tx: &mut Tx<'_>, ground: &Ground, officer: &Scope, at: usize, dice: &mut Dice, now: Millis) -> Result<()> {
    let (Some(id), Some((_, name, _)), Some(title)) = (ground.villages.get(at), VILLAGES.get(at), TITLES.get(at)) else { return Ok(()) };
    let opened = now - (i64::from(WEEKS) * 7 + 3) * DAY;
    let year = dates::day_of(now).year();
    let mut everybody = Vec::new();
    for _ in 0..PEOPLE.get(at).copied().unwrap_or(0) {
        let one = names::person(dice, year);
        let new = NewPerson {
            village: id.clone(),
            name: one.name,
            birth_year: Some(one.birth_year),
            sex: Some(one.sex.into()),
            hamlet: one.hamlet,
            audience: one.audience.into(),
            phone: one.phone,
        };
        everybody.push(people::add(tx, officer, &new, opened)?);
    }
    let venue = NewVenue {
        village: Some(id.clone()),
        name: format!("Nhà văn hóa {}", lower_first(name)),
        kind: resources::Kind::Hall,
        address: format!("Trung tâm {}", lower_first(name)),
        capacity: Some(60),
        step_free: Some(at % 2 == 0),
        active: true,
    };
    let venue = resources::add(tx, officer, &venue, opened)?;
    let first = dates::days_after(dates::day_of(opened), 1);
    let new = NewSeries {
        title: (*title).into(),
        about: "Mang theo điện thoại nếu có. Chưa có điện thoại vẫn học được: lớp cho mượn máy.".into(),
        village: id.clone(),
        venue,
        audience: Audience::Citizen,
        support: if at == 3 { Support::Elderly } else { Support::None },
        helpers: if at == 3 { "Cứ 3 cụ có 1 người giúp".into() } else { String::new() },
        teacher: "Tổ công nghệ số cộng đồng".into(),
        capacity: 40,
        start: START,
        end: END,
        pattern: Pattern::Weekly { weekdays: vec![weekday(at)], from: first, end: End::Count(usize::try_from(WEEKS).unwrap_or(12) + 6) },
        skip: Vec::new(),
    };
    let series = classes::api::open(tx, officer, &new, opened)?;
    let learners: Vec<String> = everybody.iter().take(32).filter(|_| dice.happens(85)).cloned().collect();
    for person in &learners {
        classes::api::enrol(tx, officer, &series, person, opened)?;
    }
    attend(tx, officer, &series, &learners, at, dice, now)?;
    let witness = NewWitness { scope: officer, place: format!("Nhà văn hóa {}", lower_first(name)) };
    check(tx, &witness, &everybody, dice, now)
}

/// Villages meet on different evenings, so that one team can help another.
const fn weekday(at: usize) -> Weekday {
    match at % 6 {
        0 => Weekday::Tuesday,
        1 => Weekday::Wednesday,
        2 => Weekday::Thursday,
        3 => Weekday::Friday,
        4 => Weekday::Saturday,
        _ => Weekday::Monday,
    }
}

/// Marks who came to each evening that is over; some villages miss some weeks.
fn attend(tx: &mut Tx<'_>, officer: &Scope, series: &str, learners: &[String], at: usize, dice: &mut Dice, now: Millis) -> Result<()> {
    for lesson in classes::api::sessions_of(tx, officer.commune(), series)? {
        let begins = dates::instant(lesson.slot.day(), START);
        let over = begins + 90 * MINUTE < now;
        // One village in four skips an evening now and then: the empty weeks that an officer looks for.
        if lesson.state != SessionState::Planned || !over || (at % 4 == 3 && dice.happens(30)) {
            continue;
        }
        for person in learners {
            if dice.happens(72) {
                let late = dice.happens(12);
                let when = begins + if late { 12 * MINUTE } else { -5 * MINUTE };
                let presence = if late { Presence::Late(12) } else { Presence::Present };
                classes::api::mark(tx, officer, &lesson.id, person, presence, when, when)?;
            }
        }
    }
    Ok(())
}

/// Who watches, and where.
struct NewWitness<'a> {
    scope: &'a Scope,
    place: String,
}

/// Some people show what they can do, most of them after some weeks.
fn check(tx: &mut Tx<'_>, witness: &NewWitness<'_>, everybody: &[String], dice: &mut Dice, now: Millis) -> Result<()> {
    for person in everybody {
        for (component, percent) in
            [(Component::Device, 62), (Component::Skill, 52), (Component::Service, 38), (Component::Safety, 45), (Component::Knowledge, 20)]
        {
            if !dice.happens(percent) {
                continue;
            }
            let days = i64::try_from(dice.roll(70)).unwrap_or(0) + 1;
            let at = now - days * DAY;
            let outcome = if dice.happens(80) { Outcome::Unaided } else { Outcome::Helped };
            let new = NewCheck {
                id: ids::new(at),
                person: person.clone(),
                component,
                outcome,
                place: witness.place.clone(),
                note: String::new(),
                at,
            };
            learning::record(tx, witness.scope, &new, at)?;
        }
    }
    Ok(())
}

/// Locks the report of the last period that has ended, a few days after its end.
fn report(tx: &mut Tx<'_>, ground: &Ground, now: Millis) -> Result<()> {
    let today: Date = dates::day_of(now);
    let last = Period::containing(PeriodKind::Month, today).ok().and_then(Period::previous);
    let Some(period) = last else { return Ok(()) };
    let leader = scope_of(tx, ground, Role::CommuneLeader, Right::LockReport)?;
    let signer = leader.name().to_owned();
    reports::lock(tx, &leader, period, &signer, None, now)?;
    Ok(())
}
