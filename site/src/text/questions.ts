/** Section 10: the questions that people ask about a tool, every answer computed from its record. */
import type { Decision } from '../../../catalogue/records.ts';
import { FLAG_MEANING, POSTURES, type Flag, type Posture } from '../../../catalogue/vocabulary.ts';
import { EMITTERS } from '../../../policy/index.ts';
import type { ToolView } from '../view/tool.ts';
import { decisionLabel } from './decision.ts';
import { mismatches, modes } from './does.ts';
import { levelSteps } from './level.ts';
import { code, count, day, list, quoted } from './rich.ts';
import { firstSentence } from './visible.ts';
import { ONE_CALL } from './words.ts';

/** A question with its answer; `id` names it for links and tests. */
export interface Question {
  id: string;
  question: string;
  answer: string;
  /** A policy that is valid as it stands. */
  snippet?: string;
}

/** All questions about a tool, in a fixed order. */
export function questions(view: ToolView): Question[] {
  const name = code(view.tool.name);
  return [
    { id: 'does', question: `What does ${name} do?`, answer: does(view) },
    { id: 'risk', question: `What risk level is ${name}?`, answer: risk(view) },
    { id: 'read-only', question: `Is ${name} read-only?`, answer: readOnly(view) },
    { id: 'leak', question: `Can ${name} leak data?`, answer: leak(view) },
    { id: 'enforce', question: `How do I enforce a policy on ${name}?`, answer: enforce(view) },
    { id: 'limit', question: `Can I rate-limit ${name}?`, ...rateLimit(view) },
    { id: 'block', question: `How do I block ${name} completely?`, ...block(view) },
    { id: 'server', question: `Which server provides ${name}?`, answer: provider(view) },
  ];
}

function does({ tool }: ToolView): string {
  const { category } = tool.classification;
  const words = firstSentence(tool.definition.description ?? tool.definition.title ?? '', 120);
  const ended = /[.!?…]$/.test(words) ? '' : '.';
  const theirs =
    words === '' ? 'Its server does not say.' : `In its server's words: ${quoted(words, 120)}${ended}`;
  return `${theirs} We class it ${category}: one call ${ONE_CALL[category]}.`;
}

function risk({ tool }: ToolView): string {
  const { riskLevel, confidence } = tool.classification;
  return `${riskLevel}. ${levelSteps(tool.classification)} The confidence is ${confidence.toFixed(2)} of 1.`;
}

function readOnly({ tool }: ToolView): string {
  const { classification, definition } = tool;
  const hint = definition.annotations?.readOnlyHint;
  const declared =
    typeof hint === 'boolean'
      ? `Its server declares ${code(`readOnlyHint: ${hint}`)}.`
      : `Its server does not declare ${code('readOnlyHint')}.`;
  const verdict =
    classification.category === 'Read'
      ? 'Yes, as far as its definition tells.'
      : `No: it is ${classification.category}.`;
  return [verdict, modes(classification.modes), declared, mismatches(classification)]
    .filter(Boolean)
    .join(' ');
}

const LEAKS: readonly Flag[] = ['private', 'secrets', 'egress'];

function leak({ tool }: ToolView): string {
  const { flags } = tool.classification;
  const own = LEAKS.filter((flag) => flags.includes(flag));
  const carried = flags.includes('untrusted')
    ? ` ${own.length === 0 ? 'But it' : 'It also'} ${FLAG_MEANING.untrusted}, which may tell the agent to pass on what it knows from elsewhere.`
    : '';
  if (own.length === 0) {
    return `Nothing in its definition says that it returns private data or secrets, or that it sends data out.${carried}`;
  }
  const way = own.includes('egress')
    ? 'so one call can carry data away'
    : 'so it can leak through whatever else the agent can send with';
  return `Yes: it ${list(own.map((flag) => FLAG_MEANING[flag]))}, ${way}.${carried}`;
}

function enforce(view: ToolView): string {
  const labels = Map.groupBy(POSTURES, (posture) => decisionLabel(view.decisions[posture]).toLowerCase());
  const said = [...labels].map(([label, postures]) =>
    postures.length === POSTURES.length
      ? `${label}, in every posture`
      : `${label} in the ${inPostures(postures)}`,
  );
  return `Put a gateway between agent and server and give it the file of section 6, or use one of the ${EMITTERS.length - 1} other targets linked there. For ${code(view.tool.name)} it says: ${said.join('; ')}.`;
}

const inPostures = (postures: readonly Posture[]): string =>
  `${list(postures)} ${postures.length === 1 ? 'posture' : 'postures'}`;

/** The tool's rule with another action, as the first target's file. */
function variant(view: ToolView, change: Pick<Decision, 'action' | 'limit'>): string {
  const { limit: _, byArgument: __, ...decision } = view.decisions.balanced;
  return EMITTERS[0]!.emit({
    server: view.tool.serverId,
    posture: 'balanced',
    decisions: [{ ...decision, ...change }],
  });
}

function rateLimit(view: ToolView): { answer: string; snippet?: string } {
  const limited = POSTURES.filter((posture) => view.decisions[posture].action === 'limit');
  if (limited.length > 0) {
    const each = limited.map((posture) => {
      const { max, window } = view.decisions[posture].limit!;
      return `at ${max} calls a ${window} in the ${posture} posture`;
    });
    return { answer: `Yes: section 6 already does so, ${list(each)}.` };
  }
  const { action } = view.decisions.balanced;
  const why =
    action === 'allow'
      ? `No posture asks for it, because a call ${view.tool.classification.category === 'Read' ? 'changes nothing' : 'costs next to nothing'}. If you want a cap against loops:`
      : 'No posture relies on it, because one call is enough to do the harm. A cap can only slow it down:';
  return { answer: why, snippet: variant(view, { action: 'limit', limit: { window: 'minute', max: 10 } }) };
}

function block(view: ToolView): { answer: string; snippet?: string } {
  if (view.decisions.balanced.action === 'hide') {
    return {
      answer: 'The balanced policy of section 6 already does: the agent neither sees nor reaches it.',
    };
  }
  return {
    answer: 'Hide it: the agent then neither sees nor reaches it.',
    snippet: variant(view, { action: 'hide' }),
  };
}

function provider({ tool, server, source, toolCount }: ToolView): string {
  const { name, publisher } = server.listing;
  const seen =
    tool.provenance === 'observed'
      ? `We saw it there on ${day(tool.lastSeenAt)}`
      : `It was declared in a file on ${day(tool.lastSeenAt)}, and we have not seen it in the running server`;
  return `${quoted(name, 60).slice(1, -1)} by ${quoted(publisher, 60).slice(1, -1)} (${code(source)}), as ${toolCount === 1 ? 'its only tool' : `one of ${count(toolCount, 'tool')}`}. ${seen}.`;
}
