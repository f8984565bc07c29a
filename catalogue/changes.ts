/** What differs between two crawls of a server: its tools by name, what it says of itself, how it was asked. */
import type { Change, ChangeOf, DefinitionFieldChange, ToolVersion, Verdict } from './change-records.ts';
import { canonicalDefinition } from './digest.ts';
import { fieldDiff, joinedDiffs } from './field-diff.ts';
import { pointerTokens, type Json } from './json.ts';
import type { Observation, ToolDefinition } from './records.ts';
import {
  CATEGORIES,
  HINTS,
  RISK_LEVELS,
  rank,
  type ChangeCause,
  type FieldPart,
  type Outcome,
} from './vocabulary.ts';

/** A tool at one time: its definition, the digest of it (`definitionDigest`), and the verdict where there is one. */
export type ToolState = { digest: string; definition: ToolDefinition; verdict?: Verdict | null };

/** What a server is and says of itself, and how it was asked, at one time. */
export type ServerState = Pick<
  Observation,
  'provenance' | 'package' | 'serverInfo' | 'protocolVersion' | 'capabilities' | 'instructions' | 'launch'
>;

/** All of a server at one time. */
export type State = ServerState & { outcome: Outcome; tools: readonly ToolState[] };

/** All that differs between two states of a server: its outcome, itself, how it was asked, its tools. */
export function compareStates(before: State, after: State): Change[] {
  const outcome = outcomeChange(before.outcome, after.outcome);
  return [
    ...(outcome === undefined ? [] : [outcome]),
    ...compareServers(before, after),
    ...compareTools(before.tools, after.tools),
  ];
}

/** What differs between two lists of tools; tools are the same tool where their names are. */
export function compareTools(before: readonly ToolState[], after: readonly ToolState[]): Change[] {
  const old = new Map(before.map((tool) => [tool.definition.name, tool]));
  const names = new Set(after.map(({ definition }) => definition.name));
  const removed = before
    .filter(({ definition }) => !names.has(definition.name))
    .map((tool) => removal(tool.definition.name, versionOf(tool)));
  return after
    .flatMap((tool): Change[] => {
      const previous = old.get(tool.definition.name);
      return previous === undefined
        ? [addition(tool.definition.name, versionOf(tool))]
        : compareTool(previous, tool);
    })
    .concat(removed);
}

/** What became of one tool: another definition, another verdict, both or neither. */
export function compareTool(before: ToolState, after: ToolState): Change[] {
  const { name } = after.definition;
  const [old, present] = [versionOf(before), versionOf(after)];
  const verdicts = reclassification(name, old, present);
  if (old.digest === present.digest) return verdicts;
  return [
    {
      ...{ kind: 'redefined', tool: name, before: old, after: present },
      ...definitionDiff(before.definition, after.definition),
      raisesRisk: old.verdict && present.verdict && isRiskier(old.verdict, present.verdict),
    },
    ...verdicts,
  ];
}

/** A tool that was not there before; it raises the risk where a wrong call is High or worse. */
export function addition(tool: string, after: ToolVersion): ChangeOf<'added'> {
  const { verdict } = after;
  const raisesRisk = verdict && rank(RISK_LEVELS, verdict.riskLevel) >= rank(RISK_LEVELS, 'High');
  return { kind: 'added', tool, after, raisesRisk };
}

/** A tool that is gone; that is no risk. */
export function removal(tool: string, before: ToolVersion): ChangeOf<'removed'> {
  return { kind: 'removed', tool, before, raisesRisk: false };
}

/** The change of outcome, or undefined where it is the same or one of them says nothing of the server. */
export function outcomeChange(before: Outcome, after: Outcome): ChangeOf<'outcome'> | undefined {
  if (before === after || !saysOfServer(before) || !saysOfServer(after)) return undefined;
  return { kind: 'outcome', before, after, raisesRisk: false };
}

/** Whether an outcome says something of the server; the others say only what the crawler did not do. */
export function saysOfServer(outcome: Outcome): boolean {
  return outcome !== 'interrupted' && outcome !== 'not-crawled';
}

/** The change of verdict, if category or risk level differ. */
export function reclassification(
  tool: string,
  before: ToolVersion,
  after: ToolVersion,
): ChangeOf<'reclassified'>[] {
  const [old, present] = [before.verdict, after.verdict];
  if (!old || !present) return [];
  if (old.category === present.category && old.riskLevel === present.riskLevel) return [];
  const cause = causeOf(before.digest !== after.digest, old.classifierVersion !== present.classifierVersion);
  const raisesRisk = isRiskier(old, present);
  return [{ kind: 'reclassified', tool, before: old, after: present, cause, raisesRisk }];
}

function causeOf(definition: boolean, classifier: boolean): ChangeCause {
  if (definition && classifier) return 'both';
  return definition ? 'definition' : 'classifier';
}

/** Whether a verdict is worse than another: level, category, or a flag that the other has not. */
export function isRiskier(before: Verdict, after: Verdict): boolean {
  return (
    rank(RISK_LEVELS, after.riskLevel) > rank(RISK_LEVELS, before.riskLevel) ||
    rank(CATEGORIES, after.category) > rank(CATEGORIES, before.category) ||
    after.flags.some((flag) => !before.flags.includes(flag))
  );
}

const versionOf = ({ digest, verdict }: ToolState): ToolVersion => ({ digest, verdict: verdict ?? null });

/** What a server says of itself, and how it was asked, as far as a change of it is told. */
const SELF = ['package', 'serverInfo', 'protocolVersion', 'capabilities', 'instructions'] as const;
const CIRCUMSTANCES = [
  'transport',
  'credentialStep',
  'arguments',
  'environmentNames',
  'clientCapabilities',
  'network',
  'installScripts',
] as const;

/** What differs in the server itself, and in how it was asked. The sandbox is none of a server's circumstances. */
export function compareServers(before: ServerState, after: ServerState): Change[] {
  const self = joinedDiffs(
    SELF.map((part) =>
      fieldDiff(before[part] as Json | undefined, after[part] as Json | undefined, `/${part}`),
    ),
  );
  const asked = joinedDiffs([
    fieldDiff(before.provenance, after.provenance, '/provenance'),
    ...CIRCUMSTANCES.map((part) =>
      fieldDiff(orEmpty(before.launch[part]), orEmpty(after.launch[part]), `/launch/${part}`),
    ),
  ]);
  const raisesRisk = isOtherPackageOfSameVersion(before, after);
  return [
    ...(self.fields.length > 0 ? [{ kind: 'server' as const, ...self, raisesRisk }] : []),
    ...(asked.fields.length > 0 ? [{ kind: 'circumstances' as const, ...asked, raisesRisk: false }] : []),
  ];
}

/** An empty list of circumstances is the same as none: older observations have none. */
function orEmpty(value: string | string[] | boolean | undefined): Json | undefined {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** A registry never gives two packages under one version; who does may have been taken over. */
function isOtherPackageOfSameVersion(
  { package: before }: ServerState,
  { package: after }: ServerState,
): boolean {
  return (
    before?.integrity !== undefined &&
    after?.integrity !== undefined &&
    before.name === after.name &&
    before.version === after.version &&
    before.integrity !== after.integrity
  );
}

/** What differs between two definitions, field by field, each with the part of the definition that it belongs to. */
export function definitionDiff(
  before: ToolDefinition,
  after: ToolDefinition,
): { fields: DefinitionFieldChange[]; moreFields: number } {
  const [old, present] = [before, after].map((each) => JSON.parse(canonicalDefinition(each)) as Json);
  const { fields, moreFields } = fieldDiff(old, present);
  return { fields: fields.map((field) => ({ ...field, ...placeOf(field.pointer) })), moreFields };
}

const PARTS: Record<string, FieldPart> = {
  name: 'name',
  title: 'title',
  description: 'description',
  inputSchema: 'input',
  outputSchema: 'output',
};

function placeOf(pointer: string): { part: FieldPart; parameter?: string } {
  const [member = '', second, third] = pointerTokens(pointer);
  if (member === 'annotations')
    return { part: (HINTS as readonly string[]).includes(second ?? '') ? 'hint' : 'annotation' };
  const part = PARTS[member] ?? 'annotation';
  return part === 'input' && second === 'properties' && third !== undefined
    ? { part, parameter: third }
    : { part };
}
