// Hint faults: what a scan makes prot-none, when the next one comes, and what a fault does about it.

import { expect, it } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { alloc_page, free_pages } from '../../../src/kernel/mm/page-alloc.ts';
import { PTE, ptePfn } from '../../../src/kernel/mm/pte.ts';
import type { Vma } from '../../../src/kernel/mm/vma.ts';
import { sched_setaffinity } from '../../../src/kernel/sched/set-affinity.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Cpu } from '../../../src/machine/cpu.ts';
import type { Path } from '../../../src/machine/path.ts';
import { computeFor, sleepFor } from '../../../src/machine/wait.ts';
import { smallKernel } from '../mm/small-kernel.ts';
import { runProcess, START } from './small-process.ts';

const PAGES = 16;
const SECOND_AND_A_BIT = 1.1 * SECOND;

const kernel = (): Kernel => smallKernel({ rmap: 'chain', nodes: 2, variants: { 'rmap-lock': 'rwsem', tlb: 'page' } });

/** Entries of the array that are prot-none. */
const hinted = (vma: Vma): number => count(vma, (pte) => (pte & PTE.numa) !== 0);

function count(vma: Vma, is: (pte: number) => boolean): number {
  let found = 0;
  for (let vpn = START; vpn < START + PAGES; vpn++) if (is(vma.mm.pte(vpn))) found++;
  return found;
}

const cpuOf = (k: Kernel, node: number): Cpu => k.cpus.find((cpu) => cpu.node === node) as Cpu;

function run(k: Kernel, act: (c: Call, vma: Vma) => Path): void {
  runProcess(k, { pages: PAGES, computeNs: 2 * SECOND, sampleNs: SECOND, act });
}

it('scans a second after the start and then every tenth of a second, and only who has been told so', () => {
  const k = kernel();
  const found: number[] = [];
  run(k, function* act(c, vma) {
    yield* computeFor(c, SECOND_AND_A_BIT);
    yield* k.migration?.numa.returnToUser(c) ?? [];
    found.push(hinted(vma));
    k.migration?.numa.watch(vma.mm);
    for (const ns of [0.99 * SECOND, 0.02 * SECOND]) {
      yield* computeFor(c, ns);
      yield* k.migration?.numa.returnToUser(c) ?? [];
      found.push(hinted(vma));
    }
    yield* touch(k, c, vma, START, 1, false);
    found.push(hinted(vma));
    for (const ns of [0.05 * SECOND, 0.06 * SECOND]) {
      yield* computeFor(c, ns);
      yield* k.migration?.numa.returnToUser(c) ?? [];
      found.push(hinted(vma));
    }
  });
  // One fault makes all entries usable again.
  expect(found).toEqual([0, 0, PAGES, 0, 0, PAGES]);
});

it('pages that a child maps as well are left alone', () => {
  const k = kernel();
  let found = -1;
  run(k, function* act(c, vma) {
    k.migration?.numa.watch(vma.mm);
    yield* do_fork(k, c, 'child', (own) => computeFor(own, 2 * SECOND));
    // Copied, so no longer shared.
    yield* touch(k, c, vma, START, 3, true);
    yield* computeFor(c, SECOND_AND_A_BIT);
    yield* k.migration?.numa.returnToUser(c) ?? [];
    found = hinted(vma);
  });
  expect(found).toBe(3);
});

/** Pages that have been moved after a fault from each of the nodes in turn; 0 is the one that the pages are on at first. */
function movedByFaultsFrom(places: readonly number[]): readonly number[] {
  const k = kernel();
  const moved: number[] = [];
  run(k, function* act(c, vma) {
    k.migration?.numa.watch(vma.mm, false);
    const home = k.frames.nodeOf(ptePfn(vma.mm.pte(START)));
    for (const place of places) {
      const node = place === 0 ? home : 1 - home;
      yield sched_setaffinity(cpuOf(k, node));
      yield sleepFor(SECOND_AND_A_BIT);
      yield* k.migration?.numa.returnToUser(c) ?? [];
      const before = count(vma, (pte) => k.frames.nodeOf(ptePfn(pte)) === node);
      yield* touch(k, c, vma, START, 1, true);
      const after = count(vma, (pte) => k.frames.nodeOf(ptePfn(pte)) === node);
      expect(after - before).toBe((k.migration?.stat.moved ?? -1) - (moved.at(-1) ?? 0));
      moved.push(k.migration?.stat.moved ?? -1);
    }
  });
  return moved;
}

it('the first fault on pages brings them to the node of the CPU that faults, and moves none that is there already', () => {
  expect([movedByFaultsFrom([1, 1]), movedByFaultsFrom([0])]).toEqual([[PAGES, PAGES], [0]]);
});

it('afterwards two faults in a row from another node do, so that who is away once leaves its pages', () => {
  expect(movedByFaultsFrom([0, 1, 0, 1, 1, 1, 0, 0])).toEqual([0, 0, 0, 0, PAGES, PAGES, PAGES, 2 * PAGES]);
  // The page that it has been copied to knows.
  expect(movedByFaultsFrom([1, 0, 0])).toEqual([PAGES, PAGES, 2 * PAGES]);
});

it('a page that was freed and is used again has had no fault', () => {
  const k = kernel();
  let found = -1;
  run(k, function* act(c) {
    const pfn = yield* alloc_page(k, c);
    k.frames.lastNode[pfn] = 2;
    yield* free_pages(k, c, [pfn]);
    const next = yield* alloc_page(k, c);
    if (next === pfn) found = k.frames.lastNode[next] as number;
    yield* free_pages(k, c, [next]);
  });
  expect(found).toBe(0);
});
