// A relative: maps the same pages as the rest of the family, and forks, exits, protects and moves them around as it likes.

import type { Random } from '../../base/random.ts';
import { MS } from '../../base/time.ts';
import { reap } from '../../kernel/mm/exit.ts';
import { do_fork } from '../../kernel/mm/fork.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { touch } from '../../kernel/mm/memory.ts';
import { sys_mprotect } from '../../kernel/mm/mprotect.ts';
import { sys_mremap } from '../../kernel/mm/mremap.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import { VM, type Vma } from '../../kernel/mm/vma.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { computeFor } from '../../machine/wait.ts';
import { AWAY, HOME, partsOf, readAll } from './area.ts';
import type { MigrateFamilyParams } from './schema.ts';

type Operation = keyof MigrateFamilyParams['mix'];

export class Relative {
  private readonly k: Kernel;
  private readonly params: MigrateFamilyParams;
  private readonly c: Call;
  private readonly random: Random;

  constructor(k: Kernel, params: MigrateFamilyParams, c: Call) {
    this.k = k;
    this.params = params;
    this.c = c;
    this.random = k.engine.random(`relative${c.task.id}`);
  }

  /** Until it has done enough, `isOver` says so, or it has to die. */
  *live(isOver: () => boolean): Path {
    const { k, c, params, random } = this;
    let left = 1 + random.below(2 * params.operations);
    while (left-- > 0 && !isOver() && (yield* this.operate(this.draw()))) {
      yield* computeFor(c, 1 + random.expNs(params.thinkMs * MS));
      yield* reap(k, c);
    }
  }

  private draw(): Operation {
    const mix = Object.entries(this.params.mix) as [Operation, number][];
    let draw = this.random.below(mix.reduce((sum, [, share]) => sum + share, 0));
    for (const [operation, share] of mix) {
      if (draw < share) return operation;
      draw -= share;
    }
    return 'read';
  }

  /** False when it has to die. */
  private *operate(operation: Operation): Path<boolean> {
    if (operation === 'read') return yield* readAll(this.k, this.c);
    if (operation === 'write') return yield* this.write();
    if (operation === 'protect') yield* this.protect();
    else if (operation === 'move') yield* this.move();
    else yield* this.fork();
    return !current(this.c).killed;
  }

  private pick(vmas: readonly Vma[]): Vma | null {
    return vmas.length === 0 ? null : (vmas[this.random.below(vmas.length)] ?? null);
  }

  private *write(): Path<boolean> {
    const vma = this.pick(partsOf(this.c).filter(({ flags }) => (flags & VM.write) !== 0));
    if (vma === null) return true;
    return yield* touch(this.k, this.c, vma, vma.start + this.random.below(vma.pages), 1, true);
  }

  /** From the lower end of a part, up to its upper end, or in its middle: shifts a boundary, joins parts, or makes new ones. */
  private *protect(): Path {
    const vma = this.pick(partsOf(this.c));
    if (vma === null) return;
    const from = this.random.below(3) === 0 ? this.random.below(vma.pages) : 0;
    const pages = this.random.below(3) === 0 ? vma.pages - from : 1 + this.random.below(vma.pages - from);
    const flags = (vma.flags & VM.write) === 0 ? VM.read | VM.write : VM.read;
    yield* sys_mprotect(this.k, this.c, vma.mm, vma.start + from, pages, flags);
  }

  /** What is away comes home, as a whole; else a piece goes away. */
  private *move(): Path {
    const parts = partsOf(this.c);
    const away = parts.find(({ start }) => start >= AWAY);
    if (away !== undefined) {
      yield* sys_mremap(this.k, this.c, away.mm, away.start, away.pages, away.pgoff);
      return;
    }
    const vma = this.pick(parts);
    if (vma === null) return;
    const from = this.random.below(vma.pages);
    const pages = 1 + this.random.below(vma.pages - from);
    yield* sys_mremap(this.k, this.c, vma.mm, vma.start + from, pages, vma.start + from - HOME + AWAY);
  }

  private *fork(): Path {
    const { k } = this;
    yield* do_fork(k, this.c, 'grandchild', (c) => readAll(k, c));
  }
}
