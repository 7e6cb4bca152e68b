CREATE TABLE people_card_key (
  commune_id TEXT NOT NULL, kid BIGINT NOT NULL, public TEXT NOT NULL, begun_at BIGINT NOT NULL, begun_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, kid)
);
CREATE TABLE people_card (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, person_id TEXT NOT NULL, owner_id TEXT NOT NULL, kid BIGINT NOT NULL, code TEXT NOT NULL,
  issued_at BIGINT NOT NULL, issued_by TEXT NOT NULL, printed_at BIGINT,
  revoked_at BIGINT, revoked_by TEXT, revoked_reason TEXT, replaced_by TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX people_card_code ON people_card (commune_id, code);
CREATE INDEX people_card_owner ON people_card (commune_id, owner_id);
