/** The Markdown twin of an attack's page. */
import { POSTURES, type Posture } from '../../../catalogue/vocabulary.ts';
import type { AttackDocument, TrialOutcome } from '../../context.ts';
import {
  ACCESS_CAVEAT,
  accessInWords,
  conditionInWords,
  EFFECT_VERB,
  KIND_LABEL,
  roughDate,
  sighting,
  tellingConditions,
  toldInWords,
  vouchedFor,
} from '../text/attacks.ts';
import { decisionLabel } from '../text/decision.ts';
import { markdownBlock, markdownCode, markdownRich, markdownText } from '../text/markdown.ts';
import { count, list, sentence } from '../text/rich.ts';
import { clip } from '../text/visible.ts';
import { attackPath, attacksPath, toolPath } from './addresses.ts';
import { bullets, joined, link, section } from './markdown-parts.ts';
import type { AttackReach, SurveyedTool } from './survey.ts';
import { attackJsonPath } from './twin-addresses.ts';

/** An attack's page as Markdown. */
export function attackMarkdown(attack: AttackDocument, reach: AttackReach | undefined): string {
  const conditions = tellingConditions(attack);
  return joined([
    `# ${markdownText(attack.title)}`,
    `**${sentence(KIND_LABEL[attack.kind])}, ${roughDate(attack.date)}.** ${markdownText(vouchedFor(attack))}`,
    markdownText(attack.summary),
    ...(attack.note === undefined ? [] : [markdownText(attack.note)]),
    bullets(facts(attack)),
    ...section(
      'What it goes through',
      accessInWords(attack),
      bullets(conditions.map((condition) => `${sentence(markdownRich(conditionInWords(condition)))}.`)),
      conditions.length > 0 ? ACCESS_CAVEAT : '',
    ),
    ...section('Tools in this catalogue', ...tools(reach)),
    ...section('What the policy does', markdownText(attack.because), ...trial(attack)),
    `${link('Page', attackPath(attack.id))} · ${link('record', attackJsonPath(attack.id))} · ${link('all attacks', attacksPath)}`,
  ]);
}

function facts(attack: AttackDocument): string[] {
  const { affected, cve, ghsa, links } = attack;
  const identifiers = [...cve, ...ghsa];
  return [
    `Used: ${sighting(attack)}`,
    ...affected.map(
      ({ package: name, versions, tools }) =>
        `Affected: ${markdownCode(name)}${versions === undefined ? '' : `, ${markdownText(versions)}`}${tools ? `: tools ${list(tools.map(markdownCode))}` : ''}`,
    ),
    ...(identifiers.length > 0 ? [`Identifiers: ${identifiers.join(', ')}`] : []),
    ...links.map((url) => `Source: <${url}>`),
  ];
}

function tools(reach: AttackReach | undefined): string[] {
  if (!reach) return ['0 tools: none of the catalogue gives this access.'];
  const more = reach.tools - reach.first.length;
  const counted = `${count(reach.tools, 'tool')} on ${count(reach.servers, 'server')}.`;
  return [
    more > 0 ? `${counted} The first ${count(reach.first.length, 'one')} follow.` : counted,
    bullets(reach.first.map(matched)),
  ];
}

function matched({ serverId, serverName, slug, name, category, riskLevel, ofPackage }: SurveyedTool): string {
  const because = ofPackage ? 'of the affected package' : 'gives this access';
  return `${markdownCode(clip(name, 80))} on ${markdownText(clip(serverName, 60))}: ${riskLevel}, ${category}; ${because} (${link('page', toolPath(serverId, slug))})`;
}

function trial({ trial, tried }: AttackDocument): string[] {
  if (!trial || !tried) return [];
  const { recommended, guarded } = tried;
  const told = toldInWords(trial);
  return [
    `The attack’s call, made to an invented tool that gives the access, ${markdownCode(trial.tool.name)}, which is judged ${tried.category}, ${tried.riskLevel}:`,
    markdownBlock(JSON.stringify(trial.arguments, null, 2), 'json'),
    bullets(POSTURES.map((posture) => outcomeLine(posture, recommended[posture], guarded?.[posture]))),
    told.length > 0 ? `The rule more: ${markdownText(told.join('; '))}.` : '',
  ];
}

function outcomeLine(posture: Posture, outcome: TrialOutcome, guarded: TrialOutcome | undefined): string {
  const alone = `${sentence(posture)}: ${decisionLabel(outcome)}: ${EFFECT_VERB[outcome.effect]}`;
  return guarded ? `${alone}; with one rule more: ${EFFECT_VERB[guarded.effect]}` : alone;
}
