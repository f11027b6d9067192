// Tasks that map, touch and unmap at random, their own mappings and each other's, against a model that is trivially
// correct: a list of what is mapped, with pages that nobody ever maps twice.

import type { Random } from '../../../src/base/random.ts';
import { US } from '../../../src/base/time.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import { vm_unmap_aliases } from '../../../src/kernel/vmap/purge.ts';
import { touch } from '../../../src/kernel/vmap/touch.ts';
import { map_pages, unmap_pages } from '../../../src/kernel/vmap/vm-map.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { COND_RESCHED, sleepFor } from '../../../src/machine/wait.ts';
import type { SmallVmap } from './small-vmap.ts';

interface Mapping {
  readonly start: number;
  readonly pages: readonly number[];
}

export class Mappings {
  /** Operations that went through, by name. */
  readonly done = new Map<string, number>();
  alive = 0;
  private readonly live: Mapping[] = [];
  /** Pages whose mapping was undone -> after how many others. */
  private readonly gone = new Map<number, number>();
  private readonly on: SmallVmap;
  private readonly flushesAtOnce: boolean;
  private nextPage = 1;

  /** `flushesAtOnce`: nothing stale may be left when an unmapping returns. */
  constructor(on: SmallVmap, flushesAtOnce: boolean) {
    this.on = on;
    this.flushesAtOnce = flushesAtOnce;
  }

  start(operations: number): void {
    const { k } = this.on;
    const id = this.alive++;
    k.scheduler.wake(
      k.createTask(`mapper${id}`, null, (c) => this.life(c, k.engine.random(`mapper${id}`), operations)),
    );
  }

  private *life(c: Call, random: Random, operations: number): Path {
    for (let left = operations; left > 0; left--) {
      yield* this.operation(c, random);
      if (random.below(4) === 0) yield sleepFor(1 + random.expNs(5 * US));
      yield COND_RESCHED;
    }
    this.alive--;
    if (this.alive === 0) yield* this.end(c, random);
    this.on.k.tasks.delete(current(c));
  }

  private *operation(c: Call, random: Random): Path {
    const draw = random.below(100);
    if (draw < 40 && this.live.length < 60) yield* this.map(c, random);
    else if (draw < 60) this.touch(c, random);
    else if (draw < 99) yield* this.unmap(c, random);
    else yield* this.unmapAliases(c);
  }

  private note(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }

  private *map(c: Call, random: Random): Path {
    const count = random.below(10) === 0 ? 1 + random.below(90) : 1 + random.below(8);
    const pages = Array.from({ length: count }, () => this.nextPage++);
    const start = yield* map_pages(this.on.vmap, c, pages);
    if (start === 0) {
      this.note('no room');
      return;
    }
    this.note('map');
    const { vmap } = this.on;
    if (start < vmap.start || start + count > vmap.end) throw new Error(`mapping at ${start} is out of range`);
    for (const other of this.live)
      if (start < other.start + other.pages.length && other.start < start + count)
        throw new Error(`mapping at ${start} overlaps the one at ${other.start}`);
    this.live.push({ start, pages });
  }

  private pick(random: Random): Mapping | undefined {
    return this.live[random.below(Math.max(1, this.live.length))];
  }

  private touch(c: Call, random: Random): void {
    const mapping = this.pick(random);
    if (mapping === undefined) return;
    for (const [at, page] of mapping.pages.entries()) {
      const reached = touch(this.on.vmap, c, mapping.start + at);
      if (reached !== page) throw new Error(`page ${reached} under address ${mapping.start + at}, expected ${page}`);
    }
    this.note('touch');
  }

  private *unmap(c: Call, random: Random): Path {
    const mapping = this.pick(random);
    if (mapping === undefined) return;
    this.live.splice(this.live.indexOf(mapping), 1);
    yield* unmap_pages(this.on.vmap, c, mapping.start, mapping.pages.length);
    for (const page of mapping.pages) this.gone.set(page, this.gone.size);
    this.note('unmap');
    if (this.flushesAtOnce) this.expectNoneOf(new Set(mapping.pages));
  }

  private *unmapAliases(c: Call): Path {
    const before = new Set(this.gone.keys());
    yield* vm_unmap_aliases(this.on.vmap, c);
    this.expectNoneOf(before);
    this.note('vm_unmap_aliases');
  }

  private expectNoneOf(pages: ReadonlySet<number>): void {
    const { k, vmap } = this.on;
    for (const { id } of k.cpus)
      for (const [vpn, page] of vmap.tlbs.of(id))
        if (pages.has(page)) throw new Error(`CPU ${id} still reaches page ${page} under address ${vpn}`);
  }

  private *end(c: Call, random: Random): Path {
    while (this.live.length > 0) yield* this.unmap(c, random);
    yield* this.unmapAliases(c);
  }
}
