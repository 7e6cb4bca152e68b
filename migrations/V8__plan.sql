CREATE TABLE plan_paper (
  commune_id TEXT NOT NULL, number TEXT NOT NULL, issued_on TEXT NOT NULL, title TEXT NOT NULL, title_en TEXT NOT NULL,
  version BIGINT NOT NULL, updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL,
  PRIMARY KEY (commune_id)
);
CREATE TABLE plan_target (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, year BIGINT NOT NULL, place BIGINT NOT NULL, clause TEXT NOT NULL,
  title TEXT NOT NULL, title_en TEXT NOT NULL, text TEXT NOT NULL, text_en TEXT NOT NULL,
  kind TEXT NOT NULL, threshold BIGINT, denominator TEXT NOT NULL, rule TEXT NOT NULL, grades TEXT NOT NULL, owners TEXT NOT NULL,
  version BIGINT NOT NULL, updated_at BIGINT NOT NULL, updated_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE TABLE plan_target_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, target_id TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  reason TEXT NOT NULL, at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX plan_target_change_target ON plan_target_change (commune_id, target_id, at);
CREATE TABLE plan_denominator (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, village_id TEXT NOT NULL, value BIGINT NOT NULL,
  as_of TEXT NOT NULL, source TEXT NOT NULL, definition TEXT NOT NULL, unknown BIGINT, entered_by TEXT NOT NULL, entered_at BIGINT NOT NULL,
  withdrawn_at BIGINT, withdrawn_by TEXT, withdrawn_reason TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX plan_denominator_key ON plan_denominator (commune_id, key, village_id, as_of);
