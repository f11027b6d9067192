// `shared-brk`: as `shared`, but vma_adjust takes the lock of the whole family each time a VMA with an anon_vma changes, so
// every brk that grows the heap does, too (Linux 2.6.31 mm/mmap.c, before 252c5f94d944).

import { OneListRmap } from './one-list.ts';

export class SharedBrkRmap extends OneListRmap {
  readonly id = 'shared-brk';
  readonly locksGrowth = true;
}
