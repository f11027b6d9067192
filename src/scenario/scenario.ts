// A scenario, read and checked: what a simulation is made from. Immutable data that survives a structured clone.

import type { MachineSpec } from '../machine/machine-schema.ts';
import type { ScenarioFile } from './scenario-schema.ts';

export interface Scenario extends Omit<ScenarioFile, 'machine'> {
  /** The file's name without ending. */
  readonly name: string;
  readonly path: string;
  /** The preset with the scenario's overrides. */
  readonly machine: MachineSpec;
}
