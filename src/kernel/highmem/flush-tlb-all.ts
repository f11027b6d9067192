// flush_tlb_all() and smp_call_function() of 2.4.18 (arch/i386/kernel/smp.c): all of every CPU's TLB, global entries included.
//
// * In clustered APIC mode the interrupts go out one CPU after another, each when the last has left (ipi.send).
// * Others first, and the sender waits for all of them; then its own CPU.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { smp_call_function } from '../mm/smp-call.ts';
import type { Highmem } from './highmem.ts';

const S = symbols('flush_tlb_all', 'smp_call_function_interrupt', 'flush_tlb_all_ipi', 'do_flush_tlb_all_local');

export function* flush_tlb_all(highmem: Highmem, from: Call): Path {
  const c = from.enter(S.flush_tlb_all);
  if (highmem.k.cpus.length > 1) yield* call_others(highmem, c);
  c.spendIn(S.do_flush_tlb_all_local, highmem.costs.flushTlb);
  yield* sync(c);
  highmem.tlbs.flushAll();
}

function call_others({ k, costs, call_lock }: Highmem, from: Call): Path {
  return smp_call_function(k, from, call_lock, {
    reason: 'flush_all_zero_pkmaps',
    handler: [S.smp_call_function_interrupt, S.flush_tlb_all_ipi],
    functionNs: costs.flushTlb,
  });
}
