-- The skills of the framework that a class teaches, with spaces between them; empty where nobody said.
ALTER TABLE classes_series ADD COLUMN skills TEXT NOT NULL DEFAULT '';
