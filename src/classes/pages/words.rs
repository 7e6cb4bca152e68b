//! What several pages say in the same words: days, seats, weekly patterns, names.

use jiff::civil::{Date, Weekday};

use crate::{
    classes::rules::{self, Lesson, Planned, Repeat},
    kit::{
        dates,
        lunar::{self, LunarDate, Warning},
        text::Text,
    },
};

/// A leaf of the tear-off calendar: one day, solar and lunar.
pub struct Leaf {
    /// The weekday.
    pub week: &'static str,
    /// The day of the month.
    pub number: i8,
    /// Month and year.
    pub month: String,
    /// The lunar day.
    pub lunar: String,
    /// The lunar day that people keep: mùng một, rằm, Tết; empty on others.
    pub feast: String,
    /// The classes that the style sheet knows.
    pub class: String,
}

/// The leaf of a day.
pub fn leaf(day: Date, today: Date, t: Text) -> Leaf {
    let feast = feast(day, t);
    let mut class = "leaf".to_owned();
    for (fits, name) in [(day == today, " today"), (day.weekday() == Weekday::Sunday, " sunday"), (!feast.is_empty(), " feast")] {
        if fits {
            class.push_str(name);
        }
    }
    Leaf {
        week: dates::weekday_name(day.weekday(), t.lang),
        number: day.day(),
        month: t.fill("classes-leaf-month").s("month", dates::month_word(day, t.lang)).s("year", day.year()).to_string(),
        lunar: lunar_short(day, t),
        feast,
        class,
    }
}

/// “Âm lịch 5/9”; empty beyond the calendar's years.
pub fn lunar_short(day: Date, t: Text) -> String {
    let Ok(lunar) = LunarDate::from_solar(day) else { return String::new() };
    let key = if lunar.leap { "classes-lunar-leap" } else { "classes-lunar" };
    t.fill(key).s("day", lunar.day).s("month", lunar.month).to_string()
}

/// What people keep on a lunar day, in a word or two; empty on most.
fn feast(day: Date, t: Text) -> String {
    let key = match lunar::warning(day) {
        Some(Warning::FirstOfMonth) => "classes-feast-first",
        Some(Warning::FullMoon) => "classes-feast-full",
        Some(Warning::TetEve) => "classes-feast-eve",
        Some(Warning::Tet) => "classes-feast-tet",
        _ => return String::new(),
    };
    t.get(key)
}

/// A planned session in words: day, lunar day, what speaks against it.
pub struct PlannedWords {
    /// `YYYY-MM-DD`, for the form.
    pub day: Date,
    /// The day in words.
    pub words: String,
    /// The lunar day.
    pub lunar: String,
    /// Why few people may come; empty for most days.
    pub warning: String,
    /// Whether it is over already.
    pub over: bool,
    /// Whose class has the venue then; empty when nobody's.
    pub taken: String,
}

/// A planned session in words.
pub fn planned(planned: &Planned, t: Text) -> PlannedWords {
    PlannedWords {
        day: planned.slot.day(),
        words: dates::long_day(planned.slot.day(), t.lang),
        lunar: planned.lunar.map(|lunar| lunar.short(t.lang)).unwrap_or_default(),
        warning: planned.warning.map(|warning| t.get(warning.key())).unwrap_or_default(),
        over: planned.over,
        taken: String::new(),
    }
}

/// On which days a class meets: “Thứ Ba, Thứ Năm hằng tuần”, or how many days were given.
pub fn pattern(repeat: &Repeat, t: Text) -> String {
    if repeat.weekdays.is_empty() {
        return t.fill("classes-pattern-given").n("n", repeat.days.len()).to_string();
    }
    let weekdays = repeat.weekdays.iter().filter_map(|day| Weekday::from_monday_one_offset(*day).ok());
    let names: Vec<&str> = weekdays.map(|day| dates::weekday_name(day, t.lang)).collect();
    t.fill("classes-pattern-weekly").s("days", names.join(", ")).to_string()
}

/// How many seats are left, or that one may queue.
pub fn seats(capacity: i64, enrolled: i64, t: Text) -> String {
    match rules::seats_left(capacity, enrolled) {
        0 => t.get("classes-seats-none"),
        left => t.fill("classes-seats-left").n("n", left).to_string(),
    }
}

/// “19:32 · Hà”: when, and the given name of who.
pub fn marked(at: i64, by: &str) -> (String, String) {
    if at == 0 {
        return (String::new(), String::new());
    }
    (dates::clock(dates::local(at).time()), given_name(by).to_owned())
}

/// The given name, which comes last.
pub fn given_name(name: &str) -> &str {
    name.split_whitespace().last().unwrap_or(name)
}

/// One session in a list.
pub struct LessonLine {
    /// Its page.
    pub href: String,
    /// The class's title.
    pub title: String,
    /// When it begins and ends.
    pub start: String,
    /// When it ends.
    pub end: String,
    /// Where.
    pub venue: String,
    /// Whose class.
    pub village: String,
    /// Who teaches.
    pub teacher: String,
    /// Whether it was called off.
    pub off: bool,
    /// What to know at a glance: the tag's colour and words.
    pub tags: Vec<(&'static str, String)>,
    /// The words of the button; empty when there is nothing to press.
    pub action: String,
    /// Where the button leads.
    pub action_href: String,
}

/// The sessions of one day under their leaf.
pub struct DayLines {
    /// The day.
    pub leaf: Leaf,
    /// Its sessions.
    pub lessons: Vec<LessonLine>,
}

/// Puts sessions, which come in order, under the leaves of their days.
pub fn by_day(lessons: Vec<Lesson>, today: Date, t: Text, line: impl Fn(Lesson) -> LessonLine) -> Vec<DayLines> {
    let mut days: Vec<(Date, DayLines)> = Vec::new();
    for lesson in lessons {
        let day = lesson.slot.day();
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, DayLines { leaf: leaf(day, today, t), lessons: Vec::new() }));
        }
        if let Some((_, lines)) = days.last_mut() {
            lines.lessons.push(line(lesson));
        }
    }
    days.into_iter().map(|(_, lines)| lines).collect()
}

/// What is said of a session that was called off or moved: tags for a list.
pub fn change_tags(lesson: &Lesson, t: Text) -> Vec<(&'static str, String)> {
    let mut tags = Vec::new();
    if lesson.is_cancelled() {
        tags.push(("bad", t.get("classes-off")));
    }
    if let Some(day) = lesson.moved_from {
        tags.push(("warn", t.fill("classes-moved-from").s("day", dates::day_month(day, t.lang)).to_string()));
    }
    tags
}
