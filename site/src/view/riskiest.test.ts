import { expect, test } from 'vitest';
import type { Flag, RiskLevel } from '../../../catalogue/vocabulary.ts';
import type { ToolFacts } from './facts.ts';
import { riskiestTools } from './riskiest.ts';

const tool = (name: string, riskLevel: RiskLevel, flags: Flag[] = []): ToolFacts => ({
  ...{ name, slug: name, category: 'Execute', riskLevel, flags, mismatches: [], kinds: [] },
  ...{ says: '', terms: '', definedOn: '2026-01-01' },
});
const server = (serverId: string) => ({ serverId, serverName: serverId });

function names(...servers: [string, ToolFacts[]][]): string[] {
  const list = riskiestTools();
  for (const [id, tools] of servers) list.add(server(id), tools);
  return list.finish().map(({ serverId, name }) => `${serverId} ${name}`);
}

test('goes by level, then by the number of flags, then by the place on the server', () => {
  expect(
    names(
      ['a', [tool('read', 'Low'), tool('run', 'High')]],
      ['b', [tool('erase', 'Critical', ['secrets']), tool('wipe', 'Critical', ['secrets'])]],
      ['c', [tool('drop', 'Critical', ['secrets'])]],
    ),
  ).toEqual(['b erase', 'c drop', 'b wipe', 'a run', 'a read']);
});

test('takes two of a server and ten in all, whatever the order and the number of servers', () => {
  const three = ['x', 'y', 'z'].map((name) => tool(name, 'Critical'));
  const many = Array.from({ length: 1200 }, (_, i): [string, ToolFacts[]] => [`s${9999 - i}`, three]);
  const found = names(['low', [tool('read', 'Low')]], ...many);
  expect(found).toHaveLength(10);
  expect(found).toEqual(
    many
      .slice(-10)
      .reverse()
      .map(([id]) => `${id} x`),
  );
});
