/** Lines of a tool's Markdown twin: modes, declared hints, documented attacks, history. */
import { effectsInWords, KIND_LABEL, roughDate } from '../text/attacks.ts';
import { markdownCode, markdownText } from '../text/markdown.ts';
import { count, day } from '../text/rich.ts';
import { attackPath } from './addresses.ts';
import { effects } from './attacks.ts';
import { hintRows } from './hints.ts';
import { link } from './markdown-parts.ts';
import { modeRows } from './modes.ts';
import type { ToolView } from './tool.ts';

const ATTACKS = 10;
const VERSIONS = 5;

/** What each mode does on its own. */
export function modeLines({ tool: { definition, classification } }: ToolView): string[] {
  const { rows, more } = modeRows(definition, classification.modes);
  const lines = rows.map(
    ({ parameter, values, category }) =>
      `${markdownCode(parameter)} ${values.map(markdownCode).join(', ')}: ${category ?? 'not judged'}`,
  );
  return more > 0 ? [...lines, `${count(more, 'further mode')} in the record`] : lines;
}

/** What the server declares, beside the verdict. */
export function hintLines({ tool: { definition, classification } }: ToolView): string[] {
  return hintRows(definition, classification)
    .filter(({ declared }) => declared !== 'not declared')
    .map(
      ({ hint, declared, ours, mismatch }) =>
        `\`${hint}\`: ${declared}; our verdict: ${ours ?? 'not judged'}${mismatch ? '. **Contradicted by its words.**' : ''}`,
    );
}

/** The attacks that go through it, and what each posture's decision does to them. */
export function attackLines({ attacks, decisions }: ToolView): string[] {
  if (attacks.length === 0) return [];
  const lines = attacks.slice(0, ATTACKS).map(({ attack }) => {
    const known = [KIND_LABEL[attack.kind], roughDate(attack.date), attack.cve[0]].filter(Boolean).join(', ');
    return `${link(markdownText(attack.title), attackPath(attack.id))}: ${known}`;
  });
  const more = attacks.length > ATTACKS ? [`${attacks.length - ATTACKS} more in the record`] : [];
  return [`What the decisions do to each: ${effectsInWords(effects(decisions))}`, ...lines, ...more];
}

/** Every definition that it had, newest first. */
export function historyLines({ history: { versions } }: ToolView): string[] {
  return versions
    .toReversed()
    .slice(0, VERSIONS)
    .map(({ digest, firstSeenAt, lastSeenAt, packageVersion, verdict }) => {
      const version = packageVersion ? `, version ${markdownText(packageVersion.slice(0, 40))}` : '';
      const judged = verdict ? `${verdict.category}, ${verdict.riskLevel}` : 'not judged';
      return `\`${digest.slice(0, 12)}\`: ${day(firstSeenAt)} to ${day(lastSeenAt)}${version}; ${judged}`;
    });
}
