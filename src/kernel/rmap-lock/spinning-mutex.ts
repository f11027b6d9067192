// The mutex of 3.0 to 3.7: who has to wait spins while the owner runs, and all spinners try at once (MCS came with 3.10).

import { byteHandoff } from '../locking/handoff.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { mutexLock } from '../locking/section-mutex.ts';

export const spinningMutex = (site: LockSite): SectionLock => mutexLock(site, 'mutex', byteHandoff(site.random));
