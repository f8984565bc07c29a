import { says, sightParameters } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Names of switches that lose data when set. */
const SWITCH =
  /^(?:delete|remove|purge|wipe|erase|clear|drop|truncate|destroy|overwrite|prune|reset|replace all|hard delete|delete .*|remove .*|purge .*|clear .*|wipe .*|drop .*|overwrite .*|force delete|force remove|permanent delete)$/;
/** How something is done, not what: to keep a result for good is no loss. */
const MANNER = /^permanent(?:ly)?$/;
const LISTING =
  /^(?:include|show|with|only|is|has|keep|list|remove (?:duplicates|background|whitespace|html|tags|stop words|empty|nulls?)) ?/;
const DELETING =
  /^(?:\W*if (?:true|set),? *)?(?:permanently )?(?:delete|erase|wipe|drop|purge|destroy|overwrite)s? /i;
/** What a tool that reads drops, it leaves out of its answer. */
const LEAVES_OUT = /^(?:\W*if (?:true|set),? *)?drops? /i;
/** What is tidied away is the container or process that the call itself started. */
const AFTERWARDS =
  /\b(?:container|process|sandbox|instance|it) (?:when|once|after|on) (?:it |its )?(?:exit|end|stop)/i;
/** A member of a record, or a tie of it: whoever deletes one changes the record. */
const MEMBER =
  /^\W{0,3}(?:(?:set to true|if true|when true),? )?(?:to )?(?:delete|remove|clear)s? (?:this|the|its|an?) (?:[\w-]{1,20} )?(?:value|label|tag|link|relation|assignee|parent)\W{0,3}$/i;
/** Verbs of names that foresee what would be done. */
const FORESEES = new Set(['plan', 'preview', 'simulate', 'estimate', 'explain', 'diff', 'check']);

export default defineRule({
  id: 'destructive-switch',
  meta: {
    summary: 'A boolean parameter makes the call delete, wipe or overwrite.',
    why: 'One argument turns a harmless call into one that loses data.',
    capability: 'destroys',
  },
  examples: {
    fires: [
      tool('build_shed', 'Build a shed.', {
        clear: { type: 'boolean', description: 'Delete the shed that stands there' },
      }),
      tool('trash_shed', 'Move a shed to the trash.', { permanent: { type: 'boolean' } }),
    ],
    silent: [
      tool('plan', 'Show what would be built. Nothing is applied.', { destroy: { type: 'boolean' } }),
      tool('build_shed', 'Build a shed.', { green: { type: 'boolean' } }),
      tool('set_shed', 'Set fields of a shed.', {
        delete: { type: 'boolean', description: 'Set to true to delete this field value' },
      }),
      tool('find_shed', 'Find a shed.', {
        permanent: { type: 'boolean', description: 'Keep what is found' },
      }),
      tool('list_sheds', 'List sheds.', { include_deleted: { type: 'boolean' } }),
    ],
  },
  observe: (reading) => {
    const named = reading.acts.filter((act) => act.place === 'name');
    if (named.length > 0 && named.every((act) => FORESEES.has(act.lemma)) && says(reading, 'returnedOnly'))
      return [];
    const reads = reading.acts.every((act) => act.sense === 'read');
    const stores = named.some(({ sense }) => sense === 'write');
    return sightParameters(reading, ({ words, type, description }) => {
      if (type !== 'boolean' || LISTING.test(words)) return false;
      if (MANNER.test(words)) return !reads;
      if (words === 'clear' && reads && reading.topicWords.has('console') && !DELETING.test(description))
        return false;
      const deletes =
        (SWITCH.test(words) && !(words === 'remove' && AFTERWARDS.test(description))) ||
        (DELETING.test(description) && !(reads && LEAVES_OUT.test(description)));
      return deletes && !(stores && MEMBER.test(description));
    });
  },
});
