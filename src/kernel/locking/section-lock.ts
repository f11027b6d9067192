// A lock around a section, whatever its kind: what a loop over one lock needs of it, and what a kind needs to make one.

import type { Random } from '../../base/random.ts';
import type { Ns } from '../../base/time.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { type Lock, LockClass, type LockKind, type LockMode } from './lock-class.ts';

export interface SectionLock {
  readonly id: string;
  /** For those who look at holders and waiters. */
  readonly lock: Lock;
  /** A kind that knows no readers takes it for writing whatever `mode` says. */
  lockFor(c: Call, mode: LockMode): Path;
  /** With the mode with which it was taken. */
  unlockFor(c: Call, mode: LockMode): Path;
}

export interface SiteCosts {
  /** The locked instruction on a line that is already here. */
  readonly atomicNs: Ns;
  /** Queueing and going to sleep, without the context switch. */
  readonly slowNs: Ns;
  /** try_to_wake_up. */
  readonly wakeNs: Ns;
}

/** Where one lock stands whose kind is exchanged: what stays when the lock does not. */
export class LockSite {
  readonly costs: SiteCosts;
  /** For kinds whose order is chance. */
  readonly random: Random;
  private readonly classes = new Map<string, LockClass>();
  private readonly listed: LockClass[];
  private readonly name: string;

  /** Classes are added to `listed` when they are first used; `name`: what is before the kind in theirs. */
  constructor(costs: SiteCosts, random: Random, listed: LockClass[], name = 'loop') {
    this.costs = costs;
    this.random = random;
    this.listed = listed;
    this.name = name;
  }

  /** The lock class of one kind, which goes on when a flip comes back to it. */
  classOf(id: string, kind: LockKind): LockClass {
    const known = this.classes.get(id);
    if (known !== undefined) return known;
    const made = new LockClass(`${this.name}, ${id}`, kind);
    this.classes.set(id, made);
    this.listed.push(made);
    return made;
  }
}
