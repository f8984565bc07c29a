import { expect, test } from 'vitest';
import { withSection } from './performance-document.ts';

const DOCUMENT = '# Performance\n\nHow it is read.\n\n## The site\n\nOld.\n\n### Part\n\n## Pages\n\nKept.\n';

test('a section takes the place of its former self, with all that stands below its heading', () => {
  expect(withSection(DOCUMENT, 'The site', 'New.\n')).toBe(
    '# Performance\n\nHow it is read.\n\n## The site\n\nNew.\n\n## Pages\n\nKept.\n',
  );
});

test('a section that is new comes last', () => {
  expect(withSection(DOCUMENT, 'Scan', 'Quick.')).toBe(`${DOCUMENT}\n## Scan\n\nQuick.\n`);
});

test('written twice it is the same', () => {
  const once = withSection(DOCUMENT, 'Pages', 'New.');
  expect(withSection(once, 'Pages', 'New.')).toBe(once);
});
