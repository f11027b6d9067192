// Moving a boundary of a VMA: which variants take the lock of its anon_vma for it.

import { expect, it } from 'vitest';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { sys_brk, sys_mmap } from '../../../src/kernel/mm/mmap.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm, Vma } from '../../../src/kernel/mm/vma.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { HEAP, ProcessTree } from './process-tree.ts';

const AREA = 8192;

/** What the process does, and how many takings of anon_vma locks it costs. */
function takings(tree: ProcessTree, act: (k: Kernel, c: Call, mm: Mm) => Path<unknown>): number {
  const { k } = tree;
  const { lockClass } = k.anonVmas.kind;
  const before = lockClass.acquisitions;
  tree.obey(tree.first, function* acts(c) {
    yield* act(k, c, current(c).mm as Mm);
    return false;
  });
  return lockClass.acquisitions - before;
}

function* growFiveTimes(k: Kernel, c: Call, mm: Mm): Path {
  for (let i = 0; i < 5; i++) expect(yield* sys_brk(k, c, mm, mm.brk + 1)).toBe(0);
}

it.each(Object.keys(RMAP_VARIANTS))('%s: the heap grows with the lock, or without', (rmap) => {
  const tree = new ProcessTree(rmap);
  const locked = rmap === 'shared-brk' ? 5 : 0;
  expect(takings(tree, growFiveTimes)).toBe(locked);
  expect(tree.k.anonVmas.growthLocks).toBe(locked);
  expect(tree.first.mm?.find(HEAP)?.pages).toBe(13);
});

it.each(Object.keys(RMAP_VARIANTS))('%s: a VMA whose start moves is locked, one without anon_vma never', (rmap) => {
  const tree = new ProcessTree(rmap);
  const map = (start: number) => (k: Kernel, c: Call, mm: Mm) => sys_mmap(k, c, mm, start, 4, 'mmap');
  expect(takings(tree, map(AREA))).toBe(0);
  expect(takings(tree, map(AREA + 4))).toBe(0);
  // The first page brings an anon_vma.
  const write = (k: Kernel, c: Call, mm: Mm) => touch(k, c, mm.find(AREA) as Vma, AREA, 1, true);
  expect(takings(tree, write)).toBe(1);
  expect(takings(tree, map(AREA - 4))).toBe(1);
  expect(tree.k.anonVmas.growthLocks).toBe(0);
  expect(takings(tree, map(AREA + 8))).toBe(rmap === 'shared-brk' ? 1 : 0);
});
