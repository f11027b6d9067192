// jobs/min of a benchmark run, known before the run is over.
//
// The benchmark's own figure is all jobs of all users over the time until the last one is done. While memory still fills,
// a later collapse cannot be excluded, so the run goes on; once reclaim is at work all the time, the rate of the latest
// windows is extrapolated to the jobs that are left, as soon as its 95 % confidence interval is narrow enough.

import { type Ns, SECOND } from '../../base/time.ts';

/** Windows that the rate is taken from, and Student's t for one less at 95 %. */
const WINDOWS = 8;
const STUDENT = 2.365;
/** Half-width of the interval as a share of the rate, or of one job per minute and user where the rate is below that. */
const NARROW = 0.05;

interface Window {
  readonly jobs: number;
  readonly reclaimed: boolean;
}

export class BenchmarkRate {
  private readonly total: number;
  private readonly users: number;
  private readonly windowNs: Ns;
  private readonly windows: Window[] = [];
  private startedAt: Ns = -1;
  private windowEnd: Ns = 0;
  private jobsBefore = 0;
  private stolenBefore = 0;
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

  start(now: Ns): void {
    this.startedAt = now;
    this.windowEnd = now + this.windowNs;
  }

  /** Tells how far the run is: jobs done and pages that reclaim has freed since the run began. */
  look(now: Ns, jobs: number, stolen: number): void {
    if (this.isKnown || this.startedAt < 0) return;
    if (jobs >= this.total) this.settle(now - this.startedAt, jobs);
    while (!this.isKnown && now >= this.windowEnd) this.closeWindow(now, jobs, stolen);
  }

  private closeWindow(now: Ns, jobs: number, stolen: number): void {
    this.windows.push({ jobs: jobs - this.jobsBefore, reclaimed: stolen > this.stolenBefore });
    if (this.windows.length > WINDOWS) this.windows.shift();
    this.jobsBefore = jobs;
    this.stolenBefore = stolen;
    this.windowEnd += this.windowNs;
    if (this.windows.length < WINDOWS || this.windows.some((window) => !window.reclaimed)) return;
    const mean = this.windows.reduce((sum, window) => sum + window.jobs, 0) / WINDOWS;
    const variance = this.windows.reduce((sum, window) => sum + (window.jobs - mean) ** 2, 0) / (WINDOWS - 1);
    const halfWidth = STUDENT * Math.sqrt(variance / WINDOWS);
    const onePerUser = (this.users * this.windowNs) / (60 * SECOND);
    if (jobs === 0 || halfWidth > NARROW * Math.max(mean, onePerUser)) return;
    this.settle(now - this.startedAt + ((this.total - jobs) / Math.max(mean, 1e-9)) * this.windowNs, jobs);
  }

  private settle(elapsedNs: Ns, jobs: number): void {
    this.jobsPerMinute = (60 * SECOND * this.total) / elapsedNs;
    this.measuredShare = jobs / this.total;
  }
}
