import type { RiskLevel } from './vocabulary.ts';

/** How many of a server's tools have each risk level. */
export type Histogram = Record<RiskLevel, number>;

export const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Grade = (typeof GRADES)[number];

export const GRADE_MEANING: Record<Grade, string> = {
  A: 'every tool is Low',
  B: 'nothing above Medium',
  C: 'nothing above High',
  D: 'has Critical tools, at most one in ten',
  E: 'has Critical tools, at most one in four',
  F: 'more than one tool in four is Critical',
};

/** A server's grade by its worst level and, where that is Critical, by its share. Undefined without tools. */
export function grade(levels: Histogram): Grade | undefined {
  const total = levels.Low + levels.Medium + levels.High + levels.Critical;
  if (total === 0) return undefined;
  const critical = levels.Critical / total;
  if (critical > 0.25) return 'F';
  if (critical > 0.1) return 'E';
  if (critical > 0) return 'D';
  if (levels.High > 0) return 'C';
  return levels.Medium > 0 ? 'B' : 'A';
}
