import type { Outcome } from '../../catalogue/vocabulary.ts';
import { oneLine } from '../session/text.ts';
import type { Ended } from './run.ts';

export type NpmFailure = { ok: false; outcome: Outcome; detail: string };

/** npm's error codes that mean the registry does not have what was asked for. */
const MISSING = new Set(['E404', 'ETARGET', 'ENOVERSIONS', 'EINVALIDPACKAGENAME', 'EINVALIDTAGNAME']);
/** Codes that say that no registry answered. */
const NO_ANSWER =
  /^(?:ENOTFOUND|EAI_\w+|ECONN\w+|ETIMEDOUT|ENET\w+|EHOST\w+|ERR_SOCKET_TIMEOUT|FETCH_ERROR|ERR_TLS\w*|CERT_\w+|UNABLE_TO_\w+|SELF_SIGNED\w*|DEPTH_ZERO\w*|ERR_SSL\w*|EPROTO|E5\d\d)$/;

/** What a failed call of npm means for the server of package `spec` (`name@version`). */
export function npmFailure(ended: Ended, spec: string): NpmFailure {
  if (ended.stopped === 'aborted') return failure('interrupted', 'The run was stopped during installation.');
  if (ended.stopped === 'timeout')
    return failure('install-failed', 'Its installation did not end within the time limit.');
  const { code, text } = complaint(ended);
  const said = oneLine(text, 200);
  // A package that exists can still ask for a dependency that does not.
  if (MISSING.has(code) && text.includes(packageName(spec)))
    return failure('package-missing', `The registry does not have ${spec}.`);
  if (NO_ANSWER.test(code))
    return failure('unreachable', `The package registry could not be reached: ${said}`);
  if (code === 'E429') return failure('rate-limited', 'The package registry asked us to come back later.');
  return failure(
    'install-failed',
    `npm could not install ${spec}: ${said || `it ended with status ${ended.code}`}`,
  );
}

const failure = (outcome: Outcome, detail: string): NpmFailure => ({ ok: false, outcome, detail });

const packageName = (spec: string) => spec.slice(0, spec.lastIndexOf('@'));

/** The code and words of npm's own error report, which `--json` prints on standard output. */
function complaint({ stdout, stderr }: Ended): { code: string; text: string } {
  const report = /\{\s*"error":[\s\S]*\}/.exec(stdout)?.[0] ?? '{}';
  try {
    const { error } = JSON.parse(report) as {
      error?: { code?: unknown; summary?: unknown; detail?: unknown };
    };
    if (error !== undefined) {
      const text = [error.summary, error.detail].filter((part) => typeof part === 'string').join(' ');
      return { code: String(error.code ?? ''), text: text || stderr };
    }
  } catch {
    // A report that is no JSON says as little as none: standard error has the words.
  }
  return { code: /npm (?:error|ERR!) code (\w+)/.exec(stderr)?.[1] ?? '', text: stderr };
}
