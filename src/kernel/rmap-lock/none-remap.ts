// `none-remap`: the mutex, but rmap_walk does without (Ingo Molnar's patch of 1 December 2012 as posted). Unsafe: relatives of the
// process may fork, exit or unmap meanwhile.

import type { LockSite } from '../locking/section-lock.ts';
import type { RmapLock } from '../mm/anon-vma-lock.ts';
import { FamilyRmapLock } from './family-lock.ts';
import { spinningMutex } from './spinning-mutex.ts';

export const noRemapLock = (site: LockSite): RmapLock =>
  new FamilyRmapLock('none-remap', site, spinningMutex, { unlocked: ['remap'] });
