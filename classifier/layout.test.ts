import { describe, expect, it } from 'vitest';
import type { ToolDefinition } from '../catalogue/records.ts';
import { classify } from './index.ts';
import { tool } from './rule.ts';

/** What a definition says, laid out in the ways in which definitions are: `Category Level`. */
const CASES: readonly (readonly [expected: string, definition: ToolDefinition])[] = [
  [
    'Destructive Critical',
    tool('quay', 'A quay.', { mode: { description: "'keep' (default) or 'fresh' (remove all first)" } }),
  ],
  [
    'Destructive Critical',
    tool('load_hold', 'Loads a hold.\n\nArgs:\n    mode: "add" to it, or "overwrite" it', {
      mode: { type: 'string' },
    }),
  ],
  [
    'Read Low',
    tool('weigh_hold', 'Weighs a hold.\n\nArgs:\n    mode: How\n\nReturns:\n    what to drop', {
      mode: { type: 'string' },
    }),
  ],
  ['Destructive Critical', tool('list_gulls', 'Lists gulls.\n## Deleting every gull')],
  ['Destructive Critical', tool('list_gulls', 'Lists gulls.\n# Deletes every gull for good')],
  ['Read Low', tool('buoy_notes', 'Lists notes of buoy #12.\n\n## Deleting\nSee another tool.')],
  ['Destructive Critical', tool('buoy_notes', '# Overview\n\nDeletes every buoy.')],
  ['Execute High', tool('explain_leak', '## Leak analysis\n\nStarts an agent that looks for the leak.')],
  [
    'Write Medium',
    tool(
      'set_flock',
      'Create or update a flock.\n\nEXAMPLES:\n- Remove gulls: set_flock("a")\n- Replace all gulls: b',
    ),
  ],
  [
    'Read Low',
    tool('get_flock', 'Reads a flock.\n- Small ones\n\nUSAGE EXAMPLES:\n- Drop gulls: c\n- Delete: d'),
  ],
  ['Read Low', tool('get_flock', 'Reads a flock.\n<examples>\n### Rename\nDeletes gulls.\n</examples>')],
  ['Destructive Critical', tool('flock', 'Reads.\n<examples>\nOne\n</examples>\n\nDeletes every gull.')],
  ['Read Low', tool('see_flock', 'Shows a flock.\n\n**Related tools:**\n- flock_drop: Deletes every gull')],
  [
    'Destructive Critical',
    tool('flock', 'Work with a flock.', {
      action: { type: "Annotated[Literal['list', 'delete'], Field()]" },
    }),
  ],
  [
    'Destructive Critical',
    tool('flock', 'Work with a flock.', {
      action: { type: 'string', description: "'list' (all of it) or 'purge' (what is old)." },
    }),
  ],
  [
    'Destructive Critical',
    { name: 'flock', inputSchema: { arguments: [{ name: 'wipe', type: 'boolean', desc: 'All of it' }] } },
  ],
  ['Destructive Critical', { name: 'flock', inputSchema: { params: { wipe: 'bool | None' } } }],
  ['Read Low', { name: 'flock', inputSchema: { params: ['GULL', 'NEST'] } }],
  [
    'Destructive Critical',
    tool('edit_flock', 'Edit a flock.\n\nOPERATIONS:\n- set_name: Its name\n- delete_gull: A gull'),
  ],
  ['Read Low', tool('flock_kinds', 'Lists kinds. Pass one to manage_flock action:"add" or action:"delete".')],
  [
    'Write Medium',
    tool('gull_rings', 'Create rings, attach them to a gull or detach them.\n- add: One\n- remove: One'),
  ],
  ['Write Medium', tool('update_gull', 'Set or remove the type of a gull.')],
  ['Write Medium', tool('gull_answers', 'Answers to gulls.', { action: { enum: ['approve', 'deny'] } })],
  [
    'Write Medium',
    tool('update_gull', 'Updates a gull.', { label_operation: { enum: ['set', 'add', 'remove'] } }),
  ],
  ['Write Medium', tool('create_nest', 'Creates a nest. This is a destructive operation.')],
  ['Destructive Critical', tool('empty_nest', 'Empties a nest. This is a destructive operation.')],
  ['Execute Critical', tool('merge_nest', 'Merges changes of a nest to production.')],
  ['Execute Critical', tool('finish_moult', 'Finish a moult by running a script on the nest.')],
  [
    'Destructive Critical',
    tool('finish_moult', 'Finish a moult by copying feathers and deleting the old ones.'),
  ],
  ['Write Medium', tool('set_lamp', 'Update the name or room of a lamp.')],
  ['Execute High', tool('set_lamp', 'Set how bright a lamp is.')],
  ['Write Low', tool('dismiss_notification', 'Dismiss a notification.')],
  ['Read Medium', tool('read_file', 'Read the contents of a file.')],
  [
    'Execute Critical',
    tool('run_command', 'Runs a command.', {
      command: { type: 'string', description: "For example 'list_gulls' or 'delete_gull'" },
    }),
  ],
  ['Read Low', tool('describe_picture', 'Describes a picture.', { local_path: { type: 'string' } })],
  // What a definition says once is not unsaid by how it is laid out.
  ['Destructive Critical', tool('berth_state', 'Gets a berth. Deletes the berth with berth_id if stale.')],
  ['Destructive Critical', tool('tidy_berths', 'Keeps berths tidy. tidy_berths deletes every berth.')],
  [
    'Destructive Critical',
    tool('berth_care', 'Care.\n\nParameters:\n- berth_id: which\n\nThis deletes the berth.'),
  ],
  [
    'Destructive Critical',
    tool('berth_care', 'Care.\n\nRelated tools:\n- get_berth\n\nDeletes every berth.'),
  ],
  ['Destructive Critical', tool('refit', 'Refits. It will also:\n- Delete all sails\n- Revoke every token')],
  ['Destructive Critical', tool('keys', 'Keys - delete a key.')],
  [
    'Destructive Critical',
    tool('quay', 'A quay.', { action: { description: "'list', 'get' or 'delete-all'" } }),
  ],
  [
    'Destructive Critical',
    tool('quay', 'A quay.', { mode: { description: "'keep' (default) or 'fresh' (drop and make anew)" } }),
  ],
  [
    'Destructive Critical',
    tool('quay', 'A quay.', { action: { type: "Union[Literal['list'], Literal['keep', Mode.PURGE]]" } }),
  ],
  [
    'Destructive Critical',
    tool('quay', 'A quay.', { action: { type: "Literal['list']", enum: ['list', 'purge'] } }),
  ],
  ['Destructive Critical', tool('get_events', 'Get events.', { action: { enum: ['list', 'delete'] } })],
  ['Destructive Critical', tool('quay_admin', 'Quays. Pass quay_id, action: create | update | delete.')],
  ['Destructive Critical', tool('validate_and_delete_ropes', 'Checks ropes against the rules.')],
  [
    'Execute Critical',
    tool('execute_sql', 'Executes any SQL on the primary and waits for the read replica.'),
  ],
  ['Destructive Critical', tool('remove_hold', 'Detaches a hold and removes it with all its data.')],
  [
    'Destructive Critical',
    tool('hold', 'Detach holds.', { action: { enum: ['detach', 'remove_hold', 'list'] } }),
  ],
  ['Destructive Critical', tool('create_deck', 'Creates a deck. Destructive action: drops the deck first.')],
  [
    'Destructive Critical',
    tool('update_crew', 'Updates a crew.', {
      drop_parent: { type: 'boolean', description: 'Delete the parent company with all its crews' },
    }),
  ],
  [
    'Destructive Critical',
    tool('get_queue', 'Get messages.', { clear: { type: 'boolean', description: 'Delete all messages' } }),
  ],
  [
    'Destructive Critical',
    tool('renew_hull', 'Renews a hull. Important: permanently deletes its chart, call export_chart first.'),
  ],
  ['Execute High', tool('set_lock', 'Update the state of a lock.')],
  ['Read Low', tool('list_wrecks', 'List wrecks, with depth and follow-up tasks.')],
  ['Destructive Critical', tool('list_wrecks', 'List wrecks and delete the follow-up tasks.')],
  ['Destructive Critical', tool('list_hosts', 'List hosts, and shut-down the idle servers.')],
  ['Destructive High', tool('trim_logs', 'Deletes logs. Set quiet to report only errors.')],
  ['Read Low', tool('comments', 'Comment threads of a chart with author and state.')],
  ['Read Low', tool('check_tone', 'Runs the text of a radio call through the tone checker.')],
  ['Read Low', tool('screen_snapshot', 'Takes a picture of the desktop.')],
  [
    'Destructive Critical',
    tool('expire_logs', 'Expires logs older than a day and physically removes tides.'),
  ],
  ['Destructive Critical', tool('unpublish_part', 'Takes a part off. Its number can never be used again.')],
  ['Destructive Critical', tool('renew_pass', 'Issues a pass. The previous one is invalidated.')],
  ['Destructive Critical', tool('trim_crew', 'Drops every member key from a crew.')],
  ['Destructive Critical', tool('redact', 'Redact messages of a ship.')],
  ['Write Medium', tool('git_revert', 'Create a commit that undoes an earlier one.')],
  ['Read Low', tool('hull_facts', 'Weight per serving for a hull')],
  ['Read Low', tool('idle_gulls', 'Gulls safe to remove. Report only.')],
  ['Execute Critical', { name: 'bash' }],
  ['Write Medium', tool('void_entry', 'Void an entry. It can be reinstated later.')],
  ['Read Low', tool('simulate_cast', 'Dry-run a cast of the net and report the catch.')],
  ['Write Medium', tool('conclude_watch', 'Conclude a watch.')],
  ['Destructive Critical', tool('delete_post', 'Delete a post into the trash; force to delete permanently.')],
  [
    'Destructive Critical',
    tool('delete_page', 'Delete a page. It is moved to the trash; force=true bypasses the trash.'),
  ],
  ['Destructive Critical', tool('set_page', 'Replaces the complete content of a page.')],
  ['Destructive Critical', tool('update_roster', 'Sets a roster. Fields you leave out are removed.')],
  [
    'Destructive Critical',
    tool('set_hosts', 'Sets hosts. All existing records that are not part of the request are deleted.'),
  ],
  ['Destructive Critical', tool('jettison', 'It goes over board and cannot be undone.')],
  [
    'Write Medium',
    tool('edit_note', 'Edits a note.', {
      operation: { enum: ['append', 'prepend', 'replace'] },
      heading: { type: 'string' },
    }),
  ],
  [
    'Write Medium',
    tool('berth_write', 'Perform an operation on a berth.', { method: { enum: ['update', 'close'] } }),
  ],
  ['Destructive Critical', { name: 'flushdb' }],
  ['Destructive Critical', tool('env_remove', 'Remove an environment variable from a project')],
  ['Execute Medium', tool('cancel_job', 'Cancel a running job.')],
  ['Execute High', tool('cancel_build', 'Cancel a running build.')],
  [
    'Destructive Critical',
    tool('edit_note', 'Edits a note.', { operation: { enum: ['append', 'prepend', 'replace'] } }),
  ],
  [
    'Execute High',
    tool('rig', 'Perform an action on a rig.', { action: { enum: ['get', 'heave', 'haul'] } }),
  ],
  ['Execute High', tool('old_nets', 'Dry run by default. Deactivates nets that lie idle.')],
  ['Read Medium', tool('scrap_page', 'Scrap the given URL.')],
  ['Destructive Critical', tool('scrap_hull', 'Scrap a hull.')],
  ['Write High', tool('renew_token', 'Updates a token if the existing token is invalid.')],
  ['Read Low', tool('mend_sums', 'Recomputes checksums of a hold.')],
  ['Write Medium', tool('renewal_off', 'Turns automatic renewal off.')],
  ['Execute High', tool('print_chart', 'Select a G-code file and start printing it right away.')],
];

describe('the layout of a definition', () => {
  it.each(CASES.map(([expected, definition]) => [expected, JSON.stringify(definition), definition] as const))(
    '%s: %s',
    (expected, _text, definition) => {
      const { category, riskLevel } = classify(definition);
      expect(`${category} ${riskLevel}`).toBe(expected);
    },
  );
});
