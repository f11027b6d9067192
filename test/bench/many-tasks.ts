// 30,000 tasks on 8 CPUs: each computes, makes a system call with a lock four frames deep, and sleeps; every statistic
// is on. Usage: node --expose-gc many-tasks.ts TASKS CPUS EVENTS; prints one JSON line. `liveMb` is what is left after a
// collection; the resident size contains the garbage that the collector lets lie.

import { Engine } from '../../src/engine/engine.ts';
import { symbols } from '../../src/engine/symbols.ts';
import { LockClass } from '../../src/kernel/locking/lock-class.ts';
import { SpinLock, spin_lock, spin_unlock, TICKET } from '../../src/kernel/locking/spinlock.ts';
import { FairScheduler } from '../../src/kernel/sched/fair.ts';
import type { Call } from '../../src/machine/call.ts';
import { Coherence } from '../../src/machine/coherence.ts';
import { Cpu } from '../../src/machine/cpu.ts';
import type { Path } from '../../src/machine/path.ts';
import { Task } from '../../src/machine/task.ts';
import { computeFor, sleepFor } from '../../src/machine/wait.ts';
import { Sampler } from '../../src/observe/sampler.ts';
import { Draws, exponentials } from './exponentials.ts';

const [tasks = 30_000, cpus = 8, events = 3_000_000] = process.argv.slice(2).map(Number);
const S = symbols('sys_brk', 'do_brk', 'vma_merge', 'anon_vma_lock');
/** A job of AIM7 is about 150 events with three waits for the disk: so many system calls from one sleep to the next. */
const CALLS = 22;
const table = exponentials();
const engine = new Engine(1);
engine.probe = new Sampler(cpus, { rateHz: 997, capacity: 1e9, includeIdle: false });
const lockClass = new LockClass('anon_vma->lock', 'spin');
const kind = { lockClass, handoff: TICKET, atomicNs: 5 };
const locks = Array.from({ length: 10 * tasks }, () => new SpinLock(kind));

function* anonVmaLock(parent: Call, lock: SpinLock, draws: Draws): Path {
  const c = parent.enter(S.anon_vma_lock);
  yield* spin_lock(c, lock);
  c.spend(draws.next(200));
  yield* spin_unlock(c, lock);
}

function* vmaMerge(parent: Call, lock: SpinLock, draws: Draws): Path {
  const c = parent.enter(S.vma_merge);
  c.spend(100);
  yield* anonVmaLock(c, lock, draws);
}

function* doBrk(parent: Call, lock: SpinLock, draws: Draws): Path {
  const c = parent.enter(S.do_brk);
  c.spend(100);
  yield* vmaMerge(c, lock, draws);
}

function* user(c: Call, id: number, draws: Draws): Path {
  const own = locks[id * 10] as SpinLock;
  const family = locks[(id % 100) * 10] as SpinLock;
  yield sleepFor(draws.next(4e8));
  for (;;) {
    yield* computeFor(c, draws.next(30_000));
    for (let call = 0; call < CALLS; call++) yield* doBrk(c.enter(S.sys_brk), call === 0 ? family : own, draws);
    yield sleepFor(draws.next(4e8));
  }
}

const scheduler = new FairScheduler({ latencyNs: 20e6, minGranularityNs: 4e6, wakeupGranularityNs: 4e6 });
const line = { hitNs: 1, sameDieNs: 20, sameSocketNs: 40, otherSocketNs: 100 };
const coherence = new Coherence({ cpus, cpusPerDie: 2, cpusPerSocket: 4, nodes: 2 }, line);
const costs = { contextSwitchNs: 1500, idleWakeNs: 2000 };
for (let id = 0; id < cpus; id++) scheduler.add(new Cpu({ engine, scheduler, coherence, costs }, id, 0));
for (let id = 0; id < tasks; id++) {
  const draws = new Draws(table, id);
  const cpu = scheduler.cpus[id % cpus] as Cpu;
  scheduler.wake(new Task(engine, id, `t${id}`, cpu, (c) => user(c, id, draws)));
}

/** Returns the CPU time of this thread, in us: what it takes where nobody else is in the way. */
function run(count: number): number {
  const goal = engine.events + count;
  const before = process.threadCpuUsage();
  while (engine.events < goal) engine.run(Number.POSITIVE_INFINITY, 1000);
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

run(events / 3);
const before = engine.events;
const spent = run(events);
for (const cpu of scheduler.cpus) cpu.settle();
const idle = scheduler.cpus.reduce((sum, cpu) => sum + (cpu.time[5] as number), 0);
const rssMb = process.memoryUsage().rss / 2 ** 20;
globalThis.gc?.();
const { heapUsed, arrayBuffers } = process.memoryUsage();
console.log(
  JSON.stringify({
    eventsPerSecond: ((engine.events - before) / spent) * 1e6,
    rssMb,
    liveMb: (heapUsed + arrayBuffers) / 2 ** 20,
    idleShare: idle / (engine.now * cpus),
  }),
);
