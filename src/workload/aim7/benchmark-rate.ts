// jobs/min of a benchmark run, known before the run is over.
//
// The benchmark's own figure is all jobs of all users over the time until the last one is done. A rate can be extrapolated
// to the jobs that are left once nothing will change it any more:
//
// * Reclaim is at work all the time: memory is short and stays so.
// * Reclaim never is, and the free memory would last for half as many jobs again as are left, at the rate at which the
//   latest windows used it up.
//
// In between, a later collapse cannot be excluded and the run goes on. The rate is that of the latest windows, as soon as
// its 95 % confidence interval is narrow enough.

import { type Ns, SECOND } from '../../base/time.ts';

/** Windows that the rate is taken from, and Student's t for one less at 95 %. */
const WINDOWS = 8;
const STUDENT = 2.365;
/** Half-width of the interval as a share of the rate, or of one job per minute and user where the rate is below that. */
const NARROW = 0.05;

/** Jobs that the free memory must last for, as a multiple of those that are left. */
const MARGIN = 1.5;

/** How far a run is: totals since it began, but for `roomPages`, the free memory above the mark where reclaim begins. */
export interface Progress {
  readonly jobs: number;
  readonly stolenPages: number;
  readonly roomPages: number;
}

/** What happened in a window. */
type Window = Progress;

export class BenchmarkRate {
  private readonly total: number;
  private readonly users: number;
  private readonly windowNs: Ns;
  private readonly windows: Window[] = [];
  private startedAt: Ns = -1;
  private windowEnd: Ns = 0;
  private before: Progress = { jobs: 0, stolenPages: 0, roomPages: 0 };
  /** Jobs per minute over the whole run, measured or extrapolated; NaN until it is known. */
  jobsPerMinute = Number.NaN;
  /** Share of the jobs that were really run when it became known. */
  measuredShare = 0;

  constructor(users: number, jobsPerUser: number, windowNs: Ns) {
    this.total = users * jobsPerUser;
    this.users = users;
    this.windowNs = windowNs;
  }

  /** Never before the first job is done: nothing says then how long one takes. */
  get isKnown(): boolean {
    return this.measuredShare > 0;
  }

  get jobsPerMinuteUser(): number {
    return this.jobsPerMinute / this.users;
  }

  start(now: Ns, progress: Progress): void {
    this.startedAt = now;
    this.windowEnd = now + this.windowNs;
    this.before = progress;
  }

  look(now: Ns, progress: Progress): void {
    if (this.isKnown || this.startedAt < 0) return;
    if (progress.jobs >= this.total) this.settle(now - this.startedAt, progress.jobs);
    while (!this.isKnown && now >= this.windowEnd) this.closeWindow(now, progress);
  }

  private closeWindow(now: Ns, { jobs, stolenPages, roomPages }: Progress): void {
    const { before } = this;
    this.windows.push({
      jobs: jobs - before.jobs,
      stolenPages: stolenPages - before.stolenPages,
      roomPages: roomPages - before.roomPages,
    });
    if (this.windows.length > WINDOWS) this.windows.shift();
    this.before = { jobs, stolenPages, roomPages };
    this.windowEnd += this.windowNs;
    if (this.windows.length < WINDOWS || jobs === 0 || !this.willLast(jobs, roomPages)) return;
    const { mean, halfWidth } = intervalOf(this.windows.map((window) => window.jobs));
    const onePerUser = (this.users * this.windowNs) / (60 * SECOND);
    if (halfWidth > NARROW * Math.max(mean, onePerUser)) return;
    this.settle(now - this.startedAt + ((this.total - jobs) / Math.max(mean, 1e-9)) * this.windowNs, jobs);
  }

  /** Memory is short all the time, or will never be. */
  private willLast(jobs: number, roomPages: number): boolean {
    const { windows, total } = this;
    if (windows.every(({ stolenPages }) => stolenPages > 0)) return true;
    if (windows.some(({ stolenPages }) => stolenPages > 0)) return false;
    const used = -sum(windows.map((window) => window.roomPages)) / sum(windows.map((window) => window.jobs));
    return used * MARGIN * (total - jobs) < roomPages;
  }

  private settle(elapsedNs: Ns, jobs: number): void {
    this.jobsPerMinute = (60 * SECOND * this.total) / elapsedNs;
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
