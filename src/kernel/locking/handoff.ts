// Hand-offs: which of the spinning CPUs gets a lock that is released, and after how long.
//
// * ticket: FIFO. At release all k waiters re-read the line one after another, so the next one has it after about half
//   of them.
// * mcs: FIFO, each waiter on a line of its own.
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
