// Flushing the kernel's translations everywhere: all of every CPU's TLB, global entries included (2.6.27 and 2.6.28:
// kernel/softirq.c on_each_cpu, kernel/smp.c smp_call_function_mask, arch/x86/kernel/tlb_64.c do_flush_tlb_all).
//
// * Others first, and the sender waits for all of them; then its own CPU.
// * Interrupts must be on: others may be sending, too.

import { ROOT } from '../../engine/call-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { Broadcast } from '../../machine/ipi.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { spin_lock_irqsave, spin_unlock_irqrestore } from '../locking/spinlock.ts';
import type { Vmap } from './vmap.ts';

const S = symbols(
  'flush_tlb_kernel_range',
  'on_each_cpu',
  'smp_call_function',
  'smp_call_function_mask',
  'do_flush_tlb_all',
  'smp_call_function_interrupt',
  'generic_smp_call_function_interrupt',
);

export function* flush_tlb_kernel_range(vmap: Vmap, from: Call): Path {
  const c = from.enter(S.flush_tlb_kernel_range).enter(S.on_each_cpu);
  yield* smp_call_function(vmap, c);
  c.spendIn(S.do_flush_tlb_all, vmap.costs.flushTlb);
  yield* sync(c);
  vmap.tlbs.flushAll();
  vmap.stat.flushes++;
  vmap.stat.unmapsAtFlush = vmap.stat.unmaps;
}

function* smp_call_function(vmap: Vmap, from: Call): Path {
  const { k, costs } = vmap;
  const c = from.enter(S.smp_call_function).enter(S.smp_call_function_mask);
  const targets = k.cpus.filter((cpu) => cpu !== c.cpu);
  c.spend(costs.callData);
  yield* spin_lock_irqsave(c, vmap.call_function_lock);
  c.spend(vmap.callQueueLine.write(k.coherence, c.cpu.id));
  yield* spin_unlock_irqrestore(c, vmap.call_function_lock);
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
