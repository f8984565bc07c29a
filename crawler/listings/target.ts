import type { Listing, Source } from '../../catalogue/records.ts';
import { ListingError } from './error.ts';
import { parsePackage } from './package-spec.ts';

/**
 * The listing of one server that is named on a command line, not in data/servers/.
 * @param target `npm:PACKAGE[@VERSION]`, an http or https address, or a command when it is followed by words.
 * @param command the words of a command and its arguments; given instead of `target`.
 * @throws ListingError when the target is none of these.
 */
export function listingOfTarget(target: string | undefined, command: readonly string[]): Listing {
  const [program, ...words] = command;
  if (target === undefined) {
    if (program === undefined || program === '')
      throw new ListingError('name a package, a URL or a command', { file: 'nothing to inspect' });
    return adHoc(command.join(' '), { type: 'command', command: program }, words);
  }
  const source = sourceOfTarget(target);
  if (source === undefined)
    throw unusable(target, 'expected npm:PACKAGE[@VERSION], an http(s) URL, or -- and a command');
  return adHoc(target, source, command);
}

function sourceOfTarget(target: string): Source | undefined {
  if (/^https?:\/\//i.test(target)) return URL.canParse(target) ? { type: 'remote', url: target } : undefined;
  return parsePackage(target);
}

function adHoc(name: string, source: Source, words: readonly string[]): Listing {
  return {
    id: 'inspected',
    name,
    summary: 'A server inspected by hand.',
    publisher: 'unknown',
    tier: 'core',
    source,
    arguments: [...words],
    placeholderArguments: [],
    environment: [],
  };
}

function unusable(target: string, reason: string): ListingError {
  return new ListingError(`it cannot be inspected: ${reason}`, { file: target });
}
