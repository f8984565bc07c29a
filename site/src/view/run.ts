/** What a run found changed, sorted for its page: what raises the risk first, then by kind. */
import {
  classifierChanges,
  listClassifierUses,
  listRuns,
  runChanges,
  type Catalogue,
  type ClassifierUse,
  type RecordedChange,
  type RunSummary,
} from '../../../catalogue/store/reads.ts';
import { CHANGE_KINDS, type ChangeKind } from '../../../catalogue/vocabulary.ts';
import { changesFeedPath, runFeedPath, runJsonPath, runPath } from './addresses.ts';
import { runMarkdownPath } from './twin-addresses.ts';

/** Changes of one sort: how many, and the first of them. */
export interface ChangeGroup {
  total: number;
  first: RecordedChange[];
}

export interface RunView {
  run: RunSummary;
  total: number;
  raising: ChangeGroup;
  /** The others, by kind. */
  others: Record<ChangeKind, ChangeGroup>;
}

/** A run's changes that raise the risk, whatever their kind, as a section. */
export const RAISING = {
  title: 'What raises the risk',
  none: 'Nothing that was found raises a risk.',
} as const;

/** The sections of a run's other changes, in their order. */
export const RUN_GROUPS: readonly { kind: ChangeKind; title: string; none: string }[] = [
  { kind: 'redefined', title: 'Other redefined tools', none: 'No other tool was redefined.' },
  { kind: 'reclassified', title: 'Other reclassified tools', none: 'No other tool was reclassified.' },
  { kind: 'added', title: 'Other tools added', none: 'No other tool was added.' },
  { kind: 'removed', title: 'Tools removed', none: 'No tool was removed.' },
  {
    kind: 'server',
    title: 'Servers that say something else of themselves',
    none: 'No other server did.',
  },
  { kind: 'circumstances', title: 'Servers that were asked in another way', none: 'None was.' },
  { kind: 'outcome', title: 'Crawls that ended in another way', none: 'None did.' },
];

/** How many of a group a page shows. */
const SHOWN = 100;

const emptyGroup = (): ChangeGroup => ({ total: 0, first: [] });

/** A run with its changes, grouped. */
export function runView(db: Catalogue, run: RunSummary): RunView {
  const others = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, emptyGroup()])) as RunView['others'];
  const view: RunView = { run, total: 0, raising: emptyGroup(), others };
  for (const recorded of runChanges(db, run.id)) {
    view.total++;
    take(recorded.change.raisesRisk ? view.raising : others[recorded.change.kind], recorded);
  }
  return view;
}

function take(group: ChangeGroup, recorded: RecordedChange): void {
  group.total++;
  if (group.first.length < SHOWN) group.first.push(recorded);
}

/** The newest run that has changes which raise the risk, with the first of them; undefined where there is none. */
export function newestRisks(
  db: Catalogue,
  limit: number,
): { run: RunSummary; changes: RecordedChange[] } | undefined {
  for (const run of listRuns(db)) {
    const changes: RecordedChange[] = [];
    for (const recorded of runChanges(db, run.id)) {
      // Those that raise the risk come first, save that each reclassification stands behind its redefinition.
      if (recorded.change.raisesRisk) changes.push(recorded);
      if (changes.length === limit) break;
    }
    if (changes.length > 0) return { run, changes };
  }
  return undefined;
}

/** A change of classifier, and the tools that it judges otherwise than the one before. */
export interface ClassifierView extends ChangeGroup {
  use: ClassifierUse;
}

/** The changes of classifier, newest first. */
export function classifierViews(db: Catalogue): ClassifierView[] {
  return listClassifierUses(db)
    .filter(({ previous }) => previous !== null)
    .toReversed()
    .map((use) => {
      const group = emptyGroup();
      for (const recorded of classifierChanges(db, use)) take(group, recorded);
      return { use, ...group };
    });
}

/** In a run's data, no more changes than this are written out. */
const MAX_IN_DATA = 20_000;

/** A run as data: itself, and its changes with what raises the risk first. */
export function runJson(db: Catalogue, run: RunSummary): object {
  const changes: RecordedChange[] = [];
  let left = 0;
  for (const recorded of runChanges(db, run.id)) {
    if (changes.length < MAX_IN_DATA) changes.push(recorded);
    else left++;
  }
  return { run, changes, changesLeftOut: left };
}

/** All runs as data, newest first: what each came to, and where it stands. */
export function runsJson(db: Catalogue): object {
  const runs = listRuns(db).map((run) => ({
    ...run,
    page: runPath(run.id),
    record: runJsonPath(run.id),
    markdown: runMarkdownPath(run.id),
    feed: runFeedPath(run.id),
  }));
  return { feed: changesFeedPath, runs };
}

/** What the endpoints of a run are given. */
export interface RunProps {
  run: RunSummary;
}

/** At most so many of a stream. */
export function firstOf<T>(stream: Iterable<T>, limit: number): T[] {
  const first: T[] = [];
  for (const one of stream) {
    if (first.length === limit) break;
    first.push(one);
  }
  return first;
}

/** The newest changes, run by run; within a run, what raises the risk first. */
export function newestChanges(db: Catalogue, limit: number): RecordedChange[] {
  const changes: RecordedChange[] = [];
  for (const run of listRuns(db)) {
    changes.push(...firstOf(runChanges(db, run.id), limit - changes.length));
    if (changes.length === limit) break;
  }
  return changes;
}
