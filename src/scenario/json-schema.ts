// The form of scenario and machine files as JSON Schema, for editors. scenarios/*.schema.json are generated from this;
// a test keeps them fresh.

import { z } from 'zod';
import { machineSchema } from '../machine/machine-schema.ts';
import { scenarioSchema } from './scenario-schema.ts';

export const scenarioJsonSchema = (): string => text('vmtop scenario', scenarioSchema);

export const machineJsonSchema = (): string => text('vmtop machine', machineSchema);

function text(title: string, schema: z.ZodType): string {
  const generated = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return `${JSON.stringify({ title, ...generated }, null, 2)}\n`;
}
