import { expect, it } from 'vitest';
import { Slab } from '../../../src/kernel/mm/slab.ts';
import { smallKernel } from './small-kernel.ts';

it.each([
  ['4K', 4096, { min: 1024, low: 1280, high: 1536, inactiveRatio: 3, pcpBatch: 31, pcpHigh: 186 }],
  ['16K', 16_384, { min: 256, low: 320, high: 384, inactiveRatio: 3, pcpBatch: 7, pcpHigh: 42 }],
])('watermarks of 1 GB are as many bytes, and batches at most 512 KB, with pages of %s', (_, pageBytes, expected) => {
  const { zone } = smallKernel({ rmap: 'chain', memoryMib: 1024, pageBytes });
  const { min, low, high, inactiveRatio, pcpBatch, pcpHigh } = zone;
  expect({ min, low, high, inactiveRatio, pcpBatch, pcpHigh }).toEqual(expected);
});

it.each([
  [4096, 2],
  [16_384, 8],
])('a page of %i bytes holds %i objects of 2 KB', (pageBytes, expected) => {
  const slab = new Slab('task_struct', 2048, pageBytes);
  slab.pages.push(1);
  while (!slab.isFull) slab.allocate();
  expect(slab.objects).toBe(expected);
});
