//! Duties: who is to be where and when.

use jiff::civil::Date;

use super::{
    pairs::coaches_in,
    record::{clean, village_in_reach},
    rules,
    store::{self, duty::Duty},
};
use crate::{
    accounts::Scope,
    kit::{
        clock::Millis,
        db::Tx,
        error::{Error, Result},
        ids,
    },
};

/// A duty to be planned.
#[derive(Clone, Debug)]
pub struct NewDuty {
    /// Its id, made once.
    pub id: String,
    /// The village; empty for the caller's only village.
    pub village: String,
    /// The helper's account.
    pub account: String,
    /// Where, in words.
    pub place: String,
    /// The day.
    pub day: Date,
    /// From this minute of the day.
    pub from: i64,
    /// To this one.
    pub until: i64,
}

/// Plans a duty and answers its id; the same id again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when the village is out of reach; a refusal for a missing place, hours out of order, or a helper who does not
/// coach there.
pub fn plan(tx: &mut Tx<'_>, scope: &Scope, new: &NewDuty, now: Millis) -> Result<String> {
    let village = village_in_reach(tx, scope, &new.village)?;
    if !ids::is_id(&new.id) {
        return Err(Error::StaleForm);
    }
    let place = clean(&new.place);
    if place.is_empty() {
        return Err(Error::refused("coaching-place-missing"));
    }
    if place.chars().count() > rules::PLACE_LIMIT {
        return Err(Error::refused("coaching-place-long"));
    }
    if !(0..1_440).contains(&new.from) || !(0..=1_440).contains(&new.until) || new.from >= new.until {
        return Err(Error::refused("coaching-shift-order"));
    }
    if !coaches_in(tx, scope.commune(), &village, &new.account)? {
        return Err(Error::refused("coaching-mentor-unfit"));
    }
    let duty = Duty {
        id: new.id.clone(),
        village,
        village_name: String::new(),
        account: new.account.clone(),
        name: String::new(),
        place,
        day: new.day.to_string(),
        start: new.from,
        end: new.until,
    };
    store::duty::insert(tx, scope, &duty, now)?;
    Ok(duty.id)
}
