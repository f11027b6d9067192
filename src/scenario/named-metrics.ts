// Every metric that a scenario names, with the place, so that a misspelt one is refused before the run starts.

import type { Scenario } from './scenario.ts';

export interface NamedMetric {
  readonly where: string;
  readonly metric: string;
}

export function namedMetrics(scenario: Scenario): readonly NamedMetric[] {
  const { headline, charts, timeline, claims, workload } = scenario;
  const named = (where: string, metrics: readonly string[]) => metrics.map((metric) => ({ where, metric }));
  const conditions = timeline.flatMap(({ until = [] }, index) =>
    named(
      `timeline[${index}].until`,
      until.map(({ metric }) => metric),
    ),
  );
  const claimed = claims.flatMap(({ metric, at }, index) => [
    ...named(`claims[${index}].metric`, [metric]),
    ...named(
      `claims[${index}].at.until`,
      (at.until ?? []).map((comparison) => comparison.metric),
    ),
  ]);
  return [
    ...named('workload.load.metric', workload.load === null ? [] : [workload.load.metric]),
    ...named('headline', headline),
    ...charts.flatMap(({ metrics }, index) => named(`charts[${index}].metrics`, metrics)),
    ...conditions,
    ...claimed,
  ];
}
