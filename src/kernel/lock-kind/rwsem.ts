// `rwsem`: readers together, writers alone, in turn and asleep (before 3.10).

import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { rwsemSection } from '../locking/section-rwsem.ts';

export const rwsemLock = (site: LockSite): SectionLock => rwsemSection(site);
