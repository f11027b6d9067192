// What the spinlocks among the kinds share: all but the hand-off.

import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { type Handoff, SpinLock, spin_lock, spin_unlock } from '../locking/spinlock.ts';

export function spinLock(site: LockSite, id: string, handoff: Handoff): SectionLock {
  const lock = new SpinLock({ lockClass: site.classOf(id, 'spin'), handoff, atomicNs: site.costs.atomicNs });
  return { id, lock, lockFor: (c) => spin_lock(c, lock), unlockFor: (c) => spin_unlock(c, lock) };
}
