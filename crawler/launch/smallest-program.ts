/** Machine code that ends with status 0, by Node's name of the machine, and the machine's number in ELF. */
const MACHINES: Readonly<Record<string, { machine: number; code: readonly number[] }>> = {
  // mov eax, 60 (exit); xor edi, edi; syscall
  x64: { machine: 62, code: [0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05] },
  // mov x8, #93 (exit); mov x0, #0; svc #0
  arm64: { machine: 183, code: [0xa8, 0x0b, 0x80, 0xd2, 0, 0, 0x80, 0xd2, 0x01, 0, 0, 0xd4] },
};

const HEADER = 64;
const SEGMENT = 56;
const ADDRESS = 0x40_0000;

/**
 * A program that needs nothing and does nothing but end well, to see whether something can run one: an ELF file of
 * one segment (System V ABI, chapter 4 and 5). Undefined for a machine that it is not written for.
 */
export function smallestProgram(architecture: string = process.arch): Buffer | undefined {
  const known = MACHINES[architecture];
  if (known === undefined) return undefined;
  const size = HEADER + SEGMENT + known.code.length;
  const file = Buffer.alloc(size);
  // 64 bits, little-endian, version 1; an executable.
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(known.machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(ADDRESS + HEADER + SEGMENT), 24);
  file.writeBigUInt64LE(BigInt(HEADER), 32);
  file.writeUInt16LE(HEADER, 52);
  file.writeUInt16LE(SEGMENT, 54);
  file.writeUInt16LE(1, 56);
  // The segment: loaded whole, to be read and run.
  file.writeUInt32LE(1, HEADER);
  file.writeUInt32LE(5, HEADER + 4);
  file.writeBigUInt64LE(BigInt(ADDRESS), HEADER + 16);
  file.writeBigUInt64LE(BigInt(ADDRESS), HEADER + 24);
  file.writeBigUInt64LE(BigInt(size), HEADER + 32);
  file.writeBigUInt64LE(BigInt(size), HEADER + 40);
  file.writeBigUInt64LE(0x1000n, HEADER + 48);
  file.set(known.code, HEADER + SEGMENT);
  return file;
}
