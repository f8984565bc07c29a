import { setTimeout as wait } from 'node:timers/promises';
import type OpenAI from 'openai';
import { toFile } from 'openai';
import {
  openCatalogue,
  readAssessment,
  readDefinition,
  recordAssessment,
  unclassifiedDefinitions,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import { versionWith } from '../../classifier/index.ts';
import { batchFiles, batchLine, batchMark, readBatchLine } from '../../classifier/llm/batch.ts';
import { openaiClient, type Settings } from '../../classifier/llm/openai.ts';
import { PROMPT_DIGEST } from '../../classifier/llm/prompt.ts';
import { EXIT, UserError } from '../errors.ts';

export interface BatchOptions {
  db: string;
  settings: Settings;
  /** How long to wait between looks at a batch under way, in milliseconds. */
  pollMs: number;
  say: (text: string) => void;
  signal: AbortSignal;
}

const UNDER_WAY = ['validating', 'in_progress', 'finalizing'];

/**
 * Has a model assess a catalogue's definitions by the endpoint's batches, and keeps the answers in the catalogue.
 * Batches carry a mark, so a run that was stopped finds its batches again at the endpoint and asks nothing twice.
 * @throws UserError when it is stopped (exit 130) or the endpoint refuses.
 */
export async function assessByBatches(options: BatchOptions): Promise<void> {
  const { client } = await openaiClient(options.settings);
  const db = openCatalogue(options.db, 'update');
  try {
    await collect(client, db, options);
    for (const file of batchFiles(openQuestions(db, options.settings.model))) {
      const batch = await submit(client, file, batchMark(options.settings.model));
      options.say(`batch ${batch.id} submitted`);
    }
    await collect(client, db, options);
  } catch (error) {
    if (options.signal.aborted) {
      throw new UserError(
        'Stopped; the batches go on at the endpoint, and the next run takes them up.',
        EXIT.interrupted,
      );
    }
    if (error instanceof UserError) throw error;
    throw new UserError(`The endpoint's batches cannot be used: ${(error as Error).message}.`);
  } finally {
    db.close();
  }
}

/** The batch lines of all definitions that have neither a verdict with this model nor a kept answer of it. */
function* openQuestions(db: Catalogue, model: string): Generator<string> {
  for (const { digest, definition } of unclassifiedDefinitions(db, versionWith(model))) {
    if (readAssessment(db, { digest, promptDigest: PROMPT_DIGEST, model })) continue;
    yield batchLine(model, digest, definition);
  }
}

async function submit(client: OpenAI, lines: string, mark: string): Promise<OpenAI.Batch> {
  const file = await client.files.create({
    file: await toFile(Buffer.from(lines), 'tools.jsonl'),
    purpose: 'batch',
  });
  return client.batches.create({
    input_file_id: file.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata: { toolrisk: mark },
  });
}

/** Waits for every batch of ours and keeps its answers. */
async function collect(client: OpenAI, db: Catalogue, options: BatchOptions): Promise<void> {
  const mark = batchMark(options.settings.model);
  for await (const batch of client.batches.list({}, { signal: options.signal })) {
    if (batch.metadata?.['toolrisk'] !== mark) continue;
    const done = await finished(client, batch, options);
    const kept = done.output_file_id
      ? await keep(client, db, done.output_file_id, options.settings.model)
      : 0;
    options.say(`batch ${done.id} ${done.status}: ${kept} answers kept`);
  }
}

async function finished(
  client: OpenAI,
  batch: OpenAI.Batch,
  { pollMs, say, signal }: BatchOptions,
): Promise<OpenAI.Batch> {
  let current = batch;
  while (UNDER_WAY.includes(current.status)) {
    const { completed = 0, total = 0 } = current.request_counts ?? {};
    say(`batch ${current.id} ${current.status}: ${completed} of ${total}`);
    await wait(pollMs, undefined, { signal });
    current = await client.batches.retrieve(batch.id, { signal });
  }
  return current;
}

async function keep(client: OpenAI, db: Catalogue, file: string, model: string): Promise<number> {
  const text = await (await client.files.content(file)).text();
  let kept = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const read = readBatchLine(line, (digest) => readDefinition(db, digest));
    if (!read) continue;
    const key = { digest: read.digest, promptDigest: PROMPT_DIGEST, model };
    recordAssessment(db, key, read.assessment, new Date().toISOString());
    kept++;
  }
  return kept;
}
