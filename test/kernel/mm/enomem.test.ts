// Every slab allocation of a call fails once, one after the other: the call says so, nothing has changed then, and nothing
// is left when the process is gone.

import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { do_execve, do_wait } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { sys_brk, sys_mmap, sys_munmap } from '../../../src/kernel/mm/mmap.ts';
import type { Vpn } from '../../../src/kernel/mm/pte.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm, Vma } from '../../../src/kernel/mm/vma.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { expectNothingLeft } from './at-rest.ts';
import { Family } from './family.ts';
import { HEAP, IMAGE } from './random-process.ts';
import { smallKernel, startFlip } from './small-kernel.ts';

const AREA = 8192;

/** A call under test; true when it succeeded. */
interface Attempt {
  readonly name: string;
  /**
   * Slab allocations that it makes, by kind of variant: in the fourth generation a chain has four links. All ancestors
   * live and use their anon_vmas, so `chain-degree` has none to reuse.
   */
  readonly allocations: Readonly<Record<string, number>>;
  /** What it does before, when nothing fails. */
  prepare?(k: Kernel, c: Call): Path;
  call(k: Kernel, c: Call): Path<boolean>;
}

const ownMm = (c: Call): Mm => current(c).mm as Mm;

function* mapAndTouch(k: Kernel, c: Call): Path {
  yield* sys_mmap(k, c, ownMm(c), AREA, 30, 'mmap');
  yield* touch(k, c, ownMm(c).find(AREA) as Vma, AREA, 30, true);
}

/** Two areas with a gap, the upper one with pages and the lower one without. */
function* mapGap(k: Kernel, c: Call): Path {
  yield* sys_mmap(k, c, ownMm(c), AREA, 10, 'mmap');
  yield* sys_mmap(k, c, ownMm(c), AREA + 20, 10, 'mmap');
  yield* touch(k, c, ownMm(c).find(AREA + 20) as Vma, AREA + 20, 10, true);
}

const ATTEMPTS: readonly Attempt[] = [
  {
    name: 'fork',
    // task, mm, five VMAs; with chains also, for each of four areas, four links, an anon_vma and a link to it.
    allocations: { shared: 7, chain: 7 + 4 * 6 },
    *call(k, c) {
      const child = yield* do_fork(k, c, 'tested', function* nothing() {});
      if (child === null) return false;
      yield* do_wait(k, c);
      return true;
    },
  },
  {
    name: 'exec',
    // mm, five VMAs, and an anon_vma for each of three areas; bss borrows that of data.
    allocations: { shared: 6 + 3, chain: 6 + 3 + 4 },
    call: (k, c) => do_execve(k, c, IMAGE),
  },
  {
    name: 'brk that splits the heap',
    allocations: { shared: 1, chain: 1 + 4 },
    *call(k, c) {
      return (yield* sys_brk(k, c, ownMm(c), HEAP + 20)) === 0;
    },
  },
  {
    name: 'mmap',
    allocations: { shared: 1, chain: 1 },
    *call(k, c) {
      return (yield* sys_mmap(k, c, ownMm(c), AREA, 30, 'mmap')) === 0;
    },
  },
  {
    name: 'munmap of the middle of an area',
    prepare: mapAndTouch,
    allocations: { shared: 2, chain: 4 },
    *call(k, c) {
      return (yield* sys_munmap(k, c, ownMm(c), AREA + 10, 10)) === 0;
    },
  },
  {
    name: 'first fault of an area',
    *prepare(k, c) {
      yield* sys_mmap(k, c, ownMm(c), AREA, 30, 'mmap');
    },
    allocations: { shared: 1, chain: 2 },
    *call(k, c) {
      return yield* touch(k, c, ownMm(c).find(AREA) as Vma, AREA, 8, true);
    },
  },
];

/** What the process has: the ranges that are mapped, without regard to cuts, and its pages. */
function memoryOf(mm: Mm): string {
  const ranges: [Vpn, Vpn][] = [];
  for (const { start, end } of mm.vmas()) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === start) last[1] = end;
    else ranges.push([start, end]);
  }
  return JSON.stringify([mm.id, ranges, mm.rss, mm.brk]);
}

/** What the whole system has. */
const inventory = (k: Kernel): string =>
  JSON.stringify([
    Object.values(k.slabs).map(({ objects, held }) => [objects, held]),
    [k.tasks.size, k.mms.size, k.anonVmas.live, k.anonVmas.pages],
    [k.stat.anonPages, k.stat.pageTables, k.stat.kernelStacks, k.swap.used],
    k.zone.freePages + k.zone.stockedPages + k.stat.slabPages,
  ]);

/** Counts the failures until an attempt meets none any more. */
function* failEachInTurn(k: Kernel, c: Call, attempt: Attempt): Path<number> {
  for (let n = 0; ; n++) {
    const before = inventory(k);
    let succeeded = false;
    yield* do_fork(k, c, 'subject', function* subject(own) {
      succeeded = yield* tryOnce(k, own, attempt, n);
    });
    yield* do_wait(k, c);
    expect(inventory(k), `${attempt.name}: allocation ${n} left something`).toBe(before);
    if (succeeded) return n;
  }
}

function* tryOnce(k: Kernel, c: Call, attempt: Attempt, n: number): Path<boolean> {
  if (attempt.prepare !== undefined) yield* attempt.prepare(k, c);
  const { mm } = current(c);
  const before = memoryOf(ownMm(c));
  const failedBefore = k.faults.failed;
  k.faults.after = n;
  k.faults.count = 1;
  const succeeded = yield* attempt.call(k, c);
  k.faults.after = -1;
  checkInvariants(k);
  expect(k.faults.failed - failedBefore, `${attempt.name}: failure ${n} and the result`).toBe(succeeded ? 0 : 1);
  // exec fails with the old program in place, or, past the point of no return, in the new one.
  if (!succeeded && current(c).mm === mm) expect(memoryOf(ownMm(c)), `${attempt.name}: failure ${n}`).toBe(before);
  return succeeded;
}

function* failAll(k: Kernel, c: Call, failures: Record<string, number>): Path {
  for (const attempt of ATTEMPTS) failures[attempt.name] = yield* failEachInTurn(k, c, attempt);
}

describe.each(Object.keys(RMAP_VARIANTS))('allocations that fail, rmap %s', (rmap) => {
  it('each call fails as often as it allocates, changes nothing then, and succeeds at last', () => {
    const k = smallKernel({ rmap, memoryMib: 32 });
    const failures: Record<string, number> = {};
    const family = new Family(k, (c) => failAll(k, c, failures));
    expect(family.size).toBe(50);
    expect(failures).toEqual(
      Object.fromEntries(ATTEMPTS.map(({ name, allocations }) => [name, allocations[RMAP_VARIANTS[rmap]?.kind ?? '']])),
    );
    checkInvariants(k);
    family.end();
    expectNothingLeft(k);
  });

  it('two areas that cannot be joined stay two, with the new one between them', () => {
    const k = smallKernel({ rmap, memoryMib: 32 });
    const areas: number[] = [];
    const family = new Family(k, function* joins(c) {
      const before = inventory(k);
      for (const failures of [0, 1]) {
        yield* do_fork(k, c, 'subject', function* subject(own) {
          yield* mapGap(k, own);
          k.faults.after = failures - 1;
          k.faults.count = 1;
          expect(yield* sys_mmap(k, own, ownMm(own), AREA + 10, 10, 'mmap')).toBe(0);
          k.faults.after = -1;
          checkInvariants(k);
          areas.push([...ownMm(own).vmas()].filter(({ what }) => what === 'mmap').length);
        });
        yield* do_wait(k, c);
        expect(inventory(k)).toBe(before);
      }
    });
    // With `shared` the link is part of the VMA: there is nothing that could fail.
    expect(areas).toEqual(RMAP_VARIANTS[rmap]?.kind === 'shared' ? [1, 1] : [1, 3]);
    family.end();
    expectNothingLeft(k);
  });

  it('the same after flips to every other variant and back', () => {
    const k = smallKernel({ rmap, memoryMib: 32 });
    const family = new Family(k, function* nobody() {});
    for (const to of [...Object.keys(RMAP_VARIANTS).filter((id) => id !== rmap), rmap]) {
      startFlip(k, to);
      k.engine.run(k.engine.now + SECOND);
      expect(k.rmap.variant.id).toBe(to);
      checkInvariants(k);
    }
    family.end();
    expectNothingLeft(k);
  });
});
