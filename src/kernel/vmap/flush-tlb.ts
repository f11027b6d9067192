// Flushing the kernel's translations everywhere: all of every CPU's TLB, global entries included (kernel/softirq.c on_each_cpu of
// 2.6.27; x86: arch/x86/kernel/tlb_64.c do_flush_tlb_all, ia64: arch/ia64/kernel/smp.c smp_flush_tlb_all).
//
// * Others first, and the sender waits for all of them; then its own CPU.
// * Interrupts must be on: others may be sending, too.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import type { Vmap } from './vmap.ts';

const S = symbols('flush_tlb_kernel_range', 'on_each_cpu');

export function* flush_tlb_kernel_range(vmap: Vmap, from: Call): Path {
  const c = from.enter(S.flush_tlb_kernel_range).enter(S.on_each_cpu);
  yield* vmap.smpCall.smp_call_function(c);
  c.spendIn(vmap.smpCall.flushSym, vmap.costs.flushTlb);
  yield* sync(c);
  vmap.tlbs.flushAll();
  vmap.stat.flushes++;
  vmap.stat.unmapsAtFlush = vmap.stat.unmaps;
}
