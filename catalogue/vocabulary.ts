/**
 * The closed sets of words that every part of Toolrisk uses, and what each word means to a reader.
 * Definitions of categories, risk levels and flags: docs/codebook.md.
 */

/** What a tool does, least severe first. The most severe that applies is the tool's category. */
export const CATEGORIES = ['Read', 'Write', 'Execute', 'Destructive'] as const;
export type Category = (typeof CATEGORIES)[number];

/** How much one call can cost, least first. */
export const RISK_LEVELS = ['Low', 'Medium', 'High', 'Critical'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Properties of a tool that matter beside its category. */
export const FLAGS = [
  'financial',
  'secrets',
  'code',
  'egress',
  'untrusted',
  'private',
  'admin',
  'bulk',
] as const;
export type Flag = (typeof FLAGS)[number];

export const CATEGORY_MEANING: Record<Category, string> = {
  Read: 'retrieves, searches or computes; changes no state that outlives the call',
  Write: 'creates or changes state, additively or so that it can be undone',
  Execute: 'runs code, commands or queries, or triggers a process whose effect depends on its arguments',
  Destructive: 'permanently deletes, overwrites, revokes or terminates, or has a mode that does',
};

export const RISK_LEVEL_MEANING: Record<RiskLevel, string> = {
  Low: 'a wrong call costs next to nothing',
  Medium: 'a wrong call changes something that somebody has to put right',
  High: 'a wrong call reaches beyond the record it touches, or costs real work to undo',
  Critical: 'a wrong call may not be undone at all',
};

export const FLAG_MEANING: Record<Flag, string> = {
  financial: 'moves money, places orders, trades or bills',
  secrets: 'returns or creates credentials, keys or tokens',
  code: 'runs code, commands or queries that the caller supplies',
  egress: 'sends data to an outside party or an arbitrary URL',
  untrusted: 'returns content that outsiders can author',
  private: 'returns private or internal data',
  admin: 'changes permissions, users or security settings',
  bulk: 'acts on many items at once',
};

/** Where a category starts before anything raises or lowers it (docs/codebook.md). */
export const BASE_RISK_LEVEL: Record<Category, RiskLevel> = {
  Read: 'Low',
  Write: 'Medium',
  Execute: 'High',
  Destructive: 'Critical',
};

/** What may raise a risk level by one, each at most once. */
export const RAISES = [
  'handles-secrets',
  'arbitrary-read',
  'moves-money',
  'changes-control',
  'host-code',
  'container-loss',
  'bulk-scope',
  'irrevocable-message',
  'private-bulk-read',
] as const;
export type Raise = (typeof RAISES)[number];

/** What may lower a risk level by one, each at most once. */
export const LOWERS = ['scratch-state', 'bounded-process', 'trivial-loss'] as const;
export type Lower = (typeof LOWERS)[number];

export const RAISE_MEANING: Record<Raise, string> = {
  'handles-secrets': 'it returns or handles stored secrets, credentials or keys',
  'arbitrary-read': 'it reads arbitrary local files or an arbitrary URL',
  'moves-money': 'it moves money, places orders or trades',
  'changes-control': 'it changes permissions, users, security controls or production infrastructure',
  'host-code': 'it runs arbitrary shell, code or queries without a stated confinement',
  'container-loss': 'a whole container of data can be lost',
  'bulk-scope': 'it acts in bulk or on a wildcard',
  'irrevocable-message': "it communicates outward in the owner's name and cannot be recalled",
  'private-bulk-read': 'it reads private personal content in bulk',
};

export const LOWER_MEANING: Record<Lower, string> = {
  'scratch-state': "it touches only scratch, session or interface state, or the caller's own ephemeral data",
  'bounded-process': 'the process it starts is bounded and easily repeated',
  'trivial-loss': 'what is lost is trivial or can be recreated',
};

/** MCP's own declared hints, verbatim. Untrusted, tri-state: true, false, undeclared. */
export const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;
export type Hint = (typeof HINTS)[number];

/**
 * What a rule saw.
 * - `observed`: the definition establishes it.
 * - `mentioned`: it stands in an aside, an example, a cross-reference: weak evidence.
 * - `denied`: the definition says that it does not do this.
 * - `error`: the rule itself failed; shown, never silent.
 */
export const FINDING_OUTCOMES = ['observed', 'mentioned', 'denied', 'error'] as const;
export type FindingOutcome = (typeof FINDING_OUTCOMES)[number];

/** What a finding did to the verdict; assigned by `combine`, never by a rule. */
export const EFFECTS = ['decides', 'supports', 'raises', 'lowers', 'flags', 'noted', 'overruled'] as const;
export type Effect = (typeof EFFECTS)[number];

/** How a definition came to us. `declared` was handed over as a file, not seen in a running server. */
export const PROVENANCES = ['observed', 'declared'] as const;
export type Provenance = (typeof PROVENANCES)[number];

export const TRANSPORTS = ['stdio', 'streamable-http', 'sse'] as const;
export type Transport = (typeof TRANSPORTS)[number];

export const SANDBOXES = ['bubblewrap', 'podman', 'docker', 'node-permission', 'none'] as const;
export type Sandbox = (typeof SANDBOXES)[number];

/** Which rung of the ladder of credentials was in use when the server answered. */
export const CREDENTIAL_STEPS = ['absent', 'default', 'placeholder'] as const;
export type CredentialStep = (typeof CREDENTIAL_STEPS)[number];

/** All the ways in which a crawl of one server can end. */
export const OUTCOMES = [
  'listed',
  'listed-partly',
  'declared',
  'not-crawled',
  'needs-credentials',
  'needs-login',
  'rate-limited',
  'unreachable',
  'not-mcp',
  'unexpanded-template',
  'package-missing',
  'install-failed',
  'exited',
  'timed-out',
  'protocol-error',
  'too-large',
  'refused-by-policy',
  'unsupported-runtime',
  'opted-out',
  'interrupted',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_MEANING: Record<Outcome, string> = {
  listed: 'answered with its complete list of tools',
  'listed-partly': 'answered with a list of which some tools had to be left out',
  declared: 'was not run; its tools were declared in a file',
  'not-crawled': 'has not been crawled yet',
  'needs-credentials': 'wants credentials before it lists its tools',
  'needs-login': 'wants a person to log in before it lists its tools',
  'rate-limited': 'asked us to come back later',
  unreachable: 'could not be reached',
  'not-mcp': 'answered, but not in the Model Context Protocol',
  'unexpanded-template': 'is listed under an address with a placeholder that nobody filled in',
  'package-missing': 'is listed under a package that its registry does not have',
  'install-failed': 'could not be installed',
  exited: 'ended by itself before it listed its tools',
  'timed-out': 'did not list its tools within the time limit',
  'protocol-error': 'broke the Model Context Protocol while listing its tools',
  'too-large': 'sent or used more than the crawler accepts',
  'refused-by-policy': 'was not run, because no permitted sandbox could hold it',
  'unsupported-runtime': 'needs a runtime that this crawler does not start',
  'opted-out': 'asked not to be crawled',
  interrupted: 'was being crawled when the run was stopped',
};

/** Whether a crawl that ended so brought a list of tools. */
export function carriesList(outcome: Outcome): boolean {
  return outcome === 'listed' || outcome === 'listed-partly' || outcome === 'declared';
}

/** How a run of the crawler ended. */
export const RUN_STATUSES = ['running', 'finished', 'interrupted'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/**
 * What became of a list that a crawl brought.
 * - `present`: it became, or stayed, the list that the catalogue shows.
 * - `suspect`: it is empty where there was a list before, which is more often a broken crawl than an empty server; it
 *   is held back until an empty list comes a second time.
 * - `outranked`: it was only declared, and does not take the place of one that was observed.
 */
export const STANDINGS = ['present', 'suspect', 'outranked'] as const;
export type Standing = (typeof STANDINGS)[number];

/** In what a server can differ between two crawls of it. */
export const CHANGE_KINDS = [
  'added',
  'removed',
  'redefined',
  'reclassified',
  'server',
  'circumstances',
  'outcome',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export const CHANGE_MEANING: Record<ChangeKind, string> = {
  added: 'a tool that was not there before',
  removed: 'a tool that is no longer there',
  redefined: 'a tool of the same name with another definition',
  reclassified: 'a tool of the same name with another category or risk level',
  server: 'the server’s package, or what it says of itself',
  circumstances: 'how the server was started or asked, on which its list may depend',
  outcome: 'how the crawl of the server ended',
};

/** Why a tool has another verdict: its definition changed, the classifier did, or both. */
export const CHANGE_CAUSES = ['definition', 'classifier', 'both'] as const;
export type ChangeCause = (typeof CHANGE_CAUSES)[number];

/** The parts of a tool's definition in which a change can be. `hint` is one of MCP's four; other annotations are not. */
export const FIELD_PARTS = ['name', 'title', 'description', 'input', 'output', 'hint', 'annotation'] as const;
export type FieldPart = (typeof FIELD_PARTS)[number];

/** How careful a policy is, most careful first. */
export const POSTURES = ['strict', 'balanced', 'permissive'] as const;
export type Posture = (typeof POSTURES)[number];

export const POSTURE_MEANING: Record<Posture, string> = {
  strict: 'least privilege: whatever runs, destroys or stands above Medium waits for a person or is denied',
  balanced: 'daily work goes on within limits; what cannot be undone is stopped',
  permissive: 'only what is Critical, runs unconfined or steers its reader is stopped',
};

/** What a policy does with a call, loosest first. */
export const ACTIONS = ['allow', 'limit', 'ask', 'deny', 'hide'] as const;
export type Action = (typeof ACTIONS)[number];

/** Position of a value in its ordered set; for comparing severities. */
export function rank<T extends string>(ordered: readonly T[], value: T): number {
  return ordered.indexOf(value);
}

/** The most severe of the given categories; `Read` when there are none. */
export function mostSevere(categories: readonly Category[]): Category {
  return categories.reduce<Category>(
    (worst, category) => (rank(CATEGORIES, category) > rank(CATEGORIES, worst) ? category : worst),
    'Read',
  );
}

/** The risk level `steps` above (or, negative, below) where a category starts; never beyond Low and Critical. */
export function riskLevelAfter(category: Category, steps: number): RiskLevel {
  const index = rank(RISK_LEVELS, BASE_RISK_LEVEL[category]) + steps;
  return RISK_LEVELS[Math.min(RISK_LEVELS.length - 1, Math.max(0, index))]!;
}
