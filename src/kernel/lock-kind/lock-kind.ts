// The kind of one lock, as a switchable subsystem. Waiters and holders are inside the gate, so when the lock is exchanged
// it is free: whoever queued for it has had it.

import type { Figure } from '../../engine/figure.ts';
import { Panic } from '../../engine/panic.ts';
import type { Gate } from '../locking/gate.ts';
import type { SectionLock } from '../locking/section-lock.ts';
import type { LoopLock } from '../mm/kernel.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { createLock } from './index.ts';

export class LockKindSubsystem implements Subsystem {
  readonly id = 'lock-kind';
  readonly gate: Gate<SectionLock>;
  readonly figures: readonly Figure[] = [];
  private readonly loopLock: LoopLock;

  constructor(loopLock: LoopLock) {
    this.loopLock = loopLock;
    this.gate = loopLock.gate;
  }

  handOver(to: string): HandOver {
    const { gate, loopLock } = this;
    const { lock, id } = gate.variant;
    const [holders, waiters] = [lock.holders().length, lock.waiters().length];
    if (holders + waiters > 0) throw new Panic('exchange of a lock in use', { id, to, holders, waiters });
    lock.lockClass.instances--;
    gate.variant = createLock(loopLock.site, to);
    return { costNs: loopLock.site.costs.atomicNs, text: `${id} was free, nobody waited` };
  }
}
