// The workload programs that a scenario can name, each with the schema of its parameters.

import type { z } from 'zod';
import { Aim7 } from './aim7/aim7.ts';
import { aim7Schema } from './aim7/schema.ts';
import { ForkDaemon } from './fork-daemon/fork-daemon.ts';
import { forkDaemonSchema } from './fork-daemon/schema.ts';
import { ForkTree } from './fork-tree/fork-tree.ts';
import { forkTreeSchema } from './fork-tree/schema.ts';
import { KernelCompile } from './kernel-compile/kernel-compile.ts';
import { kernelCompileSchema } from './kernel-compile/schema.ts';
import { LockLoop } from './lock-loop/lock-loop.ts';
import { lockLoopSchema } from './lock-loop/schema.ts';
import { MigrateFamily } from './migrate-family/migrate-family.ts';
import { migrateFamilySchema } from './migrate-family/schema.ts';
import { Numa02 } from './numa02/numa02.ts';
import { numa02Schema } from './numa02/schema.ts';
import type { Program, ProgramOptions } from './program.ts';
import { serverSchema } from './server/schema.ts';
import { Server } from './server/server.ts';
import { stackChurnSchema } from './stack-churn/schema.ts';
import { StackChurn } from './stack-churn/stack-churn.ts';
import { threadStacksSchema } from './thread-stacks/schema.ts';
import { ThreadStacks } from './thread-stacks/thread-stacks.ts';
import { vmapLoopSchema } from './vmap-loop/schema.ts';
import { VmapLoop } from './vmap-loop/vmap-loop.ts';
import { xfsDirSchema } from './xfs-dir/schema.ts';
import { XfsDirectories } from './xfs-dir/xfs-dir.ts';

interface ProgramKind {
  readonly schema: z.ZodType;
  /** Has Program.kill. */
  readonly canKill: boolean;
  /** Starts it. Its parameters are checked again here, because a run may have changed them. */
  start(options: ProgramOptions<unknown>): Program;
}

const kind = <Params>(
  schema: z.ZodType<Params>,
  Started: { new (options: ProgramOptions<Params>): Program; readonly prototype: Program },
): ProgramKind => ({
  schema,
  canKill: Started.prototype.kill !== undefined,
  start: (options) => new Started({ ...options, params: schema.parse(options.params) }),
});

export const PROGRAMS: Readonly<Record<string, ProgramKind>> = {
  aim7: kind(aim7Schema, Aim7),
  'fork-daemon': kind(forkDaemonSchema, ForkDaemon),
  'fork-tree': kind(forkTreeSchema, ForkTree),
  'lock-loop': kind(lockLoopSchema, LockLoop),
  'kernel-compile': kind(kernelCompileSchema, KernelCompile),
  'migrate-family': kind(migrateFamilySchema, MigrateFamily),
  numa02: kind(numa02Schema, Numa02),
  server: kind(serverSchema, Server),
  'stack-churn': kind(stackChurnSchema, StackChurn),
  'thread-stacks': kind(threadStacksSchema, ThreadStacks),
  'vmap-loop': kind(vmapLoopSchema, VmapLoop),
  'xfs-dir': kind(xfsDirSchema, XfsDirectories),
};

export function startProgram(name: string, options: ProgramOptions<unknown>): Program {
  const program = PROGRAMS[name];
  if (program === undefined) throw new Error(`no workload program '${name}'`);
  return program.start(options);
}
