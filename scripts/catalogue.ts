/**
 * `npm run catalogue [-- CRAWL OPTIONS]`: the main job. Crawls the listed servers, judges what is new, and builds
 * the site. A command that fails ends it with that command's exit status; what is stored stays.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('launch.js', import.meta.url));
const started = performance.now();

for (const command of [['crawl', ...process.argv.slice(2)], ['classify'], ['build']]) {
  console.log(`\n> toolrisk ${command.join(' ')}`);
  const { status } = spawnSync(process.execPath, [PROGRAM, ...command], { stdio: 'inherit' });
  // A child that a signal ended has no status; that is Ctrl-C as far as anyone waits for this.
  if (status !== 0) process.exit(status ?? 130);
}
console.log(
  `\nThe catalogue is made, in ${Math.round((performance.now() - started) / 1000)} s. Look at it: npm run preview`,
);
