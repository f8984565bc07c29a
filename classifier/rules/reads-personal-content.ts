import type { Act } from '../reading/acts.ts';
import { quote } from '../reading/quote.ts';
import type { Reading } from '../reading/reading.ts';
import { endOf } from '../reading/tokens.ts';
import { sightActs } from '../reading/observe.ts';
import { defineRule, tool, type Sighting } from '../rule.ts';

const BULK = new Set([
  'list',
  'search',
  'get',
  'read',
  'fetch',
  'retrieve',
  'find',
  'query',
  'export',
  'download',
  'view',
  'show',
  'browse',
  'return',
  'report',
]);
const MANY =
  /^(?:emails|mails|messages|chats|conversations|threads|inbox|mailbox|mail|gmail|transactions|orders|trades|invoices|payments|intents|disputes|expenses|holdings|positions|payslips|payouts|transcripts|sms|dms|calls|voicemails|patients?|phi|vitals?|labs?|diagnoses|medical|health|sleep|workouts|heart|medications|payroll|imessages|bills|statements|portfolio|recordings|refunds|browsing|salary|salaries|compensation)$/;
/** Words that show the data to be about something else. */
const ABOUT = new Set([
  'commit',
  'commits',
  'version',
  'deployment',
  'template',
  'templates',
  'labels',
  'folders',
  'stats',
  'count',
  'error',
  'console',
  'schema',
  'types',
  'status',
  'queue',
  'kafka',
  'topic',
  'check',
  'details',
  'price',
  'prices',
  'order_history',
  'log',
  'logs',
  'job',
  'run',
  'blockchain',
  'block',
  'metrics',
  'system',
  'market',
  'file',
  'tool',
  'function',
  'api',
  'git',
  'chart',
  'build',
  'health_check',
  'service',
  'node',
  'cluster',
]);

const ONE = new Set(['a', 'an', 'one', 'single', 'specific']);

/** Whether one record is read, `a dispute with its reason`, not a list of them. */
const isOne = ({ words }: Act): boolean => ONE.has(words[0] ?? '') && !words.some((word) => MANY.test(word));
/** Words that show messages to be those of a machine. */
const MACHINES = [
  'console',
  'queue',
  'kafka',
  'topic',
  'broker',
  'editor',
  'compiler',
  'queries',
  'slow',
  'sql',
  'public',
];

/** Whether a first sentence without a verb names what is listed: `Bank feed transactions for all accounts`. */
function listsThem({ acts, topicWords }: Reading): boolean {
  if (acts.some((act) => act.place === 'lead')) return false;
  const said = [...topicWords];
  return said.some((word) => MANY.test(word)) && !said.some((word) => ABOUT.has(word));
}
/** Where a text that states no act at all names what it lists. */
function sightThem(reading: Reading): Sighting[] {
  const tokens = reading.description?.passage.tokens ?? [];
  const lead = reading.description?.sentences.find(({ role }) => role === 'lead');
  const token = lead && tokens.slice(lead.from, lead.to).find(({ word }) => MANY.test(word));
  if (!token) return [];
  const evidence = [quote(reading, '/description', token.start, endOf(token))];
  return [{ outcome: 'observed', place: 'lead', evidence }];
}

export default defineRule({
  id: 'reads-personal-content',
  meta: {
    summary: 'Private personal content is read in bulk: mail, messages, health, finance.',
    why: 'It was written for one reader, or for none.',
    capability: 'private-bulk-read',
  },
  examples: {
    fires: [
      tool('list_emails', 'List the emails in the inbox.'),
      tool('get_orders', 'Get all orders.'),
      tool('get_feed', 'Bank transactions of all accounts.'),
    ],
    silent: [tool('get_email', 'Get an email by its id.'), tool('list_albums', 'List albums.')],
  },
  observe: (reading) => {
    if (reading.topicWords.has('id') && !reading.topicWords.has('list')) return [];
    if (reading.acts.some((act) => act.place === 'lead' && isOne(act))) return [];
    if (MACHINES.some((word) => reading.topicWords.has(word))) return [];
    const listed = listsThem(reading);
    if (listed && !reading.acts.some(({ place }) => place === 'name' || place === 'title'))
      return sightThem(reading);
    return sightActs(
      reading,
      (act) =>
        act.sense === 'read' &&
        (listed || act.object.has('person_data')) &&
        (act.place === 'name' || act.place === 'lead' || act.place === 'title') &&
        BULK.has(act.lemma) &&
        (listed || act.words.some((word) => MANY.test(word))) &&
        !act.words.some((word) => ABOUT.has(word)),
    );
  },
});
