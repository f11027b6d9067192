// NUMA balancing (numa/core of November 2012, Linux 3.8 kernel/sched/fair.c and mm/memory.c): entries are made prot-none from time
// to time, and whoever faults on one shows which node uses the page.
//
// * Every period one task of an address space scans the next part of it on its way to user mode.
// * One fault deals with all such entries under the same page middle directory, as with a huge page (v18 of numa/core).
// * A misplaced page is moved to the node that faults, unless the fault before came from another node: a task that is away for a
//   moment leaves its pages where they are (mpol_misplaced, Linux 3.13). A page that others map as well stays (mapcount 1).
// * What a task has faulted on tells where it belongs: see numa-placement.ts.

import { MS, type Ns } from '../../base/time.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { down_read, up_read } from '../locking/rwsem.ts';
import { type Isolated, isolate_lru_page } from '../mm/isolate-lru-page.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { Pfn } from '../mm/page.ts';
import { isPresent, PTE, type PteTable, ptePfn, type Vpn } from '../mm/pte.ts';
import { current } from '../mm/task-struct.ts';
import { flush_tlb_range } from '../mm/tlb.ts';
import type { Mm, Vma } from '../mm/vma.ts';
import { migrate_pages } from './migrate-pages.ts';
import { NumaPlacement } from './numa-placement.ts';
import { NumaTasks, SCAN_PERIOD_MIN } from './numa-task.ts';

const S = symbols('__do_numa_page', 'migrate_misplaced_page', 'task_work_run', 'task_numa_work', 'change_prot_numa');

/** sysctl_numa_balancing_scan_delay and _scan_size of Linux 3.8. */
const SCAN_DELAY: Ns = 1000 * MS;
const SCAN_BYTES = 256 * 2 ** 20;

/** Of an address space: numa_next_scan, numa_scan_offset and numa_scan_seq. */
interface ScanState {
  nextScan: Ns;
  offset: Vpn;
  /** Rounds that are through. */
  seq: number;
  /** Whether tasks move to their memory, and not only pages to their tasks. */
  readonly placesTasks: boolean;
}

export class NumaBalancing {
  private readonly k: Kernel;
  private readonly stat: MigrateStat;
  private readonly scans = new WeakMap<Mm, ScanState>();
  private readonly tasks: NumaTasks;
  private readonly placement: NumaPlacement;

  constructor(k: Kernel, stat: MigrateStat) {
    this.k = k;
    this.stat = stat;
    this.tasks = new NumaTasks(k.frames.nodes);
    this.placement = new NumaPlacement(k, stat, this.tasks);
  }

  /** From now on the address space is scanned. */
  watch(mm: Mm, placesTasks = true): void {
    this.scans.set(mm, { nextScan: this.k.engine.now + SCAN_DELAY, offset: 0, seq: 0, placesTasks });
  }

  /** On the way to user mode: task_tick_numa has queued task_numa_work when the time has come. */
  returnToUser(c: Call): Path {
    const task = current(c);
    const scan = task.mm === null ? undefined : this.scans.get(task.mm);
    if (task.mm === null || scan === undefined || this.k.engine.now < scan.nextScan) return READY;
    scan.nextScan = this.k.engine.now + (this.tasks.find(task)?.scanPeriod ?? SCAN_PERIOD_MIN);
    return this.task_numa_work(c, task.mm, scan);
  }

  private *task_numa_work(from: Call, mm: Mm, scan: ScanState): Path {
    const c = from.enter(S.task_work_run).enter(S.task_numa_work);
    if (mm.mmap_sem !== null) yield* down_read(c, mm.mmap_sem);
    let left = Math.floor(SCAN_BYTES / this.k.pageBytes);
    for (let vma = firstFrom(mm, scan.offset); left > 0; vma = vma.next) {
      if (vma === null) {
        scan.offset = 0;
        scan.seq++;
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
    for (let vpn = table.nextUsed(start, end); vpn < end; vpn = table.nextUsed(vpn + 1, end)) {
      const pte = table.get(vpn);
      if (!isPresent(pte) || isHinted(pte) || this.k.frames.mapcount(ptePfn(pte)) !== 1) continue;
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
    const handled: Vpn[] = [];
    let moved = 0;
    for (let nth = 0; nth < end - first; nth++) {
      const at = first + ((vpn - first + nth) % (end - first));
      if (!isHinted(vma.mm.pte(at))) continue;
      handled.push(at);
      const page = yield* this.handleEntry(c, vma, at);
      if (page === null) continue;
      misplaced.push(page);
      if (misplaced.length < this.pagesAtOnce) continue;
      moved += yield* this.migrate_misplaced_page(c, misplaced.splice(0));
    }
    if (misplaced.length > 0) moved += yield* this.migrate_misplaced_page(c, misplaced);
    const { seq, placesTasks } = this.scans.get(vma.mm) ?? { seq: 0, placesTasks: false };
    const own = this.tasks.of(current(c), seq);
    if (moved === 0) own.slowDown();
    if (placesTasks) yield* this.placement.task_numa_fault(c, own, seq, this.whereAre(vma, handled));
  }

  /** Pages by node, of those that are there. */
  private whereAre(vma: Vma, vpns: readonly Vpn[]): readonly number[] {
    const { frames } = this.k;
    const pages = Array.from({ length: frames.nodes }, () => 0);
    for (const vpn of vpns) {
      const pte = vma.mm.pte(vpn);
      if (!isPresent(pte)) continue;
      const node = frames.nodeOf(ptePfn(pte));
      pages[node] = (pages[node] as number) + 1;
    }
    return pages;
  }

  private get pagesAtOnce(): number {
    return this.k.migration?.tlb.variant.pagesAtOnce ?? 1;
  }

  /** Makes one entry usable again; returns its page, isolated, when it is in the wrong place. */
  private *handleEntry(c: Call, vma: Vma, vpn: Vpn): Path<Isolated | null> {
    const { k } = this;
    const pte = vma.mm.pte(vpn);
    c.spend(k.costs.pteLock + k.costs.setPte);
    vma.mm.table(vpn)?.set(vpn, pte & ~PTE.numa);
    this.stat.hintFaults++;
    const pfn = ptePfn(pte);
    if (!this.mpol_misplaced(pfn, c.cpu.node) || k.frames.mapcount(pfn) !== 1) return null;
    return yield* isolate_lru_page(k, c.enter(S.migrate_misplaced_page), pfn);
  }

  /** Whether the page should be on `node`, which faults on it. */
  private mpol_misplaced(pfn: Pfn, node: number): boolean {
    const { frames } = this.k;
    const last = frames.lastNode[pfn] ?? 0;
    frames.lastNode[pfn] = node + 1;
    return (last === 0 || last === node + 1) && frames.nodeOf(pfn) !== node;
  }

  private migrate_misplaced_page(from: Call, pages: readonly Isolated[]): Path<number> {
    const c = from.enter(S.migrate_misplaced_page);
    return migrate_pages(this.k, c, pages, { node: c.cpu.node, mode: 'async' });
  }
}

const isHinted = (pte: number): boolean => isPresent(pte) && (pte & PTE.numa) !== 0;

/** The VMA that `vpn` lies in, or the first one above it. */
function firstFrom(mm: Mm, vpn: Vpn): Vma | null {
  for (const vma of mm.vmas()) if (vma.end > vpn) return vma;
  return null;
}
