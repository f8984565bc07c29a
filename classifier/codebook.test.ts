import { describe, expect, it } from 'vitest';
import type { ToolDefinition } from '../catalogue/records.ts';
import { classify } from './index.ts';
import { tool } from './rule.ts';

/** The codebook's borderline cases, each on an invented tool: `Category Level`. */
const CASES: readonly (readonly [expected: string, definition: ToolDefinition])[] = [
  ['Read Low', tool('block_height', 'Current block height of the chain.')],
  ['Read Low', tool('tide_text')],
  ['Read Low', tool('deploys')],
  ['Execute High', tool('deploy', 'Deploys the harbour site.')],
  ['Read Low', tool('expiring_permits', 'Permits that expire within a month.')],
  ['Write Medium', tool('expire_permit', 'Expires a permit.')],
  ['Read Low', tool('drop_candidates', 'Buoys that could be dropped.')],
  ['Destructive Critical', tool('drop_buoy', 'Drops a buoy.')],
  [
    'Read Low',
    tool('tide_query', 'Run a SELECT in a READ ONLY transaction. INSERT and DELETE are rejected.'),
  ],
  ['Destructive Critical', tool('tide_delete', 'DELETE and INSERT rows of the tide table.')],
  ['Read Low', tool('gate_check', 'Evaluates the rules of a gate. Sends no signal.')],
  ['Read Low', tool('harbour_languages', 'Languages that the harbour radio can run.')],
  ['Read Low', tool('get_repair_guide', 'Provides instructions to rebuild a lamp.')],
  ['Read Low', tool('list_gate_bells', 'List bells of a gate with the event (OPEN/DELETE) they ring on.')],
  ['Read Low', tool('spoken_log', 'Turns speech into text.')],
  ['Write Medium', tool('answer_call_for_pilots', 'Answers an invitation.')],
  ['Write Medium', tool('harbour_snapshot', 'Takes a snapshot of the chart and stores it at a path.')],
  ['Execute High', tool('bake_lamps', 'Bakes the light of a scene.')],
  ['Destructive Critical', tool('undeploy_site', 'Undeploys the harbour site.')],
  ['Write Medium', tool('redirect_boats', 'Redirects boats to another quay.')],
  ['Write High', tool('issue_credit', 'Issues a refund for a berth.')],
  ['Destructive Critical', tool('renew_lamps', 'Renews the lamps. The old ones are gone for good.')],
  [
    'Write Medium',
    tool('manage_bell_subscription', 'Manage a notification subscription of a bell.', {
      action: { enum: ['watch', 'ignore', 'delete'] },
    }),
  ],
  [
    'Destructive Critical',
    tool('manage_bell', 'Manage a bell.', { action: { enum: ['ring', 'create', 'delete'] } }),
  ],
  ['Write Medium', tool('harbour_bells', 'POST /bells')],
  ['Read Low', tool('harbour_find', 'POST /bells/search')],
  ['Destructive Critical', tool('harbour_bell', 'DELETE /bells/{id}')],
  ['Read Low', tool('bell_rating', 'Rating of a bell.')],
  ['Read Low', tool('opening_explorer', 'Figures of openings.')],
  ['Execute Critical', tool('harbour_cli', 'Any harbour command over a wire.')],
  ['Write Medium', tool('harbour_gift', 'Give an item to a sailor.')],
  ['Write Medium', tool('crate', 'Makes a crate.')],
  ['Write Medium', tool('out', '', { ticker: { type: 'string' }, qty: { type: 'number' } })],
  ['Read Low', tool('rule_answers', 'Answers questions about the rules. "Can I terminate my lease?"')],
  ['Read Low', tool('plan_course', 'Produces a step-by-step course between two quays.')],
  ['Read Low', tool('crew_chart', 'Chart of the crew below a manager.')],
  ['Execute Critical', tool('place_call', 'Places a call to a pilot.')],
  ['Destructive Critical', tool('bar_sailor', 'Deactivate a sailor. Their tokens are revoked.')],
  ['Write High', tool('add_gate_rule', 'Add a rule to a firewall.')],
  ['Read Low', tool('open_incidents', 'Open incidents of the harbour.')],
  [
    'Read Medium',
    tool('run_command', 'Run a command. Only read-only verbs are accepted.', { command: { type: 'string' } }),
  ],
  ['Destructive Critical', tool('sweep_buoys', 'Finds buoys that nobody has seen and deletes them.')],
  ['Read Low', tool('pull_figures', 'Pull data of a tide.')],
  ['Write Medium', tool('unlinkBoats', 'Remove a tie between two boats.')],
  ['Read Low', tool('screen_picture', "Take a picture of the radio's display.")],
  ['Execute High', tool('pointer', 'Click with the mouse at desktop coordinates.')],
  ['Execute Medium', tool('pointer', 'Click an element of the page.')],
  ['Read Low', tool('crane_use', 'Memory, temperature and power draw of a crane.')],
  ['Read Medium', tool('payroll.register', 'Payroll register of a month: net pay for every sailor.')],
  ['Write Medium', tool('yank-buoy', "Yanks a buoy. Undo with 'unyank-buoy'.")],
  ['Write High', tool('coin.withdraw', 'Withdraws coins to an address. Irreversible once sent.')],
  ['Destructive Critical', tool('purge_coins', 'Purges coins. Irreversible once sent.')],
  ['Read Low', tool('tide_rate', 'Rate of the tide.')],
  [
    'Destructive Critical',
    tool('write_log', 'Write or append to a log.', { mode: { enum: ['rewrite', 'append'] } }),
  ],
  ['Read Low', tool('tide_reach', 'Estimate the reach of a tide: lower and upper bound.')],
  ['Read Low', tool('plan_song', 'Create a plan of a song. The plan is only returned.')],
  [
    'Destructive Critical',
    tool('harbour_times', 'Times at a quay.', { method: { enum: ['list', 'add', 'remove'] } }),
  ],
  [
    'Write Medium',
    tool('harbour_bells', 'Manage the bells attached to a quay.', {
      method: { enum: ['list', 'add', 'remove'] },
    }),
  ],
  ['Read Low', tool('pods_log', 'Print the logs of a crane.')],
  ['Execute High', tool('print_label', 'Prints a label for a crate on the label printer.')],
  ['Write Medium', tool('snapshot-disk', 'Take a snapshot of a disk.')],
  ['Read Low', tool('page_snapshot', 'Take a snapshot of the page.')],
  ['Execute Critical', tool('promote_build', 'Promotes a build to the production environment.')],
  [
    'Execute High',
    tool('power_crane', 'Change the power state of a crane server.', {
      mode: { enum: ['start', 'stop', 'reset'] },
    }),
  ],
  ['Destructive Critical', tool('delete-by-filter', 'Delete every crate that matches a filter.')],
  ['Read Low', tool('match_all', 'An empty pattern matches all crates.')],
  ['Read Low', tool('deploy_key_list', 'Deploy keys of a harbour. Values are never shown.')],
  ['Read Low', tool('harbour_quote', 'Bid, ask, last, volume')],
  ['Read Low', tool('get_sailor', 'Rank, group memberships, enrolled boats and last watch of a sailor.')],
  ['Read Low', tool('gull_figures', 'Sightings, clicks, saves and growth that are due to a gull.')],
  ['Write Medium', tool('gull_post', 'Comment, like and share posts.')],
  ['Destructive Critical', tool('gull_post', 'Post, edit or delete messages.')],
  ['Destructive Critical', tool('charts', 'Charts: uploads, deletes and renames')],
  ['Read Low', tool('list_releases', 'Releases of charts.\n\nReleases with their notes, newest first.')],
  ['Write Medium', tool('get_gulls', 'Posts to a channel.')],
  ['Read Low', tool('harbour_spend', 'Spend so far this billing cycle.')],
  ['Read Low', tool('find_sailor', 'Find sailors by name, handle or e-mail.')],
  ['Destructive Critical', tool('find_sailor', 'Find sailors by name, update or delete them.')],
  ['Read Low', tool('trace_ropes', 'Follow relations outward from a rope.')],
  ['Destructive Critical', tool('release_phone_number', 'Give a rented number back.')],
  ['Write Medium', tool('set_mooring_hold', 'Legal hold on a mooring.')],
  ['Execute Critical', tool('bell_alarm', 'Arm or disarm the alarm of a bell.')],
  ['Write High', tool('goods', 'Order, ship and bill goods.')],
  ['Write High', tool('get_log', 'Emails in the background the log to an address.')],
  ['Write Medium', tool('open_log', 'Opens in read mode or write mode.')],
  ['Write High', tool('sailor_updates', 'Updates sailors in bulk.')],
  ['Write High', tool('purse_transfers', 'Transfers money to a purse.')],
  ['Destructive Critical', tool('get_sailors', 'A tool for deleting all sailors.')],
  ['Destructive Critical', tool('buoys', 'Utility: delete all buoys')],
  ['Destructive Critical', tool('buoys', 'POST /buoys - Delete everything')],
  ['Destructive Critical', tool('send_log', 'Sends a log by mail. All data will be deleted.')],
  ['Destructive Critical', tool('check_tides', 'Cleans the database.')],
  ['Write High', tool('get_state', 'Fixes the permissions of sailors.')],
  ['Execute High', tool('speak', 'Says a text aloud through the speaker.')],
  [
    'Destructive Critical',
    tool('copy_charts', 'Copy charts.', {
      delete_source: { type: 'boolean', description: 'Whether to delete the source charts when done' },
    }),
  ],
  ['Read Low', tool('stale-flags', 'Flags that nobody has raised.')],
  ['Destructive Critical', tool('set_retention', 'Sets retention. Lowering it deletes older crates.')],
  ['Read Low', tool('list_berths', 'Berths with their last command.')],
  ['Write Low', tool('reset_view', 'Resets zoom and time range of the chart.')],
  ['Execute Critical', tool('send_keys', 'Types keys into a terminal session.')],
  ['Destructive High', tool('cache_remove', 'Remove one page from the cache.')],
  ['Destructive Critical', tool('drop_tide_index', 'Drop an index of a table.')],
  ['Read Low', tool('hover', 'Type signature and comment under the cursor.')],
  ['Execute Critical', tool('evaluate', 'Evaluate an expression in the frame of the debuggee.')],
  ['Read Low', tool('evaluate_flag', 'Evaluate a flag for a hypothetical boat.')],
  ['Read Low', tool('harbour_state', 'Play mode, active scene and version.')],
  ['Write Medium', tool('call_install_app', 'Installing an app onto the radio.')],
  ['Read Low', tool('email_list_folders', 'Listing the folders.')],
  ['Read Low', tool('now_playing', 'Track, artist and progress.')],
  ['Read Low', tool('trade.orderBook', 'Bids and asks of a pair.')],
  ['Read Low', tool('route', 'Turn-by-turn directions between quays.')],
  ['Read Low', tool('reach', 'Area within reach.', { mode: { enum: ['drive', 'bike', 'walk'] } })],
  ['Destructive Critical', tool('redact', 'Blackens a log in place. The original is irrecoverable.')],
  ['Read Low', tool('suggest_berths', 'Propose berths for boats and open invoices. Nothing is posted.')],
  ['Write Medium', tool('subscriptions.pause', 'Pause collection on a subscription.')],
  ['Read Low', tool('tide_search', 'Issues matching a tide expression.')],
  ['Read Low', tool('check_cargo', 'Check a list for conflicts, duplicate crates and limits.')],
  ['Read Low', tool('get_annotation', 'Annotates a lamp with its range. Args: lamp (str)')],
  ['Read Medium', tool('get_feed', 'Bank transactions for all accounts of the harbour.')],
  ['Read Low', tool('retrieve_dispute', 'Retrieve a dispute with its reason.')],
  ['Write High', tool('api_keys.rotate', 'Rotate the API key of a harbour.')],
  ['Destructive Critical', tool('api_keys.roll', 'Roll the API key. The previous key stops working.')],
  ['Write Medium', tool('page_write', 'Replace the whole content of a page. Earlier versions are kept.')],
  ['Read Low', tool('staff_directory', 'Staff directory: name, berth and manager.')],
  ['Read Low', tool('verify_seal', 'Verifies a seal and says whether it was broken.')],
  ['Write Medium', tool('toggle_bells', 'Toggles rusted bells on or off.')],
  ['Read Low', tool('burn_rate', 'Burn rate of a lamp.')],
  ['Read Low', tool('purge_policy', 'Shows the purge policy of the harbour.')],
  ['Read Low', tool('crane_arm', 'Joint angles of the crane arm.')],
  ['Read Low', tool('plan_voyage', 'Creates the best route between ports. Nothing is stored.')],
  ['Read Low', tool('draft_clause', 'Helps draft a clause and returns it as text.')],
  ['Execute Medium', tool('hull_scan_start', 'Launches a scan of a hull.')],
  ['Destructive Critical', tool('berth_wipe')],
  ['Read Low', tool('define', 'Defines a word.')],
  ['Write Medium', tool('trim_sail', 'Trims a sail.')],
  ['Destructive Critical', tool('lamp.factory_reset', 'Returns a lamp to its first state: all is erased.')],
  ['Write Medium', tool('undoable_delete_buoy', 'Deletes a buoy. It goes on the undo stack.')],
  ['Execute Critical', tool('unlock_door', 'Unlocks the named smart lock.')],
  ['Read Low', tool('list_lamps', 'List the lamps of a harbour.')],
  ['Read Low', tool('lamp_screenshot', 'Take a screenshot of the lamp panel.')],
  [
    'Write Medium',
    tool('lamp_screenshot', 'Take a screenshot of the lamp panel.', { outputPath: { type: 'string' } }),
  ],
  ['Read Low', tool('plan_voyage', 'Suggest a plan for a voyage.')],
  ['Read Low', tool('tide_query', 'Run a read-only SQL query on the tide tables.')],
  ['Execute Critical', tool('tide_query', 'Run a SQL query on the tide tables.')],
  ['Read Low', tool('list_deleted_lamps', 'List lamps that were deleted.')],
  ['Read Low', tool('get_update_status', 'Get how far an update is.')],
  ['Read Low', tool('query_logs', 'Query the logs of the harbour.')],
  ['Read Low', tool('lamp_status', 'Current state of a lamp.')],
  ['Write Medium', tool('create_berth', 'Create a berth.')],
  ['Write Medium', tool('archive_berth', 'Archive a berth.')],
  [
    'Write Medium',
    tool('delete_berth', 'Delete a berth. It moves to the trash and can be restored for a month.'),
  ],
  ['Write Medium', tool('remove_label', 'Remove a label from a berth.')],
  ['Write Medium', tool('close_request', 'Close a request.')],
  ['Write High', tool('send_email', 'Send an email to the pilot.')],
  ['Write High', tool('transfer_money', 'Transfer money to the pilot.')],
  ['Write High', tool('grant_role', 'Grant a role to a user.')],
  ['Write High', tool('create_virtual_machine', 'Create a virtual machine.')],
  ['Write Medium', tool('create_bucket', 'Create a bucket.')],
  ['Write High', tool('bulk_update_berths', 'Update many berths in bulk.')],
  ['Write Medium', tool('create_berths', 'Create multiple berths at once.')],
  ['Write Low', tool('set_theme', 'Set the theme of the panel.')],
  ['Execute High', tool('run_workflow', 'Run a workflow.')],
  ['Execute High', tool('restart_server', 'Restart the harbour server.')],
  ['Execute Critical', tool('run_shell', 'Run any shell command.')],
  ['Execute High', tool('run_code', 'Run Python code in a sandbox.')],
  ['Execute Medium', tool('click_button', 'Click a button on the page.')],
  ['Execute Medium', tool('run_tests', 'Run the tests of the project.')],
  ['Execute High', tool('turn_on_lamp', 'Turn on a lamp.')],
  ['Execute High', tool('deploy_site', 'Deploy the site.')],
  ['Destructive Critical', tool('delete_berth', 'Delete a berth.')],
  [
    'Destructive Critical',
    tool('berth', 'Work with berths.', { action: { type: 'string', enum: ['create', 'get', 'delete'] } }),
  ],
  ['Destructive Critical', tool('berth', 'Manage berths: create, update or delete one.')],
  ['Destructive Critical', tool('revoke_access', 'Revoke the access of a pilot.')],
  ['Destructive Critical', tool('cancel_subscription', 'Cancel a subscription.')],
  ['Destructive Critical', tool('remove_member', 'Remove a member from the crew.')],
  ['Destructive High', tool('clear_cache', 'Clear the cache.')],
  ['Destructive Critical', tool('write_chart', 'Create a chart or completely overwrite an existing one.')],
  [
    'Destructive Critical',
    tool('build_quay', 'Build a quay.', {
      wipe: { type: 'boolean', description: 'Delete what stands there' },
    }),
  ],
  ['Read Medium', tool('get_api_key', 'Get the API key of the harbour.')],
  ['Read Medium', tool('fetch_page', 'Fetch a web page by its URL.')],
  ['Read Medium', tool('read_file', 'Read a file from the local file system.')],
  ['Read Medium', tool('search_emails', 'Search the emails of the inbox.')],
  ['Read Low', tool('read_email', 'Read one email by its id.')],
];

describe('the codebook', () => {
  it.each(
    CASES.map(
      ([expected, definition]) => [expected, definition.name, definition.description, definition] as const,
    ),
  )('%s: %s, %s', (expected, _name, _description, definition) => {
    const { category, riskLevel } = classify(definition);
    expect(`${category} ${riskLevel}`).toBe(expected);
  });

  it('gives each mode of a tool its own category', () => {
    const definition = tool('berth', 'Work with berths.', {
      action: { type: 'string', enum: ['list', 'rename', 'restart', 'delete'] },
    });
    expect(classify(definition).modes).toEqual([
      { parameter: 'action', value: 'list', category: 'Read' },
      { parameter: 'action', value: 'rename', category: 'Write' },
      { parameter: 'action', value: 'restart', category: 'Execute' },
      { parameter: 'action', value: 'delete', category: 'Destructive' },
    ]);
  });

  it('finds dangerous parameters where they are nested', () => {
    const definition: ToolDefinition = {
      name: 'berth',
      inputSchema: {
        properties: { options: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/Options' }] } },
        $defs: { Options: { properties: { purge: { type: 'boolean' } } } },
      },
    };
    const { dangerousParameters, category } = classify(definition);
    expect(category).toBe('Destructive');
    expect(dangerousParameters).toEqual([
      {
        pointer: '/inputSchema/$defs/Options/properties/purge',
        name: 'purge',
        why: 'deletes or overwrites when set',
      },
    ]);
  });

  it('takes a title that only repeats what a reading name is about for no act', () => {
    const read = { ...tool('getBestTimeToPost', 'Recommends hours.'), title: 'Best Time To Post' };
    expect(classify(read).category).toBe('Read');
    expect(classify({ ...read, title: 'Delete posts' }).category).toBe('Destructive');
    const named = { ...tool('get_delete_posts', 'Posts.'), title: 'Delete posts' };
    expect(classify(named).category).toBe('Destructive');
  });

  it('is unsure where it cannot read', () => {
    const foreign = classify(tool('lampes', 'Supprime toutes les lampes du port et les quais avec.'));
    expect(foreign.confidence).toBeLessThanOrEqual(0.5);
    expect(foreign.rationale).toContain('not in English');
    expect(classify(tool('xqzt')).confidence).toBeLessThanOrEqual(0.5);
  });

  it('says in two to four sentences what decides', () => {
    for (const [, definition] of CASES) {
      const { rationale, category, riskLevel } = classify(definition);
      const sentences = rationale.split(/(?<=[.])\s(?=[A-Z])/);
      expect(sentences.length, rationale).toBeGreaterThanOrEqual(2);
      expect(sentences.length, rationale).toBeLessThanOrEqual(4);
      expect(rationale).toContain(category);
      expect(rationale).toContain(riskLevel);
    }
  });
});
