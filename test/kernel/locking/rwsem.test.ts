import { describe, expect, it } from 'vitest';
import { Panic } from '../../../src/engine/panic.ts';
import { LockClass, type LockMode } from '../../../src/kernel/locking/lock-class.ts';
import { down_read, down_write, RwSem, up_read, up_write } from '../../../src/kernel/locking/rwsem.ts';
import { Scene } from './scene.ts';

const SWITCH = 100;
const WAKE_UP = 50;
const IDLE_WAKE = 300;

function setUp(): { scene: Scene; sem: RwSem; lockClass: LockClass } {
  const lockClass = new LockClass('mmap_sem', 'rwsem');
  const sem = new RwSem({ lockClass, atomicNs: 0, slowNs: 10, wakeNs: WAKE_UP });
  return { scene: new Scene({ cpus: 6, contextSwitchNs: SWITCH, idleWakeNs: IDLE_WAKE }), sem, lockClass };
}

const add = (scene: Scene, sem: RwSem, cpu: number, mode: LockMode, at: number, holds: number): void =>
  void scene.add({
    name: `${mode}${cpu}`,
    cpu,
    at: at + IDLE_WAKE + SWITCH,
    holds,
    take: (c) => (mode === 'read' ? down_read(c, sem) : down_write(c, sem)),
    give: (c) => (mode === 'read' ? up_read(c, sem) : up_write(c, sem)),
  });

/** Log relative to the first possible instant. */
const played = (scene: Scene): string[] =>
  scene.play().map((line) => line.replace(/^\d+/, (at) => `${Number(at) - IDLE_WAKE - SWITCH}`));

describe('RwSem', () => {
  it('is FIFO: a reader does not pass a waiting writer, and readers up to the next writer go together', () => {
    const { scene, sem, lockClass } = setUp();
    add(scene, sem, 0, 'read', 0, 1000);
    add(scene, sem, 1, 'write', 100, 1000);
    add(scene, sem, 2, 'read', 200, 1000);
    add(scene, sem, 3, 'read', 300, 1000);
    add(scene, sem, 4, 'write', 400, 1000);
    add(scene, sem, 5, 'read', 500, 1000);
    const wake = IDLE_WAKE + SWITCH;
    const write1 = 1000 + wake;
    const reads = write1 + 1000 + wake;
    const write4 = reads + 1000 + wake;
    expect(played(scene)).toEqual([
      '0 read0 in',
      '1000 read0 out',
      `${write1} write1 in`,
      `${write1 + 1000} write1 out`,
      `${reads} read2 in`,
      `${reads} read3 in`,
      `${reads + 1000} read2 out`,
      `${reads + 1000} read3 out`,
      `${write4} write4 in`,
      `${write4 + 1000} write4 out`,
      `${write4 + 1000 + wake} read5 in`,
      `${write4 + 2000 + wake} read5 out`,
    ]);
    expect([lockClass.acquisitions, lockClass.contentions]).toEqual([6, 5]);
    expect(lockClass.wait.sum).toBe(lockClass.waitArea(scene.rig.engine.now));
    expect(lockClass.hold.sum).toBe(6000);
  });

  it('belongs to the next one from the release on, while that one still wakes up', () => {
    const { scene, sem, lockClass } = setUp();
    add(scene, sem, 0, 'write', 0, 1000);
    add(scene, sem, 1, 'write', 100, 1000);
    scene.play(1000 + 2 * IDLE_WAKE);
    expect(sem.holders().map(({ task, cpu }) => [task.name, cpu])).toEqual([['write1', null]]);
    expect(sem.waiters()).toEqual([]);
    scene.play();
    expect(lockClass.busiestNs(scene.rig.engine.now)).toBe(2000 + IDLE_WAKE + SWITCH);
  });

  it('panics when released by a task that does not hold it', () => {
    const { scene, sem } = setUp();
    scene.rig.spawn('t', 0, function* (c) {
      yield* up_write(c, sem);
    });
    expect(() => scene.play()).toThrow(Panic);
  });
});
