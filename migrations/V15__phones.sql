ALTER TABLE people_person ADD COLUMN phone_index TEXT;
DROP INDEX people_person_phone;
CREATE INDEX people_person_phone ON people_person (commune_id, phone_index);
ALTER TABLE classes_enrolment ADD COLUMN phone_index TEXT;
DROP INDEX classes_enrolment_phone;
CREATE INDEX classes_enrolment_phone ON classes_enrolment (commune_id, series_id, phone_index);
ALTER TABLE people_person ADD COLUMN in_use BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE people_person SET in_use = TRUE WHERE EXISTS (SELECT 1 FROM classes_enrolment e
  WHERE e.commune_id = people_person.commune_id AND e.person_id = people_person.id);
