import { styleText } from 'node:util';
import type { Listing, Observation } from '../../catalogue/records.ts';
import { carriesList } from '../../catalogue/vocabulary.ts';
import type { CrawlEvents, CrawlPhase } from '../../crawler/options.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

const PHASE_WORDS: Record<CrawlPhase, string> = {
  installing: 'installing',
  connecting: 'starting',
  listing: 'listing tools',
};

type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/** Tells people how a crawl goes on, on a stream: one line a server. */
export interface Progress extends Required<Pick<CrawlEvents, 'started' | 'progress'>> {
  finished(observation: Observation): void;
  /** A line beside the servers' own. */
  say(text: string): void;
  end(): void;
}

/** Lines that rewrite themselves on a terminal, plain lines elsewhere. */
export function progressOn(stream: Stream, now: () => number = Date.now): Progress {
  return stream.isTTY ? liveProgress(stream, now) : plainProgress(stream);
}

/** What became of a server, on one line. */
export function resultLine(observation: Observation): string {
  const { serverId, outcome, tools } = observation;
  const listed = carriesList(outcome);
  const what = listed ? `${tools.length} tool${tools.length === 1 ? '' : 's'}` : observation.detail;
  return `${listed ? '✓' : '✗'} ${serverId}  ${outcome}  ${what}  ${secondsOf(observation).toFixed(1)} s`;
}

/** How long the crawl of a server took, in seconds. */
export function secondsOf({ startedAt, finishedAt }: Pick<Observation, 'startedAt' | 'finishedAt'>): number {
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
}

function plainProgress(stream: Stream): Progress {
  return {
    started: () => undefined,
    progress: () => undefined,
    finished: (observation) => void stream.write(`${resultLine(observation)}\n`),
    say: (text) => void stream.write(`${text}\n`),
    end: () => undefined,
  };
}

function liveProgress(stream: Stream, now: () => number): Progress {
  const running = new Map<string, { phase: string; since: number }>();
  let drawn = 0;
  const wipe = () => {
    if (drawn > 0) stream.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = () => {
    wipe();
    const frame = FRAMES[Math.floor(now() / FRAME_MS) % FRAMES.length];
    for (const [id, { phase, since }] of running) {
      const line = `${frame} ${id}  ${phase}  ${((now() - since) / 1000).toFixed(0)} s`;
      stream.write(`${styleText('dim', line.slice(0, (stream.columns || 80) - 1))}\n`);
      drawn++;
    }
  };
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  const above = (text: string) => {
    wipe();
    stream.write(`${text}\n`);
    draw();
  };
  return {
    started: ({ id }: Listing) => void running.set(id, { phase: 'waiting', since: now() }),
    progress({ id }, phase) {
      const entry = running.get(id);
      if (entry !== undefined) entry.phase = PHASE_WORDS[phase];
    },
    finished(observation) {
      running.delete(observation.serverId);
      above(resultLine(observation));
    },
    say: above,
    end() {
      clearInterval(timer);
      wipe();
    },
  };
}
