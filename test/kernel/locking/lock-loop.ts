// N tasks, each on a CPU of its own, think and take one lock, again and again.

import type { Random } from '../../../src/base/random.ts';
import type { Ns } from '../../../src/base/time.ts';
import { symbols } from '../../../src/engine/symbols.ts';
import { createLock } from '../../../src/kernel/lock-kind/index.ts';
import type { LockClass, LockMode } from '../../../src/kernel/locking/lock-class.ts';
import { LockSite } from '../../../src/kernel/locking/section-lock.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { Rig, type RigOptions } from '../../machine/rig.ts';

const S = symbols('think', 'section');

export interface Taking {
  readonly lockClass: LockClass;
  take(c: Call): Path;
  give(c: Call): Path;
}

/** A kind of lock as scenarios have it, with costs that are all zero, always taken in the same mode. */
const taking =
  (kind: string, mode: LockMode = 'write') =>
  (rig: Rig): Taking => {
    const site = new LockSite({ atomicNs: 0, slowNs: 0, wakeNs: 0 }, rig.engine.random('lock'), []);
    const made = createLock(site, kind);
    return { lockClass: made.lock.lockClass, take: (c) => made.lockFor(c, mode), give: (c) => made.unlockFor(c, mode) };
  };

/** Every way to take a lock. */
export const KINDS: Readonly<Record<string, (rig: Rig) => Taking>> = {
  'ticket spinlock': taking('ticket'),
  'mcs spinlock': taking('mcs'),
  'byte spinlock': taking('byte'),
  'rwlock, write': taking('rwlock'),
  'rwlock, read': taking('rwlock', 'read'),
  'sleeping mutex': taking('mutex-sleep'),
  'spinning mutex': taking('mutex'),
  'rwsem, write': taking('rwsem'),
  'rwsem, read': taking('rwsem', 'read'),
};

export interface Loop {
  readonly tasks: number;
  readonly thinkNs: Ns;
  readonly holdNs: (random: Random) => Ns;
  readonly sections: number;
  readonly machine?: Partial<RigOptions>;
}

export interface LoopResult {
  readonly rig: Rig;
  readonly lockClass: LockClass;
  /** Sections per ns. */
  readonly x: number;
  readonly u: number;
  /** Mean wait and hold, as lock_stat has them. */
  readonly wait: number;
  readonly hold: number;
  /** Mean number of waiters. */
  readonly queue: number;
}

export function lockLoop(kind: (rig: Rig) => Taking, { tasks, thinkNs, holdNs, sections, machine }: Loop): LoopResult {
  const rig = new Rig({ cpus: tasks, ...machine });
  const taking = kind(rig);
  const { lockClass } = taking;
  for (let id = 0; id < tasks; id++) {
    const think = rig.engine.random(`task${id}/think`);
    const hold = rig.engine.random(`task${id}/hold`);
    rig.spawn(`task${id}`, id, function* loop(c): Path {
      for (;;) {
        c.enter(S.think).spend(think.expNs(thinkNs));
        const section = c.enter(S.section);
        yield* taking.take(section);
        section.spend(holdNs(hold));
        yield* taking.give(section);
      }
    });
  }
  while (lockClass.acquisitions < sections) rig.engine.run(rig.engine.now + 10 * thinkNs);
  const { now } = rig.engine;
  const waits = lockClass.wait.sum / lockClass.acquisitions;
  return {
    rig,
    lockClass,
    x: lockClass.hold.count / now,
    u: lockClass.busiestNs(now) / now,
    wait: waits,
    hold: lockClass.hold.mean,
    queue: lockClass.waitArea(now) / now,
  };
}
