import { expect, it } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { TASK_UNMAPPED_BASE } from '../../../src/kernel/address-space/mm-struct.ts';
import { sys_mmap2, sys_mprotect } from '../../../src/kernel/address-space/mmap.ts';
import { smallMm, startTask } from './small-mm.ts';

it('an address space has no more than MAX_MAP_COUNT VMAs, and one', () => {
  const on = smallMm('next-fit');
  const { k, as, mm } = on;
  const results: unknown[] = [];
  startTask(on, 'greedy', function* (c) {
    // Too many by a few; neighbours differ, so that none are merged.
    for (let at = 0; at < 65_540; at++) if ((yield* sys_mmap2(as, c, mm, 2, at % 2)) === 0) results.push(at);
    results.push(yield* sys_mprotect(as, c, mm, { start: TASK_UNMAPPED_BASE, end: TASK_UNMAPPED_BASE + 1, prot: 4 }));
  });
  k.engine.run(10 * SECOND);
  expect([mm.map_count, results]).toEqual([65_537, [65_537, 65_538, 65_539, false]]);
});
