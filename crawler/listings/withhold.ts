/**
 * A client's configuration holds its user's credentials. A listing takes the names of variables and never their
 * values, and no argument or part of an address that could be a credential.
 */
const STAND_IN = 'placeholder';
const TELLING = /key|token|secret|passw|credential|auth|bearer|\bpat\b|\bdsn\b|connection|cookie|session/i;
const VARIABLE = /\$\{[^}]*\}|\$[A-Z_][A-Z0-9_]*|%[A-Z_]+%/;
/** Long words of mixed characters, URLs with a user, and the prefixes by which well-known services mark a key. */
const LIKE_A_CREDENTIAL =
  /^(?:sk|pk|gh[pousr]|github_pat|xox[abps]|glpat|AKIA|eyJ)[-_A-Za-z0-9]{8,}|:\/\/[^/\s]*:[^/\s]*@|^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_+/=-]{24,}$/;

/** Arguments without credentials: those that stay, and all of them with stand-ins where some had to go. */
export function withoutCredentials(words: readonly string[]): { plain: string[]; placeholder: string[] } {
  const kept = words.map((word) =>
    word.replaceAll(/\$\{workspaceFolder\}|\$\{workspaceRoot\}/g, '{workspace}'),
  );
  const first = kept.findIndex((word, index) => isTelling(word, kept[index - 1]));
  if (first === -1) return { plain: kept, placeholder: [] };
  // An option and its value stay together, and what follows a stand-in keeps its place.
  const cut = first > 0 && isOption(kept[first - 1]) && !isOption(kept[first]) ? first - 1 : first;
  const rest = kept.slice(cut).map((word, index) => {
    if (!isTelling(word, kept[cut + index - 1])) return word;
    return isOption(word) ? word.replace(/=.*/s, `=${STAND_IN}`) : STAND_IN;
  });
  return { plain: kept.slice(0, cut), placeholder: rest };
}

const isOption = (word: string | undefined): boolean => word?.startsWith('-') === true;

function isTelling(word: string, before: string | undefined): boolean {
  if (VARIABLE.test(word) || LIKE_A_CREDENTIAL.test(word)) return true;
  if (isOption(word))
    return (
      word.includes('=') &&
      (TELLING.test(word.split('=')[0] ?? '') || LIKE_A_CREDENTIAL.test(word.split('=')[1] ?? ''))
    );
  return (
    isOption(before) &&
    before?.includes('=') === false &&
    (TELLING.test(before) || /^(?:-H|--header)$/.test(before))
  );
}

/** An address without a user, a password, and the values of its query that could be credentials. */
export function plainUrl(address: string): string {
  if (!URL.canParse(address)) return address.replace(/\/\/[^/@\s]*@/, '//');
  const url = new URL(address);
  if (url.username === '' && url.password === '' && url.search === '') return address;
  url.username = '';
  url.password = '';
  for (const [name, value] of [...url.searchParams])
    if (TELLING.test(name) || LIKE_A_CREDENTIAL.test(value)) url.searchParams.delete(name);
  return url.href;
}
