/** Why a server shows no tools: an empty list is an answer, and no list is none. */
import { OUTCOME_MEANING, type Outcome } from '../../../catalogue/vocabulary.ts';
import { count } from '../text/rich.ts';

/** What of a server's record tells whether it has tools. */
export interface Listed {
  outcome: Outcome;
  /** The last good list; null where none ever came. */
  snapshot: { lastSeenAt: string; quarantined?: readonly unknown[] } | null;
  tools: readonly unknown[];
  /** How many tools of the list have no verdict yet, and so are not shown. */
  unjudged?: number;
}

/** Whether it is known that a server has no tools, and how, or else why nothing is known: a clause. */
export interface NoTools {
  known: boolean;
  because: string;
}

/** Undefined for a server that shows tools. */
export function noTools({ outcome, snapshot, tools, unjudged = 0 }: Listed): NoTools | undefined {
  if (tools.length > 0) return undefined;
  if (snapshot === null) return { known: false, because: `it ${OUTCOME_MEANING[outcome]}` };
  if (unjudged > 0)
    return {
      known: false,
      because: `no verdict has been made yet on ${count(unjudged, 'tool')} of its list`,
    };
  const leftOut = snapshot.quarantined?.length ?? 0;
  if (leftOut > 0)
    return {
      known: false,
      because: `${count(leftOut, 'tool')} of its list had to be left out, and it has no other`,
    };
  return { known: true, because: 'its list is empty' };
}

/** Why a server has no grade: a clause that begins a sentence. */
export function ungraded(none: NoTools | undefined): string {
  return none?.known
    ? 'Its list of tools is empty: there is nothing to grade'
    : `Its tools are unknown: ${none?.because}`;
}
