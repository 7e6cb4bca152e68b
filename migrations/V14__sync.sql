-- Everything that was said about one person at one session, in the order in which it happened: marks are the fold of it.
CREATE TABLE classes_tap (
  commune_id TEXT NOT NULL, session_id TEXT NOT NULL, person_id TEXT NOT NULL, id TEXT NOT NULL,
  kind TEXT NOT NULL, said TEXT NOT NULL, late_minutes BIGINT NOT NULL, how TEXT NOT NULL, reason TEXT NOT NULL,
  at BIGINT NOT NULL, said_by TEXT NOT NULL, device TEXT, recorded_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, session_id, person_id, id)
);
-- Values of the deployment (commune ''), such as the store's epoch, and of a commune, such as how long a roster may stay on a phone.
CREATE TABLE sync_state (commune_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (commune_id, name));
CREATE TABLE sync_device (
  commune_id TEXT NOT NULL, id TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL, name TEXT NOT NULL, agent TEXT NOT NULL, app TEXT NOT NULL,
  secret_hash TEXT NOT NULL, again TEXT, first_at BIGINT NOT NULL, enrolled_at BIGINT NOT NULL, seen_at BIGINT NOT NULL,
  pending BIGINT NOT NULL, high_water BIGINT NOT NULL, revoked_at BIGINT, revoked_by TEXT, revoked_why TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX sync_device_account ON sync_device (commune_id, account_id);
-- One row for each operation: its verdict, and what was sent for as long as it waits.
CREATE TABLE sync_op (
  commune_id TEXT NOT NULL, op_id TEXT NOT NULL, device_id TEXT NOT NULL, seq BIGINT NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL,
  entity_id TEXT NOT NULL, village_id TEXT NOT NULL, hash TEXT NOT NULL, received_at BIGINT NOT NULL, effective_at BIGINT NOT NULL,
  flags TEXT NOT NULL, status TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, entity_version BIGINT,
  sent TEXT, uploaded_by TEXT, decided_at BIGINT, decided_by TEXT, decision TEXT,
  PRIMARY KEY (commune_id, op_id)
);
CREATE UNIQUE INDEX sync_op_seq ON sync_op (commune_id, device_id, seq);
CREATE INDEX sync_op_waiting ON sync_op (commune_id, status, received_at) WHERE sent IS NOT NULL;
-- Which deferred operation waits for which other one.
CREATE TABLE sync_wait (commune_id TEXT NOT NULL, dep_id TEXT NOT NULL, op_id TEXT NOT NULL, PRIMARY KEY (commune_id, dep_id, op_id));
-- What was taken back or deleted: late writes are told so.
CREATE TABLE sync_tombstone (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, deleted_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE TABLE sync_photo (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, session_id TEXT NOT NULL, village_id TEXT NOT NULL, what TEXT NOT NULL, note TEXT NOT NULL,
  blob TEXT NOT NULL, at BIGINT NOT NULL, recorded_at BIGINT NOT NULL, taken_by TEXT NOT NULL, device TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX sync_photo_session ON sync_photo (commune_id, session_id);
CREATE INDEX sync_photo_blob ON sync_photo (commune_id, blob);
-- Operations received (code '') and verdicts given, by day: the two sums are equal.
CREATE TABLE sync_count (
  commune_id TEXT NOT NULL, day TEXT NOT NULL, code TEXT NOT NULL, n BIGINT NOT NULL,
  PRIMARY KEY (commune_id, day, code)
);
