import { sightSenses } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

export default defineRule({
  id: 'triggers-process',
  meta: {
    summary: 'A process, build, deployment, job, workflow or call is started.',
    why: 'Its effect depends on the arguments and reaches beyond the record that it touches.',
    capability: 'executes',
  },
  examples: {
    fires: [tool('run_workflow', 'Run a workflow.'), tool('deploy_site', 'Deploy the site.')],
    silent: [tool('run_audit', 'Run an audit of the page.')],
  },
  observe: (reading) => sightSenses(reading, 'process'),
});
