import { sightParameters } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const WIDENING =
  /^(?:recursive|recursively|force|forced|cascade|all|delete all|apply to all|skip confirmation|no confirm|yes|include children|everything)$/;

export default defineRule({
  id: 'widening-switch',
  meta: {
    summary: 'A switch makes the call recursive, forced or all-embracing.',
    why: 'One argument widens what a mistaken call reaches.',
    capability: 'flag:bulk',
  },
  examples: {
    fires: [tool('delete_shelf', 'Delete a shelf.', { recursive: { type: 'boolean' } })],
    silent: [tool('delete_shelf', 'Delete a shelf.', { quiet: { type: 'boolean' } })],
  },
  observe: (reading) =>
    sightParameters(reading, ({ words, type }) => type === 'boolean' && WIDENING.test(words)),
});
