// A process with an array, a main thread that does what a test wants, and a second thread that computes on another CPU.

import { do_execve, do_exit, do_wait } from '../../../src/kernel/mm/exit.ts';
import { clone_thread } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { isMigration, type Vpn } from '../../../src/kernel/mm/pte.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm, Vma } from '../../../src/kernel/mm/vma.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { computeFor } from '../../../src/machine/wait.ts';
import { every } from '../mm/small-kernel.ts';

export const START: Vpn = 2048;

export interface SmallProcess {
  readonly pages: number;
  /** The other thread computes for so long. */
  readonly computeNs: number;
  /** How often its entries are looked at. */
  readonly sampleNs: number;
  act(c: Call, vma: Vma): Path;
}

/** Runs the process to its end; returns the largest number of migration entries that it had at once. */
export function runProcess(k: Kernel, { pages, computeNs, sampleNs, act }: SmallProcess): number {
  let mm: Mm | null = null;
  let most = 0;
  const area = { what: 'heap', start: START, pages, file: false, dirtied: pages };
  const main = k.createTask('main', null, function* body(c) {
    yield* do_execve(k, c, { name: 'main', areas: [area], upperTables: 1 });
    mm = current(c).mm;
    const vma = mm?.find(START) ?? null;
    if (vma !== null) {
      yield* touch(k, c, vma, START, pages, true);
      yield* clone_thread(k, c, 'other', (own) => computeFor(own, computeNs));
      yield* computeFor(c, 10_000);
      yield* act(c, vma);
      while (yield* do_wait(k, c));
    }
    yield* do_exit(k, c);
  });
  k.scheduler.wake(main);
  every(k, sampleNs, () => {
    let found = 0;
    if (mm !== null) for (let vpn = START; vpn < START + pages; vpn++) if (isMigration(mm.pte(vpn))) found++;
    most = Math.max(most, found);
    return main.state !== 'dead';
  });
  k.engine.run(10 * computeNs);
  return most;
}
