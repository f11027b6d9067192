// A scenario file by itself, as it is written: its form is checked, but not what it says of machines, programs and variants.

import type { z } from 'zod';
import { explain } from './explain.ts';
import { type PlacedProblem, placed, refusal } from './refusal.ts';
import { type ScenarioFile, scenarioSchema } from './scenario-schema.ts';
import { YamlFile } from './yaml-file.ts';

export const readScenarioFile = (path: string): ScenarioFile => scenarioFile(new YamlFile(path));

export const scenarioFile = (yaml: YamlFile): ScenarioFile =>
  parse(scenarioSchema, yaml.data, (problems) => problems.map((one) => placed(yaml, one)));

/** What does not have the form ends in one UsageError with a line per problem. */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
  locate: (problems: ReturnType<typeof explain>) => readonly PlacedProblem[],
): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw refusal(locate(explain(parsed.error, schema, data)));
}
