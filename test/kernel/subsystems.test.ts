import { expect, it } from 'vitest';
import { UsageError } from '../../src/base/usage-error.ts';
import { smallKernel } from './mm/small-kernel.ts';

it('refuses more subsystems than a machine has gates for', () => {
  const variants = { 'vmap-index': 'list', kmap: 'pool', tlb: 'page' };
  expect(() => smallKernel({ rmap: 'chain', variants })).toThrow(
    new UsageError(
      'kernel.variants: expected at most 7 subsystems on one machine, got 8 ' +
        '(rmap, vmap-index, vmap-flush, vmap-percpu, kmap, pte-highmem, rmap-lock, tlb)',
    ),
  );
});
