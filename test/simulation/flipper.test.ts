import { expect, it } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import { Rmap } from '../../src/kernel/rmap/rmap.ts';
import { sleepFor } from '../../src/machine/wait.ts';
import { Flipper } from '../../src/simulation/flipper.ts';
import { smallKernel } from '../kernel/mm/small-kernel.ts';

it('makes all flips that were asked for, one after another, but for those to the variant that runs already', () => {
  const k = smallKernel({ rmap: 'shared', memoryMib: 4 });
  const rmap = new Rmap(k);
  const made: string[] = [];
  const flipper = new Flipper(k, ({ subsystem, from, to }) => made.push(`${subsystem} ${from} -> ${to}`));
  for (const to of ['chain', 'shared', 'shared', 'chain']) flipper.flip(rmap, to);
  expect(flipper.current).toEqual({ subsystem: 'rmap', to: 'chain', inFlight: 0 });
  k.engine.run(SECOND);
  expect(made).toEqual(['rmap shared -> chain', 'rmap chain -> shared', 'rmap shared -> chain']);
  expect([flipper.current, k.rmap.variant.id]).toEqual([null, 'chain']);
  flipper.flip(rmap, 'shared');
  k.engine.run(2 * SECOND);
  expect(k.rmap.variant.id).toBe('shared');
});

it('makes a flip that is asked for while the last one settles after it', () => {
  const k = smallKernel({ rmap: 'shared', memoryMib: 4 });
  const rmap = new Rmap(k);
  const made: string[] = [];
  const flipper = new Flipper(k, ({ to }) => made.push(`${to} ${k.engine.now < 2 * MS ? 'before' : 'after'}`));
  rmap.settle = function* () {
    yield sleepFor(2 * MS);
  };
  flipper.flip(rmap, 'chain');
  k.engine.run(MS);
  flipper.flip(rmap, 'shared');
  k.engine.run(SECOND);
  expect(made).toEqual(['chain before', 'shared after']);
});
