// The counting model in place of the real one, for whatever starts runs.

import { Panic } from '../../src/engine/panic.ts';
import type { Sources } from '../../src/session/start-run.ts';
import { FILES, TEST_OPTIONS } from '../scenario/catalogue.ts';
import { countingModel } from './counting-model.ts';

/** With it the model breaks while it is made. */
export const BROKEN_SEED = 666;

export const COUNTING_SOURCES: Sources = {
  catalogue: TEST_OPTIONS.catalogue,
  folder: FILES,
  makeModel: ({ workload, kernel }, { seed, set }) => {
    if (seed === BROKEN_SEED) throw new Panic('broken from the start');
    return countingModel(workload.load?.start ?? 0, { ...kernel.variants, ...set });
  },
};
