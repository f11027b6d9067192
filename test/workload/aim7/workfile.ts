// The parameters of the scenario aim7, as its run gets them.

import { KNOWN } from '../../../src/scenario/known.ts';
import { readScenario } from '../../../src/scenario/read-scenario.ts';
import { type Aim7Params, aim7Schema } from '../../../src/workload/aim7/schema.ts';

const PATH = new URL('../../../scenarios/aim7.yaml', import.meta.url).pathname;

export const SHARED: Aim7Params = aim7Schema.parse(readScenario(PATH, { catalogue: KNOWN }).workload.params);
