import { quotedValues } from '../reading/modes.ts';
import { sightParameters } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const LOSES = /\b(?:delete|remove|purge|drop|overwrite|reset|revoke|destroy)\b/i;
/** What is said beside the quoted values. Whether a value `remove` deletes or unties is judged where modes are. */
function glosses(description: string): string {
  const removes = quotedValues(description).some((value) => /^remove/i.test(value));
  return removes ? description.replace(/\bremove\b/gi, '') : description;
}

export default defineRule({
  id: 'states-arguments-mode',
  meta: {
    summary: 'A parameter is described as deleting when it is given.',
    why: 'The danger stands in the explanation of an argument, where a hurried reader misses it.',
    capability: 'destroys',
  },
  examples: {
    fires: [
      tool('tidy_shed', 'Tidy the shed.', {
        mode: { type: 'string', description: 'append, or overwrite to replace everything' },
      }),
    ],
    silent: [tool('tidy_shed', 'Tidy the shed.', { mode: { type: 'string', description: 'slow or quick' } })],
  },
  observe: (reading) =>
    sightParameters(reading, ({ words, type, description, values }) => {
      if (type === 'boolean' || !/^(?:mode|action|operation|method|op)$/.test(words)) return false;
      return values.length === 0 && LOSES.test(glosses(description));
    }),
});
