// What the mutexes among the kinds share: all but what a waiter does while the owner runs.

import type { Handoff } from '../locking/handoff.ts';
import { Mutex, mutex_lock, mutex_unlock } from '../locking/mutex.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';

export function mutexLock(site: LockSite, id: string, spinOnOwner: Handoff | null): SectionLock {
  const lock = new Mutex({ lockClass: site.classOf(id, 'mutex'), spinOnOwner, ...site.costs });
  return { id, lock, lockFor: (c) => mutex_lock(c, lock), unlockFor: (c) => mutex_unlock(c, lock) };
}
