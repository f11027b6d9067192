// allocate_stack and its cache of stacks that no thread uses (glibc 2.5 nptl/allocatestack.c): what is kept is reused, and the
// oldest are unmapped when too much is kept.

import { userSymbol } from '../../engine/symbols.ts';
import type { AddressSpaces } from '../../kernel/address-space/address-spaces.ts';
import { type MmStruct, TASK_UNMAPPED_BASE } from '../../kernel/address-space/mm-struct.ts';
import { mmapFixed, sys_mmap2, sys_mprotect, sys_munmap } from '../../kernel/address-space/mmap.ts';
import { PROT, type Vpn } from '../../kernel/address-space/vm-area.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { computeFor } from '../../machine/wait.ts';
import type { ThreadStacksParams } from './schema.ts';
import { SlotMap } from './slot-map.ts';

const allocateStack = userSymbol('allocate_stack');
const freeStacks = userSymbol('__free_stacks');

/** Where a program that chooses addresses itself begins: 64 MB above what the kernel maps first. */
const FIRST_SLOT: Vpn = TASK_UNMAPPED_BASE + 2 ** 14;

export class StackPool {
  private readonly as: AddressSpaces;
  private readonly mm: MmStruct;
  private readonly params: ThreadStacksParams;
  /** First pages of stacks that are kept, the oldest first. */
  private readonly kept: Vpn[] = [];
  /** With `fixed`. */
  private readonly slots = new SlotMap();

  constructor(as: AddressSpaces, mm: MmStruct, params: ThreadStacksParams) {
    this.as = as;
    this.mm = mm;
    this.params = params;
  }

  /** First page of a stack; 0 when there is no room. */
  *allocate(from: Call): Path<Vpn> {
    const reused = this.kept.pop();
    if (reused !== undefined) return reused;
    const c = from.enter(allocateStack);
    return yield* this.params.fixed ? this.mapFixed(c) : this.mapGuarded(c);
  }

  private *mapGuarded(c: Call): Path<Vpn> {
    const { stackPages, guardPages } = this.params;
    const start = yield* sys_mmap2(this.as, c, this.mm, stackPages, PROT.read | PROT.write);
    if (start === 0 || guardPages === 0) return start;
    const guard = { start, end: start + guardPages, prot: PROT.none };
    if (yield* sys_mprotect(this.as, c, this.mm, guard)) return start;
    yield* sys_munmap(this.as, c, this.mm, start, stackPages);
    return 0;
  }

  /** Stacks are a page apart, so that they stay VMAs of their own and an overflow hits nothing. */
  private *mapFixed(c: Call): Path<Vpn> {
    const { slot, looked } = this.slots.take();
    yield* computeFor(c, looked * this.as.costs.bitmapWord);
    const start = FIRST_SLOT + slot * this.slotPages;
    const range = { start, end: start + this.params.stackPages, prot: PROT.read | PROT.write };
    if (yield* mmapFixed(this.as, c, this.mm, range)) return start;
    this.slots.give(slot);
    return 0;
  }

  private get slotPages(): number {
    return this.params.stackPages + 1;
  }

  /** The thread on this stack has ended. */
  *release(from: Call, start: Vpn): Path {
    const { kept, params } = this;
    kept.push(start);
    while (kept.length * params.stackPages > params.cachedPages) {
      const oldest = kept.shift() as Vpn;
      yield* sys_munmap(this.as, from.enter(freeStacks), this.mm, oldest, params.stackPages);
      if (params.fixed) this.slots.give((oldest - FIRST_SLOT) / this.slotPages);
    }
  }
}
