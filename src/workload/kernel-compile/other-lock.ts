// A lock that the compile takes besides kmap_lock: whoever waits for the one does not crowd the other.

import { type Sym, symbols } from '../../engine/symbols.ts';
import type { Highmem } from '../../kernel/highmem/highmem.ts';
import { type SpinLock, spin_lock, spin_unlock } from '../../kernel/locking/spinlock.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { OtherLockParams } from './schema.ts';

export class OtherLock {
  readonly params: OtherLockParams;
  private readonly lock: SpinLock;
  private readonly caller: Sym;

  constructor(highmem: Highmem, params: OtherLockParams) {
    this.params = params;
    this.lock = highmem.createLock(params.name, params.section);
    this.caller = symbols(params.caller)[params.caller] as Sym;
  }

  *take(from: Call): Path {
    const c = from.enter(this.caller);
    yield* spin_lock(c, this.lock);
    c.spend(this.params.holdNs);
    yield* spin_unlock(c, this.lock);
  }

  /** Waiting so far, of all CPUs together. */
  waitedNs(now: number): number {
    return this.lock.lockClass.waitArea(now);
  }
}
