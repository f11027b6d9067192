// What can be observed of a benchmark run.

import { type Figure, value } from '../../engine/figure.ts';
import type { BenchmarkRate } from './benchmark-rate.ts';
import type { CpuPeaks } from './cpu-peaks.ts';

/** From the instant at which its users were let go. */
export interface BenchmarkRun {
  readonly users: number;
  readonly rate: BenchmarkRate;
  readonly peaks: CpuPeaks;
}

/** `run` is null before the users were let go. */
export function benchmarkFigures(run: () => BenchmarkRun | null): readonly Figure[] {
  return [
    value(
      'bench.over',
      'over',
      '',
      '1 when the benchmark run is over, or needs no end because its memory suffices',
      () => (run()?.rate.isOver === true ? 1 : 0),
    ),
    value(
      'bench.jobsPerMinute',
      'benchmark',
      'jobs/min',
      'jobs/min of the whole benchmark run; until it is over, the most that it can still reach',
      () => run()?.rate.jobsPerMinute ?? Number.NaN,
    ),
    value('bench.perUser', 'benchmark', 'jobs/min', 'the same per user', () => perUser(run())),
    value(
      'bench.shareOfBest',
      'of best pace',
      '%',
      'the same as a share of the best pace of this run',
      () => run()?.rate.shareOfBest ?? Number.NaN,
    ),
    value(
      'bench.measured',
      'measured',
      '%',
      'share of the jobs that were really run',
      () => run()?.rate.measuredShare ?? 0,
    ),
    value(
      'bench.sysPeak',
      'highest sys',
      '%',
      'highest share of system time in any whole minute',
      () => run()?.peaks.sys ?? 0,
    ),
    value(
      'bench.iowaitPeak',
      'highest iowait',
      '%',
      'highest share of iowait in any whole minute',
      () => run()?.peaks.iowait ?? 0,
    ),
  ];
}

const perUser = (run: BenchmarkRun | null): number => (run === null ? Number.NaN : run.rate.jobsPerMinute / run.users);
