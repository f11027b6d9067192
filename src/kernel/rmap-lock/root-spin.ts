// `root-spin`: always the spinlock of the family's oldest anon_vma (2.6.36, 012f18004da3).

import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import type { RmapLock } from '../mm/anon-vma-lock.ts';

export class RootSpinRmapLock implements RmapLock {
  readonly id = 'root-spin';

  excludes(): boolean {
    return true;
  }

  lockFor(c: Call, { root }: AnonVma): Path {
    return spin_lock(c, root.lock);
  }

  unlockFor(c: Call, { root }: AnonVma): Path {
    return spin_unlock(c, root.lock);
  }
}
