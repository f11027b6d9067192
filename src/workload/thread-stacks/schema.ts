// The parameters of thread-stacks: a chain of threads, each of which creates the next and waits for it.

import { z } from 'zod';

export const threadStacksSchema = z.strictObject({
  stackPages: z.int().min(2).max(2048).describe('Pages of a stack, guard pages included'),
  guardPages: z.int().min(0).max(16).describe('Pages without access at the low end of a stack'),
  fixed: z
    .boolean()
    .describe('The program chooses the addresses of stacks itself (MAP_FIXED), a page apart, and needs no guard pages'),
  libraries: z
    .int()
    .min(0)
    .max(1000)
    .describe('Shared libraries mapped before the first thread: text and data, a VMA each'),
  libraryPages: z.int().min(1).max(10_000).describe('Pages of the text, and of the data, of each'),
  pinnedHole: z.boolean().describe('A hole of one page is left below the stacks'),
  cachedPages: z.int().min(0).max(1_000_000).describe('Pages of stacks that the thread library keeps for reuse'),
  unwinds: z.boolean().describe('The chain ends when it is as long as the load says'),
});

export type ThreadStacksParams = z.output<typeof threadStacksSchema>;
