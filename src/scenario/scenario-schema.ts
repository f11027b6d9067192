// The form of a scenario file. Data only: nothing in it is executed, and every size is bounded.

import { z } from 'zod';
import { MS, SECOND, US } from '../base/time.ts';
import { printable, printableLines } from '../machine/text.ts';
import { claim } from './claim-schema.ts';
import { duration, id, line, metric, prose, settings, variants } from './fields.ts';
import { fitted } from './fitted-schema.ts';
import { MOST_LOAD } from './limits.ts';
import { phase } from './timeline-schema.ts';

const flip = z
  .strictObject({
    key: z.string().regex(/^[1-9]$/, { error: "expected a digit from '1' to '9' in quotes" }),
    subsystem: id,
    old: id,
    new: id,
  })
  .refine((given) => given.old !== given.new, { error: 'expected another variant than old', path: ['new'] });

const load = z
  .strictObject({
    unit: line.max(20),
    start: z.int().min(0).max(MOST_LOAD),
    step: z.int().min(1).max(MOST_LOAD).describe('What + and - change'),
    max: z.int().min(1).max(MOST_LOAD),
    metric: metric.describe('The figure that shows the load now'),
  })
  .refine(({ start, max }) => start <= max || start > MOST_LOAD, {
    error: 'expected at most max',
    path: ['start'],
  });

const chart = z.strictObject({
  title: line.max(60),
  unit: printable.max(20).default(''),
  max: z.number().gt(0).nullable().default(null).describe('Fixed top of the axis; grows with the data when absent'),
  metrics: z.array(metric).min(1).max(8),
});

const fields = z.strictObject({
  title: line,
  source: prose,
  machine: z
    .object({ preset: id.describe('A file in scenarios/machines') })
    .catchall(z.json())
    .describe('The preset and the parts that differ from it'),
  kernel: z.strictObject({ variants, flips: z.array(flip).max(9) }),
  workload: z.strictObject({
    program: id,
    load: load.nullable().default(null),
    workfile: id.optional().describe('A file in scenarios/workfiles: parameters that several scenarios share'),
    params: settings.default({}).describe("The program's parameters; they replace those of the workfile"),
  }),
  grain: printableLines.max(500).default('').describe('Work that is coarser than one by one, in a sentence'),
  pace: z.number().gt(0).max(1e4).default(1).describe('Simulated seconds per wall second'),
  tick: duration
    .refine((ns) => !(ns < 100 * US), { error: 'expected at least 100us' })
    .refine((ns) => ns <= 10 * SECOND, { error: 'expected at most 10s' })
    .prefault('100ms')
    .describe('Figures are sampled and the timeline looks at them once per tick of simulated time'),
  window: duration.prefault('1s').describe('Length of the sliding window of rates and means that do not say their own'),
  headline: z.array(metric).max(8).default([]),
  charts: z.array(chart).max(12).default([]),
  timeline: z.array(phase).max(100).default([]),
  claims: z.array(claim).max(100).default([]),
  fitted: z.array(fitted).max(100).default([]).describe('All constants that were fitted, here or for another scenario'),
});

export const scenarioSchema = fields.superRefine(({ tick, window, claims }, context) => {
  // A figure is read once per tick: over less it would be told of a time that it does not cover.
  const check = (path: PropertyKey[], ns = tick): void => {
    if (ns < tick) context.addIssue({ code: 'custom', path, message: `expected at least the tick, ${tick / MS}ms` });
  };
  check(['window'], window);
  for (const [index, { at, against }] of claims.entries()) {
    check(['claims', index, 'at', 'window'], at.window);
    check(['claims', index, 'against', 'window'], against?.window);
  }
});

export type ScenarioFile = z.output<typeof scenarioSchema>;
