// Whether the tests find the defects is for `npm run mutations`; that each can still be planted is checked here.

import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MUTATIONS } from './mutations.ts';

const inTree = (path: string): URL => new URL(`../../${path}`, import.meta.url);

it.each(MUTATIONS)('can be planted: $name', ({ file, find, replace, tests }) => {
  expect(readFileSync(inTree(file), 'utf8').split(find).length - 1, `"${find}" in ${file}`).toBe(1);
  expect(replace).not.toBe(find);
  for (const test of tests) expect(existsSync(inTree(test)), test).toBe(true);
});

it('has at least twenty, each with a name of its own', () => {
  expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(20);
});
