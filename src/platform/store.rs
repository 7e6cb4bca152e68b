//! All SQL on `platform_*` tables.

use crate::{
    args,
    kit::{
        clock::Millis,
        db::{Error, Tx},
    },
    sql,
};

/// Every setting that this program knows.
pub(super) const SETTINGS: &[&str] = &[super::keys::FINGERPRINT, super::keys::SEALED];

/// The names of the settings that are set.
pub(super) fn setting_names(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    tx.list(sql!("SELECT DISTINCT key FROM platform_setting ORDER BY key"), args![], |row| row.get(0))
}

/// A setting of a commune; of the whole deployment when `commune` is empty.
pub(super) fn setting(tx: &mut Tx<'_>, commune: &str, key: &str) -> Result<Option<String>, Error> {
    tx.value(sql!("SELECT value FROM platform_setting WHERE commune_id = $1 AND key = $2"), args![commune, key])
}

/// Sets a setting.
pub(super) fn set_setting(tx: &mut Tx<'_>, commune: &str, key: &str, value: &str, by: &str, now: Millis) -> Result<(), Error> {
    tx.run(
        sql!("INSERT INTO platform_setting (commune_id, key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (commune_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by"),
        args![commune, key, value, now, by],
    )?;
    Ok(())
}

/// What an export writes, in this order: the table, and its rows of one commune.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("places_commune", sql!("SELECT * FROM places_commune WHERE id = $1")),
    (
        "accounts_account",
        sql!("SELECT * FROM accounts_account WHERE id IN (SELECT account_id FROM accounts_grant WHERE commune_id = $1) ORDER BY id"),
    ),
    ("places_village", sql!("SELECT * FROM places_village WHERE commune_id = $1 ORDER BY id")),
    ("org_unit", sql!("SELECT * FROM org_unit WHERE commune_id = $1 ORDER BY id")),
    ("people_household", sql!("SELECT * FROM people_household WHERE commune_id = $1 ORDER BY id")),
    ("people_person", sql!("SELECT * FROM people_person WHERE commune_id = $1 ORDER BY id")),
    ("people_consent", sql!("SELECT * FROM people_consent WHERE commune_id = $1 ORDER BY id")),
    ("people_change", sql!("SELECT * FROM people_change WHERE commune_id = $1 ORDER BY id")),
    ("people_pair", sql!("SELECT * FROM people_pair WHERE commune_id = $1 ORDER BY id")),
    ("people_merge", sql!("SELECT * FROM people_merge WHERE commune_id = $1 ORDER BY id")),
    ("resources_venue", sql!("SELECT * FROM resources_venue WHERE commune_id = $1 ORDER BY id")),
    ("classes_series", sql!("SELECT * FROM classes_series WHERE commune_id = $1 ORDER BY id")),
    ("classes_session", sql!("SELECT * FROM classes_session WHERE commune_id = $1 ORDER BY id")),
    ("classes_enrolment", sql!("SELECT * FROM classes_enrolment WHERE commune_id = $1 ORDER BY id")),
    ("classes_mark", sql!("SELECT * FROM classes_mark WHERE commune_id = $1 ORDER BY session_id, person_id")),
    ("classes_mark_change", sql!("SELECT * FROM classes_mark_change WHERE commune_id = $1 ORDER BY id")),
    ("classes_change", sql!("SELECT * FROM classes_change WHERE commune_id = $1 ORDER BY id")),
    ("classes_tap", sql!("SELECT * FROM classes_tap WHERE commune_id = $1 ORDER BY session_id, person_id, id")),
    ("people_card", sql!("SELECT * FROM people_card WHERE commune_id = $1 ORDER BY id")),
    ("people_card_key", sql!("SELECT * FROM people_card_key WHERE commune_id = $1 ORDER BY kid")),
    ("coaching_log", sql!("SELECT * FROM coaching_log WHERE commune_id = $1 ORDER BY id")),
    ("coaching_pair", sql!("SELECT * FROM coaching_pair WHERE commune_id = $1 ORDER BY id")),
    ("coaching_stall", sql!("SELECT * FROM coaching_stall WHERE commune_id = $1 ORDER BY id")),
    ("coaching_request", sql!("SELECT * FROM coaching_request WHERE commune_id = $1 ORDER BY id")),
    ("coaching_duty", sql!("SELECT * FROM coaching_duty WHERE commune_id = $1 ORDER BY id")),
    ("coaching_quota", sql!("SELECT * FROM coaching_quota WHERE commune_id = $1 ORDER BY id")),
    ("coaching_change", sql!("SELECT * FROM coaching_change WHERE commune_id = $1 ORDER BY id")),
    ("sync_photo", sql!("SELECT * FROM sync_photo WHERE commune_id = $1 ORDER BY id")),
    ("learning_check", sql!("SELECT * FROM learning_check WHERE commune_id = $1 ORDER BY id")),
    ("learning_course", sql!("SELECT * FROM learning_course WHERE commune_id = $1 ORDER BY id")),
    ("learning_course_change", sql!("SELECT * FROM learning_course_change WHERE commune_id = $1 ORDER BY id")),
    ("learning_group", sql!("SELECT * FROM learning_group WHERE commune_id = $1 ORDER BY id")),
    ("learning_finished", sql!("SELECT * FROM learning_finished WHERE commune_id = $1 ORDER BY id")),
    ("learning_quiz", sql!("SELECT * FROM learning_quiz WHERE commune_id = $1 ORDER BY quiz_id, lang, version")),
    ("learning_question_off", sql!("SELECT * FROM learning_question_off WHERE commune_id = $1 ORDER BY quiz_id, question_id")),
    ("learning_round", sql!("SELECT * FROM learning_round WHERE commune_id = $1 ORDER BY id")),
    ("learning_attempt", sql!("SELECT * FROM learning_attempt WHERE commune_id = $1 ORDER BY id")),
    ("learning_answer", sql!("SELECT * FROM learning_answer WHERE commune_id = $1 ORDER BY attempt_id, question_id")),
    ("learning_certificate_key", sql!("SELECT * FROM learning_certificate_key WHERE commune_id = $1 ORDER BY kid")),
    (
        "learning_certificate_evidence",
        sql!("SELECT * FROM learning_certificate_evidence WHERE commune_id = $1 ORDER BY certificate_id, entry_id"),
    ),
    ("learning_certificate_change", sql!("SELECT * FROM learning_certificate_change WHERE commune_id = $1 ORDER BY id")),
    ("learning_certificate", sql!("SELECT * FROM learning_certificate WHERE commune_id = $1 ORDER BY year, number")),
    ("learning_outside_course", sql!("SELECT * FROM learning_outside_course WHERE commune_id = $1 ORDER BY id")),
    ("learning_outside_result", sql!("SELECT * FROM learning_outside_result WHERE commune_id = $1 ORDER BY id")),
    ("learning_outside_change", sql!("SELECT * FROM learning_outside_change WHERE commune_id = $1 ORDER BY id")),
    ("learning_confirmation", sql!("SELECT * FROM learning_confirmation WHERE commune_id = $1 ORDER BY id")),
    ("learning_remark", sql!("SELECT * FROM learning_remark WHERE commune_id = $1 ORDER BY id")),
    ("learning_remark_code", sql!("SELECT * FROM learning_remark_code WHERE commune_id = $1 ORDER BY session_id")),
    ("learning_item", sql!("SELECT * FROM learning_item WHERE commune_id = $1 ORDER BY id, lang")),
    ("learning_version", sql!("SELECT * FROM learning_version WHERE commune_id = $1 ORDER BY id")),
    ("learning_version_change", sql!("SELECT * FROM learning_version_change WHERE commune_id = $1 ORDER BY id")),
    ("learning_file", sql!("SELECT * FROM learning_file WHERE commune_id = $1 ORDER BY id")),
    ("learning_framework", sql!("SELECT * FROM learning_framework WHERE commune_id = $1 ORDER BY id")),
    ("learning_skill", sql!("SELECT * FROM learning_skill WHERE commune_id = $1 ORDER BY framework_id, place")),
    ("learning_skill_replaced", sql!("SELECT * FROM learning_skill_replaced WHERE commune_id = $1 ORDER BY framework_id, old_code")),
    ("plan_paper", sql!("SELECT * FROM plan_paper WHERE commune_id = $1")),
    ("plan_target", sql!("SELECT * FROM plan_target WHERE commune_id = $1 ORDER BY id")),
    ("plan_target_change", sql!("SELECT * FROM plan_target_change WHERE commune_id = $1 ORDER BY id")),
    ("plan_denominator", sql!("SELECT * FROM plan_denominator WHERE commune_id = $1 ORDER BY id")),
    ("reports_report", sql!("SELECT * FROM reports_report WHERE commune_id = $1 ORDER BY id")),
    ("reports_register", sql!("SELECT * FROM reports_register WHERE commune_id = $1 ORDER BY year, register, number")),
    ("reports_default", sql!("SELECT * FROM reports_default WHERE commune_id = $1 ORDER BY kind")),
    ("reports_file", sql!("SELECT * FROM reports_file WHERE commune_id = $1 ORDER BY report_id, format")),
    ("platform_setting", sql!("SELECT * FROM platform_setting WHERE commune_id = $1 ORDER BY key")),
    ("accounts_grant", sql!("SELECT * FROM accounts_grant WHERE commune_id = $1 ORDER BY id")),
    ("accounts_event", sql!("SELECT * FROM accounts_event WHERE commune_id = $1 ORDER BY id")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::db::MIGRATIONS;

    /// Tables that an export leaves out, and why it may.
    const LEFT_OUT: &[&str] = &[
        // Written whole as JSON lines; the others are made again from it.
        "ledger_entry",
        "ledger_voided",
        "ledger_alias",
        "ledger_attainment",
        "ledger_tally",
        // Phones and what they sent: what counts stands in the other tables, and the sealed rest is nobody's to take away.
        "ledger_change",
        "sync_state",
        "sync_device",
        "sync_op",
        "sync_wait",
        "sync_tombstone",
        "sync_count",
        "sync_blob",
        // Made again from the checks.
        "learning_kept",
        // Made again from the items.
        "learning_loaded",
        "learning_search_item",
        "learning_search_word",
        // Secrets of the moment.
        "accounts_session",
        // Lists that wait to be loaded; once loaded they are persons and places.
        "people_import",
        "learning_outside_list",
        // How often somebody came to a form, or guessed, in this hour.
        "learning_knock",
        "org_import",
        // The country's, not the commune's.
        "places_province",
    ];

    #[test]
    fn an_export_holds_every_table_that_is_not_left_out_on_purpose() {
        let made =
            MIGRATIONS.iter().flat_map(|(_, sql)| sql.split("CREATE TABLE ").skip(1)).filter_map(|rest| rest.split([' ', '(']).next());
        let made: Vec<&str> = made.collect();
        for table in LEFT_OUT {
            assert!(made.contains(table), "{table} is no more");
        }
        for table in made {
            let exported = TABLES.iter().any(|(name, _)| *name == table);
            assert_ne!(exported, LEFT_OUT.contains(&table), "{table}");
        }
    }
}
