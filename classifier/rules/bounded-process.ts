import { sightActs } from '../reading/observe.ts';
import { defineRule, tool } from '../rule.ts';

const PLAYBACK = new Set(['playback', 'music', 'song', 'track', 'volume', 'player', 'media']);
/** Who works on by itself is not bounded. */
const AGENTS = new Set(['agent', 'agents', 'subagent', 'subagents', 'swarm', 'crew']);
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

export default defineRule({
  id: 'bounded-process',
  meta: {
    summary: 'The process is bounded and easily repeated: a check, a click, a query called off.',
    why: 'When it goes wrong it is done again.',
    capability: 'bounded-process',
  },
  examples: {
    fires: [tool('rerun_check', 'Run the tests again.'), tool('click', 'Click on an element of the page.')],
    silent: [tool('run_workflow', 'Run a workflow.')],
  },
  observe: (reading) => {
    if (reading.acts.some(({ sense, place }) => sense === 'code' && place !== 'aside')) return [];
    return sightActs(reading, (act) => {
      if (act.place === 'aside' || act.place === 'body') return false;
      if (act.sense !== 'cancel' && act.words.some((word) => AGENTS.has(word))) return false;
      if (act.sense === 'browser') return true;
      if (act.sense === 'device') return act.words.some((word) => PLAYBACK.has(word)) || act.lemma === 'play';
      if (act.sense === 'cancel')
        return act.object.has('query') || act.object.has('check') || act.object.has('session');
      if (act.sense === 'lifecycle')
        return (
          act.object.has('session') ||
          act.words.some((word) => BRIEF.has(word)) ||
          act.object.has('analysisJob')
        );
      return (
        act.sense === 'process' &&
        (act.object.has('test') || act.object.has('analysisJob') || act.object.has('mediaJob')) &&
        !act.object.has('money')
      );
    });
  },
});
