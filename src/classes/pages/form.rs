//! The form of a class: what was typed, as a class to be, and a class as what would be typed.

use jiff::civil::{Date, Time, Weekday};

use crate::{
    classes::rules::{self, Audience, NewSeries, Series, Support},
    kit::{
        dates,
        forms::{Faults, Fields},
        recur::{End, Pattern},
        text::Text,
    },
};

/// Fields that belong to the steps of the form, not to the class.
const STEPS: [&str; 4] = ["csrf", "step", "off", "reason"];

/// Reads a class and what is wrong with it. Days ticked off in the preview are left out too.
pub(super) fn read(fields: &Fields, t: Text) -> (NewSeries, Faults) {
    let mut faults = Faults::default();
    let start = time(fields, "start", t, &mut faults);
    let end = time(fields, "end", t, &mut faults);
    let audience = Audience::parse(fields.get("audience"));
    let support = Support::parse(fields.get("support"));
    let new = NewSeries {
        title: fields.get("title").to_owned(),
        about: fields.get("about").to_owned(),
        village: fields.get("village").to_owned(),
        venue: fields.get("venue").to_owned(),
        audience: audience.unwrap_or(Audience::Citizen),
        support: support.unwrap_or(Support::None),
        helpers: fields.get("helpers").to_owned(),
        teacher: fields.get("teacher").to_owned(),
        capacity: fields.number("capacity").unwrap_or(0),
        // A time that could not be read has its own fault; the rule about their order then has nothing to say.
        start: start.unwrap_or(Time::MIN),
        end: end.filter(|_| start.is_some()).unwrap_or(Time::MAX),
        pattern: pattern(fields, t, &mut faults),
        skip: skipped(fields, t, &mut faults),
    };
    for (field, code) in rules::faults(&new) {
        faults.add(field, t.get(code));
    }
    faults.unless(audience.is_some(), "audience", t, "classes-fault-choose");
    faults.unless(support.is_some(), "support", t, "classes-fault-choose");
    if faults.is_empty()
        && let Err(error) = rules::plan(&new, 0)
    {
        faults.add("repeat", t.get(error.code()));
    }
    (new, faults)
}

fn time(fields: &Fields, name: &str, t: Text, faults: &mut Faults) -> Option<Time> {
    dates::parse_time(fields.get(name)).map_err(|error| faults.add(name, t.get(error.code()))).ok()
}

fn day(fields: &Fields, name: &str, t: Text, faults: &mut Faults) -> Option<Date> {
    dates::parse_day(fields.get(name)).map_err(|error| faults.add(name, t.get(error.code()))).ok()
}

fn pattern(fields: &Fields, t: Text, faults: &mut Faults) -> Pattern {
    if fields.is("repeat", "given") {
        return Pattern::Given(days(fields, "given", t, faults));
    }
    let numbers = fields.all("weekday").into_iter().filter_map(|day| day.parse().ok());
    let weekdays: Vec<Weekday> = numbers.filter_map(|day| Weekday::from_monday_one_offset(day).ok()).collect();
    faults.unless(!weekdays.is_empty(), "weekday", t, "recur-no-weekday");
    let from = day(fields, "from", t, faults);
    let end = if fields.is("ending", "count") {
        let count = fields.number("count").and_then(|count| usize::try_from(count).ok());
        faults.unless(count.is_some_and(|count| count > 0), "count", t, "classes-fault-count");
        End::Count(count.unwrap_or(0))
    } else {
        let until = day(fields, "until", t, faults);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            faults.add("until", t.get("recur-end-before-start"));
        }
        End::Until(until.unwrap_or(Date::MIN))
    };
    Pattern::Weekly { weekdays, from: from.unwrap_or(Date::MIN), end }
}

/// Days in a text area: one on a line, or several between commas or semicolons.
fn days(fields: &Fields, name: &str, t: Text, faults: &mut Faults) -> Vec<Date> {
    let mut days = Vec::new();
    for part in fields.get(name).split(['\n', '\r', ',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        match dates::parse_day(part) {
            Ok(day) => days.push(day),
            Err(error) => {
                let shown: String = part.chars().take(30).collect();
                faults.add(name, t.fill("classes-fault-day").s("text", shown).s("why", t.get(error.code())).to_string());
                break;
            }
        }
    }
    days
}

fn skipped(fields: &Fields, t: Text, faults: &mut Faults) -> Vec<Date> {
    let mut skip = days(fields, "skip", t, faults);
    skip.extend(fields.all("off").into_iter().filter_map(|day| day.parse::<Date>().ok()));
    skip
}

/// Moves the days that were ticked off in the preview to the days that are left out.
pub(super) fn with_off_days(mut fields: Fields, t: Text) -> Fields {
    let mut skip = skipped(&fields, t, &mut Faults::default());
    if fields.all("off").is_empty() {
        return fields;
    }
    skip.sort_unstable();
    skip.dedup();
    fields.set("skip", lines(&skip, t));
    fields.set("off", "");
    fields
}

fn lines(days: &[Date], t: Text) -> String {
    days.iter().map(|day| dates::short_day(*day, t.lang)).collect::<Vec<_>>().join("\n")
}

/// Every field of the class as hidden inputs of the preview.
pub(super) fn hidden(fields: &Fields) -> Vec<(String, String)> {
    fields.pairs().iter().filter(|(name, _)| !STEPS.contains(&name.as_str())).cloned().collect()
}

/// What stands in the form of a new class.
pub(super) fn blank(village: &str, today: Date) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in [
        ("village", village),
        ("audience", Audience::Citizen.code()),
        ("support", Support::None.code()),
        ("capacity", "30"),
        ("start", "19:30"),
        ("end", "21:00"),
        ("repeat", "weekly"),
        ("ending", "count"),
        ("count", "10"),
    ] {
        fields.set(name, value);
    }
    fields.set("from", today.to_string());
    fields
}

/// What stands in the form of a class that is there.
pub(super) fn of(series: &Series, t: Text) -> Fields {
    let now = &series.now;
    let repeat = &series.repeat;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let weekly = !repeat.weekdays.is_empty();
    let mut pairs: Vec<(String, String)> = [
        ("title", now.title.clone()),
        ("about", now.about.clone()),
        ("village", now.village.clone()),
        ("venue", now.venue.clone()),
        ("audience", now.audience.code().to_owned()),
        ("support", now.support.code().to_owned()),
        ("helpers", now.helpers.clone()),
        ("teacher", now.teacher.clone()),
        ("capacity", now.capacity.to_string()),
        ("start", dates::clock(now.start)),
        ("end", dates::clock(now.end)),
        ("repeat", if weekly { "weekly" } else { "given" }.to_owned()),
        ("from", day(repeat.from)),
        ("ending", if repeat.count.is_some() { "count" } else { "until" }.to_owned()),
        ("until", day(repeat.until)),
        ("count", repeat.count.map(|count| count.to_string()).unwrap_or_default()),
        ("given", lines(&repeat.days, t)),
        ("skip", lines(&repeat.skip, t)),
        ("version", series.version.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec();
    pairs.extend(repeat.weekdays.iter().map(|day| ("weekday".to_owned(), day.to_string())));
    Fields::of(pairs)
}
