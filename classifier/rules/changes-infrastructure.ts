import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const CREATES = new Set(['create', 'provision', 'add', 'launch', 'restore', 'clone', 'register', 'spawn']);
const CHANGES = new Set([
  'update',
  'modify',
  'set',
  'scale',
  'resize',
  'configure',
  'patch',
  'apply',
  'attach',
  'detach',
  'change',
  'edit',
  'adjust',
  'enable',
  'disable',
  'upgrade',
  'migrate',
  'rotate',
  'mount',
  'associate',
  'replace',
  'promote',
  'toggle',
  'rename',
  'install',
  'put',
]);
/** Words that show a run to change infrastructure written as code. */
const CODED = ['ansible', 'terraform', 'opentofu', 'pulumi', 'cloudformation', 'infrastructure'];
/** Words that show a resource to be one of a running cluster. */
const CLUSTER = ['kubernetes', 'kubectl', 'k8s', 'helm'];
/** Words for whatever a cluster or a stack holds. */
const ANYTHING = new Set(['resource', 'resources', 'manifest', 'manifests', 'object', 'objects']);
/** Verbs that put something into the environment they name. */
const DEPLOYS = new Set(['deploy', 'redeploy', 'release', 'promote', 'merge', 'rollback', 'revert']);
const APPLIES = new Set(['failover', 'drain', 'cordon', 'upgrade', 'downgrade']);

export default defineRule({
  id: 'changes-infrastructure',
  meta: {
    summary: 'Production infrastructure is created or changed.',
    why: "Others' work runs on it.",
    capability: 'changes-control',
  },
  examples: {
    fires: [tool('create_vm', 'Create a virtual machine.'), tool('scale_cluster', 'Scale a cluster.')],
    silent: [tool('list_vms', 'List virtual machines.')],
  },
  observe: (reading) =>
    sightActs(reading, (act) => {
      if (act.place === 'aside' || act.place === 'body' || act.place === 'usage') return false;
      const starts =
        act.sense === 'process' ||
        ((act.lemma === 'create' || act.lemma === 'apply') && act.words.includes('run'));
      if (
        starts &&
        ((APPLIES.has(act.lemma) && (act.object.has('infra') || act.object.has('compute'))) ||
          act.object.has('terraform') ||
          CODED.some((word) => reading.topicWords.has(word)))
      )
        return true;
      if (DEPLOYS.has(act.lemma) && reading.topicWords.has('production')) return true;
      if ((act.sense !== 'write' && act.sense !== 'device') || act.words.includes('power')) return false;
      return CREATES.has(act.lemma)
        ? act.object.has('newInfra')
        : CHANGES.has(act.lemma) &&
            (act.object.has('infra') ||
              (act.scope.has('infra') && act.words.some((word) => ANYTHING.has(word))) ||
              CLUSTER.some((word) => reading.topicWords.has(word)));
    }),
});
