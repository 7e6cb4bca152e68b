-- What changed, in the order of commits: the feed that phones pull from. It names things and holds nothing of them.
CREATE TABLE ledger_change (
  commune_id TEXT NOT NULL, seq BIGINT NOT NULL, village_id TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, seq)
);
