import { expect, it } from 'vitest';
import { map_pages, unmap_pages } from '../../../src/kernel/vmap/vm-map.ts';
import { Vmap } from '../../../src/kernel/vmap/vmap.ts';
import { smallKernel } from '../mm/small-kernel.ts';

const PAGES = 64;

/** Mappings undone, one after another, up to the one that flushes. */
function unmappedAtFlush(cpus: number, pageBytes: number): number {
  const variants = { 'vmap-index': 'rbtree', 'vmap-flush': 'lazy', 'vmap-percpu': 'off' };
  const k = smallKernel({ rmap: 'chain', cpus, pageBytes, variants, vmallocPages: 2 ** 18 });
  const { vmap } = k;
  if (!(vmap instanceof Vmap)) throw new Error('expected a kernel with vmap');
  let undone = 0;
  k.scheduler.wake(
    k.createTask('mapper', null, function* (c) {
      for (; vmap.stat.flushes === 0; undone++) {
        const start = yield* map_pages(
          vmap,
          c,
          Array.from({ length: PAGES }, (_, at) => at + 1),
        );
        yield* unmap_pages(vmap, c, start, PAGES);
      }
    }),
  );
  k.engine.run(1e9);
  return undone;
}

it.each([
  [1, 1, '4K', 4096],
  [3, 4, '4K', 4096],
  [3, 4, '16K', 16_384],
  [4, 8, '16K', 16_384],
])('flushes when more than %i times 32 MB wait: %i CPUs, pages of %s', (fls, cpus, _size, pageBytes) => {
  const most = (fls * 32 * 2 ** 20) / pageBytes;
  // A guard page comes with each.
  expect(unmappedAtFlush(cpus, pageBytes)).toBe(Math.floor(most / (PAGES + 1)) + 1);
});
