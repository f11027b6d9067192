import { expect, test } from 'vitest';
import { MS } from '../../src/base/time.ts';
import { RaceView } from '../../src/observe/race-view.ts';
import { runFamily } from '../kernel/race/run-family.ts';

test('call chains in words, each kind told once until another variant runs', () => {
  const { k, races } = runFamily({ rmap: 'chain', lock: 'none-remap', seed: 1, forNs: 100 * MS });
  const view = new RaceView(k.engine.tree, races);
  const { first, counts, deaths } = view.sample();
  expect(first.map(({ kind }) => kind).sort()).toEqual(['stale_migration_entry', 'use_after_free']);
  expect(counts).toEqual(races.counts);
  expect(deaths).toBe(races.deaths);
  for (const { walker, mutator, atNs, fatal } of first) {
    expect(walker.stack.slice(0, 3)).toEqual(['sys_move_pages', 'do_move_pages', 'do_move_page_to_node_array']);
    expect(walker.stack).toContain('rmap_walk');
    expect(mutator?.stack.length).toBeGreaterThan(2);
    expect(mutator?.atNs).toBeLessThanOrEqual(atNs);
    expect(fatal).toBe(true);
  }
  expect(view.take()).toEqual(first);
  expect(view.take()).toEqual([]);
  races.startOver();
  expect(view.sample().first).toEqual([]);
  k.engine.run(k.engine.now + 100 * MS);
  expect(view.take().length).toBeGreaterThan(0);
});
