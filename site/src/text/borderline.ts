/**
 * Cases that a reader would question, decided in the codebook. Each has an invented tool that stands for it; the
 * classifier gives that tool this very verdict (scripts/site/methodology.test.ts).
 */
import type { ToolDefinition } from '../../../catalogue/records.ts';
import type { Category, RiskLevel } from '../../../catalogue/vocabulary.ts';

export interface BorderlineCase {
  /** What such a tool does, as the end of “a tool that …”. */
  does: string;
  category: Category;
  riskLevel: RiskLevel;
  /** Why it is judged so, as a sentence. */
  because: string;
  example: ToolDefinition;
}

type Row = readonly [
  verdict: `${Category} ${RiskLevel}`,
  does: string,
  because: string,
  example: ToolDefinition,
];

const outputPath = { type: 'string' };
const action = { type: 'string', enum: ['create', 'get', 'delete'] };

const ROWS: readonly Row[] = [
  [
    'Read Low',
    'runs SQL and says that it only reads',
    'A stated limit counts.',
    { name: 'tide_query', description: 'Run a read-only SQL query on the tide tables.' },
  ],
  [
    'Execute Critical',
    'runs SQL without these words',
    'A safeguard that is not stated is not counted on.',
    { name: 'tide_query', description: 'Run a SQL query on the tide tables.' },
  ],
  [
    'Read Medium',
    'runs commands and accepts only those that read',
    'It changes nothing; what it can bring to light is wide.',
    {
      name: 'run_command',
      description: 'Run a command. Only read-only verbs are accepted.',
      inputSchema: { type: 'object', properties: { command: { type: 'string' } } },
    },
  ],
  [
    'Execute Critical',
    'runs any shell command',
    'A shell could delete, but that is not its stated purpose.',
    { name: 'run_shell', description: 'Run any shell command.' },
  ],
  [
    'Execute High',
    'runs code in a sandbox',
    'The words confine it.',
    { name: 'run_code', description: 'Run Python code in a sandbox.' },
  ],
  [
    'Read Low',
    'brings a screenshot back in its answer',
    'Nothing outlives the call.',
    { name: 'lamp_screenshot', description: 'Take a screenshot of the lamp panel.' },
  ],
  [
    'Write Medium',
    'can save that screenshot to a path',
    'One parameter is enough, even where it may be left out.',
    {
      name: 'lamp_screenshot',
      description: 'Take a screenshot of the lamp panel.',
      inputSchema: { type: 'object', properties: { outputPath } },
    },
  ],
  [
    'Read Low',
    'plans, advises or drafts a text',
    'What it makes is only returned.',
    { name: 'plan_voyage', description: 'Suggest a plan for a voyage.' },
  ],
  [
    'Write Medium',
    'deletes into a trash',
    'The words say that it can be restored.',
    {
      name: 'delete_berth',
      description: 'Delete a berth. It moves to the trash and can be restored for a month.',
    },
  ],
  [
    'Write Medium',
    'takes a label off a record',
    'It can be put on again.',
    { name: 'remove_label', description: 'Remove a label from a berth.' },
  ],
  [
    'Write Medium',
    'closes a request',
    'It can be opened again.',
    { name: 'close_request', description: 'Close a request.' },
  ],
  [
    'Destructive Critical',
    'ends a subscription',
    'Nothing says that it can be resumed.',
    { name: 'cancel_subscription', description: 'Cancel a subscription.' },
  ],
  [
    'Destructive Critical',
    'takes away somebody’s access',
    'Revoking is loss.',
    { name: 'revoke_access', description: 'Revoke the access of a pilot.' },
  ],
  [
    'Destructive Critical',
    'deletes in one mode of several',
    'The most severe mode decides.',
    {
      name: 'berth',
      description: 'Work with berths.',
      inputSchema: { type: 'object', properties: { action } },
    },
  ],
  [
    'Destructive High',
    'clears a cache',
    'It deletes, and what is lost can be made again.',
    { name: 'clear_cache', description: 'Clear the cache.' },
  ],
  [
    'Destructive Critical',
    'replaces a record’s whole content',
    'What stood there is gone.',
    { name: 'write_chart', description: 'Create a chart or completely overwrite an existing one.' },
  ],
  [
    'Write Medium',
    'does so where earlier versions are kept',
    'A stated history undoes it.',
    { name: 'page_write', description: 'Replace the whole content of a page. Earlier versions are kept.' },
  ],
  [
    'Write Low',
    'logs in and so creates a session',
    'A session outlives the call; it is the caller’s own.',
    { name: 'log_in', description: 'Log in and create a session.' },
  ],
  [
    'Write High',
    'moves money by one fixed action',
    'It adds an entry, and money raises the level.',
    { name: 'transfer_money', description: 'Transfer money to the pilot.' },
  ],
  [
    'Write Medium',
    'creates several records in one call',
    'A list of things to add is not bulk by itself.',
    { name: 'create_berths', description: 'Create multiple berths at once.' },
  ],
  [
    'Write High',
    'changes many records in bulk',
    'One wrong call is wrong many times.',
    { name: 'bulk_update_berths', description: 'Update many berths in bulk.' },
  ],
  [
    'Write Medium',
    'creates a storage bucket',
    'An ordinary cloud resource raises nothing.',
    { name: 'create_bucket', description: 'Create a bucket.' },
  ],
  [
    'Write High',
    'creates a virtual machine',
    'It is production infrastructure.',
    { name: 'create_virtual_machine', description: 'Create a virtual machine.' },
  ],
  [
    'Execute High',
    'restarts a service',
    'It reaches beyond the record it touches.',
    { name: 'restart_server', description: 'Restart the harbour server.' },
  ],
  [
    'Execute Medium',
    'cancels a running job',
    'It can be started again.',
    { name: 'cancel_job', description: 'Cancel a running job.' },
  ],
  [
    'Destructive Critical',
    'cancels what it says cannot be resumed',
    'What ran so far is lost.',
    { name: 'cancel_job', description: 'Cancel a running job. It cannot be resumed.' },
  ],
  [
    'Execute High',
    'starts an agent that brings back a report',
    'It starts a job of its own, and does not only answer.',
    { name: 'research', description: 'Start a research agent that brings back a report.' },
  ],
  [
    'Execute Medium',
    'runs a project’s tests',
    'It is bounded and easily repeated.',
    { name: 'run_tests', description: 'Run the tests of the project.' },
  ],
];

/** The cases, near relations side by side. */
export const BORDERLINE_CASES: readonly BorderlineCase[] = ROWS.map(([verdict, does, because, example]) => {
  const [category, riskLevel] = verdict.split(' ') as [Category, RiskLevel];
  return { does, category, riskLevel, because, example };
});
