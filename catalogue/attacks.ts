/**
 * Documented attacks as data (data/attacks/), and which tools give the access that each of them abuses.
 * A match says that a tool gives that kind of access, not that its server has the fault.
 */
import { z } from 'zod';
import { COMBINATIONS, COMBINATION_PARTS, type Combination } from './combinations.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { PARAMETER_KINDS, parameterKinds, type ParameterKind } from './parameter-kinds.ts';
import { ToolDefinition, type Classification } from './records.ts';
import { CATEGORIES, FLAGS, type Category, type Flag } from './vocabulary.ts';

export const ATTACK_KINDS = [
  'argument-injection',
  'client-config-injection',
  'command-injection',
  'confused-deputy',
  'cross-tenant-leak',
  'cross-tool-shadowing',
  'data-exfiltration',
  'dns-rebinding',
  'missing-authentication',
  'oauth-flaw',
  'path-traversal',
  'policy-bypass',
  'prompt-injection',
  'read-only-bypass',
  'rug-pull',
  'runaway-agent',
  'sampling-abuse',
  'session-hijacking',
  'sql-leak',
  'ssrf',
  'supply-chain-backdoor',
  'tool-poisoning',
] as const;
export type AttackKind = (typeof ATTACK_KINDS)[number];

/** Who vouches for the facts. */
export const ATTACK_SOURCES = [
  'cve-record',
  'nvd',
  'osv',
  'advisory',
  'researcher-advisory',
  'vendor-research',
  'researcher-repo',
  'issue',
  'dataset',
  'secondary',
] as const;
export type AttackSource = (typeof ATTACK_SOURCES)[number];

/** Sources that count as verification. What rests on another is marked as not verified wherever it is shown. */
export const VERIFYING_SOURCES: readonly AttackSource[] = ['cve-record', 'nvd', 'osv', 'advisory'];

export const SOURCE_MEANING: Record<AttackSource, string> = {
  'cve-record': 'a CVE record',
  nvd: 'the National Vulnerability Database',
  osv: 'an entry of the OSV database',
  advisory: 'a published advisory',
  'researcher-advisory': "the finder's own advisory",
  'vendor-research': "a security vendor's report",
  'researcher-repo': "the researchers' own repository",
  issue: 'a public issue report',
  dataset: 'a data set of vulnerabilities',
  secondary: 'reports at second hand',
};

export const SIGHTINGS = ['no-report', 'proof-of-concept', 'incident'] as const;
export type Sighting = (typeof SIGHTINGS)[number];

export const SIGHTING_MEANING: Record<Sighting, string> = {
  'no-report': 'no use against anybody is reported',
  'proof-of-concept': 'shown by a proof of concept',
  incident: 'it happened',
};

export const ATTACK_EFFECTS = ['stops', 'limits', 'none'] as const;
export type AttackEffect = (typeof ATTACK_EFFECTS)[number];

/** One thing that a tool must have for an attack to use it. */
export const Condition = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('category'), anyOf: z.array(z.enum(CATEGORIES)).min(1) }),
  z.strictObject({ type: z.literal('flag'), flag: z.enum(FLAGS) }),
  z.strictObject({ type: z.literal('parameter'), kind: z.enum(PARAMETER_KINDS) }),
  z.strictObject({ type: z.literal('no-parameter'), kind: z.enum(PARAMETER_KINDS) }),
  /** One of these rules observed something in the definition. */
  z.strictObject({ type: z.literal('finding'), anyOf: z.array(z.string()).min(1) }),
  /** The tools of its server make the combination, and this one brings in the part. */
  z.strictObject({
    type: z.literal('combination'),
    combination: z.enum(COMBINATIONS),
    part: z.enum(FLAGS),
  }),
]);
export type Condition = z.infer<typeof Condition>;

/** Which tools an attack goes through. */
const Access = z.discriminatedUnion('type', [
  /** Tools that meet all conditions. */
  z.strictObject({ type: z.literal('tool'), conditions: z.array(Condition).min(2) }),
  /** Tools of the affected package alone: no definition shows the fault. */
  z.strictObject({ type: z.literal('package') }),
  /** No tool call takes part. */
  z.strictObject({ type: z.literal('no-call') }),
]);

const Pattern = z.strictObject({
  argument: z.string().min(1),
  pattern: z.string().min(1),
  because: z.string().min(1),
});

/** An invented tool with the access that the attack needs, the call that the attack makes, and what is done about it. */
const Trial = z.strictObject({
  tool: ToolDefinition,
  arguments: z.custom<JsonObject>(isJsonObject, 'expected an object'),
  /** What the policy is told beside the verdict, as `toolrisk policy` is by its options. */
  root: z.string().startsWith('/').optional(),
  hosts: z.array(z.string()).min(1).optional(),
  /** One rule more than the recommended ones: what an argument has to look like. */
  rule: Pattern.optional(),
});
export type AttackTrial = z.infer<typeof Trial>;

/** Whether a trial tells the policy more than the verdict does. */
export function isGuarded({ root, hosts, rule }: AttackTrial): boolean {
  return root !== undefined || hosts !== undefined || rule !== undefined;
}

/** One file of data/attacks/. */
export const Attack = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
    title: z.string().min(1).max(100),
    /** A day, a month or a year, as exactly as it is known. */
    date: z
      .string()
      .regex(/^\d{4}(?:-\d\d){0,2}$/)
      .optional(),
    kind: z.enum(ATTACK_KINDS),
    summary: z.string().min(1),
    affected: z
      .array(
        z.strictObject({
          /** `npm:name`, `pypi:name`, `github:owner/name`, or a product by its name. */
          package: z.string().min(1),
          versions: z.string().optional(),
          tools: z.array(z.string()).optional(),
        }),
      )
      .min(1),
    cve: z.array(z.string().regex(/^CVE-\d{4}-\d{4,}$/)).default([]),
    ghsa: z.array(z.string().regex(/^GHSA(?:-[0-9a-z]{4}){3}$/)).default([]),
    seen: z.enum(SIGHTINGS),
    source: z.enum(ATTACK_SOURCES),
    links: z.array(z.url()).min(1),
    /** What of the above is uncertain. */
    note: z.string().optional(),
    access: Access,
    /** What the recommended policy does to the attack in the balanced posture; tests hold it to the simulator. */
    effect: z.enum(ATTACK_EFFECTS),
    /** The same, once the policy is told what the trial tells it beside the verdict. */
    guarded: z.enum(ATTACK_EFFECTS).optional(),
    /** Why, in a sentence or two. */
    because: z.string().min(1),
    trial: Trial.optional(),
  })
  .refine(({ access, trial }) => access.type !== 'tool' || trial !== undefined, 'access needs a trial')
  .refine(({ effect, trial }) => effect === 'none' || trial !== undefined, 'an effect needs a trial')
  .refine(
    ({ guarded, trial }) => (guarded !== undefined) === (trial !== undefined && isGuarded(trial)),
    'guarded goes with a root, hosts or a rule in the trial',
  );
export type Attack = z.infer<typeof Attack>;

/** What of a tool the conditions look at. */
export interface ToolAccess {
  category: Category;
  flags: readonly Flag[];
  parameters: readonly ParameterKind[];
  /** Ids of the rules that observed something. */
  findings: readonly string[];
}

/** The access that a tool gives, as far as its definition and verdict tell. */
export function toolAccess(
  { category, flags, findings }: Classification,
  inputSchema: JsonObject | undefined,
): ToolAccess {
  const observed = findings.filter(({ outcome }) => outcome === 'observed').map(({ ruleId }) => ruleId);
  return { category, flags, parameters: parameterKinds(inputSchema), findings: observed };
}

/** The combinations that a server's tools make, from the flags that occur among them. */
export function combinationsOf(flags: ReadonlySet<Flag>): Combination[] {
  return COMBINATIONS.filter((one) => COMBINATION_PARTS[one].every((flag) => flags.has(flag)));
}

/** Whether a tool meets one condition, on a server whose tools make these combinations. */
export function meets(
  condition: Condition,
  access: ToolAccess,
  combinations: readonly Combination[],
): boolean {
  switch (condition.type) {
    case 'category':
      return condition.anyOf.includes(access.category);
    case 'flag':
      return access.flags.includes(condition.flag);
    case 'parameter':
      return access.parameters.includes(condition.kind);
    case 'no-parameter':
      return !access.parameters.includes(condition.kind);
    case 'finding':
      return condition.anyOf.some((ruleId) => access.findings.includes(ruleId));
    case 'combination':
      return combinations.includes(condition.combination) && access.flags.includes(condition.part);
  }
}

/** Whether a tool gives the access that an attack goes through. */
export function gives(attack: Attack, access: ToolAccess, combinations: readonly Combination[]): boolean {
  return (
    attack.access.type === 'tool' &&
    attack.access.conditions.every((condition) => meets(condition, access, combinations))
  );
}

/**
 * A function that finds the attacks that a tool gives access to. Tools alike in all that the conditions look at share
 * one answer, so that half a million tools cost a look-up each.
 */
export function attackMatcher(
  attacks: readonly Attack[],
): (access: ToolAccess, combinations: readonly Combination[]) => readonly Attack[] {
  const asked = new Set(attacks.flatMap(findingsAsked));
  const answers = new Map<string, readonly Attack[]>();
  return (access, combinations) => {
    const key = [
      access.category,
      access.flags.join(),
      access.parameters.join(),
      access.findings.filter((ruleId) => asked.has(ruleId)).join(),
      combinations.join(),
    ].join('|');
    let answer = answers.get(key);
    if (!answer) {
      answer = attacks.filter((attack) => gives(attack, access, combinations));
      answers.set(key, answer);
    }
    return answer;
  };
}

function findingsAsked({ access }: Attack): string[] {
  if (access.type !== 'tool') return [];
  return access.conditions.flatMap((condition) => (condition.type === 'finding' ? condition.anyOf : []));
}
