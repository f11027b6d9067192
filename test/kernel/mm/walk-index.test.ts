// A walk that counts does to the run what one that goes through the list does, and what it counts is true at any instant:
// runCrowd() compares every index with its list (checkLinks).

import { expect, it, vi } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { do_execve } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { sys_munmap } from '../../../src/kernel/mm/mmap.ts';
import { sys_mremap } from '../../../src/kernel/mm/mremap.ts';
import { ptePfn } from '../../../src/kernel/mm/pte.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm, Vma } from '../../../src/kernel/mm/vma.ts';
import { WalkIndex } from '../../../src/kernel/mm/walk-index.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { HEAP, IMAGE } from './random-process.ts';
import { fingerprint, runCrowd } from './run-crowd.ts';
import { smallKernel } from './small-kernel.ts';

it.each(Object.keys(RMAP_VARIANTS))('%s: the same run with lists counted and gone through, across flips', (rmap) => {
  const count = vi.spyOn(WalkIndex.prototype, 'count');
  const options = { rmap, seed: 3, memoryMib: 3, swapMib: 16, flipNs: 5 * MS, checkNs: 700_001 };
  const gone = fingerprint(runCrowd({ ...options, longList: Number.POSITIVE_INFINITY }));
  expect(count).not.toHaveBeenCalled();
  expect(fingerprint(runCrowd({ ...options, longList: 1 }))).toBe(gone);
  expect(count.mock.calls.length).toBeGreaterThan(2000);
  count.mockRestore();
});

function* sleeper(): Path {
  yield sleepFor(SECOND);
}

it('of a VMA that was moved, what is unmapped then is known by its page offsets', () => {
  const k = smallKernel({ rmap: 'shared', memoryMib: 8, longList: 1 });
  const [pages, to] = [20, HEAP + 10_000];
  const task = k.createTask('mover', null, function* mover(c) {
    yield* do_execve(k, c, IMAGE);
    const mm = current(c).mm as Mm;
    // An index of a list of few VMAs is dropped at once.
    for (let nth = 0; nth < 20; nth++) yield* do_fork(k, c, 'relative', sleeper);
    yield* touch(k, c, mm.find(HEAP) as Vma, HEAP, pages, true);
    expect(yield* sys_mremap(k, c, mm, HEAP, pages, to)).toBe(0);
    const rmap = yield* k.rmap.enter(c);
    for (let page = 0; page < pages; page++) yield* rmap.page_referenced(c, ptePfn(mm.pte(to + page)));
    k.rmap.leave(c);
    checkInvariants(k);
    expect(yield* sys_munmap(k, c, mm, to + pages / 2, pages / 2)).toBe(0);
    checkInvariants(k);
  });
  k.scheduler.wake(task);
  k.engine.run(SECOND);
  expect(task.state).toBe('dead');
});
