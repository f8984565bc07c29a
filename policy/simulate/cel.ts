import { UnreadablePolicy, type Simulation } from '../simulate.ts';

export function simulateCel(_text: string, target: string): Simulation {
  throw new UnreadablePolicy(`There is no evaluator for ${target} yet.`);
}
