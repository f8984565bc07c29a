import { sightParameters, sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const OWN = new Set(['name', 'title', 'lead'] as const);

export default defineRule({
  id: 'calls-raw-api',
  meta: {
    summary: 'Any API endpoint or any other tool can be called.',
    why: 'What such a call does is decided by its arguments alone.',
    capability: 'executes',
  },
  examples: {
    fires: [tool('call_api', 'Make an arbitrary HTTP request to the harbour service.')],
    silent: [tool('get_api_status', 'Get whether the service answers.')],
  },
  observe: (reading) => [
    ...sightPhrases(reading, 'rawApi', OWN, true),
    ...sightParameters(
      reading,
      ({ words, values }) =>
        values.some((value) => /^(?:delete|post|put|patch)$/i.test(value)) &&
        values.some((value) => /^get$/i.test(value)) &&
        /^(?:http |request )?(?:method|verb)$/.test(words),
    ),
  ],
});
