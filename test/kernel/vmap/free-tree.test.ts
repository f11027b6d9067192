import { expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { map_pages, unmap_pages } from '../../../src/kernel/vmap/vm-map.ts';
import { smallVmap } from './small-vmap.ts';

it.each(['list', 'rbtree-cache', 'free-tree'])('%s: what was freed piece by piece is one hole again', (index) => {
  const { k, vmap } = smallVmap({ 'vmap-index': index, 'vmap-flush': 'eager', 'vmap-percpu': 'off' }, 1);
  const room = vmap.end - vmap.start;
  const found: number[] = [];
  const task = k.createTask('mapper', null, function* (c) {
    const starts: number[] = [];
    for (let page = 1; page <= 5; page++) starts.push(yield* map_pages(vmap, c, [page]));
    for (const at of [1, 3, 2, 0, 4]) yield* unmap_pages(vmap, c, starts[at] as number, 1);
    // All of the address space, but for the guard page.
    const pages = Array.from({ length: room - 1 }, (_, at) => at + 10);
    found.push(yield* map_pages(vmap, c, pages));
  });
  k.scheduler.wake(task);
  k.engine.run(100 * MS);
  expect(found).toEqual([vmap.start]);
});
