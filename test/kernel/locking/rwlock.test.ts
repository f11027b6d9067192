import { describe, expect, it } from 'vitest';
import { symbolName } from '../../../src/engine/symbols.ts';
import { raceHandoff } from '../../../src/kernel/locking/handoff.ts';
import { LockClass, type LockMode } from '../../../src/kernel/locking/lock-class.ts';
import {
  IA64_RW_SYMBOLS,
  RwLock,
  type RwSymbols,
  read_lock,
  read_unlock,
  write_lock,
  write_unlock,
  X86_RW_SYMBOLS,
} from '../../../src/kernel/locking/rwlock.ts';
import { TICKET } from '../../../src/kernel/locking/spinlock.ts';
import { Scene } from './scene.ts';

const LINE = 20;

function setUp(names: RwSymbols = X86_RW_SYMBOLS): { scene: Scene; lock: RwLock; lockClass: LockClass } {
  const lockClass = new LockClass('vmlist_lock', 'rwlock');
  const lock = new RwLock({ lockClass, handoff: TICKET, atomicNs: 0, symbols: names });
  return { scene: new Scene({ cpus: 6, lineNs: LINE }), lock, lockClass };
}

const add = (scene: Scene, lock: RwLock, cpu: number, mode: LockMode, at: number, holds: number): void =>
  void scene.add({
    name: `${mode}${cpu}`,
    cpu,
    at,
    holds,
    take: (c) => (mode === 'read' ? read_lock(c, lock) : write_lock(c, lock)),
    give: (c) => (mode === 'read' ? read_unlock(c, lock) : write_unlock(c, lock)),
  });

describe('RwLock', () => {
  it('readers share, each pays for the line', () => {
    const { scene, lock, lockClass } = setUp();
    for (const cpu of [0, 1, 2]) add(scene, lock, cpu, 'read', 100 + cpu, 1000);
    scene.play(500);
    expect(lock.holders().map(({ task }) => task.name)).toEqual(['read2', 'read1', 'read0']);
    expect(scene.play().slice(3)).toEqual(['1100 read0 out', '1121 read1 out', '1122 read2 out']);
    expect(lockClass.contentions).toBe(0);
    expect(lockClass.hold.sum).toBe(3000);
  });

  it('a reader passes a waiting writer, who starves until the last reader has left', () => {
    const { scene, lock } = setUp();
    add(scene, lock, 0, 'read', 100, 1000);
    add(scene, lock, 1, 'write', 200, 10);
    add(scene, lock, 2, 'read', 300, 2000);
    expect(scene.play()).toEqual([
      '100 read0 in',
      '300 read2 in',
      '1100 read0 out',
      `${300 + LINE + 2000} read2 out`,
      `${300 + LINE + 2000 + LINE} write1 in`,
      `${300 + LINE + 2000 + LINE + 10} write1 out`,
    ]);
  });

  it('all waiting readers follow the first one in, the line goes from one to the next', () => {
    const { scene, lock, lockClass } = setUp();
    add(scene, lock, 0, 'write', 100, 1000);
    add(scene, lock, 1, 'read', 200, 500);
    add(scene, lock, 2, 'write', 210, 500);
    add(scene, lock, 3, 'read', 220, 500);
    scene.play();
    const first = 1100 + LINE + Math.floor((2 * LINE) / 2);
    expect(scene.log.slice(2)).toEqual([
      `${first} read1 in`,
      `${first + LINE} read3 in`,
      `${first + 500} read1 out`,
      `${first + LINE + 500} read3 out`,
      `${first + LINE + 500 + LINE} write2 in`,
      `${first + LINE + 500 + LINE + 500} write2 out`,
    ]);
    expect(lockClass.wait.sum).toBe(lockClass.waitArea(scene.rig.engine.now));
    expect([lockClass.waiters, lockClass.contended.length]).toEqual([0, 0]);
  });

  it('counts as held from the first reader to the last, once', () => {
    const { scene, lock, lockClass } = setUp();
    for (const cpu of [0, 1]) add(scene, lock, cpu, 'read', 100, 1000);
    scene.play();
    expect(lockClass.busiestNs(scene.rig.engine.now)).toBe(1000 + LINE);
  });

  it('of those who race for it the nearest gets it, and who lost delays the next release', () => {
    const lockClass = new LockClass('vmlist_lock', 'rwlock');
    const [near, far] = [20, 60];
    const scene = new Scene({ cpus: 4, cpusPerDie: 2, cpusPerSocket: 2, lineNs: near, otherSocketNs: far });
    const lock = new RwLock({ lockClass, handoff: raceHandoff(scene.rig.engine.random('lock'), 10), atomicNs: 0 });
    for (const [at, cpu] of [0, 2, 3, 1].entries())
      add(scene, lock, cpu, 'write', 100 + 100 * at, cpu === 0 ? 1000 : 10);
    // The others' copies go (far), the line comes (near), the others' copies go again; two losers have read it meanwhile.
    const first = 1100 + far + near + far + 2 * far;
    // The losers' failed tries, two instructions each, are over only then; the next winner is far, its neighbour lost.
    const second = first + 2 * 2 * far + 3 * far + near;
    expect(scene.play().filter((line) => line.endsWith('in'))).toEqual([
      '100 write0 in',
      `${first} write1 in`,
      expect.stringMatching(new RegExp(`^${second} write[23] in$`)),
      expect.stringMatching(/ write[23] in$/),
    ]);
    expect([lockClass.acquisitions, lockClass.waiters]).toEqual([4, 0]);
  });

  it.each([
    ['x86: spins out of line', X86_RW_SYMBOLS, '__write_lock_failed'],
    ['ia64: spins in the lock function', IA64_RW_SYMBOLS, '_write_lock'],
  ])('%s', (_, names, symbol) => {
    const { scene, lock } = setUp(names);
    for (const cpu of [0, 1]) add(scene, lock, cpu, 'write', 100, 1000);
    scene.play(500);
    expect(symbolName(scene.rig.engine.tree.sym(scene.rig.cpu(1).currentNode))).toBe(symbol);
  });
});
