-- A run's key names it in every catalogue that it is merged into; its id is this file's own. The keys of older runs
-- are made of what they have, so that two copies of one catalogue agree on them.
ALTER TABLE runs ADD COLUMN key TEXT NOT NULL DEFAULT '';
UPDATE runs SET key = printf('%s %08d %s', started_at, id, toolrisk_version);
CREATE UNIQUE INDEX runs_by_key ON runs (key);

-- When the listing got its present words.
ALTER TABLE servers ADD COLUMN listed_at TEXT NOT NULL DEFAULT '';
UPDATE servers SET listed_at = first_listed_at;

-- `raw_identity` is a cache: a digest over the texts as last received, by which the same again is known unparsed.
ALTER TABLE snapshots ADD COLUMN raw_identity TEXT;
ALTER TABLE snapshots ADD COLUMN tool_count INTEGER NOT NULL DEFAULT 0;
UPDATE snapshots SET tool_count = (SELECT count(*) FROM snapshot_tools t WHERE t.snapshot_id = snapshots.id);

-- `sequence` orders a server's observations and makes each of them one, in every catalogue: the time at which it
-- was finished and its run's key. `standing` is what became of the list it brought (derived: store/history.ts).
ALTER TABLE observations ADD COLUMN sequence TEXT NOT NULL DEFAULT '';
ALTER TABLE observations ADD COLUMN standing TEXT CHECK (standing IN ('present', 'suspect', 'outranked'));
ALTER TABLE observations ADD COLUMN offers TEXT;
ALTER TABLE observations ADD COLUMN login TEXT;
ALTER TABLE observations ADD COLUMN retry_after_seconds REAL;
ALTER TABLE observations ADD COLUMN ttl_ms REAL;
-- Older observations stay in the order in which they were stored, whatever the clock did.
UPDATE observations SET sequence = ordered.latest || ' ' || ordered.key || printf(' %010d', observations.id)
FROM (
  SELECT o.id AS observation, r.key,
    max(strftime('%Y-%m-%dT%H:%M:%fZ', o.finished_at)) OVER (PARTITION BY o.server_id ORDER BY o.id) AS latest
  FROM observations o JOIN runs r ON r.id = o.run_id
) AS ordered
WHERE ordered.observation = observations.id;
DROP INDEX observations_by_server;
CREATE UNIQUE INDEX observations_by_server ON observations (server_id, sequence);
CREATE INDEX observations_by_run ON observations (run_id, outcome);

-- What a crawl found changed against the one before it (derived: store/history.ts). `before` and `after` are digests
-- of definitions, or outcomes; the snapshots are those that were compared. Fields and verdicts are read elsewhere.
CREATE TABLE changes (
  observation_id INTEGER NOT NULL REFERENCES observations (id),
  position INTEGER NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs (id),
  server_id TEXT NOT NULL REFERENCES servers (id),
  kind TEXT NOT NULL CHECK (kind IN ('added', 'removed', 'redefined', 'server', 'circumstances', 'outcome')),
  tool TEXT,
  before TEXT,
  after TEXT,
  from_snapshot_id INTEGER REFERENCES snapshots (id),
  to_snapshot_id INTEGER REFERENCES snapshots (id),
  PRIMARY KEY (observation_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_run ON changes (run_id, kind);
CREATE INDEX changes_by_server ON changes (server_id, tool);

-- Since when which classifier's verdicts were the ones that readers see: what a change of classifier changed follows.
CREATE TABLE classifier_uses (
  at TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (at, version)
) STRICT, WITHOUT ROWID;
INSERT INTO classifier_uses (at, version)
SELECT min(classified_at), classifier_version FROM classifications
WHERE classifier_version NOT IN (SELECT version FROM current_classifier) GROUP BY classifier_version;
INSERT INTO classifier_uses (at, version)
SELECT coalesce(max((SELECT max(at) FROM classifier_uses), (SELECT min(classified_at) FROM classifications c
  WHERE c.classifier_version = v.version)), (SELECT min(classified_at) FROM classifications c
  WHERE c.classifier_version = v.version), '1970-01-01T00:00:00.000Z'), v.version
FROM current_classifier v;
CREATE INDEX classifications_by_version ON classifications (classifier_version, digest, category, risk_level);
