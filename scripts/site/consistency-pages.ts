/** Whether the pages that are about no one server say what the catalogue, the attacks and the evaluation say. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attackMatcher, combinationsOf, toolAccess, VERIFYING_SOURCES } from '../../catalogue/attacks.ts';
import { toxicCombinations } from '../../catalogue/combinations.ts';
import {
  counts,
  listRuns,
  listServers,
  runChanges,
  serverChanges,
  serverToolRecords,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import { POSTURES } from '../../catalogue/vocabulary.ts';
import { ACTION_LABEL } from '../../policy/index.ts';
import type { AttackDocument, TrialOutcome } from '../../site/context.ts';
import { siteDocuments } from './documents.ts';
import { fields, textOf } from './html-text.ts';

const number = (n: number): string => n.toLocaleString('en-GB');

/** One sentence per contradiction; none where all agree. */
export function checkPages(db: Catalogue, dist: string): string[] {
  const { attacks, evaluation } = siteDocuments();
  return [
    ...checkAttacks(db, dist, attacks),
    ...checkRuns(db, dist),
    ...checkStatistics(db, dist, evaluation?.figures),
    ...listServers(db).flatMap(({ id }) => checkCombinations(db, dist, id)),
  ];
}

function page(dist: string, path: string): { html: string; shown: Map<string, string> } | undefined {
  const file = join(dist, path);
  if (!existsSync(file)) return undefined;
  const html = readFileSync(file, 'utf8');
  return { html, shown: fields(html) };
}

function differs(where: string, what: string, found: unknown, wanted: unknown): string[] {
  return found === wanted
    ? []
    : [`/${where}: ${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
}

function checkAttacks(db: Catalogue, dist: string, attacks: readonly AttackDocument[]): string[] {
  const reach = reachOf(db, attacks);
  return attacks.flatMap((attack) => {
    const where = `attacks/${attack.id}/`;
    const found = page(dist, `${where}index.html`);
    if (!found) return [`/${where}: there is no such page`];
    const { shown } = found;
    const verified = VERIFYING_SOURCES.includes(attack.source) ? 'Verified by' : 'Not verified:';
    return [
      ...differs(where, 'verification', shown.get('verified')?.startsWith(verified), true),
      // Tools of the affected package are named beside those that give the access.
      ...(attack.access.type === 'tool'
        ? differs(where, 'number of tools', shown.get('matched'), number(reach.get(attack.id) ?? 0))
        : []),
      ...POSTURES.flatMap((posture) =>
        attack.tried
          ? differs(
              where,
              `${posture} effect`,
              shown.get(`effect-${posture}`),
              effectText(attack.tried.recommended[posture]),
            )
          : [],
      ),
    ];
  });
}

const EFFECT = { stops: 'stops it', limits: 'limits it', none: 'does not touch it' };

function effectText({ action, limit, effect }: TrialOutcome): string {
  const bound = limit ? ` of ${limit.max} calls a ${limit.window}` : '';
  return `${ACTION_LABEL[action]}${bound}: ${EFFECT[effect]}`;
}

/** How many tools give the access of each attack, counted one by one. */
function reachOf(db: Catalogue, attacks: readonly AttackDocument[]): Map<string, number> {
  const match = attackMatcher(attacks);
  const reach = new Map<string, number>();
  for (const { id } of listServers(db)) {
    const tools = serverToolRecords(db, id);
    const made = combinationsOf(new Set(tools.flatMap(({ classification }) => classification.flags)));
    for (const { classification, definition } of tools)
      for (const attack of match(toolAccess(classification, definition.inputSchema), made))
        reach.set(attack.id, (reach.get(attack.id) ?? 0) + 1);
  }
  return reach;
}

function checkRuns(db: Catalogue, dist: string): string[] {
  return listRuns(db).flatMap((run) => {
    const where = `changes/${run.id}/`;
    const found = page(dist, `${where}index.html`);
    if (!found) return [`/${where}: there is no such page`];
    const changes = [...runChanges(db, run.id)].map(({ change }) => change);
    const raising = changes.filter(({ raisesRisk }) => raisesRisk).length;
    const data = JSON.parse(readFileSync(join(dist, `changes/${run.id}.json`), 'utf8')) as {
      changes: unknown[];
    };
    return [
      ...differs(where, 'servers', found.shown.get('servers'), number(run.servers)),
      ...differs(
        where,
        'changes that raise the risk',
        found.shown.get('changes-raising') ?? '0',
        number(raising),
      ),
      ...differs(where, 'changes in the data', data.changes.length, changes.length),
    ];
  });
}

function checkStatistics(
  db: Catalogue,
  dist: string,
  figures: NonNullable<ReturnType<typeof siteDocuments>['evaluation']>['figures'],
): string[] {
  const where = 'statistics/';
  const found = page(dist, `${where}index.html`);
  if (!found) return [`/${where}: there is no such page`];
  const held = counts(db);
  const share = ({ hits, of }: { hits: number; of: number }) =>
    `${hits} of ${of} (${((100 * hits) / of).toFixed(1)} %)`;
  return [
    ...differs(where, 'servers', found.shown.get('servers'), number(held.servers)),
    ...differs(where, 'servers with tools', found.shown.get('with-tools'), number(held.serversWithTools)),
    ...differs(where, 'tools', found.shown.get('tools'), number(held.tools)),
    ...differs(where, 'definitions', found.shown.get('definitions'), number(held.definitions)),
    ...(figures
      ? [
          ...differs(where, 'category', found.shown.get('agreement-category'), share(figures.category)),
          ...differs(where, 'level', found.shown.get('agreement-level'), share(figures.level)),
        ]
      : []),
    ...checkCharts(dist, held),
  ];
}

/** The sum of a chart's CSV is the number of what it is about. */
function checkCharts(
  dist: string,
  { servers, serversWithTools, tools }: ReturnType<typeof counts>,
): string[] {
  const sums = { outcomes: servers, verdicts: tools, grades: serversWithTools };
  return Object.entries(sums).flatMap(([id, wanted]) => {
    const file = join(dist, `statistics/${id}.csv`);
    if (!existsSync(file)) return [`/statistics/${id}.csv does not exist`];
    const rows = readFileSync(file, 'utf8').trim().split('\r\n').slice(1);
    const cells = rows.flatMap((row) => row.split(',').slice(1).map(Number));
    return differs(
      `statistics/${id}.csv`,
      'sum',
      cells.reduce((sum, n) => sum + n, 0),
      wanted,
    );
  });
}

function checkCombinations(db: Catalogue, dist: string, id: string): string[] {
  const where = `servers/${id}/`;
  const found = page(dist, `${where}index.html`);
  if (!found) return [];
  const shown = [...found.html.matchAll(/data-combination="([^"]+)"/g)].map(([, name]) => name);
  const wanted = toxicCombinations(serverToolRecords(db, id)).map(({ combination }) => combination);
  const changes = serverChanges(db, id).length;
  const counted = /^[\d,]+/.exec(found.shown.get('changes') ?? '0')![0];
  return [
    ...differs(where, 'combinations', shown.join(), wanted.join()),
    ...differs(where, 'number of changes', counted, number(changes)),
    ...(changes === 0 && !textOf(found.html).match(/No change has been seen|no list that could have changed/)
      ? [`/${where}: it does not say that nothing changed`]
      : []),
  ];
}
