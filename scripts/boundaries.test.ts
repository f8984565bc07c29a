import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();

async function problems(filePath: string, imported: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import '${imported}';\n`, { filePath });
  return result!.messages.map(({ message }) => message);
}

describe('import boundaries', () => {
  it.each([
    ['catalogue/store/x.ts', '../../policy/index.ts'],
    ['crawler/session/x.ts', '../../classifier/index.ts'],
    ['classifier/rules/x.ts', '../../crawler/crawl.ts'],
    ['policy/x.ts', '../classifier/index.ts'],
    ['site/src/pages/x.ts', '../../../classifier/index.ts'],
    ['report/x.ts', '../scripts/errors.ts'],
    ['mcp/x.ts', '../crawler/crawl.ts'],
  ])('%s may not import %s', async (file, imported) => {
    expect(await problems(file, imported)).toEqual([expect.stringContaining('may import only')]);
  });

  it.each([
    ['crawler/session/x.ts', '../../catalogue/records.ts'],
    ['site/src/pages/x.ts', '../../../policy/index.ts'],
    ['scripts/commands/x.ts', '../../classifier/index.ts'],
    ['policy/x.ts', './recommend.ts'],
  ])('%s may import %s', async (file, imported) => {
    expect(await problems(file, imported)).toEqual([]);
  });
});
