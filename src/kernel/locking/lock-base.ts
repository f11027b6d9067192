// What locks of all kinds have: a class, a name for people, and a cache line that some CPU has.

import type { Ns } from '../../base/time.ts';
import type { Lock, LockClass, Party } from './lock-class.ts';

export const NOBODY = -1;

export abstract class LockBase<Kind extends { readonly lockClass: LockClass }> implements Lock {
  readonly kind: Kind;
  /** The CPU that has the lock's line, or NOBODY. */
  protected lineAt = NOBODY;
  /** What the lock protects, for people who look at its queue. */
  owner: { describe(): string } | null = null;
  busyMark: Ns = 0;

  constructor(kind: Kind) {
    this.kind = kind;
    kind.lockClass.instances++;
  }

  get lockClass(): LockClass {
    return this.kind.lockClass;
  }

  get label(): string {
    return this.owner === null ? this.kind.lockClass.name : this.owner.describe();
  }

  abstract holders(): readonly Party[];
  abstract waiters(): readonly Party[];
}
