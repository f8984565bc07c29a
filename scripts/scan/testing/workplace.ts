/** A repository on loopback for tests of scans: a server whose tools stand in a file, configurations, and the program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ToolDefinition } from '../../../catalogue/records.ts';

const PROGRAM = fileURLToPath(new URL('../../launch.js', import.meta.url));

/** Lists the tools of the file that it is given. `{NAME}` in it becomes the value of that variable. */
const SERVER = `
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const fill = (text) => text.replaceAll(/\\{([A-Z_]+)\\}/g, (whole, name) => (name in process.env ? JSON.stringify(process.env[name]).slice(1, -1) : whole));
const { tools, instructions, says } = JSON.parse(fill(readFileSync(process.argv[2], 'utf8')));
if (says) process.stderr.write(says + '\\n');
if (tools === undefined) process.exit(3);
const results = {
  initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' }, instructions },
  'tools/list': { tools },
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: results[method] }));
});
`;

/** What a test's server has; without tools it ends by itself. */
export interface TestServer {
  tools?: ToolDefinition[];
  instructions?: string;
  /** On standard error. */
  says?: string;
}

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A folder with a server program in it. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'toolrisk-scan-'));

  constructor() {
    this.write('server.mjs', SERVER);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Puts a server's tools into its file; gives the entry that starts it. */
  server(name: string, server: TestServer): { command: string; args: string[] } {
    this.write(`${name}.json`, JSON.stringify(server));
    return { command: 'node', args: ['./server.mjs', `./${name}.json`] };
  }

  /** Puts servers into .mcp.json, one a line from line 3 on; `more` is said of each. */
  configure(servers: Record<string, TestServer>, more: object = {}): void {
    const entries = Object.entries(servers).map(
      ([name, server]) =>
        `    ${JSON.stringify(name)}: ${JSON.stringify({ ...this.server(name, server), ...more })}`,
    );
    this.write('.mcp.json', `{\n  "mcpServers": {\n${entries.join(',\n')}\n  }\n}\n`);
  }

  /** Runs `toolrisk` here. */
  async run(words: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', NO_COLOR: '1', ...env },
      cwd: this.folder,
    });
    const ended: Ended = { status: null, stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk: Buffer) => (ended[name] += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    return { ...ended, status };
  }

  /** Every file below the folder, with its bytes. */
  files(): { name: string; bytes: Buffer }[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((name) => ({ name, bytes: readFileSync(name) }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
