// Reads one scenario file and checks all of it; whatever is wrong ends in one UsageError with a line per problem.

import { basename } from 'node:path';
import { UsageError } from '../base/usage-error.ts';
import type { MachineSpec } from '../machine/machine-schema.ts';
import type { Catalogue } from './catalogue.ts';
import { checkProgram, crossCheck } from './cross-check.ts';
import { explain, type Problem } from './explain.ts';
import { readMachine, replaceFields } from './machine-file.ts';
import { MACHINES } from './package-files.ts';
import type { Scenario } from './scenario.ts';
import { type ScenarioFile, scenarioSchema } from './scenario-schema.ts';
import { type FieldPath, YamlFile } from './yaml-file.ts';

const MOST_PROBLEMS = 5;

/** What a single run changes in the scenario that it is made from. */
export interface Change {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly machine?: Readonly<Record<string, unknown>>;
  readonly load?: number | undefined;
}

export interface ReadOptions {
  readonly catalogue: Catalogue;
  /** Folder of the machine presets; the package's own by default. */
  readonly machines?: string;
  readonly change?: Change;
}

export function readScenario(path: string, { catalogue, machines = MACHINES, change = {} }: ReadOptions): Scenario {
  const yaml = new YamlFile(path);
  const parsed = scenarioSchema.safeParse(yaml.data);
  if (!parsed.success) throw refusal(explain(parsed.error, scenarioSchema, yaml.data), (at) => yaml.where(at));
  const file = changed(parsed.data, change);
  const problems = [...crossCheck(file, catalogue), ...checkParams(file, catalogue)];
  if (problems.length > 0) throw refusal(problems, (at) => yaml.where(at));
  const machine = machineOf(file, yaml, machines);
  return { ...file, machine, name: basename(path).replace(/\.ya?ml$/, ''), path };
}

function changed(file: ScenarioFile, { params = {}, machine = {}, load }: Change): ScenarioFile {
  const { workload } = file;
  const start = load ?? workload.load?.start ?? 0;
  return {
    ...file,
    machine: { ...file.machine, ...replaceFields(file.machine, machine), preset: file.machine.preset },
    workload: {
      ...workload,
      params: { ...workload.params, ...(params as typeof workload.params) },
      load: workload.load === null ? null : { ...workload.load, start },
    },
  };
}

function checkParams({ workload }: ScenarioFile, catalogue: Catalogue): readonly Problem[] {
  const unknown = checkProgram(workload.program, catalogue);
  const schema = catalogue.programs[workload.program];
  if (unknown.length > 0 || schema === undefined) return unknown;
  const parsed = schema.safeParse(workload.params);
  if (parsed.success) return [];
  return below(['workload', 'params'], explain(parsed.error, schema, workload.params));
}

function machineOf(file: ScenarioFile, yaml: YamlFile, machines: string): MachineSpec {
  const { preset, ...overrides } = file.machine;
  const result = readMachine(preset, overrides, machines);
  if (result.machine !== null) return result.machine;
  const presetFile = result.preset;
  const inPreset = (path: FieldPath): boolean => presetFile !== null && !yaml.has(['machine', ...path]);
  if (presetFile !== null && result.problems.every(({ path }) => inPreset(path))) {
    throw refusal(result.problems, (at) => presetFile.where(at));
  }
  const here = result.problems.filter(({ path }) => !inPreset(path));
  throw refusal(below(['machine'], here), (at) => yaml.where(at));
}

const below = (parent: FieldPath, problems: readonly Problem[]): readonly Problem[] =>
  problems.map(({ path, message }) => ({ path: [...parent, ...path], message }));

function refusal(problems: readonly Problem[], where: (path: FieldPath) => string): UsageError {
  const lines = problems.slice(0, MOST_PROBLEMS).map(({ path, message }) => {
    const field = fieldName(path);
    return `${where(path)}: ${field === '' ? '' : `${field}: `}${message}`;
  });
  const more = problems.length - lines.length;
  return new UsageError([...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
}

/** 'timeline[0].for' */
const fieldName = (path: FieldPath): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
