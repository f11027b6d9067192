// The parameters of the large directories: threads that look up names, each in one directory.

import { z } from 'zod';

export const xfsDirSchema = z.strictObject({
  directories: z
    .int()
    .min(1)
    .max(100_000)
    .describe('Large directories, dealt out to the threads in turn; threads of one directory wait for its i_mutex'),
  blocks: z.int().min(1).max(16).describe('Blocks of its directory that a lookup reads, each mapped in turn'),
  pages: z.int().min(2).max(64).describe('Pages of a directory block'),
  unmapBatch: z.int().min(0).max(10_000).describe('Addresses that XFS collects before it unmaps them; 0: none'),
  lookupsPerRead: z.number().min(1).max(1e6).describe('Lookups for one read of inodes from the disk, mean'),
  readMs: z.number().min(0).max(10_000).describe('How long such a read is waited for, mean'),
  longLived: z.int().min(0).max(10_000).describe('Areas that are there for good: modules, devices, logs'),
  longLivedPages: z.int().min(1).max(1024).describe('Pages of each of them'),
});

export type XfsDirParams = z.output<typeof xfsDirSchema>;
