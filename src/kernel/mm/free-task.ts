// Gives back a task_struct and its kernel stack.

import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import { type Pfn, PG } from './page.ts';
import { free_pages, kmem_cache_free } from './page-alloc.ts';

export function* free_task(k: Kernel, c: Call, stack: readonly Pfn[]): Path {
  for (const pfn of stack) k.frames.clear(pfn, PG.kernel);
  k.stat.kernelStacks -= stack.length;
  yield* free_pages(k, c, stack);
  yield* kmem_cache_free(k, c, k.slabs.task);
}
