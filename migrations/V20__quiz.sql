-- Quizzes, practice, certificates. The built-in quizzes stand in no table: they are version 0.
CREATE TABLE learning_quiz (
  commune_id TEXT NOT NULL, quiz_id TEXT NOT NULL, lang TEXT NOT NULL, version BIGINT NOT NULL,
  source TEXT NOT NULL, hash TEXT NOT NULL, created_by TEXT NOT NULL, created_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, quiz_id, lang, version)
);
-- Questions that are not drawn any more.
CREATE TABLE learning_question_off (
  commune_id TEXT NOT NULL, quiz_id TEXT NOT NULL, question_id TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, quiz_id, question_id)
);
-- A quiz or a practice opened by a helper for an evening.
CREATE TABLE learning_round (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL, item_id TEXT NOT NULL, village_id TEXT NOT NULL,
  session_id TEXT NOT NULL, place TEXT NOT NULL, limit_minutes BIGINT NOT NULL,
  opened_by TEXT NOT NULL, opened_at BIGINT NOT NULL, closed_at BIGINT, closed_by TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX learning_round_code ON learning_round (commune_id, code);
CREATE INDEX learning_round_village ON learning_round (commune_id, village_id, opened_at);
-- One person's go at a quiz or a practice. Without a person it is anonymous: nothing here says who it was.
CREATE TABLE learning_attempt (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, item_id TEXT NOT NULL, lang TEXT NOT NULL, version BIGINT NOT NULL,
  questions TEXT NOT NULL, pass BIGINT NOT NULL, round_id TEXT NOT NULL, person_id TEXT,
  started_at BIGINT NOT NULL, deadline_at BIGINT, ended_at BIGINT, right_answers BIGINT NOT NULL, passed BOOLEAN NOT NULL,
  screen TEXT NOT NULL, mistakes BIGINT NOT NULL, hints BIGINT NOT NULL, claim TEXT, claimed_at BIGINT, entry_id TEXT,
  voided_at BIGINT, voided_by TEXT, void_reason TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_attempt_round ON learning_attempt (commune_id, round_id, started_at);
CREATE INDEX learning_attempt_item ON learning_attempt (commune_id, item_id, ended_at);
CREATE INDEX learning_attempt_left ON learning_attempt (commune_id, started_at) WHERE ended_at IS NULL;
CREATE INDEX learning_attempt_nobody ON learning_attempt (commune_id, ended_at) WHERE person_id IS NULL;
CREATE UNIQUE INDEX learning_attempt_claim ON learning_attempt (commune_id, claim);
CREATE TABLE learning_answer (
  commune_id TEXT NOT NULL, attempt_id TEXT NOT NULL, question_id TEXT NOT NULL, given TEXT NOT NULL, is_right BOOLEAN NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, attempt_id, question_id)
);
-- The skill of the framework that a witnessed task showed; empty for one of the five components as a whole.
ALTER TABLE learning_check ADD COLUMN skill TEXT NOT NULL DEFAULT '';
-- How each thing that somebody once did unaided is kept: a fold over learning_check, made again at any time. One of `component` and `skill` is
-- empty; `due` is NULL once it is firm.
CREATE TABLE learning_kept (
  commune_id TEXT NOT NULL, person_id TEXT NOT NULL, component TEXT NOT NULL, skill TEXT NOT NULL, steps BIGINT NOT NULL, shown TEXT NOT NULL,
  due TEXT, lost BOOLEAN NOT NULL,
  PRIMARY KEY (commune_id, person_id, component, skill)
);
CREATE INDEX learning_kept_due ON learning_kept (commune_id, due);
CREATE TABLE learning_certificate_key (
  commune_id TEXT NOT NULL, kid BIGINT NOT NULL, public TEXT NOT NULL, begun_at BIGINT NOT NULL, begun_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, kid)
);
CREATE TABLE learning_certificate (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, year BIGINT NOT NULL, number BIGINT NOT NULL, code TEXT NOT NULL, rule TEXT NOT NULL,
  person_id TEXT NOT NULL, village_id TEXT NOT NULL, name TEXT NOT NULL, signed TEXT NOT NULL,
  day TEXT NOT NULL, signer TEXT NOT NULL, signer_office TEXT NOT NULL, issued_by TEXT NOT NULL, issued_at BIGINT NOT NULL, entry_id TEXT NOT NULL,
  revoke_reason TEXT NOT NULL, revoke_asked_by TEXT, revoke_asked_at BIGINT, revoked_by TEXT, revoked_at BIGINT, kept_at BIGINT,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX learning_certificate_number ON learning_certificate (commune_id, year, number);
CREATE UNIQUE INDEX learning_certificate_code ON learning_certificate (code);
CREATE INDEX learning_certificate_person ON learning_certificate (commune_id, person_id);
-- The ledger's entries that a certificate rests on.
CREATE TABLE learning_certificate_evidence (
  commune_id TEXT NOT NULL, certificate_id TEXT NOT NULL, entry_id TEXT NOT NULL,
  PRIMARY KEY (commune_id, certificate_id, entry_id)
);
CREATE INDEX learning_certificate_evidence_entry ON learning_certificate_evidence (commune_id, entry_id);
-- Asked back, kept, revoked: who, when, why.
CREATE TABLE learning_certificate_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, certificate_id TEXT NOT NULL, what TEXT NOT NULL, note TEXT NOT NULL,
  at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_certificate_change_of ON learning_certificate_change (commune_id, certificate_id, at);
