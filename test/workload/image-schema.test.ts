import { expect, it } from 'vitest';
import { image } from '../../src/workload/image-schema.ts';

const AREAS = [
  { what: 'data', start: 100, pages: 10 },
  { what: 'stack', start: 200, pages: 5 },
];

const refusals = (heap: { start: number; pages: number }): readonly string[] =>
  image
    .safeParse({ upperTables: 1, areas: [...AREAS, { what: 'heap', ...heap }] })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

it('takes areas that touch each other', () => {
  expect(refusals({ start: 110, pages: 90 })).toEqual([]);
  expect(refusals({ start: 90, pages: 10 })).toEqual([]);
});

it('refuses an area that overlaps with one before it, and tells with which', () => {
  const inData = (pages: number) => [`areas.2.start: expected ${pages} pages outside those of 'data' (100 to 109)`];
  expect(refusals({ start: 109, pages: 1 })).toEqual(inData(1));
  expect(refusals({ start: 99, pages: 2 })).toEqual(inData(2));
  expect(refusals({ start: 50, pages: 100 })).toEqual(inData(100));
  expect(refusals({ start: 199, pages: 2 })).toEqual([
    "areas.2.start: expected 2 pages outside those of 'stack' (200 to 204)",
  ]);
});
