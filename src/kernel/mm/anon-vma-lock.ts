// The lock over the list of an anon_vma: its own spinlock, or what the `rmap-lock` subsystem takes in its place.
//
// * A path is inside the gate of `rmap-lock` from before it takes the lock until it has given it back, so the variant stays
//   the same meanwhile, and a lock that is exchanged is free.
// * Never take it with a spinlock held: most variants sleep.

import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';
import type { LockSite } from '../locking/section-lock.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { AnonVma } from './anon-vma.ts';
import type { Kernel } from './kernel.ts';

/** Who wants it: fork, exit and the like change the list; reclaim and try_to_unmap walk it; rmap_walk puts entries back. */
export type LockUse = 'change' | 'walk' | 'remap';

/** A variant of `rmap-lock`. */
export interface RmapLock {
  readonly id: string;
  /** False: this use waits for nobody, and the list may change under it. */
  excludes(use: LockUse): boolean;
  /** Only for a use that excludes. */
  lockFor(c: Call, anon_vma: AnonVma, use: LockUse): Path;
  unlockFor(c: Call, anon_vma: AnonVma, use: LockUse): Path;
}

export interface RmapLocking {
  readonly site: LockSite;
  readonly gate: Gate<RmapLock>;
  /** Acquisitions since the run began. */
  readonly taken: Record<LockUse, number>;
}

export const lock_anon_vma = (k: Kernel, c: Call, anon_vma: AnonVma, use: LockUse): Path =>
  k.rmapLock === null ? spin_lock(c, anon_vma.lock) : enterAndLock(k.rmapLock, c, anon_vma, use);

function* enterAndLock({ gate, taken }: RmapLocking, c: Call, anon_vma: AnonVma, use: LockUse): Path {
  const variant = yield* gate.enter(c);
  if (!variant.excludes(use)) return;
  yield* variant.lockFor(c, anon_vma, use);
  taken[use]++;
}

export const unlock_anon_vma = (k: Kernel, c: Call, anon_vma: AnonVma, use: LockUse): Path =>
  k.rmapLock === null ? spin_unlock(c, anon_vma.lock) : unlockAndLeave(k.rmapLock, c, anon_vma, use);

function* unlockAndLeave({ gate }: RmapLocking, c: Call, anon_vma: AnonVma, use: LockUse): Path {
  const { variant } = gate;
  if (variant.excludes(use)) yield* variant.unlockFor(c, anon_vma, use);
  gate.leave(c);
}

/** Between lock and unlock: nobody changes the list. */
export const isLocked = ({ rmapLock }: Kernel, use: LockUse): boolean =>
  rmapLock === null || rmapLock.gate.variant.excludes(use);
