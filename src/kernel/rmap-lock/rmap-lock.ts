// The lock over anon_vma lists as a switchable subsystem. Holders and waiters are inside the gate, so every lock is free when
// they are exchanged: whoever queued has had it.

import type { Figure } from '../../engine/figure.ts';
import { Panic } from '../../engine/panic.ts';
import type { Gate } from '../locking/gate.ts';
import type { Lock } from '../locking/lock-class.ts';
import type { LockSite } from '../locking/section-lock.ts';
import type { RmapLock, RmapLocking } from '../mm/anon-vma-lock.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { createRmapLock } from './index.ts';

export class RmapLockSubsystem implements Subsystem {
  readonly id = 'rmap-lock';
  readonly gate: Gate<RmapLock>;
  readonly figures: readonly Figure[] = [];
  private readonly k: Kernel;
  private readonly site: LockSite;

  constructor(k: Kernel, { gate, site }: RmapLocking) {
    this.k = k;
    this.gate = gate;
    this.site = site;
  }

  handOver(to: string): HandOver {
    const { k, gate } = this;
    let families = 0;
    for (const anon_vma of k.anonVmas.all()) {
      requireFree(anon_vma.lock, to);
      if (anon_vma.familyLock === null) continue;
      requireFree(anon_vma.familyLock.lock, to);
      anon_vma.familyLock.lock.lockClass.instances--;
      anon_vma.familyLock = null;
      families++;
    }
    gate.variant = createRmapLock(this.site, to);
    const { live } = k.anonVmas;
    return { costNs: live * k.costs.listStep, text: `${live} anon_vmas, locks of ${families} families exchanged` };
  }
}

function requireFree(lock: Lock, to: string): void {
  const [holders, waiters] = [lock.holders().length, lock.waiters().length];
  if (holders + waiters > 0) throw new Panic('exchange of a lock in use', { lock: lock.label, to, holders, waiters });
}
