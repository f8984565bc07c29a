import { z } from 'zod';
import { serverToolRecords, unclassifiedTools } from '../../catalogue/store/reads.ts';
import { visible } from '../../catalogue/visible.ts';
import { POSTURE_MEANING, POSTURES } from '../../catalogue/vocabulary.ts';
import { EMITTERS, notes, recommendPolicy } from '../../policy/index.ts';
import { serverId, ServerInput } from '../servers.ts';
import { defineTool, UnknownError } from '../tool.ts';

/** A longer file is for a disk, not for a conversation. */
const LONGEST_FILE = 200_000;

const targets = EMITTERS.map(({ id }) => id);

export default defineTool({
  name: 'recommend_policy',
  title: 'Recommend a policy',
  description:
    'Returns the recommended policy file for an MCP server, exactly as a gateway or client reads it. Nothing is written or changed anywhere.',
  input: z.object({
    server: ServerInput,
    target: z
      .enum(targets as [string, ...string[]])
      .default('policylayer')
      .describe('Whose format.'),
    posture: z
      .enum(POSTURES)
      .default('balanced')
      .describe(POSTURES.map((posture) => `${posture}: ${POSTURE_MEANING[posture]}`).join(' ')),
    alias: z
      .string()
      .regex(/^[\w.-]{1,64}$/)
      .optional()
      .describe('The name under which the client knows the server, where it is not its id.'),
  }),
  output: z.object({
    server: z.string(),
    target: z.string(),
    filename: z.string(),
    file: z.string(),
    notes: z.array(z.string()).describe('What the target cannot express, and what was done instead.'),
  }),
  answer: (db, { server, target, posture, alias }) => {
    const id = serverId(db, server);
    const emitter = EMITTERS.find((one) => one.id === target)!;
    const tools = serverToolRecords(db, id).map(({ name, classification, definition }) => ({
      name,
      classification,
      inputSchema: definition.inputSchema,
    }));
    const unknown = unclassifiedTools(db, id).map((name) => ({ name }));
    if (tools.length + unknown.length === 0)
      throw new UnknownError(`No tool of ${id} is known, so there is nothing to allow: deny it whole.`);
    const policy = recommendPolicy(alias ?? id, [...tools, ...unknown], posture);
    const file = emitter.emit(policy);
    if (file.length > LONGEST_FILE)
      throw new UnknownError(
        `The file for ${id} has ${file.length} characters: make it with \`toolrisk policy --server ${id}\`.`,
      );
    return {
      server: id,
      target,
      filename: emitter.filename,
      file,
      notes: notes(emitter, [policy]).map(visible),
    };
  },
});
