// A model: a simulation with its observer, made from a scenario. The one place where the session meets them.

import type { Scenario } from '../scenario/scenario.ts';
import type { Driven, Watcher } from './driver.ts';

export interface ModelOptions {
  readonly seed: number;
  /** Variants at the start that differ from the scenario's. */
  readonly set: Readonly<Record<string, string>>;
}

export interface Model {
  readonly simulation: Driven;
  readonly observer: Watcher;
}

export type MakeModel = (scenario: Scenario, options: ModelOptions) => Model;

export const makeModel: MakeModel = (scenario) => {
  throw new Error(`no simulation for ${scenario.name} yet`);
};
