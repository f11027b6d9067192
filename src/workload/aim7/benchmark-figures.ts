// What can be observed of a benchmark run.

import { type Figure, value } from '../../engine/figure.ts';
import type { BenchmarkRate } from './benchmark-rate.ts';

/** Of the run's rate, null before its users were let go, and of how many these were. */
export function benchmarkFigures(rate: () => BenchmarkRate | null, users: () => number): readonly Figure[] {
  return [
    value(
      'bench.over',
      'over',
      '',
      '1 when the benchmark run is over, or needs no end because its memory suffices',
      () => (rate()?.isOver === true ? 1 : 0),
    ),
    value(
      'bench.jobsPerMinute',
      'benchmark',
      'jobs/min',
      'jobs/min of the whole benchmark run; until it is over, the most that it can still reach',
      () => rate()?.jobsPerMinute ?? Number.NaN,
    ),
    value(
      'bench.perUser',
      'benchmark',
      'jobs/min',
      'the same per user',
      () => (rate()?.jobsPerMinute ?? Number.NaN) / users(),
    ),
    value(
      'bench.shareOfBest',
      'of best pace',
      '%',
      'the same as a share of the best pace of this run',
      () => rate()?.shareOfBest ?? Number.NaN,
    ),
    value(
      'bench.measured',
      'measured',
      '%',
      'share of the jobs that were really run',
      () => rate()?.measuredShare ?? 0,
    ),
  ];
}
