// Flips between pools of different sizes, with entries in use, entries that are only still mapped, and sleepers.

import { expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { HighPage, type Vpn } from '../../../src/kernel/highmem/high-page.ts';
import { kmap } from '../../../src/kernel/highmem/kmap.ts';
import { kunmap } from '../../../src/kernel/highmem/kunmap.ts';
import { KMAP_VARIANTS } from '../../../src/kernel/kmap/index.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { type Flip, Flipper } from '../../../src/simulation/flipper.ts';
import { flipPart, type SmallHighmem, smallHighmem } from './small-highmem.ts';

const MANY = 200;

/** Runs a path to its end. */
function play({ k }: SmallHighmem, path: (c: Call) => Path): void {
  const task = k.createTask('mapper', null, function* (c): Path {
    yield* path(c);
    k.tasks.delete(task);
  });
  k.scheduler.wake(task);
  k.engine.run(k.engine.now + 100 * MS);
  checkInvariants(k);
}

/** Maps pages, one address each. */
function mapAll(on: SmallHighmem, pages: readonly HighPage[]): readonly Vpn[] {
  const held: Vpn[] = [];
  play(on, function* (c): Path {
    for (const page of pages) held.push(yield* kmap(on.highmem, c, page));
  });
  return held;
}

function unmapAll(on: SmallHighmem, held: readonly Vpn[]): void {
  play(on, function* (c): Path {
    for (const at of held) yield* kunmap(on.highmem, c, at);
  });
}

/** What the flip's marker says. */
function flipTo(on: SmallHighmem, to: string): Flip {
  const done: Flip[] = [];
  flipPart(new Flipper(on.k, (flip) => done.push(flip)), on.k, 'kmap', to);
  on.k.engine.run(on.k.engine.now + 100 * MS);
  checkInvariants(on.k);
  return done[0] as Flip;
}

const pagesFrom = (first: number, count: number): HighPage[] =>
  Array.from({ length: count }, (_, at) => new HighPage(first + at));

it('a variant with a size has pools of that size, whatever is configured, and as many as there are series', () => {
  const sizes = (kind: string, pte: string): readonly number[] =>
    smallHighmem({ kmap: kind, 'pte-highmem': pte }, 1).highmem.pools.map(({ size }) => size);
  const named = Object.keys(KMAP_VARIANTS).filter((id) => id.startsWith('pool-'));
  expect(named).toContain('pool-128');
  for (const id of named) {
    const size = Number(id.slice('pool-'.length));
    expect([id, sizes(id, 'off'), sizes(id, 'on')]).toEqual([id, [size, 0, 0], [size, size, size]]);
  }
  expect([sizes('pool', 'off'), sizes('percpu', 'on')]).toEqual([
    [12, 0, 0],
    [8, 8, 8],
  ]);
});

it('a smaller pool keeps the addresses in use, clears the others beyond its end, and flushes once', () => {
  const on = smallHighmem({ kmap: 'pool-256', 'pte-highmem': 'off' }, 1);
  const { highmem, k } = on;
  const pages = pagesFrom(1, MANY);
  const held = mapAll(on, pages);
  const kept = held.slice(-5);
  unmapAll(on, held.slice(0, -5));
  const rounds = k.ipiLedger.rounds;
  const { costNs, text } = flipTo(on, 'pool-128');
  const beyond = MANY - 127 - 5;
  expect([costNs, text, k.ipiLedger.rounds - rounds]).toEqual([
    beyond * highmem.costs.clearEntry,
    `5 kmaps in use keep their addresses, ${beyond} entries cleared`,
    1,
  ]);
  expect(pages.slice(-6).map(({ virtual }) => virtual)).toEqual([0, ...kept]);
  // The next pass clears what has been let go meanwhile.
  unmapAll(on, kept);
  unmapAll(on, mapAll(on, pagesFrom(1000, 128)));
  expect(pages.slice(-5).map(({ virtual }) => virtual)).toEqual([0, 0, 0, 0, 0]);
});

it('a larger pool wakes those who found no entry', () => {
  const on = smallHighmem({ kmap: 'pool-128', 'pte-highmem': 'off' }, 1);
  const pool = on.highmem.pools[0];
  const held = mapAll(on, pagesFrom(1, MANY));
  const before = [held.length, pool?.overflow.sleepers];
  flipTo(on, 'pool-256');
  expect([before, held.length, pool?.overflow.sleepers]).toEqual([[128, 1], MANY, 0]);
});
