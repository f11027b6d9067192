// The parameters of the lock loop: tasks that think, take one lock and hold it, over and over.

import { z } from 'zod';

const DISTRIBUTIONS = ['constant', 'exponential'] as const;
/** A second. */
const LONGEST = 1e9;

export const lockLoopSchema = z.strictObject({
  thinkNs: z.int().min(0).max(LONGEST).describe('Mean time in user mode between two sections, in ns'),
  think: z.enum(DISTRIBUTIONS).default('exponential'),
  holdNs: z.int().min(0).max(LONGEST).describe('Mean length of a section, in ns'),
  hold: z.enum(DISTRIBUTIONS).default('exponential'),
  readers: z.number().min(0).max(1).default(0).describe('Share of sections that only read'),
  cpus: z
    .array(z.int().min(0).max(255))
    .min(1)
    .max(256)
    .describe('Where the tasks are pinned, the first one first; after the last one from the start again'),
});

export type LockLoopParams = z.output<typeof lockLoopSchema>;
export type Distribution = (typeof DISTRIBUTIONS)[number];
