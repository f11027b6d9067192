// The workload programs that a scenario can name, each with the schema of its parameters.

import type { z } from 'zod';
import type { Kernel } from '../kernel/mm/kernel.ts';
import { Aim7 } from './aim7/aim7.ts';
import { aim7Schema } from './aim7/schema.ts';
import { ForkTree } from './fork-tree/fork-tree.ts';
import { forkTreeSchema } from './fork-tree/schema.ts';
import { KernelCompile } from './kernel-compile/kernel-compile.ts';
import { kernelCompileSchema } from './kernel-compile/schema.ts';
import { LockLoop } from './lock-loop/lock-loop.ts';
import { lockLoopSchema } from './lock-loop/schema.ts';
import type { Program } from './program.ts';
import { serverSchema } from './server/schema.ts';
import { Server } from './server/server.ts';
import { stackChurnSchema } from './stack-churn/schema.ts';
import { StackChurn } from './stack-churn/stack-churn.ts';
import { threadStacksSchema } from './thread-stacks/schema.ts';
import { ThreadStacks } from './thread-stacks/thread-stacks.ts';
import { vmapLoopSchema } from './vmap-loop/schema.ts';
import { VmapLoop } from './vmap-loop/vmap-loop.ts';

export const PROGRAMS: Readonly<Record<string, z.ZodType>> = {
  aim7: aim7Schema,
  'fork-tree': forkTreeSchema,
  'lock-loop': lockLoopSchema,
  'kernel-compile': kernelCompileSchema,
  server: serverSchema,
  'stack-churn': stackChurnSchema,
  'thread-stacks': threadStacksSchema,
  'vmap-loop': vmapLoopSchema,
};

/** Starts a program on a kernel. Its parameters are checked again here, because a run may have changed them. */
export function createProgram(name: string, kernel: Kernel, params: unknown, load: number): Program {
  if (name === 'aim7') return new Aim7({ kernel, params: aim7Schema.parse(params), load });
  if (name === 'fork-tree') return new ForkTree({ kernel, params: forkTreeSchema.parse(params), load });
  if (name === 'lock-loop') return new LockLoop({ kernel, params: lockLoopSchema.parse(params), load });
  if (name === 'kernel-compile') {
    return new KernelCompile({ kernel, params: kernelCompileSchema.parse(params), load });
  }
  if (name === 'server') return new Server({ kernel, params: serverSchema.parse(params), load });
  if (name === 'stack-churn') return new StackChurn({ kernel, params: stackChurnSchema.parse(params), load });
  if (name === 'thread-stacks') return new ThreadStacks({ kernel, params: threadStacksSchema.parse(params), load });
  if (name === 'vmap-loop') return new VmapLoop({ kernel, params: vmapLoopSchema.parse(params), load });
  throw new Error(`no workload program '${name}'`);
}
