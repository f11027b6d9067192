// Tasks that map pages of high memory and page tables, use them, sleep with them and let them go, at random, against a model that is
// trivially correct: each address that a task holds reaches the page that it mapped.

import type { Random } from '../../../src/base/random.ts';
import { US } from '../../../src/base/time.ts';
import { access } from '../../../src/kernel/highmem/access.ts';
import { SERIES } from '../../../src/kernel/highmem/api.ts';
import { HighPage, NOWHERE, type Vpn } from '../../../src/kernel/highmem/high-page.ts';
import { kmap, kmap_pagetable } from '../../../src/kernel/highmem/kmap.ts';
import { kunmap } from '../../../src/kernel/highmem/kunmap.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { COND_RESCHED, sleepFor } from '../../../src/machine/wait.ts';
import type { SmallHighmem } from './small-highmem.ts';

interface Held {
  readonly at: Vpn;
  readonly page: HighPage;
}

export class Kmaps {
  /** Operations that went through, by name. */
  readonly done = new Map<string, number>();
  alive = 0;
  /** More pages than places, so that mappings are pushed out, and few enough that tasks share them. */
  readonly pages = Array.from({ length: 40 }, (_, at) => new HighPage(at + 1));
  readonly tables = Array.from({ length: 24 }, (_, at) => new HighPage(at + 101));
  /** Users by address. */
  readonly users = new Map<Vpn, number>();
  private readonly on: SmallHighmem;

  constructor(on: SmallHighmem) {
    this.on = on;
  }

  start(operations: number): void {
    const { k } = this.on;
    const id = this.alive++;
    const random = k.engine.random(`mapper${id}`);
    k.scheduler.wake(k.createTask(`mapper${id}`, null, (c) => this.life(c, random, operations)));
  }

  /** Every user that the model knows of counts: more may be there, on their way in or out. */
  checkUsers(): void {
    for (const [at, users] of this.users) {
      const pool = this.on.highmem.poolOf(at);
      if (pool !== null && users > 0 && pool.countOf(at - pool.base) - 1 < users)
        throw new Error(`${users} use address ${at}, and its count is ${pool.countOf(at - pool.base)}`);
    }
  }

  private *life(c: Call, random: Random, operations: number): Path {
    for (let left = operations; left > 0; left--) {
      yield* this.operation(c, random);
      yield COND_RESCHED;
    }
    this.alive--;
    this.on.k.tasks.delete(current(c));
  }

  /** A page, often a page table with it, sometimes the second one that mremap() needs. */
  private *operation(c: Call, random: Random): Path {
    const held: Held[] = [];
    yield* this.map(c, held, this.pick(this.pages, random));
    yield* this.use(c, held, random);
    if (random.below(2) === 0) {
      yield* this.mapTable(c, held, this.pick(this.tables, random), SERIES.pagetable);
      yield* this.use(c, held, random);
      if (random.below(3) === 0) yield* this.mapTable(c, held, this.pick(this.tables, random), SERIES.pagetable2);
    }
    yield* this.use(c, held, random);
    while (held.length > 0) yield* this.unmap(c, held.splice(random.below(held.length), 1)[0] as Held);
  }

  private pick(pages: readonly HighPage[], random: Random): HighPage {
    return pages[random.below(pages.length)] as HighPage;
  }

  private note(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }

  private hold(held: Held[], at: Vpn, page: HighPage): void {
    held.push({ at, page });
    this.users.set(at, (this.users.get(at) ?? 0) + 1);
  }

  private *map(c: Call, held: Held[], page: HighPage): Path {
    this.hold(held, yield* kmap(this.on.highmem, c, page), page);
    this.note('page');
  }

  private *mapTable(c: Call, held: Held[], page: HighPage, series: 1 | 2): Path {
    const at = yield* kmap_pagetable(this.on.highmem, c, page, series);
    this.note(at === NOWHERE ? 'low table' : 'table');
    if (at !== NOWHERE) this.hold(held, at, page);
  }

  /** Sometimes after some sleep, during which a flip may come. */
  private *use(c: Call, held: readonly Held[], random: Random): Path {
    const cpu = c.cpu.id;
    if (random.below(3) === 0) yield sleepFor(1 + random.expNs(20 * US));
    const slots = this.on.highmem.slots[cpu];
    for (const { at, page } of held) {
      const isSlot = this.on.highmem.poolOf(at) === null;
      if (isSlot && (c.cpu.id !== cpu || slots === undefined)) throw new Error(`task with slot ${at} left CPU ${cpu}`);
      const reached = access(this.on.highmem, c, at);
      if (reached !== page.pfn) throw new Error(`page ${reached} under address ${at}, expected ${page.pfn}`);
    }
    this.note('use');
  }

  private *unmap(c: Call, { at }: Held): Path {
    this.users.set(at, (this.users.get(at) ?? 0) - 1);
    yield* kunmap(this.on.highmem, c, at);
    this.note('unmap');
  }
}
