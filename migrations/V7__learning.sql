-- A check and its ledger entry share one id.
CREATE TABLE learning_check (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, person_id TEXT NOT NULL, village_id TEXT NOT NULL, component TEXT NOT NULL,
  result TEXT NOT NULL, place TEXT NOT NULL, note TEXT NOT NULL, at BIGINT NOT NULL, recorded_at BIGINT NOT NULL, checked_by TEXT NOT NULL,
  voided_at BIGINT, voided_by TEXT, void_reason TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_check_person ON learning_check (commune_id, person_id, component, at);
CREATE INDEX learning_check_component ON learning_check (commune_id, component, at);
