import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { LimitsHolder } from '../../catalogue/records.ts';
import type { Hold } from '../launch/hold.ts';
import { killGroup } from '../launch/kill.ts';
import { run } from '../launch/run.ts';
import { start, type Child } from '../launch/start.ts';
import type { Failure } from './failure.ts';
import type { Limits } from './limits.ts';
import { tail } from './text.ts';
import { watch } from './watchdog.ts';

/** How long an ended server's last words may be under way, and a killed one may take to be gone. */
const DRAIN_MS = 200;
const GONE_MS = 2000;
/** Bytes that may wait for a server that does not read. */
const UNREAD_LIMIT = 2 ** 20;

/** Waits, but does not keep the program from ending. */
const sleep = (milliseconds: number) => wait(milliseconds, undefined, { ref: false });

/** A server's process, and all that it started. */
export type ServerProcess = {
  stdout: Readable;
  /** What keeps it within its limits. */
  heldBy: LimitsHolder;
  write(text: string): void;
  /** Resolves, with the reason, when the process has ended or was ended for what it used. */
  ended: Promise<Failure>;
  /** The last lines of its standard error so far, sanitised. */
  stderrTail(): string;
  /** Ends it: first politely, then not. Nothing of it is left when this resolves. */
  stop(): Promise<void>;
};

/** Starts a server in a process group of its own, watching what it uses. */
export function startServer(hold: Hold, limits: Limits): ServerProcess {
  const command = hold.process;
  const child = start(command);
  const { promise: ended, resolve: end } = Promise.withResolvers<Failure>();
  const excess = () => (child.pid === undefined ? undefined : hold.excess(child.pid));
  const gone = whenGone(child);
  const stderr = keepTail(child.stderr, limits, end);
  const unwatch = watch(excess, (what) => end({ kind: 'overused', what }));
  // A server that has gone neither reads nor writes; its exit tells why, the broken pipes do not.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
  void gone.then((failure) => {
    // What the kernel ended for using too much looks like any other end.
    const what = excess();
    end(what === undefined ? failure : { kind: 'overused', what });
  });
  return {
    stdout: child.stdout,
    heldBy: hold.by,
    write(text) {
      if (child.stdin.writableLength > UNREAD_LIMIT)
        end({ kind: 'protocol', what: 'does not read what it is sent' });
      else if (child.stdin.writable) child.stdin.write(text);
    },
    ended,
    stderrTail: () => tail(stderr(), limits.stderrBytes / 4),
    async stop() {
      unwatch();
      await endProcess(child, gone, limits.graceMs);
      await hold.end();
      if (command.afterwards !== undefined)
        await run({ ...command.afterwards, env: command.env, cwd: '/' }, { timeoutMs: 10_000 });
    },
  };
}

/** The end of the process, with its last words read. A child that outlives it may hold its pipes for ever. */
async function whenGone(child: Child): Promise<Failure> {
  const { promise, resolve } = Promise.withResolvers<Failure>();
  child.on('error', ({ message, code }: NodeJS.ErrnoException) =>
    resolve({ kind: 'unreachable', what: `its program cannot be started (${message})`, code }),
  );
  child.on('exit', (code, signal) => resolve({ kind: 'exited', code, signal }));
  const closed = new Promise((done) => child.on('close', done));
  const failure = await promise;
  await Promise.race([closed, sleep(DRAIN_MS)]);
  return failure;
}

async function endProcess(child: Child, gone: Promise<unknown>, graceMs: number): Promise<void> {
  child.stdin.end();
  if (child.exitCode === null && child.signalCode === null) killGroup(child.pid, 'SIGTERM');
  await Promise.race([gone, sleep(graceMs)]);
  killGroup(child.pid, 'SIGKILL');
  await Promise.race([gone, sleep(GONE_MS)]);
  child.stdin.destroy();
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
}

/** The last bytes of a stream, as text; a stream without end is a reason to end its process. */
function keepTail(stream: Readable, limits: Limits, end: (failure: Failure) => void): () => string {
  let kept: Buffer = Buffer.alloc(0);
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk.subarray(-limits.stderrBytes)]).subarray(-limits.stderrBytes);
    bytes += chunk.length;
    if (bytes > limits.sessionBytes)
      end({ kind: 'too-large', what: `more than ${limits.sessionBytes} bytes on standard error` });
  });
  return () => kept.toString('utf8');
}
