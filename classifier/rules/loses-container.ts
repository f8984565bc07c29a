import { lookUp } from '../lexicon/compile.ts';
import type { Act } from '../reading/acts.ts';
import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** What is lost of a container is a part of it: `the labels of a repository`, but `all records of a table`. */
function isPart({ words }: Act): boolean {
  const of = words.indexOf('of');
  if (of < 1) return false;
  const before = words.slice(0, of);
  const named = before.filter((word) => lookUp(word)?.sets !== undefined);
  return named.length > 0 && !before.includes('all') && !named.some(isContainer);
}

const isContainer = (word: string): boolean => lookUp(word)?.sets?.has('container') === true;
/** An index of a table is built again from what the table holds. */
const isDatabaseIndex = ({ words }: Act, topic: ReadonlySet<string>): boolean =>
  words.some((word) => /^index(?:es)?$/.test(word)) &&
  ['table', 'tables', 'collection', 'column', 'columns', 'field', 'fields'].some((word) => topic.has(word));

export default defineRule({
  id: 'loses-container',
  meta: {
    summary: 'A whole container of data can be lost: a database, project, account, repository.',
    why: 'Everything in it goes with it.',
    capability: 'container-loss',
  },
  examples: {
    fires: [tool('delete_database', 'Delete a database.')],
    silent: [
      tool('delete_row', 'Delete a row.'),
      tool('remove_hook', 'Delete a webhook of a repository.'),
      tool('drop_index', 'Drop an index of a table.'),
    ],
  },
  observe: (reading) =>
    sightActs(
      reading,
      (act) =>
        act.place !== 'aside' &&
        (act.sense === 'destroy' || act.sense === 'reset') &&
        act.object.has('container') &&
        !isPart(act) &&
        !isDatabaseIndex(act, reading.topicWords),
    ),
});
