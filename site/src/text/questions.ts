/** Section 10: the questions that people ask about a tool, every answer computed from its record. */
import { steersItsReader } from '../../../catalogue/deceit.ts';
import type { Classification, Decision } from '../../../catalogue/records.ts';
import { isUndecided } from '../../../catalogue/undecided.ts';
import { FLAG_MEANING, POSTURES, type Flag, type Posture } from '../../../catalogue/vocabulary.ts';
import { EMITTERS } from '../../../policy/index.ts';
import type { ToolView } from '../view/tool.ts';
import { decisionLabel } from './decision.ts';
import { itsServersWords, mismatches, modes, oneCallDoes } from './does.ts';
import { levelSteps } from './level.ts';
import { code, count, day, list, quoted } from './rich.ts';

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
  const words = itsServersWords(tool.definition);
  const theirs = words === '' ? 'Its server does not say.' : `In its server's words: ${words}`;
  const ours = isUndecided(tool.classification)
    ? `Nothing in its definition says what a call does; we take it for ${category}.`
    : `We class it ${category}: one call ${oneCallDoes(tool.classification)}.`;
  return `${theirs} ${ours}`;
}

function risk({ tool }: ToolView): string {
  const { riskLevel, confidence } = tool.classification;
  return `${riskLevel}. ${levelSteps(tool.classification)} The confidence is ${confidence.toFixed(2)} of 1.`;
}

function readOnly({ tool }: ToolView): string {
  const { classification, definition } = tool;
  const hint = definition.annotations?.readOnlyHint ?? undefined;
  const declared =
    typeof hint === 'boolean'
      ? `Its server declares ${code(`readOnlyHint: ${hint}`)}.`
      : `Its server ${hint === undefined ? 'does not declare' : 'declares, but not as a boolean,'} ${code('readOnlyHint')}.`;
  return [
    readOnlyVerdict(classification),
    modes(definition, classification),
    declared,
    mismatches(classification),
  ]
    .filter(Boolean)
    .join(' ');
}

function readOnlyVerdict(classification: Classification): string {
  if (classification.category !== 'Read') return `No: it is ${classification.category}.`;
  return isUndecided(classification)
    ? 'Unknown: nothing in its definition says what a call does.'
    : 'Yes, as far as its definition tells.';
}

const LEAKS: readonly Flag[] = ['private', 'secrets', 'egress'];

function leak({ tool }: ToolView): string {
  const { flags, findings } = tool.classification;
  const steers = steersItsReader(findings);
  const own = LEAKS.filter((flag) => flags.includes(flag));
  const carried = flags.includes('untrusted')
    ? ` ${own.length === 0 ? 'But it' : 'It also'} ${FLAG_MEANING.untrusted}, which may tell the agent to pass on what it knows from elsewhere.`
    : '';
  if (own.length === 0 && steers) {
    return `It may: its text gives its reader orders or hides from people, and what an agent does after reading it is in no rule’s hands.${carried}`;
  }
  if (own.length === 0 && flags.includes('code')) {
    return `It can do so as far as what it runs can: it ${FLAG_MEANING.code}, and nothing in its definition keeps that from reading private data or sending it out.${carried}`;
  }
  if (own.length === 0) {
    return `Nothing in its definition says that it returns private data or secrets, or that it sends data out.${carried}`;
  }
  const way = own.includes('egress')
    ? 'so one call can carry data away'
    : 'so it can leak through whatever else the agent can send with';
  return `Yes: it ${list(own.map((flag) => FLAG_MEANING[flag]))}, ${way}.${carried}${steers ? ' And its text gives its reader orders or hides from people.' : ''}`;
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
      ? `No posture asks for it, because ${harmlessness(view)}. If you want a cap against loops:`
      : `No posture relies on it, because ${harm(view)}. A cap can only slow it down:`;
  return { answer: why, snippet: variant(view, { action: 'limit', limit: { window: 'minute', max: 10 } }) };
}

/** Why no call is held back. */
function harmlessness({ tool: { classification } }: ToolView): string {
  if (isUndecided(classification)) return 'nothing in its definition says that a call does harm';
  return `a call ${classification.category === 'Read' ? 'changes nothing' : 'costs next to nothing'}`;
}

/** Why a number of calls is no measure for it. */
function harm({ tool: { classification } }: ToolView): string {
  const { category, riskLevel, findings } = classification;
  if (steersItsReader(findings)) return 'what is wrong with it stands in its text, not in its calls';
  const grave = category === 'Destructive' || riskLevel === 'High' || riskLevel === 'Critical';
  return grave ? 'one call is enough to do the harm' : 'how often it is called is not what speaks against it';
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
