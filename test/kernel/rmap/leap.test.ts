// Where a walk over a long list looks for a page: whoever of its relatives has gone, nobody goes through the list.

import { afterEach, expect, it, vi } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { do_execve, do_exit } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
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

/** A process that forks `children`, and ends `at` so many milliseconds. */
interface Process {
  readonly at: number;
  readonly children: readonly Process[];
}

const ends = (at: number, ...children: readonly Process[]): Process => ({ at, children });

function* live(k: Kernel, c: Call, { at, children }: Process): Path {
  for (const child of children) yield* do_fork(k, c, 'child', (own) => live(k, own, child));
  yield sleepFor(at * MS);
  yield* do_exit(k, c);
}

it.each([
  ['both are there', ends(900, ends(900)), 2],
  ['the child is left', ends(10, ends(900)), 1],
  ['two children are left', ends(10, ends(900), ends(900)), 2],
  ['a child and its own children are left', ends(10, ends(900, ends(900), ends(900))), 3],
  ['the child between them has gone', ends(900, ends(10, ends(900))), 2],
  ['two generations have gone', ends(10, ends(10, ends(900, ends(900)))), 2],
])('%s', (_, family, mappers) => {
  const k = smallKernel({ rmap: 'shared', memoryMib: 8 });
  k.longList = 1;
  let pfn = 0;
  const first = k.createTask('first', null, function* first(c) {
    yield* do_execve(k, c, IMAGE);
    const mm = current(c).mm as Mm;
    yield* touch(k, c, mm.find(HEAP) as Vma, HEAP, 1, true);
    pfn = ptePfn(mm.pte(HEAP));
    yield* live(k, c, family);
  });
  k.scheduler.wake(first);
  k.engine.run(SECOND / 2);
  expect(k.frames.mapcount(pfn)).toBe(mappers);

  const count = vi.spyOn(WalkIndex.prototype, 'count');
  const prober = k.createTask('prober', null, function* probe(c) {
    const rmap = yield* k.rmap.enter(c);
    yield* rmap.page_referenced(c, pfn);
    k.rmap.leave(c);
  });
  k.scheduler.wake(prober);
  k.engine.run((3 * SECOND) / 4);
  expect(prober.state).toBe('dead');
  expect(count).toHaveBeenCalledTimes(mappers);
});
