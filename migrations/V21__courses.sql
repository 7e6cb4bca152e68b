-- Courses that a commune put together. Every version stays to be read; at most one of a course is published, and stands in learning_item too.
CREATE TABLE learning_course (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, course_id TEXT NOT NULL, number BIGINT NOT NULL, state TEXT NOT NULL,
  title TEXT NOT NULL, body TEXT NOT NULL, version BIGINT NOT NULL,
  created_by TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE UNIQUE INDEX learning_course_number ON learning_course (commune_id, course_id, number);
CREATE UNIQUE INDEX learning_course_published ON learning_course (commune_id, course_id) WHERE state = 'published';
CREATE TABLE learning_course_change (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, draft_id TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL,
  at BIGINT NOT NULL, changed_by TEXT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_course_change_of ON learning_course_change (commune_id, draft_id, at);
-- A lesson, or a part of a course, that one helper ran for a class. `items` are ids with a space between.
CREATE TABLE learning_group (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, village_id TEXT NOT NULL, session_id TEXT NOT NULL, place TEXT NOT NULL, day TEXT NOT NULL,
  course_id TEXT NOT NULL, part BIGINT NOT NULL, items TEXT NOT NULL, opened_by TEXT NOT NULL, opened_at BIGINT NOT NULL,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_group_village ON learning_group (commune_id, village_id, day);
-- Who finished which lesson: grade B in a group, C claimed by the learner. The ledger's entry has the same id.
CREATE TABLE learning_finished (
  commune_id TEXT NOT NULL, id TEXT NOT NULL, person_id TEXT NOT NULL, village_id TEXT NOT NULL, lesson_id TEXT NOT NULL, grade TEXT NOT NULL,
  group_id TEXT NOT NULL, at BIGINT NOT NULL, recorded_at BIGINT NOT NULL, recorded_by TEXT NOT NULL,
  voided_at BIGINT, voided_by TEXT, void_reason TEXT,
  PRIMARY KEY (commune_id, id)
);
CREATE INDEX learning_finished_person ON learning_finished (commune_id, person_id, lesson_id);
CREATE INDEX learning_finished_group ON learning_finished (commune_id, group_id, recorded_at);
