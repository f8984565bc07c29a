import { UnreadablePolicy, type Simulation } from '../simulate.ts';

export function simulateCedar(_text: string, target: string): Simulation {
  throw new UnreadablePolicy(`There is no evaluator for ${target} yet.`);
}
