// A model: a simulation with its observer, made from a scenario. The one place where the session meets them.

import { symbolNames } from '../engine/symbols.ts';
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
  const declared = new Set(symbolNames());
  const isDeclared = (symbol: string): boolean => declared.has(symbol);
  const observer = new Observer(simulation, {
    symbols: named(scenario, /^self\.(.+)$/).filter(isDeclared),
    callers: named(scenario, /^under\.(.+)$/).filter((callers) => callers.split('+').every(isDeclared)),
    ticks: named(scenario, /^ticks\.(.+)$/).filter(isDeclared),
    locks: named(scenario, /^lock\.(.+)\.\w+$/),
    windowNs: scenario.window,
  });
  return { simulation, observer };
};

/** Figures of a symbol or of a lock class exist because a scenario names them; those of symbols that nobody declares do not. */
function named(scenario: Scenario, form: RegExp): readonly string[] {
  const found = namedMetrics(scenario).flatMap(({ metric }) => form.exec(metric)?.[1] ?? []);
  return [...new Set(found)].sort();
}
