// One message that never ends.
const write = () => {
  while (process.stdout.write('x'.repeat(65536)));
};
process.stdout.on('drain', write);
write();
