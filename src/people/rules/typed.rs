//! What an officer typed into a person's form.

use jiff::civil::Date;

use super::{AUDIENCES, EXCLUSIONS, Held, MAX_NAME, MAX_NOTE, MAX_TEXT, NEEDS, Profile, holds_identity};
use crate::kit::{
    birth::{Birth, BirthError, Reading},
    fold,
    forms::Fields,
    identity::{Identity, IdentityKey, IdentityWarning, Sex},
    phone::{Kind, Phone},
};

/// A form that was read.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The person as far as the form tells; the household is found by its head.
    pub profile: Profile,
    /// The name of the head of the household, or empty.
    pub head: String,
    /// What must be mended first: field and text key.
    pub faults: Vec<(&'static str, &'static str)>,
    /// What should be looked at, and may go on: text keys.
    pub warnings: Vec<&'static str>,
}

impl Typed {
    fn fault(&mut self, field: &'static str, key: &'static str) {
        self.faults.push((field, key));
    }
}

/// Reads the form. `known` is the identity number that is kept already, or was read from this form a moment ago.
pub fn read(fields: &Fields, known: Option<Held>, today: Date, key: &IdentityKey) -> Typed {
    let mut typed = Typed::default();
    fields.get("village").clone_into(&mut typed.profile.village);
    typed.profile.sex = Sex::from_code(fields.get("sex")).map(|sex| sex.code().to_owned());
    typed.profile.smartphone = match fields.get("smartphone") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    typed.profile.needs = fields.all("needs").into_iter().filter(|need| NEEDS.contains(need)).map(str::to_owned).collect();
    typed.profile.unit = fields.some("unit").map(str::to_owned);
    read_name(&mut typed, fields.get("name"));
    let birth = read_birth(&mut typed, fields.get("birth"), today);
    if typed.profile.village.is_empty() {
        typed.fault("village", "people-village-missing");
    }
    match AUDIENCES.iter().find(|code| **code == fields.get("audience")) {
        Some(code) => (*code).clone_into(&mut typed.profile.audience),
        None => typed.fault("audience", "people-audience-missing"),
    }
    typed.profile.hamlet = short(&mut typed, "hamlet", fields.get("hamlet"), MAX_TEXT);
    typed.profile.workplace = short(&mut typed, "workplace", fields.get("workplace"), MAX_TEXT);
    typed.profile.note = short(&mut typed, "note", fields.get("note"), MAX_NOTE);
    typed.head = fold::title_name(&short(&mut typed, "head", fields.get("head"), MAX_TEXT));
    read_phone(&mut typed, fields.get("phone"));
    read_identity(&mut typed, fields, known, birth, key);
    if EXCLUSIONS.contains(&fields.get("excluded")) {
        fields.get("excluded").clone_into(&mut typed.profile.excluded);
        if typed.profile.excluded == "other" && typed.profile.note.is_empty() {
            typed.fault("note", "people-excluded-why");
        }
    }
    typed
}

fn read_name(typed: &mut Typed, text: &str) {
    let name = fold::title_name(text);
    if !name.chars().any(char::is_alphabetic) {
        typed.fault("name", "people-name-missing");
    } else if name.chars().count() > MAX_NAME {
        typed.fault("name", "people-name-long");
    } else if holds_identity(&name) {
        typed.fault("name", "people-text-identity");
    }
    typed.profile.name = name;
}

fn read_birth(typed: &mut Typed, text: &str, today: Date) -> Option<Birth> {
    match Birth::parse(text, Reading::on(today)) {
        Ok(birth) => {
            typed.profile.birth = birth.to_string();
            Some(birth)
        }
        Err(BirthError::Empty) => None,
        Err(error) => {
            typed.fault("birth", error.code());
            None
        }
    }
}

fn short(typed: &mut Typed, field: &'static str, text: &str, most: usize) -> String {
    let text = fold::nfc(text);
    if text.chars().count() > most {
        typed.fault(field, "people-text-long");
    } else if holds_identity(&text) {
        typed.fault(field, "people-text-identity");
    }
    text
}

fn read_phone(typed: &mut Typed, text: &str) {
    if text.is_empty() {
        return;
    }
    match Phone::parse(text) {
        Ok(phone) => {
            if phone.kind() == Kind::Unknown {
                typed.warnings.push("people-row-warn-phone-prefix");
            }
            typed.profile.phone = Some(phone.as_str().to_owned());
        }
        Err(error) => typed.fault("phone", error.code()),
    }
}

fn read_identity(typed: &mut Typed, fields: &Fields, known: Option<Held>, birth: Option<Birth>, key: &IdentityKey) {
    let text = fields.get("identity");
    if text.is_empty() {
        typed.profile.identity = known.filter(|_| !fields.ticked("identity_drop"));
        return;
    }
    match Identity::parse(text) {
        Ok(identity) => {
            let sex = typed.profile.sex.as_deref().and_then(Sex::from_code);
            typed.warnings.extend(identity.check(sex, birth.map(Birth::year)).into_iter().map(IdentityWarning::code));
            typed.profile.identity = Some(Held::of(&identity, key));
        }
        Err(error) => typed.fault("identity", error.code()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const GOOD: &[(&str, &str)] = &[("name", "ĐỖ THỊ LAN"), ("village", "v"), ("audience", "citizen")];

    fn form(changes: &[(&str, &str)]) -> Typed {
        let mut fields = Fields::of(GOOD.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect());
        for (name, value) in changes {
            fields.set(name, *value);
        }
        read(&fields, None, date(2026, 10, 5), &IdentityKey::new([7; 32]))
    }

    #[test]
    fn a_name_a_village_and_a_group_are_enough() {
        let typed = form(&[]);
        assert_eq!((typed.faults, typed.warnings), (vec![], vec![]));
        let expected = Profile { name: "Đỗ Thị Lan".into(), village: "v".into(), audience: "citizen".into(), ..Profile::default() };
        assert_eq!(typed.profile, expected);
    }

    #[test]
    fn each_fault_stands_at_its_field() {
        let long = "a".repeat(10_000);
        for (field, value, key) in [
            ("name", "", "people-name-missing"),
            ("name", "123", "people-name-missing"),
            ("name", &long, "people-name-long"),
            ("name", "Lan 001165123456", "people-text-identity"),
            ("birth", "31/02/1960", "error-birth-not-real"),
            ("birth", "2050", "error-birth-future"),
            ("birth", "xyz", "error-birth-unreadable"),
            ("village", "", "people-village-missing"),
            ("audience", "boss", "people-audience-missing"),
            ("phone", "123", "error-phone-too-short"),
            ("identity", "12345", "error-identity-length"),
            ("hamlet", &long, "people-text-long"),
            ("note", "CCCD 001165123456", "people-text-identity"),
        ] {
            assert_eq!(form(&[(field, value)]).faults, [(field, key)], "{field} = {value:.40}");
        }
        assert_eq!(form(&[("excluded", "other")]).faults, [("note", "people-excluded-why")]);
        assert_eq!(form(&[("excluded", "other"), ("note", "đi tu")]).faults, []);
    }

    #[test]
    fn what_looks_odd_warns_and_goes_on() {
        let typed = form(&[("phone", "0511234567"), ("identity", "001165123456"), ("sex", "male"), ("birth", "1966")]);
        assert_eq!(typed.faults, []);
        assert_eq!(typed.warnings, ["people-row-warn-phone-prefix", "error-identity-sex", "error-identity-year"]);
        let held = typed.profile.identity.unwrap();
        assert_eq!((held.last3.as_str(), held.hash.len()), ("456", 64));
    }

    #[test]
    fn a_kept_number_stays_until_it_is_typed_anew_or_dropped() {
        let kept = Held { hash: "h".into(), last3: "123".into() };
        let with = |changes: &[(&str, &str)]| {
            let pairs = GOOD.iter().chain(changes).map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            read(&Fields::of(pairs), Some(kept.clone()), date(2026, 10, 5), &IdentityKey::new([7; 32])).profile.identity
        };
        assert_eq!(with(&[]), Some(kept.clone()));
        assert_eq!(with(&[("identity_drop", "1")]), None);
        assert_eq!(with(&[("identity", "001165123456")]).unwrap().last3, "456");
    }
}
