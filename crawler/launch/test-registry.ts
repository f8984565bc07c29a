/** A package registry on loopback, for tests: what npm asks of one, and nothing more. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A package: its manifest, and its other files by path. */
export type TestPackage = {
  manifest: { name: string; version: string } & Record<string, unknown>;
  files?: Record<string, string>;
};

export type TestRegistry = {
  /** Environment under which npm asks this registry. */
  env: NodeJS.ProcessEnv;
  url: string;
  /** Paths that were asked for. */
  asked: string[];
  close(): void;
};

/** @param status answers every request with this HTTP status instead */
export async function startRegistry(
  packages: readonly TestPackage[],
  status?: number,
): Promise<TestRegistry> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    asked.push(path);
    if (status !== undefined) return void response.writeHead(status).end('{}');
    const file = packages.find((each) => path === tarballPath(each));
    if (file !== undefined) return void response.end(tarball(file));
    const versions = packages.filter(({ manifest }) => manifest.name === path);
    if (versions.length === 0) return void response.writeHead(404).end('{"error":"Not found"}');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(packument(versions, url)));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    asked,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', npm_config_registry: url },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const tarballPath = ({ manifest: { name, version } }: TestPackage) => `${name}/-/${version}.tgz`;

function packument(versions: readonly TestPackage[], url: string) {
  const [first] = versions;
  return {
    name: first?.manifest.name,
    'dist-tags': { latest: versions.at(-1)?.manifest.version },
    versions: Object.fromEntries(
      versions.map((each) => {
        const integrity = `sha512-${createHash('sha512').update(tarball(each)).digest('base64')}`;
        return [
          each.manifest.version,
          { ...each.manifest, dist: { tarball: url + tarballPath(each), integrity } },
        ];
      }),
    ),
  };
}

/** A gzipped tar (POSIX ustar) of the package's files. */
function tarball({ manifest, files = {} }: TestPackage): Buffer {
  const all = { 'package.json': JSON.stringify(manifest), ...files };
  const entries = Object.entries(all).map(([path, text]) => tarEntry(`package/${path}`, Buffer.from(text)));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
}

function tarEntry(path: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(path, 0);
  header.write(octal(0o755, 8) + octal(0, 8) + octal(0, 8) + octal(content.length, 12) + octal(0, 12), 100);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(octal(sum, 7) + ' ', 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
