// What a walk costs: a step for each VMA that it visits, a look at the page table of those that reach to the page, and the pte lock
// where it finds an entry, whether that maps the page or another.

import { expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { symbolName } from '../../../src/engine/symbols.ts';
import { do_execve } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { sys_munmap } from '../../../src/kernel/mm/mmap.ts';
import type { Pfn } from '../../../src/kernel/mm/page.ts';
import { ptePfn } from '../../../src/kernel/mm/pte.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm, Vma } from '../../../src/kernel/mm/vma.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { SLEEP, sync } from '../../../src/machine/wait.ts';
import { type SmallKernelOptions, smallKernel } from '../mm/small-kernel.ts';

const COST_NS = 200;
const FIRST = 4096;
/** The last page of the data, which the parent does not write before it forks. */
const PAGE = FIRST + 3;
const IMAGE = {
  name: 'parent',
  upperTables: 3,
  areas: [{ what: 'data', start: FIRST, pages: 4, file: false, dirtied: 2 }],
};

type Deed = 'writes' | 'unmaps' | 'nothing';

function* act(k: Kernel, c: Call, deed: Deed): Path {
  const mm = current(c).mm as Mm;
  if (deed === 'writes') yield* touch(k, c, mm.find(PAGE) as Vma, PAGE, 1, true);
  if (deed === 'unmaps') yield* sys_munmap(k, c, mm, PAGE, 1);
}

/** A parent and its children on one list, who do so with the page; returns that of the last one who writes. */
function family(k: Kernel, deeds: readonly Deed[]): Pfn {
  let pfn = 0;
  const parent = k.createTask('parent', null, function* run(c) {
    yield* do_execve(k, c, IMAGE);
    for (const [nth, deed] of deeds.entries())
      yield* do_fork(k, c, `child${nth}`, function* child(own) {
        yield* act(k, own, deed);
        if (nth === deeds.lastIndexOf('writes')) pfn = ptePfn((current(own).mm as Mm).pte(PAGE));
        for (;;) yield SLEEP;
      });
    for (;;) yield SLEEP;
  });
  k.scheduler.wake(parent);
  k.engine.run(100 * MS);
  return pfn;
}

/** The ns of one look for references to the page, by call chain from page_referenced_one on. */
function costOfWalk(k: Kernel, pfn: Pfn): Record<string, number> {
  const prober = k.createTask('prober', null, function* probe(c) {
    const rmap = yield* k.rmap.enter(c);
    yield* rmap.page_referenced(c, pfn);
    k.rmap.leave(c);
    yield* sync(c);
    k.tasks.delete(current(c));
  });
  k.scheduler.wake(prober);
  k.engine.run(k.engine.now + 100 * MS);
  const { tree } = k.engine;
  const found: Record<string, number> = {};
  for (let node = 1; node < tree.size; node++) {
    const chain = tree.chain(node).map(symbolName);
    const ns = tree.ns[node] as number;
    if (ns > 0 && chain.includes('page_referenced_one'))
      found[chain.slice(0, chain.indexOf('page_referenced')).join(' < ')] = ns;
  }
  return found;
}

it.each<[string, Partial<SmallKernelOptions>]>([
  ['at once', {}],
  ['by counting', { longList: 1 }],
  ['VMA by VMA', { nodes: 2, variants: { 'rmap-lock': 'none', tlb: 'page' } }],
])('a walk %s is charged for what it has done', (_, options) => {
  const k = smallKernel({ rmap: 'shared', costNs: COST_NS, ...options });
  const pfn = family(k, ['nothing', 'writes', 'unmaps', 'writes', 'writes', 'nothing']);
  // The parent and five children, without the one that reaches to the page no longer; three have one of their own there.
  const [visited, examined, locked] = [6, 5, 3];
  expect(costOfWalk(k, pfn)).toEqual({
    page_referenced_one: visited * COST_NS,
    'page_check_address < page_referenced_one': examined * COST_NS,
    '_raw_spin_lock < page_check_address < page_referenced_one': locked * COST_NS,
  });
});
