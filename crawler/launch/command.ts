import type { Sandbox } from '../../catalogue/vocabulary.ts';

/**
 * A server's program, in words that every sandbox can put into its own paths: `{node}` stands for the running
 * Node, `{root}` for the folder that the server is read from, `{workspace}` for an empty folder that it may
 * write to.
 */
export type ServerCommand = {
  /** The program and its first arguments; may contain `{node}` and `{root}`. */
  entry: readonly string[];
  /** The listing's arguments; may contain `{workspace}` and `{bundle}`, a bundle's own folder; nothing else is replaced. */
  args: readonly string[];
  /** All the environment that the server sees beside HOME, PATH and TMPDIR. */
  env: Readonly<Record<string, string>>;
  /** Folders and files on this machine that the server may read, and no others of its user's. */
  readable: readonly Mount[];
  /** `readable`'s folder that `{root}` stands for. */
  root?: Mount;
  /** Hosts that it has to reach, as its listing names them. */
  network?: readonly string[];
  /** A Unix socket of this machine's at which a proxy is its only way to a network (network/proxy.ts). */
  proxy?: string;
  /** A folder of limited size, empty and in memory, that it may write to beside the others; only bubblewrap has it. */
  writable?: { inside: string; bytes: number };
  /** Where it is started; the workspace unless said otherwise. */
  startIn?: 'root' | 'workspace';
};

/** A path on this machine and where a sandbox with its own file system shows it. */
export type Mount = { host: string; inside: string };

/** A process to start, complete. `afterwards` removes what killing the process leaves behind. */
export type Process = {
  file: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  /** What it reads from file descriptors 3, 4, … */
  descriptors?: readonly Buffer[];
  afterwards?: { file: string; args: string[] };
};

export type Availability = { ok: true } | { ok: false; why: string };

/** One way to hold a server. */
export type SandboxLauncher = {
  id: Sandbox;
  /** Whether it works on this machine; starts nothing of a server's. */
  available(): Promise<Availability>;
  /** Why this sandbox cannot hold this program, for one that cannot hold every program. */
  refuses?(command: ServerCommand): string | undefined;
  /** Whether its servers write to a folder of this machine, for want of a file system of their own. */
  usesScratch?: true;
  /** Whether it can give a server a proxy as its only way to a network. */
  reachesProxy?: true;
  /** @param scratch an empty folder on this machine, removed after the session; '' unless `usesScratch`. */
  wrap(command: ServerCommand, scratch: string): Process;
};

/** What a server may use. Bytes, unless said otherwise. */
export const RESOURCES = {
  memory: 1536 * 2 ** 20,
  /** Where the kernel counts them, threads count too. */
  processes: 128,
  /** Processors' time at once; limited where a control group can. */
  cpus: 2,
  home: 256 * 2 ** 20,
  temporary: 128 * 2 ** 20,
  sharedMemory: 64 * 2 ** 20,
} as const;

/** Where a sandbox with its own file system shows what every server gets. */
export const INSIDE = {
  node: '/opt/node/bin/node',
  root: '/opt/server',
  home: '/home/user',
  workspace: '/home/user/workspace',
  path: '/opt/node/bin:/usr/local/bin:/usr/bin:/bin',
} as const;

/** The folder in which `command` is started, out of the given paths. */
export function startFolder(
  command: ServerCommand,
  paths: { root: string | undefined; workspace: string },
): string {
  return command.startIn === 'root' && paths.root !== undefined ? paths.root : paths.workspace;
}

/** The words of `command` for a place where its stand-ins have the given paths. */
export function expand(
  command: ServerCommand,
  paths: { node: string; root: string | undefined; workspace: string },
): string[] {
  const entry = command.entry.map((word) =>
    word.replaceAll('{node}', () => paths.node).replaceAll('{root}', () => paths.root ?? ''),
  );
  const own = command.args.map((word) =>
    word
      .replaceAll('{workspace}', () => paths.workspace)
      .replaceAll('{bundle}', (name) => paths.root ?? name),
  );
  return [...entry, ...own];
}
