import type { AstroInlineConfig } from 'astro';
import { fileURLToPath } from 'node:url';

const HERE = new URL('./', import.meta.url);

/** How this site is built. Everything that Astro writes goes below `workspace`, nothing into this folder. */
export function astroConfig(workspace: string, siteUrl: string | undefined): AstroInlineConfig {
  return {
    configFile: false,
    root: workspace,
    srcDir: fileURLToPath(new URL('src/', HERE)),
    publicDir: fileURLToPath(new URL('public/', HERE)),
    outDir: `${workspace}/site`,
    cacheDir: `${workspace}/cache`,
    ...(siteUrl ? { site: siteUrl, base: new URL(siteUrl).pathname } : {}),
    logLevel: 'error',
    trailingSlash: 'always',
    devToolbar: { enabled: false },
    build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets', concurrency: 8 },
    vite: {
      cacheDir: `${workspace}/vite`,
      logLevel: 'error',
      // The strict content security policy allows no inline script, style or data: URL of ours.
      build: { assetsInlineLimit: 0 },
      ssr: { noExternal: ['zod'] },
      server: { fs: { strict: false } },
    },
  };
}
