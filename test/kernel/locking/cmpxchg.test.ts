import { expect, it } from 'vitest';
import { Random } from '../../../src/base/random.ts';
import { symbolName } from '../../../src/engine/symbols.ts';
import { cmpxchgHandoff, type Handoff } from '../../../src/kernel/locking/handoff.ts';
import { LockClass } from '../../../src/kernel/locking/lock-class.ts';
import { SpinQueue } from '../../../src/kernel/locking/spin-queue.ts';
import { IA64_SPIN_SYMBOLS, SpinLock, spin_lock, spin_unlock } from '../../../src/kernel/locking/spinlock.ts';
import { Waiter } from '../../../src/kernel/locking/waiter.ts';
import { Rig, type RigOptions } from '../../machine/rig.ts';
import { Scene } from './scene.ts';

const NEAR = 20;
const FAR = 100;
const MACHINE: RigOptions = { cpus: 6, lineNs: NEAR, cpusPerDie: 2, cpusPerSocket: 2, otherSocketNs: FAR };

/** Who waits, besides CPU 0, which holds the lock for 1000 ns from 100 on. */
function play(waiting: readonly number[]): { log: readonly string[]; scene: Scene } {
  const handoff = cmpxchgHandoff(new Random(1, 'race'), 1);
  const lock = new SpinLock({
    lockClass: new LockClass('lock', 'spin'),
    handoff,
    atomicNs: 0,
    symbols: IA64_SPIN_SYMBOLS,
  });
  const scene = new Scene(MACHINE);
  for (const cpu of [0, ...waiting])
    scene.add({
      name: `t${cpu}`,
      cpu,
      at: 100 + cpu,
      holds: 1000,
      take: (c) => spin_lock(c, lock),
      give: (c) => spin_unlock(c, lock),
    });
  return { log: scene.play(), scene };
}

it('the release takes the line from all who read, the nearest has it next, and takes it from those who read again', () => {
  expect(play([1, 2, 3]).log[2]).toBe(`${1100 + FAR + NEAR + FAR} t1 in`);
  // Nobody is near, and the other of those two sits beside the winner.
  expect(play([2, 3]).log[2]).toMatch(new RegExp(`^${1100 + FAR + FAR + FAR} t[23] in$`));
  expect(play([1]).log[2]).toBe(`${1100 + NEAR + NEAR + NEAR} t1 in`);
});

it('spins in ia64_spinlock_contention, called from _spin_lock', () => {
  const { tree } = play([1]).scene.rig.engine;
  const nodes = Array.from({ length: tree.size }, (_, node) => node);
  const spun = nodes.filter((node) => symbolName(tree.sym(node)) === 'ia64_spinlock_contention');
  expect(spun.map((node) => [symbolName(tree.sym(tree.parent(node))), tree.ns[node]])).toEqual([
    ['_spin_lock', 1000 - 1 + NEAR + NEAR + NEAR],
  ]);
});

/** Time for which those who wait on these CPUs keep the line from `winner` after CPU 0 let go: the most that is drawn, and the mean. */
function stormOf(waiting: readonly number[], winner: number): { readonly most: number; readonly mean: number } {
  const rig = new Rig(MACHINE);
  const queue = new SpinQueue(rig.coherence);
  for (const id of waiting) {
    const task = rig.spawn(`t${id}`, id, function* () {});
    queue.push(new Waiter(task, task.cpu, 0, 0, 'write'));
  }
  const handoff: Handoff = cmpxchgHandoff(new Random(1, 'storm'), 1);
  const releaser = rig.spawn('releaser', 0, function* () {}).cpu;
  const drawn = Array.from({ length: 4000 }, () => handoff.storm?.(queue, releaser, winner) ?? Number.NaN);
  return { most: Math.max(...drawn), mean: drawn.reduce((sum, ns) => sum + ns, 0) / drawn.length };
}

it('only who has seen it free before the winner had it tries in vain, and the release gets in anywhere among these', () => {
  // A near winner needs a fifth of the time between two looks of those far away.
  const all = [
    { waiting: [2, 3, 4, 5], winner: 1, full: (4 * FAR * NEAR) / FAR },
    { waiting: [3, 4, 5], winner: 2, full: NEAR + 2 * FAR },
    { waiting: [1, 4, 5], winner: 2, full: 3 * FAR },
    { waiting: [], winner: 1, full: 0 },
  ];
  for (const { waiting, winner, full } of all) {
    const { most, mean } = stormOf(waiting, winner);
    expect(most).toBeLessThanOrEqual(full);
    expect(most).toBeGreaterThanOrEqual(0.98 * full - 1);
    expect(Math.abs(mean - full / 2)).toBeLessThanOrEqual(0.03 * full);
  }
});
