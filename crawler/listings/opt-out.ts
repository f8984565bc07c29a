import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Listing } from '../../catalogue/records.ts';
import { ListingError } from './error.ts';
import { sourceKey } from './identity.ts';
import { parsePackage } from './package-spec.ts';

/** data/opt-out.yaml: servers whose operators or authors asked not to be crawled. */
const OptOutFile = z.array(
  z
    .strictObject({
      /** A host with all below it. */
      host: z
        .string()
        .regex(/^[a-z0-9.-]+$/)
        .optional(),
      /** A package, in the form of a listing, without a version. */
      package: z.string().optional(),
      since: z.string(),
      note: z.string().optional(),
    })
    .refine(
      (entry) => (entry.host === undefined) !== (entry.package === undefined),
      'exactly one of host and package',
    ),
);

/** Whether a listing's server asked not to be crawled. */
export type OptOut = (listing: Listing) => boolean;

/** @throws ListingError when the file cannot be read: a wish that is not understood must not be passed over. */
export function readOptOut(file: string): OptOut {
  try {
    return optOutOf(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof ListingError) throw error;
    throw new ListingError('the list of those who opted out cannot be read', { file });
  }
}

/** As `readOptOut`, of a text. @param file the path that errors name */
export function optOutOf(text: string, file: string): OptOut {
  const document = parseDocument(text);
  const parsed = OptOutFile.safeParse(document.errors.length > 0 ? undefined : (document.toJS() ?? []));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ListingError(issue?.message ?? 'invalid', { file, field: issue?.path.join('.') ?? '' });
  }
  const hosts = parsed.data.flatMap(({ host }) => host ?? []);
  const packages = new Set(
    parsed.data.flatMap(({ package: name }) => (name === undefined ? [] : [keyOf(name, file)])),
  );
  return ({ source }) => {
    if (packages.has(sourceKey(source).replace(/#.*/, ''))) return true;
    const host =
      source.type === 'remote' && URL.canParse(source.url) ? new URL(source.url).hostname : undefined;
    return host !== undefined && hosts.some((each) => host === each || host.endsWith(`.${each}`));
  };
}

function keyOf(name: string, file: string): string {
  const source = parsePackage(name);
  if (source === undefined) throw new ListingError(`${name} is no package`, { file });
  return sourceKey(source);
}
