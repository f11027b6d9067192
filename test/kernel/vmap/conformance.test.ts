// One suite for every combination of the variants of vmap: tasks on four CPUs map, touch and unmap at random and must
// always reach the page that they mapped, and none that was unmapped and flushed.

import { describe, expect, it } from 'vitest';
import { MS, SECOND, US } from '../../../src/base/time.ts';
import type { Arch } from '../../../src/kernel/locking/arch.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { Flipper } from '../../../src/simulation/flipper.ts';
import { Exchanges } from '../../exchanges.ts';
import { every } from '../mm/small-kernel.ts';
import { Mappings } from './random-mappings.ts';
import { CHOICES, flipPart, PARTS, type SmallVmap, smallVmap, type VmapChoice, variantsOf } from './small-vmap.ts';

const base = Number(process.env['FC_SEED'] ?? 0);

interface Run extends SmallVmap {
  readonly mappings: Mappings;
  readonly flips: readonly string[];
  /** Exchanges that no flip has made. */
  readonly missing: readonly string[];
}

function run(choice: VmapChoice, seed: number, flipNs: number | null, operations = 400, arch: Arch = 'x86'): Run {
  const on = smallVmap(choice, seed, arch);
  const { k } = on;
  const atOnce = flipNs === null && choice['vmap-flush'] === 'eager' && choice['vmap-percpu'] === 'off';
  const mappings = new Mappings(on, atOnce);
  for (let i = 0; i < 6; i++) mappings.start(operations);
  const isBusy = (): boolean => mappings.alive > 0;
  const flips: string[] = [];
  const exchanges = PARTS.map((part) => new Exchanges(variantsOf(part)));
  if (flipNs !== null) flipAtRandom(on, flipNs, { flips, exchanges }, isBusy);
  every(k, 53 * US, () => {
    checkInvariants(k);
    return isBusy();
  });
  while (isBusy() && k.engine.now < SECOND) k.engine.run(k.engine.now + MS);
  if (isBusy()) throw new Error(`seed ${seed}: ${mappings.alive} tasks hang`);
  k.engine.run(k.engine.now + 100 * MS);
  checkInvariants(k);
  return { ...on, mappings, flips, missing: exchanges.flatMap(({ missing }) => missing) };
}

/** One after another: the next is asked for some time after the last is through. */
function flipAtRandom(
  { k, vmap }: SmallVmap,
  meanNs: number,
  { flips, exchanges }: { readonly flips: string[]; readonly exchanges: readonly Exchanges[] },
  isBusy: () => boolean,
): void {
  const random = k.engine.random('flips');
  const gates = [
    ['vmap-index', vmap.index],
    ['vmap-flush', vmap.flush],
    ['vmap-percpu', vmap.percpu],
  ] as const;
  const slot = k.engine.addSource({
    fire: () => {
      if (!isBusy()) return;
      const nth = random.below(gates.length);
      const [part, gate] = gates[nth] as (typeof gates)[number];
      flipPart(flipper, k, part, (exchanges[nth] as Exchanges).next(gate.variant.id, random));
    },
  });
  const flipper = new Flipper(k, ({ subsystem, to }) => {
    flips.push(`${subsystem}=${to}`);
    k.engine.schedule(k.engine.now + 1 + random.expNs(meanNs), slot);
  });
  k.engine.schedule(random.expNs(meanNs), slot);
}

/** Nothing is mapped any more, and only blocks that are partly free are left. */
function expectNothingLeft({ k, vmap }: Run): void {
  const inside = [vmap.index, vmap.flush, vmap.percpu].map(({ inFlight }) => inFlight);
  const blocks = [...vmap.blocks.values()].map(({ area }) => area.start).sort((a, b) => a - b);
  expect({
    mapped: vmap.pages.mapped,
    lazy: vmap.lazyAreas.length,
    areas: vmap.index.variant.areas().map(({ start }) => start),
    translations: k.cpus.map(({ id }) => vmap.tlbs.of(id).size),
    inside,
  }).toEqual({ mapped: 0, lazy: 0, areas: blocks, translations: k.cpus.map(() => 0), inside: [0, 0, 0] });
}

const nameOf = (choice: VmapChoice): string => PARTS.map((part) => choice[part]).join(', ');

describe.each(CHOICES.map((choice) => ({ name: nameOf(choice), choice })))('vmap $name', ({ choice }) => {
  it(`every access reaches its page, seed ${base + 1}`, () => {
    const end = run(choice, base + 1, null);
    const { done } = end.mappings;
    for (const what of ['map', 'touch', 'unmap']) expect(done.get(what), what).toBeGreaterThan(200);
    expect(done.get('vm_unmap_aliases')).toBeGreaterThan(5);
    expectNothingLeft(end);
  });
});

describe('vmap with flips at random instants', () => {
  it.each([1, 2, 3].map((seed) => base + seed))('every access reaches its page, seed %i', (seed) => {
    const end = run(CHOICES[seed % CHOICES.length] as VmapChoice, seed, 20 * US, 500);
    expect(end.missing).toEqual([]);
    expectNothingLeft(end);
  });

  it('same seed, same run; another seed, another run', () => {
    const [one, again, other] = [7, 7, 8].map((seed) => {
      const { k, vmap, flips } = run(CHOICES[0] as VmapChoice, seed, 50 * US, 200);
      return JSON.stringify([k.engine.hash, k.engine.now, k.engine.events, vmap.stat, flips]);
    });
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});
