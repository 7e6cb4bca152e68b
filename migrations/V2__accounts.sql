CREATE TABLE accounts_account (
  id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, password_hash TEXT NOT NULL,
  disabled BOOLEAN NOT NULL, failures BIGINT NOT NULL, locked_until BIGINT NOT NULL, must_change BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL
);
CREATE TABLE accounts_grant (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL, role TEXT NOT NULL,
  commune_id TEXT NOT NULL, village_id TEXT, unit_id TEXT,
  granted_at BIGINT NOT NULL, granted_by TEXT NOT NULL, ended_at BIGINT, ended_by TEXT
);
CREATE INDEX accounts_grant_account ON accounts_grant (account_id);
CREATE INDEX accounts_grant_commune ON accounts_grant (commune_id, role);
CREATE TABLE accounts_session (
  token_hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL, csrf TEXT NOT NULL, commune_id TEXT NOT NULL,
  created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
  agent TEXT NOT NULL, address TEXT NOT NULL, ended_at BIGINT
);
CREATE INDEX accounts_session_account ON accounts_session (account_id);
CREATE TABLE accounts_event (
  id TEXT PRIMARY KEY, at BIGINT NOT NULL, commune_id TEXT NOT NULL, account_id TEXT NOT NULL,
  kind TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, address TEXT NOT NULL
);
CREATE INDEX accounts_event_at ON accounts_event (commune_id, at);
CREATE INDEX accounts_event_subject ON accounts_event (commune_id, subject);
