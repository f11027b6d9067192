import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineCache } from '../../src/machine/line-cache.ts';
import { SecondLevel } from '../../src/machine/second-level.ts';
import { holds } from '../property.ts';

it('keeps the lines that were used last, as a list that is looked through does', () => {
  const use = fc.record({
    // The numbers beyond 1000 make the table grow.
    line: fc.constantFrom(1, 2, 3, 4, 5, 6, 1500, 4000),
    by: fc.constantFrom('use', 'use', 'use', 'invalidate'),
  });
  const uses = fc.array(use, { minLength: 30, maxLength: 100 });
  holds(
    fc.property(fc.integer({ min: 1, max: 6 }), uses, (capacity, list) => {
      const cache = new LineCache(capacity);
      let model: number[] = [];
      for (const { line, by } of list) {
        const wasHere = model.includes(line);
        model = model.filter((other) => other !== line);
        if (by === 'invalidate') cache.invalidate(line);
        else {
          expect(cache.use(line)).toBe(wasHere);
          model = [line, ...model].slice(0, capacity);
        }
      }
    }),
  );
});

it('of a cycle that fits all lines are found, of one that is a line too long none', () => {
  const hits = (lines: number): number => {
    const cache = new LineCache(100);
    let found = 0;
    for (let round = 0; round < 5; round++) for (let line = 1; line <= lines; line++) if (cache.use(line)) found++;
    return found;
  };
  expect([hits(100), hits(101)]).toEqual([400, 0]);
});

const costs = { bytes: 1024, lineBytes: 128, hitNs: 8, missNs: 75 };

it('what passes takes the places of others; what another CPU writes is gone', () => {
  const cache = new SecondLevel(2, costs);
  const lines = [1, 2, 3].map(() => cache.allocate());
  const readAll = (): readonly number[] => lines.map((line) => cache.read(0, line));
  const [first, second] = [readAll(), readAll()];
  cache.pass(0, 5 * 128);
  const fits = readAll();
  cache.pass(0, 7 * 128);
  const partly = lines.toReversed().map((line) => cache.read(0, line));
  cache.write(1, lines[1] as number);
  expect({ first, second, fits, partly, written: readAll() }).toEqual({
    first: [75, 75, 75],
    second: [8, 8, 8],
    fits: [8, 8, 8],
    partly: [8, 75, 75],
    written: [8, 75, 8],
  });
  expect([cache.hits, cache.misses]).toEqual([9, 7]);
});

it('a line that was freed is the next one given out', () => {
  const cache = new SecondLevel(1, costs);
  const line = cache.allocate();
  cache.free(line);
  expect([cache.allocate(), cache.allocate() === line]).toEqual([line, false]);
});
