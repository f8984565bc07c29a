import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

process.env['RECHECK_BACKEND'] = 'pure';
const { checkSync } = await import('recheck');

const ROOT = new URL('.', import.meta.url).pathname;

/** Every regular expression written in the classifier, with the file that it stands in. */
function patterns(): { file: string; source: string; flags: string }[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('llm'),
  );
  return files.flatMap((file) => {
    const tree = ts.createSourceFile(
      file,
      readFileSync(join(ROOT, file), 'utf8'),
      ts.ScriptTarget.ESNext,
      true,
    );
    const found: { file: string; source: string; flags: string }[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        found.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
    return found;
  });
}

describe('patterns of the classifier', () => {
  const all = patterns();
  it('are found', () => expect(all.length).toBeGreaterThan(15));

  it.each(all)('$file: /$source/$flags takes linear time', ({ source, flags }) => {
    const result = checkSync(source, flags.replace(/[vd]/g, ''), { timeout: 30_000 });
    const attack = result.status === 'vulnerable' ? result.attack.pattern.slice(0, 100) : '';
    expect(result.status, attack).toBe('safe');
  });
});
