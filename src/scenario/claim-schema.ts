// The form of a claim: a published figure, how the run that should meet it is made, and the band that counts as met.

import { z } from 'zod';
import { printable } from '../machine/text.ts';
import { action } from './action.ts';
import { condition, duration, id, metric, prose, settings, variants } from './fields.ts';
import { MOST_LOAD } from './limits.ts';

const run = z
  .strictObject({
    set: variants.default({}).describe("Variants that differ from the scenario's"),
    params: settings.default({}).describe("Workload parameters that differ from the scenario's"),
    machine: settings.default({}).describe("Parts of the machine that differ from the scenario's"),
    load: z.int().min(0).max(MOST_LOAD).optional(),
    do: z
      .array(z.strictObject({ after: duration, action }))
      .max(50)
      .default([]),
    for: duration.optional(),
    window: duration.optional().describe("Of its rates and means, instead of the scenario's"),
    until: z.array(condition).min(1).max(8).optional().describe('Until one of these holds'),
    timeout: duration.optional().describe('The run fails when none of `until` holds by then'),
  })
  .refine(({ for: forNs, until }) => (forNs === undefined) !== (until === undefined), {
    error: 'expected either for or until',
  })
  .refine(({ until, timeout }) => (until === undefined) === (timeout === undefined), {
    error: 'expected timeout together with until, and only then',
    path: ['timeout'],
  });

const search = z
  .strictObject({
    from: z.int().min(1).max(MOST_LOAD),
    to: z.int().min(1).max(MOST_LOAD),
    growth: z.number().min(1.01).max(4).describe('Factor between the loads tried until the first that is below'),
    below: z.number().optional().describe('Looked for is where the metric falls below this'),
    reference: z
      .int()
      .min(1)
      .max(MOST_LOAD)
      .optional()
      .describe(
        'A load at which all is well: its figure is the first maximum, for belowShareOfMax, and should be about the highest',
      ),
    belowShareOfMax: z.number().gt(0).lt(1).optional().describe('... below this share of the maximum so far'),
    precision: z.number().min(0.001).max(0.5).describe('Bisection ends when the bracket is this narrow'),
  })
  .refine(({ from, to }) => from < to, { error: 'expected more than from', path: ['to'] })
  .refine(({ below, belowShareOfMax }) => (below === undefined) !== (belowShareOfMax === undefined), {
    error: 'expected either below or belowShareOfMax',
  })
  .refine(({ reference, belowShareOfMax }) => (reference === undefined) === (belowShareOfMax === undefined), {
    error: 'expected reference and belowShareOfMax together',
  });

export const claim = z
  .strictObject({
    id,
    text: prose,
    metric,
    at: run,
    against: run.optional().describe('The claim is about how many times as much the metric is as in this run'),
    search: search
      .optional()
      .describe(
        'The claim is about the two loads that the search finds, the last good one and the first below, not about the metric',
      ),
    min: z.number().optional(),
    max: z.number().optional(),
    value: z.number().optional(),
    unit: printable.max(12).default('').describe("Of the figures, for people; '%' means that they are shares 0..1"),
    tolerance: z.number().gt(0).max(1).optional().describe('Relative: 0.1 accepts 10 % either way'),
    source: prose,
    fitted: z.boolean().default(false).describe('A constant was fitted on this claim, so it tests nothing'),
  })
  .refine(({ against, search }) => against === undefined || search === undefined, {
    error: 'expected either against or search',
  })
  .refine(({ value, tolerance }) => (value === undefined) === (tolerance === undefined), {
    error: 'expected value and tolerance together',
  })
  .refine(({ value, min, max }) => (value === undefined) !== (min === undefined && max === undefined), {
    error: 'expected either value and tolerance, or min and/or max',
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    error: 'expected at least min',
    path: ['max'],
  });

export type ClaimSpec = z.output<typeof claim>;
export type RunSpec = z.output<typeof run>;
export type SearchSpec = z.output<typeof search>;
