// An rwsem around a section: readers together, writers alone, in turn and asleep (before 3.10).

import { down_read, down_write, RwSem, up_read, up_write } from './rwsem.ts';
import type { LockSite, SectionLock } from './section-lock.ts';

export function rwsemSection(site: LockSite): SectionLock {
  const id = 'rwsem';
  const lock = new RwSem({ lockClass: site.classOf(id, 'rwsem'), ...site.costs });
  return {
    id,
    lock,
    lockFor: (c, mode) => (mode === 'read' ? down_read(c, lock) : down_write(c, lock)),
    unlockFor: (c, mode) => (mode === 'read' ? up_read(c, lock) : up_write(c, lock)),
  };
}
