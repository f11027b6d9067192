// The CPUs that spin on one lock, in order of arrival, counted by distance: what a hand-off costs depends on how many
// caches have to get the line again, and must not take time in proportion to it.

import type { Ns } from '../../base/time.ts';
import type { Coherence } from '../../machine/coherence.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { WaitList } from './wait-list.ts';
import type { Waiter } from './waiter.ts';

export class SpinQueue {
  private readonly list = new WaitList();
  private readonly coherence: Coherence;
  private readonly perDie: Int32Array;
  private readonly perSocket: Int32Array;
  /** Until then the lock's line is busy with those who tried in vain at the last hand-over; only some hand-offs have such. */
  busyUntil: Ns = 0;

  constructor(coherence: Coherence) {
    this.coherence = coherence;
    const last = coherence.dieOf.length - 1;
    this.perDie = new Int32Array((coherence.dieOf[last] as number) + 1);
    this.perSocket = new Int32Array((coherence.socketOf[last] as number) + 1);
  }

  get length(): number {
    return this.list.length;
  }

  get head(): Waiter | null {
    return this.list.head;
  }

  push(waiter: Waiter): void {
    this.list.push(waiter);
    this.count(waiter, 1);
  }

  /** Takes out the first. The queue is not empty. */
  takeFirst(): Waiter {
    const waiter = this.list.shift() as Waiter;
    this.count(waiter, -1);
    return waiter;
  }

  /** Takes out the waiter number `index` among those that match. */
  take(index: number, matches: (waiter: Waiter) => boolean): Waiter {
    let left = index;
    let before: Waiter | null = null;
    let at = this.list.head as Waiter;
    while (at.next !== null && !(matches(at) && left-- === 0)) {
      before = at;
      at = at.next;
    }
    this.list.removeAfter(before, at);
    this.count(at, -1);
    return at;
  }

  private count(waiter: Waiter, by: number): void {
    const cpu = (waiter.cpu as Cpu).id;
    const die = this.coherence.dieOf[cpu] as number;
    const socket = this.coherence.socketOf[cpu] as number;
    this.perDie[die] = (this.perDie[die] as number) + by;
    this.perSocket[socket] = (this.perSocket[socket] as number) + by;
  }

  onDie(cpu: number): number {
    return this.perDie[this.coherence.dieOf[cpu] as number] as number;
  }

  onSocket(cpu: number): number {
    return this.perSocket[this.coherence.socketOf[cpu] as number] as number;
  }

  /** Cost of bringing the line from `cpu` to the waiter that is farthest away; 0 when nobody waits. */
  farthest(cpu: number): Ns {
    const { sameDieNs, sameSocketNs, otherSocketNs } = this.coherence.costs;
    if (this.list.length > this.onSocket(cpu)) return otherSocketNs;
    if (this.onSocket(cpu) > this.onDie(cpu)) return sameSocketNs;
    return this.onDie(cpu) > 0 ? sameDieNs : 0;
  }

  /** Cost of bringing the line from `cpu` to every waiter, one after another. */
  transfers(cpu: number): Ns {
    const near = this.onDie(cpu);
    const middle = this.onSocket(cpu) - near;
    const { sameDieNs, sameSocketNs, otherSocketNs } = this.coherence.costs;
    return near * sameDieNs + middle * sameSocketNs + (this.list.length - near - middle) * otherSocketNs;
  }

  /**
   * The same from `cpu` for those who have looked within `ns` after a release by `releaser`: all who are as near to it, of those
   * farther away as many as the share of `ns` in the time from one look to the next.
   */
  transfersWithin(ns: Ns, releaser: number, cpu: number): Ns {
    if (this.list.length === 0) return 0;
    const { sameDieNs, sameSocketNs, otherSocketNs } = this.coherence.costs;
    const near = this.onDie(releaser);
    const middle = this.onSocket(releaser) - near;
    const far = this.list.length - near - middle;
    const share = (distanceNs: Ns): number => Math.min(1, ns / Math.max(1, distanceNs));
    const looked = near * share(sameDieNs) + middle * share(sameSocketNs) + far * share(otherSocketNs);
    return Math.round((looked * this.transfers(cpu)) / this.list.length);
  }

  /** The same when neighbours get the line from each other once their socket has it, which costs `betweenNs`. */
  transfersBySocket(cpu: number, betweenNs: Ns): Ns {
    const { sameSocketNs } = this.coherence.costs;
    const own = this.coherence.socketOf[cpu] as number;
    let ns = 0;
    for (let socket = 0; socket < this.perSocket.length; socket++) {
      const waiters = this.perSocket[socket] as number;
      if (waiters === 0) continue;
      ns += waiters * sameSocketNs + (socket === own ? 0 : betweenNs - sameSocketNs);
    }
    return ns;
  }
}
