/** What a scan of a user's servers found, as plain data: every format is made from this record alone. */
import type { ServerState } from '../catalogue/changes.ts';
import type { Combination } from '../catalogue/combinations.ts';
import type { Classification, ToolDefinition } from '../catalogue/records.ts';
import type { Flag, Outcome } from '../catalogue/vocabulary.ts';
import type { StackChange } from './stack.ts';

/** Lines and columns from 1; a column counts UTF-16 code units, and the end is the first that is outside. */
export interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

/** Where a configuration brings a server in. `file` is relative to where the scan was started, with slashes. */
export interface Place {
  file: string;
  /** The client that reads the file, such as `claude-code`. */
  client: string;
  /** The server's name in that file. */
  name: string;
  region?: Region;
}

export interface ScannedTool {
  definition: ToolDefinition;
  classification: Classification;
}

/** A text of a server's that tries to steer the model that reads it. */
export interface Deceit {
  ruleId: string;
  /** What the rule sees, as a sentence. */
  summary: string;
  /** The words as received, hidden characters and all. */
  quote: string;
}

/** One server of a stack. */
export interface ScannedServer {
  /** What the lock calls it: its name in small letters, digits and hyphens. */
  id: string;
  name: string;
  /** Every place that brings it in; never empty. */
  places: Place[];
  /** What is started or asked, without versions, paths and credentials: `npm:name`, `remote:https://…`. */
  source: string;
  outcome: Outcome;
  detail: string;
  state: ServerState;
  tools: ScannedTool[];
  /** Tools that could not be read; `digest` is that of their text as received. */
  unread: { name: string | undefined; reason: string; digest: string }[];
  /** Variables that its configuration refers to and that are not set. */
  unset: string[];
  /** What its instructions try. */
  deceits: Deceit[];
}

/** An entry of a configuration that cannot be scanned at all, or is switched off. */
export interface LeftEntry {
  place: Place;
  reason: string;
}

/** A combination that the tools of the whole stack make together, as `server/tool` for each part. */
export interface StackCombination {
  combination: Combination;
  parts: { flag: Flag; tools: string[] }[];
}

/** The recommended policy for the client that a configuration belongs to. */
export interface SuggestedPolicy {
  client: string;
  /** Id and title of the target. */
  target: string;
  title: string;
  filename: string;
  text: string;
  /** What the target cannot express, in sentences. */
  notes: string[];
}

/** All that a scan found. */
export interface ScanReport {
  toolriskVersion: string;
  classifierVersion: string;
  /** The configurations that were read. */
  files: { file: string; client: string }[];
  servers: ScannedServer[];
  left: LeftEntry[];
  combinations: StackCombination[];
  policies: SuggestedPolicy[];
  /** Present where the stack was compared with a lock. */
  changes?: StackChange[];
  findings: ScanFinding[];
}

/** What a scan can find. */
export const SCAN_RULES = [
  'critical-tool',
  'high-tool',
  'medium-tool',
  'hint-mismatch',
  'poisoning',
  'toxic-combination',
  'server-unchecked',
  'tool-unread',
  'server-added',
  'server-removed',
  'server-changed',
  'tool-added',
  'tool-removed',
  'tool-redefined',
  'tool-reclassified',
  'exception-stale',
] as const;
export type ScanRule = (typeof SCAN_RULES)[number];

/** What makes a scan fail, as `--fail-on` names it. */
export const FAIL_ON = [
  'critical',
  'high',
  'medium',
  'change',
  'mismatch',
  'poisoning',
  'combination',
] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** One thing that a scan found: what, where, and whether it fails the scan. */
export interface ScanFinding {
  rule: ScanRule;
  /** One or two sentences for a reader, hidden characters visible. */
  message: string;
  /** Id of the server; absent where it is about the whole stack or about a server that is gone. */
  server?: string;
  tool?: string;
  /** Where the configuration brings it in; empty where the configuration does not. */
  places: Place[];
  /** What changed, in words: each field with its old and its new text. */
  details: FieldWords[];
  /** The same finding in another run has the same fingerprint. */
  fingerprint: string;
  /** Who accepted it, and why. */
  accepted?: { by: 'lock' | 'exception'; why: string };
  fails: boolean;
}

/** A changed field in words; both sides are bounded and have their hidden characters visible. */
export interface FieldWords {
  label: string;
  before: string | null;
  after: string | null;
}
