import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const FOLDER = new URL('../../classifier/rules/', import.meta.url);

/** The text of classifier/rules/index.ts: one import a rule file, in the order of their names. */
export function rulesIndex(): string {
  const ids = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  const local = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return [
    '// Written by scripts/generate/rules.ts from the files of this folder; do not edit.',
    "import type { Rule } from '../rule.ts';",
    ...ids.map((id) => `import ${local(id)} from './${id}.ts';`),
    '',
    '/** Every rule, in the order of their ids. */',
    'export const RULES: readonly Rule[] = [',
    ...ids.map((id) => `  ${local(id)},`),
    '];',
    '',
  ].join('\n');
}

/** Whether the registry on disk is what its folder gives. */
export function rulesIndexIsCurrent(): boolean {
  return readFileSync(new URL('index.ts', FOLDER), 'utf8') === rulesIndex();
}

if (import.meta.main) writeFileSync(new URL('index.ts', FOLDER), rulesIndex());
