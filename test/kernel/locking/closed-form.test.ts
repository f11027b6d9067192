import { describe, expect, it } from 'vitest';
import type { Random } from '../../../src/base/random.ts';
import { MS, type Ns, SECOND, US } from '../../../src/base/time.ts';
import { LockClass } from '../../../src/kernel/locking/lock-class.ts';
import { Mutex, mutex_lock, mutex_unlock } from '../../../src/kernel/locking/mutex.ts';
import { computeFor, sleepFor } from '../../../src/machine/wait.ts';
import { Rig } from '../../machine/rig.ts';
import { constantRepairman, meanValue, repairman } from './closed-form.ts';
import { KINDS, type LoopResult, lockLoop, type Taking } from './lock-loop.ts';

const THINK = 40 * US;
const HOLD = 5 * US;
const SECTIONS = 200_000;

const kind = (name: string): ((rig: Rig) => Taking) => KINDS[name] as (rig: Rig) => Taking;

/** Relative difference. */
const off = (measured: number, expected: number): number => Math.abs(measured / expected - 1);

const exclusive = [
  'ticket spinlock',
  'byte spinlock',
  'rwlock, write',
  'sleeping mutex',
  'spinning mutex',
  'rwsem, write',
];

const run = (name: string, tasks: number): LoopResult =>
  lockLoop(kind(name), { tasks, thinkNs: THINK, holdNs: (random) => random.expNs(HOLD), sections: SECTIONS });

describe('an exclusive lock without costs is the machine repairman M/M/1//N', () => {
  for (const name of exclusive) {
    for (const tasks of name === 'ticket spinlock' ? [1, 4, 16, 64] : [4, 16]) {
      it(`${name}, N = ${tasks}: throughput, response and utilisation within 1 %`, () => {
        const { x, u, wait, hold, queue } = run(name, tasks);
        const exact = repairman(tasks, THINK, HOLD);
        expect(off(x, exact.x)).toBeLessThan(0.01);
        expect(off(wait + hold, exact.r)).toBeLessThan(0.01);
        expect(off(u, exact.u)).toBeLessThan(0.01);
        // Little's law at the queue, within the requests that are under way at the end.
        if (tasks > 1) expect(off(queue, x * wait)).toBeLessThan(5e-4);
        // Utilisation law with the nominal service time.
        expect(off(u, x * HOLD)).toBeLessThan(0.005);
      });
    }
  }
});

describe('constant service', () => {
  it.each([
    [16, 0.5],
    [64, 0.8],
    [64, 0.95],
  ])('M/D/1//%i at a load of %d: throughput and utilisation within 0.5 percent', (tasks, load) => {
    const thinkNs = 100 * US;
    const service = Math.floor((load * thinkNs) / tasks);
    const { x, u } = lockLoop(kind('ticket spinlock'), { tasks, thinkNs, holdNs: () => service, sections: SECTIONS });
    const exact = constantRepairman(tasks, thinkNs, service);
    expect(off(x, exact.x)).toBeLessThan(0.005);
    expect(off(u, exact.u)).toBeLessThan(0.005);
  });

  it('the wait differs from exponential service as it must', () => {
    const tasks = 64;
    const thinkNs = 100 * US;
    const service = Math.floor((0.8 * thinkNs) / tasks);
    const { x } = lockLoop(kind('ticket spinlock'), { tasks, thinkNs, holdNs: () => service, sections: SECTIONS });
    const wait = (throughput: number): number => tasks / throughput - thinkNs - service;
    const constant = wait(constantRepairman(tasks, thinkNs, service).x);
    const exponential = wait(repairman(tasks, thinkNs, service).x);
    expect(off(wait(x), constant)).toBeLessThan(0.1);
    expect(off(constant, exponential)).toBeGreaterThan(0.3);
  });
});

describe('readers only', () => {
  it.each(['rwlock, read', 'rwsem, read'])('%s: nobody waits, throughput N/(Z+S) within 0.5 percent', (name) => {
    const { x, lockClass } = run(name, 16);
    expect(off(x, 16 / (THINK + HOLD))).toBeLessThan(0.005);
    expect(lockClass.contentions).toBe(0);
  });
});

describe('CPU, disk and thinking users against exact mean value analysis', () => {
  const users = 20;
  const thinkNs = 400 * MS;
  const cpuNs = 20 * MS;
  const diskNs = 12 * MS;

  /** Users think, compute and use a FIFO disk; one CPU, round robin with the given slice. */
  function throughput(burst: (random: Random) => Ns, slice = 250 * US): number {
    const rig = new Rig({ cpus: 1, latencyNs: slice, minGranularityNs: slice, wakeupGranularityNs: slice });
    const lockClass = new LockClass('disk', 'mutex');
    const disk = new Mutex({ lockClass, spinOnOwner: null, atomicNs: 0, slowNs: 0, wakeNs: 0 });
    let done = 0;
    for (let id = 0; id < users; id++) {
      const random = rig.engine.random(`user${id}`);
      rig.spawn(`user${id}`, 0, function* (c) {
        for (;;) {
          yield sleepFor(random.expNs(thinkNs));
          yield* computeFor(c, burst(random));
          yield* mutex_lock(c, disk);
          yield sleepFor(random.expNs(diskNs));
          yield* mutex_unlock(c, disk);
          done++;
        }
      });
    }
    const end = 2_000_000 * MS;
    rig.engine.run(end);
    return done / end;
  }

  const { x } = meanValue(users, thinkNs, [cpuNs, diskNs]);
  /** Nine of ten bursts are short, one is long: squared coefficient of variation about 5.5. */
  const hyper = (random: Random): Ns => random.expNs(cpuNs * (random.unit() < 0.1 ? 5.5 : 0.5));

  it('exponential bursts: throughput within 1 %', () => {
    expect(
      off(
        throughput((random) => random.expNs(cpuNs)),
        x,
      ),
    ).toBeLessThan(0.01);
  });

  it('constant bursts under processor sharing: the same, within 1 %', () => {
    expect(
      off(
        throughput(() => cpuNs),
        x,
      ),
    ).toBeLessThan(0.01);
  });

  it('hyper-exponential bursts under processor sharing: the same, within 2 %; without slices they are not', () => {
    expect(off(throughput(hyper), x)).toBeLessThan(0.02);
    expect(throughput(hyper, 1000 * SECOND)).toBeLessThan(0.95 * x);
  });
});
