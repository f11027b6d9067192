// smp_call_function() of x86 in 2.6.27 (kernel/smp.c): the call waits in a queue for all who are asked, whoever else is sending.

import { ROOT } from '../../engine/call-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import { CacheLine } from '../../machine/cache-line.ts';
import type { Call } from '../../machine/call.ts';
import { Broadcast } from '../../machine/ipi.ts';
import type { Path } from '../../machine/path.ts';
import { SpinLock, spin_lock_irqsave, spin_unlock_irqrestore } from '../locking/spinlock.ts';
import type { SmpCall } from './smp-call.ts';
import type { Vmap } from './vmap.ts';

const S = symbols(
  'smp_call_function',
  'smp_call_function_mask',
  'do_flush_tlb_all',
  'smp_call_function_interrupt',
  'generic_smp_call_function_interrupt',
);

export class X86SmpCall implements SmpCall {
  readonly flushSym = S.do_flush_tlb_all;
  private readonly vmap: Vmap;
  private readonly call_function_lock: SpinLock;
  /** call_function_queue. */
  private readonly queueLine = new CacheLine();

  constructor(vmap: Vmap) {
    this.vmap = vmap;
    this.call_function_lock = new SpinLock(vmap.spinKind('call_function_lock'));
  }

  *smp_call_function(from: Call): Path {
    const { k, costs } = this.vmap;
    const c = from.enter(S.smp_call_function).enter(S.smp_call_function_mask);
    const targets = k.cpus.filter((cpu) => cpu !== c.cpu);
    c.spend(costs.callData);
    yield* spin_lock_irqsave(c, this.call_function_lock);
    c.spend(this.queueLine.write(k.coherence, c.cpu.id));
    yield* spin_unlock_irqrestore(c, this.call_function_lock);
    const { tree } = k.engine;
    const irq = tree.child(tree.child(ROOT, S.smp_call_function_interrupt), S.generic_smp_call_function_interrupt);
    yield new Broadcast(
      {
        targets,
        reason: 'flush_tlb_kernel_range',
        waitNode: c.node,
        handlerNode: tree.child(irq, S.do_flush_tlb_all),
        functionNs: costs.flushTlb,
      },
      { ipi: k.ipi, coherence: k.coherence, ledger: k.ipiLedger },
    );
  }
}
