// `mcs`: first come, first served, each waiter on a line of its own (Mellor-Crummey and Scott, 1991).

import { MCS } from '../locking/handoff.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { spinLock } from './spin.ts';

export const mcsLock = (site: LockSite): SectionLock => spinLock(site, 'mcs', MCS);
