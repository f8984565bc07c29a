/** Whether every page and data twin of a built site says what the catalogue's record says, and nothing else. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  counts,
  listServers,
  openCatalogue,
  readTool,
  serverToolRecords,
  serverTools,
  toolKeys,
  type Catalogue,
  type ToolRecord,
} from '../../catalogue/store/index.ts';
import { steersItsReader } from '../../catalogue/deceit.ts';
import { grade } from '../../catalogue/grade.ts';
import type { Decision } from '../../catalogue/records.ts';
import { isUndecided } from '../../catalogue/undecided.ts';
import { POSTURES, RISK_LEVELS } from '../../catalogue/vocabulary.ts';
import { ACTION_LABEL, EMITTERS, recommendPolicy } from '../../policy/index.ts';
import { segments } from '../../site/src/text/visible.ts';
import { SIGNAL_WORD } from '../../site/src/text/words.ts';
import { checkPages } from './consistency-pages.ts';
import { markdownBlock } from '../../site/src/text/markdown.ts';
import { anchor, targetFilePath, targetPath, toolMarkdownPath } from '../../site/src/view/addresses.ts';
import { toJudge } from '../../site/src/view/tool.ts';
import { fields, ids, textOf } from './html-text.ts';

type Say = (problem: string) => void;

/** Compares every page and data file with the catalogue. One sentence per contradiction; none when all agree. */
export function checkConsistency(dist: string, dbFile: string): string[] {
  const db = openCatalogue(dbFile, 'read');
  const problems: string[] = [];
  try {
    checkHome(db, dist, (problem) => problems.push(`/: ${problem}`));
    for (const { id } of listServers(db)) {
      const say: Say = (problem) => problems.push(`/servers/${id}/: ${problem}`);
      checkServer(db, dist, id, say);
      checkTargets(db, dist, id, say);
    }
    for (const key of [...toolKeys(db)]) {
      const tool = readTool(db, key)!;
      const say: Say = (problem) => problems.push(`/servers/${key.serverId}/${key.slug}/: ${problem}`);
      checkTool(dist, tool, say);
      checkMarkdown(dist, tool, say);
    }
    problems.push(...checkPages(db, dist));
  } finally {
    db.close();
  }
  return problems;
}

function read(dist: string, path: string, say: Say): string | undefined {
  const file = join(dist, path);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  say(`${path} does not exist`);
  return undefined;
}

function same(say: Say, what: string, found: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(found, wanted)) {
    say(`${what} is ${JSON.stringify(found)?.slice(0, 200)}, not ${JSON.stringify(wanted)?.slice(0, 200)}`);
  }
}

function checkHome(db: Catalogue, dist: string, say: Say): void {
  const page = read(dist, 'index.html', say);
  if (page === undefined) return;
  const held = counts(db);
  const shown = fields(page);
  same(say, 'number of tools', shown.get('tools'), held.tools.toLocaleString('en-GB'));
  same(say, 'number of servers', shown.get('servers'), held.servers.toLocaleString('en-GB'));
  for (const level of RISK_LEVELS) {
    same(
      say,
      `number of ${level} tools`,
      shown.get(`levels-${level}`),
      (held.levels[level] ?? 0).toLocaleString('en-GB'),
    );
  }
}

function checkServer(db: Catalogue, dist: string, id: string, say: Say): void {
  const page = read(dist, `servers/${id}/index.html`, say);
  const twin = read(dist, `servers/${id}.json`, say);
  if (page === undefined || twin === undefined) return;
  const tools = serverTools(db, id);
  const { outcome, levels } = listServers(db).find((server) => server.id === id)!;
  const shown = fields(page);
  const data = JSON.parse(twin) as Record<string, unknown> & { tools: { name: string; riskLevel: string }[] };
  same(say, 'grade', shown.get('grade'), grade(levels) ?? '?');
  same(say, 'outcome', [shown.get('outcome'), data.outcome], [outcome, outcome]);
  same(say, 'levels in the data', data.levels, levels);
  same(
    say,
    'tools in the data',
    data.tools.map(({ name, riskLevel }) => [name, riskLevel]),
    tools.map(({ name, classification }) => [name, classification.riskLevel]),
  );
  const folders = readdirSync(join(dist, 'servers', id), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'policy',
  );
  same(say, 'number of tool pages', folders.length, tools.length);
  for (const posture of tools.length > 0 ? POSTURES : []) {
    const wanted = EMITTERS[0]!.emit(recommendPolicy(id, tools, posture));
    same(say, `${posture} policy file`, read(dist, `servers/${id}/policy.${posture}.json`, say), wanted);
    const inline = shown.get(`policy-${posture}`);
    if (inline !== undefined) same(say, `${posture} policy`, inline, wanted);
  }
}

/** Every target's page and file for a server: what the target's emitter writes, and a place for each tool. */
function checkTargets(db: Catalogue, dist: string, id: string, say: Say): void {
  const tools = serverToolRecords(db, id);
  if (tools.length === 0) return;
  const policy = recommendPolicy(id, tools.map(toJudge), 'balanced');
  for (const emitter of EMITTERS) {
    const wanted = emitter.emit(policy);
    const file = targetFilePath(id, emitter.id, emitter.filename);
    const page = read(dist, `${targetPath(id, emitter.id)}index.html`, say);
    same(say, `file for ${emitter.title}`, read(dist, file, say), wanted.toWellFormed());
    if (page === undefined) continue;
    same(say, `policy shown for ${emitter.title}`, fields(page).get('policy'), wanted.toWellFormed());
    const places = ids(page);
    const without = tools.filter(({ slug }) => !places.has(anchor(slug)));
    for (const { name } of without) say(`the page for ${emitter.title} has no place for ${name}`);
  }
}

/** The Markdown twin: the same verdict, decision and policy as the page. */
function checkMarkdown(dist: string, tool: ToolRecord, say: Say): void {
  const markdown = read(dist, toolMarkdownPath(tool.serverId, tool.slug), say);
  if (markdown === undefined) return;
  const { category, riskLevel, confidence } = tool.classification;
  const policy = recommendPolicy(tool.serverId, [toJudge(tool)], 'balanced');
  const wanted = [
    `**${riskLevel} risk, ${category}.** ${label(policy.decisions[0]!)}. `,
    `- Definition: \`${tool.digest}\``,
    `- Confidence: ${confidence.toFixed(2)} of 1`,
    markdownBlock(EMITTERS[0]!.emit(policy), 'json'),
  ];
  for (const part of wanted)
    if (!markdown.includes(part)) say(`its Markdown does not say ${JSON.stringify(part).slice(0, 200)}`);
}

function checkTool(dist: string, tool: ToolRecord, say: Say): void {
  const page = read(dist, `servers/${tool.serverId}/${tool.slug}/index.html`, say);
  const twin = read(dist, `servers/${tool.serverId}/${tool.slug}.json`, say);
  if (page === undefined || twin === undefined) return;
  const shown = fields(page);
  checkVerdict(tool, page, shown, say);
  checkPolicy(tool, shown, JSON.parse(twin) as TwinPolicy, say);
  checkAnswers(tool, shown, say);
  const data = JSON.parse(twin) as Record<string, unknown>;
  const record = JSON.parse(JSON.stringify(tool.classification)) as unknown;
  same(say, 'verdict in the data', data.classification, record);
  same(say, 'definition in the data', data.definition, JSON.parse(JSON.stringify(tool.definition)));
  same(
    say,
    'name in the data',
    [data.tool, data.digest, data.provenance],
    [tool.name, tool.digest, tool.provenance],
  );
}

function checkVerdict(tool: ToolRecord, page: string, shown: Map<string, string>, say: Say): void {
  const { category, riskLevel, confidence, rationale } = tool.classification;
  same(say, 'category', shown.get('category'), category);
  same(say, 'level', shown.get('level'), riskLevel);
  same(say, 'confidence', shown.get('confidence'), confidence.toFixed(2));
  same(say, 'digest', shown.get('digest'), tool.digest);
  same(say, 'rationale', shown.get('rationale'), asShown(rationale));
  const word = /class="word">(?:<svg.*?<\/svg>)?([^<]*)/s.exec(page)?.[1];
  same(say, 'signal word', word, SIGNAL_WORD[riskLevel]);
  const head = textOf(/<title>.*?<\/title>/s.exec(page)?.[0] ?? '');
  if (!head.includes(`: ${riskLevel} risk |`)) say(`its title does not say ${riskLevel}: ${head}`);
  const declared = page.includes('Declared, not observed.');
  same(say, 'declared', declared, tool.provenance === 'declared');
}

/** Text as the page shows it: what hides is spelled out. */
function asShown(text: string): string {
  return segments(text)
    .map(({ text, code }) => code ?? text)
    .join('');
}

function label({ action, limit }: Pick<Decision, 'action' | 'limit'>): string {
  return limit ? `${ACTION_LABEL[action]} of ${limit.max} calls a ${limit.window}` : ACTION_LABEL[action];
}

type TwinPolicy = { policy: Record<string, { action: string; file: unknown }> };

function checkPolicy(tool: ToolRecord, shown: Map<string, string>, twin: TwinPolicy, say: Say): void {
  for (const posture of POSTURES) {
    const policy = recommendPolicy(tool.serverId, [tool], posture);
    const decision = policy.decisions[0]!;
    const file = EMITTERS[0]!.emit(policy);
    same(say, `${posture} decision`, shown.get(`decision-${posture}`), label(decision));
    same(say, `${posture} policy`, shown.get(`policy-${posture}`), file.toWellFormed());
    same(say, `${posture} policy in the data`, twin.policy[posture]?.file, JSON.parse(file));
    same(say, `${posture} action in the data`, twin.policy[posture]?.action, decision.action);
    if (posture === 'balanced') same(say, 'decision', shown.get('decision'), `${label(decision)}.`);
  }
}

function checkAnswers(tool: ToolRecord, shown: Map<string, string>, say: Say): void {
  const { category, riskLevel, flags, findings } = tool.classification;
  const undecided = isUndecided(tool.classification);
  const starts = (field: string, words: string) => {
    const text = shown.get(`answer-${field}`) ?? '';
    if (!text.startsWith(words)) say(`the answer “${field}” begins “${text.slice(0, 60)}”, not “${words}”`);
  };
  starts('risk', `${riskLevel}. ${category} starts at `);
  starts('read-only', undecided ? 'Unknown' : category === 'Read' ? 'Yes' : `No: it is ${category}.`);
  const leaks = (['private', 'secrets', 'egress'] as const).some((flag) => flags.includes(flag));
  const otherwise = steersItsReader(findings) ? 'It may: ' : flags.includes('code') ? 'It can ' : 'Nothing ';
  starts('leak', leaks ? 'Yes: ' : otherwise);
  const classed = undecided ? 'we take it for Read.' : `We class it ${category}: `;
  if (!shown.get('answer-does')?.includes(classed)) say('the answer “does” names another category');
  for (const [name, text] of shown) {
    if (!name.startsWith('snippet-')) continue;
    for (const problem of EMITTERS[0]!.validate(text))
      say(`the snippet of “${name}” is not valid: ${problem}`);
  }
}
