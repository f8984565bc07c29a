import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { bubblewrap } from '../bubblewrap.ts';
import { PYTHON } from '../pypi-client.ts';
import { ANSWER, AT, CODE, type Instruction } from './bpf.ts';
import { filterProgram, seccompFilter } from './filter.ts';
import {
  ARCHITECTURES,
  AUDIT_ARCHITECTURE,
  CONDITIONAL,
  DENIED,
  ERROR,
  type Architecture,
} from './syscalls.ts';

/** What a program answers to a call, as the kernel would run it (Documentation/networking/filter.rst). */
function answerOf(
  program: readonly Instruction[],
  number: number,
  args: number[],
  architecture: number,
): number {
  const data: Record<number, number> = { [AT.number]: number, [AT.architecture]: architecture };
  args.forEach((value, index) => (data[AT.argument(index)] = value));
  let accumulator = 0;
  for (let at = 0; at < program.length; at++) {
    const { code, jt, jf, k } = program[at]!;
    if (code === CODE.answer) return k;
    if (code === CODE.load) accumulator = data[k] ?? 0;
    else {
      const holds = { [CODE.equal]: accumulator === k, [CODE.greater]: accumulator > k }[code];
      at += (holds ?? (accumulator & k) !== 0) ? jt : jf;
    }
  }
  throw new RangeError('the program has no end');
}

const OTHER: Record<Architecture, Architecture> = { x64: 'arm64', arm64: 'x64' };
const error = (name: keyof typeof ERROR) => ANSWER.error | ERROR[name];

describe.each(ARCHITECTURES)('%s', (architecture) => {
  const program = filterProgram(architecture);
  const column = ARCHITECTURES.indexOf(architecture);
  const ask = (number: number, ...args: number[]) =>
    answerOf(program, number, args, AUDIT_ARCHITECTURE[architecture]);
  const conditional = (name: keyof typeof CONDITIONAL, ...args: number[]) =>
    ask(CONDITIONAL[name][column]!, ...args);

  test('every jump lands inside the program, which ends with an answer', () => {
    expect(program.length).toBeLessThan(4096);
    expect(program.at(-1)).toEqual({ code: CODE.answer, jt: 0, jf: 0, k: ANSWER.allow });
    program.slice(0, -1).forEach(({ jt, jf }, index) => {
      expect(Math.max(jt, jf)).toBeLessThanOrEqual(255);
      expect(index + 1 + Math.max(jt, jf)).toBeLessThan(program.length);
    });
  });

  test('each denied call is answered with its error, and no number is denied twice', () => {
    const calls = DENIED.flatMap(({ error: name, calls }) =>
      Object.values(calls).flatMap((numbers) =>
        numbers[column] === undefined ? [] : [[numbers[column], name]],
      ),
    ) as [number, keyof typeof ERROR][];
    for (const [number, name] of calls) expect([number, ask(number)]).toEqual([number, error(name)]);
    const numbers = [
      ...calls.map(([number]) => number),
      ...Object.values(CONDITIONAL).map((each) => each[column]),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('a call of another architecture ends the process', () => {
    for (const other of [0x4000_0003, 0x4000_0028, AUDIT_ARCHITECTURE[OTHER[architecture]]])
      expect(answerOf(program, 1, [], other)).toBe(ANSWER.killProcess);
  });

  test('what came later, and what x32 calls, does not exist', () => {
    expect([467, 548, 0x4000_0000, 0x4000_0065, 0xffff_ffff].map((number) => ask(number))).toEqual(
      Array(5).fill(error('ENOSYS')),
    );
    expect(ask(466)).toBe(ANSWER.allow);
  });

  test('threads and processes are made, namespaces are not', () => {
    expect(conditional('clone', 0x3d_0f00)).toBe(ANSWER.allow);
    expect(conditional('clone', 0x11)).toBe(ANSWER.allow);
    for (const flag of [0x2_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000])
      expect(conditional('clone', flag | 0x11)).toBe(error('EPERM'));
  });

  test('sockets are of the families that programs need', () => {
    const families = [1, 2, 10].map((family) => conditional('socket', family, 1, 0));
    expect(families).toEqual(Array(3).fill(ANSWER.allow));
    expect(conditional('socket', 16, 3, 0)).toBe(ANSWER.allow);
    expect(conditional('socket', 16, 3, 12)).toBe(error('EAFNOSUPPORT'));
    for (const family of [0, 3, 17, 29, 38, 40])
      expect(conditional('socket', family, 3, 0)).toBe(error('EAFNOSUPPORT'));
    expect(conditional('socketpair', 1)).toBe(ANSWER.allow);
    expect(conditional('socketpair', 2)).toBe(error('EAFNOSUPPORT'));
  });

  test('nothing is typed into a terminal, and addresses stay random', () => {
    expect([0x5412, 0x541c].map((request) => conditional('ioctl', 0, request))).toEqual(
      Array(2).fill(error('EPERM')),
    );
    expect(conditional('ioctl', 0, 0x5401)).toBe(ANSWER.allow);
    expect(conditional('personality', 0xffff_ffff)).toBe(ANSWER.allow);
    expect(conditional('personality', 0x4_0000)).toBe(error('EPERM'));
  });
});

test('a machine that no filter is written for gets none', () => {
  expect(seccompFilter('riscv64')).toBeUndefined();
});

/** Runs a Python program in bubblewrap as a server would be run. */
async function inside(program: string): Promise<{ stdout: string; code: number | null; stderr: string }> {
  const {
    file,
    args,
    env,
    cwd,
    descriptors = [],
  } = bubblewrap.wrap({ entry: [PYTHON, '-I', '-c', program], args: [], env: {}, readable: [] }, '');
  const child = spawn(file, args, {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', ...descriptors.map(() => 'pipe' as const)],
  });
  descriptors.forEach((bytes, index) => (child.stdio[index + 3] as Writable).end(bytes));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), closed]);
  return { stdout, stderr, code };
}

describe('in bubblewrap, on this machine', () => {
  const column = ARCHITECTURES.indexOf(process.arch as Architecture);
  const CALL = `
import ctypes, json
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def call(*words):
    ctypes.set_errno(0)
    result = libc.syscall(*[ctypes.c_long(word) for word in words])
    return ctypes.get_errno() if result == -1 else 0
`;

  test('the kernel refuses every denied call', async () => {
    const calls = Object.fromEntries(
      DENIED.flatMap(({ calls }) => Object.entries(calls)).flatMap(([name, numbers]) =>
        numbers[column] === undefined ? [] : [[name, numbers[column]]],
      ),
    );
    const program = `${CALL}print(json.dumps({name: call(number, 0, 0, 0, 0, 0, 0) for name, number in ${JSON.stringify(calls)}.items()}))`;
    const { stdout, stderr } = await inside(program);
    const wanted = DENIED.flatMap(({ error: name, calls }) =>
      Object.entries(calls).flatMap(([call, numbers]) =>
        numbers[column] === undefined ? [] : [[call, ERROR[name]]],
      ),
    );
    expect({ stderr, refused: JSON.parse(stdout || '{}') as unknown }).toEqual({
      stderr: '',
      refused: Object.fromEntries(wanted) as unknown,
    });
  });

  test('namespaces, sockets of other families and typing into terminals are refused, what programs do is not', async () => {
    const { clone, ioctl, socket } = CONDITIONAL;
    const { stdout, stderr } = await inside(`${CALL}
import os, socket, threading
thread = threading.Thread(target=lambda: None); thread.start(); thread.join()
child = os.fork()
if child == 0: os._exit(7)
print(json.dumps({
  'clone': call(${clone[column]}, 0x10000000 | 17, 0, 0, 0, 0), 'ioctl': call(${ioctl[column]}, 0, 0x5412, 0),
  'highIoctl': call(${ioctl[column]}, 0, (1 << 32) | 0x5412, 0), 'x32': call(0x40000000 | 39),
  'packet': call(${socket[column]}, 17, 3, 0), 'vsock': call(${socket[column]}, 40, 1, 0),
  'netfilter': call(${socket[column]}, 16, 3, 12), 'unix': call(${socket[column]}, 1, 1, 0),
  'internet': call(${socket[column]}, 2, 1, 0), 'interfaces': [name for _, name in socket.if_nameindex()],
  'forked': os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]),
}))`);
    expect({ stderr, seen: JSON.parse(stdout || '{}') as unknown }).toEqual({
      stderr: '',
      seen: {
        ...{ clone: ERROR.EPERM, ioctl: ERROR.EPERM, highIoctl: ERROR.EPERM, x32: ERROR.ENOSYS },
        ...{ packet: ERROR.EAFNOSUPPORT, vsock: ERROR.EAFNOSUPPORT, netfilter: ERROR.EAFNOSUPPORT },
        ...{ unix: 0, internet: 0, interfaces: ['lo'], forked: 7 },
      },
    });
  });

  test.runIf(process.arch === 'x64')('a system call of 32-bit x86 ends its process', async () => {
    // mov eax, 20 (getpid); int 0x80; ret
    const { code } = await inside(`
import ctypes, mmap
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes([0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3]))
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()`);
    // 128 and SIGSYS, as bubblewrap tells it.
    expect(code).toBe(128 + 31);
  });
});
