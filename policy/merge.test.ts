import { describe, expect, it } from 'vitest';
import { EMITTERS, recommendPolicy } from './index.ts';
import { merge, UnmergeableFile } from './merge.ts';
import { verdict } from './testing/verdict.ts';

const policy = recommendPolicy(
  'notes',
  [
    { name: 'read', classification: verdict() },
    { name: 'write', classification: verdict({ category: 'Write', riskLevel: 'Medium' }) },
    { name: 'burn', classification: verdict({ category: 'Destructive', riskLevel: 'Critical' }) },
  ],
  'balanced',
);
const into = (id: string, existing: string) =>
  merge(
    existing,
    EMITTERS.find((one) => one.id === id)!,
    [policy],
  );

const EXISTING: Record<string, string> = {
  'claude-code': `{
  // what this project may do
  "permissions": {
    "allow": [
      "Bash(ls:*)", // harmless
      "mcp__notes",
      "mcp__notes__gone",
      "mcp__other__read"
    ],
    "deny": ["Read(.env)"]
  },
  "model": "opus"
}
`,
  cursor: `{
  // the tools that run unasked
  "mcpAllowlist": ["other:*", "notes:gone", "notes:read"],
  "terminalAllowlist": ["ls"]
}
`,
  vscode: `{
  "editor.fontSize": 13, // big
  "chat.tools.eligibleForAutoApproval": { "other": false, "read": false },
}
`,
  zed: `{
  // mine
  "agent": { "tool_permissions": { "default": "confirm", "tools": { "terminal": { "default": "deny" }, "mcp:notes:gone": { "default": "allow" } } } },
  "theme": "One"
}
`,
  codex: `# my settings
model = "x" # the good one

[mcp_servers.notes] # on disk
command = "notes" # no arguments
enabled_tools = ["gone"]

[mcp_servers.notes.tools.gone]
approval_mode = "approve"

[mcp_servers.other]
url = "https://other.example" # elsewhere
`,
  goose: `# permissions
user:
  always_allow:
    - developer__shell # at my risk
    - notes__gone
  ask_before: []
  never_allow: []
`,
  litellm: `# the proxy
model_list: []
mcp_servers:
  notes:
    url: https://notes.example # ours
    allowed_tools: [gone]
  other:
    url: https://other.example
`,
};

describe.each(Object.entries(EXISTING))('merging into %s', (id, existing) => {
  const merged = into(id, existing);

  it('keeps what it does not own, and says what it must', async () => {
    await expect(merged).toMatchFileSnapshot(`testing/goldens/merged-${id}.txt`);
    expect(
      EMITTERS.find((one) => one.id === id)!.validate(
        merged.replace(/^\s*\/\/.*$|\s\/\/.*$/gm, '').replace(/,(\s*[}\]])/g, '$1'),
      ),
    ).toEqual([]);
  });

  it('keeps every comment', () => {
    const comments = existing.match(/(?:#|\/\/) [a-z ]+$/gm) ?? [];
    for (const comment of comments) expect(merged).toContain(comment);
    expect(comments.length).toBeGreaterThan(0);
  });

  it('drops the rule of a tool that is gone', () => {
    expect(merged).not.toContain('gone');
  });

  it('changes nothing the second time', () => {
    expect(into(id, merged)).toBe(merged);
  });

  it('refuses a file that it cannot parse', () => {
    expect(() => into(id, 'a: [\n"')).toThrow(UnmergeableFile);
  });
});

it('writes a fresh file where there is none', () => {
  for (const emitter of EMITTERS) expect(emitter.validate(merge('', emitter, [policy]))).toEqual([]);
});

it('replaces its own whole file, and refuses a foreign one', () => {
  const old = into('policylayer', '');
  expect(into('policylayer', old.replace('read', 'gone'))).toBe(old);
  expect(() => into('policylayer', '{"name":"my-package"}')).toThrow(UnmergeableFile);
  expect(() => into('gemini', into('intercept', ''))).toThrow(UnmergeableFile);
});
