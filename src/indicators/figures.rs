//! The figures of a commune over a period, as dashboards show them and reports lock them.

use serde::{Deserialize, Serialize};

/// The five components of targets T3 and T9, in the order of the plan's sentence (II.2a).
///
/// tri thức · kỹ năng · thiết bị · dịch vụ thiết yếu · tự bảo vệ
pub const COMPONENTS: [&str; 5] = ["knowledge", "skill", "device", "service", "safety"];

/// The figures of one village, or of the whole commune. `None` is “not collected”, never 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillageFigures {
    /// The village's id; empty for the whole commune.
    pub village: String,
    /// Its name.
    pub name: String,
    /// I5: sessions held in the period (buổi).
    pub sessions: i64,
    /// I5: attendances in the period (lượt).
    pub attendances: i64,
    /// I5: different people who attended in the period (người).
    pub people: i64,
    /// Weeks of the period without a session held (capability 131), of all its whole weeks.
    pub weeks_without: i64,
    /// Adults by the denominator in force at the period's end, when one is known.
    pub adults: Option<i64>,
    /// Adults who had reached each of [`COMPONENTS`] by the period's end, with grades that count.
    pub components: [Option<i64>; 5],
    /// Adults who had reached all five by the period's end.
    pub all_five: Option<i64>,
}

/// Where a target stands at the period's end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetFigure {
    /// `T1` to `T12`.
    pub id: String,
    /// The year it is for.
    pub year: i16,
    /// Its short title.
    pub title: String,
    /// `percentage`, `rank` or `predicate`.
    pub kind: String,
    /// The threshold in percent, for a percentage.
    pub threshold: Option<i64>,
    /// Who or what has reached it.
    pub numerator: Option<i64>,
    /// Of how many.
    pub denominator: Option<i64>,
    /// As of which day the denominator is, and where it comes from, in words.
    pub denominator_source: String,
}

/// All figures of a commune over a period. What a locked report keeps: the same entries give the same figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodFigures {
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The whole commune; its `people` counts each person once.
    pub whole: VillageFigures,
    /// Each village in Vietnamese order.
    pub villages: Vec<VillageFigures>,
    /// Every target.
    pub targets: Vec<TargetFigure>,
    /// The place and hash of the ledger's head when the figures were made.
    pub ledger_seq: i64,
    /// The hash.
    pub ledger_hash: String,
}
