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

/** Where the tests of a system are. */
const SYSTEMS: Readonly<Record<string, RegExp>> = {
  vmap: /kernel\/(vmap|xfs)\//,
  'page migration': /kernel\/(migrate|rmap-lock|race)\/|workload\/(numa02|migrate-family)\//,
  'thread stacks': /kernel\/(address-space|unmapped-area)\//,
  kmap: /kernel\/highmem\/|workload\/kernel-compile\//,
  'anon_vma extras': /kernel\/rmap\/(chain-degree|shared-brk)\.|rmap-lock\/root-spin|workload\/fork-daemon\//,
  'lock-loop': /kernel\/lock-kind\/|workload\/lock-loop\//,
};

it.each(Object.entries(SYSTEMS))('has at least four of %s', (_, ofSystem) => {
  const names = MUTATIONS.filter(({ tests }) => tests.some((test) => ofSystem.test(test))).map(({ name }) => name);
  expect(names.length, names.join('; ')).toBeGreaterThanOrEqual(4);
});
