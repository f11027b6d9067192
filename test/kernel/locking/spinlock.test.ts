import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random.ts';
import { Panic } from '../../../src/engine/panic.ts';
import { symbolName } from '../../../src/engine/symbols.ts';
import { LockClass } from '../../../src/kernel/locking/lock-class.ts';
import {
  byteHandoff,
  type Handoff,
  MCS,
  OLD_SPIN_SYMBOLS,
  RAW_SPIN_SYMBOLS,
  SpinLock,
  spin_lock,
  spin_lock_irqsave,
  spin_unlock,
  spin_unlock_irqrestore,
  TICKET,
} from '../../../src/kernel/locking/spinlock.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { SLEEP, sync } from '../../../src/machine/wait.ts';
import { Scene } from './scene.ts';

const LINE = 20;
const FAR = 100;
const ATOMIC = 5;

interface Set {
  readonly scene: Scene;
  readonly lock: SpinLock;
  readonly lockClass: LockClass;
}

function setUp(handoff: Handoff, cpus = 4, cpusPerSocket = cpus): Set {
  const lockClass = new LockClass('lock', 'spin');
  const lock = new SpinLock({ lockClass, handoff, atomicNs: ATOMIC });
  const scene = new Scene({
    cpus,
    lineNs: LINE,
    hitNs: 1,
    cpusPerDie: Math.min(2, cpusPerSocket),
    cpusPerSocket,
    otherSocketNs: FAR,
  });
  return { scene, lock, lockClass };
}

/** `count` tasks on CPUs 0.. want the lock at 100, 101, ... and hold it for 1000 ns. */
function crowd({ scene, lock }: Set, count: number): void {
  for (let cpu = 0; cpu < count; cpu++) {
    scene.add({
      name: `t${cpu}`,
      cpu,
      at: 100 + cpu,
      holds: 1000,
      take: (c) => spin_lock(c, lock),
      give: (c) => spin_unlock(c, lock),
    });
  }
}

const order = (log: readonly string[]): string[] =>
  log.filter((line) => line.endsWith('in')).map((line) => line.split(' ')[1] as string);

describe('SpinLock', () => {
  it('costs the transfer of its line and the locked instruction when nobody else wants it', () => {
    const set = setUp(TICKET);
    crowd(set, 1);
    set.scene.add({
      name: 'second',
      cpu: 1,
      at: 5000,
      holds: 10,
      take: (c) => spin_lock(c, set.lock),
      give: (c) => spin_unlock(c, set.lock),
    });
    set.scene.play();
    const { tree } = set.scene.rig.engine;
    const lockNs = tree.ns[tree.child(0, RAW_SPIN_SYMBOLS.lock)];
    // First: the line is here (1 ns), second: it comes from CPU 0.
    expect(lockNs).toBe(1 + ATOMIC + LINE + ATOMIC);
    expect([set.lockClass.acquisitions, set.lockClass.acqBounces, set.lockClass.contentions]).toEqual([2, 2, 0]);
    expect(set.lockClass.hold.sum).toBe(1010);
  });

  it('ticket: serves in order of arrival; the next has the line after half of the others', () => {
    const set = setUp(TICKET);
    crowd(set, 4);
    const first = 100 + 1 + ATOMIC + 1000;
    const second = first + LINE + Math.floor((2 * LINE) / 2) + 1000;
    const third = second + LINE + Math.floor(LINE / 2) + 1000;
    set.scene.play();
    expect(set.scene.log).toEqual([
      '100 t0 in',
      `${first} t0 out`,
      `${second - 1000} t1 in`,
      `${second} t1 out`,
      `${third - 1000} t2 in`,
      `${third} t2 out`,
      `${third + LINE} t3 in`,
      `${third + LINE + 1000} t3 out`,
    ]);
    expect(set.lockClass.wait.sum).toBe(set.lockClass.waitArea(set.scene.rig.engine.now));
  });

  it('mcs: only the next one is told', () => {
    const set = setUp(MCS);
    crowd(set, 4);
    set.scene.play();
    expect(set.scene.log[2]).toBe(`${100 + 1 + ATOMIC + 1000 + LINE} t1 in`);
    expect(order(set.scene.log)).toEqual(['t0', 't1', 't2', 't3']);
  });

  it('byte: every other waiter delays the line', () => {
    const set = setUp(byteHandoff(new Random(1, 'byte')));
    crowd(set, 4);
    set.scene.play();
    expect(set.scene.log[2]).toContain(`${100 + 1 + ATOMIC + 1000 + 3 * LINE} `);
  });

  it('byte: near waiters win in proportion to their nearness', () => {
    const wins = [0, 0, 0, 0];
    for (let run = 0; run < 3000; run++) {
      const set = setUp(byteHandoff(new Random(run, 'byte')), 4, 2);
      crowd(set, 4);
      set.scene.play(1600);
      const winner = Number(order(set.scene.log)[1]?.slice(1));
      wins[winner] = (wins[winner] as number) + 1;
    }
    // CPU 1 is on the releaser's die (1/20), 2 and 3 on the other socket (1/100 each).
    const share = wins.map((won) => won / 3000);
    expect(share[1]).toBeCloseTo(5 / 7, 1);
    expect(share[2]).toBeCloseTo(1 / 7, 1);
    expect(share[3]).toBeCloseTo(1 / 7, 1);
  });

  it('burns the CPU of who waits, in the lock function of its caller', () => {
    const set = setUp(TICKET);
    crowd(set, 2);
    set.scene.rig.engine.run(600);
    const { rig } = set.scene;
    expect(rig.time(1, 'spin')).toBe(499);
    expect(symbolName(rig.engine.tree.sym(rig.cpu(1).currentNode))).toBe('_raw_spin_lock');
    expect(set.lock.holders().map(({ task, since }) => [task.name, since])).toEqual([['t0', 106]]);
    expect(set.lock.waiters().map(({ task, since, cpu }) => [task.name, since, cpu?.id])).toEqual([['t1', 101, 1]]);
    expect([set.lockClass.waiters, [...set.lockClass.contended]]).toEqual([1, [set.lock]]);
    set.scene.play();
    expect([set.lockClass.waiters, set.lockClass.contended.length, set.lock.isLocked]).toEqual([0, 0, false]);
    expect([...set.lockClass.sites]).toEqual([[0, 1]]);
  });

  it('is the one that was asked for, whatever others ask for meanwhile', () => {
    const { scene, lockClass } = setUp(TICKET);
    const locks = [0, 1, 2].map(() => new SpinLock({ lockClass, handoff: TICKET, atomicNs: ATOMIC }));
    for (const [cpu, lock] of locks.entries())
      scene.rig.spawn(`t${cpu}`, cpu, function* body(c) {
        for (const own of [lock, locks.at(cpu - 1) as SpinLock]) {
          c.spend(1000 - cpu);
          yield* spin_lock(c, own);
          c.spend(100);
          yield* spin_unlock(c, own);
        }
      });
    const holders = (): unknown => locks.map((lock) => lock.holders().map(({ task }) => task.name));
    scene.play(1050);
    expect(holders()).toEqual([['t0'], ['t1'], ['t2']]);
    scene.play(2150);
    expect(holders()).toEqual([['t1'], ['t2'], ['t0']]);
  });

  it('has the names of its era', () => {
    const lockClass = new LockClass('lock', 'spin');
    const lock = new SpinLock({ lockClass, handoff: TICKET, atomicNs: ATOMIC, symbols: OLD_SPIN_SYMBOLS });
    const set = { ...setUp(TICKET), lock, lockClass };
    crowd(set, 2);
    set.scene.rig.engine.run(600);
    const { rig } = set.scene;
    expect(symbolName(rig.engine.tree.sym(rig.cpu(1).currentNode))).toBe('_spin_lock');
  });

  it('irqsave: interrupts wait while it is spun for and held', () => {
    const set = setUp(TICKET);
    crowd(set, 1);
    set.scene.add({
      name: 'irqsave',
      cpu: 1,
      at: 200,
      holds: 500,
      take: (c) => spin_lock_irqsave(c, set.lock),
      give: (c) => spin_unlock_irqrestore(c, set.lock),
    });
    const handled: number[] = [];
    const { rig } = set.scene;
    rig.timer([300, 1300], () => rig.cpu(1).interrupt(0, 30, (at) => handled.push(at)));
    set.scene.play();
    const unlocked = 100 + 1 + ATOMIC + 1000 + LINE + 500;
    expect(handled).toEqual([unlocked + 30, unlocked + 60]);
    expect(rig.cpu(1).irqsEnabled).toBe(true);
  });

  it('panics: taken twice, released by another, asleep with it', () => {
    const alone = (body: (lock: SpinLock) => (c: Call) => Path): (() => void) => {
      const { scene, lock } = setUp(TICKET);
      scene.rig.spawn('t', 0, body(lock));
      return () => scene.play();
    };
    expect(
      alone(
        (lock) =>
          function* twice(c) {
            yield* spin_lock(c, lock);
            yield* spin_lock(c, lock);
          },
      ),
    ).toThrow(Panic);
    expect(
      alone(
        (lock) =>
          function* notHeld(c) {
            yield* spin_unlock(c, lock);
          },
      ),
    ).toThrow(Panic);
    expect(
      alone(
        (lock) =>
          function* asleep(c) {
            yield* spin_lock(c, lock);
            yield SLEEP;
          },
      ),
    ).toThrow('atomic');
    expect(
      alone(
        (lock) =>
          function* left(c) {
            yield* spin_lock(c, lock);
            c.spend(1);
            yield* sync(c);
          },
      ),
    ).toThrow('atomic');
  });
});
