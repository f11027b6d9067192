// TLB flushes of one address space: local, plus an interrupt to every other CPU that runs it.

import { ROOT } from '../../engine/call-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { Broadcast } from '../../machine/ipi.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import type { Mm } from './vma.ts';

const S = symbols(
  'flush_tlb_page',
  'flush_tlb_range',
  'native_flush_tlb_others',
  'smp_call_function_many',
  'call_function_interrupt',
  'generic_smp_call_function_interrupt',
  'flush_tlb_func',
);

/** Flushes translations of `mm` everywhere; interrupts must be on. */
export const flush_tlb_page = (k: Kernel, from: Call, mm: Mm, reason: string): Path =>
  flush(k, from.enter(S.flush_tlb_page), mm, reason);

/** The same for many pages of it. */
export const flush_tlb_range = (k: Kernel, from: Call, mm: Mm, reason: string): Path =>
  flush(k, from.enter(S.flush_tlb_range), mm, reason);

function flush(k: Kernel, c: Call, mm: Mm, reason: string): Path {
  c.spend(k.costs.tlbFlush);
  const targets = mm.otherCpus(c.cpu);
  if (targets.length > 0) return interrupt(k, c, mm, targets, reason);
  k.races?.flushed(mm);
  return READY;
}

function* interrupt(k: Kernel, c: Call, mm: Mm, targets: readonly Cpu[], reason: string): Path {
  const { tree } = k.engine;
  const wait = c.enter(S.native_flush_tlb_others).enter(S.smp_call_function_many);
  const irq = tree.child(tree.child(ROOT, S.call_function_interrupt), S.generic_smp_call_function_interrupt);
  yield new Broadcast(
    {
      targets,
      reason,
      waitNode: wait.node,
      handlerNode: tree.child(irq, S.flush_tlb_func),
      functionNs: k.costs.ipiFunction,
    },
    { ipi: k.ipi, coherence: k.coherence, ledger: k.ipiLedger },
  );
  k.races?.flushed(mm);
}
