CREATE TABLE ledger_entry (
  commune_id TEXT NOT NULL, seq BIGINT NOT NULL, id TEXT NOT NULL UNIQUE,
  village_id TEXT NOT NULL, kind TEXT NOT NULL, person_id TEXT, audience TEXT NOT NULL, subject TEXT NOT NULL,
  grade TEXT NOT NULL, attains TEXT, occurred_at BIGINT NOT NULL, day TEXT NOT NULL,
  recorded_at BIGINT NOT NULL, recorded_by TEXT NOT NULL, device TEXT, voids TEXT, body TEXT NOT NULL,
  prev_hash TEXT NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (commune_id, seq)
);
CREATE INDEX ledger_entry_kind ON ledger_entry (commune_id, kind, day);
CREATE INDEX ledger_entry_person ON ledger_entry (commune_id, person_id);
CREATE INDEX ledger_entry_subject ON ledger_entry (commune_id, subject);
CREATE TABLE ledger_voided (
  commune_id TEXT NOT NULL, entry_id TEXT NOT NULL, by_entry TEXT NOT NULL,
  PRIMARY KEY (commune_id, entry_id)
);
CREATE TABLE ledger_alias (
  commune_id TEXT NOT NULL, person_id TEXT NOT NULL, into_id TEXT NOT NULL, root_id TEXT NOT NULL,
  PRIMARY KEY (commune_id, person_id)
);
CREATE INDEX ledger_alias_root ON ledger_alias (commune_id, root_id);
CREATE TABLE ledger_attainment (
  commune_id TEXT NOT NULL, person_id TEXT NOT NULL, key TEXT NOT NULL, village_id TEXT NOT NULL,
  audience TEXT NOT NULL, first_at BIGINT NOT NULL, first_day TEXT NOT NULL, best_grade TEXT NOT NULL, entry_id TEXT NOT NULL,
  PRIMARY KEY (commune_id, person_id, key)
);
CREATE INDEX ledger_attainment_key ON ledger_attainment (commune_id, key, village_id);
CREATE TABLE ledger_tally (
  commune_id TEXT NOT NULL, village_id TEXT NOT NULL, key TEXT NOT NULL, audience TEXT NOT NULL, day TEXT NOT NULL,
  entries BIGINT NOT NULL, firsts BIGINT NOT NULL,
  PRIMARY KEY (commune_id, key, village_id, audience, day)
);
