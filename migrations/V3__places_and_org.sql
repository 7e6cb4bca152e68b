CREATE TABLE places_province (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE places_commune (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, province_code TEXT NOT NULL, name TEXT NOT NULL, short_name TEXT NOT NULL,
  sort_key TEXT NOT NULL, demo BOOLEAN NOT NULL, created_at BIGINT NOT NULL
);
CREATE TABLE places_village (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, name_fold TEXT NOT NULL, sort_key TEXT NOT NULL,
  former_unit TEXT NOT NULL, active BOOLEAN NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX places_village_code ON places_village (commune_id, code);
CREATE UNIQUE INDEX places_village_name ON places_village (commune_id, name_fold);
CREATE TABLE org_unit (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, name_fold TEXT NOT NULL, sort_key TEXT NOT NULL,
  village_id TEXT, decision TEXT NOT NULL, active BOOLEAN NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX org_unit_name ON org_unit (commune_id, kind, name_fold);
CREATE TABLE org_import (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, file_name TEXT NOT NULL, state TEXT NOT NULL, payload TEXT NOT NULL,
  created_by TEXT NOT NULL, created_at BIGINT NOT NULL, applied_at BIGINT, undone_at BIGINT,
  PRIMARY KEY (commune_id, id)
);
