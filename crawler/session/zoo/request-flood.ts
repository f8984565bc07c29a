// Asks for ever, and reads no answer.
const line = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}\n`.repeat(100);
const write = () => {
  while (process.stdout.write(line));
};
process.stdout.on('drain', write);
write();
