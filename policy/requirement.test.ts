import { describe, expect, it } from 'vitest';
import type { Json } from '../catalogue/json.ts';
import { denials, holds, type Check, type Requirement } from './requirement.ts';
import { parameters, validations } from './schema.ts';

const asked = (check: Check, required = false): Requirement => ({
  ...{ argument: 'x', check, purpose: 'guard', required, because: 'it has to' },
});

describe('a requirement', () => {
  it.each<[check: Check, held: Json[], broken: Json[]]>([
    [{ kind: 'type', type: 'string' }, ['', 'a'], [1, null, [], {}, true]],
    [{ kind: 'type', type: 'number' }, [1, 1.5], ['1', null]],
    [{ kind: 'type', type: 'integer' }, [1, -2], [1.5, '1']],
    [{ kind: 'type', type: 'boolean' }, [true, false, 'true', 'false'], ['yes', 1, null]],
    [{ kind: 'type', type: 'array' }, [[], [1]], [{}, 'a']],
    [{ kind: 'type', type: 'object' }, [{}, { a: 1 }], [[], null, 'a']],
    [{ kind: 'one-of', values: ['a', 2, true] }, ['a', 2, true, 'true'], ['b', '2', false, null, ['a']]],
    [{ kind: 'none-of', values: ['delete', true] }, ['list', false, null], ['delete', true, 'true']],
    [{ kind: 'range', min: 1, max: 5 }, [1, 5, 2.5], [0.9, 5.1, '3', null]],
    [{ kind: 'range', max: 5 }, [-100, 5], [6]],
    [{ kind: 'length', min: 1, max: 2 }, ['a', 'ab', '😀😀'], ['', 'abc', ['a'], 1]],
    [{ kind: 'items', max: 2 }, [[], [1, 2]], [[1, 2, 3], 'ab', null]],
    [{ kind: 'pattern', source: '^a+$' }, ['a', 'aa'], ['b', 'ab', ['a'], null]],
    [{ kind: 'under', root: '/w' }, ['/w', '/w/a'], ['/wx', '/w/../etc', 'a', ['/w/a'], null]],
    [{ kind: 'under', root: '/w', list: true }, [[], ['/w/a']], [['/w/a', '/etc'], ['/w', 1], '/w/a']],
    [
      { kind: 'hosts', hosts: ['a.example'] },
      ['https://a.example/x'],
      ['https://b.example/', 'a.example', 1],
    ],
    [
      { kind: 'inside', path: ['path'], check: { kind: 'under', root: '/w' } },
      [{ path: '/w/a' }, { other: '/etc' }, { path: 7 }],
      [{ path: '/etc' }],
    ],
  ])('%j', (check, held, broken) => {
    for (const value of held) expect([value, holds(asked(check), { x: value })]).toEqual([value, true]);
    for (const value of broken) expect([value, holds(asked(check), { x: value })]).toEqual([value, false]);
  });

  it('passes a call that leaves the argument out, unless it must be there', () => {
    const check: Check = { kind: 'type', type: 'string' };
    expect([holds(asked(check), {}), holds(asked(check, true), {})]).toEqual([true, false]);
    expect(holds(asked(check, true), Object.create({ x: 'inherited' }) as Record<string, Json>)).toBe(false);
  });

  it('is said as the calls that it denies, where that can be said', () => {
    const said = (check: Check, required = false) =>
      denials(asked(check, required)).map(({ path, op, value }) => `${path} ${op} ${JSON.stringify(value)}`);
    expect(said({ kind: 'range', min: 1, max: 5 })).toEqual(['args.x lt 1', 'args.x gt 5']);
    expect(said({ kind: 'range', max: 5 })).toEqual(['args.x gt 5']);
    expect(said({ kind: 'one-of', values: ['a'] })).toEqual(['args.x neq "a"']);
    expect(said({ kind: 'one-of', values: ['a', 'b'] })).toEqual(['args.x not_in ["a","b"]']);
    expect(said({ kind: 'none-of', values: ['a', 'b'] })).toEqual(['args.x eq "a"', 'args.x eq "b"']);
    expect(said({ kind: 'items', max: 1 }, true)).toEqual(['args.x exists false']);
  });
});

describe('a parameter', () => {
  const read = (schema: Json, required: string[] = []) =>
    parameters({ type: 'object', properties: { x: schema }, required })[0];

  it.each<[schema: Json, type: string | undefined, nullable: boolean]>([
    [{ type: 'string' }, 'string', false],
    [{ type: ['integer', 'null'] }, 'integer', true],
    [{ type: ['integer'] }, 'integer', false],
    [{ type: ['integer', 'string'] }, undefined, false],
    [{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, 'boolean', true],
    [{ oneOf: [{ type: 'number' }] }, 'number', false],
    [{ anyOf: [{ type: 'number' }, { type: 'string' }] }, undefined, false],
    [{ type: 'array', nullable: true }, 'array', true],
    [{ type: 'file' }, undefined, false],
  ])('%j', (schema, type, nullable) => {
    expect(read(schema)).toMatchObject({ name: 'x', type, nullable, required: false });
  });

  it('has an enumeration only of scalars, and of at least one', () => {
    expect(read({ enum: ['a', 1, true] })?.enumeration).toEqual(['a', 1, true]);
    for (const values of [[], ['a', null], [{}], 'a'])
      expect(read({ enum: values as Json })?.enumeration).toBeUndefined();
  });

  it('is missing where nothing declares it', () => {
    expect(parameters(undefined)).toEqual([]);
    expect(parameters({ properties: ['x'] })).toEqual([]);
    expect(parameters({ properties: { x: true } })).toEqual([]);
  });

  it('repeats what its schema says, and nothing where it may be null', () => {
    const checks = (schema: Json) => validations(read(schema, ['x'])!).map(({ check }) => check);
    expect(checks({ type: 'integer', minimum: 0, maximum: 9 })).toEqual([{ kind: 'range', min: 0, max: 9 }]);
    expect(checks({ type: 'string', maxLength: 3, minimum: 1 })).toEqual([{ kind: 'length', max: 3 }]);
    expect(checks({ type: 'string', pattern: '^a$' })).toEqual([{ kind: 'pattern', source: '^a$' }]);
    expect(checks({ type: 'string', pattern: '(?=a)' })).toEqual([{ kind: 'type', type: 'string' }]);
    expect(checks({ enum: ['a'], type: 'string', maxLength: 3 })).toEqual([
      { kind: 'one-of', values: ['a'] },
    ]);
    expect(checks({ type: 'number', minimum: 'few' })).toEqual([{ kind: 'type', type: 'number' }]);
    expect(checks({ type: ['number', 'null'], minimum: 1 })).toEqual([]);
    expect(checks({})).toEqual([]);
  });
});
