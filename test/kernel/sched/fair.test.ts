import { describe, expect, it } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import type { Cpu } from '../../../src/machine/cpu.ts';
import type { Task } from '../../../src/machine/task.ts';
import { COND_RESCHED, computeFor, sleepFor, sync } from '../../../src/machine/wait.ts';
import { Rig } from '../../machine/rig.ts';

const compute = (rig: Rig, name: string, cpu: number, ns: number, done: string[] = []): Task =>
  rig.spawn(name, cpu, function* (c) {
    yield* computeFor(c, ns);
    done.push(`${rig.engine.now / MS} ${name}`);
  });

describe('FairScheduler', () => {
  it('gives two tasks half the CPU each, in slices of half the latency', () => {
    const rig = new Rig({ cpus: 1 });
    const done: string[] = [];
    compute(rig, 'a', 0, 100 * MS, done);
    compute(rig, 'b', 0, 50 * MS, done);
    rig.engine.run(60 * MS);
    for (const cpu of rig.cpus) cpu.settle();
    expect(rig.tasks.map((task) => task.userLeftNs / MS)).toEqual([70, 20]);
    rig.engine.run(SECOND);
    expect(done).toEqual(['100 b', '150 a']);
  });

  it('lets slices shrink to the granularity and no further', () => {
    const rig = new Rig({ cpus: 1, contextSwitchNs: 1 });
    for (let i = 0; i < 10; i++) compute(rig, `t${i}`, 0, SECOND);
    rig.engine.run(40 * MS - 1);
    // Ten tasks, 4 ms each, one switch each.
    expect(rig.time(0, 'sys')).toBe(10);
  });

  it('lets a sleeper that wakes go before a computing task at once', () => {
    const rig = new Rig({ cpus: 1 });
    const log: number[] = [];
    rig.spawn('sleeper', 0, function* (c) {
      for (let i = 0; i < 3; i++) {
        yield sleepFor(30 * MS);
        log.push(rig.engine.now / MS);
        c.spend(MS);
        yield* sync(c);
      }
    });
    compute(rig, 'hog', 0, SECOND);
    rig.engine.run(200 * MS);
    expect(log).toEqual([30, 61, 92]);
  });

  it('does not preempt kernel code, which makes room at cond_resched', () => {
    const rig = new Rig({ cpus: 1 });
    const log: string[] = [];
    rig.spawn('kernel', 0, function* (c) {
      for (let i = 0; i < 4; i++) {
        c.spend(15 * MS);
        if (i < 2) yield* sync(c);
        else yield COND_RESCHED;
        log.push(`kernel ${rig.engine.now / MS}`);
      }
    });
    rig.spawn('other', 0, function* (c) {
      c.spend(MS);
      yield* sync(c);
      log.push(`other ${rig.engine.now / MS}`);
    });
    rig.engine.run(SECOND);
    expect(log).toEqual(['kernel 15', 'kernel 30', 'other 46', 'kernel 46', 'kernel 61']);
  });

  it('spreads new tasks over idle CPUs and pulls work to a CPU that runs dry', () => {
    const rig = new Rig({ cpus: 4 });
    const done: string[] = [];
    for (let i = 0; i < 8; i++) compute(rig, `t${i}`, 0, (i < 4 ? 10 : 30) * MS, done);
    rig.engine.run(SECOND);
    for (const cpu of [0, 1, 2, 3]) expect(rig.time(cpu, 'user') / MS).toBeCloseTo(40, 0);
    expect(done).toHaveLength(8);
  });

  it('starts a forked child behind those that wait', () => {
    const rig = new Rig({ cpus: 1 });
    const done: string[] = [];
    compute(rig, 'old', 0, 12 * MS, done);
    rig.timer([MS], () => compute(rig, 'fork', 0, 1 * MS, done));
    rig.engine.run(SECOND);
    expect(done).toEqual(['11 fork', '13 old']);
  });

  it('keeps a task on its CPU without a switch when it is still the one to run', () => {
    const rig = new Rig({ cpus: 1, contextSwitchNs: 100 });
    compute(rig, 'long', 0, 10 * MS);
    rig.engine.run(SECOND);
    expect(rig.time(0, 'sys')).toBe(100);
  });

  it('does not pull the only task of a CPU that is just waking up for it', () => {
    const rig = new Rig({ cpus: 2, idleWakeNs: 500 });
    const sleeper = rig.spawn('sleeper', 1, function* (c) {
      yield sleepFor(SECOND);
      c.spend(10);
      yield* sync(c);
    });
    rig.spawn('waker', 0, function* (c) {
      c.spend(MS);
      yield* sync(c);
      sleeper.wake();
    });
    rig.engine.run(2 * MS);
    expect([sleeper.cpu.id, rig.time(1, 'sys')]).toEqual([1, 10]);
  });
});

describe('sendTo', () => {
  it('a computing task goes on at the other CPU at once', () => {
    const rig = new Rig({ cpus: 2 });
    const done: string[] = [];
    const task = compute(rig, 'a', 0, 10 * MS, done);
    rig.timer([4 * MS], () => rig.scheduler.sendTo(task, rig.cpus[1] as Cpu));
    rig.engine.run(SECOND);
    expect([rig.time(0, 'user') / MS, rig.time(1, 'user') / MS, done]).toEqual([4, 6, ['10 a']]);
  });

  it('two computing tasks change places, and neither is pulled back by the CPU that it has left', () => {
    const rig = new Rig({ cpus: 2 });
    const tasks = [0, 1].map((cpu) => compute(rig, `t${cpu}`, cpu, SECOND));
    const places: (readonly number[])[] = [];
    const look = (): void => void places.push(tasks.map(({ cpu }) => cpu.id));
    rig.timer([MS], () => {
      look();
      for (const [nth, task] of tasks.entries()) rig.scheduler.sendTo(task, rig.cpus[1 - nth] as Cpu);
    });
    rig.timer([2 * MS], look);
    rig.timer([500 * MS], look);
    rig.engine.run(SECOND);
    expect(places).toEqual([
      [0, 1],
      [1, 0],
      [1, 0],
    ]);
  });

  it('kernel code goes on to its next safe point, a sleeper wakes there, and who waits goes at once', () => {
    const rig = new Rig({ cpus: 3 });
    const log: string[] = [];
    const at = (name: string): void =>
      void log.push(`${rig.engine.now / MS} ${name} ${rig.tasks.find((one) => one.name === name)?.cpu.id}`);
    const busy = rig.spawn('busy', 0, function* (c) {
      c.spend(10 * MS);
      yield* sync(c);
      at('busy');
      yield COND_RESCHED;
      at('busy');
    });
    const sleeper = rig.spawn('sleeper', 1, function* () {
      yield sleepFor(20 * MS);
      at('sleeper');
    });
    rig.timer([MS], () => {
      rig.scheduler.sendTo(busy, rig.cpus[1] as Cpu);
      rig.scheduler.sendTo(sleeper, rig.cpus[2] as Cpu);
    });
    rig.engine.run(SECOND);
    expect(log).toEqual(['10 busy 0', '10 busy 1', '20 sleeper 2']);
  });

  it('leaves a pinned task where it is', () => {
    const rig = new Rig({ cpus: 2 });
    const task = compute(rig, 'a', 0, 10 * MS);
    task.pinned = true;
    rig.timer([MS], () => rig.scheduler.sendTo(task, rig.cpus[1] as Cpu));
    rig.engine.run(SECOND);
    expect(rig.time(0, 'user') / MS).toBe(10);
  });
});
