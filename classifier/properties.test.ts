import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isVerbatim } from '../catalogue/evidence.ts';
import { Classification, type ToolDefinition } from '../catalogue/records.ts';
import { CATEGORIES, RISK_LEVELS, rank } from '../catalogue/vocabulary.ts';
import { classify } from './index.ts';
import { VERBS } from './lexicon/verbs.ts';
import { RULES } from './rules/index.ts';

const verbs = Object.values(VERBS)
  .flatMap((list) => list.split(/\s+/))
  .map((verb) => verb.replace('*', ''))
  .filter(Boolean);
const nouns =
  'lamp album user database branch message order cache token file page session workflow invoice label server query secret'.split(
    ' ',
  );
const clauses =
  'and returns it|in bulk|from the local disk|by its id|in the current session|permanently|to the trash|and sends it by email|with a SQL query|if it exists|for all users|without changing anything|in a sandbox'.split(
    '|',
  );

const sentence = fc
  .tuple(fc.constantFrom(...verbs), fc.constantFrom(...nouns), fc.constantFrom(...clauses, ''))
  .map(([verb, noun, clause]) =>
    `${verb[0]?.toUpperCase() ?? ''}${verb.slice(1)} the ${noun} ${clause}`.trim(),
  );
const description = fc
  .array(sentence, { maxLength: 4 })
  .map((list) => list.map((one) => `${one}.`).join(' '));
const parameter = fc.constantFrom(
  { id: { type: 'string' } },
  { force: { type: 'boolean' } },
  { mode: { type: 'string', enum: ['list', 'add'] } },
  {
    url: { type: 'string' },
    items: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' } } } },
  },
);
const definition: fc.Arbitrary<ToolDefinition> = fc.record(
  {
    name: fc.tuple(fc.constantFrom(...verbs), fc.constantFrom(...nouns)).map((words) => words.join('_')),
    description,
    inputSchema: parameter.map((properties) => ({ type: 'object', properties })),
    annotations: fc.constantFrom({ readOnlyHint: true }, { destructiveHint: false }, {}),
  },
  { requiredKeys: ['name'] },
) as fc.Arbitrary<ToolDefinition>;
const anything = fc.record(
  {
    name: fc.string({ unit: 'binary', minLength: 1 }),
    title: fc.string({ unit: 'grapheme' }),
    description: fc.string({ unit: 'binary', maxLength: 400 }),
    inputSchema: fc.dictionary(fc.string(), fc.jsonValue()),
    annotations: fc.dictionary(fc.string(), fc.jsonValue()),
  },
  { requiredKeys: ['name'] },
) as fc.Arbitrary<ToolDefinition>;

const check = (property: fc.IProperty<[ToolDefinition]>): void =>
  fc.assert(property, { seed: 20, numRuns: 400 });
const severity = (tool: ToolDefinition) => {
  const { category, riskLevel } = classify(tool);
  return [rank(CATEGORIES, category), rank(RISK_LEVELS, riskLevel)] as const;
};
const verdict = (tool: ToolDefinition) => {
  const { category, riskLevel, flags } = classify(tool);
  return { category, riskLevel, flags };
};

function neverLower(change: (tool: ToolDefinition) => ToolDefinition): fc.IProperty<[ToolDefinition]> {
  return fc.property(definition, (tool) => {
    const [before, after] = [severity(tool), severity(change(tool))];
    expect(after[0]).toBeGreaterThanOrEqual(before[0]);
    expect(after[1]).toBeGreaterThanOrEqual(before[1]);
  });
}

function withParameter(tool: ToolDefinition, key: string, schema: object): ToolDefinition {
  const properties = { ...(tool.inputSchema?.['properties'] as object | undefined), [key]: schema };
  return { ...tool, inputSchema: { ...tool.inputSchema, type: 'object', properties } as never };
}

it('gives the same record for the same definition, and a valid one', () => {
  check(
    fc.property(anything, (tool) => {
      const record = classify(tool);
      expect(JSON.stringify(classify(structuredClone(tool)))).toBe(JSON.stringify(record));
      expect(Classification.safeParse(record).error).toBeUndefined();
    }),
  );
});

it('takes the names of object members for the words that they are', () => {
  const members = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'length'];
  for (const member of members) {
    for (const name of [member, `${member}_create`, `delete_${member}`]) {
      const description = `${member} create ${member}. Deletes the ${member}.`;
      const tool = { name, title: member, description, inputSchema: { properties: { [member]: {} } } };
      expect(() => classify(tool as never), name).not.toThrow();
    }
  }
});

it('quotes only what stands there', () => {
  const quotes = fc.property(fc.oneof(anything, definition), (tool) => {
    for (const { evidence } of classify(tool).findings) {
      for (const one of evidence) expect(isVerbatim(tool, one), JSON.stringify(one)).toBe(true);
    }
  });
  check(quotes);
});

it('is not lowered by a delete mode', () => {
  check(
    neverLower((tool) =>
      withParameter(tool, 'action', { type: 'string', enum: ['list', 'create', 'delete'] }),
    ),
  );
});

it('is not lowered by a command argument', () => {
  check(
    neverLower((tool) =>
      withParameter(tool, 'command', { type: 'string', description: 'Shell command to run' }),
    ),
  );
});

it.each([
  'Permanently deletes the whole database.',
  'It then runs the given shell command.',
  'Also transfers all funds to another account.',
  'Deletes everything. This cannot be undone.',
])('is not lowered by the sentence %j', (danger) => {
  check(neverLower((tool) => ({ ...tool, description: `${tool.description ?? ''} ${danger}`.trim() })));
});

it('does not depend on spaces, on the description’s case or on the order of members', () => {
  const same = fc.property(definition, (tool) => {
    const text = tool.description ?? '';
    const reordered = Object.fromEntries(Object.entries(tool).reverse()) as ToolDefinition;
    const expected = verdict(tool);
    expect(verdict({ ...tool, description: text.replaceAll(' ', '\n\t ') })).toEqual(expected);
    expect(verdict({ ...tool, description: `  ${text}\n` })).toEqual(expected);
    expect(verdict({ ...tool, description: text.toUpperCase() })).toEqual(expected);
    expect(verdict(reordered)).toEqual(expected);
  });
  check(same);
});

it('is not lowered by a declared hint', () => {
  const hinted = fc.property(definition, (tool) => {
    const bare = severity({ ...tool, annotations: undefined });
    const claimed = severity({ ...tool, annotations: { readOnlyHint: true, destructiveHint: false } });
    expect(claimed).toEqual(bare);
  });
  check(hinted);
});

it('moves a level only with evidence, at most twice, and ends where its moves lead', () => {
  const explained = fc.property(definition, (tool) => {
    const { moves, findings } = classify(tool);
    expect(moves.length).toBeLessThanOrEqual(2);
    for (const move of moves) {
      expect(move.findings.length).toBeGreaterThan(0);
      for (const index of move.findings) expect(findings[index]?.outcome).toBe('observed');
    }
  });
  check(explained);
});

it('has rules that never throw', () => {
  const quiet = fc.property(anything, (tool) => {
    for (const rule of RULES) expect(() => classify(tool, { rules: [rule] })).not.toThrow();
  });
  fc.assert(quiet, { seed: 20, numRuns: 40 });
});
