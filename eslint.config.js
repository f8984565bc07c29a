import tseslint from 'typescript-eslint';
import astro from 'eslint-plugin-astro';

/** Who may import whom (docs/architecture.md). A room may always import itself. */
const ROOMS = {
  catalogue: [],
  crawler: ['catalogue'],
  classifier: ['catalogue'],
  policy: ['catalogue'],
  site: ['catalogue', 'policy'],
  report: ['catalogue', 'policy'],
  mcp: ['catalogue', 'policy'],
  scripts: ['catalogue', 'crawler', 'classifier', 'policy', 'site', 'report', 'mcp'],
};

const boundaries = Object.entries(ROOMS).map(([room, allowed]) => {
  const forbidden = Object.keys(ROOMS).filter((other) => other !== room && !allowed.includes(other));
  const message = `${room}/ may import only ${['itself', ...allowed].join(', ')}.`;
  // A selector's pattern cannot hold a slash.
  const path = `^(\\.{1,2}\\u002F)+(${forbidden.join('|')})\\u002F`;
  const rules = {
    'no-restricted-imports': ['error', { patterns: [{ regex: path, message }] }],
    'no-restricted-syntax': [
      'error',
      { selector: `ImportExpression[source.value=/${path}/]`, message },
      {
        selector: "ImportExpression:not([source.type='Literal'])",
        message: 'What import() is given must be a plain string, or nobody sees which room it comes from.',
      },
    ],
  };
  return { files: [`${room}/**/*.{ts,js,astro}`], rules: forbidden.length > 0 ? rules : {} };
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/dist.*/**', '**/.astro/**', 'node_modules/**', 'site/src/generated/**'] },
  ...tseslint.configs.recommended,
  ...astro.configs.recommended,
  ...boundaries,
  {
    rules: {
      'no-control-regex': 'off',
      'no-empty': 'error',
      eqeqeq: ['error', 'always'],
      'prefer-const': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.test.ts', 'classifier/lexicon/**'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
);
