import type { Sandbox } from '../../catalogue/vocabulary.ts';
import { bubblewrap } from './bubblewrap.ts';
import type { Availability, SandboxLauncher } from './command.ts';
import { docker } from './docker.ts';
import { nodePermission } from './node-permission.ts';
import { none } from './none.ts';
import { podman } from './podman.ts';

export const SANDBOX_LAUNCHERS: Record<Sandbox, SandboxLauncher> = {
  bubblewrap,
  podman,
  docker,
  'node-permission': nodePermission,
  none,
};

/** What `auto` tries, best first. The others hold no stranger's code and are used only by name. */
const TRUSTED = [bubblewrap, podman, docker];

/** Whether a sandbox is one that `auto` may take. */
export const isTrusted = (id: Sandbox): boolean => TRUSTED.some((sandbox) => sandbox.id === id);

/** What a person who asks for it by name has to know; undefined for a sandbox that holds. */
export function warningAbout(sandbox: Sandbox | 'auto'): string | undefined {
  if (sandbox === 'none')
    return 'servers run without a sandbox: they can read, change and send all that you can';
  if (sandbox === 'node-permission')
    return "Node's permission model is no boundary against hostile code, and may leave the network open";
  return undefined;
}

export type Choice = { ok: true; sandbox: SandboxLauncher } | { ok: false; why: string };

/** The sandbox of that name, or for `auto` the best one that works on this machine; otherwise why there is none. */
export async function chooseSandbox(
  name: Sandbox | 'auto',
  candidates: readonly SandboxLauncher[] = name === 'auto' ? TRUSTED : [SANDBOX_LAUNCHERS[name]],
): Promise<Choice> {
  const reasons: string[] = [];
  for (const sandbox of candidates) {
    const availability: Availability = await sandbox.available();
    if (availability.ok) return { ok: true, sandbox };
    reasons.push(availability.why);
  }
  return { ok: false, why: reasons.join('; ') };
}
