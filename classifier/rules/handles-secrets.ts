import { says, sightActs } from '../reading/observe.ts';
import { quote } from '../reading/quote.ts';
import type { Reading } from '../reading/reading.ts';
import { endOf } from '../reading/tokens.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

const NOT_HANDLING = new Set([
  'count',
  'validate',
  'verify',
  'check',
  'explain',
  'score',
  'search',
  'estimate',
  'scan',
  'detect',
  'resolve',
  'swap',
  'transfer',
  'trade',
]);
/** Words that show the secret, token or key to be a subject, not a thing handed over. */
const ABOUT = [
  'scanning',
  'alert',
  'alerts',
  'count',
  'usage',
  'price',
  'prices',
  'contract',
  'erc20',
  'holders',
  'metadata',
  'permissions',
  'scopes',
  'identity',
  'nft',
  'defi',
  'swap',
  'blockchain',
  'ethereum',
  'solana',
  'docs',
  'documentation',
  'example',
  'examples',
  'keyboard',
  'design',
  'crypto',
  'liquidity',
  'balance',
  'keys_only',
  'names',
];

/** Members of an answer that are secrets: `authPassword: …`. */
const MEMBER =
  /\b(?:[a-z]{1,20}[_A-Z])?(?:password|bearerToken|bearer_token|apiKey|api_key|accessToken|access_token|secretKey|secret_key|secretValue|secret_value|clientSecret|client_secret|privateKey|private_key)(?= ?:)/gi;

/** Where the description of what comes back names a secret, and does not say that it is kept back. */
function returned(reading: Reading): Sighting[] {
  const { description } = reading;
  if (!description?.sentences.some(({ role }) => role === 'returns')) return [];
  if (says(reading, 'secretsWithheld')) return [];
  const { tokens, folded } = description.passage;
  return description.sentences.flatMap(({ from, to, role }): Sighting[] => {
    const [first, last] = [tokens[from], tokens[to - 1]];
    if (role !== 'returns' || !first || !last) return [];
    // The colon stands before the next word.
    const text = folded.text.slice(first.start, endOf(last) + 2);
    return [...text.matchAll(MEMBER)].slice(0, 1).map(({ index, 0: name }) => {
      const start = first.start + index;
      const evidence = [quote(reading, '/description', start, start + name.length)];
      return { outcome: 'observed', place: 'body', evidence };
    });
  });
}

export default defineRule({
  id: 'handles-secrets',
  meta: {
    summary: 'Secrets, credentials, keys or tokens are returned or set.',
    why: 'Whoever holds a key can do all that its owner can.',
    capability: 'handles-secrets',
  },
  examples: {
    fires: [
      tool('get_api_key', 'Get the API key of a project.'),
      tool('create_access_token', 'Create an access token.'),
      tool('get_gate', 'Get a gate.\n\nReturns:\n- gateId: The gate\n- gatePassword: What opens it'),
    ],
    silent: [
      tool('count_tokens', 'Count the tokens of a text.'),
      tool('list_secrets', 'List the secrets of a project. Values are never returned.'),
      tool('list_secret_gardens_count', 'Count gardens.'),
    ],
  },
  observe: (reading) => {
    if (!reading.acts.some(({ object }) => object.has('secret'))) return returned(reading);
    const elsewhere = new Set(
      reading.acts.filter((act) => NOT_HANDLING.has(act.lemma)).map((act) => act.place),
    );
    if (ABOUT.some((word) => reading.topicWords.has(word))) return [];
    const withheld = says(reading, 'secretsWithheld');
    return sightActs(reading, (act) => {
      if (!act.object.has('secret') || act.place === 'aside' || act.place === 'usage') return false;
      if (act.place === 'body' && act.lemma !== 'return') return false;
      if (withheld && act.sense === 'read') return false;
      if (act.sense === 'clear' || (act.sense === 'destroy' && act.object.has('trivial'))) return false;
      return !elsewhere.has(act.place);
    });
  },
});
