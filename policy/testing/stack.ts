import type { Classification } from '../../catalogue/records.ts';
import { recommendPolicy, type Policy, type ToolToJudge } from '../index.ts';
import { verdict } from './verdict.ts';

const object = (properties: object, required: string[] = []) =>
  ({ type: 'object', properties, required }) as NonNullable<ToolToJudge['inputSchema']>;

const tool = (name: string, more: Partial<Classification>, inputSchema?: ToolToJudge['inputSchema']) => ({
  name,
  classification: verdict(more),
  inputSchema,
});

const text = { type: 'string' };

/** Tools of an invented server that keeps notes on a disk. */
export const NOTES: readonly ToolToJudge[] = [
  tool(
    'read_note',
    {},
    object({ path: text, limit: { type: 'integer', minimum: 1, maximum: 500 } }, ['path']),
  ),
  tool(
    'write_note',
    { category: 'Write', riskLevel: 'Medium' },
    object({ path: text, body: text }, ['path', 'body']),
  ),
  tool('burn_notebook', { category: 'Destructive', riskLevel: 'Critical' }, object({ path: text }, ['path'])),
  tool(
    'notebook',
    { category: 'Destructive', riskLevel: 'High' },
    object(
      {
        action: { type: 'string', enum: ['open', 'rename', 'delete'] },
        force: { type: 'boolean' },
        path: text,
      },
      ['action'],
    ),
  ),
  tool(
    'run_macro',
    { category: 'Execute', riskLevel: 'High', flags: ['code'] },
    object({ macro: text }, ['macro']),
  ),
];

/** Tools of an invented shop, with the names that targets stumble over. */
export const SHOP: readonly ToolToJudge[] = [
  tool('list goods/all.v2', {}),
  tool('say "hello" \\ naïve ✓', { category: 'Write', riskLevel: 'Low' }),
  tool('mcp_status', { riskLevel: 'Medium' }, object({ page: { type: 'string', format: 'uri' } }, ['page'])),
  tool('yes', {}),
  tool(
    'pay_bill',
    { category: 'Write', riskLevel: 'High', flags: ['financial'] },
    object({ amount: { type: 'number' }, payee: text }, ['amount', 'payee']),
  ),
  tool(
    'reprice',
    { category: 'Write', riskLevel: 'High', flags: ['bulk'] },
    object({ ids: { type: 'array', items: text }, dry_run: { type: 'boolean' } }, ['ids']),
  ),
  tool(
    'migrate',
    { category: 'Destructive', riskLevel: 'High' },
    object({ dry_run: { type: 'boolean' }, step: { type: 'integer' } }),
  ),
  { name: 'never_judged' },
  tool('*', { category: 'Write', riskLevel: 'Medium' }),
];

/** The stack that the goldens show: two servers, balanced, with a root and hosts. */
export function stack(posture: Policy['posture'] = 'balanced'): Policy[] {
  const options = { root: '/home/ada/notes', hosts: ['shop.example', '*.shop.example'] };
  return [
    recommendPolicy('notes', NOTES, posture, options),
    recommendPolicy('my_shop', SHOP, posture, options),
  ];
}
