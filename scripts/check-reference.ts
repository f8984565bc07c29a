/**
 * `npm run check:reference -- ROWS.jsonl`: builds pages from declared tools, as a user would, and checks them.
 * A row is a tool with `server` (a listed server's name) and `label` {category, riskLevel}.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openCatalogue, readTool } from '../catalogue/store/index.ts';
import { readListings } from '../crawler/listings/yaml.ts';
import { checkConsistency } from './check-site.ts';
import { PACKAGE_ROOT } from './package.ts';

const Row = z.object({
  server: z.string(),
  name: z.string(),
  label: z.object({ category: z.string(), riskLevel: z.string() }),
});

/** What the pages of these tools must recommend in the balanced posture: calls a minute, or a person's word. */
const POLICIES: Record<string, unknown> = {
  sync: limited('sync', 30),
  add_packages: limited('add_packages', 30),
  create_session: limited('create_session', 30),
  run_in_venv: limited('run_in_venv', 10),
  python_venv: { deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] },
};

function limited(tool: string, max: number): unknown {
  return { limits: [{ counter: `${tool}_rate`, window: 'minute', max, scope: 'grant' }] };
}

function toolrisk(...args: string[]): string {
  const launch = fileURLToPath(new URL('scripts/launch.js', PACKAGE_ROOT));
  const { status, stdout, stderr } = spawnSync(process.execPath, [launch, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`toolrisk ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

function checkTool(db: string, dist: string, serverId: string, row: z.infer<typeof Row>): string[] {
  const where = `${serverId}/${row.name}`;
  const catalogue = openCatalogue(db, 'read');
  const tool = readTool(catalogue, { serverId, slug: row.name });
  catalogue.close();
  if (!tool) return [`${where} has no page`];
  const problems: string[] = [];
  const { category, riskLevel } = tool.classification;
  if (category !== row.label.category || riskLevel !== row.label.riskLevel) {
    problems.push(`${where} is ${category}/${riskLevel}, not ${row.label.category}/${row.label.riskLevel}`);
  }
  if (tool.provenance !== 'declared') problems.push(`${where} is not marked as declared`);
  const page = readFileSync(join(dist, 'servers', serverId, row.name, 'index.html'), 'utf8');
  if (!/declared/i.test(page)) problems.push(`${where}: its page does not say that it was declared`);
  const policy = toolrisk('policy', '--db', db, '--server', serverId, '--tool', row.name);
  const wanted = `${JSON.stringify({ version: '1', default: 'deny', tools: { [row.name]: POLICIES[row.name] } }, null, 2)}\n`;
  if (policy !== wanted) problems.push(`${where}: its policy is not the published one:\n${policy}`);
  return problems;
}

function main(rowsFile: string | undefined): string[] {
  if (!rowsFile) throw new Error('name a file of labelled rows');
  const rows = readFileSync(rowsFile, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Row.parse(JSON.parse(line)));
  if (rows.length !== Object.keys(POLICIES).length) throw new Error(`${rowsFile} has ${rows.length} rows`);
  const listings = readListings(fileURLToPath(new URL('data/servers', PACKAGE_ROOT)));
  const idOf = new Map(listings.map(({ name, id }) => [name, id]));
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-reference-'));
  const [db, dist] = [join(folder, 'catalogue.db'), join(folder, 'site')];
  try {
    for (const id of new Set(rows.map(({ server }) => idOf.get(server)!))) {
      toolrisk('crawl', '--declared', rowsFile, '--server', id, '--db', db);
    }
    toolrisk('classify', '--db', db);
    toolrisk('build', '--db', db, '--out', dist);
    return [
      ...rows.flatMap((row) => checkTool(db, dist, idOf.get(row.server)!, row)),
      ...checkConsistency(dist, db),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const problems = main(process.argv[2]);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log('the reference pages are as they must be');
