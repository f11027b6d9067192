// jobs/min of a benchmark run: all jobs of all users over the time until the last one is done.
//
// * While the run is not over, what it can still reach is told: the rest at the pace that the CPUs allow, or its best one.
//   The truth is not above that, so a run that has fallen below a limit needs no end.
// * A run is over early when its memory will suffice: reclaim did nothing in the latest windows, and the free memory holds
//   all that is swapped out, and would last for half as many jobs again as are left, at the rate at which these windows used
//   it up. No user comes in the middle of a run, so reclaim has nothing to do any more and the CPUs are the limit: the rest
//   is extrapolated from the pace of these windows as soon as its 95 % confidence interval is narrow enough.

import { type Ns, SECOND } from '../../base/time.ts';

/** Windows that the pace is taken from, and Student's t for one less at 95 %. */
const WINDOWS = 8;
const STUDENT = 2.365;
/** Half-width of the interval as a share of the pace. */
const NARROW = 0.05;
/** Jobs that the free memory must last for, as a multiple of those that are left. */
const MARGIN = 1.5;

/** How far a run is: totals since it began, and what there is now. */
export interface Progress {
  readonly jobs: number;
  readonly stolenPages: number;
  /** Free memory above the mark where reclaim begins. */
  readonly roomPages: number;
  /** Swapped out, with no copy in memory. */
  readonly awayPages: number;
}

/** What happened in a window. */
type Window = Omit<Progress, 'awayPages'>;

export interface BenchmarkSize {
  readonly jobs: number;
  readonly windowNs: Ns;
  /** Jobs in a window when all CPUs do nothing else than these jobs. */
  readonly mostPerWindow: number;
}

export class BenchmarkRate {
  private readonly total: number;
  private readonly windowNs: Ns;
  private readonly most: number;
  private readonly windows: Window[] = [];
  private startedAt: Ns = -1;
  private windowEnd: Ns = 0;
  private before: Progress = { jobs: 0, stolenPages: 0, roomPages: 0, awayPages: 0 };
  /** Most jobs in a window, as a mean of WINDOWS in a row: the first jobs to end are short ones. */
  private best = 0;
  /** Of the whole run, or the most it can still reach; NaN before the first WINDOWS windows. */
  jobsPerMinute = Number.NaN;
  isOver = false;
  /** Share of the jobs that were really run. */
  measuredShare = 0;

  constructor({ jobs, windowNs, mostPerWindow }: BenchmarkSize) {
    this.total = jobs;
    this.windowNs = windowNs;
    this.most = mostPerWindow;
  }

  /** jobsPerMinute as a share of the best pace; it falls while the run lags behind that. */
  get shareOfBest(): number {
    return (this.jobsPerMinute * this.windowNs) / (this.best * 60 * SECOND);
  }

  start(now: Ns, progress: Progress): void {
    this.startedAt = now;
    this.windowEnd = now + this.windowNs;
    this.before = progress;
  }

  look(now: Ns, progress: Progress): void {
    if (this.isOver || this.startedAt < 0) return;
    while (!this.isOver && now >= this.windowEnd) this.closeWindow(now, progress);
    if (progress.jobs < this.total) return;
    this.isOver = true;
    this.tell(now, progress.jobs, 0);
  }

  private closeWindow(now: Ns, progress: Progress): void {
    const { before, windows } = this;
    const { jobs } = progress;
    windows.push({
      jobs: jobs - before.jobs,
      stolenPages: progress.stolenPages - before.stolenPages,
      roomPages: progress.roomPages - before.roomPages,
    });
    if (windows.length > WINDOWS) windows.shift();
    this.before = progress;
    this.windowEnd += this.windowNs;
    if (windows.length < WINDOWS) return;
    const { mean, halfWidth } = intervalOf(windows.map((window) => window.jobs));
    this.best = Math.max(this.best, mean);
    this.isOver = halfWidth <= NARROW * mean && this.willSuffice(progress);
    if (this.best > 0)
      this.tell(now, jobs, (this.total - jobs) / (this.isOver ? mean : Math.max(this.best, this.most)));
  }

  private willSuffice({ jobs, roomPages, awayPages }: Progress): boolean {
    const { windows, total } = this;
    if (windows.some((window) => window.stolenPages > 0)) return false;
    const used = -sum(windows.map((window) => window.roomPages)) / sum(windows.map((window) => window.jobs));
    // Memory that ended users gave back is no promise that more will come.
    return Math.max(0, used) * MARGIN * (total - jobs) + awayPages < roomPages;
  }

  /** `jobs` are done, and the others take `moreWindows`. */
  private tell(now: Ns, jobs: number, moreWindows: number): void {
    this.jobsPerMinute = (60 * SECOND * this.total) / (now - this.startedAt + moreWindows * this.windowNs);
    this.measuredShare = jobs / this.total;
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Mean and half-width of its 95 % confidence interval. */
function intervalOf(values: readonly number[]): { readonly mean: number; readonly halfWidth: number } {
  const mean = sum(values) / values.length;
  const variance = sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
  return { mean, halfWidth: STUDENT * Math.sqrt(variance / values.length) };
}
