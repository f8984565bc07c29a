import { sightParameters } from '../reading/observe.ts';
import type { Reading } from '../reading/reading.ts';
import { defineRule, tool } from '../rule.ts';

/** Parameters that together say what is done with them: to whom and what, for what and how much. */
const PAIRS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:to|recipients?|chat id|channel(?: id)?|phone(?: number)?)$/,
    /^(?:text|body|message|content|html|subject)$/,
  ],
  [/^(?:ticker|symbol|pair|instrument|asset|coin)$/, /^(?:qty|quantity|shares|size|amount)$/],
  [/^(?:key|field|property|setting|option)$/, /^(?:value|val|ttl|payload)$/],
];

const statesAnAct = ({ acts }: Reading): boolean => acts.some(({ place }) => place !== 'aside');

export default defineRule({
  id: 'takes-content',
  meta: {
    summary: 'No word says what is done, but the parameters take something to send, order or set.',
    why: 'Nobody gives a tool a recipient and a text for it to look something up.',
    capability: 'writes',
  },
  examples: {
    fires: [tool('harbour_radio_out', '', { to: { type: 'string' }, text: { type: 'string' } })],
    silent: [
      tool('harbour_radio', '', { text: { type: 'string' } }),
      tool('search_radio', 'Search messages.', { to: { type: 'string' }, text: { type: 'string' } }),
    ],
  },
  observe: (reading) => {
    if (statesAnAct(reading)) return [];
    const has = (name: RegExp): boolean => reading.parameters.some(({ words }) => name.test(words));
    return PAIRS.filter(([first, second]) => has(first) && has(second)).flatMap(([, second]) =>
      sightParameters(reading, ({ words }) => second.test(words)),
    );
  },
});
