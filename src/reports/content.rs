//! Everything that a report says: the words that the officer writes, the particulars of the paper, the figures.
//!
//! A locked report is this, written once as JSON in a fixed order, with its hash: the snapshot.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::wording;
use crate::{
    indicators::PeriodFigures,
    kit::{
        error::{Error, Result},
        ids,
        period::Period,
    },
    places::Commune,
};

/// The form of the snapshot; a later one will be read beside this one.
pub const FORMAT: i64 = 1;

/// A part of the text that the officer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The sentence before part I.
    Intro,
    /// I.1 Tổ chức lớp học.
    Classes,
    /// I.2 Kết quả theo chỉ tiêu.
    Targets,
    /// I.3 Kết quả theo thôn.
    Villages,
    /// II. Khó khăn, vướng mắc.
    Troubles,
    /// III. Nhiệm vụ kỳ tới.
    Tasks,
    /// IV. Kiến nghị.
    Requests,
    /// The closing sentence.
    Closing,
}

impl Section {
    /// Every part in the order of the paper.
    pub const ALL: [Self; 8] =
        [Self::Intro, Self::Classes, Self::Targets, Self::Villages, Self::Troubles, Self::Tasks, Self::Requests, Self::Closing];

    /// The name of its field in forms, also the end of its text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Intro => "intro",
            Self::Classes => "classes",
            Self::Targets => "targets",
            Self::Villages => "villages",
            Self::Troubles => "troubles",
            Self::Tasks => "tasks",
            Self::Requests => "requests",
            Self::Closing => "closing",
        }
    }
}

/// The words of the report, with tokens such as `{so_buoi}` where figures stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narrative {
    intro: String,
    classes: String,
    targets: String,
    villages: String,
    troubles: String,
    tasks: String,
    requests: String,
    closing: String,
}

impl Narrative {
    /// The words that every report begins with.
    pub fn usual() -> Self {
        let mut narrative = Self::default();
        for section in Section::ALL {
            wording::usual_text(section).clone_into(narrative.at_mut(section));
        }
        narrative
    }

    /// The words of a part.
    pub fn at(&self, section: Section) -> &str {
        match section {
            Section::Intro => &self.intro,
            Section::Classes => &self.classes,
            Section::Targets => &self.targets,
            Section::Villages => &self.villages,
            Section::Troubles => &self.troubles,
            Section::Tasks => &self.tasks,
            Section::Requests => &self.requests,
            Section::Closing => &self.closing,
        }
    }

    /// The words of a part, to be changed.
    pub fn at_mut(&mut self, section: Section) -> &mut String {
        match section {
            Section::Intro => &mut self.intro,
            Section::Classes => &mut self.classes,
            Section::Targets => &mut self.targets,
            Section::Villages => &mut self.villages,
            Section::Troubles => &mut self.troubles,
            Section::Tasks => &mut self.tasks,
            Section::Requests => &mut self.requests,
            Section::Closing => &mut self.closing,
        }
    }
}

/// What stands around the text of a paper, by NĐ 30/2020; kept per commune for the next report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    /// Cơ quan chủ quản, a line each; none for a commune's people's committee.
    pub authority_parent: Vec<String>,
    /// Cơ quan ban hành, a line each.
    pub authority: Vec<String>,
    /// Địa danh.
    pub place: String,
    /// Ký hiệu, such as `BC-UBND`; also the register that the number is taken from.
    pub notation: String,
    /// Trích yếu, with tokens.
    pub subject: String,
    /// Căn cứ.
    pub basis: Vec<String>,
    /// Kính gửi.
    pub addressees: Vec<String>,
    /// Quyền hạn, chức vụ của người ký.
    pub offices: Vec<String>,
    /// Họ tên người ký; empty until somebody locks, whose name it then is.
    pub signer: String,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// Mã định danh cơ quan, when the body has one.
    pub organ_id: String,
}

/// What people write of a report; the figures come by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The words.
    pub narrative: Narrative,
    /// What stands around them.
    pub particulars: Particulars,
}

/// The older report that a later edition takes the place of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// Its number.
    pub number: i64,
    /// Its ký hiệu.
    pub notation: String,
    /// Its day.
    pub issued_on: Date,
}

/// How and when a report was locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Its number in the register.
    pub number: u32,
    /// Its day, in Vietnam.
    pub issued_on: Date,
    /// The instant, UTC milliseconds.
    pub at: i64,
    /// Who locked it, by name.
    pub by: String,
}

/// A whole report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// [`FORMAT`].
    pub format: i64,
    /// The commune's official code.
    pub commune_code: String,
    /// The commune's full name, such as `Xã Thạch Thất`.
    pub commune_name: String,
    /// The period.
    #[serde(with = "period_code")]
    pub period: Period,
    /// 1, or more for one that takes the place of an earlier one.
    pub edition: i64,
    /// The report it takes the place of.
    pub replaces: Option<Replaced>,
    /// How it was locked; a draft is not.
    pub lock: Option<Lock>,
    /// The words.
    pub narrative: Narrative,
    /// What stands around them.
    pub particulars: Particulars,
    /// The figures.
    pub figures: PeriodFigures,
}

mod period_code {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::kit::period::Period;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    pub fn serialize<S: Serializer>(period: &Period, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&period.code())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Period, D::Error> {
        Period::parse(&String::deserialize(input)?).map_err(D::Error::custom)
    }
}

impl Content {
    /// A report that nobody has written yet.
    pub fn new(commune: &Commune, period: Period, particulars: Particulars, figures: PeriodFigures) -> Self {
        Self {
            format: FORMAT,
            commune_code: commune.code.clone(),
            commune_name: commune.name.clone(),
            period,
            edition: 1,
            replaces: None,
            lock: None,
            narrative: Narrative::usual(),
            particulars,
            figures,
        }
    }

    /// The commune inside a sentence: `xã Thạch Thất`.
    pub fn commune_in_words(&self) -> String {
        wording::small_first(&self.commune_name)
    }

    /// The issuing body inside a sentence: `Ủy ban nhân dân xã Thạch Thất`.
    pub fn issuer(&self) -> String {
        format!("{} {}", wording::COMMITTEE, self.commune_in_words())
    }

    /// The number, once it has one.
    pub fn number(&self) -> Option<u32> {
        self.lock.as_ref().map(|lock| lock.number)
    }

    /// The snapshot and its SHA-256 in hex: the fields in the order they are declared, no white space.
    pub fn sealed(&self) -> Result<(String, String)> {
        let text = serde_json::to_string(self)?;
        let hash = ids::sha256_hex(text.as_bytes());
        Ok((text, hash))
    }

    /// The report in a snapshot.
    ///
    /// # Errors
    /// A refusal when the snapshot is not the one that `hash` was taken from: somebody changed it past the program.
    pub fn opened(snapshot: &str, hash: &str) -> Result<Self> {
        if ids::sha256_hex(snapshot.as_bytes()) != hash {
            return Err(Error::refused("reports-snapshot-damaged"));
        }
        Ok(serde_json::from_str(snapshot)?)
    }
}

/// What two looks at the same figures share, whatever else was written into the ledger between them.
pub fn fingerprint(figures: &PeriodFigures) -> Result<String> {
    let bare = PeriodFigures { ledger_seq: 0, ledger_hash: String::new(), ..figures.clone() };
    Ok(ids::sha256_hex(serde_json::to_string(&bare)?.as_bytes()))
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::indicators::{TargetFigure, VillageFigures};

    /// A report with two villages and two targets, one of them never collected.
    pub fn content() -> Content {
        let commune = Commune {
            id: "c".into(),
            code: "09955".into(),
            province: "01".into(),
            name: "Xã Thạch Thất".into(),
            short_name: "Thạch Thất".into(),
            demo: false,
        };
        let village = |village: &str, name: &str, sessions, attendances, people, all_five: Option<i64>| VillageFigures {
            village: village.into(),
            name: name.into(),
            sessions,
            attendances,
            people,
            weeks_without: 1,
            adults: all_five.map(|_| 912),
            components: [all_five, Some(0), None, None, None],
            all_five,
        };
        let target = |id: &str, numerator| TargetFigure {
            id: id.into(),
            year: 2025,
            title: format!("Chỉ tiêu {id}"),
            kind: "percentage".into(),
            threshold: Some(85),
            numerator,
            denominator: Some(1_000),
            denominator_source: "Danh sách dân cư, 30/06/2025".into(),
        };
        let figures = PeriodFigures {
            from: "2026-09-15".into(),
            to: "2026-10-14".into(),
            whole: village("", "Xã Thạch Thất", 38, 1_812, 403, None),
            villages: vec![village("v1", "Thôn Đồng Mẫu", 38, 1_812, 403, Some(803)), village("v2", "Thôn Bến Ví Dụ", 0, 0, 0, None)],
            targets: vec![target("T3", Some(803)), target("T5", None)],
            ledger_seq: 9,
            ledger_hash: "0123456789abcdef".repeat(4),
        };
        let particulars = wording::usual_particulars(&commune, "Thành phố Hà Nội", &crate::plan::Paper::default());
        Content::new(&commune, Period::month(2026, 10).unwrap(), particulars, figures)
    }

    /// The same, locked as number 5.
    pub fn locked() -> Content {
        Content {
            lock: Some(Lock { number: 5, issued_on: date(2026, 10, 16), at: 1_792_134_000_000, by: "Lê Văn Ví".into() }),
            ..content()
        }
    }

    #[test]
    fn a_snapshot_opens_to_what_was_sealed_and_to_nothing_else() {
        let content = locked();
        let (text, hash) = content.sealed().unwrap();
        assert_eq!(Content::opened(&text, &hash).unwrap(), content);
        assert_eq!(content.sealed().unwrap(), (text.clone(), hash.clone()));
        let bent = text.replacen("\"sessions\":38", "\"sessions\":39", 1);
        assert_ne!(bent, text);
        assert_eq!(Content::opened(&bent, &hash).unwrap_err().code(), "reports-snapshot-damaged");
    }

    #[test]
    fn the_fingerprint_is_of_the_figures_and_not_of_the_ledger() {
        let figures = content().figures;
        let later = PeriodFigures { ledger_seq: 10, ledger_hash: "x".into(), ..figures.clone() };
        assert_eq!(fingerprint(&figures).unwrap(), fingerprint(&later).unwrap());
        let mut other = figures.clone();
        other.whole.people += 1;
        assert_ne!(fingerprint(&figures).unwrap(), fingerprint(&other).unwrap());
    }
}
