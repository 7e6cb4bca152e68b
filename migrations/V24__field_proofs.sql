-- The picture of a signature belongs to the consent that was signed.
ALTER TABLE people_consent ADD COLUMN blob TEXT;
-- Which pictures are named by something: they are shown there, and pictures that nothing names are thrown away.
CREATE INDEX people_consent_blob ON people_consent (commune_id, blob) WHERE blob IS NOT NULL;
CREATE INDEX coaching_log_blob ON coaching_log (commune_id, blob) WHERE blob IS NOT NULL;
-- When the last thing that named a picture was taken back.
ALTER TABLE sync_blob ADD COLUMN let_go_at BIGINT;
-- Nobody at home and a family that was met are two visits of one day.
UPDATE coaching_log SET natural_key = natural_key || ' ' || result WHERE kind = 'visit' AND natural_key IS NOT NULL;
