import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'returns-private-content',
  meta: {
    summary: 'Private or internal content is returned.',
    why: 'What the owner keeps to itself reaches the model, and whatever the model talks to.',
    capability: 'flag:private',
  },
  examples: {
    fires: [tool('list_customers', 'List the customers.')],
    silent: [tool('calculate_area', 'Calculate an area.')],
  },
  observe: (reading) =>
    sightActs(
      reading,
      (act) =>
        act.sense === 'read' &&
        (act.place === 'name' || act.place === 'lead') &&
        act.object.has('privateContent') &&
        !reading.topic.has('docs'),
    ),
});
