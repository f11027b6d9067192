// When the rate of a benchmark run is known, against examples that can be worked out by hand.

import { describe, expect, it } from 'vitest';
import { type Ns, SECOND } from '../../../src/base/time.ts';
import { BenchmarkRate, type Progress } from '../../../src/workload/aim7/benchmark-rate.ts';

const USERS = 100;
const JOBS = 97;
const TOTAL = USERS * JOBS;
const WINDOW = 10 * SECOND;
/** 9700 jobs at this rate take 970 s. */
const PER_SECOND = 10;

interface Course {
  /** Jobs done after so many seconds. */
  jobs(seconds: number): number;
  /** Pages that reclaim has freed by then. */
  stolen(seconds: number): number;
  /** Free pages above the mark; none by default. */
  room?(seconds: number): number;
}

const constant = (seconds: number): number => Math.min(TOTAL, PER_SECOND * seconds);
const steady = (seconds: number): number => 100 * seconds;

/** Looks every second until the rate is known or the time is over; returns when it was. */
function follow(
  rate: BenchmarkRate,
  { jobs, stolen, room = () => 0 }: Course,
  untilSeconds: number,
  startedAt: Ns = 0,
): number {
  const progress = (at: number): Progress => ({ jobs: jobs(at), stolenPages: stolen(at), roomPages: room(at) });
  rate.start(startedAt, { jobs: 0, stolenPages: 0, roomPages: room(0) });
  for (let at = 1; at <= untilSeconds; at++) {
    rate.look(startedAt + at * SECOND, progress(at));
    if (rate.isKnown) return at;
  }
  return Number.NaN;
}

const newRate = (users = USERS): BenchmarkRate => new BenchmarkRate(users, TOTAL / users, WINDOW);

describe('the rate of a benchmark run', () => {
  it('is all jobs over the whole time when they are all done', () => {
    const rate = newRate();
    expect(follow(rate, { jobs: constant, stolen: () => 0 }, 2000, 123 * SECOND)).toBe(970);
    expect(rate.jobsPerMinute).toBeCloseTo(60 * PER_SECOND, 9);
    expect(rate.jobsPerMinuteUser).toBeCloseTo((60 * PER_SECOND) / USERS, 9);
    expect(rate.measuredShare).toBe(1);
  });

  it('is the same extrapolated when the rate is constant', () => {
    const rate = newRate();
    expect(follow(rate, { jobs: constant, stolen: steady }, 2000)).toBe(80);
    expect(rate.jobsPerMinute).toBeCloseTo(60 * PER_SECOND, 9);
    expect(rate.measuredShare).toBeCloseTo(800 / TOTAL, 12);
  });

  it('is never known before eight windows in a row had reclaim at work', () => {
    const fills = (seconds: number): number => Math.max(0, seconds - 200);
    expect(follow(newRate(), { jobs: constant, stolen: fills }, 969)).toBe(280);
    const idleOnce = (seconds: number): number => (seconds > 60 && seconds <= 80 ? 60 : seconds);
    expect(follow(newRate(), { jobs: constant, stolen: idleOnce }, 969)).toBe(160);
    expect(follow(newRate(), { jobs: constant, stolen: () => 7 }, 969)).toBeNaN();
  });

  it('is known without reclaim when the free memory would last for half as many jobs again as are left', () => {
    // A page a job: 9700 - jobs are left, so 1.5 times as many pages must be free.
    const room = (spare: number) => (seconds: number) => 1.5 * TOTAL - constant(seconds) + spare;
    const never = { jobs: constant, stolen: () => 0 };
    expect(follow(newRate(), { ...never, room: room(-400) }, 2000)).toBe(90);
    expect(follow(newRate(), { ...never, room: room(1) }, 2000)).toBe(80);
    expect(follow(newRate(), { ...never, room: room(-0.6 * TOTAL) }, 969)).toBeNaN();
  });

  it('takes the slow start into account when it extrapolates', () => {
    const rate = newRate();
    const jobs = (seconds: number): number => Math.min(TOTAL, seconds <= 100 ? seconds : 100 + 10 * (seconds - 100));
    expect(follow(rate, { jobs, stolen: (seconds) => Math.max(0, seconds - 100) }, 2000)).toBe(180);
    // 100 s with 100 jobs, then 9600 at ten a second.
    expect(rate.jobsPerMinute).toBeCloseTo((60 * TOTAL) / (100 + 960), 9);
  });

  it('is not known while windows differ too much', () => {
    const jumpy = (seconds: number): number => (Math.floor(seconds / 20) * 2 + (seconds % 20 >= 10 ? 1.5 : 0)) * 100;
    expect(follow(newRate(), { jobs: (at) => Math.min(TOTAL, jumpy(at)), stolen: steady }, 969)).toBeNaN();
  });

  it('may differ by a twentieth of one job per minute and user when the rate is far below that', () => {
    // 60,000 users with a job a minute each ask for 1000 jobs/s; this machine does about 10.
    const many = new BenchmarkRate(60_000, 1, WINDOW);
    const uneven = (seconds: number): number => PER_SECOND * seconds + (Math.floor(seconds / 10) % 2) * 40;
    expect(follow(many, { jobs: uneven, stolen: steady }, 200)).toBe(80);
    expect(follow(newRate(1), { jobs: uneven, stolen: steady }, 200)).toBeNaN();
  });

  it('is never known before the first job is done', () => {
    const rate = newRate();
    expect(follow(rate, { jobs: () => 0, stolen: steady }, 299)).toBeNaN();
    expect(rate.jobsPerMinute).toBeNaN();
  });

  it('does not change once it is known', () => {
    const rate = newRate();
    follow(rate, { jobs: constant, stolen: steady }, 100);
    const before = rate.jobsPerMinute;
    rate.look(5000 * SECOND, { jobs: TOTAL, stolenPages: 0, roomPages: 0 });
    expect(rate.jobsPerMinute).toBe(before);
  });
});
