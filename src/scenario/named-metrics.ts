// Every metric that a scenario names, with the place, so that a misspelt one is refused before the run starts.

import { nearMiss } from '../base/closest.ts';
import { symbolNames } from '../engine/symbols.ts';
import type { Condition } from './condition.ts';
import { placed, refusal } from './refusal.ts';
import type { Scenario } from './scenario.ts';
import { type FieldPath, YamlFile } from './yaml-file.ts';

export interface NamedMetric {
  readonly path: FieldPath;
  readonly metric: string;
}

export function namedMetrics(scenario: Scenario): readonly NamedMetric[] {
  const { headline, charts, timeline, claims, workload } = scenario;
  const { load } = workload;
  return [
    ...(load === null ? [] : [{ path: ['workload', 'load', 'metric'], metric: load.metric }]),
    ...listed(['headline'], headline),
    ...charts.flatMap(({ metrics }, index) => listed(['charts', index, 'metrics'], metrics)),
    ...timeline.flatMap(({ until }, index) => compared(['timeline', index, 'until'], until)),
    ...claims.flatMap(({ metric, at, against }, index) => [
      { path: ['claims', index, 'metric'], metric },
      ...(at.until ?? []).flatMap((one, place) => compared(['claims', index, 'at', 'until', place], one)),
      ...(against?.until ?? []).flatMap((one, place) => compared(['claims', index, 'against', 'until', place], one)),
    ]),
  ];
}

const listed = (path: FieldPath, metrics: readonly string[]): readonly NamedMetric[] =>
  metrics.map((metric, index) => ({ path: [...path, index], metric }));

const compared = (path: FieldPath, condition: Condition = []): readonly NamedMetric[] =>
  condition.map(({ metric }) => ({ path, metric }));

/** '; did you mean X?', or the figures of that owner; all when there is none of that name. */
function hint(metric: string, known: readonly string[]): string {
  const [, ofSymbol] = /^((?:self|ticks|under)\.(?:.+\+)?)/.exec(metric) ?? [];
  // It exists as soon as it is named: too many to be told.
  if (ofSymbol !== undefined) {
    const symbols = symbolNames().map((symbol) => `${ofSymbol}${symbol}`);
    return nearMiss(metric, [...known, ...symbols]);
  }
  const near = nearMiss(metric, known);
  if (near !== '') return near;
  const owner = metric.replace(/\..*/, '.');
  const owned = known.filter((one) => one.startsWith(owner));
  return `; known are ${(owned.length > 0 ? owned : known).join(', ')}`;
}

/** Refuses a scenario that names a metric which its run does not have. */
export function requireMetrics(scenario: Scenario, known: readonly string[]): void {
  const unknown = namedMetrics(scenario).filter(({ metric }) => !known.includes(metric));
  if (unknown.length === 0) return;
  const file = new YamlFile(scenario.path);
  throw refusal(
    unknown.map(({ path, metric }) => placed(file, { path, message: `no metric '${metric}'${hint(metric, known)}` })),
  );
}
