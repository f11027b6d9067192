// The counting model in place of the real one, for whatever starts runs.

import type { Sources } from '../../src/session/start-run.ts';
import { FILES, TEST_OPTIONS } from '../scenario/catalogue.ts';
import { countingModel } from './counting-model.ts';

export const COUNTING_SOURCES: Sources = {
  catalogue: TEST_OPTIONS.catalogue,
  folder: FILES,
  makeModel: ({ workload, kernel }, { set }) =>
    countingModel(workload.load?.start ?? 0, { ...kernel.variants, ...set }),
};
