import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isVerbatim } from '../catalogue/evidence.ts';
import { classify } from '../classifier/index.ts';
import { crawlServer } from '../crawler/crawl.ts';
import { listingOfTarget } from '../crawler/listings/target.ts';
import { npmExecutable } from '../crawler/launch/npm-bin.ts';
import { PACKAGE_ROOT } from './package.ts';

const CHECKOUT = fileURLToPath(PACKAGE_ROOT);

/**
 * Verdicts on published servers at the versions that package.json pins. A change here is a change that users see:
 * look at it before you accept it with `vitest -u`. No text of the servers is kept, only the tools' names.
 */
it.each([
  ['server-everything', []],
  ['server-filesystem', ['{workspace}']],
  ['server-memory', []],
])('the verdicts on %s are as they were', async (name, words) => {
  const program = npmExecutable(CHECKOUT, `@modelcontextprotocol/${name}`, undefined);
  if (!program.ok) throw new Error(`${name} is not installed`);
  const script = program.command.entry.at(-1)!.replace('{root}', CHECKOUT);
  const { tools } = await crawlServer(listingOfTarget(undefined, ['node', script, ...words]), {
    cache: join(tmpdir(), 'unused'),
    folder: join(CHECKOUT, 'node_modules'),
    sandbox: 'bubblewrap',
    timeoutMs: 90_000,
  });
  const verdicts = tools.map(({ definition }) => {
    const { category, riskLevel, flags, findings } = classify(definition);
    for (const { evidence } of findings) {
      for (const span of evidence) expect(isVerbatim(definition, span)).toBe(true);
    }
    return [definition.name, [category, riskLevel, ...flags].join(' ')];
  });
  const text = `${JSON.stringify(Object.fromEntries(verdicts), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`goldens/${name}.json`);
});
