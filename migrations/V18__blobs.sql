-- Pictures that phones send: the file lies in the data folder under its hash; the row says whose commune may see it.
CREATE TABLE sync_blob (
  commune_id TEXT NOT NULL, sha256 TEXT NOT NULL, size BIGINT NOT NULL, mime TEXT NOT NULL,
  device_id TEXT NOT NULL, account_id TEXT NOT NULL, begun_at BIGINT NOT NULL, kept_at BIGINT,
  PRIMARY KEY (commune_id, sha256)
);
CREATE INDEX sync_blob_begun ON sync_blob (commune_id, begun_at);
