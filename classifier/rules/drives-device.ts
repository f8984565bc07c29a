import { sightActs, sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const PRINTER = /^(?:printer(?: name| id)?|copies|paper size|duplex)$/;

export default defineRule({
  id: 'drives-device',
  meta: {
    summary: 'A physical device is switched or moved.',
    why: 'The effect is in a room, not in a record.',
    capability: 'executes',
  },
  examples: {
    fires: [
      tool('turn_on_lamp', 'Turn on a lamp.'),
      tool('print_chart', 'Print a chart.', { printer: { type: 'string' } }),
    ],
    silent: [tool('get_lamp_state', 'Get whether a lamp is on.')],
  },
  observe: (reading) => [
    ...sightSenses(reading, 'device'),
    // Without a printer, to print is to show.
    ...(reading.parameters.some(({ words }) => PRINTER.test(words))
      ? sightActs(reading, ({ lemma, place }) => lemma === 'print' && place !== 'aside')
      : []),
  ],
});
