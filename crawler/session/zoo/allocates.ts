// Takes memory without end, outside the JavaScript heap that would limit it.
const taken: Buffer[] = [];
setInterval(() => taken.push(Buffer.alloc(64 * 2 ** 20, 1)), 10);
process.stdin.resume();
