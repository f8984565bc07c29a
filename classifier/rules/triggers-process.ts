import { isLeading, type Act } from '../reading/acts.ts';
import { sightActs, sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

/** Verbs by which what was made elsewhere comes into production. */
const DEPLOYING = new Set(['merge', 'promote', 'rebase', 'push', 'ship', 'release']);
const deploys = (act: Act): boolean => act.sense === 'write' && isLeading(act) && DEPLOYING.has(act.lemma);

export default defineRule({
  id: 'triggers-process',
  meta: {
    summary: 'A process, build, deployment, job, workflow or call is started.',
    why: 'Its effect depends on the arguments and reaches beyond the record that it touches.',
    capability: 'executes',
  },
  examples: {
    fires: [
      tool('run_workflow', 'Run a workflow.'),
      tool('deploy_site', 'Deploy the site.'),
      tool('merge_plan', 'Merges plans to production.'),
    ],
    silent: [tool('run_audit', 'Run an audit of the page.')],
  },
  observe: (reading) => {
    const started = sightSenses(reading, 'process');
    return reading.topicWords.has('production') ? [...started, ...sightActs(reading, deploys)] : started;
  },
});
