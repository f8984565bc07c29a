import { says, sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

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
    ],
    silent: [
      tool('count_tokens', 'Count the tokens of a text.'),
      tool('list_secrets', 'List the secrets of a project. Values are never returned.'),
      tool('list_secret_gardens_count', 'Count gardens.'),
    ],
  },
  observe: (reading) => {
    if (!reading.acts.some(({ object }) => object.has('secret'))) return [];
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
