import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a registry, a proxy and certificates are configured; nothing else of the environment reaches npm. */
const PASSED_ON = [
  ...['PATH', 'LANG', 'SystemRoot', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['npm_config_registry', 'npm_config_cafile', 'npm_config_proxy', 'npm_config_https_proxy'],
  ...['npm_config_noproxy', 'npm_config_strict_ssl', 'npm_config_globalconfig', 'NPM_TOKEN'],
];

/**
 * npm's environment: its user's own registry settings, and a home folder that is thrown away.
 * @param home the folder that stands in for the user's home
 */
export function npmEnvironment(env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const passed = Object.fromEntries(PASSED_ON.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const userconfig = env['npm_config_userconfig'] ?? join(env['HOME'] ?? homedir(), '.npmrc');
  return { ...passed, HOME: home, TMPDIR: home, npm_config_userconfig: userconfig };
}

/** Command-line settings, which no configuration file can override. */
export function npmArguments(where: { folder: string; cache: string; fetchRetries: number }): string[] {
  return [
    ...['--prefix', where.folder, '--cache', where.cache, '--global=false', '--workspaces=false'],
    // No code of the package's runs: neither scripts nor git, whose configuration a package can bring along.
    ...[
      '--ignore-scripts',
      '--allow-git=none',
      '--git=/nonexistent/git',
      '--allow-file=none',
      '--allow-directory=none',
    ],
    ...['--omit=dev', '--include=optional', '--package-lock=true', '--save=true', '--dry-run=false'],
    ...['--install-strategy=hoisted', '--bin-links=false', '--engine-strict=false', '--force=false'],
    ...['--audit=false', '--fund=false', '--update-notifier=false', '--progress=false', '--color=false'],
    ...['--logs-max=0', '--timing=false', '--loglevel=error', '--json'],
    `--fetch-retries=${where.fetchRetries}`,
    ...['--fetch-retry-mintimeout=1000', '--fetch-retry-factor=2', '--fetch-retry-maxtimeout=8000'],
  ];
}
