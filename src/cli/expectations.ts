// --expect: conditions that must hold at the end of a run.

import { didYouMean } from '../base/closest.ts';
import { UsageError } from '../base/usage-error.ts';
import type { MetricInfo } from '../observe/frame.ts';
import { CONDITION_FORM, holds, type Metrics, parseCondition } from '../scenario/condition.ts';

/** With more digits than a report: what was missed by little has to be seen. */
function exactFigure(value: number, unit: string): string {
  if (!Number.isFinite(value)) return 'without value';
  if (unit === '%') return `${Number((value * 100).toPrecision(10))}%`;
  return `${Number(value.toPrecision(10))}${unit === '' ? '' : ` ${unit}`}`;
}

/** Refuses what is no condition on a known metric; the result tells which of them do not hold. */
export function readExpectations(
  texts: readonly string[],
  infos: readonly MetricInfo[],
): (metrics: Metrics) => readonly string[] {
  const known = infos.map(({ id }) => id);
  const unitOf = new Map(infos.map(({ id, unit }) => [id, unit]));
  const written = (metric: string, metrics: Metrics): string =>
    exactFigure(metrics[metric] ?? Number.NaN, unitOf.get(metric) ?? '');
  const expected = texts.map((text) => ({ text, condition: readCondition(text, known) }));
  return (metrics) =>
    expected
      .filter(({ condition }) => !holds(condition, metrics))
      .map(({ text, condition }) => {
        const found = condition.map(({ metric }) => `${metric} is ${written(metric, metrics)}`);
        return `expectation false: ${text} (${found.join(', ')})`;
      });
}

function readCondition(text: string, known: readonly string[]) {
  const condition = parseCondition(text);
  if (condition === null) throw new UsageError(`--expect: expected ${CONDITION_FORM}, got '${text}'`);
  for (const { metric } of condition) {
    if (!known.includes(metric)) throw new UsageError(`--expect: no metric '${metric}'${didYouMean(metric, known)}`);
  }
  return condition;
}
