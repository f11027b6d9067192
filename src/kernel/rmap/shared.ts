// `shared`: one anon_vma for a whole fork lineage, whose lock heap growth leaves alone (Linux 2.6.32 and 2.6.33).

import { OneListRmap } from './one-list.ts';

export class SharedRmap extends OneListRmap {
  readonly id = 'shared';
  /** 252c5f94d944 (2.6.32): needless when only vm_end moves. */
  readonly locksGrowth = false;
}
