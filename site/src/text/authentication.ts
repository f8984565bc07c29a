/** What a crawl learnt of how a server wants to be logged in to. */
import type { ServerRecord } from '../../../catalogue/store/reads.ts';
import { carriesList, type CredentialStep } from '../../../catalogue/vocabulary.ts';
import { list } from './rich.ts';
import { clip } from './visible.ts';

const ENOUGH: Record<CredentialStep, string> = {
  absent: 'none, as far as the list of tools goes',
  default: 'its declared defaults were enough for the list',
  placeholder: 'wants some, and took a placeholder for the list',
};

/** In words, for people; undefined where nothing is known. */
export function authenticationSeen({ lastCrawl }: Pick<ServerRecord, 'lastCrawl'>): string | undefined {
  if (!lastCrawl || lastCrawl.provenance === 'declared') return undefined;
  const { outcome, login, launch } = lastCrawl;
  if (outcome === 'needs-credentials') return 'wants credentials before anything else';
  if (outcome === 'needs-login') return `a person’s login${login ? where(login) : ''}`;
  return carriesList(outcome) && launch.credentialStep ? ENOUGH[launch.credentialStep] : undefined;
}

function where({
  authorizationServers,
  scopes,
}: {
  authorizationServers: string[];
  scopes: string[];
}): string {
  const at = authorizationServers.length > 0 ? ` at ${shortened(authorizationServers)}` : '';
  return scopes.length > 0 ? `${at}, for the scopes ${shortened(scopes)}` : at;
}

const shortened = (words: readonly string[]): string => list(words.slice(0, 4).map((word) => clip(word, 80)));
