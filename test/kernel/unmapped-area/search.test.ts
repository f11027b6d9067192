// How far a search walks: what hole-size and its forerunners remember, and what makes them forget it.

import { expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { TASK_UNMAPPED_BASE } from '../../../src/kernel/address-space/mm-struct.ts';
import { sys_mmap2, sys_munmap } from '../../../src/kernel/address-space/mmap.ts';
import { smallMm, startTask } from '../address-space/small-mm.ts';

/** 100 VMAs of two pages without room between them; holes of one page at 10 and of two at 100. Then the mappings. */
function mapInto(variant: string, pages: readonly number[]): { readonly starts: number[]; readonly visited: number[] } {
  const on = smallMm(variant);
  const { k, as, mm } = on;
  const starts: number[] = [];
  const visited: number[] = [];
  startTask(on, 'mapper', function* (c) {
    for (let at = 0; at < 100; at++) yield* sys_mmap2(as, c, mm, 2, at % 2);
    yield* sys_munmap(as, c, mm, TASK_UNMAPPED_BASE + 100, 2);
    yield* sys_munmap(as, c, mm, TASK_UNMAPPED_BASE + 10, 1);
    for (const count of pages) {
      const before = as.stat.visited;
      starts.push((yield* sys_mmap2(as, c, mm, count, 2 + (starts.length % 2))) - TASK_UNMAPPED_BASE);
      visited.push(as.stat.visited - before);
    }
  });
  k.engine.run(100 * MS);
  return { starts, visited };
}

it('hole-size skips holes that are too small, and goes back for what they can hold', () => {
  // After an unmapping the first search begins at the base and passes both holes; the second need not look at them; the others fit into what was skipped.
  const { starts, visited } = mapInto('hole-size', [3, 3, 2, 1]);
  expect(starts).toEqual([200, 203, 100, 10]);
  expect(visited).toEqual([99, 0, 50, 5]);
});

it('next fit forgets the holes below', () => {
  expect(mapInto('next-fit', [3, 3, 2, 1]).starts).toEqual([200, 203, 206, 208]);
});

it('the lowest hole is where every search begins, however small it is', () => {
  const { starts, visited } = mapInto('lowest-hole', [3, 3, 2, 1, 1]);
  expect(starts).toEqual([200, 203, 100, 10, 206]);
  expect(visited[1]).toBeGreaterThan(90);
});

it('the gap tree finds the lowest by descent', () => {
  const { starts, visited } = mapInto('gap-tree', [3, 3, 2, 1, 1]);
  expect(starts).toEqual([200, 203, 100, 10, 206]);
  expect(Math.max(...visited)).toBeLessThan(12);
});
