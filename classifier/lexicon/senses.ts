import type { NounSet } from './nouns.ts';
import type { Sense } from './verbs.ts';

/** What a verb means when it is done to something of these sets; the first that fits counts. */
export interface SenseByObject {
  readonly verbs: string;
  readonly cases: readonly (readonly [set: NounSet | readonly NounSet[], sense: Sense])[];
}

export const SENSES_BY_OBJECT: readonly SenseByObject[] = [
  {
    verbs: 'run execute exec perform conduct invoke do carry evaluate eval make fire',
    cases: [
      ['readLanguage', 'read'],
      ['query', 'query'],
      ['test', 'process'],
      ['check', 'read'],
      ['code', 'code'],
      ['job', 'process'],
    ],
  },
  {
    verbs: 'send type write',
    cases: [
      ['shell', 'code'],
      ['browser', 'browser'],
    ],
  },
  {
    verbs:
      'start launch trigger dispatch kick initiate call boot open stop restart pause resume suspend halt play',
    cases: [
      ['device', 'device'],
      ['browser', 'browser'],
    ],
  },
  {
    verbs: 'open close',
    cases: [
      [['browser', 'url'], 'browser'],
      ['device', 'device'],
      ['money', 'money'],
      [['compute', 'os_process'], 'lifecycle'],
      ['localFile', 'read'],
    ],
  },
  { verbs: 'show display', cases: [] },
  {
    verbs: 'query',
    cases: [
      ['readLanguage', 'read'],
      ['docs', 'read'],
      ['sql', 'query'],
    ],
  },
  {
    verbs: 'remove',
    cases: [
      [['person', 'access'], 'revoke'],
      ['link', 'unlink'],
    ],
  },
  { verbs: 'delete', cases: [['access', 'revoke']] },
  {
    verbs: 'kick ban expel deny',
    cases: [
      ['person', 'revoke'],
      ['access', 'revoke'],
    ],
  },
  { verbs: 'deregister unregister offboard', cases: [['person', 'revoke']] },
  {
    verbs: 'terminate kill shut',
    cases: [
      [['os_process', 'session', 'job'], 'lifecycle'],
      ['compute', 'destroy'],
      ['person', 'revoke'],
    ],
  },
  {
    verbs: 'discard',
    cases: [['job', 'cancel']],
  },
  { verbs: 'drop', cases: [['browser', 'browser']] },
  {
    verbs: 'cancel abort void withdraw',
    cases: [
      ['cancelForGood', 'destroy'],
      [['job', 'query', 'check', 'compute'], 'cancel'],
    ],
  },
  {
    verbs: 'transfer',
    cases: [[['artifact', 'localFile', 'remoteStore', 'person', 'link', 'job'], 'write']],
  },
  {
    verbs: 'order trade bill wire swap',
    cases: [],
  },
  { verbs: 'create submit place make set book reserve modify update edit', cases: [['moneyMove', 'money']] },
  {
    verbs: 'capture',
    cases: [['moneyMove', 'money']],
  },
  { verbs: 'approve reject confirm sign finalize settle', cases: [['moneyMove', 'money']] },
  { verbs: 'create', cases: [['rendering', 'read']] },
  { verbs: 'make', cases: [['message', 'message']] },
  {
    verbs: 'generate',
    cases: [
      ['mediaJob', 'process'],
      ['secret', 'write'],
    ],
  },
  {
    verbs: 'pause resume suspend start stop unpause',
    cases: [[['compute', 'job', 'os_process', 'container'], 'lifecycle']],
  },
  { verbs: 'upgrade downgrade', cases: [] },
  { verbs: 'turn switch toggle set control adjust activate', cases: [['device', 'device']] },
  { verbs: 'press select fill focus submit upload choose hover', cases: [['browser', 'browser']] },
  { verbs: 'lock unlock mute', cases: [['device', 'device']] },
  { verbs: 'print', cases: [] },
  { verbs: 'load import', cases: [] },
  {
    verbs: 'reset',
    cases: [
      ['settings', 'clear'],
      ['cachey', 'clear'],
    ],
  },
  { verbs: 'clear flush clean empty purge', cases: [] },
  { verbs: 'report', cases: [] },
  { verbs: 'assign', cases: [] },
  { verbs: 'schedule', cases: [['message', 'message']] },
  { verbs: 'publish share', cases: [] },
  { verbs: 'apply', cases: [] },
];
