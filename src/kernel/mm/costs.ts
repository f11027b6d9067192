// What kernel work costs on the machine, in ns. The values, their units and sources are in the machine file.

import type { Ns } from '../../base/time.ts';

/** Names of all kernel costs; a machine file must give each of them. */
export const KERNEL_COSTS = [
  'syscall',
  'pageFault',
  'clearPage',
  'copyPage',
  'setPte',
  'copyPte',
  'zapPte',
  'allocPage',
  'freePage',
  'lruMove',
  'slabAlloc',
  'slabFree',
  'copyVma',
  'linkVma',
  'findVma',
  'copyProcess',
  'doExit',
  'releaseTask',
  'doExec',
  'tlbFlush',
  'ipiFunction',
  'listStep',
  'pageCheckAddress',
  'pteLock',
  'isolatePage',
  'shrinkPage',
  'swapSlot',
  'swapCache',
  'submitIo',
  'completeIo',
  'handOverVma',
  'handOverPage',
] as const;

export type KernelCosts = Readonly<Record<(typeof KERNEL_COSTS)[number], Ns>>;
