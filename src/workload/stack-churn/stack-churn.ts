// A program with so many guarded stacks unmaps one at random and maps one of another size, over and over.

import { type Ns, US } from '../../base/time.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { userSymbol } from '../../engine/symbols.ts';
import type { AddressSpaces } from '../../kernel/address-space/address-spaces.ts';
import type { MmStruct } from '../../kernel/address-space/mm-struct.ts';
import { sys_mmap2, sys_mprotect, sys_munmap } from '../../kernel/address-space/mmap.ts';
import { PROT, type Vpn } from '../../kernel/address-space/vm-area.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, sync } from '../../machine/wait.ts';
import { LoadRamp } from '../load-ramp.ts';
import { type Program, type ProgramOptions, requirePart } from '../program.ts';
import type { StackChurnParams } from './schema.ts';

const U = { allocate_stack: userSymbol('allocate_stack'), free_stacks: userSymbol('__free_stacks') };

interface Stack {
  readonly start: Vpn;
  readonly pages: number;
}

export class StackChurn implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly as: AddressSpaces;
  private readonly mm: MmStruct;
  private readonly params: StackChurnParams;
  private readonly load: LoadRamp;
  private readonly stacks: Stack[] = [];
  /** One of the stacks is on its way from its old place to its new one. */
  private isReplacing = false;
  private replaced = 0;
  private replacingNs: Ns = 0;
  /** Mappings for which there was no room. */
  private failed = 0;

  constructor({ kernel, params, load }: ProgramOptions<StackChurnParams>) {
    this.k = kernel;
    this.as = requirePart('stack-churn', kernel.addressSpaces, 'unmapped-area');
    this.mm = this.as.createMm();
    this.params = params;
    this.load = new LoadRamp(kernel.engine, load);
    kernel.scheduler.wake(kernel.createTask('churn', null, (c) => this.run(c)));
    this.figures = this.declareFigures();
  }

  setLoad(target: number, overNs: Ns): void {
    this.load.moveTo(target, overNs);
  }

  private *run(c: Call): Path {
    const which = this.k.engine.random('stack-churn');
    const size = this.k.engine.random('stack-churn sizes');
    const { leastPages, mostPages } = this.params;
    const draw = (): number => leastPages + size.below(mostPages - leastPages + 1);
    for (;;) {
      const wanted = this.load.wanted;
      const count = this.stacks.length;
      if (count < wanted) yield* this.mapStack(c, draw());
      else if (count > wanted) yield* this.unmapStack(c, which.below(count));
      else yield* this.replace(c, which.below(count), draw());
      yield COND_RESCHED;
    }
  }

  private *replace(c: Call, index: number, pages: number): Path {
    const began = this.k.engine.now;
    this.isReplacing = true;
    yield* this.unmapStack(c, index);
    yield* this.mapStack(c, pages);
    this.isReplacing = false;
    yield* sync(c);
    this.replacingNs += this.k.engine.now - began;
    this.replaced++;
  }

  private *mapStack(from: Call, pages: number): Path {
    const c = from.enter(U.allocate_stack);
    const start = yield* sys_mmap2(this.as, c, this.mm, pages, PROT.read | PROT.write);
    if (start === 0) {
      this.failed++;
      return;
    }
    yield* sys_mprotect(this.as, c, this.mm, { start, end: start + 1, prot: PROT.none });
    this.stacks.push({ start, pages });
  }

  /** The last of the list takes its place there. */
  private *unmapStack(from: Call, index: number): Path {
    const stack = this.stacks[index];
    const last = this.stacks.pop();
    if (stack === undefined || last === undefined) return;
    if (last !== stack) this.stacks[index] = last;
    yield* sys_munmap(this.as, from.enter(U.free_stacks), this.mm, stack.start, stack.pages);
  }

  private declareFigures(): readonly Figure[] {
    return [
      value(
        'churn.stacks',
        'stacks',
        '',
        'stacks that are mapped',
        () => this.stacks.length + (this.isReplacing ? 1 : 0),
      ),
      mean('churn.us', 'per replacement', 'us', 'time to unmap a stack and map another', {
        read: () => this.replacingNs / US,
        per: () => this.replaced,
      }),
      rate('churn.rate', 'replaced', '/s', 'stacks replaced', () => this.replaced),
      value('churn.failed', 'no room', '', 'mappings for which there was no room', () => this.failed),
    ];
  }
}
