/** A small catalogue of invented servers, to build and test the site with. */
import type { Listing, Observation, ToolDefinition } from '../../catalogue/records.ts';
import {
  finishRun,
  openCatalogue,
  recordClassifications,
  recordListing,
  recordObservation,
  setCurrentClassifier,
  startRun,
  unclassifiedDefinitions,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { CLASSIFIER_VERSION, classify } from '../../classifier/index.ts';
import { HOSTILE, MEADOW, MEADOW_LATER, NURSERY, ORCHARD } from './sample-tools.ts';

const AT = '2026-05-03T08:30:00.000Z';
/** When one server was crawled a second time. */
const LATER = '2026-05-04T08:30:00.000Z';

/** An invented server's listing. */
export function inventedListing(id: string, name: string, summary: string): Listing {
  return {
    ...{ id, name, summary, publisher: 'Pomona Example Society', tier: 'core' },
    source: { type: 'npm', name: `@example/${id}` },
    ...{ arguments: [], placeholderArguments: [], environment: [] },
  };
}

/** What a crawl of an invented server gave; `change` sets whatever differs from a plain list. */
export function observation(
  serverId: string,
  tools: ToolDefinition[],
  change: Partial<Observation> = {},
): Observation {
  return {
    ...{ serverId, provenance: 'observed', outcome: 'listed', startedAt: AT, finishedAt: AT },
    detail: `It listed ${tools.length} tools.`,
    package: { type: 'npm', name: `@example/${serverId}`, version: '1.4.2' },
    launch: {
      transport: 'stdio',
      sandbox: 'bubblewrap',
      credentialStep: 'absent',
      arguments: [],
      environmentNames: [],
    },
    serverInfo: { name: serverId, version: '1.4.0' },
    protocolVersion: '2025-11-25',
    tools: tools.map((definition) => ({ raw: JSON.stringify(definition), definition })),
    quarantined: [],
    stderrTail: '',
    ...change,
  };
}

function failed(serverId: string, outcome: Outcome, detail: string, stderrTail = ''): Observation {
  const { package: _, serverInfo: __, protocolVersion: ___, ...rest } = observation(serverId, []);
  return { ...rest, outcome, detail, stderrTail };
}

const SERVERS: [Listing, Observation?][] = [
  [
    inventedListing('orchard', 'Orchard Desk', 'Records, weather and money of an orchard association.'),
    observation('orchard', ORCHARD, {
      outcome: 'listed-partly',
      quarantined: [{ name: 'graft_plan', reason: 'its inputSchema is a string, not an object', raw: '{}' }],
    }),
  ],
  [inventedListing('nursery', 'Nursery', 'Sixty tools for a tree nursery.'), observation('nursery', NURSERY)],
  [
    inventedListing('hostile', 'Hostile <b>Text</b> \u202eserver', 'Texts that attack their reader.'),
    observation('hostile', HOSTILE),
  ],
  [
    inventedListing('almanac', 'Almanac', 'A calendar of the gardening year; its list was declared.'),
    observation('almanac', ORCHARD.slice(4, 6), {
      provenance: 'declared',
      outcome: 'declared',
      detail: 'Its tools were declared in a file.',
    }),
  ],
  [
    inventedListing('beehive', 'Beehive', 'Counts bees.'),
    failed(
      'beehive',
      'exited',
      'It ended with status 1 before it listed its tools.',
      'Error: HIVE_TOKEN is not set\n    at main (hive.js:12)\n\u001b[31mbye\u001b[0m <script>',
    ),
  ],
  [
    inventedListing('greenhouse', 'Greenhouse', 'Opens windows.'),
    failed('greenhouse', 'timed-out', 'It did not answer within 60 s.'),
  ],
  [
    inventedListing('silo', 'Silo', 'Keeps grain.'),
    failed('silo', 'not-mcp', 'It answered with an HTML page.'),
  ],
  [
    inventedListing('meadow', 'Meadow', 'Mows, and changed between two crawls.'),
    observation('meadow', MEADOW),
  ],
  [inventedListing('uncrawled', 'Uncrawled', 'Nobody has looked yet.')],
];

/** Writes the sample catalogue to a file and classifies it. */
export function makeSampleCatalogue(file: string): void {
  const db = openCatalogue(file);
  try {
    record(db, AT, SERVERS);
    record(db, LATER, [
      [
        inventedListing('meadow', 'Meadow', 'Mows, and changed between two crawls.'),
        observation('meadow', MEADOW_LATER, {
          ...{ startedAt: LATER, finishedAt: LATER },
          package: { type: 'npm', name: '@example/meadow', version: '1.5.0' },
        }),
      ],
    ]);
    const verdicts = [...unclassifiedDefinitions(db, CLASSIFIER_VERSION)].map(({ definition }) => ({
      name: definition.name,
      classification: classify(definition),
    }));
    recordClassifications(db, verdicts, AT);
    setCurrentClassifier(db, CLASSIFIER_VERSION);
  } finally {
    db.close();
  }
}

function record(db: Catalogue, at: string, servers: typeof SERVERS): void {
  const run = startRun(db, { startedAt: at, toolriskVersion: '0.1.0' });
  for (const [listed, seen] of servers) {
    recordListing(db, listed, at);
    if (seen) recordObservation(db, run, seen);
  }
  finishRun(db, run, { status: 'finished', finishedAt: at });
}
