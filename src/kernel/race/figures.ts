// What the race detector has caught, as figures.

import { SECOND } from '../../base/time.ts';
import { type Figure, value } from '../../engine/figure.ts';
import { isFatal, type Races, VIOLATIONS, type ViolationKind } from '../mm/races.ts';

const HELP: Record<ViolationKind, string> = {
  stale_migration_entry: 'migration entries that the walk which restores them has missed',
  use_after_free: 'walks that stood on an anon_vma, a link, a VMA or a page table that was gone',
  lost_write: 'writes through a translation that was not flushed, to a page that was copied already',
  migrate_again: 'pages that could not be unmapped because the walk missed an entry; benign',
};

const LABELS: Record<ViolationKind, string> = {
  stale_migration_entry: 'stale entries',
  use_after_free: 'use after free',
  lost_write: 'lost writes',
  migrate_again: 'migrate again',
};

export const raceFigures = (races: Races): readonly Figure[] => [
  ...VIOLATIONS.map((kind) => value(`race.${kind}`, LABELS[kind], '', HELP[kind], () => races.counts[kind])),
  value('race.fatal', 'fatal races', '', 'violations of all kinds that are not benign', () =>
    VIOLATIONS.filter(isFatal).reduce((sum, kind) => sum + races.counts[kind], 0),
  ),
  value('race.firstFatal', 'first fatal race', 's', 'when the first violation that is not benign was caught', () =>
    races.firstFatalNs < 0 ? Number.NaN : races.firstFatalNs / SECOND,
  ),
  value('race.deaths', 'deaths', 'tasks', 'tasks that touched an entry that a migration had lost', () => races.deaths),
];
