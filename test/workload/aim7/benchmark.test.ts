// The benchmark's own form: all users are forked, start at once, run their list to the end, and are not replaced.

import { describe, expect, it } from 'vitest';
import { ShortRun } from '../short-run.ts';
import { TINY, TINY_LIST } from './tiny.ts';

const benchmark = { mode: 'benchmark', rateWindowSeconds: 10 };

describe('AIM7 in its benchmark form', () => {
  it("runs every user's list exactly once: 97 jobs each of the shared mix", () => {
    const users = 8;
    const run = new ShortRun('aim7-small', {
      load: users,
      params: benchmark,
      machine: { memory: '512M', swap: '512M' },
    });
    for (let at = 1; run.figure('bench.over') !== 1 && at < 30; at++) run.until(at);
    expect(run.figure('jobs.done')).toBe(users * 97);
    expect(run.figure('users.finished')).toBe(users);
    expect(run.figure('bench.measured')).toBe(1);
    run.until(60);
    expect([run.figure('jobs.done'), run.figure('users')]).toEqual([users * 97, 0]);
  });

  it('forks all users before the first of them does anything, and tells all jobs over the whole time', () => {
    const users = 50;
    const run = new ShortRun('aim7-small', { ...TINY, load: users, params: { ...TINY.params, ...benchmark } });
    let startedAt = 0;
    let endedAt = 0;
    for (let at = 0.1; endedAt === 0 && at < 20; at += 0.1) {
      run.until(at);
      if (run.figure('jobs.done') === 0) {
        startedAt = at;
        expect(run.figure('users.finished')).toBe(0);
      } else expect(run.kernel.stat.forks).toBeGreaterThanOrEqual(users);
      if (run.figure('jobs.done') === users * TINY_LIST) endedAt = at;
    }
    const seconds = endedAt - startedAt;
    expect(run.figure('bench.jobsPerMinute') * (seconds / 60)).toBeGreaterThan(0.5 * users * TINY_LIST);
    expect(run.figure('bench.jobsPerMinute') * ((seconds - 0.2) / 60)).toBeLessThan(users * TINY_LIST * 1.05);
    expect(run.figure('bench.perUser') * users).toBeCloseTo(run.figure('bench.jobsPerMinute'), 6);
  });

  it('starts with those who are there when the load was lowered meanwhile', () => {
    const params = { ...TINY.params, ...benchmark, arenaPages: 0, hotPages: 0 };
    const machine = { ...TINY.machine, memory: '2G', swap: '2G' };
    const run = new ShortRun('aim7-small', { load: 3000, params, machine }).until(0.1);
    const there = run.figure('users');
    expect(there).toBeGreaterThan(10);
    expect(there).toBeLessThan(3000);
    run.setLoad(10);
    run.until(14);
    expect(run.figure('users.finished')).toBeLessThan(3000);
    expect(run.figure('jobs.done')).toBe(run.figure('users.finished') * TINY_LIST);
    expect(run.figure('users')).toBe(0);
  });

  it('starts when those are there who come over some time', () => {
    const run = new ShortRun('aim7-small', { ...TINY, load: 20, params: { ...TINY.params, ...benchmark } }).until(
      0.001,
    );
    expect(run.kernel.stat.forks).toBeLessThan(20);
    run.setLoad(40, 0.5);
    run.until(0.4);
    expect([run.figure('users') < 40, run.figure('jobs.done')]).toEqual([true, 0]);
    run.until(5);
    expect([run.figure('users.finished'), run.figure('jobs.done')]).toEqual([40, 40 * TINY_LIST]);
  });
});
