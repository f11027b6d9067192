// flush_tlb_all() and smp_call_function() of 2.4.18 (arch/i386/kernel/smp.c): all of every CPU's TLB, global entries included.
//
// * In clustered APIC mode the interrupts go out one CPU after another, each when the last has left (ipi.send).
// * Others first, and the sender waits for all of them; then its own CPU.

import { ROOT } from '../../engine/call-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { Broadcast } from '../../machine/ipi.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Highmem } from './highmem.ts';

const S = symbols(
  'flush_tlb_all',
  'smp_call_function',
  'smp_call_function_interrupt',
  'flush_tlb_all_ipi',
  'do_flush_tlb_all_local',
);

export function* flush_tlb_all(highmem: Highmem, from: Call): Path {
  const c = from.enter(S.flush_tlb_all);
  if (highmem.k.cpus.length > 1) yield* smp_call_function(highmem, c);
  c.spendIn(S.do_flush_tlb_all_local, highmem.costs.flushTlb);
  yield* sync(c);
  highmem.tlbs.flushAll();
}

function* smp_call_function(highmem: Highmem, from: Call): Path {
  const { k, costs, call_lock } = highmem;
  const c = from.enter(S.smp_call_function);
  yield* spin_lock(c, call_lock);
  const { tree } = k.engine;
  yield new Broadcast(
    {
      targets: k.cpus.filter((cpu) => cpu !== c.cpu),
      reason: 'flush_all_zero_pkmaps',
      waitNode: c.node,
      handlerNode: tree.child(tree.child(ROOT, S.smp_call_function_interrupt), S.flush_tlb_all_ipi),
      functionNs: costs.flushTlb,
    },
    { ipi: k.ipi, coherence: k.coherence, ledger: k.ipiLedger },
  );
  yield* spin_unlock(c, call_lock);
}
