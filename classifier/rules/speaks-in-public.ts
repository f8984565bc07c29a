import { LEADING } from '../reading/acts.ts';
import { says, sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const NOT_SENT = new Set(['draft', 'reply_draft', 'notify', 'run', 'build']);
const UNSENT = new Set([
  'draft',
  'drafts',
  'label',
  'labels',
  'template',
  'templates',
  'filter',
  'folder',
  'signature',
  'test',
]);
/** What is called, and is no person. */
const INTERNAL = new Set(['method', 'methods', 'function', 'functions', 'endpoint', 'api']);
const OUTWARD = new Set(['email', 'mail', 'sms', 'tweet', 'retweet', 'dial', 'fax']);
const POSTS = new Set(['post', 'posts', 'tweet', 'tweets', 'story', 'reel', 'thread']);
const PUBLISHES = new Set([
  'publish',
  'share',
  'post',
  'submit',
  'release',
  'schedule',
  'reply',
  'make',
  'forward',
  'upload',
]);

export default defineRule({
  id: 'speaks-in-public',
  meta: {
    summary: 'A message goes out to people outside, or to the public, and cannot be called back.',
    why: 'It is read before anyone can correct it.',
    capability: 'irrevocable-message',
  },
  examples: {
    fires: [tool('send_email', 'Send an email.'), tool('publish_page', 'Publish the page publicly.')],
    silent: [tool('post_note', 'Post a note to the team board.'), tool('draft_email', 'Draft an email.')],
  },
  observe: (reading) => [
    ...sightActs(reading, (act) => {
      if (
        act.place === 'aside' ||
        act.place === 'body' ||
        act.place === 'usage' ||
        NOT_SENT.has(act.lemma) ||
        act.words.some((word) => UNSENT.has(word)) ||
        act.words.some((word) => INTERNAL.has(word)) ||
        reading.topicWords.has('job')
      )
        return false;
      if (act.sense === 'message' || act.sense === 'process')
        return (
          act.object.has('outward') ||
          act.scope.has('outward') ||
          act.object.has('call') ||
          OUTWARD.has(act.lemma)
        );
      return (
        (PUBLISHES.has(act.lemma) || (act.lemma === 'create' && act.words.some((word) => POSTS.has(word)))) &&
        (act.object.has('outward') ||
          act.scope.has('outward') ||
          (act.lemma === 'publish' && act.words.some((word) => POSTS.has(word))) ||
          says(reading, 'publicly', LEADING))
      );
    }),
  ],
});
