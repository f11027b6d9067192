// Starts a run: scenario, model and driver put together. The worker and the headless commands start theirs here.
// Everything that the user gave is checked before the simulation is made.

import { UsageError } from '../base/usage-error.ts';
import { type Catalogue, killProblem, requireVariant } from '../scenario/catalogue.ts';
import { KNOWN } from '../scenario/known.ts';
import { requireMetrics } from '../scenario/named-metrics.ts';
import { type Change, readScenario } from '../scenario/read-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Phase } from '../scenario/timeline-schema.ts';
import type { Command } from '../simulation/command.ts';
import { Driver, type DriverListener } from './driver.ts';
import { type MakeModel, type Model, makeModel } from './model.ts';
import { runInfo } from './run-info.ts';
import type { RunInfo, SessionOptions } from './session.ts';

export interface StartOptions extends Omit<SessionOptions, 'fps'> {
  /** Follow the scenario's timeline; the default. */
  readonly timeline?: boolean;
  readonly change?: Change;
}

export interface Run extends Model {
  readonly scenario: Scenario;
  readonly info: RunInfo;
  readonly driver: Driver;
}

/** Where scenarios and models come from; tests bring their own. */
export interface Sources {
  readonly catalogue: Catalogue;
  /** See ReadOptions. */
  readonly folder?: string;
  readonly makeModel: MakeModel;
}

const REAL: Sources = { catalogue: KNOWN, makeModel };

export function startRun(options: StartOptions, listener: DriverListener = {}, sources: Sources = REAL): Run {
  const { scenarioPath, seed, set, at, timeline = true, change = {} } = options;
  const { catalogue, folder } = sources;
  const scenario = readScenario(scenarioPath, { catalogue, change, ...(folder === undefined ? {} : { folder }) });
  const { variants } = scenario.kernel;
  for (const [subsystem, variant] of Object.entries(set))
    requireVariant(catalogue, variants, '--set', { subsystem, variant });
  for (const { command } of at) checkCommand(command, scenario, catalogue);
  checkLoad('--load', change.load, scenario);
  const { simulation, observer } = sources.makeModel(scenario, { seed, set });
  requireMetrics(
    scenario,
    observer.infos.map(({ id }) => id),
  );
  const phases = timeline ? storyOf(scenario, set, change.params ?? {}) : [];
  const driver = new Driver(simulation, observer, { tickNs: scenario.tick, timeline: phases, at }, listener);
  return { scenario, simulation, observer, driver, info: runInfo(scenario, seed, observer.infos) };
}

/** Words are true of the variants and parameters that the scenario starts with; loads and paces serve all. */
function storyOf(
  { timeline, kernel }: Scenario,
  set: Readonly<Record<string, string>>,
  params: NonNullable<Change['params']>,
): readonly Phase[] {
  const variants = Object.entries(set).filter(([subsystem, variant]) => kernel.variants[subsystem] !== variant);
  const others = [...variants, ...Object.entries(params)];
  if (others.length === 0) return timeline;
  const started = others.map((pair) => pair.join('=')).join(', ');
  const told = `Started with ${started}: the captions of this scenario tell of another start and are left out.`;
  return timeline.map(({ caption, ...phase }, index) => ({
    ...phase,
    label: '',
    ...(index === 0 ? { caption: told } : {}),
  }));
}

function checkCommand(command: Command, scenario: Scenario, catalogue: Catalogue): void {
  if (command.kind === 'flip') requireVariant(catalogue, scenario.kernel.variants, '--at', command);
  if (command.kind === 'load') checkLoad('--at: load', command.target, scenario);
  if (command.kind === 'kill') checkKill(scenario, catalogue);
  if (command.kind === 'inject' && command.fault.kind === 'stalled-cpu') {
    const { cpus } = scenario.machine.topology;
    if (command.fault.cpu >= cpus) {
      throw new UsageError(`--at: inject: expected a CPU from 0 to ${cpus - 1}, got ${command.fault.cpu}`);
    }
  }
}

function checkKill({ workload }: Scenario, catalogue: Catalogue): void {
  const problem = killProblem(catalogue, workload.program);
  if (problem !== null) throw new UsageError(`--at: kill: ${problem}`);
}

function checkLoad(where: string, target: number | undefined, { name, workload: { load } }: Scenario): void {
  if (target === undefined) return;
  if (load === null) throw new UsageError(`${where}: the workload of ${name} has no load`);
  if (target > load.max) throw new UsageError(`${where}: expected at most ${load.max} ${load.unit}, got ${target}`);
}
