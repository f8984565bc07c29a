import { afterEach, describe, expect, it } from 'vitest';
import type { ToolDefinition } from '../../catalogue/records.ts';
import type { Assessment } from './answer.ts';
import { assess, type AssessOptions, type AssessmentCache } from './assess.ts';
import { openaiModel, settingsFrom, type Settings } from './openai.ts';
import { answer, complete, fail, testEndpoint, type Answering } from './test-endpoint.ts';

let endpoint: Awaited<ReturnType<typeof testEndpoint>>;
afterEach(() => endpoint.close());

function memoryCache(): AssessmentCache & { size: () => number } {
  const kept = new Map<string, Assessment>();
  return {
    get: (key) => kept.get(JSON.stringify(key)),
    set: (key, assessment) => void kept.set(JSON.stringify(key), assessment),
    size: () => kept.size,
  };
}

const tools = (...names: string[]): ToolDefinition[] => names.map((name) => ({ name }));

async function run(
  answering: Answering,
  definitions: ToolDefinition[],
  more: Partial<AssessOptions> = {},
  settings: Partial<Settings> = {},
) {
  endpoint = await testEndpoint(answering);
  const model = await openaiModel({
    model: 'm',
    baseUrl: endpoint.baseUrl,
    timeoutMs: 2_000,
    maxRetries: 0,
    ...settings,
  });
  const signal = new AbortController().signal;
  return assess(definitions, { model, cache: memoryCache(), budget: {}, concurrency: 2, signal, ...more });
}

/** Answers well for every tool of the question. */
const well: Answering = ({ ids, body }, _n, response) => {
  const asked = JSON.parse(body.messages.at(-1)!.content) as { definition: ToolDefinition }[];
  complete(response, { tools: ids.map((id, i) => answer(id, asked[i]!.definition.name)) });
};

const failures = (results: Awaited<ReturnType<typeof assess>>['results']) =>
  results.map((result) => (result.ok ? 'ok' : result.failure));

describe('assess', () => {
  it('asks about several tools at once, by structured output, and counts what it spent', async () => {
    const { results, spending } = await run(well, tools('a', 'b', 'c'), {}, { apiKey: 'k' });
    expect(results).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
    expect(spending).toEqual({ promptTokens: 100, completionTokens: 10 });
    expect(endpoint.asked).toMatchObject([
      {
        ids: ['T1', 'T2', 'T3'],
        authorization: 'Bearer k',
        body: { model: 'm', response_format: { type: 'json_schema' } },
      },
    ]);
  });

  it('does not ask twice about the same definition', async () => {
    const cache = memoryCache();
    await run(well, tools('a', 'b'), { cache });
    await endpoint.close();
    const { results } = await run(well, tools('b', 'c', 'a'), { cache });
    expect(failures(results)).toEqual(['ok', 'ok', 'ok']);
    expect(endpoint.asked.map(({ ids }) => ids.length)).toEqual([1]);
  });

  it('keeps only quotes that stand in the definition', async () => {
    const lying: Answering = ({ ids }, _n, response) =>
      complete(response, {
        tools: [
          answer(ids[0]!, 'a', {
            evidence: [
              { pointer: '/name', quote: 'a' },
              { pointer: '/name', quote: 'deletes everything' },
              { pointer: '/nowhere', quote: 'a' },
              { pointer: '/name', quote: '' },
            ],
            raises: [{ reason: 'bulk-scope', evidence: [{ pointer: '/name', quote: 'all' }] }],
          }),
        ],
      });
    const { results } = await run(lying, tools('a'));
    expect(results).toMatchObject([
      { assessment: { evidence: [{ pointer: '/name', start: 0, end: 1, quote: 'a' }], raises: [] } },
    ]);
  });

  it.each([
    ['no JSON', 'I think that', 'malformed'],
    ['the wrong shape', { tools: [{ id: 'T1', category: 'Harmless' }] }, 'malformed'],
    ['the wrong ids', { tools: [answer('T9', 'a')] }, 'unanswered'],
    ['no tools', { tools: [] }, 'unanswered'],
  ])('asks about each tool alone after %s, then leaves it to the rules', async (_name, content, failure) => {
    const { results } = await run((_asked, _n, response) => complete(response, content), tools('a', 'b'));
    expect(failures(results)).toEqual([failure, failure]);
    expect(endpoint.asked.map(({ ids }) => ids.length)).toEqual([2, 1, 1]);
  });

  it('gets an answer for each tool alone where the common one was cut off', async () => {
    const cutOff: Answering = (asked, n, response) =>
      asked.ids.length > 1
        ? complete(response, '{"tools":[', { finish: 'length' })
        : well(asked, n, response);
    const { results } = await run(cutOff, tools('a', 'b'));
    expect(failures(results)).toEqual(['ok', 'ok']);
  });

  it('takes the first of two answers for one tool, and none for a tool that was not asked about', async () => {
    const twice: Answering = (_asked, _n, response) =>
      complete(response, {
        tools: [answer('T1', 'a', { category: 'Write' }), answer('T1', 'a'), answer('T2', 'x')],
      });
    const { results } = await run(twice, tools('a'));
    expect(results).toMatchObject([{ assessment: { category: 'Write' } }]);
  });

  it.each([
    ['a refusal', (response) => complete(response, '', { refusal: 'no' }), 'refused'],
    ['a filter', (response) => complete(response, '', { finish: 'content_filter' }), 'refused'],
    ['a 500', (response) => fail(response, 500), 'server-error'],
    ['a 429', (response) => fail(response, 429), 'rate-limited'],
    ['a broken connection', (response) => response.destroy(), 'unreachable'],
    ['silence', () => undefined, 'timed-out'],
    [
      'a body that is no JSON',
      (response) => response.setHeader('content-type', 'application/json').end('{'),
      'malformed',
    ],
    [
      'a body without choices',
      (response) => response.setHeader('content-type', 'application/json').end('{}'),
      'malformed',
    ],
  ] as [string, (response: Parameters<Answering>[2]) => void, string][])(
    'gives up on %s',
    async (_name, behave, failure) => {
      const { results } = await run(
        (_asked, _n, response) => behave(response),
        tools('a'),
        {},
        { timeoutMs: 300 },
      );
      expect(failures(results)).toEqual([failure]);
    },
  );

  it('stops asking once the key is refused', async () => {
    const definitions = tools(...Array.from({ length: 40 }, (_, i) => `tool_${i}`));
    const { results } = await run((_asked, _n, response) => fail(response, 401), definitions, {
      concurrency: 1,
    });
    expect(new Set(failures(results))).toEqual(new Set(['unauthorised']));
    expect(endpoint.asked).toHaveLength(1);
  });

  it('waits as long as Retry-After says, and tries again', async () => {
    const busy: Answering = (asked, n, response) =>
      n < 3 ? fail(response, 429, { 'retry-after-ms': '20' }) : well(asked, n, response);
    const { results } = await run(busy, tools('a'), {}, { maxRetries: 3 });
    expect(failures(results)).toEqual(['ok']);
    expect(endpoint.asked).toHaveLength(3);
  });

  it('stops at the budget, and goes on from the cache with the next', async () => {
    const cache = memoryCache();
    const definitions = tools(...Array.from({ length: 24 }, (_, i) => `tool_${i}`));
    const first = await run(well, definitions, { cache, budget: { maxTokens: 200 }, concurrency: 1 });
    expect(failures(first.results).filter((result) => result === 'over-budget')).toHaveLength(8);
    await endpoint.close();
    const second = await run(well, definitions, { cache });
    expect(failures(second.results).every((result) => result === 'ok')).toBe(true);
    expect(endpoint.asked).toHaveLength(1);
  });

  it('stops at a cost', async () => {
    const budget = { maxCost: 0.0001, prices: { prompt: 1, completion: 1 } };
    const { results } = await run(well, tools(...Array.from({ length: 9 }, (_, i) => `t${i}`)), {
      budget,
      concurrency: 1,
    });
    expect(failures(results).at(-1)).toBe('over-budget');
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const { results } = await run(() => stop.abort(), tools('a'), { signal: stop.signal });
    expect(failures(results)).toEqual(['stopped']);
  });

  it('leaves a definition of enormous length to the rules', async () => {
    const { results } = await run(well, [{ name: 'a', description: 'x'.repeat(100_000) }]);
    expect(failures(results)).toEqual(['too-long']);
    expect(endpoint.asked).toHaveLength(0);
  });

  it('finds its settings in the environment, and none where no model is named', async () => {
    await run(well, tools('a'));
    expect(settingsFrom({ OPENAI_API_KEY: 'k' })).toBeUndefined();
    expect(settingsFrom({ TOOLRISK_MODEL: 'm', OPENAI_BASE_URL: 'http://x' })).toMatchObject({
      model: 'm',
      baseUrl: 'http://x',
    });
  });
});
