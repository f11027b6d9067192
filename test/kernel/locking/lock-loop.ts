// N tasks, each on a CPU of its own, think and take one lock, again and again.

import type { Random } from '../../../src/base/random.ts';
import type { Ns } from '../../../src/base/time.ts';
import { symbols } from '../../../src/engine/symbols.ts';
import { LockClass, type LockKind } from '../../../src/kernel/locking/lock-class.ts';
import { Mutex, mutex_lock, mutex_unlock } from '../../../src/kernel/locking/mutex.ts';
import { RwLock, read_lock, read_unlock, write_lock, write_unlock } from '../../../src/kernel/locking/rwlock.ts';
import { down_read, down_write, RwSem, up_read, up_write } from '../../../src/kernel/locking/rwsem.ts';
import { byteHandoff, MCS, SpinLock, spin_lock, spin_unlock, TICKET } from '../../../src/kernel/locking/spinlock.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { Rig, type RigOptions } from '../../machine/rig.ts';

const S = symbols('think', 'section');

export interface Taking {
  readonly lockClass: LockClass;
  take(c: Call): Path;
  give(c: Call): Path;
}

const FREE = { atomicNs: 0, slowNs: 0, wakeNs: 0 };
const classOf = (kind: LockKind): LockClass => new LockClass(kind, kind);

const spin =
  (handoff: (rig: Rig) => typeof TICKET) =>
  (rig: Rig): Taking => {
    const lockClass = classOf('spin');
    const lock = new SpinLock({ lockClass, handoff: handoff(rig), atomicNs: 0 });
    return { lockClass, take: (c) => spin_lock(c, lock), give: (c) => spin_unlock(c, lock) };
  };

const rwlock = (rig: Rig): { lockClass: LockClass; lock: RwLock } => {
  const lockClass = classOf('rwlock');
  return { lockClass, lock: new RwLock({ lockClass, handoff: byteHandoff(rig.engine.random('lock')), atomicNs: 0 }) };
};

const rwsem = (): { lockClass: LockClass; sem: RwSem } => {
  const lockClass = classOf('rwsem');
  return { lockClass, sem: new RwSem({ lockClass, ...FREE }) };
};

const mutex = (spinOnOwner: typeof TICKET | null): Taking => {
  const lockClass = classOf('mutex');
  const lock = new Mutex({ lockClass, spinOnOwner, ...FREE });
  return { lockClass, take: (c) => mutex_lock(c, lock), give: (c) => mutex_unlock(c, lock) };
};

/** Every way to take a lock, all costs zero. */
export const KINDS: Readonly<Record<string, (rig: Rig) => Taking>> = {
  'ticket spinlock': spin(() => TICKET),
  'mcs spinlock': spin(() => MCS),
  'byte spinlock': spin((rig) => byteHandoff(rig.engine.random('lock'))),
  'rwlock, write': (rig) => {
    const { lockClass, lock } = rwlock(rig);
    return { lockClass, take: (c) => write_lock(c, lock), give: (c) => write_unlock(c, lock) };
  },
  'rwlock, read': (rig) => {
    const { lockClass, lock } = rwlock(rig);
    return { lockClass, take: (c) => read_lock(c, lock), give: (c) => read_unlock(c, lock) };
  },
  'sleeping mutex': () => mutex(null),
  'spinning mutex': () => mutex(TICKET),
  'rwsem, write': () => {
    const { lockClass, sem } = rwsem();
    return { lockClass, take: (c) => down_write(c, sem), give: (c) => up_write(c, sem) };
  },
  'rwsem, read': () => {
    const { lockClass, sem } = rwsem();
    return { lockClass, take: (c) => down_read(c, sem), give: (c) => up_read(c, sem) };
  },
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
