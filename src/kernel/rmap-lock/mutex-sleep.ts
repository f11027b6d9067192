// `mutex-sleep`: the same mutex where waiters go to sleep at once, as with CONFIG_DEBUG_MUTEXES.

import type { LockSite } from '../locking/section-lock.ts';
import { mutexLock } from '../locking/section-mutex.ts';
import type { RmapLock } from '../mm/anon-vma-lock.ts';
import { FamilyRmapLock } from './family-lock.ts';

export const mutexSleepRmapLock = (site: LockSite): RmapLock =>
  new FamilyRmapLock('mutex-sleep', site, (at) => mutexLock(at, 'mutex-sleep', null));
