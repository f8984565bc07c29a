// Sends one byte of an answer now and then, for ever.
process.stdin.resume();
process.stdout.write('{"jsonrpc":"2.0","id":0,"result":{"filler":"');
setInterval(() => process.stdout.write('.'), 20);
