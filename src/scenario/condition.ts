// Conditions over metrics: 'aim7.users >= 9000 and cpu.sys > 97%'. One grammar for timelines and for --expect.
//
//   condition  = comparison { 'and' comparison }
//   comparison = metric ('>=' | '<=' | '>' | '<' | '==' | '!=') number ['%']

export type Operator = '>=' | '<=' | '>' | '<' | '==' | '!=';

export interface Comparison {
  readonly metric: string;
  readonly operator: Operator;
  readonly value: number;
}

/** All of them must hold. Never empty. */
export type Condition = readonly Comparison[];

export type Metrics = Readonly<Record<string, number>>;

const COMPARISON = /^([A-Za-z][\w.+-]*)\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(%?)$/;

export const CONDITION_FORM = "'metric op number [and ...]' with op one of >= <= > < == !=, e.g. 'cpu.sys > 97%'";

/** Null when the text is no condition. */
export function parseCondition(text: string): Condition | null {
  const parts = text.trim().split(/\s+and\s+/);
  const comparisons = parts.map(parseComparison);
  return comparisons.every((comparison) => comparison !== null) ? comparisons : null;
}

function parseComparison(text: string): Comparison | null {
  const [, metric, operator, number, percent] = COMPARISON.exec(text.trim()) ?? [];
  if (metric === undefined || operator === undefined) return null;
  return { metric, operator: operator as Operator, value: Number(number) / (percent === '%' ? 100 : 1) };
}

/** A metric that is absent or NaN makes every comparison false. */
export const holds = (condition: Condition, metrics: Metrics): boolean =>
  condition.every(({ metric, operator, value }) => HOLDS[operator](metrics[metric] ?? Number.NaN, value));

const HOLDS: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '==': (a, b) => a === b,
  '!=': (a, b) => !Number.isNaN(a) && a !== b,
};

/** How far (0..1) the metrics have come from `start` towards the condition; the comparison that is farthest away counts. */
export function progress(condition: Condition, start: Metrics, now: Metrics): number {
  const shares = condition.map((comparison) => {
    if (holds([comparison], now)) return 1;
    const from = start[comparison.metric] ?? 0;
    const share = ((now[comparison.metric] ?? 0) - from) / (comparison.value - from);
    return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  });
  return Math.min(...shares);
}

/** As it is written in a file. */
export const conditionText = (condition: Condition): string =>
  condition.map(({ metric, operator, value }) => `${metric} ${operator} ${value}`).join(' and ');
