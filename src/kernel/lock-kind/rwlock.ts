// `rwlock`: readers together, writers alone, nobody in turn.

import { byteHandoff } from '../locking/handoff.ts';
import { RwLock, read_lock, read_unlock, write_lock, write_unlock } from '../locking/rwlock.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';

export function rwLock(site: LockSite): SectionLock {
  const id = 'rwlock';
  const { atomicNs } = site.costs;
  const lock = new RwLock({ lockClass: site.classOf(id, 'rwlock'), handoff: byteHandoff(site.random), atomicNs });
  return {
    id,
    lock,
    lockFor: (c, mode) => (mode === 'read' ? read_lock(c, lock) : write_lock(c, lock)),
    unlockFor: (c, mode) => (mode === 'read' ? read_unlock(c, lock) : write_unlock(c, lock)),
  };
}
