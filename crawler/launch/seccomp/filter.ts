import { ANSWER, answer, AT, encode, load, skipIf, skipUnless, type Instruction } from './bpf.ts';
import {
  ARCHITECTURES,
  AUDIT_ARCHITECTURE,
  CONDITIONAL,
  DENIED,
  ERROR,
  NEWEST_SYSCALL,
  type Architecture,
} from './syscalls.ts';

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET (linux/sched.h). */
const NAMESPACE_FLAGS = 0x7e02_0000;
/** TIOCSTI types into a terminal, TIOCLINUX pastes into a console (asm-generic/ioctls.h). */
const TERMINAL_INPUT = [0x5412, 0x541c];
/** Linux and 32-bit Linux, with and without the old version's name, and the question which it is. */
const PERSONALITIES = [0x0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffff];
/** AF_UNIX, AF_INET and AF_INET6 (linux/socket.h). */
const FAMILIES = { unix: 1, internet: [2, 10], netlink: 16 };
/** What programs ask their network interfaces by (NETLINK_ROUTE); no other part of netlink. */
const NETLINK_ROUTE = 0;

const refuse = (error: keyof typeof ERROR): Instruction => answer(ANSWER.error | ERROR[error]);
const allow = answer(ANSWER.allow);

/** Allows the call when the argument that was loaded last is one of `values`. */
const allowWhen = (values: readonly number[]): Instruction[] =>
  values.flatMap((value) => [skipUnless('equal', value, 1), allow]);

/** What is done with the calls that depend on their arguments; each ends with an answer. */
const CONDITIONS: Record<keyof typeof CONDITIONAL, Instruction[]> = {
  clone: [load(AT.argument(0)), skipUnless('anyBit', NAMESPACE_FLAGS, 1), refuse('EPERM'), allow],
  // Only the low half counts: the kernel does not look at the other.
  ioctl: [
    load(AT.argument(1)),
    ...TERMINAL_INPUT.flatMap((request) => [skipUnless('equal', request, 1), refuse('EPERM')]),
    allow,
  ],
  personality: [load(AT.argument(0)), ...allowWhen(PERSONALITIES), refuse('EPERM')],
  socket: [
    load(AT.argument(0)),
    ...allowWhen([FAMILIES.unix, ...FAMILIES.internet]),
    skipUnless('equal', FAMILIES.netlink, 3),
    load(AT.argument(2)),
    ...allowWhen([NETLINK_ROUTE]),
    refuse('EAFNOSUPPORT'),
  ],
  socketpair: [load(AT.argument(0)), ...allowWhen([FAMILIES.unix]), refuse('EAFNOSUPPORT')],
};

/**
 * The seccomp program for `architecture`: what is refused (syscalls.ts), all else up to the newest system call
 * that was looked at allowed. A call of another architecture's, by which a filter could be got round, ends the
 * process.
 */
export function filterProgram(architecture: Architecture): Instruction[] {
  const column = ARCHITECTURES.indexOf(architecture);
  const when = (number: number | undefined, body: Instruction[]) =>
    number === undefined ? [] : [skipUnless('equal', number, body.length), ...body];
  return [
    load(AT.architecture),
    skipIf('equal', AUDIT_ARCHITECTURE[architecture], 1),
    answer(ANSWER.killProcess),
    load(AT.number),
    skipUnless('greater', NEWEST_SYSCALL, 1),
    refuse('ENOSYS'),
    ...DENIED.flatMap(({ error, calls }) =>
      Object.values(calls).flatMap((numbers) => when(numbers[column], [refuse(error)])),
    ),
    ...Object.entries(CONDITIONAL).flatMap(([name, numbers]) =>
      when(numbers[column], CONDITIONS[name as keyof typeof CONDITIONAL]),
    ),
    allow,
  ];
}

/** The filter for the running machine as the kernel reads it; undefined where none is written for it. */
export function seccompFilter(architecture: string = process.arch): Buffer | undefined {
  const known = ARCHITECTURES.find((each) => each === architecture);
  return known === undefined ? undefined : encode(filterProgram(known));
}
