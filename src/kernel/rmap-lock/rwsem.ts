// `rwsem`: who walks a list reads, who changes it writes (3.8, 5a505085f043 and 4fc3f1d66b1e).

import type { LockSite } from '../locking/section-lock.ts';
import { rwsemSection } from '../locking/section-rwsem.ts';
import type { RmapLock } from '../mm/anon-vma-lock.ts';
import { FamilyRmapLock } from './family-lock.ts';

export const rwsemRmapLock = (site: LockSite): RmapLock => new FamilyRmapLock('rwsem', site, rwsemSection);
