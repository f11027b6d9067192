// `mutex-sleep`: who has to wait goes to sleep (2.6.16).

import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { mutexLock } from '../locking/section-mutex.ts';

export const mutexSleepLock = (site: LockSite): SectionLock => mutexLock(site, 'mutex-sleep', null);
