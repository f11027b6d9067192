import { describe, expect, it } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import { do_execve, do_exit, reap } from '../../src/kernel/mm/exit.ts';
import { do_fork } from '../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../src/kernel/mm/kernel.ts';
import type { Call } from '../../src/machine/call.ts';
import type { Path } from '../../src/machine/path.ts';
import { sleepFor, sync } from '../../src/machine/wait.ts';
import { ParentWait } from '../../src/workload/parent-wait.ts';
import { IMAGE } from '../kernel/mm/random-process.ts';
import { smallKernel } from '../kernel/mm/small-kernel.ts';

/** Starts a process with an address space that does `path` and exits. */
function startParent(k: Kernel, path: (c: Call) => Path): void {
  const body = function* body(c: Call): Path {
    yield* do_execve(k, c, IMAGE);
    yield* path(c);
    yield* do_exit(k, c);
  };
  k.scheduler.wake(k.createTask('parent', null, body));
}

describe("a parent's wait", () => {
  it('ends when a child dies, and does not begin while one is dead or there is work', () => {
    const k = smallKernel({ rmap: 'shared' });
    const log: string[] = [];
    let work = true;
    const wait = new ParentWait(
      () => work,
      () => -1,
    );
    startParent(k, function* parent(c) {
      yield* do_fork(k, c, 'child', function* child() {
        yield sleepFor(50 * MS);
      });
      yield wait;
      log.push(`work: ${k.engine.now < 50 * MS}`);
      work = false;
      yield wait;
      log.push(`child: ${k.engine.now >= 50 * MS && k.engine.now < 60 * MS}`);
      yield wait;
      yield* sync(c);
      log.push(`buried: ${yield* reap(k, c)}`);
    });
    k.engine.run(SECOND);
    expect(log).toEqual(['work: true', 'child: true', 'buried: 1']);
  });

  it('ends by itself after the time that was asked for', () => {
    const k = smallKernel({ rmap: 'shared' });
    const wokeAt: number[] = [];
    startParent(k, function* parent(c) {
      const start = k.engine.now;
      yield new ParentWait(
        () => false,
        () => 7 * MS,
      );
      yield* sync(c);
      wokeAt.push(k.engine.now - start);
      yield* reap(k, c);
    });
    k.engine.run(SECOND);
    expect(wokeAt).toHaveLength(1);
    expect(Math.abs((wokeAt[0] as number) - 7 * MS)).toBeLessThan(0.1 * MS);
  });

  it.each(['a child that dies', 'the load'])('is the only sleep from which %s wakes the parent', (who) => {
    const k = smallKernel({ rmap: 'shared' });
    const ends: number[] = [];
    const wait = new ParentWait(
      () => false,
      () => 10 * MS,
    );
    startParent(k, function* parent(c) {
      const start = k.engine.now;
      yield* do_fork(k, c, 'child', function* child() {
        yield sleepFor(30 * MS);
        if (who === 'the load') wait.wake();
      });
      for (const sleep of [wait, sleepFor(40 * MS)]) {
        yield sleep;
        yield* sync(c);
        ends.push(Math.round((k.engine.now - start) / MS));
      }
      yield* reap(k, c);
    });
    k.engine.run(SECOND);
    expect(ends).toEqual([10, 50]);
  });

  it('ends when the load moves', () => {
    const k = smallKernel({ rmap: 'shared' });
    let end = 0;
    const wait = new ParentWait(
      () => false,
      () => -1,
    );
    startParent(k, function* parent() {
      yield wait;
      end = k.engine.now;
    });
    k.engine.run(20 * MS);
    wait.wake();
    k.engine.run(SECOND);
    expect(end).toBeGreaterThanOrEqual(20 * MS);
    expect(end).toBeLessThan(21 * MS);
  });

  it('may be followed by the burial of hundreds', () => {
    // So much memory that a CPU keeps the pages of a hundred dead before it gives any back.
    const k = smallKernel({ rmap: 'shared', memoryMib: 512 });
    let buried = 0;
    startParent(k, function* parent(c) {
      for (let i = 0; i < 600; i++) yield* do_fork(k, c, 'child', function* child() {});
      yield sleepFor(SECOND);
      const { id } = c.cpu;
      k.zone.drain(id, k.zone.stocks[id]?.length ?? 0);
      buried = yield* reap(k, c);
    });
    k.engine.run(5 * SECOND);
    expect(buried).toBe(600);
    expect([...k.tasks].map(({ name }) => name)).toEqual(['kswapd0']);
  });
});
