import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();

async function problems(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return result!.messages.map(({ message }) => message);
}

/** Every way in which a file can bring another in. */
const WAYS: [string, (path: string) => string][] = [
  ['import', (path) => `import '${path}';\n`],
  ['import of types', (path) => `import type { X } from '${path}';\nexport type Y = X;\n`],
  ['export', (path) => `export * from '${path}';\n`],
  ['import()', (path) => `export const load = () => import('${path}');\n`],
];

describe('import boundaries', () => {
  it.each([
    ['catalogue/store/x.ts', '../../policy/index.ts'],
    ['crawler/session/x.ts', '../../classifier/index.ts'],
    ['classifier/rules/x.ts', '../../crawler/crawl.ts'],
    ['policy/x.ts', '../classifier/index.ts'],
    ['site/src/pages/x.ts', '../../../classifier/index.ts'],
    ['report/x.ts', '../scripts/errors.ts'],
    ['mcp/x.ts', '../crawler/crawl.ts'],
    ['report/x.ts', './../crawler/crawl.ts'],
  ])('%s may not import %s', async (file, imported) => {
    for (const [way, written] of WAYS) {
      expect([way, await problems(file, written(imported))]).toEqual([
        way,
        [expect.stringContaining('may import only')],
      ]);
    }
  });

  it.each([
    ['crawler/session/x.ts', '../../catalogue/records.ts'],
    ['site/src/pages/x.ts', '../../../policy/index.ts'],
    ['scripts/commands/x.ts', '../../classifier/index.ts'],
    ['policy/x.ts', './recommend.ts'],
  ])('%s may import %s', async (file, imported) => {
    for (const [way, written] of WAYS)
      expect([way, await problems(file, written(imported))]).toEqual([way, []]);
  });

  it('are those of components too', async () => {
    const text =
      "---\nconst { classify } = await import('../../../classifier/index.ts');\n---\n<p>{classify}</p>\n";
    expect(await problems('site/src/pages/x.astro', text)).toEqual([
      expect.stringContaining('may import only'),
    ]);
  });

  it('does not let a room compute what it imports', async () => {
    const text = 'export const load = (room: string) => import(`../${room}/index.ts`);\n';
    expect(await problems('mcp/x.ts', text)).toEqual([expect.stringContaining('must be a plain string')]);
    expect(await problems('scripts/x.ts', text)).toEqual([]);
  });
});
