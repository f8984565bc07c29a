import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'loses-container',
  meta: {
    summary: 'A whole container of data can be lost: a database, project, account, repository.',
    why: 'Everything in it goes with it.',
    capability: 'container-loss',
  },
  examples: {
    fires: [tool('delete_database', 'Delete a database.')],
    silent: [tool('delete_row', 'Delete a row.')],
  },
  observe: (reading) =>
    sightActs(
      reading,
      (act) =>
        act.place !== 'aside' &&
        (act.sense === 'destroy' || act.sense === 'reset') &&
        act.object.has('container'),
    ),
});
