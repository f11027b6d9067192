// The form of a timeline: phases that follow each other.

import { z } from 'zod';
import { action } from './action.ts';
import { condition, duration, line, prose } from './fields.ts';

export const phase = z
  .strictObject({
    label: line.max(60),
    caption: prose.optional().describe('Said to the audience when the phase begins'),
    do: z.array(action).max(20).default([]),
    open: z.literal(true).optional().describe('A flip by the user does not end the story: the caption invites to it'),
    express: z.literal(true).optional().describe('At full speed until the phase is over'),
    pace: z.number().gt(0).max(1e4).optional().describe('Simulated seconds per wall second'),
    for: duration.optional(),
    until: condition.optional(),
    timeout: duration.optional().describe('The phase ends then even if `until` does not hold'),
  })
  .refine(({ for: forNs, until }) => forNs !== undefined || until !== undefined, { error: 'expected for or until' })
  .refine(({ until, timeout }) => timeout === undefined || until !== undefined, {
    error: 'expected timeout only together with until',
    path: ['timeout'],
  })
  .refine(({ express, pace }) => express === undefined || pace === undefined, {
    error: 'expected either express or pace',
    path: ['pace'],
  });

export type Phase = z.output<typeof phase>;
