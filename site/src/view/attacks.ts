/** Which documented attacks go through which tools, and what the policy does to them. */
import {
  attackMatcher,
  combinationsOf,
  toolAccess,
  type Attack,
  type AttackEffect,
} from '../../../catalogue/attacks.ts';
import { POSTURES, type Posture } from '../../../catalogue/vocabulary.ts';
import type { ServerRecord } from '../../../catalogue/store/reads.ts';
import { effectOfRule } from '../../../policy/trial.ts';
import type { ToolDecision } from '../../../policy/index.ts';
import type { AttackDocument } from '../../context.ts';
import { isVerified } from '../text/attacks.ts';
import type { ServerWithTools } from './read.ts';

/** An attack that a tool has to do with. */
export interface AttackMatch {
  attack: AttackDocument;
  /** `package`: it is about the very package; `access`: the tool gives the kind of access that it goes through. */
  by: 'package' | 'access';
}

type Matcher = ReturnType<typeof attackMatcher>;
const matchers = new WeakMap<readonly AttackDocument[], Matcher>();

function matcherOf(attacks: readonly AttackDocument[]): Matcher {
  let matcher = matchers.get(attacks);
  if (!matcher) matchers.set(attacks, (matcher = attackMatcher(attacks)));
  return matcher;
}

const onServers = new WeakMap<ServerWithTools, Map<string, AttackMatch[]>>();

/** The attacks that one tool has to do with; those of its whole server are found at once, the first time. */
export function attacksOnTool(
  attacks: readonly AttackDocument[],
  found: ServerWithTools,
  slug: string,
): readonly AttackMatch[] {
  let bySlug = onServers.get(found);
  if (!bySlug) onServers.set(found, (bySlug = attacksOnServer(attacks, found)));
  return bySlug.get(slug) ?? [];
}

/** The attacks that each tool of a server has to do with, by slug: those on its very package first. */
export function attacksOnServer(
  attacks: readonly AttackDocument[],
  { server, tools }: Pick<ServerWithTools, 'server' | 'tools'>,
): Map<string, AttackMatch[]> {
  const onPackage = attacksOnPackage(attacks, server);
  const combinations = combinationsOf(new Set(tools.flatMap(({ classification }) => classification.flags)));
  const match = matcherOf(attacks);
  return new Map(
    tools.map(({ slug, name, classification, definition }) => {
      const byAccess = match(toolAccess(classification, definition.inputSchema), combinations);
      const own = onPackage.filter((attack) => byAccess.includes(attack) || names(attack, server, name));
      const others = (byAccess as readonly AttackDocument[]).filter((attack) => !own.includes(attack));
      return [slug, [...matched(own, 'package'), ...matched(others.toSorted(byWeight), 'access')]];
    }),
  );
}

function matched(attacks: readonly AttackDocument[], by: AttackMatch['by']): AttackMatch[] {
  return attacks.map((attack) => ({ attack, by }));
}

/** The attacks that are about the package or repository of a server, in any version. */
export function attacksOnPackage(attacks: readonly AttackDocument[], server: ServerRecord): AttackDocument[] {
  const names = packageNames(server);
  return attacks.filter(({ affected }) => affected.some(({ package: name }) => names.has(name)));
}

function packageNames({ listing, snapshot }: ServerRecord): Set<string> {
  const { source, repository } = listing;
  const names = new Set<string>();
  if (source.type === 'npm' || source.type === 'pypi') names.add(`${source.type}:${source.name}`);
  if (snapshot?.package) names.add(`${snapshot.package.type}:${snapshot.package.name}`);
  if (source.type === 'github') names.add(`github:${source.repository}`);
  const hosted = repository && /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(repository);
  if (hosted) names.add(`github:${hosted[1]}`);
  return names;
}

/** Whether an attack on a server's package is about a tool that its access does not show: all of them, or the named. */
function names({ affected, access }: Attack, server: ServerRecord, tool: string): boolean {
  if (access.type !== 'package') return false;
  const own = packageNames(server);
  return affected.some(
    ({ package: name, tools }) => own.has(name) && (tools === undefined || tools.includes(tool)),
  );
}

/** Verified ones first, then the newest. */
function byWeight(a: Attack, b: Attack): number {
  return (
    Number(isVerified(b)) - Number(isVerified(a)) ||
    (b.date ?? '').localeCompare(a.date ?? '') ||
    a.id.localeCompare(b.id)
  );
}

/** What each posture's rule for a tool does to an attack that goes through it, whatever the arguments. */
export function effects(decisions: Record<Posture, ToolDecision>): Record<Posture, AttackEffect> {
  return Object.fromEntries(POSTURES.map((posture) => [posture, effectOfRule(decisions[posture])])) as Record<
    Posture,
    AttackEffect
  >;
}
