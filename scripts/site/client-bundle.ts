import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile, Plugin } from 'esbuild';

/** Scripts that only some pages load, by their file in site/src/client/. */
const ENTRIES = ['search', 'search-worker', 'compare', 'build', 'missing'];

/** Where they stand in the site. */
const FOLDER = 'app';

/** Zod names all its translations in one object, so that no bundler can leave them out. */
const WITHOUT_TRANSLATIONS: Plugin = {
  name: 'without-translations',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /locales\/index\.js$/ }, ({ path, importer }) =>
      /[\\/]zod[\\/]/.test(importer) ? { path, namespace: 'empty' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export {}' }));
  },
};

/** Cedar's evaluator is WebAssembly, which the pages' security policy does not let run; they never ask it. */
const WITHOUT_CEDAR: Plugin = {
  name: 'without-cedar',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]policy[\\/]simulate[\\/]cedar\.[jt]s$/ }, () => ({
      contents: "export function simulateCedar() { throw new Error('Cedar does not run in a page'); }",
    }));
  },
};

/** Bundles the scripts of search, compare and build into a site, with the licences of what they bring along. */
export async function bundleClient(sources: URL, site: string): Promise<void> {
  const { build } = await import('esbuild');
  const root = fileURLToPath(sources);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES.map((name) => join(root, `src/client/${name}.ts`)),
    outdir: join(site, FOLDER),
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2023',
    chunkNames: 'part-[hash]',
    logLevel: 'silent',
    legalComments: 'none',
    plugins: [WITHOUT_TRANSLATIONS, WITHOUT_CEDAR],
  });
  await writeFile(join(site, FOLDER, 'licences.txt'), await licences(metafile, root));
}

/** The licence texts of the packages that went into the bundle; our own is not among them. */
async function licences({ inputs }: Metafile, root: string): Promise<string> {
  const files = Object.keys(inputs).map((path) => resolve(root, path));
  const packages = new Set(
    files.flatMap((file) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0] ?? []),
  );
  const others = [...packages].filter((folder) => !root.startsWith(`${folder}/`)).sort();
  const texts = await Promise.all(
    others.map(async (folder) => {
      const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      return `${about.name} ${about.version}\n\n${await licenceIn(folder)}`;
    }),
  );
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}

async function licenceIn(folder: string): Promise<string> {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(`${folder} has no licence file, so it cannot be shipped with the site`);
}
