// `mutex`: one mutex for a family (3.0, 2b575eb64f7a); waiters spin while its owner runs.

import type { LockSite } from '../locking/section-lock.ts';
import type { RmapLock } from '../mm/anon-vma-lock.ts';
import { FamilyRmapLock } from './family-lock.ts';
import { spinningMutex } from './spinning-mutex.ts';

export const mutexRmapLock = (site: LockSite): RmapLock => new FamilyRmapLock('mutex', site, spinningMutex);
