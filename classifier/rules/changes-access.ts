import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const ADMINISTERS = new Set([
  'add',
  'create',
  'invite',
  'update',
  'remove',
  'suspend',
  'activate',
  'deactivate',
  'enable',
  'disable',
  'grant',
  'unlock',
  'lock',
  'ban',
  'unban',
  'block',
  'kick',
  'promote',
  'demote',
  'deprovision',
  'provision',
  'register',
  'modify',
  'edit',
  'set',
  'change',
  'reset',
  'assign',
  'unassign',
  'onboard',
  'approve',
  'manage',
  'mute',
]);
const SHUTS = new Set([
  'block',
  'unblock',
  'isolate',
  'quarantine',
  'contain',
  'blacklist',
  'whitelist',
  'allowlist',
  'release',
]);
const SHUT_OUT = new Set([
  'ip',
  'ips',
  'address',
  'host',
  'hosts',
  'device',
  'endpoint',
  'domain',
  'indicator',
  'machine',
  'sender',
  'client',
  'user',
]);
/** What keeps people out of a house. */
const BARRIERS = new Set(['lock', 'locks', 'door', 'doors', 'gate', 'garage', 'alarm', 'panel']);
const GUARDS = new Set(['lock', 'unlock', 'arm', 'disarm', 'open']);
const PROTECTS = new Set(['protect', 'unprotect']);
/** To begin a login is to change no control. */
const BEGINS = new Set(['start', 'begin', 'init', 'initiate', 'request', 'complete']);
const SHARES = new Set(['share', 'unshare']);
/** With whom a thing is shared that they could not see before. */
const SHARED_WITH = [
  'person',
  'people',
  'user',
  'users',
  'group',
  'team',
  'anyone',
  'collaborator',
  'collaborators',
];
const PERSONAL = new Set(['follow', 'unfollow', 'like', 'mention']);
/** Things of a user that are no control over one. */
const CONTENT = new Set([
  'profile',
  'status',
  'task',
  'story',
  'stories',
  'preference',
  'preferences',
  'note',
  'comment',
  'event',
  'list',
  'segment',
  'assignee',
  'issue',
]);

export default defineRule({
  id: 'changes-access',
  meta: {
    summary: 'Users, permissions, roles, policies or security controls are changed.',
    why: 'Who may do what is the lock on everything else.',
    capability: 'changes-control',
  },
  examples: {
    fires: [
      tool('grant_role', 'Grant a role to a user.'),
      tool('update_firewall_rule', 'Update a firewall rule.'),
      tool('unlock_door', 'Unlocks the front door.'),
      tool('protect_branch', 'Protect a branch.'),
      tool('share_album', 'Share an album with a person.'),
    ],
    silent: [tool('list_roles', 'List roles.'), tool('share_thought', 'Share a thought.')],
  },
  observe: (reading) =>
    sightActs(reading, (act) => {
      if (act.sense === 'read' || act.sense === 'message' || act.place === 'aside' || act.place === 'body')
        return false;
      if (
        (act.object.has('security') && !(act.object.has('loginFlow') && BEGINS.has(act.lemma))) ||
        PROTECTS.has(act.lemma) ||
        (act.scope.has('security') && act.words.some((word) => /^rules?$/.test(word))) ||
        (SHUTS.has(act.lemma) && act.words.some((word) => SHUT_OUT.has(word)))
      )
        return true;
      if (act.sense === 'device')
        return GUARDS.has(act.lemma) && act.words.some((word) => BARRIERS.has(word));
      if (SHARES.has(act.lemma)) return SHARED_WITH.some((word) => reading.topicWords.has(word));
      if (PERSONAL.has(act.lemma)) return false;
      return (
        act.object.has('user') &&
        (ADMINISTERS.has(act.lemma) || act.sense === 'revoke' || act.sense === 'destroy') &&
        !act.words.some((word) => CONTENT.has(word))
      );
    }),
});
