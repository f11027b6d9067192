// Who keeps whom out, variant by variant: two anon_vmas of one family, each wanted by two tasks at the same time.

import { describe, expect, it } from 'vitest';
import type { Ns } from '../../../src/base/time.ts';
import type { AnonVma } from '../../../src/kernel/mm/anon-vma.ts';
import { isLocked, type LockUse, lock_anon_vma, unlock_anon_vma } from '../../../src/kernel/mm/anon-vma-lock.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { RMAP_LOCK_VARIANTS } from '../../../src/kernel/rmap-lock/index.ts';
import { sync } from '../../../src/machine/wait.ts';
import { smallKernel, startFlipOf } from '../mm/small-kernel.ts';

const HOLD: Ns = 50_000;

interface Wanted {
  readonly of: 'root' | 'child';
  readonly use: LockUse;
}

function family(k: Kernel): Record<Wanted['of'], AnonVma> {
  const root = k.anonVmas.create('heap', { parent: null, lineage: 1, isShared: false });
  const child = k.anonVmas.create('heap', { parent: root, lineage: 1, isShared: false });
  return { root, child };
}

/** Do the two hold their locks at the same time? */
function together(
  k: Kernel,
  anonVmas: Record<Wanted['of'], AnonVma>,
  wanted: readonly [Wanted, Wanted],
  meanwhile: () => void = () => undefined,
): boolean {
  let [inside, most] = [0, 0];
  for (const { of, use } of wanted) {
    const task = k.createTask(`${use} ${of}`, null, function* body(c) {
      yield* lock_anon_vma(k, c, anonVmas[of], use);
      inside++;
      most = Math.max(most, inside);
      c.spend(HOLD);
      yield* sync(c);
      inside--;
      yield* unlock_anon_vma(k, c, anonVmas[of], use);
    });
    k.scheduler.wake(task);
  }
  k.engine.run(k.engine.now + HOLD / 2);
  meanwhile();
  k.engine.run(k.engine.now + 10 * HOLD);
  expect(inside).toBe(0);
  return most === 2;
}

const kernel = (lock: string): Kernel => smallKernel({ rmap: 'chain', variants: { 'rmap-lock': lock, tlb: 'page' } });

/** Both on one anon_vma: two walks, a walk and a change, two changes; then two changes on different ones of a family. */
const PAIRS: readonly (readonly [string, Wanted, Wanted])[] = [
  ['two walks', { of: 'root', use: 'walk' }, { of: 'root', use: 'walk' }],
  ['two that put entries back', { of: 'root', use: 'remap' }, { of: 'root', use: 'remap' }],
  ['a walk and a change', { of: 'root', use: 'walk' }, { of: 'root', use: 'change' }],
  ['one that puts entries back and a change', { of: 'root', use: 'remap' }, { of: 'root', use: 'change' }],
  ['two changes', { of: 'root', use: 'change' }, { of: 'root', use: 'change' }],
  ['changes of two of a family', { of: 'root', use: 'change' }, { of: 'child', use: 'change' }],
];

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  spin: ['changes of two of a family'],
  'root-spin': [],
  mutex: [],
  'mutex-sleep': [],
  rwsem: ['two walks', 'two that put entries back'],
  'none-remap': ['two that put entries back', 'one that puts entries back and a change'],
  none: ['two walks', 'two that put entries back', 'a walk and a change', 'one that puts entries back and a change'],
};

it('the table names every variant', () => {
  expect(Object.keys(ALLOWED).sort()).toEqual(Object.keys(RMAP_LOCK_VARIANTS).sort());
});

const allowedBy = (k: Kernel): readonly string[] => {
  const anonVmas = family(k);
  return PAIRS.filter(([, one, other]) => together(k, anonVmas, [one, other])).map(([name]) => name);
};

describe.each(Object.entries(ALLOWED))('rmap-lock %s', (lock, allowed) => {
  it(`lets in together: ${allowed.join(', ') || 'nobody'}`, () => {
    expect(allowedBy(kernel(lock))).toEqual(allowed);
  });

  it.each(Object.keys(ALLOWED).filter((id) => id !== lock))(
    'the same after a flip from %s, with locks in use',
    (before) => {
      const k = kernel(before);
      const anonVmas = family(k);
      let flipped = false;
      // One has the lock, the other waits for it.
      together(
        k,
        anonVmas,
        [
          { of: 'root', use: 'change' },
          { of: 'root', use: 'change' },
        ],
        () => startFlipOf(k, 'rmap-lock', lock, () => (flipped = true)),
      );
      expect(flipped).toBe(true);
      const found = PAIRS.filter(([, one, other]) => together(k, anonVmas, [one, other])).map(([name]) => name);
      expect(found).toEqual(allowed);
      const others = k.lockClasses.all.filter(({ name }) => name.startsWith('anon_vma->root, '));
      const made = others.filter(({ instances }) => instances > 0);
      expect(made.map(({ instances }) => instances)).toEqual(lock.includes('spin') ? [] : [1]);
    },
  );
});

it('a kernel without rmap-lock has the spinlock of each anon_vma, and every use excludes', () => {
  const k = smallKernel({ rmap: 'chain' });
  expect(allowedBy(k)).toEqual(ALLOWED['spin']);
  expect((['change', 'walk', 'remap'] as const).every((use) => isLocked(k, use))).toBe(true);
});
