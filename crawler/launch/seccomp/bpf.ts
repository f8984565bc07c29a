/**
 * One instruction of a classic BPF program (linux/bpf_common.h). `jt` and `jf` are how many instructions a
 * comparison skips when it holds and when it does not, at most 255.
 */
export type Instruction = { code: number; jt: number; jf: number; k: number };

/** The instructions that a seccomp filter is written in, by linux/bpf_common.h's numbers. */
export const CODE = { load: 0x20, equal: 0x15, greater: 0x25, anyBit: 0x45, answer: 0x06 } as const;

/** What a filter answers with (linux/seccomp.h). An error's number stands in the low 16 bits. */
export const ANSWER = { allow: 0x7fff_0000, error: 0x0005_0000, killProcess: 0x8000_0000 } as const;

/** Where `struct seccomp_data` has its members, in bytes. Of an argument it is the low half, on little-endian machines. */
export const AT = { number: 0, architecture: 4, argument: (index: number) => 16 + 8 * index } as const;

/** Loads four bytes of `struct seccomp_data`, to be compared by what follows. */
export const load = (offset: number): Instruction => ({ code: CODE.load, jt: 0, jf: 0, k: offset });

/** Ends the program. */
export const answer = (value: number): Instruction => ({ code: CODE.answer, jt: 0, jf: 0, k: value });

type Comparison = 'equal' | 'greater' | 'anyBit';

/** Skips the `count` instructions that follow unless what was loaded compares so with `value`. */
export const skipUnless = (comparison: Comparison, value: number, count: number): Instruction => ({
  code: CODE[comparison],
  jt: 0,
  jf: count,
  k: value,
});

/** Skips the `count` instructions that follow if what was loaded compares so with `value`. */
export const skipIf = (comparison: Comparison, value: number, count: number): Instruction => ({
  code: CODE[comparison],
  jt: count,
  jf: 0,
  k: value,
});

const BYTES = 8;

/** The program as the kernel reads it: an array of `struct sock_filter`, little-endian. */
export function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * BYTES);
  program.forEach(({ code, jt, jf, k }, index) => {
    bytes.writeUInt16LE(code, index * BYTES);
    bytes.writeUInt8(jt, index * BYTES + 2);
    bytes.writeUInt8(jf, index * BYTES + 3);
    bytes.writeUInt32LE(k, index * BYTES + 4);
  });
  return bytes;
}
