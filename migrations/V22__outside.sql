-- Courses of other platforms, kept by the commune. `skills` is a list with a space around every entry; `identity` is the platform with
-- the course's number there, or its address where it has none.
CREATE TABLE learning_outside_course (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, identity TEXT NOT NULL, platform TEXT NOT NULL, code TEXT NOT NULL,
  title TEXT NOT NULL, title_fold TEXT NOT NULL, link TEXT NOT NULL, offered_by TEXT NOT NULL, price TEXT NOT NULL, skills TEXT NOT NULL,
  note TEXT NOT NULL, checked TEXT NOT NULL, active BOOLEAN NOT NULL, sort_key TEXT NOT NULL, version BIGINT NOT NULL,
  changed_by TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX learning_outside_course_identity ON learning_outside_course (commune_id, identity);
-- What somebody reached elsewhere, as it was told: with a proof by the learner or an officer, or by a list of the platform.
-- `entries` names the ledger entries that were made of it, with spaces between them.
CREATE TABLE learning_outside_result (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, list_id TEXT NOT NULL, person_id TEXT NOT NULL, course_id TEXT NOT NULL,
  day TEXT NOT NULL, number TEXT NOT NULL, number_key TEXT NOT NULL, link TEXT NOT NULL, picture TEXT NOT NULL, mime TEXT NOT NULL,
  note TEXT NOT NULL, state TEXT NOT NULL, entries TEXT NOT NULL, handed_by TEXT NOT NULL, handed_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_outside_result_state ON learning_outside_result (commune_id, state, handed_at);
CREATE INDEX learning_outside_result_person ON learning_outside_result (commune_id, person_id);
CREATE INDEX learning_outside_result_number ON learning_outside_result (commune_id, number_key);
CREATE INDEX learning_outside_result_list ON learning_outside_result (commune_id, list_id);
CREATE TABLE learning_outside_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, result_id TEXT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL, at BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_outside_change_of ON learning_outside_change (commune_id, result_id, at);
-- What an official list confirmed of somebody: one skill, with the document. `entries` names the ledger entry.
CREATE TABLE learning_confirmation (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, list_id TEXT NOT NULL, person_id TEXT NOT NULL, skill TEXT NOT NULL,
  document TEXT NOT NULL, day TEXT NOT NULL, entries TEXT NOT NULL, confirmed_by TEXT NOT NULL, confirmed_at BIGINT NOT NULL,
  voided_at BIGINT, voided_by TEXT, void_reason TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_confirmation_person ON learning_confirmation (commune_id, person_id);
CREATE INDEX learning_confirmation_list ON learning_confirmation (commune_id, list_id);
-- Files of courses, of results and of confirmations; the payload holds names and phones, and is sealed. `village_id` is empty for the whole commune.
CREATE TABLE learning_outside_list (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, village_id TEXT NOT NULL, file_name TEXT NOT NULL, state TEXT NOT NULL,
  good BIGINT NOT NULL, bad BIGINT NOT NULL, entered BIGINT NOT NULL, payload TEXT NOT NULL, created_by TEXT NOT NULL, created_at BIGINT NOT NULL,
  applied_at BIGINT, undone_at BIGINT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_outside_list_kind ON learning_outside_list (commune_id, kind, created_at);
-- What learners say of a lesson or of a session. Nobody's name, number or address is here: `giver` is empty, or says only that a card spoke once.
CREATE TABLE learning_remark (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, item_id TEXT NOT NULL, village_id TEXT NOT NULL, giver TEXT NOT NULL,
  face BIGINT NOT NULL, words TEXT NOT NULL, step TEXT NOT NULL, lang TEXT NOT NULL, at BIGINT NOT NULL,
  state TEXT NOT NULL, note TEXT NOT NULL, handled_by TEXT NOT NULL, handled_at BIGINT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_remark_item ON learning_remark (commune_id, what, item_id, at);
CREATE INDEX learning_remark_at ON learning_remark (commune_id, at);
CREATE INDEX learning_remark_giver ON learning_remark (commune_id, giver);
-- The code that is shown at the end of an evening.
CREATE TABLE learning_remark_code (
  commune_id TEXT NOT NULL, session_id TEXT NOT NULL, code TEXT NOT NULL, opened_by TEXT NOT NULL, opened_at BIGINT NOT NULL, closes_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, session_id)
);
CREATE UNIQUE INDEX learning_remark_code_code ON learning_remark_code (commune_id, code);
-- How often somebody came to a public form, or guessed, in an hour: `who` is a keyed hash that changes with the hour.
CREATE TABLE learning_knock (
  who TEXT PRIMARY KEY, hour BIGINT NOT NULL, n BIGINT NOT NULL
);
CREATE INDEX learning_knock_hour ON learning_knock (hour);
