// The parameters of the fork tree: one parent, its children, and the pages that each child writes.

import { z } from 'zod';

export const forkTreeSchema = z.strictObject({
  pages: z
    .int()
    .min(1)
    .max(1 << 18)
    .describe('Anonymous pages of the parent, all written by every child'),
  faultBatch: z.int().min(1).max(512).describe('Private page faults that go through the fault path at once, at most'),
  computeMs: z.number().min(0).max(1e6).describe('CPU time of a child after each pass over its pages'),
  thinkMs: z.number().min(0.001).max(1e6).describe('Then it sleeps'),
  upperTables: z.int().min(1).max(20).describe('Page table pages above the lowest level'),
});

export type ForkTreeParams = z.output<typeof forkTreeSchema>;
