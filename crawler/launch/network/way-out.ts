import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startProxy, type FilteringProxy, type ProxyOptions } from './proxy.ts';

/** A proxy for one server, at a socket of its own. `close` ends it and removes the socket. */
export type WayOut = FilteringProxy & { socket: string };

export type WayOutOptions = Omit<ProxyOptions, 'hosts'> & {
  /** Parent of the folder that the socket is in. */
  temporary: string;
};

/** Opens a way out to `hosts` (allowed-hosts.ts), and to no others. */
export async function openWayOut(
  hosts: ProxyOptions['hosts'],
  { temporary, allowPrivate, bytes }: WayOutOptions,
): Promise<WayOut> {
  const folder = mkdtempSync(join(temporary, 'toolrisk-proxy-'));
  const socket = join(folder, 'proxy');
  const proxy = await startProxy(socket, { hosts, allowPrivate, ...(bytes && { bytes }) });
  return {
    ...proxy,
    socket,
    async close() {
      await proxy.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
