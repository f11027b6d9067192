// A scenario's machine: a preset file with the parts that the scenario replaces.
//
// * Fields of a section are replaced one by one; a cost is replaced as a whole, because its source goes with its value.

import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { didYouMean } from '../base/closest.ts';
import { type MachineSpec, machineSchema } from '../machine/machine-schema.ts';
import { explain, type Problem } from './explain.ts';
import { MACHINES } from './package-files.ts';
import { YamlFile } from './yaml-file.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface MachineResult {
  readonly machine: MachineSpec | null;
  readonly preset: YamlFile | null;
  /** Paths start below the scenario's `machine` or, where that has no such field, in the preset. */
  readonly problems: readonly Problem[];
}

export function readMachine(preset: string, overrides: Fields, folder: string = MACHINES): MachineResult {
  const presets = machinePresets(folder);
  if (!presets.includes(preset)) {
    const message = `expected a machine preset, got '${preset}'${didYouMean(preset, presets)}`;
    return { machine: null, preset: null, problems: [{ path: ['preset'], message }] };
  }
  const file = new YamlFile(`${folder}/${preset}.yaml`);
  const merged = isFields(file.data) ? replaceFields(file.data, overrides) : file.data;
  const parsed = machineSchema.safeParse(merged);
  if (parsed.success) return { machine: parsed.data, preset: file, problems: [] };
  return { machine: null, preset: file, problems: explain(parsed.error, machineSchema, merged) };
}

/** `base` with the fields of `overrides`, one level deep: sections stay, their entries are replaced. */
export function replaceFields(base: Fields, overrides: Fields): Fields {
  const entries = Object.entries(overrides).map(([key, value]) => {
    const old = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isFields(old) && isFields(value) ? { ...old, ...value } : value];
  });
  return { ...base, ...Object.fromEntries(entries) };
}

function machinePresets(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => basename(file, '.yaml')).sort();
}

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
