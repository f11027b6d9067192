// The steady form: a user who ends its list is forked anew while there are fewer users than the load.

import { describe, expect, it } from 'vitest';
import { US } from '../../../src/base/time.ts';
import { type Sym, symbols, userSymbol } from '../../../src/engine/symbols.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { ShortRun } from '../short-run.ts';
import { JOB_US, job, TINY } from './tiny.ts';

/** Users alive at each of some instants, in seconds. */
const usersAt = (run: ShortRun, ...instants: number[]): number[] => instants.map((at) => run.until(at).figure('users'));

describe('AIM7 in its steady form', () => {
  it('keeps the number of users at the load while they come and go', () => {
    const run = new ShortRun('aim7-small', { ...TINY, load: 40 });
    for (const users of usersAt(run, 0.5, 1, 1.5, 2)) expect(users).toBeGreaterThanOrEqual(38);
    expect(Math.max(...usersAt(run, 2.1, 2.2, 2.3))).toBeLessThanOrEqual(40);
    expect(run.figure('users.finished')).toBeGreaterThan(200);
    checkInvariants(run.kernel);
  });

  it('follows a ramp up', () => {
    const run = new ShortRun('aim7-small', { ...TINY, load: 20 }).until(1);
    run.setLoad(60, 1);
    const [quarter, half, end] = usersAt(run, 1.3, 1.5, 2.2) as [number, number, number];
    expect([quarter, half].map((users) => Math.abs(users - 36) < 8)).toEqual([true, true]);
    expect(quarter).toBeLessThan(half);
    expect(Math.abs(end - 60)).toBeLessThanOrEqual(2);
  });

  it('follows a ramp down: nobody is forked anew until enough have left', () => {
    const run = new ShortRun('aim7-small', { ...TINY, load: 60 }).until(1);
    const forked = (): number => run.figure('users') + run.figure('users.finished');
    run.setLoad(20);
    const before = forked();
    let births = 0;
    for (let at = 1.01; run.until(at).figure('users') > 21 && at < 3; at += 0.01) births = forked() - before;
    // Those who had just ended when the load fell may still be replaced.
    expect(births).toBeLessThanOrEqual(3);
    for (const users of usersAt(run, 3.5, 4, 4.5)) expect(Math.abs(users - 20)).toBeLessThanOrEqual(2);
    expect(forked() - before).toBeGreaterThan(100);
  });

  it('follows a slow ramp down and up again', () => {
    const run = new ShortRun('aim7-small', { ...TINY, load: 50 }).until(1);
    run.setLoad(10, 1);
    const [half, low] = usersAt(run, 1.5, 2.3) as [number, number];
    expect(half).toBeGreaterThan(25);
    expect(half).toBeLessThan(40);
    expect(Math.abs(low - 10)).toBeLessThanOrEqual(2);
    run.setLoad(30);
    expect(Math.abs((usersAt(run, 2.6)[0] as number) - 30)).toBeLessThanOrEqual(2);
  });

  it('has jobs that end at the rate which their CPU time allows', () => {
    const run = new ShortRun('aim7-small', { ...TINY, load: 40 }).until(3);
    const { cpus } = run.kernel;
    const most = (cpus.length * 60e6) / JOB_US;
    const perMinute = run.figure('jobs.perMinute');
    expect(perMinute / (most * run.figure('cpu.user'))).toBeCloseTo(1, 1);
    expect((run.figure('jobs.perMinuteUser') * 40) / perMinute).toBeCloseTo(1, 1);
  });

  it('has the kernel work of a test in its system call, as much of it as there were jobs', () => {
    const params = { ...TINY.params, tests: [job('kill', { sysUs: 300, call: 'sys_kill' }), job('compute', {})] };
    const run = new ShortRun('aim7-small', { ...TINY, params, load: 10 }).until(2);
    const { tree } = run.kernel.engine;
    const spent = (sym: Sym): number => {
      let ns = 0;
      for (let node = 0; node < tree.size; node++) if (tree.sym(node) === sym) ns += tree.ns[node] as number;
      return ns;
    };
    const calls = spent(symbols('sys_kill').sys_kill) / (300 * US);
    const jobs = spent(userSymbol('multiuser')) / (JOB_US * US);
    expect(jobs).toBeGreaterThan(500);
    // Each job of one kind makes the call before it computes, and those on the way have not computed all.
    expect(calls / (jobs / 2)).toBeCloseTo(1, 1);
  });

  it('has jobs per minute and user over the same time as jobs per minute, also while users come', () => {
    const run = new ShortRun('aim7-small', { ...TINY, load: 4 }).until(1);
    run.setLoad(40, 1);
    const perUser = run.until(2).figure('jobs.perMinute') / run.figure('jobs.perMinuteUser');
    // Four for a second, then up to forty: thirteen in the mean, where one share for each job said less than half of that.
    expect(perUser).toBeGreaterThan(11);
    expect(perUser).toBeLessThan(15);
  });
});
