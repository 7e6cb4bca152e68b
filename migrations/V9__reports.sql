CREATE TABLE reports_report (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, period TEXT NOT NULL, edition BIGINT NOT NULL, state TEXT NOT NULL,
  narrative TEXT NOT NULL, paper TEXT NOT NULL, snapshot TEXT, snapshot_hash TEXT,
  number BIGINT, notation TEXT NOT NULL, issued_on TEXT, version BIGINT NOT NULL,
  created_by TEXT NOT NULL, created_at BIGINT NOT NULL, updated_by TEXT NOT NULL, updated_at BIGINT NOT NULL,
  locked_by TEXT, locked_at BIGINT,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX reports_report_period ON reports_report (commune_id, kind, period, edition);
CREATE TABLE reports_register (
  commune_id TEXT NOT NULL, year BIGINT NOT NULL, register TEXT NOT NULL, number BIGINT NOT NULL,
  report_id TEXT NOT NULL, issued_on TEXT NOT NULL, subject TEXT NOT NULL, signer TEXT NOT NULL, recipients TEXT NOT NULL,
  note TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, year, register, number)
);
CREATE UNIQUE INDEX reports_register_report ON reports_register (commune_id, report_id);
CREATE TABLE reports_default (
  commune_id TEXT NOT NULL, kind TEXT NOT NULL, paper TEXT NOT NULL, updated_by TEXT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, kind)
);
CREATE TABLE reports_file (
  commune_id TEXT NOT NULL, report_id TEXT NOT NULL, format TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (commune_id, report_id, format)
);
