//! When something happened, as far as a phone's clock can be believed.

use crate::kit::clock::{DAY, Millis};

/// What a phone tells about the time of an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The phone's clock.
    pub captured_at: Millis,
    /// Milliseconds since the last contact by a clock that nobody sets; `None` after the app was started anew.
    pub mono: Option<Millis>,
    /// What to add to the phone's clock to have the server's.
    pub offset: Millis,
    /// The server's time at the last answer; 0 when there was none.
    pub last_contact: Millis,
}

/// When an operation counts as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The effective time.
    pub at: Millis,
    /// It can't have been done earlier.
    pub earliest: Millis,
    /// It can't have been done later.
    pub latest: Millis,
    /// The phone's clock was unusable.
    pub clock_suspect: bool,
    /// Nothing else told the time either: anything between earliest and latest is possible.
    pub uncertain: bool,
}

impl When {
    /// The same for something that was done after what was done at `before`, whatever the clock showed meanwhile.
    pub fn after(self, before: Millis) -> Self {
        if self.at > before {
            return self;
        }
        let at = before.saturating_add(1);
        Self { at, earliest: self.earliest.max(at), latest: self.latest.max(at), ..self }
    }

    /// The flags as they are kept.
    pub const fn flags(self) -> &'static str {
        match (self.clock_suspect, self.uncertain) {
            (false, false) => "",
            (true, false) => "clock_suspect",
            (false, true) => "time_uncertain",
            (true, true) => "clock_suspect,time_uncertain",
        }
    }
}

/// How far beyond receipt a clock may be and still only be a little fast.
const AHEAD: Millis = DAY;

/// Works out when an operation was done.
///
/// `first_at` is when this phone was first enrolled, and `received_at` when the operation came: it lies between the two, whatever the phone
/// says of its last contact. The phone's corrected clock counts inside those bounds; a clock that lies before the last contact, or more than a
/// day after receipt, is unusable, and the time since the last contact counts instead; without that the bounds are all that is known.
///
/// # Units
/// UTC milliseconds.
///
/// # Source
/// `docs/sync.md`, “An operation”: nothing is refused because of a clock, and no clock orders or allows anything.
pub fn effective(told: Told, first_at: Millis, received_at: Millis) -> When {
    let earliest = told.last_contact.max(first_at).min(received_at);
    let shown = told.captured_at.saturating_add(told.offset);
    let usable = shown >= earliest && shown <= received_at.saturating_add(AHEAD);
    if usable {
        let at = shown.min(received_at);
        return When { at, earliest: at, latest: at, clock_suspect: false, uncertain: false };
    }
    match told.mono.filter(|mono| *mono >= 0 && told.last_contact >= first_at && told.last_contact <= received_at) {
        Some(mono) => {
            let at = told.last_contact.saturating_add(mono).clamp(earliest, received_at);
            When { at, earliest: at, latest: at, clock_suspect: true, uncertain: false }
        }
        None => When { at: shown.clamp(earliest, received_at), earliest, latest: received_at, clock_suspect: true, uncertain: true },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phone is enrolled at 1,000 days, was in touch at 1,010 and sends at 1,012.
    const FIRST: Millis = 1_000 * DAY;
    const CONTACT: Millis = 1_010 * DAY;
    const NOW: Millis = 1_012 * DAY;

    fn told(captured_at: Millis, mono: Option<Millis>) -> Told {
        Told { captured_at, mono, offset: 0, last_contact: CONTACT }
    }

    #[test]
    fn a_clock_counts_between_the_last_contact_and_receipt() {
        for (captured, mono, at, flags) in [
            (NOW - 5, None, NOW - 5, ""),
            (CONTACT, None, CONTACT, ""),
            (NOW + 60_000, None, NOW, ""),
            (NOW + DAY, None, NOW, ""),
            (NOW + DAY + 1, Some(500), CONTACT + 500, "clock_suspect"),
            (NOW + 365 * DAY, None, NOW, "clock_suspect,time_uncertain"),
            (NOW - 365 * DAY, Some(DAY), CONTACT + DAY, "clock_suspect"),
            (NOW - 365 * DAY, None, CONTACT, "clock_suspect,time_uncertain"),
            (CONTACT - 1, Some(90 * DAY), NOW, "clock_suspect"),
            (CONTACT - 1, Some(-5), CONTACT, "clock_suspect,time_uncertain"),
            (Millis::MIN, Some(Millis::MAX), NOW, "clock_suspect"),
            (Millis::MAX, None, NOW, "clock_suspect,time_uncertain"),
        ] {
            let when = effective(told(captured, mono), FIRST, NOW);
            assert_eq!((when.at, when.flags()), (at, flags), "{captured} {mono:?}");
            assert!((when.earliest..=when.latest).contains(&when.at));
        }
    }

    #[test]
    fn what_was_done_after_something_counts_as_done_after_it() {
        let when = effective(told(NOW - 5, None), FIRST, NOW);
        assert_eq!(when.after(NOW - 6), when);
        for before in [NOW - 5, NOW - 1, NOW] {
            let later = when.after(before);
            assert_eq!((later.at, later.earliest, later.latest), (before + 1, before + 1, before + 1));
        }
        let uncertain = effective(told(NOW - 365 * DAY, None), FIRST, NOW).after(CONTACT + 5);
        assert_eq!((uncertain.at, uncertain.earliest, uncertain.latest), (CONTACT + 6, CONTACT + 6, NOW));
    }

    #[test]
    fn the_offset_that_was_estimated_corrects_a_clock_that_is_a_year_off() {
        for off in [-365 * DAY, 365 * DAY] {
            let when = effective(Told { captured_at: NOW - 5 - off, offset: off, ..told(0, None) }, FIRST, NOW);
            assert_eq!((when.at, when.flags()), (NOW - 5, ""));
        }
    }

    #[test]
    fn no_phone_did_anything_before_it_was_enrolled_or_after_it_sent() {
        for last_contact in [0, -1, Millis::MIN, NOW + DAY, Millis::MAX] {
            for captured_at in [0, FIRST - 1, NOW, NOW * 2, Millis::MIN, Millis::MAX] {
                for mono in [None, Some(0), Some(Millis::MAX)] {
                    let when = effective(Told { captured_at, mono, offset: 0, last_contact }, FIRST, NOW);
                    assert!((FIRST..=NOW).contains(&when.at), "{captured_at} {last_contact} {mono:?}: {}", when.at);
                }
            }
        }
    }
}
