import { z } from 'zod';
import { EMITTERS } from './index.ts';

/**
 * JSON Schemas (draft 2020-12) of the targets' files as this project reads them, by target: for targets that publish
 * none. What two of a file's parts must agree on, and Cedar and CEL inside its texts, no such schema says.
 */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    EMITTERS.flatMap(({ id, title, filename, schema }) =>
      schema
        ? [
            [
              id,
              {
                title: `${title}: ${filename}`,
                ...z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }),
              },
            ],
          ]
        : [],
    ),
  );
}
