// The workload programs that a scenario can name, each with the schema of its parameters.

import type { z } from 'zod';

export const PROGRAMS: Readonly<Record<string, z.ZodType>> = {};
