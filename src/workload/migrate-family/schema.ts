// The parameters of a family whose pages are moved: what its members have, and what they do meanwhile.

import { z } from 'zod';

const share = z.int().min(0).max(1000);

export const migrateFamilySchema = z.strictObject({
  pages: z.int().min(8).max(512).describe('Anonymous pages of the parent, which all relatives map too'),
  faultBatch: z.int().min(1).max(512).describe('Private page faults that go through the fault path at once, at most'),
  upperTables: z.int().min(1).max(20).describe('Page table pages above the lowest level'),
  moverPauseMs: z.number().min(0).max(1e4).describe('The mover rests after each move of all pages to the next node'),
  thinkMs: z.number().min(0.001).max(1e4).describe('CPU time of a relative between two operations, mean'),
  operations: z.int().min(1).max(10_000).describe('Operations of a relative before it exits, mean'),
  mix: z
    .strictObject({
      read: share.describe('Reads all its pages'),
      write: share.describe('Writes one page, which is its own from then on'),
      protect: share.describe('Changes the protection of a part of its pages'),
      move: share.describe('Moves a part of its pages away, or back'),
      fork: share.describe('Forks a child that reads all its pages and exits'),
    })
    .describe('How often a relative does what, in parts of their sum'),
});

export type MigrateFamilyParams = z.output<typeof migrateFamilySchema>;
