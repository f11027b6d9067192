// A walk that counts does to the run what one that goes through the list does, and what it counts is true at any instant:
// runCrowd() compares every index with its list (checkLinks).

import { expect, it, vi } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { WalkIndex } from '../../../src/kernel/mm/walk-index.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { fingerprint, runCrowd } from './run-crowd.ts';

it.each(Object.keys(RMAP_VARIANTS))('%s: the same run with lists counted and gone through, across flips', (rmap) => {
  const count = vi.spyOn(WalkIndex.prototype, 'count');
  const options = { rmap, seed: 3, memoryMib: 3, swapMib: 16, flipNs: 5 * MS, checkNs: 700_001 };
  const gone = fingerprint(runCrowd({ ...options, longList: Number.POSITIVE_INFINITY }));
  expect(count).not.toHaveBeenCalled();
  expect(fingerprint(runCrowd({ ...options, longList: 1 }))).toBe(gone);
  expect(count.mock.calls.length).toBeGreaterThan(2000);
  count.mockRestore();
});
