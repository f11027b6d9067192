// What a schema cannot see: names that must exist elsewhere, or only once.

import { didYouMean } from '../base/closest.ts';
import type { Action } from './action.ts';
import { type Catalogue, variantProblem } from './catalogue.ts';
import type { Problem } from './explain.ts';
import type { Fields } from './layers.ts';
import type { ScenarioFile } from './scenario-schema.ts';
import type { FieldPath } from './yaml-file.ts';

export function crossCheck(file: ScenarioFile, catalogue: Catalogue): readonly Problem[] {
  return [...checkKernel(file, catalogue), ...checkActions(file, catalogue), ...checkClaims(file, catalogue)];
}

export function checkProgram(program: string, catalogue: Catalogue): readonly Problem[] {
  const known = Object.keys(catalogue.programs);
  if (known.includes(program)) return [];
  const message = `expected a workload program, got '${program}'${didYouMean(program, known)}`;
  return [{ path: ['workload', 'program'], message }];
}

function checkKernel({ kernel }: ScenarioFile, catalogue: Catalogue): readonly Problem[] {
  const flips = kernel.flips.flatMap(({ subsystem, old, new: next }, index) => [
    ...checkVariant(catalogue, ['kernel', 'flips', index, 'old'], subsystem, old),
    ...checkVariant(catalogue, ['kernel', 'flips', index, 'new'], subsystem, next),
  ]);
  const keys = kernel.flips.map(({ key }) => key);
  return [
    ...checkVariants(catalogue, ['kernel', 'variants'], kernel.variants),
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
  const inside = file.claims.flatMap(({ at, search }, index) => {
    const path = ['claims', index, 'at'];
    const actions = at.do.flatMap(({ action }, position) =>
      checkAction(file, catalogue, [...path, 'do', position, 'action'], action),
    );
    const loads = [
      ...checkTarget(file, [...path, 'load'], at.load),
      ...checkTarget(file, ['claims', index, 'search', 'to'], search?.to),
    ];
    return [...checkVariants(catalogue, [...path, 'set'], at.set), ...actions, ...loads];
  });
  return [...repeated(['claims'], 'id', ids), ...inside];
}

/** `cpusWith` tells how many CPUs the machine has after a claim's changes, or null when it is no machine then. */
export function checkCpus(file: ScenarioFile, cpusWith: (changes: Fields) => number | null): readonly Problem[] {
  const inTimeline = file.timeline.flatMap((phase, index) =>
    phase.do.flatMap((action, position) => checkStall(['timeline', index, 'do', position], action, () => cpusWith({}))),
  );
  const inClaims = file.claims.flatMap(({ at }, index) =>
    at.do.flatMap(({ action }, position) =>
      checkStall(['claims', index, 'at', 'do', position, 'action'], action, () => cpusWith(at.machine)),
    ),
  );
  return [...inTimeline, ...inClaims];
}

function checkStall(path: FieldPath, action: Action, countCpus: () => number | null): readonly Problem[] {
  if (action.kind !== 'inject' || action.fault.kind !== 'stalled-cpu') return [];
  const { cpu } = action.fault;
  const cpus = countCpus();
  if (cpus === null || cpu < cpus) return [];
  return [{ path: [...path, 'inject', 'cpu'], message: `expected a CPU from 0 to ${cpus - 1}, got ${cpu}` }];
}

function checkAction(file: ScenarioFile, catalogue: Catalogue, path: FieldPath, action: Action): readonly Problem[] {
  if (action.kind === 'flip') return checkVariant(catalogue, [...path, 'flip'], action.subsystem, action.variant);
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

const checkVariants = (
  catalogue: Catalogue,
  path: FieldPath,
  set: Readonly<Record<string, string>>,
): readonly Problem[] =>
  Object.entries(set).flatMap(([subsystem, variant]) =>
    checkVariant(catalogue, [...path, subsystem], subsystem, variant),
  );

function checkVariant(catalogue: Catalogue, path: FieldPath, subsystem: string, variant: string): readonly Problem[] {
  const message = variantProblem(catalogue, subsystem, variant);
  return message === null ? [] : [{ path, message }];
}

const repeated = (path: FieldPath, field: string, values: readonly string[]): readonly Problem[] =>
  values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [{ path: [...path, index, field], message: `expected each ${field} once, got '${value}' again` }],
  );
