import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isVerbatim } from '../catalogue/evidence.ts';
import { classify } from './index.ts';
import { read } from './reading/reading.ts';
import { RULES } from './rules/index.ts';

it('names every rule like its file, once', () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(existsSync(new URL(`rules/${id}.ts`, import.meta.url))).toBe(true);
});

describe.each(RULES)('$id', (rule) => {
  const observed = (tool: (typeof rule.examples.fires)[number]) =>
    rule.observe(read(tool, false)).filter(({ outcome }) => outcome === 'observed');

  it.each(rule.examples.fires)('fires on $name: $description', (tool) => {
    const sightings = observed(tool);
    expect(sightings.length).toBeGreaterThan(0);
    for (const { evidence } of sightings) {
      for (const one of evidence) expect(isVerbatim(tool, one), JSON.stringify(one)).toBe(true);
    }
    expect(classify(tool).findings.map(({ ruleId }) => ruleId)).toContain(rule.id);
  });

  it.each(rule.examples.silent)('is silent on $name: $description', (tool) => {
    expect(observed(tool)).toEqual([]);
  });

  it('says why it is there', () => {
    expect(rule.meta.summary).toMatch(/\.$/);
    expect(rule.meta.why).toMatch(/\.$/);
    expect(rule.examples.fires.length).toBeGreaterThan(0);
    expect(rule.examples.silent.length).toBeGreaterThan(0);
  });
});
