// A section of a scenario over a file that it names (a machine preset, a workfile): the scenario's fields replace the
// file's, and every problem is told with the place of the field that was really used.

import { join } from 'node:path';
import { didYouMean } from '../base/closest.ts';
import type { Problem } from './explain.ts';
import { type PlacedProblem, placed } from './refusal.ts';
import type { FieldPath, ReadYaml, YamlFile } from './yaml-file.ts';
import { yamlNames } from './yaml-names.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface Section {
  readonly scenario: YamlFile;
  /** Where in the scenario the section is. */
  readonly path: FieldPath;
  /** The scenario's fields, without the one that names the file. */
  readonly fields: Fields;
  /** Field in which the file is named, e.g. 'preset'. */
  readonly namedIn: FieldPath;
  readonly name: string;
}

export class Layers {
  /** The file's fields with the scenario's. */
  readonly data: unknown;
  private readonly section: Section;
  private readonly file: YamlFile;

  constructor(section: Section, file: YamlFile) {
    this.section = section;
    this.file = file;
    this.data = isFields(file.data) ? replaceFields(file.data, section.fields) : file.data;
  }

  /** Problems with `data`, each with its place. */
  locate(problems: readonly Problem[]): readonly PlacedProblem[] {
    const { scenario, path } = this.section;
    return problems.map((problem) => {
      const inScenario = [...path, ...problem.path];
      return scenario.has(inScenario) ? placed(scenario, { ...problem, path: inScenario }) : placed(this.file, problem);
    });
  }
}

/** Reads the file that a section names; `what` says what it should be. Without such a file, that problem. */
export function layersOf(section: Section, folder: string, what: string, readYaml: ReadYaml): Layers | PlacedProblem {
  const known = yamlNames(folder);
  if (known.includes(section.name)) return new Layers(section, readYaml(join(folder, `${section.name}.yaml`)));
  const message = `expected ${what}, got '${section.name}'${didYouMean(section.name, known)}`;
  return placed(section.scenario, { path: section.namedIn, message });
}

/** `base` with the fields of `overrides`, one level deep: sections stay, their entries are replaced. */
export function replaceFields(base: Fields, overrides: Fields): Fields {
  const entries = Object.entries(overrides).map(([key, value]) => {
    const old = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isFields(old) && isFields(value) ? { ...old, ...value } : value];
  });
  return { ...base, ...Object.fromEntries(entries) };
}

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
