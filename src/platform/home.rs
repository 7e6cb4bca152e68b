//! The first page: the next class near home, and the way to everything else.

use askama::Template;
use axum::response::Response;
use jiff::civil::Weekday;

use crate::{
    accounts::Visitor,
    classes::{self, Lesson, SessionState},
    kit::{
        dates,
        error::Result,
        lunar::{self, LunarDate},
        pages::{Frame, page},
        text::Text,
    },
};

/// How far ahead the next class is looked for, in days.
const AHEAD: i32 = 30;

/// A day as a leaf of the calendar at home.
struct Leaf {
    class: &'static str,
    week: &'static str,
    number: i8,
    month: String,
    lunar: String,
}

/// A class that is coming.
struct Coming {
    leaf: Leaf,
    when: String,
    title: String,
    code: String,
    place: String,
    seats: i64,
}

#[derive(Template)]
#[template(path = "platform/pages/home.html")]
struct HomePage {
    frame: Frame,
    t: Text,
    next: Option<Coming>,
    more: Vec<Coming>,
}

/// The page at `/`.
pub(super) async fn home(visitor: Visitor) -> Result<Response> {
    let (t, now) = (visitor.t, visitor.app.clock.now());
    let mut coming = Vec::new();
    if let Some(commune) = visitor.commune.as_ref().map(|c| c.id.clone()) {
        let today = dates::day_of(now);
        let read = visitor.app.db.read(move |tx| classes::sessions_between(tx, &commune, today, dates::days_after(today, AHEAD)));
        let clock = dates::local(now).time();
        coming = read
            .await?
            .into_iter()
            .filter(|l| l.state == SessionState::Planned)
            .filter(|l| l.slot.day() > today || l.slot.end() > clock)
            .take(4)
            .map(|lesson| make(lesson, t, today))
            .collect();
    }
    let more = if coming.is_empty() { Vec::new() } else { coming.split_off(1) };
    let title = visitor
        .commune
        .as_ref()
        .map_or_else(|| t.get("platform-home-title"), |c| t.fill("platform-home-at").s("commune", &c.name).to_string());
    page(&HomePage { frame: visitor.frame_titled(title), t, next: coming.pop(), more })
}

fn make(lesson: Lesson, t: Text, today: jiff::civil::Date) -> Coming {
    let day = lesson.slot.day();
    let class = if lunar::warning(day).is_some() {
        "feast"
    } else if day == today {
        "today"
    } else if day.weekday() == Weekday::Sunday {
        "sunday"
    } else {
        ""
    };
    let hours = dates::clock_range(lesson.slot.start(), lesson.slot.end());
    Coming {
        leaf: Leaf {
            class,
            week: dates::weekday_name(day.weekday(), t.lang),
            number: day.day(),
            month: t.fill("platform-leaf-month").s("month", dates::month_word(day, t.lang)).s("year", day.year()).to_string(),
            lunar: LunarDate::from_solar(day).map(|l| l.short(t.lang)).unwrap_or_default(),
        },
        when: format!("{}, {hours}", dates::relative_day(day, today, t.lang)),
        title: lesson.title,
        code: lesson.code,
        place: [lesson.venue_name, lesson.village_name].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · "),
        seats: (lesson.capacity - lesson.enrolled).max(0),
    }
}
