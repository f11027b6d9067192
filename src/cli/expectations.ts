// --expect: conditions that must hold at the end of a run.

import { didYouMean } from '../base/closest.ts';
import { UsageError } from '../base/usage-error.ts';
import type { MetricInfo } from '../observe/frame.ts';
import { exactFigure } from '../report/format.ts';
import { CONDITION_FORM, holds, type Metrics, parseCondition } from '../scenario/condition.ts';

/** Refuses what is no condition on a known metric; the result tells which of them do not hold. */
export function readExpectations(
  texts: readonly string[],
  infos: readonly MetricInfo[],
): (metrics: Metrics) => readonly string[] {
  const known = infos.map(({ id }) => id);
  const unitOf = new Map(infos.map(({ id, unit }) => [id, unit]));
  const written = (metric: string, metrics: Metrics): string => {
    const value = metrics[metric] ?? Number.NaN;
    return Number.isFinite(value) ? exactFigure(value, unitOf.get(metric) ?? '') : 'without value';
  };
  const expected = texts.map((text) => ({ text, condition: readCondition(text, known) }));
  return (metrics) =>
    expected
      .filter(({ condition }) => !holds(condition, metrics))
      .map(({ text, condition }) => {
        const found = condition.map(({ metric }) => `${metric} is ${written(metric, metrics)}`);
        return `expectation false: ${text.replace(/\s+/g, ' ')} (${found.join(', ')})`;
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
