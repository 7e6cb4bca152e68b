//! What a place is, and which codes are well formed.

/// A commune: the tenant that every row belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commune {
    /// Its id here.
    pub id: String,
    /// The official code, five digits: `09955` is Thạch Thất.
    pub code: String,
    /// The official code of its province, two digits.
    pub province: String,
    /// Its full name: “Xã Thạch Thất”.
    pub name: String,
    /// Its name without the kind, as in the date line of a paper: “Thạch Thất”.
    pub short_name: String,
    /// Whether its data is invented.
    pub demo: bool,
}

/// A village (thôn, tổ dân phố).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// Its id here.
    pub id: String,
    /// Its code inside the commune.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The commune it belonged to before the merger, for comparisons; may be empty.
    pub former_unit: String,
    /// Whether it still exists.
    pub active: bool,
}

/// What is wrong with an official code, as a text key.
///
/// # Source
/// QĐ 19/2025/QĐ-TTg: provinces have 2 digits, communes 5.
pub fn code_fault(code: &str, digits: usize) -> Option<&'static str> {
    let fine = code.len() == digits && code.bytes().all(|b| b.is_ascii_digit());
    (!fine).then_some("places-code-form")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_codes_have_a_fixed_number_of_digits() {
        for (code, digits, fine) in [("01", 2, true), ("09955", 5, true), ("9955", 5, false), ("0995a", 5, false), ("", 2, false)] {
            assert_eq!(code_fault(code, digits).is_none(), fine, "{code}");
        }
    }
}
