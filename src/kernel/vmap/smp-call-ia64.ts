// smp_call_function() of ia64 in 2.6.24 (arch/ia64/kernel/smp.c): one call at a time in the whole machine. The sender holds call_lock
// until all have answered, and sends to one CPU after another (sn2_send_IPI); each answers twice on one line, when it has started and
// when it has finished.

import { ROOT } from '../../engine/call-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { Broadcast } from '../../machine/ipi.ts';
import type { Path } from '../../machine/path.ts';
import { SpinLock, spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { SmpCall } from './smp-call.ts';
import type { Vmap } from './vmap.ts';

const S = symbols('smp_call_function', 'handle_IPI', 'local_flush_tlb_all');

export class Ia64SmpCall implements SmpCall {
  readonly flushSym = S.local_flush_tlb_all;
  private readonly vmap: Vmap;
  private readonly call_lock: SpinLock;

  constructor(vmap: Vmap) {
    this.vmap = vmap;
    this.call_lock = new SpinLock(vmap.spinKind('call_lock'));
  }

  *smp_call_function(from: Call): Path {
    const { k, costs } = this.vmap;
    const c = from.enter(S.smp_call_function);
    yield* spin_lock(c, this.call_lock);
    const { tree } = k.engine;
    yield new Broadcast(
      {
        targets: k.cpus.filter((cpu) => cpu !== c.cpu),
        reason: 'flush_tlb_kernel_range',
        waitNode: c.node,
        handlerNode: tree.child(tree.child(ROOT, S.handle_IPI), S.local_flush_tlb_all),
        functionNs: costs.flushTlb,
      },
      { ipi: k.ipi, coherence: k.coherence, ledger: k.ipiLedger },
    );
    yield* spin_unlock(c, this.call_lock);
  }
}
