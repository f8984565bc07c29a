import { createServer, type IncomingMessage } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openCatalogue,
  readTool,
  recordListing,
  recordObservation,
  startRun,
} from '../../catalogue/store/index.ts';
import { answer } from '../../classifier/llm/test-endpoint.ts';
import type { Settings } from '../../classifier/llm/openai.ts';
import { assessorFor, catalogueCache } from './assessor.ts';
import { assessByBatches } from './classify-batch.ts';
import { classifyDatabase } from './classify-database.ts';

const AT = '2026-01-01T00:00:00Z';

interface StoredBatch {
  id: string;
  object: 'batch';
  status: string;
  metadata: Record<string, string>;
  input_file_id: string;
  output_file_id: string | null;
}

/** An endpoint with files and batches. A batch is done when it is looked at for the second time. */
async function batchEndpoint() {
  const files = new Map<string, string>();
  const batches: StoredBatch[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      response.setHeader('content-type', 'application/json');
      response.end(handle(`${request.method} ${request.url!.replace(/\?.*/, '')}`, body));
    })();
  });
  function handle(what: string, body: string): string {
    if (what === 'POST /v1/files') {
      const lines = body.split('\r\n').find((part) => part.startsWith('{"custom_id"'))!;
      const id = `file-${files.size}`;
      files.set(id, lines);
      return JSON.stringify({ id, object: 'file' });
    }
    if (what === 'POST /v1/batches') {
      const { metadata, input_file_id } = JSON.parse(body) as StoredBatch;
      const id = `batch-${batches.length}`;
      batches.push({
        id,
        object: 'batch',
        status: 'in_progress',
        metadata,
        input_file_id,
        output_file_id: null,
      });
      return JSON.stringify(batches.at(-1));
    }
    if (what === 'GET /v1/batches') return JSON.stringify({ object: 'list', data: batches, has_more: false });
    const file = /GET \/v1\/files\/(.+)\/content/.exec(what)?.[1];
    if (file) return files.get(file)!;
    const batch = batches.find(({ id }) => what === `GET /v1/batches/${id}`)!;
    return JSON.stringify(finish(batch));
  }
  function finish(batch: StoredBatch): StoredBatch {
    const asked = files.get(batch.input_file_id)!.trimEnd().split('\n');
    const said = asked.map(answered);
    files.set(`out-${batch.id}`, [...said, 'no json', '{"custom_id":"nobody","response":null}'].join('\n'));
    return Object.assign(batch, { status: 'completed', output_file_id: `out-${batch.id}` });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return { batches, baseUrl, close: () => (server.closeAllConnections(), server.close()) };
}

/** What the endpoint makes of one line of a batch; about a tool called odd it has nothing to say. */
function answered(line: string): string {
  const { custom_id, body } = JSON.parse(line) as {
    custom_id: string;
    body: { messages: { content: string }[] };
  };
  const [tool] = JSON.parse(body.messages.at(-1)!.content) as {
    id: string;
    definition: { name: string };
  }[];
  const content =
    tool!.definition.name === 'odd'
      ? 'Sorry.'
      : JSON.stringify({ tools: [answer(tool!.id, tool!.definition.name)] });
  const completion = { choices: [{ finish_reason: 'stop', message: { role: 'assistant', content } }] };
  return JSON.stringify({ custom_id, response: { status_code: 200, body: completion }, error: null });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

let folder: string;
let db: string;
let endpoint: Awaited<ReturnType<typeof batchEndpoint>>;
beforeEach(async () => {
  endpoint = await batchEndpoint();
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-batch-'));
  db = join(folder, 'catalogue.db');
  const catalogue = openCatalogue(db);
  recordListing(
    catalogue,
    {
      ...{ id: 's', name: 'S', summary: 'S.', publisher: 'us', tier: 'core' },
      ...{ source: { type: 'npm', name: 's' }, arguments: [], placeholderArguments: [], environment: [] },
    },
    AT,
  );
  recordObservation(catalogue, startRun(catalogue, { startedAt: AT, toolriskVersion: '0' }), {
    ...{ serverId: 's', provenance: 'observed', outcome: 'listed', detail: '', stderrTail: '' },
    ...{ startedAt: AT, finishedAt: AT, launch: { arguments: [], environmentNames: [] }, quarantined: [] },
    tools: ['list_stars', 'odd'].map((name) => ({ raw: JSON.stringify({ name }), definition: { name } })),
  });
  catalogue.close();
});
afterEach(() => {
  endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

const settings = (): Settings => ({ model: 'm', baseUrl: endpoint.baseUrl, timeoutMs: 5_000, maxRetries: 0 });

const run = (signal = new AbortController().signal, said: string[] = []) =>
  assessByBatches({ db, settings: settings(), pollMs: 1, say: (text) => void said.push(text), signal });

async function judged(slug: string) {
  const signal = new AbortController().signal;
  process.env['TOOLRISK_MODEL'] = 'm';
  try {
    await classifyDatabase({
      db,
      assessor: (catalogue) => assessorFor('batch', { cache: catalogueCache(catalogue), budget: {}, signal }),
      now: () => new Date(),
      progress: () => undefined,
    });
  } finally {
    delete process.env['TOOLRISK_MODEL'];
  }
  const catalogue = openCatalogue(db, 'read');
  const tool = readTool(catalogue, { serverId: 's', slug });
  catalogue.close();
  return tool!.classification.model;
}

describe('assessByBatches', () => {
  it('keeps what the batch answered, and leaves the rest to the rules', async () => {
    const said: string[] = [];
    await run(undefined, said);
    expect(said.at(-1)).toBe('batch batch-0 completed: 1 answers kept');
    expect(await judged('list_stars')).toMatchObject({
      model: 'm',
      outcome: expect.stringMatching(/agreed|overruled/),
    });
    expect(await judged('odd')).toMatchObject({ outcome: 'failed', failure: 'unanswered' });
  });

  it('takes up its batches again after it was stopped, and asks nothing twice', async () => {
    const stop = new AbortController();
    const options = { db, settings: settings(), pollMs: 60_000, signal: stop.signal };
    const stopped = assessByBatches({
      ...options,
      say: (text) => void (text.includes('in_progress') && stop.abort()),
    });
    await expect(stopped).rejects.toMatchObject({
      exitCode: 130,
      message: expect.stringContaining('Stopped'),
    });
    await run();
    expect(endpoint.batches.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(await judged('list_stars')).toMatchObject({ model: 'm' });
    // Only the tool whose answer was of no use was asked about again.
    expect(endpoint.batches).toHaveLength(2);
  });

  it('leaves other people’s batches alone', async () => {
    endpoint.batches.push({
      ...{ id: 'theirs', object: 'batch', status: 'in_progress', metadata: { x: 'y' } },
      ...{ input_file_id: 'none', output_file_id: null },
    });
    await run();
    expect(endpoint.batches[0]!.status).toBe('in_progress');
  });

  it('says in a sentence that the endpoint has no batches', async () => {
    endpoint.close();
    await expect(run()).rejects.toThrow(/^The endpoint's batches cannot be used: /);
  });
});
