// A mutex around a section; what a waiter does while the owner runs is up to the kind.

import type { Handoff } from './handoff.ts';
import { Mutex, mutex_lock, mutex_unlock } from './mutex.ts';
import type { LockSite, SectionLock } from './section-lock.ts';

/** `spinOnOwner` null: goes to sleep at once. */
export function mutexLock(site: LockSite, id: string, spinOnOwner: Handoff | null): SectionLock {
  const lock = new Mutex({ lockClass: site.classOf(id, 'mutex'), spinOnOwner, ...site.costs });
  return { id, lock, lockFor: (c) => mutex_lock(c, lock), unlockFor: (c) => mutex_unlock(c, lock) };
}
