import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { Drain } from '../../../src/kernel/rmap/drain.ts';

const PAGES = 1_000_000;

/** Share of the pages that are left so many seconds after the flip. */
type Course = (seconds: number) => number;

interface Reading {
  readonly at: number;
  /** Seconds; NaN while none is told. */
  readonly told: number;
}

/** What is told every tenth of a second, of a drain that begins at 100 s. */
function read(course: Course, untilS: number): Reading[] {
  const drain = new Drain();
  drain.start(100 * SECOND, PAGES);
  return Array.from({ length: untilS * 10 }, (_, index) => {
    const at = (index + 1) / 10;
    return { at, told: drain.halfLife((100 + at) * SECOND, Math.round(PAGES * course(at))) };
  });
}

/** How a drain with this half-life is told before half is gone: from when on, and the worst error, as shares of the half-life. */
function forecast(course: Course, halfLife: number): { readonly from: number; readonly error: number } {
  const told = read(course, Math.ceil(halfLife)).filter((one) => one.at < halfLife && !Number.isNaN(one.told));
  const errors = told.map((one) => Math.abs(one.told / halfLife - 1));
  return { from: (told[0]?.at ?? Number.POSITIVE_INFINITY) / halfLife, error: Math.max(0, ...errors) };
}

const linear =
  (halfLife: number): Course =>
  (seconds) =>
    1 - seconds / (2 * halfLife);
const exponential =
  (halfLife: number): Course =>
  (seconds) =>
    2 ** (-seconds / halfLife);
/** At a tenth of the pace at first, as long as all are stuck. */
const slowAtFirst: Course = (seconds) => (seconds < 300 ? 1 - seconds / 6000 : 0.95 - (seconds - 300) / 600);
/** Faster and faster. */
const accelerating: Course = (seconds) => 1 - 0.5 * (seconds / 400) ** 3;

describe('the half-life of a drain', () => {
  it.each([
    ['at a constant pace', linear(60), 60, 0.58, 0.001],
    ['in proportion to what is left', exponential(60), 60, 0.56, 0.11],
    ['very long', linear(4000), 4000, 0.58, 0.001],
    ['slow at first', slowAtFirst, 570, 0.8, 0.1],
    ['faster and faster', accelerating, 400, 0.85, 0.2],
  ])('is foreseen, and never far off: %s', (_, course, halfLife, from, error) => {
    const found = forecast(course, halfLife);
    expect(found.error).toBeLessThanOrEqual(error);
    expect(found.from).toBeLessThanOrEqual(from);
  });

  it('is not told while it would take longer than it has taken, however steady the pace', () => {
    const stuck = read((seconds) => 1 - seconds / 10_000, 2400);
    expect(stuck.filter((one) => !Number.isNaN(one.told))).toEqual([]);
  });

  it('is not told because of a burst: then the pace of a while and of half of it differ', () => {
    const burst = (seconds: number): number => Math.min(0.25, Math.max(0, (seconds - 300) / 120));
    const told = read((seconds) => 1 - seconds / 6000 - burst(seconds), 600);
    expect(told.filter((one) => !Number.isNaN(one.told))).toEqual([]);
  });

  it('is not told any more when a drain stalls', () => {
    const stalls: Course = (seconds) => Math.max(0.6, 1 - seconds / 100);
    const told = read(stalls, 80);
    const toldAt = (at: number): number => Math.round(told[Math.round(at * 10) - 1]?.told ?? 0);
    expect([toldAt(10), toldAt(39), toldAt(60), toldAt(80)]).toEqual([Number.NaN, 50, Number.NaN, Number.NaN]);
  });

  it('is the measured one from the instant at which half is gone, whatever comes later', () => {
    const stalls: Course = (seconds) => Math.max(0.4, 1 - seconds / 40);
    const told = read(stalls, 60).filter((one) => one.at >= 20);
    expect(new Set(told.map((one) => one.told))).toEqual(new Set([20]));
  });

  it('is nothing before a flip, after another one, or while no page has gone', () => {
    const drain = new Drain();
    expect(drain.halfLife(SECOND, 10)).toBeNaN();
    drain.start(2 * SECOND, 10);
    expect(drain.halfLife(3 * SECOND, 10)).toBeNaN();
    expect(drain.halfLife(4 * SECOND, 5)).toBe(2);
    drain.stop();
    expect(drain.halfLife(5 * SECOND, 5)).toBeNaN();
  });

  it('is told of the last flip only', () => {
    const drain = new Drain();
    drain.start(0, 100);
    drain.halfLife(10 * SECOND, 50);
    drain.start(20 * SECOND, 100);
    expect(drain.halfLife(21 * SECOND, 99)).toBeNaN();
    expect(drain.halfLife(24 * SECOND, 50)).toBe(4);
  });
});
