// fork (Linux 2.6.33 kernel/fork.c): a child with a copy of the address space, pages shared until one side writes.

import { appended } from '../../base/short-list.ts';
import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { RwSem } from '../locking/rwsem.ts';
import { do_exit } from './exit.ts';
import { exit_mmap } from './exit-mmap.ts';
import { free_task } from './free-task.ts';
import { mm_alloc } from './image.ts';
import type { Kernel } from './kernel.ts';
import { pte_alloc } from './memory.ts';
import type { Pfn } from './page.ts';
import { alloc_kernel_page, kmem_cache_alloc, kmem_cache_free } from './page-alloc.ts';
import { isMigration, isPresent, migrationPte, PTE, PTES_PER_TABLE, type PteTable, ptePfn, pteSlot } from './pte.ts';
import { page_dup_rmap } from './rmap-count.ts';
import { current, type TaskStruct } from './task-struct.ts';
import type { Mm, Vma } from './vma.ts';
import { pagesChanged } from './walk-index.ts';

const S = symbols('stub_clone', 'do_fork', 'copy_process', 'dup_task_struct', 'dup_mm', 'copy_page_range');

const STACK_PAGES = 2;

/** What the child does, a generator: nothing of it happens before the child runs. It exits when this returns. */
export type Body = (c: Call) => Path<unknown>;

/** Forks a child that runs `body`. Null = -ENOMEM, or the task has to die; then nothing has changed. */
export function* do_fork(k: Kernel, from: Call, name: string, body: Body): Path<TaskStruct | null> {
  const parent = current(from);
  const c = enterCopyProcess(k, from);
  const stack = yield* dup_task_struct(k, c);
  if (stack === null) return null;
  const mm = parent.mm === null ? null : yield* dup_mm(k, c, parent.mm);
  if (mm === null) {
    yield* free_task(k, c, stack);
    return null;
  }
  if (parent.killed) {
    yield* exit_mmap(k, c, mm);
    yield* free_task(k, c, stack);
    return null;
  }
  return startTask(k, parent, { name, body, stack, mm });
}

/** clone(CLONE_VM): a thread of the running task's process. Null = -ENOMEM; then nothing has changed. */
export function* clone_thread(k: Kernel, from: Call, name: string, body: Body): Path<TaskStruct | null> {
  const parent = current(from);
  const { mm } = parent;
  if (mm === null || k.migration === null)
    throw new Panic('thread of a task that cannot have any', { task: parent.name });
  const stack = yield* dup_task_struct(k, enterCopyProcess(k, from));
  if (stack === null) return null;
  mm.mmap_sem ??= new RwSem(k.migration.mmapSem);
  return startTask(k, parent, { name, body, stack, mm });
}

function enterCopyProcess(k: Kernel, from: Call): Call {
  const c = from.enter(S.stub_clone).enter(S.do_fork).enter(S.copy_process);
  c.spend(k.costs.syscall + k.costs.copyProcess);
  return c;
}

/** A task that copy_process has made all parts of. */
interface Clone {
  readonly name: string;
  readonly body: Body;
  readonly stack: Pfn[];
  readonly mm: Mm;
}

function startTask(k: Kernel, parent: TaskStruct, { name, body, stack, mm }: Clone): TaskStruct {
  const task = k.createTask(name, parent, (root) => run(k, root, body(root)));
  task.stack = stack;
  k.slabs.task.publish();
  task.mm = mm;
  mm.users = appended(mm.users, task);
  k.stat.forks++;
  k.scheduler.wake(task);
  return task;
}

function* run(k: Kernel, root: Call, path: Path<unknown>): Path {
  yield* path;
  yield* do_exit(k, root);
}

function* dup_task_struct(k: Kernel, from: Call): Path<Pfn[] | null> {
  const c = from.enter(S.dup_task_struct);
  if (!(yield* kmem_cache_alloc(k, c, k.slabs.task))) return null;
  let stack: Pfn[] = [];
  for (let i = 0; i < STACK_PAGES; i++) {
    const pfn = yield* alloc_kernel_page(k, c);
    if (pfn === 0) {
      yield* free_task(k, c, stack);
      return null;
    }
    stack = appended(stack, pfn);
    k.stat.kernelStacks++;
  }
  return stack;
}

/** A copy of the address space; null = -ENOMEM. */
function* dup_mm(k: Kernel, from: Call, old: Mm): Path<Mm | null> {
  const c = from.enter(S.dup_mm);
  const mm = yield* mm_alloc(k, c, old.upperTables.length);
  if (mm === null) return null;
  mm.brk = old.brk;
  mm.startBrk = old.startBrk;
  mm.becomeCopyOf(old);
  let last: Vma | null = null;
  for (let vma = old.mmap; vma !== null; vma = vma.next) {
    const copy: Vma | null = yield* dup_vma(k, c, vma, mm);
    if (copy === null) {
      yield* exit_mmap(k, c, mm);
      return null;
    }
    if (last === null) mm.mmap = copy;
    else last.next = copy;
    k.slabs.vma.publish();
    last = copy;
    if (vma.anon_vma !== null && !(yield* copy_page_range(k, c, old, copy, vma))) {
      yield* exit_mmap(k, c, mm);
      return null;
    }
  }
  c.spend(k.costs.tlbFlush);
  return mm;
}

function* dup_vma(k: Kernel, c: Call, vma: Vma, mm: Mm): Path<Vma | null> {
  if (!(yield* kmem_cache_alloc(k, c, k.slabs.vma))) return null;
  c.spend(k.costs.copyVma);
  const copy = vma.copyTo(mm);
  const rmap = yield* k.rmap.enter(c);
  const linked = yield* rmap.anon_vma_fork(c, copy, vma);
  k.rmap.leave(c);
  if (linked) return copy;
  yield* kmem_cache_free(k, c, k.slabs.vma);
  return null;
}

function* copy_page_range(k: Kernel, from: Call, old: Mm, to: Vma, vma: Vma): Path<boolean> {
  const { mm } = to;
  const c = from.enter(S.copy_page_range);
  for (const table of old.tables) {
    if (table.region * PTES_PER_TABLE >= vma.end || (table.region + 1) * PTES_PER_TABLE <= vma.start) continue;
    const copy = yield* pte_alloc(k, c, mm, table.region * PTES_PER_TABLE);
    if (copy === null) return false;
    const copied = copyPtes(k, table, copy, vma);
    pagesChanged(to, table.region * PTES_PER_TABLE, (table.region + 1) * PTES_PER_TABLE);
    mm.rss += copied.present;
    c.spend(copied.entries * k.costs.copyPte);
  }
  return true;
}

function copyPtes(k: Kernel, from: PteTable, to: PteTable, vma: Vma): { entries: number; present: number } {
  let entries = 0;
  let present = 0;
  const { end } = vma;
  to.reserveFor(from);
  for (let vpn = from.nextUsed(vma.start, end); vpn < end; vpn = from.nextUsed(vpn + 1, end)) {
    const pte = from.get(vpn);
    entries++;
    if (isPresent(pte)) {
      present++;
      // Both sides lose the right to write, the child's entry also starts old.
      if ((pte & PTE.write) !== 0) from.set(vpn, pte & ~PTE.write);
      to.set(vpn, pte & ~(PTE.write | PTE.young));
      page_dup_rmap(k, ptePfn(pte));
    } else if (isMigration(pte)) {
      // make_migration_entry_read: neither side may write at once when the page has been moved.
      present++;
      from.set(vpn, migrationPte(ptePfn(pte), 0));
      to.set(vpn, migrationPte(ptePfn(pte), 0));
    } else {
      to.set(vpn, pte);
      k.swap.duplicate(pteSlot(pte));
    }
  }
  return { entries, present };
}
