import type { Reading } from '../reading/reading.ts';
import { sightActs, sightPhrases } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const FETCHING = new Set([
  'fetch',
  'scrape',
  'scrap',
  'crawl',
  'extract',
  'read',
  'download',
  'convert',
  'navigate',
  'goto',
  'open',
  'browse',
  'visit',
  'map',
  'screenshot',
  'capture',
  'summarize',
  'load',
  'get',
  'retrieve',
  'render',
  'analyze',
  'parse',
  'take',
  'create',
  'audit',
  'generate',
  'transcribe',
  'ocr',
  'recognize',
]);
/** Verbs that fetch an address only where it is their object. */
const GETTING = new Set(['get', 'retrieve', 'create', 'generate', 'take', 'read', 'load']);
const CRAWLING = new Set(['scrape', 'crawl', 'navigate']);
/** Words before `URL` that say the address itself is what comes back. */
const OWN = new Set([
  'upload',
  'presigned',
  'signed',
  'project',
  'download',
  'share',
  'webhook',
  'connection',
  'avatar',
  'repository',
  'api',
]);
const STATED = new Set(['title', 'lead'] as const);
const takesUrl = (reading: Reading): boolean =>
  reading.parameters.some(({ words }) =>
    /^(?:urls?|uris?|links?|(?:target|page|website|start|source|document|image|audio|video|media|feed|site|file|article) ur[li])$/.test(
      words,
    ),
  );

export default defineRule({
  id: 'reads-any-url',
  meta: {
    summary: 'A web address that the caller names is fetched.',
    why: 'It may be an address inside the network, and the answer is written by strangers.',
    capability: 'arbitrary-read',
  },
  examples: {
    fires: [
      tool('fetch_page', 'Fetch a web page by its URL.'),
      tool('scrape', 'Scrape a website.'),
      tool('extract_page', 'Fetch the given URL and return its content.'),
      tool('transcribe', 'Transcribe speech.', { audio_url: { type: 'string' } }),
      tool('redirects', 'Chain of redirects of any URL.', { url: { type: 'string' } }),
    ],
    silent: [tool('get_project_url', 'Get the URL of a project.'), tool('search_web', 'Search the web.')],
  },
  observe: (reading) => {
    if (!(reading.topic.has('url') || takesUrl(reading))) return [];
    const docs = reading.topic.has('docs');
    const acts = sightActs(
      reading,
      (act) =>
        act.place !== 'aside' &&
        (!docs || ((act.object.has('url') || act.scope.has('url')) && takesUrl(reading))) &&
        (act.sense === 'read' || act.sense === 'browser') &&
        (act.object.has('url') || !GETTING.has(act.lemma)) &&
        FETCHING.has(act.lemma) &&
        (act.object.has('url') || act.scope.has('url') || CRAWLING.has(act.lemma) || takesUrl(reading)) &&
        !act.words.some((word) => OWN.has(word)) &&
        (takesUrl(reading) || !(GETTING.has(act.lemma) && act.words.includes('urls'))),
    );
    return acts.length > 0 || !takesUrl(reading) ? acts : sightPhrases(reading, 'anyUrl', STATED);
  },
});
