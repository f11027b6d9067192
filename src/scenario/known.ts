// The catalogue of this program: everything that scenario files and the command line may name.

import { OPTIONAL_SUBSYSTEMS, SUBSYSTEMS } from '../kernel/subsystems.ts';
import { PROGRAMS } from '../workload/programs.ts';
import type { Catalogue } from './catalogue.ts';

export const KNOWN: Catalogue = {
  programs: Object.fromEntries(Object.entries(PROGRAMS).map(([name, { schema }]) => [name, schema])),
  killable: Object.keys(PROGRAMS).filter((name) => PROGRAMS[name]?.canKill),
  subsystems: SUBSYSTEMS,
  optional: OPTIONAL_SUBSYSTEMS,
};
