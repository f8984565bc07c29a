import type { NounSet } from './nouns.ts';
import type { Sense } from './verbs.ts';

/**
 * What a verb means when it is done to something: `[verbs, [nouns, sense]…]`, the first case that fits counts.
 * `@` before a set of nouns means that it stands behind the preposition: `open the report in the browser`.
 */
export type SetPattern = NounSet | `@${NounSet}`;

export const SENSES_BY_OBJECT: readonly (readonly [
  verbs: string,
  ...cases: (readonly [sets: SetPattern | readonly SetPattern[], sense: Sense])[],
])[] = [
  [
    'run execute exec perform conduct invoke carry fire launch process',
    ['readLanguage', 'read'],
    ['sql', 'query'],
    ['test', 'process'],
    ['check', 'read'],
    ['query', 'query'],
    ['code', 'code'],
    ['job', 'process'],
  ],
  ['eval evaluate', ['evalCode', 'code'], ['@browser', 'code']],
  ['forward', ['port', 'process']],
  ['launch', ['newInfra', 'write']],
  ['query', ['readLanguage', 'read'], ['sql', 'query'], ['@sql', 'query']],
  ['explain analyze', ['planned', 'query']],
  ['start', ['terminal', 'code'], ['search', 'read'], ['device', 'device'], ['ownSession', 'write']],
  ['stop', ['search', 'write'], ['device', 'device']],
  ['send', ['@os_process', 'code'], ['@terminal', 'code']],
  ['send type write', ['shell', 'code'], ['browser', 'browser'], ['controlSignal', 'device']],
  [
    'trigger call open restart pause resume play launch set turn switch toggle control adjust activate deactivate lock unlock mute change move press dim rotate fill operate',
    ['device', 'device'],
  ],
  [
    'open',
    [['browser', 'url', '@browser', '@url'], 'browser'],
    [['compute', 'os_process', 'application'], 'lifecycle'],
    ['localFile', 'read'],
    ['graphNode', 'read'],
    ['session', 'write'],
  ],
  [
    'close',
    ['browser', 'browser'],
    ['money', 'money'],
    [['application', 'os_process'], 'lifecycle'],
    ['compute', 'lifecycle'],
  ],
  ['press select fill focus submit upload choose hover drop wait resize', ['browserPart', 'browser']],
  ['quit launch', ['application', 'lifecycle']],
  ['switch activate select', ['tab', 'browser']],
  ['take', ['recording', 'process']],
  ['remove', [['person', 'access'], 'revoke'], ['link', 'unlink'], ['@collection', 'unlink']],
  ['delete', ['access', 'revoke'], ['tie', 'unlink']],
  ['ban kick expel', ['person', 'revoke']],
  ['unregister deregister offboard', ['person', 'revoke']],
  [
    'terminate kill shut',
    [['os_process', 'session', 'job'], 'lifecycle'],
    ['compute', 'destroy'],
    ['person', 'revoke'],
  ],
  ['discard', ['job', 'cancel']],
  [
    'cancel abort void withdraw',
    ['cancelForGood', 'destroy'],
    [['job', 'query', 'check', 'compute', 'search'], 'cancel'],
  ],
  ['transfer', [['artifact', 'localFile', 'remoteStore', 'person', 'link', 'job', 'call'], 'write']],
  ['create update make set', ['noMoney', 'write']],
  [
    'complete create submit place make set book reserve modify update edit capture approve reject confirm sign finalize settle close cancel_replace amend replace reverse void',
    ['moneyMove', 'money'],
  ],
  ['create', ['renderingOnly', 'read']],
  ['handle', ['browserPart', 'browser']],
  ['make', ['call', 'process'], ['message', 'message']],
  ['generate', ['mediaJob', 'process'], ['secret', 'write']],
  ['pause resume suspend unpause', [['compute', 'job', 'os_process', 'container'], 'lifecycle']],
  ['reset clear', ['viewState', 'write']],
  ['reset', ['cachey', 'clear']],
  ['schedule', ['message', 'message'], ['job', 'process']],
  ['report', ['problem', 'message']],
  ['log', ['worklog', 'write'], ['outLog', 'read']],
  ['download export load', ['@localPlace', 'write']],
  ['pull', ['image', 'write']],
  ['resolve', ['identifier', 'read']],
  ['apply', ['terraform', 'process']],
  ['request', ['reviewRequest', 'write']],
  ['answer', ['call', 'process']],
  ['take', ['ownership', 'write']],
  ['merge union combine split', ['geometry', 'read'], ['document', 'write']],
  ['draw plot', ['canvas', 'write']],
  ['build', ['geometry', 'read'], ['queryText', 'read']],
];
