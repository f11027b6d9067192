// A walk VMA by VMA: it sees what is appended before it gets there, passes over what has left, and knows when what it stands on
// has gone.

import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import type { AnonVma } from '../../../src/kernel/mm/anon-vma.ts';
import { do_execve } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Vma } from '../../../src/kernel/mm/vma.ts';
import { stroll } from '../../../src/kernel/rmap/stroll.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { SLEEP } from '../../../src/machine/wait.ts';
import { smallKernel } from '../mm/small-kernel.ts';

const FIRST = 4096;
const CHILDREN = 4;
const IMAGE = {
  name: 'parent',
  upperTables: 3,
  areas: [{ what: 'data', start: FIRST, pages: 4, file: false, dirtied: 4 }],
};

function* sleepForEver(): Path {
  for (;;) yield SLEEP;
}

/** Walks over a parent's list with four children; `meddle` hears of every VMA that is looked at. Returns address spaces. */
function walk(
  rmap: string,
  meddle: (vma: Vma, list: AnonVma) => void,
): { readonly k: Kernel; readonly seen: number[] } {
  const k = smallKernel({ rmap, nodes: 2, variants: { 'rmap-lock': 'none', tlb: 'page' } });
  const seen: number[] = [];
  const parent = k.createTask('parent', null, function* run(c: Call): Path {
    yield* do_execve(k, c, IMAGE);
    for (let i = 0; i < CHILDREN; i++) yield* do_fork(k, c, `child${i}`, sleepForEver);
    const list = current(c).mm?.find(FIRST)?.anon_vma;
    if (!list) throw new Error('the parent has no pages');
    yield* stroll(k, c, list, {
      index: FIRST,
      isThrough: () => false,
      isLocked: () => false,
      look: (vma) => {
        seen.push(vma.mm.id);
        meddle(vma, list);
        return false;
      },
    });
    yield* sleepForEver();
  });
  k.scheduler.wake(parent);
  k.engine.run(SECOND);
  return { k, seen };
}

const caught = (k: Kernel): string[] => (k.races?.first ?? []).map(({ kind, what }) => `${kind}: ${what}`);

describe.each([
  ['shared', 'anon_vma_node'],
  ['chain', 'anon_vma_chain'],
])('rmap %s', (rmap, link) => {
  it('goes through the whole list, oldest first', () => {
    const { k, seen } = walk(rmap, () => undefined);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(caught(k)).toEqual([]);
  });

  it('passes over a VMA that has left the list before the walk gets there', () => {
    const { k, seen } = walk(rmap, (vma, list) => {
      const next = [...list.vmas()].find(({ mm }) => mm.id === 3);
      if (vma.mm.id === 2 && next) list.remove(list.linkOf(next));
    });
    expect(seen).toEqual([1, 2, 4, 5]);
    expect(caught(k)).toEqual([]);
  });

  it.each([
    [link, (vma: Vma, list: AnonVma): void => list.remove(list.linkOf(vma))],
    ['anon_vma', (_: Vma, list: AnonVma): unknown => list.generation++],
    ['vm_area_struct', (vma: Vma): unknown => vma.generation++],
    ['page table', (vma: Vma): unknown => (vma.mm.tables[0] ? vma.mm.tables[0].generation++ : 0)],
  ])('ends where its %s goes away, and says so', (what, take) => {
    const { k, seen } = walk(rmap, (vma, list) => {
      if (vma.mm.id === 3) take(vma, list);
    });
    expect(seen).toEqual([1, 2, 3]);
    expect(caught(k)).toEqual([`use_after_free: ${what} of the VMA at page ${FIRST} in data of mm 3`]);
  });
});
