import { expect, it } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { do_execve } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { out_of_memory } from '../../../src/kernel/mm/oom-kill.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Vma } from '../../../src/kernel/mm/vma.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { HEAP, IMAGE } from './random-process.ts';
import { smallKernel } from './small-kernel.ts';

/** A first process with children that have written so many pages of their heaps each, and sleep. */
function family(pages: Readonly<Record<string, number>>): Kernel {
  const k = smallKernel({ rmap: 'chain' });
  const first = k.createTask('first', null, function* parent(c) {
    yield* do_execve(k, c, IMAGE);
    for (const [name, written] of Object.entries(pages))
      yield* do_fork(k, c, name, function* child(own) {
        const heap = current(own).mm?.find(HEAP) as Vma;
        yield* touch(k, own, heap, HEAP, written, true);
        yield sleepFor(SECOND);
      });
    const heap = current(c).mm?.find(HEAP) as Vma;
    yield* touch(k, c, heap, HEAP, 40, true);
    yield sleepFor(SECOND);
  });
  k.scheduler.wake(first);
  k.engine.run(100 * MS);
  return k;
}

/** Who has to die at each call, until there is nobody left. */
function victims(k: Kernel): string[] {
  const dying: string[] = [];
  while (out_of_memory(k))
    dying.push(...[...k.tasks].flatMap(({ name, memdie }) => (memdie && !dying.includes(name) ? [name] : [])));
  return dying;
}

it('takes the process with the most memory, then the next, each once, and never the first of all', () => {
  const k = family({ middling: 20, largest: 36, smallest: 12, large: 28 });
  expect(victims(k)).toEqual(['largest', 'large', 'middling', 'smallest']);
  expect([...k.tasks].filter(({ killed }) => !killed).map(({ name }) => name)).toEqual(['kswapd0', 'first']);
  expect(k.stat.oomKills).toBe(4);
});
