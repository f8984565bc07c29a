-- A run of the crawler. A run whose process died stays 'running' until the next run marks it.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'interrupted')),
  started_at TEXT NOT NULL,
  finished_at TEXT,
  toolrisk_version TEXT NOT NULL
) STRICT;

-- Every listed server, crawled or not. `snapshot_id` is its last good list of tools.
CREATE TABLE servers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  listing TEXT NOT NULL,
  first_listed_at TEXT NOT NULL,
  snapshot_id INTEGER REFERENCES snapshots (id)
) STRICT, WITHOUT ROWID;

-- What a server offered, and under which circumstances. The same again only moves `last_seen_at`.
CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY,
  server_id TEXT NOT NULL REFERENCES servers (id),
  identity TEXT NOT NULL,
  provenance TEXT NOT NULL CHECK (provenance IN ('observed', 'declared')),
  package TEXT,
  launch TEXT NOT NULL,
  server_info TEXT,
  protocol_version TEXT,
  capabilities TEXT,
  instructions TEXT,
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  UNIQUE (server_id, identity)
) STRICT;

-- A tool definition, once, under its digest. `raw` is its JSON as first received.
CREATE TABLE definitions (
  digest TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  raw TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Other JSON texts received for the same definition: unknown members, another order, other spacing.
CREATE TABLE raw_variants (
  raw_digest TEXT PRIMARY KEY,
  digest TEXT NOT NULL REFERENCES definitions (digest),
  raw TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_tools (
  snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
  position INTEGER NOT NULL,
  digest TEXT NOT NULL REFERENCES definitions (digest),
  PRIMARY KEY (snapshot_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantined_tools (
  snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
  position INTEGER NOT NULL,
  name TEXT,
  reason TEXT NOT NULL,
  raw TEXT NOT NULL,
  PRIMARY KEY (snapshot_id, position)
) STRICT, WITHOUT ROWID;

-- A tool of a server under its name, with the page address it keeps for ever and its present definition.
CREATE TABLE tools (
  server_id TEXT NOT NULL REFERENCES servers (id),
  name TEXT NOT NULL,
  slug TEXT NOT NULL COLLATE NOCASE,
  digest TEXT NOT NULL REFERENCES definitions (digest),
  position INTEGER NOT NULL,
  present INTEGER NOT NULL CHECK (present IN (0, 1)),
  first_seen_at TEXT NOT NULL,
  PRIMARY KEY (server_id, name),
  UNIQUE (server_id, slug)
) STRICT, WITHOUT ROWID;
CREATE INDEX tools_by_name ON tools (name, server_id) WHERE present = 1;
CREATE INDEX tools_by_digest ON tools (digest) WHERE present = 1;

-- One crawl of one server: always a row, whatever the outcome.
CREATE TABLE observations (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs (id),
  server_id TEXT NOT NULL REFERENCES servers (id),
  provenance TEXT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  launch TEXT NOT NULL,
  package TEXT,
  stderr_tail TEXT NOT NULL,
  snapshot_id INTEGER REFERENCES snapshots (id)
) STRICT;
CREATE INDEX observations_by_server ON observations (server_id, id);

-- A verdict on a definition by one version of the classifier. The whole record is `record`.
CREATE TABLE classifications (
  digest TEXT NOT NULL REFERENCES definitions (digest),
  classifier_version TEXT NOT NULL,
  category TEXT NOT NULL,
  risk_level TEXT NOT NULL,
  kind TEXT NOT NULL,
  classified_at TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (digest, classifier_version)
) STRICT, WITHOUT ROWID;
CREATE INDEX classifications_by_kind ON classifications (kind, digest);

-- Which classifier's verdicts the readers see.
CREATE TABLE current_classifier (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version TEXT NOT NULL
) STRICT;

CREATE VIEW current_classifications AS
  SELECT c.* FROM classifications c
  JOIN current_classifier v ON v.version = c.classifier_version;
