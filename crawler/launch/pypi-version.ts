import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePackage } from '../listings/package-spec.ts';
import { inFreshFolder } from './fresh-folder.ts';
import type { InstallOptions } from './npm.ts';
import { findPypi, PYTHON, pypiEnvironment, versionWords } from './pypi-client.ts';
import { specOf, type PypiSource } from './pypi.ts';
import { run } from './run.ts';

/**
 * The version that would be installed, or undefined where no index says. Installs nothing; of an index that keeps no
 * metadata beside its wheels (PEP 658), the package's own wheel is fetched.
 */
export async function versionOfPypi(
  source: PypiSource,
  options: InstallOptions,
): Promise<string | undefined> {
  const spec = specOf(source);
  if (parsePackage(`pypi:${spec}`) === undefined || !existsSync(PYTHON)) return undefined;
  const client = await findPypi(options.env ?? process.env, options.cache, options);
  if (client === undefined) return undefined;
  return inFreshFolder(options.cache, async (folder) => {
    const [wanted, report] = [join(folder, 'wanted.txt'), join(folder, 'report.json')];
    writeFileSync(wanted, `${spec}\n`);
    const env = pypiEnvironment(options.env ?? process.env, folder);
    const args = versionWords(client, wanted, report);
    const ended = await run({ file: client.file, args, env, cwd: folder }, options);
    if (ended.code !== 0) return undefined;
    return client.kind === 'uv' ? pinned(ended.stdout) : reported(report);
  });
}

/** The version of the only line `name==version`. */
const pinned = (text: string): string | undefined => /^[\w.-]+==(\S+)$/m.exec(text)?.[1];

function reported(file: string): string | undefined {
  const { install = [] } = JSON.parse(readFileSync(file, 'utf8')) as {
    install?: { metadata?: { version?: string } }[];
  };
  return install[0]?.metadata?.version;
}
