import { expect, it } from 'vitest';
import { Random } from '../../../src/base/random.ts';
import { symbolName } from '../../../src/engine/symbols.ts';
import { testAndSetHandoff } from '../../../src/kernel/locking/handoff.ts';
import { LockClass } from '../../../src/kernel/locking/lock-class.ts';
import { SpinLock, spin_lock, spin_unlock, textLockSymbols } from '../../../src/kernel/locking/spinlock.ts';
import { Scene } from './scene.ts';

const NEAR = 20;
const BUSY = 300;
const ATOMIC = 5;

/** Tasks on as many CPUs, two to a socket, want the lock at 100, 101, ...; the first holds it for 1000 ns, the others for `holds`. */
function play(
  count: number,
  holds: number,
  heldWrites = 0,
): { log: readonly string[]; lockClass: LockClass; scene: Scene } {
  const lockClass = new LockClass('lock', 'spin');
  const handoff = testAndSetHandoff(new Random(1, 'race'), { pollNs: 1, busyNs: BUSY, heldWrites });
  const lock = new SpinLock({ lockClass, handoff, atomicNs: ATOMIC, symbols: textLockSymbols('_text_lock_test') });
  const scene = new Scene({ cpus: 4, lineNs: NEAR, hitNs: 1, cpusPerDie: 2, cpusPerSocket: 2, otherSocketNs: 100 });
  for (let cpu = 0; cpu < count; cpu++) {
    scene.add({
      name: `t${cpu}`,
      cpu,
      at: 100 + cpu,
      holds: cpu === 0 ? 1000 : holds,
      take: (c) => spin_lock(c, lock),
      give: (c) => spin_unlock(c, lock),
    });
  }
  return { log: scene.play(), lockClass, scene };
}

/** Two waiters on the other socket: one transfer over the ring, one within their socket. */
const BOTH_FAR = BUSY + NEAR;

it('the nearest waiter wins, when the line has been taken from every socket, twice', () => {
  const { log } = play(4, 2000);
  const released = 100 + 1 + ATOMIC + 1000;
  expect(log.slice(1, 3)).toEqual([`${released} t0 out`, `${released + 2 * NEAR + 2 * BOTH_FAR} t1 in`]);
});

it('a holder waits until those who tried in vain are through, and that counts as hold', () => {
  const short = play(4, 10);
  const long = play(4, 2000);
  const holdOf = (log: readonly string[]): number => {
    const at = (what: string): number => Number(log.find((one) => one.endsWith(what))?.split(' ')[0]);
    return at('t2 in') - at('t1 in');
  };
  // The short hold is as long as the two failed tries of two waiters, the long one is not lengthened.
  expect(holdOf(long.log) - holdOf(short.log)).toBe(2000 - 2 * BOTH_FAR);
  expect(short.lockClass.hold.sum).toBe(1000 + 2 * BOTH_FAR + 2 * NEAR + 10);
});

it('a holder that writes the line of its lock waits for it as long as others want it', () => {
  const holdSum = (heldWrites: number): number => play(4, 10, heldWrites).lockClass.hold.sum;
  // Two of the four have waiters behind them while they hold the lock that they waited for.
  expect(holdSum(3) - holdSum(0)).toBe(2 * 3 * BUSY);
});

it('the time for which a line is busy ends with its waiters: the next queue begins without', () => {
  const lockClass = new LockClass('lock', 'spin');
  const queue = lockClass.takeQueue(new Scene({ cpus: 1, lineNs: 1, hitNs: 1 }).rig.coherence);
  queue.busyUntil = 1000;
  lockClass.giveQueue(queue);
  expect([queue.busyUntil, lockClass.takeQueue(new Scene({ cpus: 1, lineNs: 1, hitNs: 1 }).rig.coherence)]).toEqual([
    0,
    queue,
  ]);
});

it('without waiters nothing is dearer, and only spinning has the name of the section', () => {
  const spunNs = ({ rig }: Scene): number => {
    const { tree } = rig.engine;
    const nodes = Array.from({ length: tree.size }, (_, node) => node);
    return nodes
      .filter((node) => symbolName(tree.sym(node)) === '_text_lock_test')
      .reduce((sum, node) => sum + (tree.ns[node] as number), 0);
  };
  const [alone, together] = [play(1, 10), play(2, 10)];
  expect([alone.lockClass.hold.sum, alone.lockClass.contentions, spunNs(alone.scene)]).toEqual([1000, 0, 0]);
  expect(spunNs(together.scene)).toBe(together.lockClass.wait.sum);
});
