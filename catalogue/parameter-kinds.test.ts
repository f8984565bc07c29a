import { expect, test } from 'vitest';
import type { JsonObject } from './json.ts';
import { parameterKinds } from './parameter-kinds.ts';

const kinds = (...names: string[]) =>
  parameterKinds({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) });

test('a kind is told by the end of a name, however the name is written', () => {
  for (const name of ['path', 'filePath', 'output-dir', 'target_file', 'cwd'])
    expect(kinds(name), name).toEqual(['path']);
  expect(kinds('repo_path', 'base_ref')).toEqual(['path', 'revision', 'repository-path']);
  expect(kinds('owner', 'repo')).toEqual(['project']);
});

test('ordinary names are of no kind', () => {
  expect(kinds('query', 'limit', 'name', 'pathology', 'id')).toEqual([]);
});

test('a format tells an address where the name does not', () => {
  expect(parameterKinds({ properties: { where: { type: 'string', format: 'uri' } } })).toEqual(['url']);
});

test('nested parameters count, and a schema without end ends', () => {
  const nested = { properties: { files: { items: { properties: { content: {} } } } } } as JsonObject;
  expect(parameterKinds(nested)).toEqual(['path', 'content']);
  const loop: JsonObject = { properties: {} };
  (loop.properties as JsonObject).again = loop;
  expect(parameterKinds(loop)).toEqual([]);
  expect(parameterKinds(undefined)).toEqual([]);
});
