// `none`: the mutex only for those who change a list; no walk takes it (the second of the patches without lock). Unsafe, too.

import type { LockSite } from '../locking/section-lock.ts';
import type { RmapLock } from '../mm/anon-vma-lock.ts';
import { FamilyRmapLock } from './family-lock.ts';
import { spinningMutex } from './spinning-mutex.ts';

export const noRmapLock = (site: LockSite): RmapLock =>
  new FamilyRmapLock('none', site, spinningMutex, { unlocked: ['walk', 'remap'] });
