// A machine whose tasks compute, call down a chain of kernel functions, take one lock, and on request sleep for the disk
// and interrupt every other CPU.

import type { Ns } from '../../src/base/time.ts';
import { ROOT } from '../../src/engine/call-tree.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Figure } from '../../src/engine/figure.ts';
import { symbols } from '../../src/engine/symbols.ts';
import { LockClasses } from '../../src/kernel/locking/lock-class.ts';
import { SpinLock, spin_lock, spin_unlock, TICKET } from '../../src/kernel/locking/spinlock.ts';
import { FairScheduler } from '../../src/kernel/sched/fair.ts';
import type { Call } from '../../src/machine/call.ts';
import { Coherence } from '../../src/machine/coherence.ts';
import { Cpu } from '../../src/machine/cpu.ts';
import { Broadcast, IpiLedger } from '../../src/machine/ipi.ts';
import type { Path, Request } from '../../src/machine/path.ts';
import { Task } from '../../src/machine/task.ts';
import { computeFor } from '../../src/machine/wait.ts';
import type { Observed } from '../../src/observe/observer.ts';

const S = symbols('system_call', 'walk', 'update', 'recurse', 'flush', 'do_flush');

export interface Load {
  readonly cpus: number;
  readonly tasks: number;
  readonly locks: number;
  readonly thinkNs: Ns;
  readonly holdNs: Ns;
  /** Mean sleep per round, as if for the disk; 0 for none. */
  readonly sleepNs: Ns;
  /** Broadcasts per round, 0..1. */
  readonly broadcasts: number;
}

const QUIET: Load = { cpus: 4, tasks: 4, locks: 1, thinkNs: 4000, holdNs: 500, sleepNs: 0, broadcasts: 0 };

export interface SmallMachine extends Observed {
  readonly locks: readonly SpinLock[];
  readonly classes: LockClasses;
  readonly ipiLedger: IpiLedger;
}

export function smallMachine(load: Partial<Load> = {}, figures: readonly Figure[] = []): SmallMachine {
  const wanted = { ...QUIET, ...load };
  const engine = new Engine(7);
  const scheduler = new FairScheduler({ latencyNs: 20e6, minGranularityNs: 4e6, wakeupGranularityNs: 4e6 });
  const coherence = new Coherence(
    { cpus: wanted.cpus, cpusPerDie: 2, cpusPerSocket: 4, nodes: 1 },
    { hitNs: 1, sameDieNs: 20, sameSocketNs: 40, otherSocketNs: 100 },
  );
  const costs = { contextSwitchNs: 1000, idleWakeNs: 2000 };
  for (let id = 0; id < wanted.cpus; id++) scheduler.add(new Cpu({ engine, scheduler, coherence, costs }, id, 0));
  const classes = new LockClasses();
  const kind = { lockClass: classes.create('list_lock', 'spin'), handoff: TICKET, atomicNs: 10 };
  const ipiLedger = new IpiLedger();
  const flush = (c: Call): Request => flushOthers(c, { cpus: scheduler.cpus, coherence, ledger: ipiLedger });
  const locks = Array.from({ length: wanted.locks }, () => new SpinLock(kind));
  for (let id = 0; id < wanted.tasks; id++) {
    const path = (c: Call): Path => work(c, wanted, locks[id % wanted.locks] as SpinLock, flush);
    const cpu = scheduler.cpus[id % wanted.cpus] as Cpu;
    scheduler.wake(new Task(engine, id, `worker/${id}`, cpu, path));
  }
  return {
    engine,
    cpus: scheduler.cpus,
    lockClasses: classes.all,
    figures,
    locks,
    classes,
    ipiLedger,
    runQueueLength: (cpu) => scheduler.queue(cpu).length,
    variants: () => ({ rmap: 'shared' }),
    flipping: () => null,
  };
}

function* work(c: Call, load: Load, lock: SpinLock, flush: (c: Call) => Request): Path {
  const random = c.task.engine.random(c.task.name);
  for (;;) {
    yield* computeFor(c, 1 + random.expNs(load.thinkNs));
    yield* systemCall(c, lock, random.expNs(load.holdNs), random.below(3));
    if (random.unit() < load.broadcasts) yield flush(c);
    if (load.sleepNs > 0) yield diskSleep(1 + random.expNs(load.sleepNs));
  }
}

const diskSleep = (ns: Ns): Request => ({
  perform(cpu) {
    cpu.task?.startTimer(ns);
    cpu.block(true);
    return false;
  },
});

interface Others {
  readonly cpus: readonly Cpu[];
  readonly coherence: Coherence;
  readonly ledger: IpiLedger;
}

function flushOthers(c: Call, { cpus, coherence, ledger }: Others): Request {
  const { tree } = c.task.engine;
  return new Broadcast(
    {
      targets: cpus.filter((cpu) => cpu !== c.cpu),
      reason: 'flush',
      waitNode: tree.child(c.node, S.flush),
      handlerNode: tree.child(ROOT, S.do_flush),
      functionNs: 300,
    },
    { ipi: { sendNs: 50, deliveryNs: 400, handlerNs: 500 }, coherence, ledger },
  );
}

function* systemCall(c: Call, lock: SpinLock, holdNs: Ns, depth: number): Path {
  c = c.enter(S.system_call);
  c.spend(100);
  const walk = c.enter(S.walk);
  yield* spin_lock(walk, lock);
  walk.spend(holdNs);
  recurse(walk, depth);
  yield* spin_unlock(walk, lock);
  c.spendIn(S.update, 200);
}

/** A chain in which one symbol stands several times. */
function recurse(c: Call, depth: number): void {
  c = c.enter(S.recurse);
  c.spend(50);
  if (depth > 0) recurse(c, depth - 1);
}
