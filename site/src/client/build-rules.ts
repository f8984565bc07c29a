/** The rule of each tool, why it is there, and the choice of another. */
import {
  COMBINATION_MEANING,
  COMBINATION_TITLE,
  toxicCombinations,
} from '../../../catalogue/combinations.ts';
import { ACTIONS, type Action } from '../../../catalogue/vocabulary.ts';
import type { Emitter, ToolDecision } from '../../../policy/emitter.ts';
import { ACTION_LABEL } from '../../../policy/explain.ts';
import type { RecommendedPolicy } from '../../../policy/index.ts';
import { resolve, type Resolved } from '../../../policy/resolve.ts';
import { CHOICES, ruleKey, type Overrides, type StackServer } from '../stack/policies.ts';
import { actionInFile } from '../text/decision.ts';
import { clip, visible } from '../text/visible.ts';
import { FLAG_LABEL } from '../text/words.ts';
import { element, level } from './dom.ts';

const short = (text: string): string => visible(clip(text, 80));

/** Told that a tool is to have a rule, or again the recommended one. */
export type OnChoice = (key: string, action: Action | undefined) => void;

/** Servers with more tools than this are shown closed. */
const OPEN = 15;

/** What the tables show. */
export interface Rules {
  servers: readonly StackServer[];
  policies: readonly RecommendedPolicy[];
  emitter: Emitter;
  overrides: Overrides;
}

/** One table per server that has tools, in a part that opens; those that stood open stay so. */
export function ruleTables(rules: Rules, onChoice: OnChoice): HTMLElement[] {
  const open = new Set(
    [...document.querySelectorAll<HTMLDetailsElement>('.stack-part[open]')].map(
      ({ dataset }) => dataset.server,
    ),
  );
  return rules.policies.flatMap((policy, i) => {
    const { server, decisions } = policy;
    if (decisions.length === 0) return [];
    const tools = `${decisions.length} ${decisions.length === 1 ? 'tool' : 'tools'}`;
    const part = element(
      'details',
      { class: 'stack-part', 'data-server': server },
      element('summary', {}, element('b', {}, short(server)), `: ${tools}, ${tally(decisions)}`),
      ruleTable(rules, i, onChoice),
    );
    part.open = open.has(server) || decisions.length <= OPEN;
    return [part];
  });
}

function tally(decisions: readonly ToolDecision[]): string {
  const counts = ACTIONS.map(
    (action) => [action, decisions.filter((one) => one.action === action).length] as const,
  );
  return counts
    .filter(([, n]) => n > 0)
    .map(([action, n]) => `${ACTION_LABEL[action].toLowerCase()} ${n}`)
    .join(', ');
}

function ruleTable(
  { servers, policies, emitter, overrides }: Rules,
  i: number,
  onChoice: OnChoice,
): HTMLElement {
  const policy = policies[i]!;
  const inFile = resolve(policy, emitter);
  const rows = policy.decisions.map((decision, at) => {
    const { classification } = servers[i]!.tools[at]!;
    const key = ruleKey(policy.server, decision.tool);
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('code', {}, short(decision.tool))),
      element('td', {}, level(classification.riskLevel)),
      element('td', {}, choice(decision, key, overrides, onChoice)),
      element('td', {}, ...reasons(decision, inFile[at]!, emitter)),
    );
  });
  const head = ['Tool', 'Risk', 'Rule', 'Why'].map((name) => element('th', { scope: 'col' }, name));
  return element(
    'table',
    { class: 'stack-rules' },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

/** Why the rule is there, and where the target's file says something else, what. */
function reasons(
  decision: ToolDecision,
  { because, action, source }: Resolved,
  emitter: Emitter,
): (Node | string)[] {
  const why = visible(because);
  const held = action === decision.action || source === 'by-argument';
  const denied = action === 'ask' && emitter.askDenial !== undefined;
  if (held && !denied) return [why];
  const lacks = held ? 'has no prompt' : 'cannot hold this rule';
  const [first, ...rest] = actionInFile(action, emitter);
  const instead = `${first!.toLowerCase()}${rest.join('')}`;
  return [why, element('span', { class: 'about' }, `${emitter.title} ${lacks}; in its file: ${instead}.`)];
}

function choice(
  decision: ToolDecision,
  key: string,
  overrides: Overrides,
  onChoice: OnChoice,
): HTMLSelectElement {
  const { action, limit, tool } = decision;
  const chosen = overrides.has(key);
  const present = limit ? `${ACTION_LABEL[action]}: ${limit.max} a ${limit.window}` : ACTION_LABEL[action];
  const others = CHOICES.filter((one) => one !== action);
  const select = element(
    'select',
    { 'aria-label': `Rule for ${short(tool)}` },
    element('option', { value: 'same' }, chosen ? `${present} (chosen)` : present),
    ...(chosen ? [element('option', { value: '' }, 'As recommended')] : []),
    ...others.map((one) => element('option', { value: one }, ACTION_LABEL[one])),
  );
  select.addEventListener('change', () => {
    const value = CHOICES.find((one) => one === select.value);
    if (select.value !== 'same') onChoice(key, value);
  });
  return select;
}

/** What the tools of all servers can do together to the one agent that has them all. */
export function combinationNotes(servers: readonly StackServer[]): HTMLElement[] {
  const tools = servers.flatMap(({ alias, tools: own }) =>
    own.map(({ name, classification }) => ({ name: `${short(name)} (${short(alias)})`, classification })),
  );
  return toxicCombinations(tools).map(({ combination, parts }) => {
    const named = parts.map(({ flag, tools: found }) => {
      const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
      return `${FLAG_LABEL[flag]}: ${found
        .slice(0, 3)
        .map(({ name }) => name)
        .join(', ')}${more}`;
    });
    return element(
      'p',
      { class: 'mismatch' },
      element('b', {}, `Together: ${COMBINATION_TITLE[combination]}.`),
      ` In one agent, ${COMBINATION_MEANING[combination]}. ${named.join('; ')}.`,
    );
  });
}
