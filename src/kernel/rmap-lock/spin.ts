// `spin`: a spinlock in every anon_vma (up to 2.6.35).

import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import type { RmapLock } from '../mm/anon-vma-lock.ts';

export class SpinRmapLock implements RmapLock {
  readonly id = 'spin';

  excludes(): boolean {
    return true;
  }

  lockFor(c: Call, { lock }: AnonVma): Path {
    return spin_lock(c, lock);
  }

  unlockFor(c: Call, { lock }: AnonVma): Path {
    return spin_unlock(c, lock);
  }
}
