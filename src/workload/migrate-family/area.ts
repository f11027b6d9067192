// The pages that a family shares: where they are at home, and where a part of them goes for a while.

import type { Kernel } from '../../kernel/mm/kernel.ts';
import { touch } from '../../kernel/mm/memory.ts';
import type { Vpn } from '../../kernel/mm/pte.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Vma } from '../../kernel/mm/vma.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';

export const HOME: Vpn = 4096;
/** Behind the largest area. */
export const AWAY: Vpn = HOME + 4096;
export const WHAT = 'data';

/** All parts of it that the running process has, wherever they are. */
export const partsOf = (c: Call): Vma[] => [...(current(c).mm?.vmas() ?? [])].filter(({ what }) => what === WHAT);

/** Reads all of it; false when the process has to die. */
export function* readAll(k: Kernel, c: Call): Path<boolean> {
  for (const vma of partsOf(c)) if (!(yield* touch(k, c, vma, vma.start, vma.pages, false))) return false;
  return !current(c).killed;
}
