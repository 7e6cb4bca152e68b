-- What people learn from, as it is read: built-in items under the commune '', a commune's own versions beside them.
-- `audience` and `skills` are lists with a space around every entry; `keywords` has one phrase a line.
CREATE TABLE learning_item (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, lang TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
  title TEXT NOT NULL, summary TEXT NOT NULL, want TEXT NOT NULL, audience TEXT NOT NULL, skills TEXT NOT NULL,
  level BIGINT NOT NULL, minutes BIGINT NOT NULL, licence TEXT NOT NULL, source TEXT NOT NULL, checked TEXT NOT NULL,
  practice TEXT NOT NULL, guide TEXT NOT NULL, keywords TEXT NOT NULL, media TEXT NOT NULL, captions TEXT NOT NULL, link TEXT NOT NULL,
  body TEXT NOT NULL, bytes BIGINT NOT NULL, sort_key TEXT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id, lang)
);
CREATE INDEX learning_item_kind ON learning_item (commune_id, lang, kind, sort_key);
-- Which content is in the tables: one hash for all that was loaded for a commune.
CREATE TABLE learning_loaded (
  commune_id TEXT NOT NULL, what TEXT NOT NULL, hash TEXT NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, what)
);
-- Every version that somebody wrote in the product, and what was decided about it.
CREATE TABLE learning_version (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, item_id TEXT NOT NULL, lang TEXT NOT NULL, number BIGINT NOT NULL,
  kind TEXT NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL, facts TEXT NOT NULL, body TEXT NOT NULL, version BIGINT NOT NULL,
  created_by TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX learning_version_number ON learning_version (commune_id, item_id, lang, number);
CREATE UNIQUE INDEX learning_version_published ON learning_version (commune_id, item_id, lang) WHERE state = 'published';
CREATE INDEX learning_version_state ON learning_version (commune_id, state, updated_at);
CREATE TABLE learning_version_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, version_id TEXT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL,
  at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_version_change_of ON learning_version_change (commune_id, version_id, at);
-- Uploaded videos, captions and pictures; the bytes lie in the data folder under the hash.
CREATE TABLE learning_file (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, mime TEXT NOT NULL, name TEXT NOT NULL, bytes BIGINT NOT NULL,
  width BIGINT NOT NULL, height BIGINT NOT NULL, created_by TEXT NOT NULL, created_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
-- The inverted index. `places` holds, for every item that has the form, its number and weight: "0:12 7:3".
-- A form is a word with its marks; a word with a space is a pair of neighbours.
CREATE TABLE learning_search_item (
  commune_id TEXT NOT NULL, lang TEXT NOT NULL, n BIGINT NOT NULL, item_id TEXT NOT NULL,
  PRIMARY KEY (commune_id, lang, n)
);
CREATE TABLE learning_search_word (
  commune_id TEXT NOT NULL, lang TEXT NOT NULL, word TEXT NOT NULL, form TEXT NOT NULL, items BIGINT NOT NULL, places TEXT NOT NULL,
  PRIMARY KEY (commune_id, lang, word, form)
);
-- The skill framework: what is learnt; `learned`, `passed`, `able`, `confirmed` say in JSON which evidence counts for each state.
CREATE TABLE learning_framework (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, name_vi TEXT NOT NULL, name_en TEXT NOT NULL, issuer TEXT NOT NULL, effective_from TEXT NOT NULL,
  provisional BOOLEAN NOT NULL, note_vi TEXT NOT NULL, note_en TEXT NOT NULL, recheck_days TEXT NOT NULL, state TEXT NOT NULL, hash TEXT NOT NULL,
  created_by TEXT NOT NULL, created_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE TABLE learning_skill (
  commune_id TEXT NOT NULL, framework_id TEXT NOT NULL, code TEXT NOT NULL, place BIGINT NOT NULL, audience TEXT NOT NULL,
  group_code TEXT NOT NULL, group_vi TEXT NOT NULL, group_en TEXT NOT NULL, vi TEXT NOT NULL, en TEXT NOT NULL,
  level BIGINT NOT NULL, component TEXT NOT NULL, learned TEXT NOT NULL, passed TEXT NOT NULL, able TEXT NOT NULL, confirmed TEXT NOT NULL,
  PRIMARY KEY (commune_id, framework_id, code)
);
-- Which skill of a framework takes the place of a code of an older one.
CREATE TABLE learning_skill_replaced (
  commune_id TEXT NOT NULL, framework_id TEXT NOT NULL, old_code TEXT NOT NULL, code TEXT NOT NULL,
  PRIMARY KEY (commune_id, framework_id, old_code)
);
