//! Field work of the demo: help, pairs, households, a market, identities, shifts, requests, quotas.

use std::collections::BTreeMap;

use jiff::civil::{Date, time};

use super::{
    Dice,
    accounts::Staff,
    ground::{Ground, VILLAGES},
};
use crate::{
    accounts::Scope,
    coaching::{
        Excluded, Means, Outcome, Signed, Topic,
        api::{self, NewCheck, NewCommitment, NewContact, NewHelp, NewPair, NewQuota, NewRequest, NewShift, NewSurvey, NewVisit},
    },
    kit::{
        clock::{HOUR, MINUTE, Millis},
        dates::{self, days_after},
        db::Tx,
        error::Result,
        ids,
        period::{Kind, Period},
    },
    people,
};

/// The village with the market, in the order of [`VILLAGES`].
const MARKET: usize = 5;
/// The stalls of its market: name, what they sell.
const STALLS: [(&str, &str); 12] = [
    ("Rau cô Mẫu", "rau, củ"),
    ("Thịt lợn anh Ví Dụ", "thịt"),
    ("Đậu phụ bà Mẫu", "đậu phụ"),
    ("Vải chị Ví Dụ", "vải, quần áo"),
    ("Tạp hóa Mẫu", "đồ dùng trong nhà"),
    ("Cá chú Ví Dụ", "cá"),
    ("Bún bà Ví Dụ", "bún, phở"),
    ("Hoa quả cô Ví Dụ", "hoa quả"),
    ("Giày dép Mẫu", "giày dép"),
    ("Gà vịt chị Mẫu", "gia cầm"),
    ("Hàng xay Mẫu", "xay xát"),
    ("Trà đá ông Ví Dụ", "nước uống"),
];

/// A request that waits for its day.
struct Waiting {
    id: String,
    village: usize,
    due: Date,
}

/// Field work, day by day.
pub(super) struct Field<'a> {
    staff: &'a Staff,
    ground: &'a Ground,
    now: Millis,
    first: Date,
    dice: Dice,
    /// Adults of each village.
    people: Vec<Vec<String>>,
    /// Households of each village.
    homes: Vec<Vec<String>>,
    /// Pairs of each mentor: whose, the pair.
    pairs: Vec<(Scope, String)>,
    /// How far each village's people are with their identity.
    looked: BTreeMap<usize, usize>,
    stalls: Vec<String>,
    waiting: Vec<Waiting>,
}

impl<'a> Field<'a> {
    pub(super) fn new(tx: &mut Tx<'_>, ground: &'a Ground, staff: &'a Staff, first: Date, now: Millis) -> Result<Self> {
        let (mut people, mut homes) = (Vec::new(), Vec::new());
        for (village, team) in ground.villages.iter().zip(&staff.teams) {
            let cards = people::cards_of_village(tx, team, village)?;
            people.push(cards.into_iter().filter(|card| card.birth_year.is_none_or(|year| year < 2008)).map(|card| card.id).collect());
            homes.push(api::households_of(tx, team, village)?.into_iter().map(|home| home.id).collect());
        }
        Ok(Self {
            staff,
            ground,
            now,
            first,
            dice: Dice(0x51AB_6D1F_0C35_77E9),
            people,
            homes,
            pairs: Vec::new(),
            looked: BTreeMap::new(),
            stalls: Vec::new(),
            waiting: Vec::new(),
        })
    }

    /// One day of it; what would lie ahead of now is left out.
    pub(super) fn day(&mut self, tx: &mut Tx<'_>, day: Date) -> Result<()> {
        let at = |hour: i8| dates::instant(day, time(hour, 0, 0, 0));
        if at(8) > self.now {
            return Ok(());
        }
        if day == self.first || Period::containing(Kind::Month, day).is_ok_and(|period| period.cutoff().0 == day) {
            self.quotas(tx, day, at(8))?;
        }
        if day == days_after(self.first, 5) {
            self.pair(tx, at(8))?;
        }
        for village in 0..self.ground.villages.len() {
            self.village(tx, village, day)?;
        }
        self.helpers(tx, day)?;
        self.contacts(tx, day)?;
        self.market(tx, day)?;
        self.requests(tx, day)
    }

    /// Somewhere in the working hours of a day, before now.
    fn hour(&mut self, day: Date) -> Option<Millis> {
        let minutes = self.dice.below(9 * 60) as i64;
        Some(dates::instant(day, time(8, 10, 0, 0)) + minutes * MINUTE).filter(|at| *at <= self.now)
    }

    fn somebody(&mut self, village: usize) -> Option<String> {
        let people = &self.people[village];
        let at = self.dice.below(people.len());
        people.get(at).cloned()
    }

    fn topic(&mut self) -> Topic {
        let often = [Topic::Vneid, Topic::Vneid, Topic::Dvctt, Topic::Dvctt, Topic::Payment, Topic::Health, Topic::Safety, Topic::Device];
        often[self.dice.below(often.len())]
    }

    fn outcome(&mut self) -> Outcome {
        match self.dice.below(10) {
            0..=4 => Outcome::Unaided,
            5..=8 => Outcome::Helped,
            _ => Outcome::NotYet,
        }
    }

    fn quotas(&mut self, tx: &mut Tx<'_>, day: Date, at: Millis) -> Result<()> {
        let Ok(period) = Period::containing(Kind::Month, day) else { return Ok(()) };
        let quota = |village: &str, account: &str, people: i64, difficulties: Option<i64>| NewQuota {
            period: period.code(),
            village: village.to_owned(),
            account: account.to_owned(),
            wanted: api::QuotaWanted { people: Some(people), sessions: account.is_empty().then_some(4), difficulties },
            note: "Giao theo kế hoạch (hư cấu)".into(),
            seen: 0,
        };
        for (number, village) in self.ground.villages.iter().enumerate() {
            let people = if number < 2 { 6 } else { 12 };
            api::issue_quota(tx, &self.staff.coordinator, &quota(village, "", people, Some(1)), at)?;
        }
        for helper in [&self.staff.ambassador, &self.staff.volunteer] {
            let village = &self.ground.villages[0];
            api::issue_quota(tx, &self.staff.coordinator, &quota(village, helper.account(), 5, None), at)?;
        }
        Ok(())
    }

    /// The ambassador has three people, the teams of the larger villages have five each.
    fn pair(&mut self, tx: &mut Tx<'_>, at: Millis) -> Result<()> {
        let plans = ["Mỗi tuần gặp một lần, học gọi video và VNeID", "Gặp ở nhà văn hóa sau giờ học", ""];
        for village in (0..self.ground.villages.len()).filter(|village| *village != 1) {
            let (mentor, many) = if village == 0 { (self.staff.ambassador.clone(), 3) } else { (self.staff.teams[village].clone(), 5) };
            for person in self.people[village].iter().skip(2).step_by(2).take(many) {
                let plan = plans[self.dice.below(plans.len())];
                let new = NewPair { id: ids::new(at), mentor: mentor.account().to_owned(), person: person.clone(), plan: plan.into() };
                let pair = api::put_together(tx, &self.staff.coordinator, &new, at)?;
                self.pairs.push((mentor.clone(), pair.id));
            }
        }
        Ok(())
    }

    /// What a village's team does: help, visits, a look at somebody's identity.
    fn village(&mut self, tx: &mut Tx<'_>, village: usize, day: Date) -> Result<()> {
        let team = self.staff.teams[village].clone();
        if self.dice.chance(32) {
            self.help(tx, &team, village, day, true)?;
        }
        if self.dice.chance(22) {
            self.visit(tx, &team, village, day)?;
        }
        if self.dice.chance(30) {
            self.look(tx, &team, village, day)?;
        }
        Ok(())
    }

    fn help(&mut self, tx: &mut Tx<'_>, scope: &Scope, village: usize, day: Date, named: bool) -> Result<()> {
        let (topic, outcome) = (self.topic(), self.outcome());
        let (person, minutes) = (self.somebody(village), 5 * (2 + self.dice.below(6) as i64));
        let Some(at) = self.hour(day) else { return Ok(()) };
        let places = ["Nhà văn hóa thôn", "Điểm phục vụ hành chính công", "Tại nhà"];
        let new = NewHelp {
            id: ids::new(at),
            person: person.filter(|_| named),
            village: self.ground.villages[village].clone(),
            topic,
            outcome,
            minutes: Some(minutes),
            place: self.dice.one(&places).to_owned(),
            note: String::new(),
            request: None,
        };
        api::log_help(tx, scope, &new, at, None, at).map(drop)
    }

    fn visit(&mut self, tx: &mut Tx<'_>, scope: &Scope, village: usize, day: Date) -> Result<()> {
        let (home, met, agrees) = (self.dice.below(self.homes[village].len()), self.dice.chance(80), self.dice.chance(45));
        let Some(household) = self.homes[village].get(home).cloned() else { return Ok(()) };
        let Some(at) = self.hour(day) else { return Ok(()) };
        let told = if met { vec![Topic::Vneid, self.topic()] } else { Vec::new() };
        let new = NewVisit { id: ids::new(at), household: household.clone(), met, told, note: String::new() };
        api::log_visit(tx, scope, &new, at, None, at)?;
        if met && agrees {
            let lead = api::members_of(tx, scope, &household)?.into_iter().next().map(|(id, _)| id);
            let new = NewCommitment { id: ids::new(at), household, lead, how: Signed::Paper, blob: None };
            api::log_commitment(tx, scope, &new, at, None, at)?;
        }
        Ok(())
    }

    fn look(&mut self, tx: &mut Tx<'_>, scope: &Scope, village: usize, day: Date) -> Result<()> {
        let next = self.looked.get(&village).copied().unwrap_or(0);
        let (Some(person), Some(at)) = (self.people[village].get(next).cloned(), self.hour(day)) else { return Ok(()) };
        self.looked.insert(village, next + 1);
        let stage = self.dice.below(6);
        let excluded = self.dice.chance(5).then_some(Excluded::Away);
        let said = |from: usize| if excluded.is_some() { None } else { Some(stage >= from) };
        let new = NewCheck {
            id: ids::new(at),
            person,
            installed: said(1),
            activated: said(2),
            level2: said(3),
            used: said(4),
            bank_account: said(3),
            excluded,
            note: String::new(),
        };
        api::log_check(tx, scope, &new, at, None, at).map(drop)
    }

    /// The ambassador and the volunteer of the first village: help now and then, and shifts at the service point.
    fn helpers(&mut self, tx: &mut Tx<'_>, day: Date) -> Result<()> {
        for (helper, help, shift) in [(self.staff.ambassador.clone(), 25, 12), (self.staff.volunteer.clone(), 20, 25)] {
            if self.dice.chance(help) {
                let named = self.dice.chance(75);
                self.help(tx, &helper, 0, day, named)?;
            }
            let began = dates::instant(day, time(8, 0, 0, 0));
            let ended = began + (2 + self.dice.below(3) as i64) * HOUR;
            if self.dice.chance(shift) && ended <= self.now {
                let new = NewShift {
                    id: ids::new(ended),
                    village: self.ground.villages[0].clone(),
                    place: "Điểm phục vụ hành chính công".into(),
                    began_at: began,
                    ended_at: ended,
                    note: String::new(),
                };
                api::log_shift(tx, &helper, &new, None, ended)?;
            }
        }
        Ok(())
    }

    fn contacts(&mut self, tx: &mut Tx<'_>, day: Date) -> Result<()> {
        for at in 0..self.pairs.len() {
            if !self.dice.chance(9) {
                continue;
            }
            let (mentor, pair) = self.pairs[at].clone();
            let (topic, outcome) = (self.topic(), self.outcome());
            let how = Means::ALL[self.dice.below(Means::ALL.len())];
            let Some(when) = self.hour(day) else { continue };
            let new = NewContact { id: ids::new(when), pair, how, topic, outcome, note: String::new() };
            api::log_contact(tx, &mentor, &new, when, None, when)?;
        }
        Ok(())
    }

    /// The market is surveyed in the third week, and some stalls again six weeks later.
    fn market(&mut self, tx: &mut Tx<'_>, day: Date) -> Result<()> {
        let (first, again) = (days_after(self.first, 18), days_after(self.first, 60));
        if day != first && day != again {
            return Ok(());
        }
        let team = self.staff.teams[MARKET].clone();
        for (at, (name, goods)) in STALLS.iter().enumerate() {
            if day == first {
                self.stalls.push(ids::new(dates::instant(day, time(7, 0, 0, 0))));
            } else if at % 2 == 1 {
                continue;
            }
            let when = dates::instant(day, time(9, 0, 0, 0)) + at as i64 * 6 * MINUTE;
            let takes = self.dice.chance(if day == first { 45 } else { 80 });
            let Some(stall) = self.stalls.get(at).cloned().filter(|_| when <= self.now) else { continue };
            let new = NewSurvey {
                id: ids::new(when),
                stall,
                village: self.ground.villages[MARKET].clone(),
                market: "Chợ Mẫu".into(),
                name: (*name).into(),
                goods: (*goods).into(),
                takes_qr: Some(takes),
                takes_pos: Some(takes && self.dice.chance(20)),
                wants_training: Some(!takes && self.dice.chance(70)),
                note: String::new(),
            };
            api::log_survey(tx, &team, &new, when, None, when)?;
        }
        Ok(())
    }

    /// Now and then somebody asks; most are answered within days, the last ones are still open.
    fn requests(&mut self, tx: &mut Tx<'_>, day: Date) -> Result<()> {
        let due: Vec<Waiting> = {
            let (due, later) = std::mem::take(&mut self.waiting).into_iter().partition(|waiting| waiting.due <= day);
            self.waiting = later;
            due
        };
        for waiting in due {
            let Some(at) = self.hour(day) else { continue };
            let outcome = self.outcome();
            let team = &self.staff.teams[waiting.village];
            api::close_request(tx, team, &waiting.id, outcome, "", at, None, at)?;
        }
        if !self.dice.chance(22) {
            return Ok(());
        }
        let village = self.dice.below(VILLAGES.len());
        let (person, topic, wait) = (self.somebody(village), self.topic(), 1 + self.dice.below(4) as i32);
        let (Some(person), Some(at)) = (person, self.hour(day)) else { return Ok(()) };
        let helper = match village {
            0 if self.dice.chance(50) => self.staff.volunteer.account(),
            0 => self.staff.ambassador.account(),
            other => self.staff.teams[other].account(),
        };
        let new = NewRequest {
            id: ids::new(at),
            person: Some(person),
            who: String::new(),
            village: self.ground.villages[village].clone(),
            topic,
            note: "Nhờ chỉ giúp, chưa làm được ở nhà".into(),
            helper: Some(helper.to_owned()),
        };
        let request = api::ask_for_help(tx, &self.staff.coordinator, &new, at)?;
        self.waiting.push(Waiting { id: request.id, village, due: days_after(day, wait) });
        Ok(())
    }
}

/// Who is on duty at the service point this week and next.
pub(super) fn roster(tx: &mut Tx<'_>, ground: &Ground, staff: &Staff, now: Millis) -> Result<()> {
    let today = dates::day_of(now);
    let helpers = [&staff.volunteer, &staff.ambassador, &staff.teams[0]];
    for ahead in -3..11 {
        let day = days_after(today, ahead);
        let helper = helpers[(ahead + 3) as usize % helpers.len()];
        let duty = api::NewDuty {
            id: ids::new(now),
            village: ground.villages[0].clone(),
            account: helper.account().to_owned(),
            place: "Điểm phục vụ hành chính công".into(),
            day,
            from: 8 * 60,
            until: 11 * 60,
        };
        api::plan_duty(tx, &staff.coordinator, &duty, now)?;
    }
    Ok(())
}
