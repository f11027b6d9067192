// The switchable subsystems and their variants, oldest first: the ids that files, screen and command line use.

import { RMAP_VARIANTS } from './rmap/index.ts';

export const SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = {
  rmap: Object.keys(RMAP_VARIANTS),
};
