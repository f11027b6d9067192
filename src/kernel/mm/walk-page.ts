// Walks of the reverse map by reclaim, through the gate of `rmap`. Most get by without waiting, so they are plain functions
// until one has to.

import type { Call } from '../../machine/call.ts';
import { isReady, type Path } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import type { Pfn } from './page.ts';
import type { ReverseMap, WalkResult } from './reverse-map.ts';

type Walk = 'page_referenced' | 'try_to_unmap';

export function walkPage(k: Kernel, c: Call, pfn: Pfn, walk: Walk): Path<WalkResult> {
  const entering = k.rmap.enter(c);
  if (!isReady(entering)) return enterAndWalk(k, c, pfn, walk, entering);
  const walking = entering.value[walk](c, pfn);
  if (!isReady(walking)) return walkAndLeave(k, c, walking);
  k.rmap.leave(c);
  return walking;
}

function* enterAndWalk(k: Kernel, c: Call, pfn: Pfn, walk: Walk, entering: Path<ReverseMap>): Path<WalkResult> {
  const rmap = yield* entering;
  return yield* walkAndLeave(k, c, rmap[walk](c, pfn));
}

function* walkAndLeave(k: Kernel, c: Call, walking: Path<WalkResult>): Path<WalkResult> {
  const result = yield* walking;
  k.rmap.leave(c);
  return result;
}
