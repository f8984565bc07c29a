const lines = `${'noise '.repeat(100)}\n`.repeat(100);
const write = () => {
  while (process.stdout.write(lines));
};
process.stdout.on('drain', write);
write();
