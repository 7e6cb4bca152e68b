CREATE TABLE people_household (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, village_id TEXT NOT NULL, head_name TEXT NOT NULL, head_fold TEXT NOT NULL, head_id TEXT,
  sort_key TEXT NOT NULL, hamlet TEXT NOT NULL, created_at BIGINT NOT NULL, import_id TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX people_household_village ON people_household (commune_id, village_id, head_fold);
CREATE TABLE people_person (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, village_id TEXT NOT NULL, household_id TEXT, unit_id TEXT,
  name TEXT NOT NULL, name_fold TEXT NOT NULL, name_small TEXT NOT NULL, sort_key TEXT NOT NULL,
  sex TEXT, birth_year BIGINT, birth_text TEXT NOT NULL, hamlet TEXT NOT NULL, audience TEXT NOT NULL, workplace TEXT NOT NULL,
  phone TEXT, identity_hash TEXT, identity_last3 TEXT, smartphone BOOLEAN, needs TEXT NOT NULL,
  excluded TEXT NOT NULL, note TEXT NOT NULL,
  merged_into TEXT, removed_at BIGINT, import_id TEXT,
  version BIGINT NOT NULL, created_at BIGINT NOT NULL, created_by TEXT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX people_person_village ON people_person (commune_id, village_id, sort_key);
CREATE INDEX people_person_name ON people_person (commune_id, name_fold, birth_year);
CREATE INDEX people_person_phone ON people_person (commune_id, phone);
CREATE INDEX people_person_identity ON people_person (commune_id, identity_hash);
CREATE INDEX people_person_household ON people_person (commune_id, household_id);
CREATE INDEX people_person_import ON people_person (commune_id, import_id);
CREATE TABLE people_consent (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, person_id TEXT NOT NULL, purpose TEXT NOT NULL, given BOOLEAN NOT NULL,
  how TEXT NOT NULL, guardian TEXT NOT NULL, at BIGINT NOT NULL, recorded_by TEXT NOT NULL, import_id TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX people_consent_person ON people_consent (commune_id, person_id, purpose, at);
CREATE TABLE people_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, person_id TEXT NOT NULL, field TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX people_change_person ON people_change (commune_id, person_id, at);
CREATE TABLE people_import (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, village_id TEXT NOT NULL, file_name TEXT NOT NULL, file_hash TEXT NOT NULL,
  state TEXT NOT NULL, good BIGINT NOT NULL, bad BIGINT NOT NULL, pairs BIGINT NOT NULL, payload TEXT NOT NULL,
  created_by TEXT NOT NULL, created_at BIGINT NOT NULL, applied_at BIGINT, undone_at BIGINT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX people_import_file ON people_import (commune_id, file_hash);
CREATE TABLE people_pair (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, person_a TEXT NOT NULL, person_b TEXT NOT NULL,
  reason TEXT NOT NULL, state TEXT NOT NULL, found_at BIGINT NOT NULL, import_id TEXT,
  decided_by TEXT, decided_at BIGINT,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX people_pair_once ON people_pair (commune_id, person_a, person_b);
CREATE INDEX people_pair_other ON people_pair (commune_id, person_b);
CREATE TABLE people_merge (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, kept TEXT NOT NULL, gone TEXT NOT NULL, before TEXT NOT NULL,
  at BIGINT NOT NULL, merged_by TEXT NOT NULL, undone_at BIGINT, undone_by TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX people_merge_kept ON people_merge (commune_id, kept);
CREATE INDEX people_merge_gone ON people_merge (commune_id, gone);
