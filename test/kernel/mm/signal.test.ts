// SIGKILL: what dies when, and what does not.

import { describe, expect, it } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { do_execve, do_exit, do_wait } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { kill_all } from '../../../src/kernel/mm/signal.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { computeFor, sleepFor } from '../../../src/machine/wait.ts';
import { expectNothingLeft } from './at-rest.ts';
import { HEAP, IMAGE } from './random-process.ts';
import { smallKernel } from './small-kernel.ts';

const KILL_MS = 50;

/** Processes that live so until all are killed at KILL_MS; who then had died by which ms. */
function deaths(lives: Readonly<Record<string, (k: Kernel, c: Call) => Path>>): Record<string, number> {
  const k = smallKernel({ rmap: 'chain', cpus: 8 });
  const died: Record<string, number> = {};
  for (const [name, life] of Object.entries(lives)) {
    const task = k.createTask(name, null, function* process(c) {
      yield* do_execve(k, c, IMAGE);
      yield* life(k, c);
      yield* do_exit(k, c);
      died[name] = Math.floor(k.engine.now / MS);
    });
    k.scheduler.wake(task);
  }
  const killer = k.createTask('killer', null, function* kill(c) {
    yield* do_execve(k, c, IMAGE);
    yield sleepFor(KILL_MS * MS - k.engine.now);
    yield* kill_all(k, c);
    expect(current(c).killed).toBe(false);
    yield* do_exit(k, c);
  });
  k.scheduler.wake(killer);
  k.engine.run(SECOND);
  checkInvariants(k);
  expectNothingLeft(k);
  return died;
}

describe('a process that has to die', () => {
  it('goes at once when it computes or waits for a child, and is through with any other sleep first', () => {
    expect(
      deaths({
        *computes(_, c) {
          yield* computeFor(c, 500 * MS);
        },
        *waits(k, c) {
          yield* do_fork(k, c, 'child', function* child() {
            yield sleepFor(200 * MS);
          });
          yield* do_wait(k, c);
        },
        *sleeps() {
          yield sleepFor(100 * MS);
        },
      }),
    ).toEqual({ computes: KILL_MS, waits: KILL_MS, sleeps: 100 });
  });

  it('returns to user mode no more: it touches no further page', () => {
    const results: boolean[] = [];
    deaths({
      *touches(k, c) {
        const heap = current(c).mm?.find(HEAP);
        if (heap === null || heap === undefined) throw new Error('no heap');
        yield sleepFor((KILL_MS + 10) * MS);
        results.push(yield* touch(k, c, heap, HEAP, 1, true));
        results.push(yield* touch(k, c, heap, HEAP + 30, 1, true));
      },
    });
    expect(results).toEqual([true, false]);
  });

  it('bears no child', () => {
    let born = 0;
    deaths({
      *forks(k, c) {
        yield sleepFor((KILL_MS + 10) * MS);
        const child = yield* do_fork(k, c, 'child', function* child() {
          yield sleepFor(MS);
          born++;
        });
        expect([child, current(c).children]).toEqual([null, 0]);
      },
    });
    expect(born).toBe(0);
  });
});
