// `byte`: test and set, as x86 had it until 2.6.24. Who sits nearest to the releaser tends to win.

import { byteHandoff } from '../locking/handoff.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { spinLock } from './spin.ts';

export const byteLock = (site: LockSite): SectionLock => spinLock(site, 'byte', byteHandoff(site.random));
