CREATE TABLE classes_series (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL, village_id TEXT NOT NULL, venue_id TEXT NOT NULL,
  title TEXT NOT NULL, title_fold TEXT NOT NULL, about TEXT NOT NULL, audience TEXT NOT NULL, support TEXT NOT NULL, helpers TEXT NOT NULL,
  teacher TEXT NOT NULL, capacity BIGINT NOT NULL, start_minute BIGINT NOT NULL, end_minute BIGINT NOT NULL,
  repeat TEXT NOT NULL, state TEXT NOT NULL, version BIGINT NOT NULL,
  created_by TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX classes_series_code ON classes_series (commune_id, code);
CREATE INDEX classes_series_village ON classes_series (commune_id, village_id, state);
CREATE TABLE classes_session (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, series_id TEXT NOT NULL, village_id TEXT NOT NULL, venue_id TEXT NOT NULL,
  day TEXT NOT NULL, start_minute BIGINT NOT NULL, end_minute BIGINT NOT NULL, moved_from TEXT,
  state TEXT NOT NULL, reason TEXT NOT NULL, sequence BIGINT NOT NULL, held_entry TEXT, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX classes_session_day ON classes_session (commune_id, day);
CREATE INDEX classes_session_series ON classes_session (commune_id, series_id, day);
CREATE INDEX classes_session_venue ON classes_session (commune_id, venue_id, day);
CREATE TABLE classes_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, series_id TEXT NOT NULL, session_id TEXT NOT NULL,
  what TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX classes_change_series ON classes_change (commune_id, series_id, at);
CREATE TABLE classes_enrolment (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, series_id TEXT NOT NULL, person_id TEXT, name TEXT NOT NULL, name_fold TEXT NOT NULL,
  phone TEXT, birth_year BIGINT, village_id TEXT, state TEXT NOT NULL, code TEXT NOT NULL, place BIGINT NOT NULL, source TEXT NOT NULL,
  consent_at BIGINT, created_by TEXT NOT NULL, created_at BIGINT NOT NULL, promoted_at BIGINT, called_at BIGINT, called_by TEXT,
  ended_at BIGINT, ended_by TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX classes_enrolment_series ON classes_enrolment (commune_id, series_id, state, place);
CREATE INDEX classes_enrolment_phone ON classes_enrolment (commune_id, series_id, phone);
CREATE UNIQUE INDEX classes_enrolment_code ON classes_enrolment (commune_id, code);
CREATE UNIQUE INDEX classes_enrolment_person ON classes_enrolment (commune_id, person_id, series_id)
  WHERE person_id IS NOT NULL AND state <> 'left';
CREATE TABLE classes_mark (
  commune_id TEXT NOT NULL, session_id TEXT NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, late_minutes BIGINT NOT NULL,
  marked_at BIGINT NOT NULL, marked_by TEXT NOT NULL, entry_id TEXT, version BIGINT NOT NULL,
  PRIMARY KEY (commune_id, session_id, person_id)
);
CREATE INDEX classes_mark_person ON classes_mark (commune_id, person_id);
CREATE TABLE classes_mark_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, session_id TEXT NOT NULL, person_id TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX classes_mark_change_session ON classes_mark_change (commune_id, session_id, person_id, at);
