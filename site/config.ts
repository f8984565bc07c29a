import type { AstroInlineConfig } from 'astro';
import { fileURLToPath } from 'node:url';

/**
 * How the site whose sources stand in `sources` is built. Everything that Astro writes goes below `workspace`,
 * nothing into the sources, which may be an installed package's.
 */
export function astroConfig(sources: URL, workspace: string, siteUrl: string | undefined): AstroInlineConfig {
  return {
    configFile: false,
    root: workspace,
    srcDir: fileURLToPath(new URL('src/', sources)),
    publicDir: fileURLToPath(new URL('public/', sources)),
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
