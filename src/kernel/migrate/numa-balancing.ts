// NUMA balancing (numa/core of November 2012, Linux 3.8 kernel/sched/fair.c and mm/memory.c): entries are made prot-none from time
// to time, and whoever faults on one shows which node uses the page.
//
// * Every period one task of an address space scans the next part of it on its way to user mode.
// * One fault deals with all such entries under the same page middle directory, as with a huge page (v18 of numa/core).
// * A misplaced page is moved to the node that faults. A page that others map as well stays (mapcount 1).

import { MS, type Ns } from '../../base/time.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { entry } from '../../machine/entry.ts';
import { type Path, READY } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { down_read, up_read } from '../locking/rwsem.ts';
import { type Isolated, isolate_lru_page } from '../mm/isolate-lru-page.ts';
import type { Kernel } from '../mm/kernel.ts';
import { isPresent, PTE, type PteTable, ptePfn, type Vpn } from '../mm/pte.ts';
import { current, type TaskStruct } from '../mm/task-struct.ts';
import { flush_tlb_range } from '../mm/tlb.ts';
import type { Mm, Vma } from '../mm/vma.ts';
import { migrate_pages } from './migrate-pages.ts';

const S = symbols('__do_numa_page', 'migrate_misplaced_page', 'task_work_run', 'task_numa_work', 'change_prot_numa');

/** sysctl_numa_balancing_scan_delay, _scan_period_min, _scan_period_max and _scan_size of Linux 3.8. */
const SCAN_DELAY: Ns = 1000 * MS;
const SCAN_PERIOD_MIN: Ns = 100 * MS;
const SCAN_PERIOD_MAX: Ns = 5000 * MS;
const SCAN_BYTES = 256 * 2 ** 20;
/** What a fault that finds its pages in their place adds to the task's period (task_numa_fault). */
const SCAN_PERIOD_STEP: Ns = 10 * MS;

/** Of an address space: numa_next_scan and numa_scan_offset. */
interface ScanState {
  nextScan: Ns;
  offset: Vpn;
}

export class NumaBalancing {
  private readonly k: Kernel;
  private readonly scans = new WeakMap<Mm, ScanState>();
  /** numa_scan_period of tasks that have faulted. */
  private readonly periods = new WeakMap<TaskStruct, Ns>();

  constructor(k: Kernel) {
    this.k = k;
  }

  /** From now on the address space is scanned. */
  watch(mm: Mm): void {
    this.scans.set(mm, { nextScan: this.k.engine.now + SCAN_DELAY, offset: 0 });
  }

  /** On the way to user mode: task_tick_numa has queued task_numa_work when the time has come. */
  returnToUser(c: Call): Path {
    const task = current(c);
    const scan = task.mm === null ? undefined : this.scans.get(task.mm);
    if (task.mm === null || scan === undefined || this.k.engine.now < scan.nextScan) return READY;
    scan.nextScan = this.k.engine.now + (this.periods.get(task) ?? SCAN_PERIOD_MIN);
    return entry(c, this.task_numa_work(c, task.mm, scan));
  }

  private *task_numa_work(from: Call, mm: Mm, scan: ScanState): Path {
    const c = from.enter(S.task_work_run).enter(S.task_numa_work);
    if (mm.mmap_sem !== null) yield* down_read(c, mm.mmap_sem);
    let left = Math.floor(SCAN_BYTES / this.k.pageBytes);
    for (let vma = firstFrom(mm, scan.offset); left > 0; vma = vma.next) {
      if (vma === null) {
        scan.offset = 0;
        break;
      }
      const start = Math.max(vma.start, scan.offset);
      const end = Math.min(vma.end, start + left);
      left -= end - start;
      if (vma.anon_vma !== null) yield* this.change_prot_numa(c, vma, start, end);
      scan.offset = end;
    }
    if (mm.mmap_sem !== null) yield* up_read(c, mm.mmap_sem);
  }

  private *change_prot_numa(from: Call, vma: Vma, start: Vpn, end: Vpn): Path {
    const c = from.enter(S.change_prot_numa);
    let updated = 0;
    for (const table of vma.mm.tables) {
      const changed = this.change_pte_range(table, start, end);
      if (changed === 0) continue;
      updated += changed;
      c.spend(changed * this.k.costs.copyPte);
      yield* sync(c);
    }
    if (updated > 0) yield* flush_tlb_range(this.k, c, vma.mm, 'change_prot_numa');
  }

  /** The pte lock is held over this. Returns how many entries have changed. */
  private change_pte_range(table: PteTable, start: Vpn, end: Vpn): number {
    let changed = 0;
    const first = Math.max(start, table.start);
    const last = Math.min(end, table.end);
    for (let vpn = first; vpn < last; vpn++) {
      const pte = table.get(vpn);
      if (!isPresent(pte) || (pte & PTE.numa) !== 0 || this.k.frames.mapcount[ptePfn(pte)] !== 1) continue;
      table.set(vpn, pte | PTE.numa);
      changed++;
    }
    return changed;
  }

  /** The entry that faulted first, then its neighbours. */
  *do_numa_page(from: Call, vma: Vma, vpn: Vpn): Path {
    const c = from.enter(S.__do_numa_page);
    const span = this.k.pagesPerPmd;
    const first = Math.max(vma.start, vpn - (vpn % span));
    const end = Math.min(vma.end, vpn - (vpn % span) + span);
    const misplaced: Isolated[] = [];
    let moved = 0;
    for (let nth = 0; nth < end - first; nth++) {
      const page = yield* this.handleEntry(c, vma, first + ((vpn - first + nth) % (end - first)));
      if (page === null) continue;
      misplaced.push(page);
      if (misplaced.length < this.pagesAtOnce) continue;
      moved += yield* this.migrate_misplaced_page(c, misplaced.splice(0));
    }
    if (misplaced.length > 0) moved += yield* this.migrate_misplaced_page(c, misplaced);
    if (moved === 0) this.slowDown(current(c));
  }

  private get pagesAtOnce(): number {
    return this.k.migration?.tlb.variant.pagesAtOnce ?? 1;
  }

  private slowDown(task: TaskStruct): void {
    const period = this.periods.get(task) ?? SCAN_PERIOD_MIN;
    this.periods.set(task, Math.min(SCAN_PERIOD_MAX, period + SCAN_PERIOD_STEP));
  }

  /** Makes one entry usable again; returns its page, isolated, when it is in the wrong place. */
  private *handleEntry(c: Call, vma: Vma, vpn: Vpn): Path<Isolated | null> {
    const { k } = this;
    const pte = vma.pte(vpn);
    if (!isPresent(pte) || (pte & PTE.numa) === 0) return null;
    c.spend(k.costs.pteLock + k.costs.setPte);
    vma.mm.table(vpn)?.set(vpn, pte & ~PTE.numa);
    if (k.migration !== null) k.migration.stat.hintFaults++;
    const pfn = ptePfn(pte);
    if (k.frames.nodeOf(pfn) === c.cpu.node || k.frames.mapcount[pfn] !== 1) return null;
    return yield* isolate_lru_page(k, c.enter(S.migrate_misplaced_page), pfn);
  }

  private migrate_misplaced_page(from: Call, pages: readonly Isolated[]): Path<number> {
    const c = from.enter(S.migrate_misplaced_page);
    return migrate_pages(this.k, c, pages, { node: c.cpu.node, mode: 'async' });
  }
}

/** The VMA that `vpn` lies in, or the first one above it. */
function firstFrom(mm: Mm, vpn: Vpn): Vma | null {
  for (const vma of mm.vmas()) if (vma.end > vpn) return vma;
  return null;
}
