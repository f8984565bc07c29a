/** The recommended policy for each client whose configuration was scanned, with the servers under its own names. */
import { EMITTERS, notes, recommendPolicy, type Policy } from '../../policy/index.ts';
import type { ScannedServer, SuggestedPolicy } from '../../report/scan-record.ts';
import { TARGET_OF, type Client } from './clients.ts';

/** A policy for each client, in the balanced posture; none for a client whose servers gave no tools. */
export function suggestedPolicies(servers: readonly ScannedServer[]): SuggestedPolicy[] {
  const clients = [...new Set(servers.flatMap(({ places }) => places.map(({ client }) => client)))];
  return clients.flatMap((client) => {
    const emitter = EMITTERS.find(({ id }) => id === TARGET_OF[client as Client]);
    const policies = policiesOf(client, servers);
    if (emitter === undefined || policies.length === 0) return [];
    const whole = emitter.emitStack ? distinct(policies, emitter.aliasOf) : policies;
    const texts = emitter.emitStack
      ? [emitter.emitStack(whole)]
      : policies.map((policy) => emitter.emit(policy));
    const { id: target, title, filename } = emitter;
    const said = notes(emitter, whole);
    return texts.map((text) => ({ client, target, title, filename, text, notes: said }));
  });
}

function policiesOf(client: string, servers: readonly ScannedServer[]): Policy[] {
  return servers.flatMap(({ places, tools }) => {
    const place = places.find((each) => each.client === client);
    if (place === undefined || tools.length === 0) return [];
    const judged = tools.map(({ definition, classification }) => ({
      name: definition.name,
      classification,
      inputSchema: definition.inputSchema,
    }));
    return [recommendPolicy(place.name, judged, 'balanced')];
  });
}

/** A target's file cannot tell servers of one name apart: the first stays. */
function distinct(
  policies: readonly Policy[],
  aliasOf: (server: string) => string = (server) => server,
): Policy[] {
  const seen = new Set<string>();
  return policies.filter(({ server }) => !seen.has(aliasOf(server)) && seen.add(aliasOf(server)));
}
