import { expect, it } from 'vitest';
import { variantNamed } from '../../../src/kernel/mm/variant-named.ts';

it('finds a variant, and says what it would have found', () => {
  const variants = { on: 1, off: 2 };
  expect(variantNamed('light', variants, 'off')).toBe(2);
  for (const id of ['dim', 'toString'])
    expect(() => variantNamed('light', variants, id)).toThrow(`no variant '${id}' of light, only on, off`);
});
