// A catalogue for tests, so that they do not depend on the programs and variants that exist.

import { z } from 'zod';
import type { ReadOptions } from '../../src/scenario/read-scenario.ts';

export const FILES = new URL('files', import.meta.url).pathname;

export const TEST_OPTIONS: ReadOptions = {
  catalogue: {
    programs: { count: z.strictObject({ speed: z.number().min(1).default(1) }) },
    killable: ['reaim'],
    subsystems: { rmap: ['shared', 'chain'], extra: ['off', 'on'] },
    optional: { extra: ['extra.step'] },
    costs: { lineHit: 'time', tick: 'time', 'extra.step': 'time', moves: 'count' },
  },
  folder: FILES,
};
