/** The documented attacks as data: the twins of their list and of each one's page. */
import type { AttackDocument } from '../../context.ts';
import { isVerified, tellingConditions } from '../text/attacks.ts';
import { attackPath, serverPath, toolJsonPath, toolPath } from './addresses.ts';
import { attackOutcome, countOutcomes } from './attack-outcomes.ts';
import type { AttackReach, SurveyedTool } from './survey.ts';
import { perPosture } from './tool.ts';
import { attackJsonPath, attackMarkdownPath } from './twin-addresses.ts';

type Reaches = ReadonlyMap<string, AttackReach>;

/** All attacks in the order given, a line each, with how many there are of each outcome. */
export function attacksJson(attacks: readonly AttackDocument[], reaches: Reaches): object {
  return {
    total: attacks.length,
    verified: attacks.filter(isVerified).length,
    outcomes: countOutcomes(attacks),
    attacks: attacks.map((attack) => attackLine(attack, reaches.get(attack.id))),
  };
}

function attackLine(attack: AttackDocument, reach: AttackReach | undefined): object {
  return {
    ...heading(attack),
    ...policyEffect(attack),
    tools: reach?.tools ?? 0,
    servers: reach?.servers ?? 0,
    page: attackPath(attack.id),
    record: attackJsonPath(attack.id),
    markdown: attackMarkdownPath(attack.id),
  };
}

function heading(attack: AttackDocument): object {
  const { id, title, date, kind, cve, ghsa } = attack;
  return { id, title, date: date ?? null, kind, cve, ghsa, verified: isVerified(attack) };
}

/** What the balanced policy does, alone and once it is told more. */
function policyEffect(attack: AttackDocument): object {
  return { outcome: attackOutcome(attack), effect: attack.effect, guarded: attack.guarded ?? null };
}

/** One attack: facts and sources, conditions, the tools that meet them, what the policy does, and its trial. */
export function attackJson(attack: AttackDocument, reach: AttackReach | undefined): object {
  const { id, summary, affected, seen, source, links, note, access, because } = attack;
  return {
    ...heading(attack),
    page: attackPath(id),
    ...{ summary, affected, seen, source, links, note: note ?? null },
    access: { type: access.type, conditions: tellingConditions(attack) },
    tools: {
      total: reach?.tools ?? 0,
      servers: reach?.servers ?? 0,
      first: (reach?.first ?? []).map(matchedTool),
    },
    ...policyEffect(attack),
    because,
    trial: trialJson(attack),
  };
}

function matchedTool({ serverId, slug, name, category, riskLevel, ofPackage }: SurveyedTool): object {
  return {
    server: { id: serverId, page: serverPath(serverId) },
    ...{ name, category, riskLevel },
    by: ofPackage ? 'package' : 'access',
    page: toolPath(serverId, slug),
    record: toolJsonPath(serverId, slug),
  };
}

function trialJson({ trial, tried }: AttackDocument): object | null {
  if (!trial || !tried) return null;
  const { tool, arguments: call, root, hosts, rule } = trial;
  const { category, riskLevel, flags, recommended, guarded } = tried;
  return {
    ...{ tool, arguments: call, category, riskLevel, flags },
    told: { root: root ?? null, hosts: hosts ?? null, rule: rule ?? null },
    recommended: perPosture((posture) => recommended[posture]),
    guarded: guarded ? perPosture((posture) => guarded[posture]) : null,
  };
}
