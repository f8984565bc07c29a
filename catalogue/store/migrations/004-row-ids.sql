-- Definitions and verdicts are large, and come in no order of their digests. By row id they are appended one after
-- the other, and only their keys are sorted in; sorted in themselves, each cost two pages of its own.
CREATE TABLE definitions_by_row (
  digest TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  raw TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
) STRICT;
INSERT INTO definitions_by_row SELECT digest, name, raw, first_seen_at FROM definitions;
DROP TABLE definitions;
ALTER TABLE definitions_by_row RENAME TO definitions;

DROP VIEW current_classifications;
CREATE TABLE classifications_by_row (
  digest TEXT NOT NULL REFERENCES definitions (digest),
  classifier_version TEXT NOT NULL,
  category TEXT NOT NULL,
  risk_level TEXT NOT NULL,
  kind TEXT NOT NULL,
  classified_at TEXT NOT NULL,
  record TEXT NOT NULL,
  provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1)),
  PRIMARY KEY (digest, classifier_version)
) STRICT;
INSERT INTO classifications_by_row
SELECT digest, classifier_version, category, risk_level, kind, classified_at, record, provisional
FROM classifications;
DROP TABLE classifications;
ALTER TABLE classifications_by_row RENAME TO classifications;
CREATE INDEX classifications_by_kind ON classifications (kind, digest);
CREATE INDEX classifications_by_version ON classifications (classifier_version, digest, category, risk_level);
CREATE VIEW current_classifications AS
  SELECT c.* FROM classifications c
  JOIN current_classifier v ON v.version = c.classifier_version;
