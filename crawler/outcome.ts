import type { Outcome } from '../catalogue/vocabulary.ts';
import type { Failure } from './session/failure.ts';
import type { ToolList } from './session/enumerate.ts';
import { oneLine } from './session/text.ts';

/** What a crawl came to: one of the closed set, and one sentence. `lasting`: asked again soon, it would be the same. */
export type Verdict = { outcome: Outcome; detail: string; lasting?: true };

/** What may pass by itself within a minute: a host that restarts, a network or a name service that hiccups. */
const PASSING = /^(?:ECONN\w+|ETIMEDOUT|EHOST\w+|ENET\w+|EAI_AGAIN|EPIPE)$/;

const CREDENTIAL =
  /api[ _-]?keys?|api[ _-]?tokens?|access[ _-]?tokens?|auth(?:entication|orization)?[ _-]?tokens?|\btokens?\b|credentials?|secrets?\b|password|connection string|\b[A-Z][A-Z0-9_]*_(?:KEY|TOKEN|SECRET|PASSWORD|PAT)\b/i;
const WANTED =
  /required|must (?:be|set|provide)|missing|not (?:set|found|provided|defined|configured|specified)|no .{0,40}(?:provided|found|set|specified)|please (?:set|provide|specify)|undefined|invalid|unauthori[sz]ed|need(?:s|ed)?\b|expected/i;
/** A parser's tokens are not a server's. */
const NOT_A_WISH = /unexpected (?:token|end)|invalid token at/i;
const LOGIN =
  /(?:please|you must|need to|required to) (?:log|sign)[ -]?in|login (?:is )?required|not logged in|open .{0,60}(?:browser|url) to (?:authenticate|authori[sz]e|log ?in|sign ?in)/i;

const SAID_LIMIT = 200;

/**
 * What a failed session means.
 * @param stderr the sanitised tail of the server's standard error, where servers say what they want
 */
export function verdictOf(failure: Failure, stderr: string): Verdict {
  switch (failure.kind) {
    case 'aborted':
      return { outcome: 'interrupted', detail: 'The run was stopped while it was being crawled.' };
    case 'exited':
      return ended(failure, stderr);
    case 'timed-out':
      return timedOut(failure, stderr);
    case 'too-large':
      return { outcome: 'too-large', detail: `It sent ${failure.what}.` };
    case 'overused':
      return { outcome: 'too-large', detail: `It was ended because it used ${failure.what}.` };
    case 'protocol':
      return { outcome: 'protocol-error', detail: `It ${oneLine(failure.what, SAID_LIMIT)}.` };
    case 'rpc-error':
      return refusal(failure.message);
    case 'http':
      return httpVerdict(failure.status, failure.location);
    case 'not-mcp':
      return { outcome: 'not-mcp', detail: `It sent ${oneLine(failure.what, SAID_LIMIT)}.` };
    case 'refused':
      return {
        outcome: 'refused-by-policy',
        detail: `It was not asked: ${oneLine(failure.what, SAID_LIMIT)}.`,
      };
    case 'unreachable':
      return {
        outcome: 'unreachable',
        detail: `It could not be reached: ${oneLine(failure.what, SAID_LIMIT)}.`,
        ...(PASSING.test(failure.code ?? '') ? {} : { lasting: true }),
      };
  }
}

/** Outcomes in which a package may end for want of what its install scripts would have made. */
const WITHOUT_SCRIPTS: readonly Outcome[] = [
  ...(['exited', 'timed-out', 'protocol-error', 'install-failed', 'unsupported-runtime'] as const),
];

/** Whether a server that ended with `outcome` may do better after its package's install scripts. */
export const mayWantScripts = (outcome: Outcome): boolean => WITHOUT_SCRIPTS.includes(outcome);

/** What a list means: whole, or in part. */
export function verdictOnList(list: ToolList): Verdict {
  const tools = count(list.tools.length, 'tool');
  if (list.quarantined.length === 0 && list.incomplete === undefined)
    return { outcome: 'listed', detail: `It listed ${tools}.` };
  const reasons = [
    ...(list.quarantined.length > 0 ? [`${list.quarantined.length} could not be taken`] : []),
    ...(list.incomplete === undefined ? [] : [`the list may go on, for ${list.incomplete}`]),
  ];
  return { outcome: 'listed-partly', detail: `It listed ${tools}; ${reasons.join(', and ')}.` };
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function ended({ code, signal }: { code: number | null; signal: string | null }, stderr: string): Verdict {
  const how = signal === null ? `with status ${code}` : `by ${signal}`;
  const wish = wishOf(stderr);
  if (wish !== undefined) return wish;
  const said = telling(stderr);
  return {
    outcome: 'exited',
    detail: `It ended ${how} before it listed its tools${said === '' ? '.' : `: ${said}`}`,
  };
}

function timedOut({ phase, spoke }: Extract<Failure, { kind: 'timed-out' }>, stderr: string): Verdict {
  const wish = wishOf(stderr);
  // A server that is still waiting for a person says so; one that only mentions a key may just be slow.
  if (wish?.outcome === 'needs-login') return wish;
  const what = phase === 'connecting' ? (spoke ? 'complete the handshake' : 'answer') : 'list its tools';
  const said = telling(stderr);
  return {
    outcome: 'timed-out',
    detail: `It did not ${what} within the time limit${said === '' ? '.' : `: ${said}`}`,
  };
}

function refusal(message: string): Verdict {
  const said = oneLine(message, SAID_LIMIT);
  return wishOf(said) ?? { outcome: 'protocol-error', detail: `It answered with an error: ${said}` };
}

/** The credentials or the login that a server asks for in its own words, or undefined. */
function wishOf(text: string): Verdict | undefined {
  const lines = text.split('\n');
  const login = lines.find((line) => LOGIN.test(line));
  if (login !== undefined)
    return { outcome: 'needs-login', detail: `It wants a login: ${oneLine(login, SAID_LIMIT)}` };
  const wish = lines.find(
    (line) => CREDENTIAL.test(line) && WANTED.test(line) && !NOT_A_WISH.test(line) && !isStackLine(line),
  );
  if (wish === undefined) return undefined;
  return { outcome: 'needs-credentials', detail: `It wants credentials: ${oneLine(wish, SAID_LIMIT)}` };
}

const isStackLine = (line: string) =>
  /^\s*at |^\s*[\^{}[\]~]+\s*$|^node:|^Node\.js v|^\s*(?:code|errno|syscall):/.test(line);

/** The line of standard error that says most: the first that names an error, otherwise the last. */
export function telling(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !isStackLine(line));
  const line = lines.find((each) => /error|fail|cannot|unable/i.test(each)) ?? lines.at(-1) ?? '';
  return oneLine(line, SAID_LIMIT);
}

function httpVerdict(status: number, location: string | undefined): Verdict {
  if (status === 401)
    return { outcome: 'needs-login', detail: 'It answers HTTP 401: it wants authorization.' };
  if (status === 403)
    return { outcome: 'needs-credentials', detail: 'It answers HTTP 403: it forbids access.' };
  if (status === 429)
    return { outcome: 'rate-limited', detail: 'It answers HTTP 429: it asked us to come back later.' };
  if (status >= 300 && status < 400)
    return {
      outcome: 'unreachable',
      detail: `It redirects, which is not followed, to ${oneLine(location ?? 'nowhere', SAID_LIMIT)}`,
      lasting: true,
    };
  if (status >= 500) return { outcome: 'unreachable', detail: `It answers HTTP ${status}.` };
  return { outcome: 'not-mcp', detail: `It answers HTTP ${status}.` };
}
