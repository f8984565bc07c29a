/** `npm run preview`: serves the built site on this machine, as its host should. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MARKER } from './site/output-folder.ts';
import { serveSite } from './site/serve.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4321' }, dist: { type: 'string', default: 'site/dist' } },
});
const port = Number(values.port);

if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(`--port wants a number from 0 to 65535, not “${values.port}”.`);
} else if (!existsSync(join(values.dist, MARKER))) {
  fail(`There is no site at ${values.dist}: build one with \`npm run toolrisk -- build\`.`);
} else {
  try {
    const { url } = await serveSite(values.dist, port);
    console.log(`${values.dist} is served at ${url} (Ctrl-C stops it)`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    fail(`Port ${port} is taken: choose another with --port.`);
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
