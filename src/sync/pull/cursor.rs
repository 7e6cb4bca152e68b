//! Where a phone stands in what it is told. It is opaque to the phone, and trusted for nothing but that.

use std::collections::BTreeSet;

use data_encoding::BASE64URL_NOPAD;

/// Where a phone stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The life of the store that it speaks of.
    pub epoch: String,
    /// The last line of the feed that was told.
    pub seq: i64,
    /// The day of the last answer, `YYYY-MM-DD`: sessions come into sight as days pass.
    pub day: String,
    /// The villages that the phone has.
    pub villages: BTreeSet<String>,
    /// Villages that are still to be told whole, the one under way first.
    pub snapshot: Vec<String>,
    /// Which kind of the village under way comes next.
    pub kind: usize,
    /// The last id that was told of that kind.
    pub after: String,
}

/// The form of the text below.
const VERSION: &str = "1";

impl Cursor {
    /// The cursor as the phone keeps it.
    pub fn text(&self) -> String {
        let villages: Vec<&String> = self.villages.iter().collect();
        let fields = [
            VERSION.to_owned(),
            self.epoch.clone(),
            self.seq.to_string(),
            self.day.clone(),
            packed(&villages),
            packed(&self.snapshot.iter().collect::<Vec<_>>()),
            self.kind.to_string(),
            self.after.clone(),
        ];
        fields.join(".")
    }

    /// Reads what [`Cursor::text`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut fields = text.splitn(8, '.');
        if fields.next()? != VERSION {
            return None;
        }
        Some(Self {
            epoch: fields.next()?.to_owned(),
            seq: fields.next()?.parse().ok().filter(|seq| *seq >= 0)?,
            day: fields.next().filter(|day| day.len() <= 10)?.to_owned(),
            villages: unpacked(fields.next()?)?.into_iter().collect(),
            snapshot: unpacked(fields.next()?)?,
            kind: fields.next()?.parse().ok()?,
            after: fields.next().filter(|after| after.len() <= 200)?.to_owned(),
        })
    }

    /// Tells a village whole, from its beginning.
    pub fn tell_all_of(&mut self, village: &str) {
        if self.snapshot.first().is_some_and(|first| first == village) {
            (self.kind, self.after) = (0, String::new());
        } else {
            self.snapshot.retain(|other| other != village);
            self.snapshot.push(village.to_owned());
        }
    }

    /// Tells nothing more of villages that are not among these.
    pub fn keep_only(&mut self, villages: &BTreeSet<String>) {
        if self.snapshot.first().is_some_and(|first| !villages.contains(first)) {
            (self.kind, self.after) = (0, String::new());
        }
        self.snapshot.retain(|village| villages.contains(village));
    }

    /// Goes on to the next kind.
    pub fn next_kind(&mut self) {
        self.kind += 1;
        self.after.clear();
    }

    /// Goes on to the next village.
    pub fn finish_village(&mut self) {
        self.snapshot.remove(0);
        (self.kind, self.after) = (0, String::new());
    }
}

/// Ids in a row, 22 characters each.
fn packed(ids: &[&String]) -> String {
    ids.iter().filter_map(|id| uuid::Uuid::try_parse(id).ok()).map(|id| BASE64URL_NOPAD.encode(id.as_bytes())).collect()
}

fn unpacked(text: &str) -> Option<Vec<String>> {
    if !text.is_ascii() || !text.len().is_multiple_of(22) {
        return None;
    }
    text.as_bytes()
        .chunks(22)
        .map(|chunk| {
            let bytes = BASE64URL_NOPAD.decode(chunk).ok()?;
            Some(uuid::Uuid::from_slice(&bytes).ok()?.hyphenated().to_string())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const V: [&str; 2] = ["0199aaaa-0000-7000-8000-000000000001", "0199aaaa-0000-7000-8000-000000000002"];

    fn cursor() -> Cursor {
        Cursor {
            epoch: "0199aaaa-0000-7000-8000-00000000000e".into(),
            seq: 42,
            day: "2026-10-05".into(),
            villages: V.map(str::to_owned).into(),
            snapshot: vec![V[1].into()],
            kind: 3,
            after: format!("{}.{}", V[0], V[1]),
        }
    }

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        for cursor in [cursor(), Cursor::default()] {
            assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        }
    }

    #[test]
    fn anything_else_is_no_cursor() {
        let whole = cursor().text();
        for text in [
            "",
            ".",
            "1",
            "2.e.1.d....",
            "1.e.x.d...0.",
            "1.e.-1.d...0.",
            "1.e.1.d.abc..0.",
            "1.e.1.d.ăăăăăăăăăăă..0.",
            "1.e.99999999999999999999.d...0.",
        ] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
        assert_eq!(Cursor::parse(&format!("{whole}{}", "x".repeat(300))), None);
    }

    #[test]
    fn a_village_that_is_told_anew_begins_at_its_beginning() {
        let mut cursor = cursor();
        cursor.tell_all_of(V[0]);
        assert_eq!((cursor.snapshot.len(), cursor.kind), (2, 3));
        cursor.tell_all_of(V[1]);
        assert_eq!((cursor.snapshot.len(), cursor.kind), (2, 0));
        cursor.kind = 2;
        cursor.keep_only(&BTreeSet::from([V[0].to_owned()]));
        assert_eq!((cursor.snapshot, cursor.kind), (vec![V[0].to_owned()], 0));
    }
}
