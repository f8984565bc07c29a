/**
 * `npm run bench:search -- [--tools N] [--queries N] [--db FILE]`: builds the search index of an invented catalogue, asks it
 * many questions as the page's worker would, and prints what each cost. A catalogue named by --db is made where it is
 * missing, and kept.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { openCatalogue } from '../../catalogue/store/index.ts';
import { findableServers, findableTools } from '../../catalogue/store/read-findable.ts';
import { answer, FIRST_PAGE, type Answer } from '../../site/src/search/answer.ts';
import { openFiles, type Files } from '../../site/src/search/files.ts';
import type { Directory } from '../../site/src/search/format.ts';
import { NOTHING_ASKED, type Question } from '../../site/src/search/question.ts';
import { writeSearchIndex } from '../site/search-files.ts';
import { fillForSearch } from './search-catalogue.ts';
import { random } from './search-words.ts';

/** What the page asks for at first. */
const WANTED = FIRST_PAGE;

/** One question, and the name of what it was made from. */
interface Trial {
  question: Question;
  sought: string;
}

interface Measured {
  found: boolean;
  /** Bytes fetched by a page that has asked nothing before, the directory included. */
  bytes: number;
  requests: number;
  /** Milliseconds for the first time, when all files come from the disk, and for the second. */
  first: number;
  again: number;
}

const mb = (bytes: number): string => (bytes / 1e6).toFixed(0);
const kb = (bytes: number): string => (bytes / 1000).toFixed(1);

const { values } = parseArgs({
  options: {
    tools: { type: 'string', default: '50000' },
    queries: { type: 'string', default: '300' },
    db: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-bench-'));
try {
  const file = values.db ?? join(folder, 'catalogue.db');
  if (!existsSync(file)) fillForSearch(file, Number(values.tools));
  // A catalogue of an earlier version is brought up to date.
  openCatalogue(file, 'update').close();
  await buildIndex(file);
  const index = join(folder, 'search/index');
  for (const [name, trials] of Object.entries(invent(file, Number(values.queries)))) {
    const measured: Measured[] = [];
    for (const trial of trials) measured.push(await measure(index, trial));
    report(name, measured);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function buildIndex(file: string): Promise<void> {
  const db = openCatalogue(file, 'read');
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const files = writeSearchIndex(db, folder);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  db.close();
  const sizes = (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.bin'))
    .map((path) => ({ path, size: statSync(join(folder, path)).size }));
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  const largest = sizes.reduce((most, one) => (one.size > most.size ? one : most));
  console.log(
    `index: ${files} files, ${(total / 1e6).toFixed(1)} MB, built in ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of a processor)`,
  );
  console.log(`memory: ${mb(peak)} MB at most, ${mb(before)} MB before`);
  console.log(`largest file: ${largest.path.replace(/^.*\//, '')}, ${largest.size} bytes`);
}

/** Questions of several kinds about things that are there. */
function invent(file: string, many: number): Record<string, Trial[]> {
  const db = openCatalogue(file, 'read');
  const next = random(many);
  const servers = [...findableServers(db)];
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const tool = () => {
    const server = pick(servers);
    return { server, tool: pick(findableTools(db, server.id)) };
  };
  const ask = (text: string, more: Partial<Question> = {}): Question => ({ ...NOTHING_ASKED, text, ...more });
  const trials = (make: () => Trial): Trial[] => Array.from({ length: many }, make);
  const kinds = {
    'a server by its name': trials(() => {
      const { name } = pick(servers);
      return { question: ask(name), sought: name };
    }),
    'a tool by its name': trials(() => {
      const { name } = tool().tool;
      return { question: ask(name), sought: name };
    }),
    'a tool by server and name': trials(() => {
      const found = tool();
      return { question: ask(`${found.server.name} ${found.tool.name}`), sought: found.tool.name };
    }),
    'words of a description': trials(() => {
      const found = tool().tool;
      const words = found.description.split(' ').slice(1, 4).join(' ');
      return { question: ask(words), sought: '' };
    }),
    'a server’s name misspelled': trials(() => {
      const { name } = pick(servers);
      return { question: ask(misspelled(name, next)), sought: name };
    }),
    'one frequent word': trials(() => ({
      question: ask(pick(['get', 'list', 'search', 'file'])),
      sought: '',
    })),
    'one frequent word, Critical only': trials(() => ({
      question: ask(pick(['get', 'list', 'delete']), { levels: ['Critical'], flags: ['secrets'] }),
      sought: '',
    })),
  };
  db.close();
  return kinds;
}

/** One letter of the longest word left out, doubled, exchanged or swapped. */
function misspelled(name: string, next: () => number): string {
  const word = name.split(' ').reduce((longest, one) => (one.length > longest.length ? one : longest));
  const at = 1 + Math.floor(next() * (word.length - 2));
  const [head, letter, tail] = [word.slice(0, at), word[at]!, word.slice(at + 1)];
  const wrong = [
    head + tail,
    head + letter + letter + tail,
    `${head}y${tail}`,
    `${head}${tail[0]}${letter}${tail.slice(1)}`,
  ];
  return name.replace(word, wrong[Math.floor(next() * wrong.length)]!);
}

async function measure(index: string, { question, sought }: Trial): Promise<Measured> {
  const fetched = { bytes: 0, requests: 0 };
  const load = (path: string): Promise<string> => {
    const bytes = readFileSync(join(index, `${path}.bin`));
    fetched.bytes += bytes.length;
    fetched.requests++;
    return Promise.resolve(inflateRawSync(bytes).toString('utf8'));
  };
  const directory = JSON.parse(await load('directory')) as Directory;
  const files = openFiles(directory, load);
  const first = await timed(files, question);
  const again = await timed(files, question);
  return { ...fetched, found: has(first.answer, sought), first: first.ms, again: again.ms };
}

async function timed(files: Files, question: Question): Promise<{ answer: Answer; ms: number }> {
  const started = performance.now();
  const given = await answer(files, question, WANTED);
  return { answer: given, ms: performance.now() - started };
}

function has({ servers, tools }: Answer, sought: string): boolean {
  return sought === '' || [...servers, ...tools].some(({ name }) => name === sought);
}

function report(name: string, measured: readonly Measured[]): void {
  const part = (of: (one: Measured) => number, at: number): number =>
    measured.map(of).sort((a, b) => a - b)[Math.min(measured.length - 1, Math.floor(at * measured.length))]!;
  const found = (100 * measured.filter((one) => one.found).length) / measured.length;
  console.log(`${name}: found ${found.toFixed(1)} %`);
  console.log(
    `  fetched p50 ${kb(part((one) => one.bytes, 0.5))} KB, p95 ${kb(part((one) => one.bytes, 0.95))} KB, most ${kb(part((one) => one.bytes, 1))} KB in at most ${part((one) => one.requests, 1)} requests`,
  );
  console.log(
    `  first time p50 ${part((one) => one.first, 0.5).toFixed(1)} ms, p95 ${part((one) => one.first, 0.95).toFixed(1)} ms; again p50 ${part((one) => one.again, 0.5).toFixed(1)} ms, p95 ${part((one) => one.again, 0.95).toFixed(1)} ms`,
  );
}
