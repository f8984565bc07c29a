import type { Sense } from '../lexicon/verbs.ts';
import { runsCode, sightActs } from '../reading/observe.ts';
import type { Reading } from '../reading/reading.ts';
import { defineRule, tool } from '../rule.ts';

const STARTED = new Set<Sense>(['browser', 'device', 'cancel', 'lifecycle', 'process']);
const PLAYBACK = new Set(['playback', 'music', 'song', 'track', 'volume', 'player', 'media']);
/** What strikes others' machines is not easily repeated. */
const PROBES = new Set(['vulnerability', 'vulnerabilities', 'penetration', 'exploit', 'nmap']);
const PROBING = ['dast', 'pentest', 'injection', 'fuzzing'];
/** Who works on by itself is not bounded. */
const AGENTS = new Set(['agent', 'agents', 'subagent', 'subagents', 'swarm', 'crew']);
/** What one job did once, it does again; a workflow or a build starts many. */
const AGAIN = new Set(['retry', 'rerun']);
/** What is called off and begun again, by itself; a build or a run is part of more. */
const SINGLE = new Set(['job', 'task', 'export', 'import', 'crawl', 'upload', 'download', 'transcription']);
const BRIEF = new Set([
  'line',
  'over',
  'into',
  'execution',
  'recording',
  'recorder',
  'tracing',
  'trace',
  'profiling',
  'profiler',
  'watch',
  'timer',
  'capture',
  'simulation',
  'game',
  'emulator',
  'simulator',
  'debugger',
  'playback',
  'scene',
  'preview',
  'dev',
  'listener',
  'browser',
  'app',
  'monitoring',
]);

/** Words of what a page has. */
const IN_PAGE = ['browser', 'page', 'element', 'selector', 'tab', 'canvas'];

/** Whether the screen is the user's own: what is clicked there may be anything. */
const onDesktop = ({ topicWords }: Reading): boolean => {
  const has = (word: string): boolean => topicWords.has(word);
  const pointed = ['mouse', 'coordinates', 'cursor', 'screen'].some(has);
  return pointed && (has('desktop') || (has('pointer') && !IN_PAGE.some(has)));
};

export default defineRule({
  id: 'bounded-process',
  meta: {
    summary: 'The process is bounded and easily repeated: a check, a click, a query called off.',
    why: 'When it goes wrong it is done again.',
    capability: 'bounded-process',
  },
  examples: {
    fires: [tool('rerun_check', 'Run the tests again.'), tool('click', 'Click on an element of the page.')],
    silent: [
      tool('run_workflow', 'Run a workflow.'),
      tool('mouse_click', 'Moves the pointer to the given coordinates and clicks there.'),
    ],
  },
  observe: (reading) => {
    if (runsCode(reading)) return [];
    return sightActs(reading, (act) => {
      if (!STARTED.has(act.sense) || act.place === 'aside' || act.place === 'body') return false;
      if (act.sense !== 'cancel' && act.words.some((word) => AGENTS.has(word))) return false;
      if (act.sense === 'browser') return !onDesktop(reading);
      if (act.words.some((word) => PROBES.has(word)) || PROBING.some((word) => reading.topicWords.has(word)))
        return false;
      if (act.sense === 'device') return act.words.some((word) => PLAYBACK.has(word)) || act.lemma === 'play';
      if (act.sense === 'cancel')
        return (
          act.object.has('query') ||
          act.object.has('check') ||
          act.object.has('session') ||
          act.words.some((word) => SINGLE.has(word))
        );
      if (act.sense === 'lifecycle')
        return (
          act.object.has('session') ||
          (act.lemma === 'reload' && !act.object.has('compute') && !act.object.has('infra')) ||
          act.words.some((word) => BRIEF.has(word)) ||
          act.object.has('analysisJob')
        );
      if (AGAIN.has(act.lemma) && act.words.includes('job')) return true;
      return (
        act.sense === 'process' &&
        (act.object.has('test') || act.object.has('analysisJob') || act.object.has('mediaJob')) &&
        !act.object.has('money')
      );
    });
  },
});
