/** A tool's history out of its server's changes, so that a tool that never changed costs no question of its own. */
import {
  serverChanges,
  toolHistory,
  type Catalogue,
  type RecordedChange,
  type ToolHistory,
  type ToolRecord,
} from '../../../catalogue/store/reads.ts';
import type { ServerWithTools } from './read.ts';

const known = new WeakMap<ServerWithTools, RecordedChange[]>();

/** What changed of a server, newest first; read once for all its pages. */
export function changesOf(db: Catalogue, found: ServerWithTools): readonly RecordedChange[] {
  let changes = known.get(found);
  if (!changes) known.set(found, (changes = serverChanges(db, found.id)));
  return changes;
}

/** Everything that is known of a tool over time. */
export function historyOf(db: Catalogue, found: ServerWithTools, tool: ToolRecord): ToolHistory {
  const changed = changesOf(db, found).some(({ slug }) => slug === tool.slug);
  const history = changed ? toolHistory(db, tool) : undefined;
  return history ?? unchanged(found, tool);
}

function unchanged({ server }: ServerWithTools, tool: ToolRecord): ToolHistory {
  const { category, riskLevel, flags, classifierVersion } = tool.classification;
  return {
    name: tool.name,
    present: true,
    versions: [
      {
        digest: tool.digest,
        verdict: { category, riskLevel, flags, classifierVersion },
        firstSeenAt: tool.firstSeenAt,
        lastSeenAt: tool.lastSeenAt,
        packageVersion: server.snapshot?.package?.version ?? null,
      },
    ],
    changes: [],
    reclassifications: [],
  };
}
