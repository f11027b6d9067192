// Reads one scenario file and checks all of it; whatever is wrong ends in one UsageError with a line per problem.

import { basename, join } from 'node:path';
import type { Ns } from '../base/time.ts';
import { machineSchema } from '../machine/machine-schema.ts';
import type { Catalogue } from './catalogue.ts';
import { checkCosts, checkMachines, checkParams, checkProgram, crossCheck, type MachineWith } from './cross-check.ts';
import { explain, type Problem } from './explain.ts';
import { type Fields, type Layers, layersOf, replaceFields } from './layers.ts';
import { SCENARIOS } from './package-files.ts';
import { type PlacedProblem, placed, refusal } from './refusal.ts';
import type { Scenario } from './scenario.ts';
import { parse, scenarioFile } from './scenario-file.ts';
import type { ScenarioFile } from './scenario-schema.ts';
import { type ReadYaml, YamlFile } from './yaml-file.ts';

/** What a single run changes in the scenario that it is made from. */
export interface Change {
  readonly params?: Fields;
  readonly machine?: Fields;
  readonly load?: number | undefined;
  readonly window?: Ns | undefined;
}

export interface ReadOptions {
  readonly catalogue: Catalogue;
  /** Has the folders machines and workfiles; the package's own by default. */
  readonly folder?: string;
  readonly change?: Change;
  readonly readYaml?: ReadYaml;
}

const anew: ReadYaml = (path) => new YamlFile(path);

export function readScenario(path: string, options: ReadOptions): Scenario {
  const { catalogue, folder = SCENARIOS, change = {}, readYaml = anew } = options;
  const yaml = readYaml(path);
  const written = scenarioFile(yaml);
  const file = withChange(written, change);
  refuse(yaml, [...crossCheck(file, catalogue), ...checkProgram(file.workload.program, catalogue)]);
  const machines = join(folder, 'machines');
  const machine = machineLayers(yaml, file, machines, readYaml);
  const workfiles = join(folder, 'workfiles');
  const params = paramLayers(yaml, file, workfiles, readYaml);
  const usual = change.params === undefined ? params : paramLayers(yaml, written, workfiles, readYaml);
  const program = catalogue.programs[file.workload.program];
  if (program !== undefined) {
    const isGood = program.safeParse(usual.data).success;
    parse(program, params.data, (found) => ofChange(found, change.params ?? {}, isGood) ?? params.locate(found));
  }
  const machineSpec = parse(machineSchema, machine.data, (found) => machine.locate(found));
  const costs = checkCosts(machineSpec, file, catalogue);
  if (costs.length > 0) throw refusal(machine.locate(costs));
  // A run on a smaller machine leaves the file as good as it is: a claim's run does not follow the timeline.
  const unchanged = change.machine === undefined ? machine : machineLayers(yaml, written, machines, readYaml);
  if (program !== undefined) refuse(yaml, checkParams(written, program, usual.data as Fields));
  refuse(yaml, checkMachines(written, catalogue, changing(unchanged)));
  return {
    ...file,
    machine: machineSpec,
    workload: { ...file.workload, params: params.data as Scenario['workload']['params'] },
    name: basename(path).replace(/\.ya?ml$/, ''),
    path,
  };
}

function refuse(yaml: YamlFile, problems: readonly Problem[]): void {
  if (problems.length > 0) throw refusal(problems.map((problem) => placed(yaml, problem)));
}

/**
 * Problems that changed parameters make, null when they make none. To a file that is good without them the first one of another parameter is
 * theirs, too. They come from --param: those of claims are told with their places before any runs.
 */
function ofChange(found: readonly Problem[], changed: Fields, isGood: boolean): readonly PlacedProblem[] | null {
  const own = found.filter(({ path: [name = ''] }) => Object.hasOwn(changed, name));
  const theirs = own.length === 0 && isGood ? found.slice(0, 1) : own;
  return theirs.length === 0 ? null : theirs.map((problem) => ({ place: '--param', problem }));
}

const changing =
  ({ data }: Layers): MachineWith =>
  (changes) => {
    const changed = replaceFields(data as Fields, changes);
    const parsed = machineSchema.safeParse(changed);
    return parsed.success ? parsed.data : explain(parsed.error, machineSchema, changed);
  };

function withChange(
  file: ScenarioFile,
  { params = {}, machine = {}, load, window = file.window }: Change,
): ScenarioFile {
  const { workload } = file;
  return {
    ...file,
    window,
    machine: { ...file.machine, ...replaceFields(file.machine, machine), preset: file.machine.preset },
    workload: {
      ...workload,
      params: { ...workload.params, ...(params as typeof workload.params) },
      load: workload.load === null ? null : { ...workload.load, start: load ?? workload.load.start },
    },
  };
}

function machineLayers(scenario: YamlFile, { machine }: ScenarioFile, folder: string, readYaml: ReadYaml): Layers {
  const { preset, ...fields } = machine;
  const section = { scenario, path: ['machine'], fields, namedIn: ['machine', 'preset'], name: preset };
  return found(layersOf(section, folder, 'a machine preset', readYaml));
}

function paramLayers(
  scenario: YamlFile,
  { workload }: ScenarioFile,
  folder: string,
  readYaml: ReadYaml,
): Pick<Layers, 'data' | 'locate'> {
  const path = ['workload', 'params'];
  const { workfile, params: fields } = workload;
  if (workfile !== undefined) {
    const section = { scenario, path, fields, namedIn: ['workload', 'workfile'], name: workfile };
    return found(layersOf(section, folder, 'a workfile', readYaml));
  }
  const locate: Layers['locate'] = (problems) =>
    problems.map((problem) => placed(scenario, { ...problem, path: [...path, ...problem.path] }));
  return { data: fields, locate };
}

function found(layers: Layers | PlacedProblem): Layers {
  if ('place' in layers) throw refusal([layers]);
  return layers;
}
