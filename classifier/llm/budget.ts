import type { Usage } from './model.ts';

/** What a run may spend. Money is counted only where prices are given. */
export interface Budget {
  maxTokens?: number;
  maxCost?: number;
  /** Price of a million prompt tokens and of a million completion tokens, in one currency. */
  prices?: { prompt: number; completion: number };
}

/** What a run has spent so far. */
export interface Spending {
  promptTokens: number;
  completionTokens: number;
}

export const NOTHING_SPENT: Spending = { promptTokens: 0, completionTokens: 0 };

/** The cost of what was spent, in the currency of the prices. */
export function cost(
  { promptTokens, completionTokens }: Spending,
  prices: NonNullable<Budget['prices']>,
): number {
  return (promptTokens * prices.prompt + completionTokens * prices.completion) / 1_000_000;
}

/** What was spent, with one more call. */
export function spend(spending: Spending, usage: Usage): Spending {
  return {
    promptTokens: spending.promptTokens + usage.promptTokens,
    completionTokens: spending.completionTokens + usage.completionTokens,
  };
}

/** Whether nothing more may be spent. */
export function isUsedUp(spending: Spending, { maxTokens, maxCost, prices }: Budget): boolean {
  if (maxTokens !== undefined && spending.promptTokens + spending.completionTokens >= maxTokens) return true;
  return maxCost !== undefined && prices !== undefined && cost(spending, prices) >= maxCost;
}
