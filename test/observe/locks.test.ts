import { expect, test } from 'vitest';
import { MS, type Ns, SECOND } from '../../src/base/time.ts';
import { ROOT } from '../../src/engine/call-tree.ts';
import { Engine } from '../../src/engine/engine.ts';
import { symbols } from '../../src/engine/symbols.ts';
import { type Lock, LockClass, LockClasses, type Party } from '../../src/kernel/locking/lock-class.ts';
import type { Task } from '../../src/machine/task.ts';
import type { LockSample } from '../../src/observe/frame.ts';
import { LockIntervals } from '../../src/observe/lock-intervals.ts';
import { Observer } from '../../src/observe/observer.ts';
import { smallMachine } from './small-machine.ts';

const S = symbols('do_munmap', 'unlink_file_vma', 'copy_process');

/** A lock whose holder and waiters the test sets itself. */
class StagedLock implements Lock {
  busyMark: Ns = 0;
  readonly owner = null;
  readonly lockClass: LockClass;
  readonly label: string;
  held: Party[] = [];
  readonly queue: Party[] = [];

  constructor(lockClass: LockClass, label: string) {
    this.lockClass = lockClass;
    this.label = label;
    lockClass.instances++;
  }

  holders(): readonly Party[] {
    return this.held;
  }

  waiters(): readonly Party[] {
    return this.queue;
  }

  wait(party: Party): void {
    this.queue.push(party);
    this.lockClass.startWait(this, party.site, false, party.since);
  }
}

const { tree } = new Engine(1);
const [sample] = smallMachine({ cpus: 1 }).cpus;
const party = (name: string, since: Ns, site = ROOT): Party => ({
  task: { name } as unknown as Task,
  cpu: sample ?? null,
  since,
  site,
  mode: 'write',
});

test("a lock row is lock_stat's row of the class", () => {
  const machine = smallMachine({ cpus: 8, tasks: 8, thinkNs: 2000, holdNs: 1000 });
  const observer = new Observer(machine);
  machine.engine.run(100 * MS);
  const [row] = observer.frame().locks as [LockSample];
  const [lockClass] = machine.lockClasses as [LockClass];
  const { wait, hold, contentions, conBounces, acquisitions, acqBounces } = lockClass;
  expect(row).toMatchObject({
    name: 'list_lock',
    kind: 'spin',
    contentions,
    conBounces,
    acquisitions,
    acqBounces,
    instances: 1,
  });
  expect(row).toMatchObject({ waitMinNs: wait.min, waitMaxNs: wait.max, waitTotalNs: wait.sum });
  expect(row).toMatchObject({ holdMinNs: hold.min, holdMaxNs: hold.max, holdTotalNs: hold.sum });
  expect(row.waiters).toBe(lockClass.waiters);
  expect(contentions).toBeGreaterThan(1000);
  expect(row.contentionPoints).toEqual([{ symbol: 'walk', count: contentions }]);
});

test('waiters and utilisation are those of the interval', () => {
  const machine = smallMachine({ cpus: 8, tasks: 8, thinkNs: 2000, holdNs: 1000 });
  const observer = new Observer(machine);
  const [lockClass] = machine.lockClasses as [LockClass];
  machine.engine.run(100 * MS);
  observer.frame();
  const area = lockClass.waitArea(100 * MS);
  const held = lockClass.hold.sum;
  machine.engine.run(150 * MS);
  const [row] = observer.frame().locks as [LockSample];
  expect(row.waitersMean).toBe((lockClass.waitArea(150 * MS) - area) / (50 * MS));
  // The holds in progress at both ends are cut at the ends; the histogram counts them when they end.
  expect(row.utilisation).toBeCloseTo((lockClass.hold.sum - held) / (50 * MS), 3);
  expect(row.utilisation).toBeGreaterThan(0.5);
  expect(row.utilisation).toBeLessThanOrEqual(1);
});

test('utilisation is that of the busiest instance, not of the class', () => {
  const classes = new LockClasses();
  const lockClass = classes.create('anon_vma', 'spin');
  const [a, b] = [new StagedLock(lockClass, 'a'), new StagedLock(lockClass, 'b')];
  const intervals = new LockIntervals(tree, classes.all, 0);
  lockClass.released(a, 0, 30);
  lockClass.released(b, 10, 20);
  lockClass.released(b, 40, 90);
  lockClass.released(a, 95, 100);
  expect(intervals.next(100)[0]?.utilisation).toBe(0.6);
  lockClass.released(b, 90, 125); // only what lies in the interval counts
  lockClass.released(a, 120, 150);
  expect(intervals.next(200)[0]?.utilisation).toBe(0.3);
  expect(intervals.next(300)[0]?.utilisation).toBe(0);
});

test('a hold that somebody waits for counts while it goes on', () => {
  const classes = new LockClasses();
  const lockClass = classes.create('anon_vma', 'spin');
  const lock = new StagedLock(lockClass, 'a');
  const intervals = new LockIntervals(tree, classes.all, 0);
  lockClass.released(lock, 10, 30);
  lock.held = [party('holder', 50)];
  lock.wait(party('waiter', 60));
  expect(intervals.next(100)[0]?.utilisation).toBe(0.7);
  expect(intervals.next(200)[0]?.utilisation).toBe(1);
});

test('a paused run keeps the figures of its last interval', () => {
  const machine = smallMachine({ cpus: 8, tasks: 8 });
  const observer = new Observer(machine);
  machine.engine.run(10 * MS);
  const { locks } = observer.frame();
  expect(observer.frame().locks).toEqual(locks);
});

test('the class whose waiters lost most comes first', () => {
  const classes = new LockClasses();
  const [idle, hot] = [classes.create('idle', 'mutex'), classes.create('hot', 'spin')];
  const intervals = new LockIntervals(tree, classes.all, 0);
  new StagedLock(idle, 'i');
  new StagedLock(hot, 'h').wait(party('w', 10));
  const rows = intervals.next(20);
  expect(rows.map((row) => [row.name, row.waitersMean])).toEqual([
    ['hot', 0.5],
    ['idle', 0],
  ]);
});

test('the longest queues are shown with their holder and waiters in order', () => {
  const classes = new LockClasses();
  const lockClass = classes.create('anon_vma', 'spin');
  const site = tree.child(tree.child(ROOT, S.do_munmap), S.unlink_file_vma);
  for (const [index, waiters] of [1, 20, 0, 3, 3, 2].entries()) {
    const lock = new StagedLock(lockClass, `anon_vma#${index}`);
    lock.held = [party(`holder/${index}`, 5, site)];
    for (let w = 0; w < waiters; w++) lock.wait(party(`w/${w}`, 10 + w, site));
  }
  const [row] = new LockIntervals(tree, classes.all, 0).next(100) as [LockSample];
  expect(row.queues.map((queue) => [queue.instance, queue.length, queue.waiters.length])).toEqual([
    ['anon_vma#1', 20, 16],
    ['anon_vma#3', 3, 3],
    ['anon_vma#4', 3, 3],
    ['anon_vma#5', 2, 2],
  ]);
  const [longest] = row.queues;
  expect(longest?.holders).toEqual([{ task: 'holder/1', cpu: 0, sinceNs: 5, site: 'unlink_file_vma', mode: 'write' }]);
  expect(longest?.waiters.map((waiter) => waiter.sinceNs)).toEqual(Array.from({ length: 16 }, (_, w) => 10 + w));
  expect(row.waiters).toBe(29);
});

test('a frame lists a bounded number of waiters, and tells the length of every queue that it shows', () => {
  const classes = new LockClasses();
  for (let index = 0; index < 6; index++) {
    const lockClass = classes.create(`class ${index}`, 'mutex');
    for (let queue = 0; queue < 3; queue++) {
      const lock = new StagedLock(lockClass, `${index}/${queue}`);
      for (let waiter = 0; waiter < 20; waiter++) lock.wait(party('w', 0));
    }
  }
  const queues = new LockIntervals(tree, classes.all, 0).next(100).flatMap((row) => row.queues);
  expect(queues.map((queue) => queue.length)).toEqual(new Array(18).fill(20));
  expect(queues.map((queue) => queue.waiters.length)).toEqual([...new Array(10).fill(16), ...new Array(8).fill(0)]);
});

test('contention points are the four call sites that waited most often, whatever called them', () => {
  const lockClass = new LockClass('l', 'spin');
  const lock = new StagedLock(lockClass, 'l');
  const names = symbols('one', 'two', 'three', 'four', 'five');
  for (const [index, sym] of Object.values(names).entries()) {
    for (let n = 0; n <= index; n++) lock.wait(party('w', 0, tree.child(ROOT, sym)));
  }
  for (let n = 0; n < 7; n++) lock.wait(party('w', 0, tree.child(tree.child(ROOT, S.copy_process), names.one)));
  const [row] = new LockIntervals(tree, [lockClass], 0).next(10) as [LockSample];
  expect(row.contentionPoints).toEqual([
    { symbol: 'one', count: 8 },
    { symbol: 'five', count: 5 },
    { symbol: 'four', count: 4 },
    { symbol: 'three', count: 3 },
  ]);
});

test('the waiters of a live queue are those that spin', () => {
  const machine = smallMachine({ cpus: 8, tasks: 8, thinkNs: 100, holdNs: 3000 });
  const observer = new Observer(machine);
  machine.engine.run(SECOND / 20);
  const { locks, cpus } = observer.frame();
  const [queue] = (locks[0] as LockSample).queues;
  const spinning = cpus.filter((cpu) => cpu.symbol === '_raw_spin_lock').map((cpu) => cpu.task);
  expect(queue?.length).toBeGreaterThan(3);
  expect(spinning).toEqual(expect.arrayContaining(queue?.waiters.map((waiter) => waiter.task) ?? ['nobody']));
  const since = queue?.waiters.map((waiter) => waiter.sinceNs) ?? [];
  expect(since).toEqual(since.toSorted((a, b) => a - b));
  expect(queue?.holders.length).toBe(1);
});
