import { expect, test } from 'vitest';
import { raceLines } from '../../src/report/race-lines.ts';
import { DEMO_RACES } from '../observe/demo-violation.ts';

test('counts, and the first of each kind with the call chains of both who met', () => {
  expect(raceLines(DEMO_RACES)).toEqual([
    'Races: stale_migration_entry 12, use_after_free 3, lost_write 0, migrate_again 20,500; 9 deaths',
    '  first migrate_again (benign) at 12.0ms: entry of page 4097 in data of mm 3',
    '    walker:  mover on CPU 2: sys_move_pages > try_to_unmap',
    '    mutator: not known',
    '  first stale_migration_entry at 20.0ms: entry of page 4099 in data of mm 12',
    '    walker:  mover on CPU 2: sys_move_pages > move_to_new_page > rmap_walk',
    '    mutator: relative on CPU 5: sys_mprotect > vma_merge > vma_adjust, 1.50us before',
  ]);
});

test('nothing where nothing is on the watch', () => {
  expect(raceLines(undefined)).toEqual([]);
});
