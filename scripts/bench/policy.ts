/** `npm run bench:policy`: one stack of 200 servers and 3,000 tools, written for every target. At most two seconds. */
import { FLAGS, CATEGORIES, RISK_LEVELS } from '../../catalogue/vocabulary.ts';
import { EMITTERS, recommendPolicy, type Policy, type ToolToJudge } from '../../policy/index.ts';
import { verdict } from '../../policy/testing/verdict.ts';

const SERVERS = 200;
const TOOLS_EACH = 15;
const MOST_SECONDS = 2;

const inputSchema = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    action: { type: 'string', enum: ['create', 'delete', 'list'] },
    limit: { type: 'integer', minimum: 1, maximum: 500 },
    ids: { type: 'array', items: { type: 'string' } },
  },
  required: ['path'],
} as ToolToJudge['inputSchema'];

function tool(n: number): ToolToJudge {
  const classification = verdict({
    category: CATEGORIES[n % CATEGORIES.length]!,
    riskLevel: RISK_LEVELS[Math.floor(n / 4) % RISK_LEVELS.length]!,
    flags: n % 5 === 0 ? [FLAGS[n % FLAGS.length]!] : [],
  });
  return { name: `tool_${n}`, classification, inputSchema };
}

const options = { root: '/home/ada', hosts: ['a.example'] };
const started = performance.now();
const policies: Policy[] = Array.from({ length: SERVERS }, (_, s) =>
  recommendPolicy(
    `server-${s}`,
    Array.from({ length: TOOLS_EACH }, (_, t) => tool(s * TOOLS_EACH + t)),
    'balanced',
    options,
  ),
);
console.log(`recommended  ${(performance.now() - started).toFixed(0)} ms`);
let bytes = 0;
for (const emitter of EMITTERS) {
  const from = performance.now();
  const files = emitter.emitStack
    ? [emitter.emitStack(policies)]
    : policies.map((policy) => emitter.emit(policy));
  const size = files.reduce((sum, file) => sum + file.length, 0);
  bytes += size;
  console.log(
    `${emitter.id.padEnd(18)} ${(performance.now() - from).toFixed(0).padStart(5)} ms  ${size} characters`,
  );
}
const seconds = (performance.now() - started) / 1000;
console.log(
  `${SERVERS} servers, ${SERVERS * TOOLS_EACH} tools, ${EMITTERS.length} targets: ${seconds.toFixed(2)} s, ${bytes} characters`,
);
if (seconds > MOST_SECONDS) {
  console.error(`More than ${MOST_SECONDS} s.`);
  process.exitCode = 1;
}
