import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'revokes-access',
  meta: {
    summary: 'Access, a credential or a member is revoked or removed.',
    why: 'The person or program that loses access loses it at once, and may be unable to ask for it back.',
    capability: 'destroys',
  },
  examples: {
    fires: [
      tool('revoke_door_key', 'Revoke a door key.'),
      tool('remove_member', 'Remove a member from the choir.'),
    ],
    silent: [tool('list_members', 'List the members of the choir.')],
  },
  observe: (reading) => sightSenses(reading, 'revoke'),
});
