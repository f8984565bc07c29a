/** From what was seen of a stack to findings: what, where, accepted by whom, and whether the scan fails on it. */
import { COMBINATION_MEANING, COMBINATION_TITLE } from '../catalogue/combinations.ts';
import { sha256 } from '../catalogue/digest.ts';
import { carriesList, OUTCOME_MEANING, type RiskLevel } from '../catalogue/vocabulary.ts';
import type { Lock, LockException } from './lock.ts';
import { RULE_MEANING } from './rules.ts';
import type {
  Deceit,
  FailOn,
  Place,
  ScanFinding,
  ScanReport,
  ScanRule,
  ScannedServer,
  ScannedTool,
} from './scan-record.ts';
import type { StackChange } from './stack.ts';
import { changeWords, count, line, list } from './words.ts';

/** What findings are made from. */
export type Seen = Pick<ScanReport, 'servers' | 'combinations'> & {
  changes?: readonly StackChange[];
  /** The lock that the stack was compared with. */
  lock?: Lock;
  failOn: ReadonlySet<FailOn>;
  /** What the rules see in a tool that steers its reader. */
  deceitsOf: (tool: ScannedTool) => Deceit[];
};

/** A finding before anybody accepted it. `subject` is what else makes it another finding than its like. */
type Draft = Pick<ScanFinding, 'rule' | 'message'> &
  Partial<Pick<ScanFinding, 'server' | 'tool' | 'details'>> & { subject?: string };

/** All findings: those that fail first, then by severity, then by server and tool. */
export function findingsOf(seen: Seen): ScanFinding[] {
  const places = new Map(seen.servers.map(({ id, places }) => [id, places]));
  const drafts = [
    ...seen.servers.flatMap((server) => serverDrafts(server, seen)),
    ...seen.combinations.map(combinationDraft),
    ...(seen.changes ?? []).map(changeDraft).filter((draft) => draft !== undefined),
    ...staleExceptions(seen).map(staleDraft),
  ];
  return drafts.map((draft) => finished(draft, places, seen)).sort(bySeverity);
}

function serverDrafts(server: ScannedServer, { deceitsOf }: Seen): Draft[] {
  const { id } = server;
  return [
    ...(carriesList(server.outcome) ? [] : [uncheckedDraft(server)]),
    ...server.unread.map(({ name, reason, digest }): Draft => ({
      rule: 'tool-unread',
      server: id,
      ...(name === undefined ? {} : { tool: name }),
      message: `${name === undefined ? 'A tool' : line(name, 80)} could not be read: ${line(reason)}.`,
      subject: digest,
    })),
    ...server.deceits.map((deceit) => deceitDraft(id, undefined, deceit)),
    ...server.tools.flatMap((tool) => toolDrafts(id, tool, deceitsOf(tool))),
  ];
}

function uncheckedDraft({ id, name, outcome, detail, unset }: ScannedServer): Draft {
  const variables = unset.length === 0 ? '' : ` Not set: ${list(unset.map((each) => line(each, 80)))}.`;
  return {
    rule: 'server-unchecked',
    server: id,
    message: `${line(name, 80)} ${OUTCOME_MEANING[outcome]}, so its tools are unknown. ${line(detail, 400)}${variables}`,
    subject: outcome,
  };
}

const LEVEL_RULE: Record<RiskLevel, ScanRule | undefined> = {
  Critical: 'critical-tool',
  High: 'high-tool',
  Medium: 'medium-tool',
  Low: undefined,
};

function toolDrafts(server: string, tool: ScannedTool, deceits: readonly Deceit[]): Draft[] {
  const { definition, classification } = tool;
  const { name } = definition;
  const rule = LEVEL_RULE[classification.riskLevel];
  const { hintMismatches, category } = classification;
  const hints = hintMismatches.map((hint) => `${hint}: ${String(definition.annotations?.[hint])}`);
  return [
    ...(rule
      ? [{ rule, server, tool: name, message: `${classification.riskLevel} risk. ${reasonWords(tool)}` }]
      : []),
    ...(hints.length > 0
      ? [
          {
            rule: 'hint-mismatch' as const,
            server,
            tool: name,
            message: `It declares ${list(hints)}, and its words say ${category}.`,
            subject: hints.join(),
          },
        ]
      : []),
    ...deceits.map((deceit) => deceitDraft(server, name, deceit)),
  ];
}

/** The one line that matters of a tool: its category and what it rests on. */
export function reasonWords({ classification }: ScannedTool): string {
  const { rationale } = classification;
  return line(/^.*?[.!?](?=\s|$)/s.exec(rationale)?.[0] ?? rationale, 300);
}

function deceitDraft(server: string, tool: string | undefined, { ruleId, summary, quote }: Deceit): Draft {
  const where = tool === undefined ? 'In the server’s instructions: ' : '';
  return {
    rule: 'poisoning',
    server,
    ...(tool === undefined ? {} : { tool }),
    message: `${where}${summary} It says: “${line(quote, 160)}”`,
    subject: ruleId,
  };
}

function combinationDraft({ combination, parts }: ScanReport['combinations'][number]): Draft {
  const named = parts.map(({ flag, tools }) => {
    const more = tools.length > 3 ? ` and ${count(tools.length - 3, 'more tool')}` : '';
    return `${flag}: ${tools
      .slice(0, 3)
      .map((tool) => line(tool, 80))
      .join(', ')}${more}`;
  });
  const what = `${COMBINATION_TITLE[combination]}: ${COMBINATION_MEANING[combination]}`;
  return { rule: 'toxic-combination', message: `${what} (${named.join('; ')}).`, subject: combination };
}

const CHANGE_RULE = {
  added: 'tool-added',
  removed: 'tool-removed',
  redefined: 'tool-redefined',
  reclassified: 'tool-reclassified',
  server: 'server-changed',
  circumstances: 'server-changed',
  outcome: 'server-changed',
} as const satisfies Record<string, ScanRule>;

/** That a server gave no list is a finding of its own, and no second one. */
function changeDraft(change: StackChange): Draft | undefined {
  const { server, tool, headline, remarks, details, raisesRisk } = changeWords(change);
  if (change.kind === 'changed' && change.change.kind === 'outcome' && !carriesList(change.change.after))
    return undefined;
  const rule = change.kind === 'changed' ? CHANGE_RULE[change.change.kind] : change.kind;
  const subject =
    change.kind === 'changed' ? `${change.change.kind} ${digestAfter(change.change)}` : change.kind;
  const risk = raisesRisk ? ['It raises the risk.'] : [];
  const message = [headline, ...remarks, ...risk].join(' ');
  return { rule, server, ...(tool === undefined ? {} : { tool }), message, details, subject };
}

function digestAfter(change: Extract<StackChange, { kind: 'changed' }>['change']): string {
  return 'after' in change && typeof change.after === 'object' && 'digest' in change.after
    ? change.after.digest
    : '';
}

/** Exceptions for a definition that the tool no longer has. A server that was not listed says nothing of its tools. */
export function staleExceptions({ lock, servers }: Pick<Seen, 'lock' | 'servers'>): LockException[] {
  return (lock?.exceptions ?? []).filter(({ server, tool, digest }) => {
    const found = servers.find(({ id }) => id === server);
    if (found && !carriesList(found.outcome)) return false;
    const present = found?.tools.find(({ definition }) => definition.name === tool);
    return present?.classification.digest !== digest;
  });
}

function staleDraft({ server, tool, why }: LockException): Draft {
  const message = `The exception “${line(why, 160)}” was for another definition of this tool.`;
  return { rule: 'exception-stale', server, tool, message };
}

type Accepted = NonNullable<ScanFinding['accepted']>;

function finished(draft: Draft, places: ReadonlyMap<string, Place[]>, seen: Seen): ScanFinding {
  const { rule, message, server, tool, details = [], subject = '' } = draft;
  const accepted = acceptance(draft, seen);
  const wanted = RULE_MEANING[rule].failsOn.some((word) => seen.failOn.has(word));
  return {
    rule,
    message,
    ...(server === undefined ? {} : { server }),
    ...(tool === undefined ? {} : { tool }),
    places: (server === undefined ? undefined : places.get(server)) ?? [],
    details,
    fingerprint: sha256(JSON.stringify([rule, server ?? null, tool ?? null, subject])),
    ...(accepted === undefined ? {} : { accepted }),
    fails: wanted && accepted === undefined,
  };
}

const IN_LOCK: Accepted = { by: 'lock', why: 'the lock has it' };

/** Whether the lock, or an exception in it, accepts a finding. */
function acceptance(
  { rule, server, tool, subject }: Draft,
  { lock, servers, combinations }: Seen,
): Accepted | undefined {
  if (lock === undefined || rule === 'exception-stale') return undefined;
  if (rule === 'toxic-combination') {
    const found = combinations.find(({ combination }) => combination === subject);
    const tools = found?.parts.flatMap((part) => part.tools) ?? [];
    return tools.every((each) => acceptedTool(each, lock, servers)) ? IN_LOCK : undefined;
  }
  if (server === undefined) return undefined;
  if (rule === 'server-unchecked') return ownServer(lock, server)?.outcome === subject ? IN_LOCK : undefined;
  if (rule === 'tool-unread')
    return ownServer(lock, server)?.unread?.includes(subject ?? '') ? IN_LOCK : undefined;
  if (rule === 'poisoning' && tool === undefined) {
    const text = servers.find(({ id }) => id === server)?.state.instructions;
    const isKnown = text !== undefined && ownServer(lock, server)?.instructions === sha256(text);
    return isKnown ? IN_LOCK : undefined;
  }
  return tool === undefined ? undefined : acceptedTool(`${server}/${tool}`, lock, servers, rule);
}

function ownServer(lock: Lock, id: string) {
  return Object.hasOwn(lock.servers, id) ? lock.servers[id] : undefined;
}

/** A change is accepted by an exception alone, for the lock is what it differs from. */
function acceptedTool(
  path: string,
  lock: Lock,
  servers: readonly ScannedServer[],
  rule?: ScanRule,
): Accepted | undefined {
  const [server = '', name = ''] = path.split(/\/(.*)/s);
  const found = servers
    .find(({ id }) => id === server)
    ?.tools.find(({ definition }) => definition.name === name);
  if (found === undefined) return undefined;
  const { digest, category, riskLevel } = found.classification;
  const exception = lock.exceptions?.find(
    (each) => each.server === server && each.tool === name && each.digest === digest,
  );
  if (exception) return { by: 'exception', why: exception.why };
  if (rule?.startsWith('tool-')) return undefined;
  const tools = ownServer(lock, server)?.tools ?? {};
  const locked = Object.hasOwn(tools, name) ? tools[name] : undefined;
  const same = locked?.digest === digest && locked.category === category && locked.riskLevel === riskLevel;
  return same ? IN_LOCK : undefined;
}

const SEVERITY = { error: 0, warning: 1, note: 2 };

function bySeverity(a: ScanFinding, b: ScanFinding): number {
  return (
    Number(b.fails) - Number(a.fails) ||
    Number(a.accepted !== undefined) - Number(b.accepted !== undefined) ||
    SEVERITY[RULE_MEANING[a.rule].level] - SEVERITY[RULE_MEANING[b.rule].level] ||
    order(a.server ?? '', b.server ?? '') ||
    order(a.tool ?? '', b.tool ?? '') ||
    order(a.rule, b.rule)
  );
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
