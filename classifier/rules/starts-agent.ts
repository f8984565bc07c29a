import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const STARTS = new Set([
  'assign',
  'create',
  'submit',
  'schedule',
  'request',
  'delegate',
  'spawn',
  'queue',
  'enqueue',
  'start',
  'kick',
  'initiate',
  'launch',
]);
const RUNS = new Set(['run', 'runs', 'build', 'execution', 'invocation', 'deployment', 'crawl']);
const JOBS = new Set([
  'run',
  'runs',
  'build',
  'execution',
  'agent',
  'copilot',
  'crawl',
  'subagent',
  'job',
  'invocation',
]);

export default defineRule({
  id: 'starts-agent',
  meta: {
    summary: 'An agent or a job of its own is set to work.',
    why: 'It goes on after the call, on its own judgement.',
    capability: 'executes',
  },
  examples: {
    fires: [tool('assign_agent_to_leak', 'Assign a coding agent to repair the leak.')],
    silent: [tool('get_agent', 'Get an agent by its id.')],
  },
  observe: (reading) =>
    sightActs(
      reading,
      (act) =>
        STARTS.has(act.lemma) &&
        act.words.slice(0, 4).some((word) => (act.lemma === 'create' ? RUNS : JOBS).has(word)),
    ),
});
