/**
 * Throughput of `classify --input --output` on one core: synthetic definitions, all different, JSONL to JSONL.
 * `npm run bench:classify [-- ROWS]`. Prints tools per second, peak memory, and how cost grows with length.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputRow } from '../commands/classify-rows.ts';
import { classifyRows } from '../commands/classify.ts';
import { classifyRow, parseRow } from '../commands/rows.ts';
import { longDefinition, syntheticRow } from './definitions.ts';

const WANTED_PER_SECOND = 15_000;
const WANTED_GROWTH = 12;

async function writeRows(file: string, rows: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let from = 0; from < rows; from += 1000) {
    let text = '';
    for (let row = from; row < Math.min(rows, from + 1000); row++) text += `${syntheticRow(row)}\n`;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}

/** From a line of JSON to a line of JSON, like the command. */
function classifyOne(line: string): string {
  const row = parseRow(line);
  if ('error' in row) throw new Error(row.error);
  return JSON.stringify(outputRow(row, classifyRow(row)));
}

/** The best of twenty runs, in milliseconds: the one that others disturbed least. */
function millisecondsFor(size: number): number {
  const line = JSON.stringify({ server: 'bench', ...longDefinition(size) });
  let best = Infinity;
  for (let run = 0; run < 20; run++) {
    const start = performance.now();
    classifyOne(line);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const rows = Number(process.argv[2] ?? 515_000);
const folder = await mkdtemp(join(tmpdir(), 'toolrisk-bench-'));
const [input, output] = [join(folder, 'tools.jsonl'), join(folder, 'verdicts.jsonl')];
try {
  await writeRows(input, rows);
  let peak = 0;
  const early = { rss: 0 };
  const watch = setInterval(() => {
    const { rss } = process.memoryUsage();
    early.rss ||= rss;
    peak = Math.max(peak, rss);
  }, 200);
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const result = await classifyRows({ input, output, ignoreHints: false });
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  clearInterval(watch);
  const worked = (cpu.user + cpu.system) / 1e6;
  const perSecond = rows / worked;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
  console.log(
    `${result.lines} tools (${megabytes((await stat(input)).size)} MB in, ${megabytes((await stat(output)).size)} MB out) in ${seconds.toFixed(1)} s`,
  );
  // What others do on the machine stretches the clock, not the work: the work is what is judged.
  console.log(
    `${perSecond.toFixed(0)} tools per second of processor time, ${(rows / seconds).toFixed(0)} by the clock`,
  );
  console.log(`memory: ${megabytes(early.rss)} MB at the start, ${megabytes(peak)} MB at most`);
  const [small, large] = [millisecondsFor(100_000), millisecondsFor(1_000_000)];
  console.log(
    `100 KB in ${small.toFixed(1)} ms, 1 MB in ${large.toFixed(1)} ms: ${(large / small).toFixed(1)} times`,
  );
  if (perSecond < WANTED_PER_SECOND || large / small > WANTED_GROWTH) {
    console.error(
      `wanted: ${WANTED_PER_SECOND} tools per second of processor time, and at most ${WANTED_GROWTH} times`,
    );
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
