import { expect, test } from 'vitest';
import { namespaceRestriction, tryOut } from './trial.ts';

test('a program in bubblewrap sees no network, a filter and nobody', async () => {
  expect(await tryOut('bubblewrap')).toMatchObject({
    state: 'works',
    seen: { filtered: true, network: false, user: 65534 },
  });
});

test('the others are run too, and those that hold nobody are seen not to', async () => {
  expect(await tryOut('none')).toMatchObject({ state: 'works', seen: { filtered: false } });
  expect(await tryOut('node-permission')).toMatchObject({ state: 'works', seen: { filtered: false } });
});

test.each(['podman', 'docker'] as const)(
  '%s works, or it is said why not, and nothing is fetched',
  async (id) => {
    const trial = await tryOut(id);
    if (trial.state === 'works') expect(trial.seen.network).toBe(false);
    else
      expect(trial.why).toMatch(
        new RegExp(
          `^${id} (?:is (?:not )?installed|cannot run a confined container here)|^its image is not here yet`,
        ),
      );
  },
);

test.each([
  ['apparmor_restrict_unprivileged_userns', '1', /AppArmor/],
  ['unprivileged_userns_clone', '0', /ordinary users/],
  ['max_user_namespaces', '0', /no user namespaces/],
])('%s = %s is told', (name, value, why) => {
  expect(namespaceRestriction((path) => (path.endsWith(name) ? value : ''))?.why).toMatch(why);
});

test('a machine that restricts nothing is told so', () => {
  expect(namespaceRestriction(() => '')).toBeUndefined();
});
