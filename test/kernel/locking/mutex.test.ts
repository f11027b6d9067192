import { describe, expect, it } from 'vitest';
import { symbolName } from '../../../src/engine/symbols.ts';
import { LockClass } from '../../../src/kernel/locking/lock-class.ts';
import { Mutex, mutex_lock, mutex_unlock } from '../../../src/kernel/locking/mutex.ts';
import { TICKET } from '../../../src/kernel/locking/spinlock.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { Scene } from './scene.ts';

const SWITCH = 100;

function setUp(spin: boolean): { scene: Scene; mutex: Mutex; lockClass: LockClass } {
  const lockClass = new LockClass('anon_vma->mutex', 'mutex');
  const mutex = new Mutex({ lockClass, spinOnOwner: spin ? TICKET : null, atomicNs: 0, slowNs: 0, wakeNs: 0 });
  return { scene: new Scene({ cpus: 4, contextSwitchNs: SWITCH }), mutex, lockClass };
}

const add = (scene: Scene, mutex: Mutex, cpu: number, at: number, holds: number): void =>
  void scene.add({
    name: `t${cpu}`,
    cpu,
    at,
    holds,
    take: (c) => mutex_lock(c, mutex),
    give: (c) => mutex_unlock(c, mutex),
  });

describe('Mutex', () => {
  it('sleeping: first come first served, each after a context switch; idle CPUs meanwhile', () => {
    const { scene, mutex, lockClass } = setUp(false);
    for (const cpu of [0, 1, 2]) add(scene, mutex, cpu, 200 + cpu, 1000);
    scene.play(500);
    expect(mutex.waiters().map(({ task, cpu }) => [task.name, cpu])).toEqual([
      ['t1', null],
      ['t2', null],
    ]);
    expect(scene.rig.cpu(1).state).toBe('idle');
    expect(scene.play()).toEqual([
      '200 t0 in',
      '1200 t0 out',
      '1300 t1 in',
      '2300 t1 out',
      '2400 t2 in',
      '3400 t2 out',
    ]);
    expect(lockClass.wait.sum).toBe(1300 - 201 + 2400 - 202);
    expect(lockClass.wait.sum).toBe(lockClass.waitArea(scene.rig.engine.now));
  });

  it('sleeping: who comes while the woken sleeper is on its way steals the lock, and the sleeper sleeps on', () => {
    const { scene, mutex, lockClass } = setUp(false);
    add(scene, mutex, 0, 200, 1000);
    add(scene, mutex, 1, 300, 1000);
    add(scene, mutex, 2, 1250, 1000);
    expect(scene.play()).toEqual([
      '200 t0 in',
      '1200 t0 out',
      '1250 t2 in',
      '2250 t2 out',
      '2350 t1 in',
      '3350 t1 out',
    ]);
    expect([lockClass.acquisitions, lockClass.contentions]).toEqual([3, 1]);
  });

  it.each([
    ["on the owner's CPU, where the line is", 1, { acquisitions: 2, acqBounces: 1, contentions: 1, conBounces: 0 }],
    ['on another CPU', 2, { acquisitions: 2, acqBounces: 2, contentions: 1, conBounces: 1 }],
  ])('sleeping: counts as a bounce who comes and has to fetch the line: %s', (_, cpus, counts) => {
    const lockClass = new LockClass('lock', 'mutex');
    const mutex = new Mutex({ lockClass, spinOnOwner: null, atomicNs: 0, slowNs: 0, wakeNs: 0 });
    const scene = new Scene({ cpus });
    scene.rig.spawn('owner', 0, function* (c) {
      yield* mutex_lock(c, mutex);
      yield sleepFor(1000);
      yield* mutex_unlock(c, mutex);
    });
    add(scene, mutex, cpus - 1, 200, 10);
    scene.play();
    expect(lockClass).toMatchObject(counts);
  });

  it('spinning: waits on its CPU while the owner runs and has the lock at once', () => {
    const { scene, mutex } = setUp(true);
    for (const cpu of [0, 1]) add(scene, mutex, cpu, 200 + cpu, 1000);
    scene.play(500);
    const { rig } = scene;
    expect(symbolName(rig.engine.tree.sym(rig.cpu(1).currentNode))).toBe('mutex_spin_on_owner');
    expect(scene.play()).toEqual(['200 t0 in', '1200 t0 out', '1200 t1 in', '2200 t1 out']);
    expect(rig.time(1, 'spin')).toBe(999);
  });

  it('spinning: goes to sleep when the owner does', () => {
    const { scene, mutex } = setUp(true);
    const { rig } = scene;
    rig.spawn('owner', 0, function* (c) {
      yield* mutex_lock(c, mutex);
      c.spend(500);
      yield sleepFor(1000);
      yield* mutex_unlock(c, mutex);
      scene.say('owner out');
      c.spend(1);
      yield sleepFor(1);
    });
    for (const cpu of [1, 2]) add(scene, mutex, cpu, 200 + cpu, 1000);
    scene.play(1000);
    expect([1, 2].map((cpu) => rig.cpu(cpu).state)).toEqual(['idle', 'idle']);
    expect([rig.time(1, 'spin'), rig.time(2, 'spin')]).toEqual([399, 398]);
    // Owner: switch 100, work 500, sleeps till 1600, switch 100. Both sleepers are served in order.
    expect(scene.play()).toEqual(['1700 owner out', '1800 t1 in', '2800 t1 out', '2900 t2 in', '3900 t2 out']);
  });

  it('spinning: who still spins goes on with the next owner, also when that one sleeps', () => {
    const { scene, mutex, lockClass } = setUp(true);
    for (const cpu of [0, 1, 2, 3]) add(scene, mutex, cpu, 200 + cpu, 1000);
    expect(scene.play().filter((line) => line.endsWith('in'))).toEqual([
      '200 t0 in',
      '1200 t1 in',
      '2200 t2 in',
      '3200 t3 in',
    ]);
    expect(scene.rig.tasks.every((task) => task.spinners === null)).toBe(true);
    expect(lockClass.contended.length).toBe(0);
  });

  it('two mutexes of one owner: the spinners of both go to sleep with it', () => {
    const { scene, mutex } = setUp(true);
    const second = setUp(true).mutex;
    const { rig } = scene;
    const owner = rig.spawn('owner', 0, function* (c) {
      yield* mutex_lock(c, mutex);
      yield* mutex_lock(c, second);
      c.spend(500);
      yield sleepFor(1000);
      yield* mutex_unlock(c, second);
      yield* mutex_unlock(c, mutex);
    });
    add(scene, mutex, 1, 200, 10);
    add(scene, second, 2, 200, 10);
    scene.play(1000);
    expect([1, 2].map((cpu) => rig.cpu(cpu).state)).toEqual(['idle', 'idle']);
    expect(owner.spinners).toBe(null);
    expect(scene.play().map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      't2 in',
      't1 in',
      't2 out',
      't1 out',
    ]);
  });
});
