//! What people of the demo learn: quizzes after the class, lessons in a group, tasks before a witness, remarks, a few certificates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, time};

use super::{Dice, accounts::Staff, ground::Ground};
use crate::{
    accounts::{Role, Scope},
    classes::{self, Lesson},
    kit::{
        app::Keys,
        clock::{MINUTE, Millis},
        dates::{self, days_after},
        db::Tx,
        error::Result,
        ids,
    },
    learning::{
        self, Component, Face, Hand, NewCertificate, NewCheck, NewGroup, NewOutsideCourse, NewOutsideResult, NewRemark, NewRound, Outcome,
        Price,
    },
    people,
};

/// The quizzes that evenings end with in turn, each with the skill whose task is shown after it.
const QUIZZES: [(&str, &str); 5] = [
    ("nhan-biet-cuoc-goi-lua-dao", "nd.an-toan.cuoc-goi"),
    ("thanh-toan-quet-qr", "nd.thanh-toan.qr"),
    ("tin-nhan-va-duong-link-gia", "nd.an-toan.tin-nhan"),
    ("vneid-dang-nhap", "nd.vneid.dang-nhap"),
    ("dich-vu-cong-nop-ho-so", "nd.dvc.nop"),
];
/// The parts of courses that groups go through in turn.
const PARTS: [&str; 3] = ["course:tranh-lua-dao:1", "course:viec-nha-tren-dien-thoai:1", "course:dien-thoai-cho-nguoi-moi:2"];
/// What is said of a class: face, words, what was hard.
const OF_CLASSES: [(Face, &str, &str); 8] = [
    (Face::Good, "Thầy nói chậm, dễ hiểu. Tôi về tự làm lại được.", ""),
    (Face::Middling, "Chữ trên màn chiếu hơi nhỏ, ngồi sau không đọc được.", "small"),
    (Face::Good, "", ""),
    (Face::Bad, "Điện thoại của tôi cũ, cài mãi không được.", "device"),
    (Face::Good, "Cháu tình nguyện viên nhiệt tình lắm.", ""),
    (Face::Middling, "Xin cho thêm thời gian tự tập ở lớp.", "practice"),
    (Face::Good, "", ""),
    (Face::Bad, "Hôm nay đi hơi nhanh, tôi chưa kịp ghi.", "fast"),
];
/// What is said of lessons: the lesson, face, words.
const OF_LESSONS: [(&str, Face, &str); 7] = [
    ("nhan-biet-cuoc-goi-lua-dao", Face::Good, "Học xong tôi dặn cả nhà đừng nghe số lạ."),
    ("thanh-toan-quet-qr", Face::Middling, "Nên có thêm ảnh màn hình lúc nhập số tiền."),
    ("goi-video-cho-con-chau", Face::Good, ""),
    ("vneid-dang-nhap", Face::Bad, "Máy tôi không hiện bước xác thực như trong bài."),
    ("dich-vu-cong-nop-ho-so", Face::Middling, "Bài hơi dài, học hai tối mới hết."),
    ("mat-khau-va-ma-otp", Face::Good, "Giờ tôi mới hiểu vì sao không được đọc mã cho ai."),
    ("tin-nhan-va-duong-link-gia", Face::Good, ""),
];
/// How many certificates are handed out.
const CERTIFICATES: usize = 7;
/// On which day, counted back from today.
const HANDED_OUT: i32 = 8;

/// The learning of the weeks that are lived.
pub(super) struct Lessons<'a> {
    ground: &'a Ground,
    staff: &'a Staff,
    keys: &'a Keys,
    now: Millis,
    dice: Dice,
    evenings: usize,
    /// Of a hundred, how often each person answers rightly.
    able: BTreeMap<String, usize>,
    /// The skills whose task a person did unaided.
    shown: BTreeMap<String, &'static str>,
    /// Who passed a quiz about safety and did its task unaided.
    safe: Vec<String>,
    certificates: Vec<String>,
    /// The course of another platform.
    course: String,
}

impl<'a> Lessons<'a> {
    pub(super) fn new(ground: &'a Ground, staff: &'a Staff, keys: &'a Keys, now: Millis) -> Self {
        let dice = Dice(0x51C6_4A0D_3B7F_99E1);
        let (able, shown) = (BTreeMap::new(), BTreeMap::new());
        Self { ground, staff, keys, now, dice, evenings: 0, able, shown, safe: Vec::new(), certificates: Vec::new(), course: String::new() }
    }

    /// What follows a class: every fourth one ends with a quiz, every other fourth goes through a part of a course. Who did a task before may
    /// do it again.
    pub(super) fn after(&mut self, tx: &mut Tx<'_>, lesson: &Lesson) -> Result<()> {
        let Some(at) = self.ground.villages.iter().position(|village| *village == lesson.village) else { return Ok(()) };
        let ends = lesson.starts_at() + 95 * MINUTE;
        let scope = self.staff.teams[at].clone();
        let here: Vec<String> = classes::present(tx, scope.commune(), lesson)?.into_iter().map(|(id, ..)| id).collect();
        if here.is_empty() || ends + 40 * MINUTE > self.now {
            return Ok(());
        }
        for person in &here {
            if let Some(skill) = self.shown.get(person).copied().filter(|_| self.dice.chance(25)) {
                let outcome = if self.dice.chance(85) { Outcome::Unaided } else { Outcome::Helped };
                self.show(tx, &scope, lesson, person, skill, outcome, ends)?;
            }
        }
        match self.evenings % 4 {
            0 => self.quiz(tx, &scope, lesson, here.iter().take(6).cloned().collect(), ends)?,
            2 => {
                let new = NewGroup {
                    id: ids::new(ends),
                    what: PARTS[self.evenings / 4 % PARTS.len()].into(),
                    session: lesson.id.clone(),
                    ..NewGroup::default()
                };
                learning::teach(tx, &scope, &new, &here, ends)?;
            }
            _ => {}
        }
        self.evenings += 1;
        for _ in 0..self.dice.below(3) {
            let (face, words, step) = OF_CLASSES[self.dice.below(OF_CLASSES.len())];
            let about = NewRemark { what: "class", item: &lesson.id, village: &lesson.village, step, ..remark(face, words) };
            learning::keep_remark(tx, scope.commune(), &NewRemark { id: &ids::new(ends), ..about }, ends + 5 * MINUTE)?;
        }
        Ok(())
    }

    fn quiz(&mut self, tx: &mut Tx<'_>, scope: &Scope, lesson: &Lesson, persons: Vec<String>, at: Millis) -> Result<()> {
        let (quiz, skill) = QUIZZES[self.evenings / 4 % QUIZZES.len()];
        let able: Vec<usize> = persons.iter().map(|person| self.ability(person)).collect();
        let round = NewRound {
            id: ids::new(at),
            item: format!("quiz:{quiz}"),
            village: lesson.village.clone(),
            session: lesson.id.clone(),
            place: lesson.venue_name.clone(),
            limit: 0,
        };
        let dice = &mut self.dice;
        let passed = learning::hold_round(tx, scope, &round, &persons, |place, question| knows(dice, able[place], question), at)?;
        for (person, _) in persons.iter().zip(passed).filter(|(_, passed)| *passed) {
            let outcome = if self.dice.chance(75) { Outcome::Unaided } else { Outcome::Helped };
            self.show(tx, scope, lesson, person, skill, outcome, at + 15 * MINUTE)?;
            if outcome == Outcome::Unaided {
                self.shown.insert(person.clone(), skill);
                if skill.starts_with("nd.an-toan") && !self.safe.contains(person) {
                    self.safe.push(person.clone());
                }
            }
        }
        Ok(())
    }

    fn ability(&mut self, person: &str) -> usize {
        let fresh = 72 + self.dice.below(28);
        *self.able.entry(person.to_owned()).or_insert(fresh)
    }

    /// A task is done, or tried, before a member of the village's team.
    fn show(
        &mut self,
        tx: &mut Tx<'_>,
        scope: &Scope,
        lesson: &Lesson,
        person: &str,
        skill: &str,
        outcome: Outcome,
        at: Millis,
    ) -> Result<()> {
        let seen = NewCheck {
            id: ids::new(at),
            person: person.to_owned(),
            // The skill says which one it is.
            component: Component::Safety,
            outcome,
            place: lesson.venue_name.clone(),
            note: String::new(),
            at,
            tasks: Vec::new(),
            device: None,
        };
        learning::record_skill(tx, scope, &seen, skill, at + 5 * MINUTE)
    }

    /// What happens on a day beside the classes, so many days before today: somebody studies alone, somebody says what a lesson was like, the
    /// office does its part.
    pub(super) fn day(&mut self, tx: &mut Tx<'_>, day: Date, back: i32) -> Result<()> {
        let commune = self.staff.coordinator.commune().to_owned();
        let (morning, evening) = (dates::instant(day, time(9, 30, 0, 0)), dates::instant(day, time(21, 40, 0, 0)));
        match back {
            60 => self.outside(tx, day, morning)?,
            HANDED_OUT => self.certify(tx, morning)?,
            3 => self.doubt(tx, morning)?,
            2 | 4 | 6 => self.hand_in(tx, day, morning)?,
            _ => {}
        }
        if evening <= self.now && back % 2 == 0 {
            let (quiz, _) = QUIZZES[self.dice.below(QUIZZES.len())];
            let able = 55 + self.dice.below(45);
            let dice = &mut self.dice;
            learning::study_quiz(tx, &commune, quiz, &ids::new(evening), |question| knows(dice, able, question), evening)?;
        }
        if evening <= self.now && back % 6 == 1 {
            let (item, face, words) = OF_LESSONS[self.dice.below(OF_LESSONS.len())];
            let id = ids::new(evening);
            learning::keep_remark(tx, &commune, &NewRemark { id: &id, what: "lesson", item, ..remark(face, words) }, evening)?;
        }
        Ok(())
    }

    /// The office enters a course of another platform.
    fn outside(&mut self, tx: &mut Tx<'_>, day: Date, at: Millis) -> Result<()> {
        let new = NewOutsideCourse {
            platform: "Nền tảng học mở ví dụ".into(),
            code: "VD-101".into(),
            title: "An toàn trên mạng cho mọi người".into(),
            link: "https://hoc.example/khoa-hoc/vd-101".into(),
            offered_by: "Trường Ví Dụ".into(),
            price: Price::Free,
            skills: BTreeSet::from(["nd.an-toan.mat-khau".to_owned(), "nd.an-toan.thong-tin".to_owned()]),
            note: "Khóa học hư cấu, để xem thử phần mềm.".into(),
            checked: Some(day),
        };
        self.course = learning::add_outside_course(tx, &self.staff.coordinator, &new, at)?;
        Ok(())
    }

    /// A learner brings the number of a certificate, which somebody has to look at.
    fn hand_in(&mut self, tx: &mut Tx<'_>, day: Date, at: Millis) -> Result<()> {
        let Some(person) = self.able.keys().nth(usize::from(day.day().unsigned_abs())).cloned() else { return Ok(()) };
        let Some(card) = people::card(tx, &self.staff.coordinator, &person)? else { return Ok(()) };
        let new = NewOutsideResult {
            course: self.course.clone(),
            day: Some(days_after(day, -5)),
            number: format!("VD-2026-{:03}", 100 + self.dice.below(800)),
            ..NewOutsideResult::default()
        };
        let hand = Hand { id: &ids::new(at), person: &card, by: "learner", is_officer: false, picture: ("", "") };
        learning::hand_in_outside_result(tx, self.staff.coordinator.commune(), hand, &new, at).map(drop)
    }

    /// The leader hands out the first certificates.
    fn certify(&mut self, tx: &mut Tx<'_>, at: Millis) -> Result<()> {
        let signer = super::accounts().into_iter().find(|account| account.role == Role::CommuneLeader).map_or("", |account| account.name);
        for person in self.safe.iter().take(CERTIFICATES) {
            let new = NewCertificate {
                id: ids::new(at),
                person: person.clone(),
                rule: "safety".into(),
                signer: signer.into(),
                office: "Chủ tịch Ủy ban nhân dân xã".into(),
            };
            learning::issue_certificate(tx, self.keys, &self.staff.leader, &new, at)?;
            self.certificates.push(new.id);
        }
        Ok(())
    }

    /// The office asks one back, and somebody else has yet to agree.
    fn doubt(&mut self, tx: &mut Tx<'_>, at: Millis) -> Result<()> {
        let Some(id) = self.certificates.last() else { return Ok(()) };
        learning::ask_certificate_back(tx, &self.staff.coordinator, id, "Cấp nhầm cho người trùng tên (ví dụ).", at)
    }
}

fn remark(face: Face, words: &str) -> NewRemark<'_> {
    NewRemark { id: "", what: "", item: "", village: "", giver: "", face, words, step: "", lang: "vi" }
}

/// Whether somebody who is so able in a hundred answers a question rightly. The later ones of a bank are harder; the seventh misleads whoever
/// knows much, so that the office has a bad question to find.
fn knows(dice: &mut Dice, able: usize, question: &str) -> bool {
    let place = question.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().unwrap_or(1);
    dice.chance(if place == 7 { 115_usize.saturating_sub(able) } else { able.saturating_sub(place) })
}
