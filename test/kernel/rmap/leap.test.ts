// Where a walk over a long list looks for a page: whoever of its relatives has gone, nobody goes through the list.

import { afterEach, expect, it, vi } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { do_execve, do_exit } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import type { Pfn } from '../../../src/kernel/mm/page.ts';
import { ptePfn } from '../../../src/kernel/mm/pte.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm, Vma } from '../../../src/kernel/mm/vma.ts';
import { WalkIndex } from '../../../src/kernel/mm/walk-index.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { HEAP, IMAGE } from '../mm/random-process.ts';
import { smallKernel } from '../mm/small-kernel.ts';

afterEach(() => vi.restoreAllMocks());

/** A process that waits for `from` ms, writes to the page, if it does, forks `children`, and ends `at` ms later. */
interface Process {
  readonly from?: number;
  readonly at: number;
  readonly children: readonly Process[];
  readonly writes?: boolean;
}

const ends = (at: number, ...children: readonly Process[]): Process => ({ at, children });
const stay = (...children: readonly Process[]): Process => ends(900, ...children);
const writes = (one: Process): Process => ({ ...one, writes: true });

/** Lets the family live for half a second; returns the page of who wrote last. */
function pageOf(k: Kernel, family: Process): Pfn {
  let pfn = 0;
  function* live(c: Call, { from = 0, at, children, writes }: Process): Path {
    yield sleepFor(from * MS);
    const mm = current(c).mm as Mm;
    if (writes === true) {
      yield* touch(k, c, mm.find(HEAP) as Vma, HEAP, 1, true);
      pfn = ptePfn(mm.pte(HEAP));
    }
    for (const child of children) yield* do_fork(k, c, 'child', (own) => live(own, child));
    yield sleepFor(at * MS);
    yield* do_exit(k, c);
  }
  const first = k.createTask('first', null, function* first(c) {
    yield* do_execve(k, c, IMAGE);
    yield* live(c, family);
  });
  k.scheduler.wake(first);
  k.engine.run(SECOND / 2);
  return pfn;
}

/** Walks over the list of the page. */
function reference(k: Kernel, pfn: Pfn): void {
  const prober = k.createTask('prober', null, function* probe(c) {
    const rmap = yield* k.rmap.enter(c);
    yield* rmap.page_referenced(c, pfn);
    k.rmap.leave(c);
  });
  k.scheduler.wake(prober);
  k.engine.run(k.engine.now + 100 * MS);
  expect(prober.state).toBe('dead');
}

it.each([
  ['both are there', writes(stay(stay())), 2],
  ['the child is left', writes(ends(10, stay())), 1],
  ['two children are left', writes(ends(10, stay(), stay())), 2],
  ['a child and its own children are left', writes(ends(10, stay(stay(), stay()))), 3],
  ['the child between them has gone', writes(stay(ends(10, stay()))), 2],
  ['two generations have gone', writes(ends(10, ends(10, stay(stay())))), 2],
  ['a process of many children', stay(writes(stay(stay())), stay(), stay(), stay(), stay()), 2],
  ['when that has gone', ends(10, writes(stay(stay())), stay(), stay(), stay(), stay()), 2],
])('%s', (_, family, mappers) => {
  const k = smallKernel({ rmap: 'shared', memoryMib: 8, longList: 1 });
  const pfn = pageOf(k, family);
  expect(k.frames.mapcount(pfn)).toBe(mappers);
  const count = vi.spyOn(WalkIndex.prototype, 'count');
  reference(k, pfn);
  expect(count).toHaveBeenCalledTimes(mappers);
});

it('a page that came when its list was short', () => {
  const k = smallKernel({ rmap: 'shared', memoryMib: 8, longList: 16 });
  const crowd = { ...stay(...Array.from({ length: 20 }, () => stay())), from: 50 };
  const pfn = pageOf(k, stay(writes(stay()), crowd));
  const count = vi.spyOn(WalkIndex.prototype, 'count');
  reference(k, pfn);
  expect(count).toHaveBeenCalledTimes(1);
});

it('a page that was found by going through the list', () => {
  const k = smallKernel({ rmap: 'shared', memoryMib: 8, longList: 24 });
  const crowd = { ...stay(...Array.from({ length: 30 }, () => stay())), from: 50 };
  const pfn = pageOf(k, stay(writes(stay(stay())), crowd));
  const count = vi.spyOn(WalkIndex.prototype, 'count');
  reference(k, pfn);
  expect(count).not.toHaveBeenCalled();
  reference(k, pfn);
  expect(count).toHaveBeenCalledTimes(2);
});
