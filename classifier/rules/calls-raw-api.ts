import { LEADING } from '../reading/acts.ts';
import { sightParameters, sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const METHOD = /^(?:http |request |rest )?(?:method|verb)$/;
const ENDPOINT = /^(?:api )?(?:endpoint|path|url|uri|route|api path)$/;
const offersChange = (values: readonly string[]): boolean =>
  values.some((value) => /^(?:delete|post|put|patch)$/i.test(value)) &&
  values.some((value) => /^get$/i.test(value));

export default defineRule({
  id: 'calls-raw-api',
  meta: {
    summary: 'Any API endpoint or any other tool can be called.',
    why: 'What such a call does is decided by its arguments alone.',
    capability: 'executes',
  },
  examples: {
    fires: [
      tool('call_api', 'Make an arbitrary HTTP request to the harbour service.'),
      tool('harbour_api', 'Reach the harbour service.', {
        method: { type: 'string' },
        endpoint: { type: 'string' },
      }),
    ],
    silent: [
      tool('get_api_status', 'Get whether the service answers.'),
      tool('update_probe', 'Update a probe of the harbour.', {
        method: { type: 'string', enum: ['GET', 'POST'] },
      }),
    ],
  },
  observe: (reading) => {
    // What is stored may have a method too: that of the requests which a monitor sends.
    const stores = (): boolean =>
      reading.acts.some(
        ({ place, sense, words }) =>
          place === 'name' && sense === 'write' && !words.some((word) => /^(?:requests?|calls?)$/.test(word)),
      );
    const chooses = reading.parameters.some(({ words }) => ENDPOINT.test(words));
    return [
      ...sightPhrases(reading, 'rawApi', LEADING, true),
      ...sightParameters(
        reading,
        ({ words, values, type }) =>
          METHOD.test(words) &&
          (values.length > 0 ? offersChange(values) : chooses && type === 'string') &&
          !stores(),
      ),
    ];
  },
});
