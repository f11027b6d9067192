// Moving pages from node to node, as far as faults and walks know of it. src/kernel/migrate does it.

import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';
import type { RwSemKind } from '../locking/rwsem.ts';
import type { MigrateStat } from './migrate-stat.ts';
import type { Vpn } from './pte.ts';
import type { Mm, Vma } from './vma.ts';

/** What becomes of the translations of entries that were cleared because their pages are to be moved. */
export interface UnmapFlush {
  /** An entry of `mm` was cleared; the lock of the reverse map is held. */
  unmapped(c: Call, mm: Mm): Path;
  /** Before the first of the pages is copied. */
  flushOnce(c: Call): Path;
}

/** A variant of `tlb`. */
export interface TlbFlushing {
  readonly id: string;
  /** Pages that are unmapped before the first of them is moved. */
  readonly pagesAtOnce: number;
  begin(): UnmapFlush;
}

export interface Migration {
  readonly tlb: Gate<TlbFlushing>;
  readonly stat: MigrateStat;
  /** mm->mmap_sem of processes with threads: only where pages are moved there are any. */
  readonly mmapSem: RwSemKind;
  readonly numa: HintFaults;
}

/** Learning who uses which page. */
export interface HintFaults {
  /** From now on entries of the address space are made prot-none from time to time; `placesTasks`: tasks move to their memory, too. */
  watch(mm: Mm, placesTasks?: boolean): void;
  /** Before a task goes on in user mode: scans the next part of its address space when it is time. */
  returnToUser(c: Call): Path;
  /** A fault on such an entry. */
  do_numa_page(c: Call, vma: Vma, vpn: Vpn): Path;
}
