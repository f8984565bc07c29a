import type { Decision } from '../catalogue/records.ts';
import type { Posture } from '../catalogue/vocabulary.ts';

/** What stands in front of one server: a decision per tool; tools that are not named are denied. */
export interface Policy {
  server: string;
  posture: Posture;
  decisions: Decision[];
}

/** What a target's language can express. Where it cannot, the page says so. */
export interface Support {
  deny: boolean;
  ask: boolean;
  limit: boolean;
  arguments: boolean;
}

/** One target: the file that it reads, and how to know that a text is such a file. */
export interface Emitter {
  id: string;
  title: string;
  filename: string;
  mediaType: string;
  supports: Support;
  /** The target's file, exactly, with a final newline. */
  emit: (policy: Policy) => string;
  /** Problems that the target would have with the text, one sentence each; none when it is fine. */
  validate: (text: string) => string[];
}

/** Declares an emitter; one file of policy/emitters/ each, file name = id. */
export function defineEmitter(emitter: Emitter): Emitter {
  return emitter;
}
