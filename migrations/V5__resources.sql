CREATE TABLE resources_venue (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, village_id TEXT, name TEXT NOT NULL, name_fold TEXT NOT NULL, sort_key TEXT NOT NULL,
  kind TEXT NOT NULL, address TEXT NOT NULL, capacity BIGINT, step_free BOOLEAN, active BOOLEAN NOT NULL,
  version BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX resources_venue_name ON resources_venue (commune_id, name_fold);
