// The parameters of numa02 (autonuma-benchmark): a process whose threads each clear a part of one large array over and over.

import { z } from 'zod';

const NUMA02_MODES = ['balanced', 'unbalanced', 'hard-bind', 'inverse-bind', 'move-pages'] as const;

export const numa02Schema = z.strictObject({
  threads: z.int().min(1).max(256),
  mib: z.int().min(1).max(65_536).describe('Size of the array; the original has 1024'),
  passes: z
    .int()
    .min(1)
    .max(1_000_000)
    .describe('How often each thread clears its part; the original does so 800 times'),
  mode: z
    .enum(NUMA02_MODES)
    .describe(
      'balanced: NUMA balancing; unbalanced: none, as before 3.8; hard-bind: threads and their memory on one node; ' +
        "inverse-bind: memory on another node than its threads'; move-pages: each thread calls move_pages for its part",
    ),
  hugePages: z.boolean().default(false).describe('Every page is a huge one of 2 MB'),
  placesTasks: z
    .boolean()
    .default(true)
    .describe('With mode balanced: a thread that is away from its memory goes back to it; otherwise only pages move'),
  crossMs: z
    .number()
    .min(0)
    .max(1e6)
    .default(0)
    .describe('So long after the start of a run all threads change places in pairs, across nodes; 0: never'),
  pauseMs: z.number().min(0).max(1e6).default(0).describe('From the end of a run to the start of the next'),
});

export type Numa02Params = z.output<typeof numa02Schema>;
