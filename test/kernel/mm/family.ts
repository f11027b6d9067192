// A family of some fifty processes that have COWed some of their pages each and sleep, and a tester among them.

import type { Random } from '../../../src/base/random.ts';
import { SECOND } from '../../../src/base/time.ts';
import { WaitQueue, wait_event, wake_up_all } from '../../../src/kernel/locking/wait-queue.ts';
import { do_execve, do_exit, do_wait } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm } from '../../../src/kernel/mm/vma.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { HEAP, IMAGE } from './random-process.ts';

export class Family {
  readonly k: Kernel;
  size = 0;
  private over = false;
  private readonly home = new WaitQueue();
  private readonly tester: (c: Call) => Path;

  /** `tester` is a grandchild of the first process; the family is complete and asleep when it runs. */
  constructor(k: Kernel, tester: (c: Call) => Path) {
    this.k = k;
    this.tester = tester;
    k.scheduler.wake(k.createTask('ancestor', null, (c) => this.ancestor(c)));
    k.engine.run(20 * SECOND);
  }

  /** All go home. */
  end(): void {
    this.over = true;
    wake_up_all(this.home);
    this.k.engine.run(this.k.engine.now + SECOND);
  }

  private *ancestor(c: Call): Path {
    this.size++;
    yield* do_execve(this.k, c, IMAGE);
    yield* this.dirty(c, c.task.engine.random('ancestor'), 30);
    for (let i = 0; i < 7; i++) yield* do_fork(this.k, c, `child${i}`, (own) => this.child(own, i));
    yield* this.sleepAndBury(c);
    yield* do_exit(this.k, c);
  }

  private *child(c: Call, i: number): Path {
    this.size++;
    const random = c.task.engine.random(`child${i}`);
    yield* this.dirty(c, random, 6);
    for (let j = 0; j < 6; j++) yield* do_fork(this.k, c, `grandchild${i}.${j}`, (own) => this.grandchild(own, i, j));
    yield* this.dirty(c, random, 6);
    if (i === 0) yield* do_fork(this.k, c, 'tester', (own) => this.test(own));
    yield* this.sleepAndBury(c);
  }

  private *grandchild(c: Call, i: number, j: number): Path {
    this.size++;
    yield* this.dirty(c, c.task.engine.random(`grandchild${i}.${j}`), 8);
    yield* this.sleepAndBury(c);
  }

  private *test(c: Call): Path {
    yield* this.dirty(c, c.task.engine.random('tester'), 4);
    // Until everybody has forked and fallen asleep.
    yield sleepFor(SECOND);
    yield* this.tester(c);
  }

  private *sleepAndBury(c: Call): Path {
    yield wait_event(this.home, () => this.over);
    while (yield* do_wait(this.k, c));
  }

  private *dirty(c: Call, random: Random, pages: number): Path {
    const mm = current(c).mm as Mm;
    for (let i = 0; i < pages; i++) {
      const vpn = HEAP + random.below(40);
      const heap = mm.find(vpn);
      if (heap !== null) yield* touch(this.k, c, heap, vpn, 1, true);
    }
  }
}
