import { randomBytes } from 'node:crypto';

let last = { milliseconds: 0, count: 0 };

/**
 * A new run's key: a UUID of version 7 (RFC 9562), so that keys sort by the time at which they were made; within
 * one process in the order in which they were made (6.2, method 1: twelve bits count within a millisecond).
 * @param milliseconds since 1970
 */
export function runKey(milliseconds: number = Date.now()): string {
  const isLater = milliseconds > last.milliseconds;
  const count = isLater ? 0 : last.count + 1;
  // A full counter, or a clock that went back, borrows from the milliseconds to come.
  last = { milliseconds: Math.max(milliseconds, last.milliseconds) + (count >> 12), count: count & 0xfff };
  const time = last.milliseconds.toString(16).padStart(12, '0');
  const random = randomBytes(8);
  random[0] = (random[0]! & 0x3f) | 0x80;
  const tail = random.toString('hex');
  const counter = last.count.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
