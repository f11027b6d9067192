// What a schema cannot see: names that must exist elsewhere, or only once.

import type { z } from 'zod';
import { didYouMean, nearMiss } from '../base/closest.ts';
import { type MachineSpec, unitsOf } from '../machine/machine-schema.ts';
import type { Action } from './action.ts';
import { type Catalogue, killProblem, neededCosts, presentVariantProblem, variantProblem } from './catalogue.ts';
import type { RunSpec } from './claim-schema.ts';
import { explain, type Problem } from './explain.ts';
import { isOthers } from './fitted-schema.ts';
import type { Fields } from './layers.ts';
import type { ScenarioFile } from './scenario-schema.ts';
import type { FieldPath } from './yaml-file.ts';

export function crossCheck(file: ScenarioFile, catalogue: Catalogue): readonly Problem[] {
  return [
    ...checkKernel(file, catalogue),
    ...checkActions(file, catalogue),
    ...checkClaims(file, catalogue),
    ...checkFitted(file),
  ];
}

export function checkProgram(program: string, catalogue: Catalogue): readonly Problem[] {
  const known = Object.keys(catalogue.programs);
  if (known.includes(program)) return [];
  const message = `expected a workload program, got '${program}'${didYouMean(program, known)}`;
  return [{ path: ['workload', 'program'], message }];
}

function checkKernel({ kernel }: ScenarioFile, catalogue: Catalogue): readonly Problem[] {
  const flips = kernel.flips.flatMap(({ subsystem, old, new: next }, index) => [
    ...checkPresent(catalogue, kernel, ['kernel', 'flips', index, 'old'], { subsystem, variant: old }),
    ...checkPresent(catalogue, kernel, ['kernel', 'flips', index, 'new'], { subsystem, variant: next }),
  ]);
  const keys = kernel.flips.map(({ key }) => key);
  return [
    ...Object.entries(kernel.variants).flatMap(([subsystem, variant]) =>
      problemAt(['kernel', 'variants', subsystem], variantProblem(catalogue, subsystem, variant)),
    ),
    ...flips,
    ...repeated(['kernel', 'flips'], 'key', keys),
  ];
}

function checkActions(file: ScenarioFile, catalogue: Catalogue): readonly Problem[] {
  return file.timeline.flatMap((phase, index) =>
    phase.do.flatMap((action, position) => checkAction(file, catalogue, ['timeline', index, 'do', position], action)),
  );
}

function checkClaims(file: ScenarioFile, catalogue: Catalogue): readonly Problem[] {
  const ids = file.claims.map(({ id }) => id);
  const runs = runsOf(file).flatMap(({ path, run }) => {
    const actions = run.do.flatMap(({ action }, position) =>
      checkAction(file, catalogue, [...path, 'do', position, 'action'], action),
    );
    const set = Object.entries(run.set).flatMap(([subsystem, variant]) =>
      checkPresent(catalogue, file.kernel, [...path, 'set', subsystem], { subsystem, variant }),
    );
    return [...set, ...actions, ...checkTarget(file, [...path, 'load'], run.load)];
  });
  const searches = file.claims.flatMap(({ search }, index) =>
    (['from', 'to', 'reference'] as const).flatMap((field) =>
      checkTarget(file, ['claims', index, 'search', field], search?.[field]),
    ),
  );
  return [...repeated(['claims'], 'id', ids), ...runs, ...searches];
}

interface ClaimRun {
  readonly path: FieldPath;
  readonly run: RunSpec;
}

/** All runs that claims ask for, those of searches without their loads. */
const runsOf = ({ claims }: ScenarioFile): readonly ClaimRun[] =>
  claims.flatMap(({ at, against }, index) => [
    { path: ['claims', index, 'at'], run: at },
    ...(against === undefined ? [] : [{ path: ['claims', index, 'against'], run: against }]),
  ]);

/** A claim is marked exactly when a constant says that it was fitted on it. */
function checkFitted({ claims, fitted }: ScenarioFile): readonly Problem[] {
  const marked = claims.filter((claim) => claim.fitted).map(({ id }) => id);
  const named = new Set(fitted.flatMap(({ on }) => on));
  const unmarked = fitted.flatMap(({ on }, index) =>
    on.flatMap((id, position) => {
      if (isOthers(id) || marked.includes(id)) return [];
      return [{ path: ['fitted', index, 'on', position], message: `expected a claim with fitted: true, got '${id}'` }];
    }),
  );
  const unexplained = claims.flatMap(({ id, fitted: isMarked }, index) => {
    if (!isMarked || named.has(id)) return [];
    const message = `expected a constant in 'fitted' that was fitted on '${id}', got none`;
    return [{ path: ['claims', index, 'fitted'], message }];
  });
  return [...unmarked, ...unexplained];
}

/** Parameters that claims' runs change; `params` are the scenario's. */
export const checkParams = (file: ScenarioFile, program: z.ZodType, params: Fields): readonly Problem[] =>
  runsOf(file).flatMap(({ path, run }) => {
    if (Object.keys(run.params).length === 0) return [];
    const changed = { ...params, ...run.params };
    const { error } = program.safeParse(changed);
    const problems = error === undefined ? [] : explain(error, program, changed);
    return problems.map((one) => ({ ...one, path: [...path, 'params', ...one.path] }));
  });

/** What a claim's changes make of the machine; what is wrong with it otherwise, with paths of the machine. */
export type MachineWith = (changes: Fields) => MachineSpec | readonly Problem[];

/** Machines of claims' runs, and the CPUs that actions stall on them; what `machineWith({})` tells has been told. */
export function checkMachines(file: ScenarioFile, catalogue: Catalogue, machineWith: MachineWith): readonly Problem[] {
  const own = machineWith({});
  if (!('topology' in own)) return [];
  const inTimeline = file.timeline.flatMap((phase, index) =>
    phase.do.flatMap((action, position) => checkStall(['timeline', index, 'do', position], action, own)),
  );
  const inClaims = runsOf(file).flatMap(({ path, run }) => {
    const changed = Object.keys(run.machine).length === 0 ? own : machineWith(run.machine);
    const problems = 'topology' in changed ? checkCosts(changed, file, catalogue) : changed;
    if (problems.length > 0 || !('topology' in changed))
      return problems.map((one) => ({ ...one, path: [...path, 'machine', ...one.path] }));
    return run.do.flatMap(({ action }, position) => checkStall([...path, 'do', position, 'action'], action, changed));
  });
  return [...inTimeline, ...inClaims];
}

function checkStall(path: FieldPath, action: Action, { topology: { cpus } }: MachineSpec): readonly Problem[] {
  if (action.kind !== 'inject' || action.fault.kind !== 'stalled-cpu') return [];
  const { cpu } = action.fault;
  if (cpu < cpus) return [];
  return [{ path: [...path, 'inject', 'cpu'], message: `expected a CPU from 0 to ${cpus - 1}, got ${cpu}` }];
}

function checkAction(file: ScenarioFile, catalogue: Catalogue, path: FieldPath, action: Action): readonly Problem[] {
  if (action.kind === 'flip') return checkPresent(catalogue, file.kernel, [...path, 'flip'], action);
  if (action.kind === 'kill') return problemAt([...path, 'kill'], killProblem(catalogue, file.workload.program));
  return action.kind === 'load' ? checkTarget(file, [...path, 'load', 'to'], action.target) : [];
}

function checkTarget(
  { workload: { load } }: ScenarioFile,
  path: FieldPath,
  target: number | undefined,
): readonly Problem[] {
  if (target === undefined) return [];
  if (load === null) return [{ path, message: 'expected no load: the workload has none' }];
  if (target <= load.max) return [];
  return [{ path, message: `expected at most workload.load.max (${load.max}), got ${target}` }];
}

/** Costs that the machine states and nobody knows so, and those that a subsystem of the scenario needs and it does not state. */
export function checkCosts({ costs }: MachineSpec, { kernel }: ScenarioFile, catalogue: Catalogue): readonly Problem[] {
  const missing = [...neededCosts(catalogue, kernel.variants)]
    .filter(([name]) => !Object.hasOwn(costs, name))
    .map(([name, subsystem]) => ({
      path: ['costs', name],
      message: `expected a cost with value, unit and source, which ${subsystem} needs, got nothing`,
    }));
  return [...Object.entries(costs).flatMap(([name, { unit }]) => checkCost(name, unit, catalogue)), ...missing];
}

function checkCost(name: string, unit: string, { costs }: Catalogue): readonly Problem[] {
  const kind = Object.hasOwn(costs, name) ? costs[name] : undefined;
  if (kind === undefined)
    return [{ path: ['costs', name], message: `unknown cost${nearMiss(name, Object.keys(costs))}` }];
  const units = unitsOf(kind);
  if (units.includes(unit)) return [];
  return [{ path: ['costs', name, 'unit'], message: `expected ${units.join(' or ')}, got '${unit}'` }];
}

const checkPresent = (
  catalogue: Catalogue,
  { variants }: ScenarioFile['kernel'],
  path: FieldPath,
  { subsystem, variant }: { readonly subsystem: string; readonly variant: string },
): readonly Problem[] => problemAt(path, presentVariantProblem(catalogue, variants, subsystem, variant));

const problemAt = (path: FieldPath, message: string | null): readonly Problem[] =>
  message === null ? [] : [{ path, message }];

const repeated = (path: FieldPath, field: string, values: readonly string[]): readonly Problem[] =>
  values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [{ path: [...path, index, field], message: `expected each ${field} once, got '${value}' again` }],
  );
