/** The call simulator: a tool and arguments in, the verdict and the rule that decided out. */
import { isJsonObject } from '../../../catalogue/json.ts';
import type { Emitter, Policy } from '../../../policy/emitter.ts';
import type { StackFile } from '../stack/policies.ts';
import { clip, visible } from '../text/visible.ts';
import { byId, element } from './dom.ts';

/** The policy as it stands. */
export interface TrialSubject {
  emitter: Emitter;
  policies: readonly Policy[];
  files: readonly StackFile[];
}

const VERDICT = { allow: 'Allowed', ask: 'A person is asked', deny: 'Denied' } as const;

const server = byId('trial-server', HTMLSelectElement);
const tool = byId('trial-tool', HTMLInputElement);
const tools = byId('trial-tools', HTMLElement);
const args = byId('trial-arguments', HTMLTextAreaElement);
const verdict = byId('trial-verdict', HTMLElement);

let subject: TrialSubject | undefined;

/** Makes the simulator ask another policy; the verdict on the former one is taken away. */
export function setSubject(next: TrialSubject | undefined): void {
  subject = next;
  verdict.replaceChildren();
  const before = server.value;
  const names = next?.policies.map((policy) => policy.server) ?? [];
  server.replaceChildren(
    ...names.map((name) =>
      element('option', { value: name, selected: name === before }, visible(clip(name, 60))),
    ),
  );
  suggestTools();
}

function suggestTools(): void {
  const decisions = subject?.policies.find((policy) => policy.server === server.value)?.decisions ?? [];
  tools.replaceChildren(...decisions.map((decision) => element('option', { value: decision.tool })));
}

async function run(): Promise<void> {
  if (!subject) return;
  const parsed = parseArguments();
  if (!parsed) {
    verdict.textContent = 'The arguments have to be a JSON object, such as {"path": "/etc/passwd"}.';
    return;
  }
  const { tryCall } = await import('../stack/trial.ts');
  const { emitter, policies, files } = subject;
  const call = { server: server.value, tool: tool.value, arguments: parsed };
  const tried = await tryCall(emitter, policies, files, call);
  const source =
    tried.by === 'file'
      ? `Asked of the file for ${emitter.title}.`
      : `Asked of the rules as ${emitter.title} can hold them; its own program does not run in a page.`;
  verdict.replaceChildren(
    element('b', { class: `verdict-${tried.verdict}` }, `${VERDICT[tried.verdict]}.`),
    ` ${visible(tried.reason)} `,
    'Rule: ',
    element('code', {}, visible(tried.rule)),
    `. ${source}`,
  );
}

function parseArguments() {
  try {
    const value: unknown = JSON.parse(args.value.trim() === '' ? '{}' : args.value);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

server.addEventListener('change', suggestTools);
byId('trial-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void run().catch((error: Error) => (verdict.textContent = `It could not be tried: ${error.message}`));
});
