// Says of figures whether they hold their limits. No benchmark fails by it: machines are noisy, a reader judges.

type Limit = readonly [figure: number, relation: '<=' | '>=', limit: number];

/** The last word of a line with limits, for all of them together. */
export function hold(...limits: readonly Limit[]): 'met' | 'MISSED' | 'not measured' {
  if (limits.some(([figure]) => !Number.isFinite(figure))) return 'not measured';
  const isMet = limits.every(([figure, relation, limit]) => (relation === '<=' ? figure <= limit : figure >= limit));
  return isMet ? 'met' : 'MISSED';
}
