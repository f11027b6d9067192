// What kernel work costs on the machine, in ns. The values, their units and sources are in the machine file.
//
// A subsystem that only some machines have brings a group of its own, all names with its prefix: 'vmap.searchStep'.

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

export type KernelCosts = Costs<(typeof KERNEL_COSTS)[number]>;

export type Costs<Name extends string> = Readonly<Record<Name, Ns>>;

/** A cost of the machine by the name that it has in the machine file. */
export type CostOf = (name: string) => Ns;

/** The costs of a group, by their names without `prefix`. */
export const costGroup = <Name extends string>(names: readonly Name[], costOf: CostOf, prefix = ''): Costs<Name> =>
  Object.fromEntries(names.map((name) => [name, costOf(`${prefix}${name}`)])) as Costs<Name>;
