// One worker of the server: a process that has inherited its parent's memory and makes it its own, page by page.
//
// * It owns the heap from the start: whatever it was forked with is copied as soon as it writes there.
// * A request touches its pages, then computes; whenever it has been preempted it touches them again, because reclaim
//   may have taken them meanwhile.
// * Its choices come from streams of its own, one per purpose: no flip and no other worker shifts them.

import type { Random } from '../../base/random.ts';
import { MS, type Ns } from '../../base/time.ts';
import { userSymbol } from '../../engine/symbols.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { touch } from '../../kernel/mm/memory.ts';
import type { Vpn } from '../../kernel/mm/pte.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sleepFor, sync, userMode } from '../../machine/wait.ts';
import { areaOf } from '../image-schema.ts';
import type { Requests } from './requests.ts';
import type { ServerParams } from './schema.ts';

const compute = userSymbol('worker');

/** What all workers share. */
export interface ServerWorld {
  readonly k: Kernel;
  readonly params: ServerParams;
  readonly requests: Requests;
  /** There are more workers than wanted, so this one has to go. */
  isSurplus(): boolean;
}

/** Pages [at, at + pages) of one area. */
type Part = readonly [at: Vpn, pages: number];

interface Streams {
  readonly think: Random;
  readonly cpu: Random;
  readonly pages: Random;
  readonly leave: Random;
}

export function* worker(world: ServerWorld, c: Call, id: number): Path {
  const { params, requests } = world;
  const random = streamsOf(c, id);
  while (!world.isSurplus()) {
    yield* sync(c);
    const thinkNs = 1 + random.think.expNs(params.thinkMs * MS);
    const request = requests.expect(c.task.engine.now + thinkNs);
    yield sleepFor(thinkNs);
    if (!(yield* serve(world, c, placesOf(params, random.pages), random.cpu.expNs(params.cpuMs * MS)))) {
      requests.drop(request);
      return;
    }
    requests.answer(request, c.task.engine.now);
    // Without a memory of how many it served: the replacements are spread evenly from the start.
    if (random.leave.below(params.requestsPerWorker) === 0) return;
  }
}

const streamsOf = ({ task: { engine } }: Call, id: number): Streams => ({
  think: engine.random(`worker${id}/think`),
  cpu: engine.random(`worker${id}/cpu`),
  pages: engine.random(`worker${id}/pages`),
  leave: engine.random(`worker${id}/leave`),
});

/** What one request writes: the stack, the hot pages, and runs of pages anywhere behind them. */
function placesOf({ program, stackPages, hotPages, requestRuns, runPages }: ServerParams, random: Random): Part[] {
  const heap = areaOf(program, 'heap');
  const first = heap.start + hotPages;
  const places = heap.pages - hotPages - runPages + 1;
  const runs = Array.from({ length: requestRuns }, (): Part => [first + random.below(places), runPages]);
  return [[areaOf(program, 'stack').start, stackPages], [heap.start, hotPages], ...runs];
}

/** False when the worker has to die. */
function* serve(world: ServerWorld, c: Call, places: readonly Part[], cpuNs: Ns): Path<boolean> {
  c.task.userLeftNs += cpuNs;
  do {
    if (!(yield* write(world, c, places))) return false;
    yield userMode(c, compute);
  } while (c.task.userLeftNs > 0);
  yield* sync(c);
  return !current(c).killed;
}

function* write({ k }: ServerWorld, c: Call, parts: readonly Part[]): Path<boolean> {
  for (const [at, pages] of parts) {
    const vma = pages === 0 ? null : (current(c).mm?.find(at) ?? null);
    if (vma !== null && !(yield* touch(k, c, vma, at, pages, true))) return false;
  }
  return true;
}
