// smp_call_function() of ia64 in 2.6.24 (arch/ia64/kernel/smp.c): one call at a time in the whole machine. The sender holds call_lock
// until all have answered, and sends to one CPU after another (sn2_send_IPI); each answers twice on one line, when it has started and
// when it has finished.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { SpinLock } from '../locking/spinlock.ts';
import { smp_call_function } from '../mm/smp-call.ts';
import type { SmpCall } from './smp-call.ts';
import type { Vmap } from './vmap.ts';

const S = symbols('handle_IPI', 'local_flush_tlb_all');

export class Ia64SmpCall implements SmpCall {
  readonly flushSym = S.local_flush_tlb_all;
  private readonly vmap: Vmap;
  private readonly call_lock: SpinLock;

  constructor(vmap: Vmap) {
    this.vmap = vmap;
    this.call_lock = new SpinLock(vmap.spinKind('call_lock'));
  }

  smp_call_function(from: Call): Path {
    const { k, costs } = this.vmap;
    return smp_call_function(k, from, this.call_lock, {
      reason: 'flush_tlb_kernel_range',
      handler: [S.handle_IPI, S.local_flush_tlb_all],
      functionNs: costs.flushTlb,
    });
  }
}
