// The parameters of the vmap loop: threads that map some pages, touch them and unmap them, over and over.

import { z } from 'zod';

export const vmapLoopSchema = z.strictObject({
  pages: z.int().min(1).max(1024).describe('Pages of one mapping'),
  longLived: z.int().min(0).max(10_000).describe('Areas that are there for good: modules, devices'),
  longLivedPages: z.int().min(1).max(1024).describe('Pages of each of them'),
  aliasesEvery: z
    .int()
    .min(0)
    .max(1e9)
    .default(0)
    .describe('After so many of its mappings a thread calls vm_unmap_aliases; 0: never'),
  cpus: z
    .array(z.int().min(0).max(255))
    .min(1)
    .max(256)
    .refine((cpus) => new Set(cpus).size === cpus.length, { error: 'expected each CPU once' })
    .describe('Where the threads are pinned, the first one first'),
});

export type VmapLoopParams = z.output<typeof vmapLoopSchema>;
