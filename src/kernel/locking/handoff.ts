// Hand-offs: which of the spinning CPUs gets a lock that is released, and after how long.
//
// * ticket: FIFO. At release all k waiters re-read the line one after another, so the next one has it after about half
//   of them.
// * mcs: FIFO, each waiter on a line of its own.
// * race: every waiter polls the line; whose look comes first after the release has the lock, so nearness wins nearly always.
// * cmpxchg: the same race where only those who have seen the lock free try to take it.
// * testAndSet: the same race for a byte lock whose line is shared through a distributed directory, where every step is one
//   transfer after another.
// * byte: test and set; who sits nearest to the releaser tends to win, and every waiter's attempt delays the line.

import type { Random } from '../../base/random.ts';
import type { Ns } from '../../base/time.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { SpinQueue } from './spin-queue.ts';
import type { Waiter } from './waiter.ts';

export interface Handoff {
  /** Takes the waiter that gets the lock out of the queue, which is not empty. */
  take(queue: SpinQueue, releaser: Cpu): Waiter;
  /** From the release until the winner has the line; `queue` goes on waiting. */
  delay(queue: SpinQueue, releaser: Cpu, winner: number): Ns;
  /** How long after that the line is busy with those who tried in vain; the winner cannot release before. */
  storm?(queue: SpinQueue, releaser: Cpu, winner: number): Ns;
}

export const TICKET: Handoff = {
  take: (queue) => queue.takeFirst(),
  delay: (queue, { coherence, id }, winner) => coherence.transfer(id, winner) + Math.floor(queue.transfers(id) / 2),
};

export const MCS: Handoff = {
  take: (queue) => queue.takeFirst(),
  delay: (_queue, { coherence, id }, winner) => coherence.transfer(id, winner),
};

/** Every waiter has a chance in proportion to its nearness (1 / transfer cost). */
export function byteHandoff(random: Random): Handoff {
  return {
    take: (queue, releaser) => takeNearest(queue, releaser, random.unit()),
    delay: (queue, { coherence, id }, winner) => coherence.transfer(id, winner) + queue.transfers(winner),
  };
}

/** __write_lock_failed: `lock add` gives back what `lock sub` took. */
const RMWS_PER_FAILED_TRY = 2;

/**
 * The waiters of an x86 rwlock: each sees the release when the line has come to it, and somewhere in a turn of its loop
 * (`pollNs`). Those who lose try all the same, and the winner's line comes back late by as many transfers.
 */
export function raceHandoff(random: Random, pollNs: Ns): Handoff {
  return {
    take: (queue, releaser) => takeFirstToSee(queue, releaser, random, pollNs),
    delay: (queue, { coherence, id }, winner) => {
      const near = coherence.transfer(id, winner);
      const releaserAdds = Math.max(near, queue.farthest(id));
      const winnerSubtracts = Math.max(near, queue.farthest(winner));
      return releaserAdds + near + winnerSubtracts + queue.transfers(winner);
    },
    storm: (queue, _releaser, winner) => RMWS_PER_FAILED_TRY * queue.transfers(winner),
  };
}

/**
 * The waiters of a lock of ia64: read until it is free, then cmpxchg (`ia64_spinlock_contention`, `_write_lock`). The release takes
 * the line away from all who read, the winner's cmpxchg from those who have read again. Who is far away looks once in the time that
 * the line needs to come to it, so it has seen the lock free only if its look fell into the time that the winner needed; whoever has
 * tries in vain, and takes the line away for it. A request for a line on its way is refused and made again, so the winner's release
 * gets in anywhere among these.
 */
export function cmpxchgHandoff(random: Random, pollNs: Ns): Handoff {
  return {
    take: (queue, releaser) => takeFirstToSee(queue, releaser, random, pollNs),
    delay: (queue, { coherence, id }, winner) => {
      const near = coherence.transfer(id, winner);
      const releaserStores = Math.max(near, queue.farthest(id));
      const winnerSwaps = Math.max(near, queue.farthest(winner));
      return releaserStores + near + winnerSwaps;
    },
    storm: (queue, { coherence, id }, winner) =>
      Math.floor(random.unit() * queue.transfersWithin(coherence.transfer(id, winner), id, winner)),
  };
}

/** `lock decb`, and the first `cmpb` of the next wait. */
const TRANSFERS_PER_FAILED_TRY = 2;
export interface TestAndSetCosts {
  /** A turn of the waiters' loop. */
  readonly pollNs: Ns;
  /** One transfer between sockets of a line that others want, too. */
  readonly busyNs: Ns;
  /** How often the holder writes to the lock's own line; lockmeter keeps an index there. */
  readonly heldWrites: number;
}

/**
 * The waiters of a 2.4 byte lock (include/asm-i386/spinlock.h: read until it is free, then `lock decb`), where the sharers of a line
 * are a chain of sockets (SCI, IEEE 1596): a write takes the line away from one socket after another. The releaser's store does so
 * with those who read, the winner's `decb` with those who have read again. Those who lose try all the same and read once more, and
 * until they have, whatever the winner needs from its neighbours has to wait.
 */
export function testAndSetHandoff(random: Random, { pollNs, busyNs, heldWrites }: TestAndSetCosts): Handoff {
  return {
    take: (queue, releaser) => takeFirstToSee(queue, releaser, random, pollNs),
    delay: (queue, { coherence, id }, winner) => {
      const isFar = coherence.socketOf[id] !== coherence.socketOf[winner];
      const near = isFar ? busyNs : coherence.transfer(id, winner);
      return near + queue.transfersBySocket(id, busyNs) + near + queue.transfersBySocket(winner, busyNs);
    },
    storm: (queue, _releaser, winner) =>
      queue.length === 0 ? 0 : TRANSFERS_PER_FAILED_TRY * queue.transfersBySocket(winner, busyNs) + heldWrites * busyNs,
  };
}

/** The earliest of `count` looks that are spread evenly over a turn. */
const firstLook = (random: Random, count: number, pollNs: Ns): number =>
  pollNs * (1 - (1 - random.unit()) ** (1 / count));

function takeFirstToSee(queue: SpinQueue, { coherence, id }: Cpu, random: Random, pollNs: Ns): Waiter {
  const { costs, dieOf, socketOf } = coherence;
  const onDie = queue.onDie(id);
  const onSocket = queue.onSocket(id);
  const groups = [
    { count: onDie, ns: costs.sameDieNs },
    { count: onSocket - onDie, ns: costs.sameSocketNs },
    { count: queue.length - onSocket, ns: costs.otherSocketNs },
  ];
  let nearest = 0;
  let earliest = Number.POSITIVE_INFINITY;
  for (const [distance, { count, ns }] of groups.entries()) {
    const look = count === 0 ? Number.POSITIVE_INFINITY : ns + firstLook(random, count, pollNs);
    if (look >= earliest) continue;
    earliest = look;
    nearest = distance;
  }
  const distanceOf = (cpu: number): number => (dieOf[cpu] === dieOf[id] ? 0 : socketOf[cpu] === socketOf[id] ? 1 : 2);
  const place = random.below((groups[nearest] as { readonly count: number }).count);
  return queue.take(place, (waiter) => distanceOf((waiter.cpu as Cpu).id) === nearest);
}

/** Weight of a waiter whose line transfer costs `ns`. */
const nearness = (ns: Ns): number => 1 / Math.max(1, ns);

/** The waiters of one distance have equal chances, so a draw selects the distance and then the place in the queue. */
function takeNearest(queue: SpinQueue, { coherence, id }: Cpu, draw: number): Waiter {
  const { costs, dieOf, socketOf } = coherence;
  const onDie = queue.onDie(id);
  const onSocket = queue.onSocket(id);
  const near = onDie * nearness(costs.sameDieNs);
  const middle = (onSocket - onDie) * nearness(costs.sameSocketNs);
  const far = (queue.length - onSocket) * nearness(costs.otherSocketNs);
  const left = draw * (near + middle + far);
  const cpuOf = (waiter: Waiter): number => (waiter.cpu as Cpu).id;
  const sameDie = (waiter: Waiter): boolean => dieOf[cpuOf(waiter)] === dieOf[id];
  const sameSocket = (waiter: Waiter): boolean => socketOf[cpuOf(waiter)] === socketOf[id];
  const place = (from: number, ns: Ns): number => Math.floor((left - from) / nearness(ns));
  if (left < near) return queue.take(place(0, costs.sameDieNs), sameDie);
  if (left < near + middle) {
    return queue.take(place(near, costs.sameSocketNs), (waiter) => sameSocket(waiter) && !sameDie(waiter));
  }
  return queue.take(place(near + middle, costs.otherSocketNs), (waiter) => !sameSocket(waiter));
}
