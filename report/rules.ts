/** What each kind of finding means, for the rule lists of SARIF and for documentation. */
import type { FailOn, ScanRule } from './scan-record.ts';

export interface RuleMeaning {
  title: string;
  /** What it means and what to do, in a few sentences. */
  help: string;
  level: 'error' | 'warning' | 'note';
  /** CVSS-like score by which GitHub sorts; absent where the rule is about no weakness. */
  severity?: string;
  /** The words of `--fail-on` that make it fail. */
  failsOn: readonly FailOn[];
}

const ACCEPT = 'If it is meant to be so, accept it with `toolrisk scan --update-lock`.';
const GUARD = 'Put the suggested policy in front of it, or remove the server from the configuration.';

export const RULE_MEANING: Record<ScanRule, RuleMeaning> = {
  'critical-tool': {
    title: 'A tool whose wrong call may not be undone',
    help: `An agent that holds this tool can do something that cannot be undone at all. ${GUARD}`,
    level: 'error',
    severity: '9.0',
    failsOn: ['critical', 'high', 'medium'],
  },
  'high-tool': {
    title: 'A tool whose wrong call reaches far',
    help: `A wrong call of this tool reaches beyond the record it touches, or costs real work to undo. ${GUARD}`,
    level: 'warning',
    severity: '7.0',
    failsOn: ['high', 'medium'],
  },
  'medium-tool': {
    title: 'A tool whose wrong call has to be put right',
    help: `A wrong call of this tool changes something that somebody has to put right. ${GUARD}`,
    level: 'note',
    severity: '4.0',
    failsOn: ['medium'],
  },
  'hint-mismatch': {
    title: 'Declared hints that the words contradict',
    help: 'A client that trusts the hints lets calls through that it would ask about. Do not allow this tool on the strength of its hints.',
    level: 'warning',
    severity: '6.0',
    failsOn: ['mismatch'],
  },
  poisoning: {
    title: 'A text that steers the model which reads it',
    help: 'What a server says of its tools stands in the model’s context. This text gives orders, hides from people or addresses its judge. Remove the server until its author explains it.',
    level: 'error',
    severity: '9.0',
    failsOn: ['poisoning'],
  },
  'toxic-combination': {
    title: 'Tools that no agent should hold together',
    help: 'Each of these tools may be acceptable alone; together they let outsiders’ text reach what it must not. Split them between agents, or deny one of the parts.',
    level: 'warning',
    severity: '7.5',
    failsOn: ['combination'],
  },
  'server-unchecked': {
    title: 'A server that could not be checked',
    help: 'It gave no list of tools, so nothing is known of what it can do. That is no pass: with any --fail-on it fails the scan.',
    level: 'error',
    failsOn: ['critical', 'high', 'medium', 'change', 'mismatch', 'poisoning', 'combination'],
  },
  'tool-unread': {
    title: 'A tool that could not be read',
    help: 'The server lists it in a form that could not be taken, so nothing is known of what it can do.',
    level: 'warning',
    failsOn: ['critical', 'high', 'medium', 'change', 'mismatch', 'poisoning', 'combination'],
  },
  'server-added': {
    title: 'A server that the lock does not have',
    help: `The configuration brings in a server that nobody accepted. ${ACCEPT}`,
    level: 'warning',
    failsOn: ['change'],
  },
  'server-removed': {
    title: 'A server that only the lock has',
    help: `The lock speaks of a server that no configuration brings in. ${ACCEPT}`,
    level: 'note',
    failsOn: ['change'],
  },
  'server-changed': {
    title: 'A server that is not the one that was accepted',
    help: `Its package, its version, its instructions or the way it is started differ from the lock. ${ACCEPT}`,
    level: 'warning',
    severity: '5.0',
    failsOn: ['change'],
  },
  'tool-added': {
    title: 'A tool that the lock does not have',
    help: `A server that was accepted has grown a tool. ${ACCEPT}`,
    level: 'warning',
    severity: '6.0',
    failsOn: ['change'],
  },
  'tool-removed': {
    title: 'A tool that only the lock has',
    help: `A server no longer has a tool that was accepted. ${ACCEPT}`,
    level: 'note',
    failsOn: ['change'],
  },
  'tool-redefined': {
    title: 'A tool with another definition than the accepted one',
    help: `The words by which a tool was accepted are not the words it has now: read both. This is how a rug pull looks. ${ACCEPT}`,
    level: 'error',
    severity: '8.0',
    failsOn: ['change'],
  },
  'tool-reclassified': {
    title: 'A tool with another verdict than the accepted one',
    help: `Its category or risk level differ from the lock. ${ACCEPT}`,
    level: 'warning',
    severity: '5.0',
    failsOn: ['change'],
  },
  'exception-stale': {
    title: 'An exception that no longer holds',
    help: 'It accepts a definition that the tool no longer has. Look at the tool again; `toolrisk scan --update-lock` drops the exception.',
    level: 'warning',
    failsOn: ['change'],
  },
};
