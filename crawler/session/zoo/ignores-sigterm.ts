for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdin.on('end', () => undefined).resume();
setInterval(() => undefined, 1000);
