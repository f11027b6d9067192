// One suite for every kind of lock: tasks think, take it in random modes and hold it, and each checks as it enters that it
// is there as the lock promises (Section).

import { describe, expect, it } from 'vitest';
import { MS, US } from '../../../src/base/time.ts';
import type { LockClass } from '../../../src/kernel/locking/lock-class.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { flipAtRandom, KINDS, type LoopChoice, type SmallLoop, smallLoop, watch } from './small-loop.ts';

const base = Number(process.env['FC_SEED'] ?? 0);

/** Anything between a lock that is hardly ever taken and one that everybody wants, and more tasks than CPUs. */
function choiceOf(seed: number): LoopChoice {
  const shape = ['constant', 'exponential'];
  return {
    kind: KINDS[seed % KINDS.length] as string,
    seed,
    tasks: 4 + (seed % 3) * 3,
    params: {
      thinkNs: [0, 500, 20_000][seed % 3],
      think: shape[seed % 2],
      holdNs: [300, 3_000][(seed >> 1) % 2],
      hold: shape[(seed >> 2) % 2],
      readers: [0, 0.5, 0.9][(seed >> 1) % 3],
    },
  };
}

function run(choice: LoopChoice, flipNs: number | null, forNs: number): SmallLoop {
  const on = smallLoop(choice);
  const gone = watch(on, 1_700);
  if (flipNs !== null) flipAtRandom(on, flipNs, (lock) => gone.push(lock));
  on.k.engine.run(forNs);
  checkInvariants(on.k);
  return on;
}

/** Everybody ends: nobody is left asleep at a lock or at the gate. */
function expectNobodyLost({ k, loop, loopLock }: SmallLoop): void {
  loop.setLoad(0, 0);
  k.engine.run(k.engine.now + 20 * MS);
  const { lock } = loopLock.gate.variant;
  expect({
    tasks: loop.tasks,
    inside: [loop.section.inside, loopLock.gate.inFlight],
    atLock: [lock.holders().length, lock.waiters().length],
    waiters: k.lockClasses.all.filter(({ waiters }) => waiters > 0).map(({ name }) => name),
  }).toEqual({ tasks: 0, inside: [0, 0], atLock: [0, 0], waiters: [] });
}

const MIXED = { thinkNs: 1_000, holdNs: 1_000, readers: 0.5 };

describe.each(KINDS)('%s', (kind) => {
  it('keeps its promise and loses nobody', () => {
    const on = run({ kind, seed: base + 1, tasks: 6, params: MIXED }, null, 20 * MS);
    expect(on.loop.sections).toBeGreaterThan(1_000);
    expectNobodyLost(on);
    const shares = kind === 'rwlock' || kind === 'rwsem';
    expect(on.loop.section.mostReaders > 1).toBe(shares);
  });

  it('as many sections as the lock counts acquisitions', () => {
    const on = run({ kind, seed: base + 2, tasks: 4, params: MIXED }, null, 5 * MS);
    const { lockClass } = on.loopLock.gate.variant.lock;
    // Those inside, and those to whom it was given and who are not there yet.
    expect(lockClass.acquisitions - on.loop.sections).toBeGreaterThanOrEqual(0);
    expect(lockClass.acquisitions - on.loop.sections).toBeLessThanOrEqual(4);
  });
});

describe('flips between all kinds at random instants', () => {
  it.each(Array.from({ length: 12 }, (_, i) => base + i + 1))('seed %i', (seed) => {
    const on = run(choiceOf(seed), 30 * US, 10 * MS);
    expect(on.exchanges.missing).toEqual([]);
    expect(on.loop.sections).toBeGreaterThan(500);
    // One lock stands there, and whoever was given any of them went into the section or is on the way.
    const classes = on.k.lockClasses.all.filter(({ name }) => name.startsWith('loop, '));
    const sum = (of: (one: LockClass) => number): number => classes.reduce((all, one) => all + of(one), 0);
    expect(sum(({ instances }) => instances)).toBe(1);
    const onTheWay = sum(({ acquisitions }) => acquisitions) - on.loop.sections;
    expect(onTheWay).toBeGreaterThanOrEqual(0);
    expect(onTheWay).toBeLessThanOrEqual(on.loop.tasks);
  });

  it('nobody is lost when the load goes while it is flipped', () => {
    const on = smallLoop({ kind: 'byte', seed: base + 5, tasks: 8, params: MIXED });
    const gone = watch(on, 1_700);
    flipAtRandom(on, 30 * US, (lock) => gone.push(lock));
    on.k.engine.run(5 * MS);
    expectNobodyLost(on);
  });

  it('same seed, same run; another seed, another run', () => {
    const [one, again, other] = [7, 7, 8].map((seed) => {
      const { k, loop, flips } = run({ ...choiceOf(7), seed }, 50 * US, 5 * MS);
      return JSON.stringify([k.engine.hash, k.engine.now, k.engine.events, loop.sections, loop.waitNs, flips]);
    });
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});
