//! `commune`: the tenants of a deployment.

use super::{Done, Failure, config::Settings, say::Say};
use crate::{
    kit::{
        app::App,
        db::Tx,
        error::{Error, Refusal, Result},
    },
    places::{self, Commune},
};

/// Adds a commune, and its province when it is new.
pub(super) fn add(settings: &Settings, code: &str, name: &str, province: &str, province_name: Option<String>, say: Say) -> Done {
    let app = settings.open(say)?;
    let now = app.clock.now();
    let name = name.trim().to_owned();
    let new =
        Commune { id: String::new(), code: code.into(), province: province.into(), short_name: short(&name).into(), name, demo: false };
    let shown = new.name.clone();
    app.db.write_now(move |tx| add_to(tx, &new, province_name.as_deref(), now))?;
    say.line(say.t.fill("cli-commune-added").s("name", shown).s("code", code));
    Ok(())
}

fn add_to(tx: &mut Tx<'_>, new: &Commune, province_name: Option<&str>, now: i64) -> Result<()> {
    for (code, digits) in [(&new.code, 5), (&new.province, 2)] {
        if let Some(fault) = places::code_fault(code, digits) {
            return Err(Refusal::new(fault).with("code", code).with("digits", digits.to_string()).into());
        }
    }
    if new.name.is_empty() {
        return Err(Error::refused("cli-commune-nameless"));
    }
    if places::commune_by_code(tx, &new.code)?.is_some() {
        return Err(Refusal::new("cli-commune-known").with("code", &new.code).into());
    }
    if places::province_name(tx, &new.province)?.is_none() {
        let name = province_name.or((new.province == "01").then_some("Thành phố Hà Nội"));
        let name = name.ok_or_else(|| Refusal::new("cli-province-unknown").with("code", &new.province))?;
        places::add_province(tx, &new.province, name)?;
    }
    places::add_commune(tx, new, now)?;
    Ok(())
}

/// “Xã Thạch Thất” → “Thạch Thất”, as the date line of a paper has it.
fn short(name: &str) -> &str {
    ["Xã ", "Phường ", "Đặc khu "].iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

/// Lists the communes with their villages counted.
pub(super) fn list(settings: &Settings, say: Say) -> Done {
    let app = settings.open_known(say)?;
    let rows = app.db.read_now(|tx| -> Result<_> {
        let mut rows = Vec::new();
        for commune in places::communes(tx)? {
            let villages = places::villages(tx, &commune.id)?.len();
            let mark = if commune.demo { say.t.get("cli-commune-demo") } else { String::new() };
            rows.push([commune.code, commune.name, say.t.fill("cli-commune-villages").n("n", villages as i64).to_string(), mark]);
        }
        Ok(rows)
    })?;
    if rows.is_empty() {
        say.line(say.t.get("error-no-commune"));
    }
    say.table(&rows);
    Ok(())
}

/// The commune that a command is about: the one named, else the only one.
pub(super) fn chosen(app: &App, code: Option<&str>, say: Say) -> std::result::Result<Commune, Failure> {
    let all = app.db.read_now(places::communes)?;
    let codes = all.iter().map(|c| c.code.as_str()).collect::<Vec<_>>().join(", ");
    match (code, all.as_slice()) {
        (_, []) => Err(Error::refused("error-no-commune").into()),
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(Failure::Words(say.t.fill("cli-commune-which").s("codes", codes).to_string())),
        (Some(code), _) => {
            let found = all.iter().find(|c| c.code == code).cloned();
            found.ok_or_else(|| Failure::Words(say.t.fill("cli-commune-unknown").s("code", code).s("codes", codes).to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_left_out_of_the_short_name() {
        for (name, short_name) in [("Xã Thạch Thất", "Thạch Thất"), ("Phường Tây Tựu", "Tây Tựu"), ("Thạch Thất", "Thạch Thất")]
        {
            assert_eq!(short(name), short_name);
        }
    }
}
