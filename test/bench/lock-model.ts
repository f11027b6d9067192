// The lock model on our engine, with every statistic on. Usage: lock-model.ts CPUS SECTIONS 1|2|4; prints one JSON line.
//
// Each CPU: think exp(4 us); through DEPTH generator levels: 50 ns, a FIFO lock whose hand-off costs 20 + 10 k ns with k
// others waiting, hold it exp(50 ns), release, 50 ns.

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
import { Sampler } from '../../src/observe/sampler.ts';
import { Draws, exponentials } from './exponentials.ts';

const [cpus = 4, sections = 1_000_000, depth = 4] = process.argv.slice(2).map(Number);
const S = symbols('f1', 'f2', 'f3', 'f4');

const table = exponentials();
const engine = new Engine(1);
engine.probe = new Sampler(cpus, { rateHz: 997, capacity: 1e9, includeIdle: false });
const lockClass = new LockClass('lock', 'spin');
const lock = new SpinLock({ lockClass, handoff: TICKET, atomicNs: 0 });

function* f4(parent: Call, draws: Draws): Path {
  const c = parent.enter(S.f4);
  c.spend(50);
  yield* spin_lock(c, lock);
  c.spend(draws.next(50));
  yield* spin_unlock(c, lock);
  c.spend(50);
}

function* f3(parent: Call, draws: Draws): Path {
  const c = parent.enter(S.f3);
  yield* f4(c, draws);
}

function* f2(parent: Call, draws: Draws): Path {
  const c = parent.enter(S.f2);
  yield* f3(c, draws);
}

function* inOne(parent: Call, draws: Draws): Path {
  for (;;) {
    const c = parent.enter(S.f1);
    c.spend(draws.next(4000));
    c.spend(50);
    yield* spin_lock(c, lock);
    c.spend(draws.next(50));
    yield* spin_unlock(c, lock);
    c.spend(50);
  }
}

function* inTwo(parent: Call, draws: Draws): Path {
  for (;;) {
    const c = parent.enter(S.f1);
    c.spend(draws.next(4000));
    yield* f4(c, draws);
  }
}

function* inFour(parent: Call, draws: Draws): Path {
  for (;;) {
    const c = parent.enter(S.f1);
    c.spend(draws.next(4000));
    yield* f2(c, draws);
  }
}

/** The waiting code in one path, in two, in four. */
const PATHS: Readonly<Record<number, (parent: Call, draws: Draws) => Path>> = { 1: inOne, 2: inTwo, 4: inFour };
const path = PATHS[depth] as (parent: Call, draws: Draws) => Path;

const scheduler = new FairScheduler({ latencyNs: 20e6, minGranularityNs: 4e6, wakeupGranularityNs: 4e6 });
const line = { hitNs: 0, sameDieNs: 20, sameSocketNs: 20, otherSocketNs: 20 };
const coherence = new Coherence({ cpus, cpusPerDie: cpus, cpusPerSocket: cpus, nodes: 1 }, line);
const costs = { contextSwitchNs: 0, idleWakeNs: 0 };
for (let id = 0; id < cpus; id++) scheduler.add(new Cpu({ engine, scheduler, coherence, costs }, id, 0));
for (const cpu of scheduler.cpus) {
  const draws = new Draws(table, cpu.id);
  scheduler.wake(new Task(engine, cpu.id, `t${cpu.id}`, cpu, (c) => path(c, draws)));
}

/** Runs until so many sections are through; returns the CPU time that it took, the collector's threads included, in ns. */
function runTo(goal: number): number {
  const before = process.cpuUsage();
  while (lockClass.acquisitions < goal) engine.run(Number.POSITIVE_INFINITY, 1000);
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

const warm = Math.floor(sections / 5);
runTo(warm);
const before = { acquisitions: lockClass.acquisitions, events: engine.events };
const spent = runTo(warm + sections);
const done = lockClass.acquisitions - before.acquisitions;
console.log(
  JSON.stringify({
    nsPerSection: spent / done,
    eventsPerSecond: ((engine.events - before.events) / spent) * 1e9,
    sectionsPerMs: (lockClass.acquisitions / engine.now) * 1e6,
  }),
);
