// The parameters of AIM7 (re-aim): the mix of tests, what each does, and the memory images of the programs involved.

import { z } from 'zod';
import { printable } from '../../machine/text.ts';
import { image, pages } from '../image-schema.ts';

/** Pages of library data that every job and every forked child writes. */
export const LIB_PAGES = 2;

const program = image.extend({
  userUs: z.number().min(0).describe('CPU time in user mode from exec to exit, for programs that run once').default(0),
});

const testFields = z.strictObject({
  name: printable.min(1).max(20),
  hits: z.int().min(1).max(1000),
  userUs: z.number().min(0).describe('In user mode, without children'),
  sysUs: z.number().min(0).describe('In kernel work that is not simulated: files, pipes, sockets, signals'),
  call: z
    .string()
    .regex(/^sys_[a-z0-9_]{1,30}$/, "expected a system call such as 'sys_read'")
    .describe('Of the system calls that this work is for the one with the most of it: all of it is charged there')
    .optional(),
  bss: pages.describe('Static pages of its own that it dirties'),
  heap: pages.describe('Heap pages that it dirties and that stay'),
  stack: pages.describe('Stack pages that it uses'),
  transient: pages.describe('Pages that it maps, dirties and unmaps'),
  brk: z
    .strictObject({
      rounds: z.int().min(1).max(100_000).describe('Times the heap shrinks'),
      grows: z.int().min(1).max(1000).describe('Growths by a page per round'),
      touched: z.boolean(),
    })
    .optional(),
  forks: z.int().min(0).max(1000).describe('Children that exit at once'),
  execs: z.int().min(0).max(1000).describe('Children that run a script: sh, then ls'),
  shells: z.int().min(0).max(1000).describe('system() of a script: sh, its copy, ls'),
  syncs: z.int().min(0).max(100).describe('system("sync")'),
  filePages: pages.describe('Pages of a temporary file that it writes'),
  syncWrites: z.int().min(0).max(1000).describe('O_SYNC writes'),
});

const test = testFields.refine(({ sysUs, call }) => sysUs === 0 || call !== undefined, {
  error: 'expected a system call, because there is sysUs',
  path: ['call'],
});

const fields = z.strictObject({
  mode: z.enum(['steady', 'benchmark']).describe('benchmark: all start at once and run their list to the end'),
  jobsPerUser: z.int().min(1).max(1000).describe('The -j option: tests per list before rounding'),
  windowSeconds: z.number().min(1).max(600).describe('Sliding window of jobs/min'),
  rateWindowSeconds: z.number().min(0.1).max(600).describe('Benchmark: windows whose rates must agree'),
  faultBatch: z.int().min(1).max(512).describe('Private page faults that go through the fault path at once, at most'),
  brkBatch: z.int().min(1).max(1000).describe('Rounds of heap growth and shrinkage that go through at once, at most'),
  arenaPages: pages.describe('Private memory of a user beyond what the tests dirty'),
  hotPages: pages.describe('Part of it that every job uses'),
  childStackPages: pages.describe('Pages that a forked child dirties before it exits or execs'),
  reaim: program,
  sh: program,
  tool: program,
  tests: z.array(test).min(1).max(100),
});

export const aim7Schema = fields
  .superRefine((params, context) => {
    for (const [what, needed] of Object.entries(roomNeeded(params)))
      if (!params.reaim.areas.some((one) => one.what === what && one.pages >= needed))
        context.addIssue({
          code: 'custom',
          path: ['reaim', 'areas'],
          message: `expected an area '${what}' of at least ${needed} pages`,
        });
  })
  .refine(({ hotPages, arenaPages }) => hotPages <= arenaPages, {
    error: 'expected at most arenaPages',
    path: ['hotPages'],
  });

/** Pages that each area of a user must have, so that no test reaches beyond its part (see layout.ts). */
function roomNeeded({ reaim, tests, arenaPages, childStackPages }: z.output<typeof fields>): Record<string, number> {
  const dirtied = reaim.areas.find(({ what }) => what === 'data')?.dirtied ?? 0;
  const bss = tests.reduce((sum, one) => sum + one.bss, 0);
  const arena = Math.ceil(arenaPages / 2);
  return {
    data: dirtied + bss + arena,
    heap: 1 + Math.max(...tests.map(({ heap }) => heap)) + arena,
    stack: Math.max(childStackPages, ...tests.map(({ stack }) => stack)),
    'lib data': LIB_PAGES,
  };
}

export type Aim7Params = z.output<typeof aim7Schema>;
export type Aim7Test = Aim7Params['tests'][number];
