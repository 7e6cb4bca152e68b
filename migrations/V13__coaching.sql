-- What field workers did, one row for each thing; appended, and taken back with a reason, never changed.
-- A row and its ledger entry share one id. `said_yes` and `said_no` hold the answers of a checklist as `,a,b,`; what stands in neither was not asked.
CREATE TABLE coaching_log (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, account_id TEXT NOT NULL, village_id TEXT NOT NULL,
  person_id TEXT, subject_id TEXT NOT NULL, topic TEXT NOT NULL, result TEXT NOT NULL, how TEXT NOT NULL, said_yes TEXT NOT NULL, said_no TEXT NOT NULL,
  place TEXT NOT NULL, note TEXT NOT NULL, minutes BIGINT, request_id TEXT, blob TEXT, at BIGINT NOT NULL, day TEXT NOT NULL,
  natural_key TEXT, recorded_at BIGINT NOT NULL, device TEXT, undone_at BIGINT, undone_by TEXT, undone_reason TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX coaching_log_kind ON coaching_log (commune_id, kind, at);
CREATE INDEX coaching_log_account ON coaching_log (commune_id, account_id, kind, at);
CREATE INDEX coaching_log_person ON coaching_log (commune_id, person_id, kind, at);
CREATE INDEX coaching_log_subject ON coaching_log (commune_id, subject_id, kind, at);
CREATE UNIQUE INDEX coaching_log_natural ON coaching_log (commune_id, natural_key) WHERE natural_key IS NOT NULL AND undone_at IS NULL;
-- One kèm năm: an account accompanies a person; taking over ends one row and begins the next.
CREATE TABLE coaching_pair (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, mentor_id TEXT NOT NULL, person_id TEXT NOT NULL, village_id TEXT NOT NULL,
  plan TEXT NOT NULL, began_at BIGINT NOT NULL, began_by TEXT NOT NULL, taken_from TEXT,
  ended_at BIGINT, ended_by TEXT, ended_reason TEXT, version BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX coaching_pair_person ON coaching_pair (commune_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX coaching_pair_mentor ON coaching_pair (commune_id, mentor_id);
CREATE TABLE coaching_stall (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, village_id TEXT NOT NULL, market TEXT NOT NULL, name TEXT NOT NULL, name_fold TEXT NOT NULL,
  sort_key TEXT NOT NULL, goods TEXT NOT NULL, created_at BIGINT NOT NULL, created_by TEXT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX coaching_stall_village ON coaching_stall (commune_id, village_id, sort_key);
CREATE TABLE coaching_request (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, village_id TEXT NOT NULL, person_id TEXT, who TEXT NOT NULL, topic TEXT NOT NULL,
  note TEXT NOT NULL, helper_id TEXT, asked_at BIGINT NOT NULL, asked_by TEXT NOT NULL,
  closed_at BIGINT, closed_by TEXT, result TEXT NOT NULL, closed_note TEXT NOT NULL, closed_recorded_at BIGINT, device TEXT, version BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX coaching_request_helper ON coaching_request (commune_id, helper_id, closed_at);
CREATE INDEX coaching_request_village ON coaching_request (commune_id, village_id, asked_at);
-- Who is on duty where and when; what was worked stands in the log.
CREATE TABLE coaching_duty (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, village_id TEXT NOT NULL, account_id TEXT NOT NULL, place TEXT NOT NULL,
  day TEXT NOT NULL, start_minute BIGINT NOT NULL, end_minute BIGINT NOT NULL, created_at BIGINT NOT NULL, created_by TEXT NOT NULL,
  cancelled_at BIGINT, cancelled_by TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX coaching_duty_day ON coaching_duty (commune_id, day);
-- A quota of a village's team (account_id empty) or of one helper. What is reached is counted, never kept.
CREATE TABLE coaching_quota (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, period TEXT NOT NULL, village_id TEXT NOT NULL, account_id TEXT NOT NULL,
  people BIGINT, sessions BIGINT, difficulties BIGINT, note TEXT NOT NULL, version BIGINT NOT NULL,
  issued_at BIGINT NOT NULL, issued_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX coaching_quota_once ON coaching_quota (commune_id, period, village_id, account_id);
-- What happened to pairs, requests, quotas, duties and stalls, in the words of who changed them.
CREATE TABLE coaching_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, subject_id TEXT NOT NULL, what TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX coaching_change_subject ON coaching_change (commune_id, subject_id, at);
