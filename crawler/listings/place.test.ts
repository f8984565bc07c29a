import { describe, expect, test } from 'vitest';
import { configuredServers } from './client-config.ts';
import { placeOf } from './place.ts';

/** Each server of a configuration, and what stands where it is said to stand. */
function places(file: string, text: string): Record<string, string> {
  const lines = text.split('\n');
  const entries = configuredServers(text, file).map(({ name, path }) => {
    const region = placeOf(text, file, path);
    const line = lines[(region?.startLine ?? 0) - 1] ?? '';
    const word = line.slice((region?.startColumn ?? 1) - 1, (region?.endColumn ?? 1) - 1);
    return [name, `${region?.startLine}: ${word}`];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

describe('an entry is found where it stands', () => {
  test('in JSON with comments, trailing commas and the same name elsewhere', () => {
    const text = `// a: the servers\n{\n  "a": {},\n  "mcpServers": {\n    "b": { "command": "x", },\n    /* a */ "a": { "command": "x" },\n  },\n}\n`;
    expect(places('mcp.json', text)).toEqual({ b: '5: "b"', a: '6: "a"' });
  });

  test('in Windows line ends and among wide characters', () => {
    const text = '{"mcpServers": {\r\n"é𝄞": {"command": "x"}, "z": {"command": "x"}}}\r\n';
    expect(places('mcp.json', text)).toEqual({ 'é𝄞': '2: "é𝄞"', z: '2: "z"' });
  });

  test('in the projects of Claude Code', () => {
    const text = '{"projects": {\n"/p": {"mcpServers": {\n"a": {"command": "x"}}}}}';
    expect(places('.claude.json', text)).toEqual({ a: '3: "a"' });
  });

  test('in TOML: tables, tables known by what is below them, quoted, dotted and inline ones', () => {
    const text = [
      'model = "x"',
      '[mcp_servers.a]',
      'command = "x"',
      '[mcp_servers."b c".env]',
      'K = "1"',
      '[mcp_servers."b c"]',
      'command = "x"',
      '[mcp_servers]',
      'd = { command = "x" }',
      'e.command = "x"',
      '',
    ].join('\n');
    expect(places('config.toml', text)).toEqual({
      a: '2: mcp_servers.a',
      'b c': '4: mcp_servers."b c".env',
      d: '9: d',
      e: '10: e.command',
    });
  });

  test('in YAML', () => {
    const text = '# a\nextensions:\n  a:\n    cmd: x\n  "b c": { cmd: x }\n';
    expect(places('config.yaml', text)).toEqual({ a: '3: a', 'b c': '5: "b c"' });
  });

  test('and nowhere else', () => {
    expect(placeOf('{"mcpServers":{}}', 'mcp.json', ['mcpServers', 'a'])).toBeUndefined();
    expect(placeOf('a = 1\n', 'config.toml', ['mcp_servers', 'a'])).toBeUndefined();
    expect(placeOf('a: 1\n', 'config.yaml', ['extensions', 'a'])).toBeUndefined();
  });
});
