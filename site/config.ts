import type { AstroInlineConfig, AstroIntegration } from 'astro';
import { fileURLToPath } from 'node:url';

/** Which pages a build makes, and for which address. */
export interface PagesToBuild {
  siteUrl: string | undefined;
  /** Whether all templates are used, or the frames of servers and tools alone. */
  siteWide: boolean;
}

/** The frames that most pages of a large site are made from. */
const SERVER_FRAMES = {
  '/frames/policy': 'src/pages/frames/policy.astro',
  '/frames/record': 'src/pages/frames/record.astro',
};

/**
 * How the site whose sources stand in `sources` is built. Everything that Astro writes goes below `workspace`,
 * nothing into the sources, which may be an installed package's.
 */
export function astroConfig(
  sources: URL,
  workspace: string,
  { siteUrl, siteWide }: PagesToBuild,
): AstroInlineConfig {
  return {
    configFile: false,
    root: workspace,
    // A folder without pages of its own: those that are wanted are named by the integration.
    srcDir: siteWide ? fileURLToPath(new URL('src/', sources)) : `${workspace}/src`,
    integrations: siteWide ? [] : [onlyServers(sources)],
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

function onlyServers(sources: URL): AstroIntegration {
  return {
    name: 'toolrisk-servers',
    hooks: {
      'astro:config:setup': ({ injectRoute }) => {
        for (const [pattern, template] of Object.entries(SERVER_FRAMES))
          injectRoute({ pattern, entrypoint: new URL(template, sources), prerender: true });
      },
    },
  };
}
