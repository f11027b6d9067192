// When the rate of a benchmark run is known, against examples that can be worked out by hand.

import { describe, expect, it } from 'vitest';
import { type Ns, SECOND } from '../../../src/base/time.ts';
import { BenchmarkRate, type Progress } from '../../../src/workload/aim7/benchmark-rate.ts';

const TOTAL = 9700;
const WINDOW = 10 * SECOND;
/** 9700 jobs at this rate take 970 s. */
const PER_SECOND = 10;

/** What has happened after so many seconds. */
interface Course {
  jobs(seconds: number): number;
  stolen?(seconds: number): number;
  room?(seconds: number): number;
  away?(seconds: number): number;
}

const constant = (seconds: number): number => Math.min(TOTAL, PER_SECOND * seconds);

/** Looks every second until the run is over or the time is; returns when it was over, or NaN. */
function follow(rate: BenchmarkRate, course: Course, untilSeconds: number, startedAt: Ns = 0): number {
  const { jobs, stolen = () => 0, room = () => 0, away = () => 0 } = course;
  const progress = (at: number): Progress => ({
    jobs: jobs(at),
    stolenPages: stolen(at),
    roomPages: room(at),
    awayPages: away(at),
  });
  rate.start(startedAt, progress(0));
  for (let at = 1; at <= untilSeconds; at++) {
    rate.look(startedAt + at * SECOND, progress(at));
    if (rate.isOver) return at;
  }
  return Number.NaN;
}

const newRate = (): BenchmarkRate =>
  new BenchmarkRate({ jobs: TOTAL, windowNs: WINDOW, mostPerWindow: (PER_SECOND * WINDOW) / SECOND });

describe('the rate of a benchmark run', () => {
  it('is all jobs over the whole time when they are all done', () => {
    const rate = newRate();
    expect(follow(rate, { jobs: constant }, 2000, 123 * SECOND)).toBe(970);
    expect(rate.jobsPerMinute).toBeCloseTo(60 * PER_SECOND, 9);
    expect(rate.measuredShare).toBe(1);
    expect(rate.shareOfBest).toBeCloseTo(1, 9);
  });

  it('is until then what can still be reached at the pace of the best window', () => {
    const rate = newRate();
    const collapses = (seconds: number): number => (seconds <= 485 ? 10 * seconds : 4850 + (seconds - 485));
    follow(rate, { jobs: collapses }, 300);
    expect(rate.jobsPerMinute).toBeCloseTo(600, 9);
    follow(rate, { jobs: collapses }, 985);
    // 980 s passed with 5345 jobs; the other 4355 need 435.5 s more.
    expect(rate.jobsPerMinute).toBeCloseTo((60 * TOTAL) / (980 + 435.5), 9);
    expect(rate.shareOfBest).toBeCloseTo(rate.jobsPerMinute / 600, 9);
    expect(rate.measuredShare).toBe(5345 / TOTAL);
  });

  it('is told at the pace that the CPUs allow when the run starts slowly', () => {
    const rate = newRate();
    follow(rate, { jobs: (seconds) => seconds }, 200);
    expect(rate.jobsPerMinute).toBeCloseTo((60 * TOTAL) / (200 + 950), 9);
  });

  it('never tells less than what comes out in the end of a run that becomes slower', () => {
    const rate = newRate();
    const told: number[] = [];
    const jobs = (seconds: number): number => {
      told.push(rate.jobsPerMinute);
      return Math.min(TOTAL, Math.floor(310 * Math.sqrt(seconds)));
    };
    expect(follow(rate, { jobs }, 5000)).toBe(980);
    const lowest = Math.min(...told.filter((one) => !Number.isNaN(one)));
    expect(lowest).toBeGreaterThanOrEqual(rate.jobsPerMinute);
  });

  it('is known early when the free memory would last for half as many jobs again as are left', () => {
    // A page a job: 9700 - jobs are left, so 1.5 times as many pages must be free.
    const room = (spare: number) => (seconds: number) => 1.5 * TOTAL - constant(seconds) + spare;
    const rate = newRate();
    expect(follow(rate, { jobs: constant, room: room(1) }, 2000)).toBe(80);
    expect(rate.jobsPerMinute).toBeCloseTo(60 * PER_SECOND, 9);
    expect(rate.measuredShare).toBe(800 / TOTAL);
    expect(follow(newRate(), { jobs: constant, room: room(-400) }, 2000)).toBe(90);
    expect(follow(newRate(), { jobs: constant, room: room(-0.6 * TOTAL) }, 969)).toBeNaN();
  });

  it('is not known early while reclaim works, nor in the eight windows after that', () => {
    const room = (): number => 1e6;
    expect(follow(newRate(), { jobs: constant, room, stolen: (at) => Math.min(at, 45) }, 2000)).toBe(130);
    expect(follow(newRate(), { jobs: constant, room, stolen: (at) => at }, 2000)).toBe(970);
    expect(follow(newRate(), { jobs: constant, room, stolen: () => 45 }, 2000)).toBe(80);
  });

  it('is not known early while more is swapped out than there is room for, however much room each user leaves', () => {
    // Ten pages a second become free, and five come back.
    const room = (at: number): number => 10 * at;
    const away = (at: number): number => 3000 - 5 * at;
    expect(follow(newRate(), { jobs: constant, room, away }, 2000)).toBe(210);
    expect(follow(newRate(), { jobs: constant, room, away: () => 1e6 }, 2000)).toBe(970);
  });

  it('is not known early while windows differ too much', () => {
    const room = (): number => 1e6;
    const jumpy = (seconds: number): number => (Math.floor(seconds / 20) * 2 + (seconds % 20 >= 10 ? 1.5 : 0)) * 100;
    expect(follow(newRate(), { jobs: (at) => Math.min(TOTAL, jumpy(at)), room }, 969)).toBeNaN();
  });

  it('takes the slow start into account when it extrapolates', () => {
    const rate = newRate();
    const jobs = (seconds: number): number => Math.min(TOTAL, seconds <= 100 ? seconds : 100 + 10 * (seconds - 100));
    expect(follow(rate, { jobs, room: (at) => (at <= 100 ? 0 : 1e6) }, 2000)).toBe(180);
    // 100 s with 100 jobs, then 9600 at ten a second.
    expect(rate.jobsPerMinute).toBeCloseTo((60 * TOTAL) / (100 + 960), 9);
  });

  it('is not told before the first job is done', () => {
    const rate = newRate();
    expect(follow(rate, { jobs: () => 0, room: () => 1e6 }, 299)).toBeNaN();
    expect(rate.jobsPerMinute).toBeNaN();
  });

  it('does not change once it is known', () => {
    const rate = newRate();
    follow(rate, { jobs: constant }, 970);
    const before = rate.jobsPerMinute;
    rate.look(5000 * SECOND, { jobs: TOTAL, stolenPages: 0, roomPages: 0, awayPages: 0 });
    expect(rate.jobsPerMinute).toBe(before);
  });
});
