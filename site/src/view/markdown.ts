/** The Markdown twins of pages: for agents, and for people who read in a terminal. */
import { GRADE_MEANING } from '../../../catalogue/grade.ts';
import { FLAG_MEANING, OUTCOME_MEANING, POSTURES, RISK_LEVELS } from '../../../catalogue/vocabulary.ts';
import { decisionLabel } from '../text/decision.ts';
import { markdownBlock, markdownCode, markdownRich, markdownText } from '../text/markdown.ts';
import { count, day, list, sentence } from '../text/rich.ts';
import { clip, clipBytes } from '../text/visible.ts';
import { EFFECT_LABEL } from '../text/words.ts';
import {
  serverJsonPath,
  serverPath,
  targetPath,
  toolJsonPath,
  toolMarkdownPath,
  toolPath,
} from './addresses.ts';
import { ledger } from './ledger.ts';
import { attackLines, hintLines, historyLines, modeLines } from './markdown-lines.ts';
import { bullets, joined, link, section } from './markdown-parts.ts';
import { moveRows } from './moves.ts';
import { ungraded } from './no-tools.ts';
import { WIDE } from './room.ts';
import { parameterRows } from './schema-rows.ts';
import type { ServerView } from './server.ts';
import type { ToolView } from './tool.ts';

/** A tool's page as Markdown. */
export function toolMarkdown(view: ToolView): string {
  const { tool, does, decisions, files } = view;
  const { serverId, slug, classification, definition } = tool;
  const { category, riskLevel, rationale } = classification;
  const balanced = decisions.balanced;
  const description = definition.description ?? '';
  return joined([
    `# ${markdownCode(clip(tool.name, 300))} on ${markdownText(clip(tool.serverName, 100))}`,
    `**${riskLevel} risk, ${category}.** ${decisionLabel(balanced)}. ${markdownRich(balanced.because)}`,
    bullets(toolFacts(view)),
    ...section('What it does', does.map(markdownRich)),
    ...section(
      'The server’s own description, quoted',
      description === '' ? '' : markdownBlock(clipBytes(description, 4000)),
    ),
    ...section(
      'Why it needs a policy',
      markdownText(rationale),
      moveRows(definition, classification).map(({ label, because }) => `${label} ${markdownRich(because)}`),
      bullets(evidence(view)),
    ),
    ...section('What the server declares', bullets(hintLines(view))),
    ...section('Parameters', bullets(parameters(view))),
    ...section('Modes', bullets(modeLines(view))),
    ...section(
      'Policy',
      bullets(
        POSTURES.map(
          (posture) =>
            `${sentence(posture)}: ${decisionLabel(decisions[posture])}. ${decisions[posture].permits}`,
        ),
      ),
      'PolicyLayer, balanced:',
      markdownBlock(files.balanced, 'json'),
    ),
    ...section('Documented attacks', bullets(attackLines(view))),
    ...section('History', bullets(historyLines(view))),
    `${link('Page', toolPath(serverId, slug))} · ${link('record', toolJsonPath(serverId, slug))} · ${link('server', serverPath(serverId))}`,
  ]);
}

function toolFacts({ tool, source, server }: ToolView): string[] {
  const { classification } = tool;
  const seen = tool.provenance === 'observed' ? 'Observed' : 'Declared, not observed';
  return [
    `Definition: \`${tool.digest}\``,
    `${seen}: ${markdownCode(source)}, last on ${day(tool.lastSeenAt)}`,
    `First seen: ${day(tool.firstSeenAt)}; defined so since ${day(tool.definedAt)}`,
    `Publisher: ${markdownText(clip(server.listing.publisher, 100))}`,
    `Confidence: ${classification.confidence.toFixed(2)} of 1; classifier ${classification.classifierVersion}`,
    ...classification.flags.map((flag) => `It ${FLAG_MEANING[flag]}`),
  ];
}

function evidence({ tool }: ToolView): string[] {
  const { entries, more } = ledger(tool.definition, tool.classification, WIDE.evidence);
  const lines = entries.map(({ quotes, where, ruleIds, effect }) => {
    const said = quotes.length === 0 ? 'The definition' : list(quotes.map(markdownCode));
    return `${said} in ${markdownRich(where)}: ${EFFECT_LABEL[effect]} (${ruleIds.map(markdownCode).join(', ')})`;
  });
  return more > 0 ? [...lines, `${count(more, 'further finding')} in the record`] : lines;
}

function parameters({ tool }: ToolView): string[] {
  const { rows, more } = parameterRows(
    tool.definition.inputSchema,
    tool.classification.dangerousParameters,
    WIDE.parameters,
  );
  const lines = rows.map(({ path, type, required, danger, description }) => {
    const about = description === '' ? '' : `: ${markdownText(clip(description, 160))}`;
    const warning = danger === undefined ? '' : ` **Dangerous:** ${markdownText(danger)}.`;
    return `${markdownCode(clip(path, 80))} (${markdownText(type)}${required ? ', required' : ''})${about}${warning}`;
  });
  return more > 0 ? [...lines, `${count(more, 'further parameter')} in the record`] : lines;
}

/** A server's page as Markdown. */
export function serverMarkdown(view: ServerView): string {
  const { id, server, source, outcome, tools, noTools, grade, decisions } = view;
  const { listing } = server;
  const levels = RISK_LEVELS.toReversed()
    .filter((level) => server.levels[level] > 0)
    .map((level) => `${server.levels[level]} ${level}`);
  return joined([
    `# ${markdownText(clip(listing.name, 120))}`,
    markdownText(clip(listing.summary, 300)),
    grade
      ? `**Grade ${grade}**: ${GRADE_MEANING[grade]}. ${count(tools.length, 'tool')}: ${list(levels)} risk.`
      : `**No grade.** ${markdownText(ungraded(noTools))}.`,
    bullets([
      `Listed as: \`${id}\``,
      `Publisher: ${markdownText(clip(listing.publisher, 100))}`,
      `Source: ${markdownCode(source)}`,
      `Last crawl: it ${OUTCOME_MEANING[outcome]}${server.lastCrawl ? `, on ${day(server.lastCrawl.finishedAt)}` : ''}`,
    ]),
    ...section(
      'Tools, riskiest first',
      bullets(
        tools.map(
          ({ name, slug, classification }, i) =>
            `${markdownCode(clip(name, 100))}: ${classification.riskLevel}, ${classification.category}; balanced policy: ${decisionLabel(decisions.balanced[i]!)} (${link('more', toolMarkdownPath(id, slug))})`,
        ),
      ),
    ),
    `${link('Page', serverPath(id))} · ${link('record', serverJsonPath(id))}${tools.length > 0 ? ` · ${link('policies', targetPath(id, 'policylayer'))}` : ''}`,
  ]);
}
