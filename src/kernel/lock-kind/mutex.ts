// `mutex`: who has to wait spins while the owner runs (2.6.30, CONFIG_MUTEX_SPIN_ON_OWNER).

import { TICKET } from '../locking/handoff.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { mutexLock } from '../locking/section-mutex.ts';

export const spinningMutexLock = (site: LockSite): SectionLock => mutexLock(site, 'mutex', TICKET);
