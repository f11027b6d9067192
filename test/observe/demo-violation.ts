// What a race detector might have caught; nothing here is a result of a simulation.

import type { RaceSample } from '../../src/observe/frame.ts';

export const DEMO_RACES: RaceSample = {
  counts: { stale_migration_entry: 12, use_after_free: 3, lost_write: 0, migrate_again: 20_500 },
  deaths: 9,
  first: [
    {
      kind: 'migrate_again',
      atNs: 12_000_000,
      fatal: false,
      what: 'entry of page 4097 in data of mm 3',
      walker: { task: 'mover', cpu: 2, atNs: 12_000_000, stack: ['sys_move_pages', 'try_to_unmap'] },
      mutator: null,
    },
    {
      kind: 'stale_migration_entry',
      atNs: 20_000_000,
      fatal: true,
      what: 'entry of page 4099 in data of mm 12',
      walker: { task: 'mover', cpu: 2, atNs: 20_000_000, stack: ['sys_move_pages', 'move_to_new_page', 'rmap_walk'] },
      mutator: { task: 'relative', cpu: 5, atNs: 19_998_500, stack: ['sys_mprotect', 'vma_merge', 'vma_adjust'] },
    },
  ],
};
