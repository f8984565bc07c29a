/** Whether the pages that are about no one server say what the catalogue, the attacks and the evaluation say. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { checkAttacks } from './consistency-attacks.ts';
import { siteDocuments } from './documents.ts';
import { textOf } from './html-text.ts';
import { differs, json, number, page } from './page-facts.ts';

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

function checkRuns(db: Catalogue, dist: string): string[] {
  const runs = json<{ runs: { id: number; servers: number }[] }>(dist, 'changes.json')?.runs ?? [];
  const listed = runs.map(({ id, servers }) => `${id}: ${servers}`).join();
  const wanted = listRuns(db).map(({ id, servers }) => `${id}: ${servers}`);
  return [...differs('changes.json', 'its runs', listed, wanted.join()), ...checkEachRun(db, dist)];
}

function checkEachRun(db: Catalogue, dist: string): string[] {
  return listRuns(db).flatMap((run) => {
    const where = `changes/${run.id}/`;
    const found = page(dist, `${where}index.html`);
    if (!found) return [`/${where}: there is no such page`];
    const changes = [...runChanges(db, run.id)].map(({ change }) => change);
    const raising = changes.filter(({ raisesRisk }) => raisesRisk).length;
    const data = JSON.parse(readFileSync(join(dist, `changes/${run.id}.json`), 'utf8')) as {
      changes: unknown[];
    };
    const markdown = join(dist, `changes/${run.id}.md`);
    const counted = existsSync(markdown) && /; ([\d,]+) of them/.exec(readFileSync(markdown, 'utf8'))?.[1];
    return [
      ...differs(where, 'servers', found.shown.get('servers'), number(run.servers)),
      ...differs(
        where,
        'changes that raise the risk',
        found.shown.get('changes-raising') ?? '0',
        number(raising),
      ),
      ...differs(where, 'changes in the data', data.changes.length, changes.length),
      ...differs(where, 'changes that raise the risk in the Markdown', counted, number(raising)),
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
    ...checkStatisticsTwin(dist, held, figures),
  ];
}

interface StatisticsTwin {
  servers: number;
  tools: number;
  tables: { csv: string; rows: { label: string; values: number[] }[] }[];
  agreement: { category: { hits: number } } | null;
}

/** The data of the statistics: the same numbers, and tables whose cells are those of their CSV. */
function checkStatisticsTwin(
  dist: string,
  { servers, tools }: ReturnType<typeof counts>,
  figures: { category: { hits: number } } | undefined,
): string[] {
  const where = 'statistics.json';
  const twin = json<StatisticsTwin>(dist, where);
  if (!twin) return [`/${where} does not exist`];
  return [
    ...differs(where, 'servers', twin.servers, servers),
    ...differs(where, 'tools', twin.tools, tools),
    ...differs(where, 'category', twin.agreement?.category.hits, figures?.category.hits),
    ...twin.tables.flatMap(({ csv, rows }) => {
      const text = existsSync(join(dist, csv)) ? readFileSync(join(dist, csv), 'utf8') : '';
      const cells = text
        .trim()
        .split('\r\n')
        .slice(1)
        .map((row) => row.slice(row.lastIndexOf(',') + 1));
      return differs(where, csv, rows.map(({ values }) => values.at(-1)).join(), cells.join());
    }),
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
