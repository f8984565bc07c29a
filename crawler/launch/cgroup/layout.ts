import { join } from 'node:path';

/** Where this process stands in the machine's control groups. Paths are folders. */
export type Layout = {
  /** Of version 1: the group that the process is in, by controller. */
  v1: ReadonlyMap<string, string>;
  /** Of version 2: the group that the process is in, then those above it, up to the top of what is mounted. */
  v2: readonly string[];
};

type Mount = { type: string; root: string; at: string; options: string[] };

/**
 * Reads the layout from the two files that the kernel tells it by (proc(5)): which group of each hierarchy a
 * process is in, and where the hierarchies are mounted.
 * @param groups text of /proc/self/cgroup
 * @param mounts text of /proc/self/mountinfo
 */
export function layoutOf(groups: string, mounts: string): Layout {
  const mounted = mounts.split('\n').flatMap(mountOf);
  const v1 = new Map<string, string>();
  let v2: string[] = [];
  for (const [names, path] of groups.split('\n').flatMap(groupOf)) {
    for (const name of names.split(','))
      if (name !== '') {
        const mount = mounted.find(({ type, options }) => type === 'cgroup' && options.includes(name));
        if (mount !== undefined) v1.set(name, below(mount, path));
      }
    const unified = names === '' ? mounted.find(({ type }) => type === 'cgroup2') : undefined;
    if (unified !== undefined) v2 = upwards(below(unified, path), unified.at);
  }
  return { v1, v2 };
}

/** `hierarchy:controllers:path`; the controllers are empty for version 2. */
function groupOf(line: string): [names: string, path: string][] {
  const [, names, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
  return names === undefined || path === undefined ? [] : [[names, path]];
}

/** `… root at options … - type source super-options` */
function mountOf(line: string): Mount[] {
  const [before = '', after = ''] = line.split(' - ');
  const [, , , root, at] = before.split(' ');
  const [type = '', , options = ''] = after.split(' ');
  return root === undefined || at === undefined ? [] : [{ type, root, at, options: options.split(',') }];
}

/** A group's folder. A mount may show only what lies below its root. */
function below({ root, at }: Mount, path: string): string {
  const rest = root !== '/' && path.startsWith(root) ? path.slice(root.length) : path;
  return join(at, rest).replace(/\/$/, '');
}

function upwards(folder: string, top: string): string[] {
  return folder === top || !folder.startsWith(`${top}/`)
    ? [top]
    : [folder, ...upwards(join(folder, '..'), top)];
}
