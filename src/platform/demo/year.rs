//! Twelve weeks of a commune: classes, attendance, skill checks, denominators, a locked report.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time, date, time};

use super::{
    Dice,
    accounts::{Staff, accounts},
    field::{self, Field},
    ground::{Ground, VILLAGES, lower_first},
    lessons::Lessons,
};
use crate::{
    accounts::{Role, Scope},
    classes::{self, Audience, Lesson, NewSeries, Presence, Support},
    kit::{
        app::Keys,
        clock::{HOUR, MINUTE, Millis},
        dates::{self, days_after},
        db::Tx,
        error::Result,
        ids,
        period::{Kind as Month, Period},
        recur::{End, Pattern},
    },
    learning::{self, Component, NewCheck, Outcome},
    people,
    plan::{self, Definition, Key, NewDenominator},
    reports,
    resources::{self, Kind, NewVenue},
};

/// How many days are lived, the day of loading included.
pub(super) const DAYS: i32 = 85;

/// The class of a village: title, for whom, minutes of its start after midnight, days after today's weekday, weeks left out.
struct Plan {
    title: &'static str,
    about: &'static str,
    support: Support,
    start: Time,
    weekday: i32,
    first_week: i32,
    left_out: &'static [i32],
    comes: usize,
}

/// One class for each village, in their order. The second village has had none for a while: that shows, too.
const PLANS: [Plan; 8] = [
    Plan {
        title: "Gọi video cho con cháu",
        about: "Bác nào chưa có điện thoại thông minh vẫn học được: lớp có máy cho mượn.",
        support: Support::None,
        start: time(19, 30, 0, 0),
        weekday: 0,
        first_week: 6,
        left_out: &[8],
        comes: 80,
    },
    Plan {
        title: "Điện thoại thông minh từ đầu",
        about: "",
        support: Support::None,
        start: time(19, 30, 0, 0),
        weekday: 2,
        first_week: 0,
        left_out: &[4, 5, 6, 7, 8, 9, 10, 11, 12],
        comes: 60,
    },
    Plan {
        title: "Nộp hồ sơ dịch vụ công tại nhà",
        about: "Mang theo điện thoại và thẻ căn cước.",
        support: Support::None,
        start: time(19, 0, 0, 0),
        weekday: 1,
        first_week: 0,
        left_out: &[],
        comes: 70,
    },
    Plan {
        title: "Trả tiền điện, tiền nước qua điện thoại",
        about: "",
        support: Support::None,
        start: time(20, 0, 0, 0),
        weekday: 3,
        first_week: 0,
        left_out: &[5],
        comes: 65,
    },
    Plan {
        title: "Nhận biết cuộc gọi lừa đảo",
        about: "Có diễn lại các cuộc gọi lừa đảo thường gặp.",
        support: Support::None,
        start: time(19, 30, 0, 0),
        weekday: 4,
        first_week: 2,
        left_out: &[6, 7],
        comes: 75,
    },
    Plan {
        title: "Bán hàng trên chợ số",
        about: "Dành cho các hộ buôn bán ở chợ.",
        support: Support::None,
        start: time(14, 0, 0, 0),
        weekday: 5,
        first_week: 1,
        left_out: &[],
        comes: 60,
    },
    Plan {
        title: "Cài và dùng VNeID",
        about: "",
        support: Support::None,
        start: time(19, 30, 0, 0),
        weekday: 6,
        first_week: 3,
        left_out: &[9],
        comes: 70,
    },
    Plan {
        title: "Điện thoại cho người cao tuổi",
        about: "Chữ to, đi chậm, có người kèm từng bác.",
        support: Support::Elderly,
        start: time(8, 0, 0, 0),
        weekday: 3,
        first_week: 1,
        left_out: &[],
        comes: 72,
    },
];

/// Lives the weeks up to `now`, day by day, so that the ledger grows in the order of time. `step` is called after each day.
pub(super) fn live(tx: &mut Tx<'_>, ground: &Ground, staff: &Staff, keys: &Keys, now: Millis, step: &dyn Fn()) -> Result<()> {
    let today = dates::day_of(now);
    let first = days_after(today, 1 - DAYS);
    open_classes(tx, ground, staff, keys, first, today)?;
    let mut life = Life { staff, ground, now, dice: Dice(0x9E6C_63D0_876A_3F35), reached: BTreeMap::new() };
    let mut work = Field::new(tx, ground, staff, first, now)?;
    let mut learned = Lessons::new(ground, staff, keys, now);
    let report = last_period(today);
    for ahead in 0..DAYS {
        let day = days_after(first, ahead);
        if ahead == 3 {
            count(tx, staff, dates::instant(day, time(10, 0, 0, 0)))?;
        }
        if let Some(period) = report.filter(|period| days_after(period.cutoff().1, 1) == day) {
            let at = dates::instant(day, time(9, 0, 0, 0)).min(now);
            let signer = accounts().into_iter().find(|a| a.role == Role::CommuneLeader).map_or("", |a| a.name);
            reports::lock(tx, &staff.leader, period, signer, None, at)?;
        }
        for lesson in classes::sessions_between(tx, &ground.commune, day, day)? {
            life.session(tx, &lesson)?;
            learned.after(tx, &lesson)?;
        }
        work.day(tx, day)?;
        learned.day(tx, day, DAYS - 1 - ahead)?;
        step();
    }
    field::roster(tx, ground, staff, now)
}

/// The last month's report period that has ended by `today` and lies in the weeks that are lived.
fn last_period(today: Date) -> Option<Period> {
    Period::containing(Month::Month, today).ok()?.previous()
}

/// A hall in every village, and a class in it that goes on for five weeks from today.
fn open_classes(tx: &mut Tx<'_>, ground: &Ground, staff: &Staff, keys: &Keys, first: Date, today: Date) -> Result<()> {
    let then = dates::instant(days_after(first, -3), time(9, 0, 0, 0));
    let sheds = [("Điểm Bưu điện – Văn hóa xã Ví Dụ", Kind::PostPoint), ("Trung tâm Học tập cộng đồng", Kind::LearningCentre)];
    for (name, kind) in sheds {
        resources::add(tx, &staff.coordinator, &venue(name.into(), None, kind), then)?;
    }
    for (at, (plan, village)) in PLANS.iter().zip(&ground.villages).enumerate() {
        let name = format!("Nhà văn hóa {}", lower_first(VILLAGES[at].1));
        let hall = resources::add(tx, &staff.coordinator, &venue(name, Some(village), Kind::Hall), then)?;
        let begins = days_after(first, 7 * plan.first_week);
        let shift = i32::from(today.weekday().since(jiff::civil::Weekday::Monday)) + plan.weekday;
        let weekday = jiff::civil::Weekday::Monday.wrapping_add(shift);
        let end = dates::local(dates::instant(today, plan.start) + 90 * MINUTE).time();
        let new = NewSeries {
            title: plan.title.into(),
            about: plan.about.into(),
            village: village.clone(),
            venue: hall,
            audience: Audience::Citizen,
            support: plan.support,
            helpers: if plan.support == Support::None { String::new() } else { "1 kèm 5".into() },
            teacher: staff.teams[at].name().to_owned(),
            capacity: 30,
            start: plan.start,
            end,
            pattern: Pattern::Weekly { weekdays: vec![weekday], from: begins, end: End::Until(days_after(today, 35)) },
            skip: skipped(begins, weekday, today, plan.left_out, plan.first_week),
        };
        let series = classes::open(tx, &staff.teams[at], &new, then)?;
        let cards = people::cards_of_village(tx, &staff.teams[at], village)?;
        for card in cards.iter().filter(|card| card.birth_year.is_none_or(|year| year < 2008)).take(22) {
            classes::enrol(tx, &staff.teams[at], &series, &card.id, then + HOUR)?;
        }
        let grown = cards.into_iter().filter(|card| card.birth_year.is_none_or(|year| year < 2008)).map(|card| card.id);
        // The last village has yet to make its cards, and every second one to print them.
        if at + 1 < PLANS.len() {
            let learners: Vec<String> = grown.take(32).collect();
            people::issue_cards(tx, keys, &staff.teams[at], &learners, then + HOUR)?;
        }
        if at % 2 == 0 {
            people::note_printed(tx, &staff.teams[at], village, then + 2 * HOUR)?;
        }
    }
    Ok(())
}

fn venue(name: String, village: Option<&String>, kind: Kind) -> NewVenue {
    let capacity = if village.is_some() { Some(60) } else { Some(30) };
    NewVenue { village: village.cloned(), name, kind, address: String::new(), capacity, step_free: Some(kind != Kind::Hall), active: true }
}

/// The days of the weeks that are left out; weeks are counted from the first of all.
fn skipped(begins: Date, weekday: jiff::civil::Weekday, today: Date, left_out: &[i32], first_week: i32) -> Vec<Date> {
    let to_weekday = i32::from(weekday.since(begins.weekday()));
    let days = left_out.iter().map(|week| days_after(begins, to_weekday + 7 * (week - first_week)));
    days.filter(|day| *day <= today).collect()
}

/// Counts the adults from the register, and takes the other numbers that offices told.
fn count(tx: &mut Tx<'_>, staff: &Staff, at: Millis) -> Result<()> {
    plan::take_adults_from_register(tx, &staff.coordinator, Definition::From18, "Sổ người dân của phần mềm", at)?;
    let told = [
        (Key::Households, 126, "Báo cáo của các thôn (hư cấu)"),
        (Key::Staff, 58, "Phòng Văn hóa – Xã hội (hư cấu)"),
        (Key::PupilsSecondary, 412, "Trường Trung học cơ sở Ví Dụ (hư cấu)"),
        (Key::Workers, 230, "Phòng Kinh tế (hư cấu)"),
        (Key::Teams, 8, "Quyết định thành lập (hư cấu)"),
        (Key::Villages, 8, "Danh sách thôn (hư cấu)"),
    ];
    for (key, value, source) in told {
        let new = NewDenominator {
            key,
            village: String::new(),
            value,
            as_of: dates::day_of(at),
            source: source.into(),
            definition: None,
            unknown: None,
        };
        plan::add_denominator(tx, &staff.coordinator, &new, at)?;
    }
    Ok(())
}

struct Life<'a> {
    staff: &'a Staff,
    ground: &'a Ground,
    now: Millis,
    dice: Dice,
    /// How many components each person has shown.
    reached: BTreeMap<String, usize>,
}

impl Life<'_> {
    /// One evening: who came is marked as they come, and some show what they can do.
    fn session(&mut self, tx: &mut Tx<'_>, lesson: &Lesson) -> Result<()> {
        let Some(at) = self.ground.villages.iter().position(|village| *village == lesson.village) else { return Ok(()) };
        let (scope, starts) = (self.staff.teams[at].clone(), lesson.starts_at());
        if starts > self.now {
            return Ok(());
        }
        if self.dice.chance(4) {
            return classes::cancel(tx, &scope, &lesson.id, "Mưa lớn, đường vào nhà văn hóa ngập", starts - 3 * HOUR);
        }
        let cards = people::cards_of_village(tx, &scope, &lesson.village)?;
        let grown = cards.iter().filter(|card| card.birth_year.is_none_or(|year| year < 2008));
        for (seat, card) in grown.take(26).enumerate() {
            // The last four are no members of the class: they walk in now and then.
            let comes = if seat < 22 { PLANS[at].comes } else { 12 };
            let minutes = seat as i64 / 3;
            let presence = match self.dice.below(100) {
                come if come >= comes && seat < 22 => Presence::Absent,
                come if come >= comes => continue,
                come if come < 7 => Presence::Late(10 + minutes),
                _ => Presence::Present,
            };
            let late = if let Presence::Late(late) = presence { late } else { 0 };
            let marked = starts + (minutes + late) * MINUTE;
            if marked > self.now {
                continue;
            }
            classes::mark(tx, &scope, &lesson.id, &card.id, presence, marked, marked)?;
            let shows = if presence != Presence::Absent && self.dice.chance(45) { 1 + self.dice.below(2) } else { 0 };
            for time in 0..shows as i64 {
                self.check(tx, &scope, &card.id, &lesson.venue_name, starts + (60 + minutes + 10 * time) * MINUTE)?;
            }
        }
        Ok(())
    }

    /// A learner shows the next of the five components before a witness.
    fn check(&mut self, tx: &mut Tx<'_>, scope: &Scope, person: &str, place: &str, at: Millis) -> Result<()> {
        let next = self.reached.get(person).copied().unwrap_or(0);
        let Some(component) = Component::ALL.get(next).filter(|_| at <= self.now) else { return Ok(()) };
        let outcome = match self.dice.below(10) {
            0..=6 => Outcome::Unaided,
            7..=8 => Outcome::Helped,
            _ => Outcome::NotYet,
        };
        let new = NewCheck {
            id: ids::new(at),
            person: person.into(),
            component: *component,
            outcome,
            place: place.into(),
            note: String::new(),
            at,
            tasks: Vec::new(),
            device: None,
        };
        learning::record(tx, scope, &new, at)?;
        if outcome == Outcome::Unaided {
            self.reached.insert(person.to_owned(), next + 1);
        }
        Ok(())
    }
}

/// The address of the roll of the last session that was held: the page that is opened most, for whoever measures.
pub fn a_roll(tx: &mut Tx<'_>) -> Result<Option<String>> {
    let Some(commune) = crate::places::commune_by_code(tx, super::CODE)? else { return Ok(None) };
    let all = classes::sessions_between(tx, &commune.id, date(2000, 1, 1), date(2199, 12, 31))?;
    Ok(all.iter().rfind(|lesson| lesson.is_held()).map(|lesson| format!("/quan-ly/lop/buoi/{}", lesson.id)))
}
