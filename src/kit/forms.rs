//! What a person typed, and what is wrong with it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::text::Text;

/// The token that proves a form to be from a page of this visitor. It remembers whether a page shows it: such a page is this
/// visitor's own.
#[derive(Clone, Debug, Default)]
pub struct FormToken(Arc<(String, AtomicBool)>);

impl FormToken {
    /// A token that no page shows yet.
    pub fn new(text: String) -> Self {
        Self(Arc::new((text, AtomicBool::new(false))))
    }

    /// The token, to compare or to make something of it that stays here.
    pub fn text(&self) -> &str {
        &self.0.0
    }

    /// Whether it was written anywhere.
    pub fn is_shown(&self) -> bool {
        self.0.1.load(Ordering::Relaxed)
    }
}

impl fmt::Display for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.1.store(true, Ordering::Relaxed);
        f.write_str(&self.0.0)
    }
}

/// The fields of a submitted form or query, in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=1&b=2` as browsers send it; what can't be decoded is dropped.
    pub fn parse(encoded: &str) -> Self {
        Self(
            encoded
                .split('&')
                .filter(|pair| !pair.is_empty())
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    /// Fields from pairs, for uploads and tests.
    pub const fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value under `name` without spaces around it; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// The value under `name`, or `None` when it is empty or was not sent.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|v| !v.is_empty())
    }

    /// All values under `name`, empty ones left out: check boxes.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty()).collect()
    }

    /// Whether a box called `name` was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Whether a box called `name` was sent with this value.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.all(name).contains(&value)
    }

    /// A whole number, when the field holds one; spaces and dots between thousands are allowed.
    pub fn number(&self, name: &str) -> Option<i64> {
        let digits: String = self.get(name).chars().filter(|c| !matches!(c, ' ' | '.' | '\u{a0}')).collect();
        digits.parse().ok()
    }

    /// Every pair, to show a refused form again.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Sets a field's value, replacing what was there.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.into()));
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digits = [ahead.next(), ahead.next()].map(|d| d.and_then(|d| char::from(d).to_digit(16)));
                if let [Some(high), Some(low)] = digits {
                    bytes.push((high * 16 + low) as u8);
                    rest = ahead;
                } else {
                    bytes.push(byte);
                }
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Encodes one value for an address.
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// What is wrong with a form: the field and the text that says what to do.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<(String, String)>);

impl Faults {
    /// Notes a fault of `field`.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push((field.to_owned(), message.into()));
    }

    /// Notes a fault by its text key unless `fine`.
    pub fn unless(&mut self, fine: bool, field: &str, t: Text, key: &str) {
        if !fine {
            self.add(field, t.get(key));
        }
    }

    /// Whether the form may go on.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The message at `field`, empty when it is fine.
    pub fn at(&self, field: &str) -> &str {
        self.0.iter().find(|(f, _)| f == field).map_or("", |(_, m)| m)
    }

    /// Whether `field` has a fault.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(f, _)| f == field)
    }

    /// All faults in the order found, for the summary.
    pub fn list(&self) -> &[(String, String)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_trimmed_and_never_panic() {
        let fields = Fields::parse("ten=+L%C3%AA+Hoa+&nhom=a&nhom=b&trong=&hong=%zz%4&so=57.645");
        assert_eq!(fields.get("ten"), "Lê Hoa");
        assert_eq!(fields.all("nhom"), ["a", "b"]);
        assert_eq!(fields.some("trong"), None);
        assert_eq!(fields.get("hong"), "%zz%4");
        assert_eq!(fields.number("so"), Some(57_645));
        assert_eq!(fields.get("none"), "");
    }

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        for text in ["a b", "Thôn Đồng Mẫu", "100%+&=?/", ""] {
            assert_eq!(decode(&encode(text)), text);
        }
    }
}
