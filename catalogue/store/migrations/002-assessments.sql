-- What a model said about a definition. Asked again only of another model or with another question.
CREATE TABLE assessments (
  digest TEXT NOT NULL,
  prompt_digest TEXT NOT NULL,
  model TEXT NOT NULL,
  assessed_at TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (digest, prompt_digest, model)
) STRICT, WITHOUT ROWID;

-- 1 where a model was to be asked and gave no answer: the rules' verdict stands until it does.
ALTER TABLE classifications ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1));
