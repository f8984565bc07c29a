import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'returns-outsider-content',
  meta: {
    summary: 'Content that outsiders can author is returned.',
    why: 'It may carry instructions to the model that reads it.',
    capability: 'flag:untrusted',
  },
  examples: {
    fires: [tool('search_web', 'Search the web.'), tool('list_comments', 'List comments.')],
    silent: [tool('calculate_area', 'Calculate an area.')],
  },
  observe: (reading) =>
    sightActs(
      reading,
      (act) =>
        act.sense === 'read' &&
        (act.place === 'name' || act.place === 'lead') &&
        act.object.has('outsiders') &&
        !reading.topic.has('docs'),
    ),
});
