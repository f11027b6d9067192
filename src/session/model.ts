// A model: a simulation with its observer, made from a scenario. The one place where the session meets them.

import { Observer } from '../observe/observer.ts';
import { namedMetrics } from '../scenario/named-metrics.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Simulation, type SimulationOptions } from '../simulation/simulation.ts';
import type { Driven, Watcher } from './driver.ts';

export interface Model {
  readonly simulation: Driven;
  readonly observer: Watcher;
}

export type MakeModel = (scenario: Scenario, options: SimulationOptions) => Model;

export const makeModel: MakeModel = (scenario, options) => {
  const simulation = new Simulation(scenario, options);
  const observer = new Observer(simulation, { symbols: namedSymbols(scenario), windowNs: scenario.window });
  return { simulation, observer };
};

/** Figures named 'self.<symbol>' exist because a scenario names them. */
function namedSymbols(scenario: Scenario): readonly string[] {
  const symbols = namedMetrics(scenario).flatMap(({ metric }) => /^self\.(.+)$/.exec(metric)?.[1] ?? []);
  return [...new Set(symbols)].sort();
}
