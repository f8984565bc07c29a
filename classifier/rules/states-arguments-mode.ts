import { quotedValues } from '../reading/modes.ts';
import { sightParameters } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const LOSES = /\b(?:delete|remove|purge|drop|overwrite|reset|revoke|destroy)\b/i;
/** Whether values that are quoted untie or delete what they remove is judged as that of modes. */
const withoutRemoval = (description: string): string => description.replace(/\bremove\b/gi, '');

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
      return (
        values.length === 0 &&
        LOSES.test(quotedValues(description).length > 0 ? withoutRemoval(description) : description)
      );
    }),
});
