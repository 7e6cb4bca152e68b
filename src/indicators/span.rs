//! Which days and which place the figures on a page are from.

use jiff::civil::Date;

use crate::{
    accounts::Scope,
    kit::{
        dates,
        error::{Error, Result},
        forms::Fields,
        period::{CalendarMonth, Kind, Period},
        text::Lang,
    },
    places::Village,
};

/// The period that figures are counted over: a report period or a calendar month, and which of the two is always said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Kỳ báo cáo, from the 15th to the 14th.
    Report(Period),
    /// Tháng dương lịch.
    Calendar(CalendarMonth),
}

impl Span {
    /// The period with this code, else the report month of `today`.
    ///
    /// # Errors
    /// When `today` lies beyond the calendar.
    pub fn read(code: &str, today: Date) -> Result<Self> {
        if let Ok(month) = CalendarMonth::parse(code) {
            return Ok(Self::Calendar(month));
        }
        match Period::parse(code) {
            Ok(period) => Ok(Self::Report(period)),
            Err(_) => Self::report_of(today),
        }
    }

    /// The report month of `today`.
    pub fn report_of(today: Date) -> Result<Self> {
        Period::containing(Kind::Month, today).map(Self::Report).map_err(|e| Error::refused(e.code()))
    }

    /// The calendar month of `today`.
    pub fn calendar_of(today: Date) -> Result<Self> {
        CalendarMonth::containing(today).map(Self::Calendar).map_err(|e| Error::refused(e.code()))
    }

    /// Its first and last day.
    pub fn days(self) -> (Date, Date) {
        match self {
            Self::Report(period) => period.cutoff(),
            Self::Calendar(month) => month.days(),
        }
    }

    /// The code for addresses.
    pub fn code(self) -> String {
        match self {
            Self::Report(period) => period.code(),
            Self::Calendar(month) => month.code(),
        }
    }

    /// Its name with its days.
    pub fn label(self, lang: Lang) -> String {
        let (first, last) = self.days();
        match self {
            Self::Report(period) => period.full_label(lang),
            Self::Calendar(month) => format!("{} ({})", month.label(lang), dates::day_range(first, last, lang)),
        }
    }

    /// The one before it.
    pub fn previous(self) -> Option<Self> {
        match self {
            Self::Report(period) => period.previous().map(Self::Report),
            Self::Calendar(month) => month.previous().map(Self::Calendar),
        }
    }

    /// The one after it, when it has begun by `today`.
    pub fn next(self, today: Date) -> Option<Self> {
        let next = match self {
            Self::Report(period) => period.next().map(Self::Report),
            Self::Calendar(month) => month.next().map(Self::Calendar),
        };
        next.filter(|next| next.days().0 <= today)
    }
}

/// The days named by `tu` and `den` in an address, when both are days in order; else those of `otherwise`.
pub fn days_asked(query: &Fields, otherwise: (Date, Date)) -> (Date, Date) {
    let read = |name: &str| dates::parse_day(query.get(name)).ok();
    read("tu").zip(read("den")).filter(|(from, to)| from <= to).unwrap_or(otherwise)
}

/// The place that a page is about, and the villages that the visitor may turn to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// One village; `None` for the commune.
    pub village: Option<Village>,
    /// The villages in reach that exist.
    pub villages: Vec<Village>,
    /// Whether the commune's villages may be seen side by side.
    pub compares: bool,
    /// Whether the whole commune may be chosen.
    pub whole: bool,
}

impl Place {
    /// Where a visitor with `scope` is, who asked for the village `asked` (empty: for none).
    ///
    /// Roles of the commune begin with the commune, roles of a village with their village; roles of a unit reach no
    /// village and see the commune's sums alone.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a village out of reach.
    pub fn of(scope: &Scope, villages: Vec<Village>, asked: &str) -> Result<Self> {
        let mut reached: Vec<Village> = villages.into_iter().filter(|v| scope.covers(&v.id)).collect();
        let village = if asked.is_empty() {
            if scope.is_whole() { None } else { reached.iter().find(|v| v.active).or(reached.first()).cloned() }
        } else {
            Some(reached.iter().find(|v| v.id == asked).cloned().ok_or(Error::NotFound)?)
        };
        reached.retain(|v| v.active || village.as_ref() == Some(v));
        let whole = scope.is_whole() || reached.is_empty();
        Ok(Self { compares: scope.is_whole() && village.is_none(), village, villages: reached, whole })
    }

    /// The village's id; empty for the commune.
    pub fn id(&self) -> &str {
        self.village.as_ref().map_or("", |v| v.id.as_str())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_code_names_a_report_period_or_a_calendar_month_and_nonsense_names_today() {
        let today = date(2026, 10, 20);
        for (code, first, last) in [
            ("2026-10", date(2026, 9, 15), date(2026, 10, 14)),
            ("dl-2026-10", date(2026, 10, 1), date(2026, 10, 31)),
            ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14)),
            ("", date(2026, 10, 15), date(2026, 11, 14)),
            ("2026-13", date(2026, 10, 15), date(2026, 11, 14)),
            ("<script>", date(2026, 10, 15), date(2026, 11, 14)),
        ] {
            let span = Span::read(code, today).expect("a period");
            assert_eq!(span.days(), (first, last), "{code}");
            assert_eq!(Span::read(&span.code(), today).expect("again"), span);
        }
        assert!(Span::read("", today).expect("now").next(today).is_none(), "the next period has not begun");
        assert!(Span::read("dl-2026-09", today).expect("then").next(today).is_some());
    }

    #[test]
    fn days_in_an_address_are_taken_when_they_make_sense() {
        let otherwise = (date(2026, 1, 1), date(2026, 1, 31));
        for (query, days) in [
            ("tu=2026-02-01&den=2026-02-03", (date(2026, 2, 1), date(2026, 2, 3))),
            ("tu=2026-02-03&den=2026-02-01", otherwise),
            ("tu=2026-02-30&den=2026-03-01", otherwise),
            ("den=2026-03-01", otherwise),
            ("", otherwise),
        ] {
            assert_eq!(days_asked(&Fields::parse(query), otherwise), days, "{query}");
        }
    }
}
