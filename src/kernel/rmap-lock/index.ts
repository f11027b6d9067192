// The variants of the lock over anon_vma lists by id, oldest first.

import type { LockSite } from '../locking/section-lock.ts';
import type { RmapLock } from '../mm/anon-vma-lock.ts';
import { variantNamed } from '../mm/variant-named.ts';
import { mutexRmapLock } from './mutex.ts';
import { mutexSleepRmapLock } from './mutex-sleep.ts';
import { noRmapLock } from './none.ts';
import { noRemapLock } from './none-remap.ts';
import { RootSpinRmapLock } from './root-spin.ts';
import { rwsemRmapLock } from './rwsem.ts';
import { SpinRmapLock } from './spin.ts';

export const RMAP_LOCK_VARIANTS: Readonly<Record<string, (site: LockSite) => RmapLock>> = {
  spin: () => new SpinRmapLock(),
  'root-spin': () => new RootSpinRmapLock(),
  'mutex-sleep': mutexSleepRmapLock,
  mutex: mutexRmapLock,
  'none-remap': noRemapLock,
  none: noRmapLock,
  rwsem: rwsemRmapLock,
};

export const createRmapLock = (site: LockSite, id: string): RmapLock =>
  variantNamed('rmap-lock', RMAP_LOCK_VARIANTS, id)(site);
