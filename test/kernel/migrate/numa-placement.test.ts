// Where a task goes whose memory is on another node.

import { expect, it } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { NumaTask } from '../../../src/kernel/migrate/numa-task.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { ptePfn } from '../../../src/kernel/mm/pte.ts';
import type { Vma } from '../../../src/kernel/mm/vma.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Cpu } from '../../../src/machine/cpu.ts';
import type { Path } from '../../../src/machine/path.ts';
import { computeFor } from '../../../src/machine/wait.ts';
import { smallKernel } from '../mm/small-kernel.ts';
import { runProcess, START } from './small-process.ts';

const ROUND = 1.1 * SECOND;

it('counts what it faulted on in the last round whole, and older faults half as much each round', () => {
  const task = new NumaTask(3, 0);
  expect([task.endRound(), task.weight(0)]).toEqual([-1, 0]);
  task.count([6, 0, 2]);
  expect([task.endRound(), [0, 1, 2].map((node) => task.weight(node))]).toEqual([0, [750, 0, 250]]);
  task.count([0, 0, 3]);
  expect([task.endRound(), [0, 1, 2].map((node) => task.weight(node))]).toEqual([2, [428, 0, 571]]);
});

interface Outcome {
  /** Whether the task ran on the node of its memory: at the end of a round, sent away, after the next fault. */
  readonly atHome: readonly boolean[];
  readonly moved: number;
  readonly placed: number;
}

/** Two rounds at home, then the task is sent to the other node, and a third round. `hogs`: how many others compute there and at home. */
function sentAway(placesTasks: boolean, hogs: (k: Kernel, c: Call, home: number) => Path): Outcome {
  const k = smallKernel({ rmap: 'chain', nodes: 2, variants: { 'rmap-lock': 'rwsem', tlb: 'page' } });
  const atHome: boolean[] = [];
  const act = function* act(c: Call, vma: Vma): Path {
    k.migration?.numa.watch(vma.mm, placesTasks);
    const home = c.cpu.node;
    expect(k.frames.nodeOf(ptePfn(vma.mm.pte(START)))).toBe(home);
    for (let round = 0; round < 3; round++) {
      yield* computeFor(c, ROUND);
      if (round === 2) {
        yield* hogs(k, c, home);
        k.scheduler.sendTo(c.task, k.cpus.find((cpu) => cpu.node !== home) as Cpu);
        yield* computeFor(c, 1000);
        atHome.push(c.cpu.node === home);
      }
      yield* k.migration?.numa.returnToUser(c) ?? [];
      yield* touch(k, c, vma, START, 1, true);
      atHome.push(c.cpu.node === home);
    }
  };
  runProcess(k, { pages: 16, computeNs: 2 * SECOND, sampleNs: SECOND, act });
  const { moved = -1, tasksPlaced = -1 } = k.migration?.stat ?? {};
  return { atHome, moved, placed: tasksPlaced };
}

const nobody = function* nobody(): Path {
  // The CPUs at home stay idle.
};

/** Every CPU has a task of its own to compute. */
const everywhere = function* everywhere(k: Kernel, c: Call): Path {
  for (const cpu of k.cpus) {
    if (cpu === c.cpu) continue;
    const hog = k.createTask(`hog${cpu.id}`, null, (own) => computeFor(own, SECOND));
    hog.cpu = cpu;
    k.scheduler.wake(hog);
  }
  yield* computeFor(c, 1_000_000);
};

it('goes back to an idle CPU of the node that has its memory, and no page moves', () => {
  expect(sentAway(true, nobody)).toEqual({ atHome: [true, true, false, true], moved: 0, placed: 1 });
});

it('changes places with a task that has nothing to lose when all CPUs are in use', () => {
  expect(sentAway(true, everywhere)).toEqual({ atHome: [true, true, false, true], moved: 0, placed: 2 });
});

it('stays where it is when tasks are not placed', () => {
  expect(sentAway(false, nobody)).toEqual({ atHome: [true, true, false, false], moved: 0, placed: 0 });
});
