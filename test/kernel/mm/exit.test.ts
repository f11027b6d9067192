import { describe, expect, it } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { symbolName } from '../../../src/engine/symbols.ts';
import { do_execve, do_exit, do_wait } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { PG } from '../../../src/kernel/mm/page.ts';
import { alloc_page, free_pages } from '../../../src/kernel/mm/page-alloc.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { expectNothingLeft } from './at-rest.ts';
import { IMAGE } from './random-process.ts';
import { smallKernel } from './small-kernel.ts';

/** Runs `life` in a process, until it and all its descendants are gone. */
function runProcess(k: Kernel, life: (c: Call) => Path): void {
  const task = k.createTask('process', null, function* process(c) {
    yield* do_execve(k, c, IMAGE);
    yield* life(c);
    yield* do_exit(k, c);
  });
  k.scheduler.wake(task);
  k.engine.run(k.engine.now + SECOND);
  checkInvariants(k);
  expectNothingLeft(k);
}

describe('exit', () => {
  it('leaves nothing behind, whether the children die before their parent, after it, or are waited for', () => {
    const k = smallKernel({ rmap: 'chain' });
    runProcess(k, function* parent(c) {
      for (const lifetime of [1, 2, 40, 60]) {
        yield* do_fork(k, c, `lives ${lifetime} ms`, function* child(own) {
          yield sleepFor(lifetime * MS);
          yield* do_fork(k, own, 'grandchild', function* grandchild() {});
        });
      }
      yield sleepFor(20 * MS);
      expect([current(c).children, current(c).zombies.length]).toEqual([4, 2]);
      yield* do_wait(k, c);
    });
    expect(k.stat.exits).toBe(9);
  });

  it('does not wake a parent that sleeps for something else', () => {
    const k = smallKernel({ rmap: 'shared' });
    const slept: number[] = [];
    runProcess(k, function* parent(c) {
      for (const lifetime of [1, 10])
        yield* do_fork(k, c, 'child', function* child() {
          yield sleepFor(lifetime * MS);
        });
      yield* do_wait(k, c);
      const from = k.engine.now;
      yield sleepFor(50 * MS);
      slept.push(k.engine.now - from);
      yield* do_wait(k, c);
    });
    expect(slept.map((ns) => Math.floor(ns / MS))).toEqual([50]);
  });
});

describe('the call chain of an exit', () => {
  it('begins with the system call, whatever the process has done before', () => {
    const k = smallKernel({ rmap: 'chain' });
    runProcess(k, function* parent(c) {
      yield* do_fork(k, c, 'child', function* child(own) {
        const vma = current(own).mm?.mmap ?? null;
        if (vma !== null) yield* touch(k, own, vma, vma.start, vma.pages, true);
      });
      yield* do_wait(k, c);
    });
    const { tree } = k.engine;
    const chains = new Set<string>();
    for (let node = 1; node < tree.size; node++)
      if (symbolName(tree.sym(node)) === 'do_exit') chains.add(tree.chain(node).map(symbolName).join(' < '));
    expect([...chains]).toEqual(['do_exit < do_group_exit < sys_exit_group']);
  });
});

describe("the out-of-memory killer's victim", () => {
  it('fails to fork and to exec when memory runs out in the middle of it, and leaves nothing', () => {
    const k = smallKernel({ rmap: 'chain', cpus: 1, memoryMib: 2, swapMib: 1 });
    const results: boolean[] = [];
    runProcess(k, function* victim(c) {
      // All but the last pages, which are for those who free memory; then fewer and fewer are left for the fork.
      for (let left = 0; left < 12; left++) {
        current(c).memalloc = true;
        const hoard: number[] = [];
        while (k.zone.freePages + k.zone.stockedPages > k.zone.min + left) hoard.push(yield* alloc_page(k, c));
        for (const pfn of hoard) k.frames.set(pfn, PG.kernel);
        current(c).memalloc = false;
        current(c).memdie = true;
        results.push((yield* do_fork(k, c, 'child', function* child() {})) !== null);
        while (yield* do_wait(k, c));
        yield* do_execve(k, c, IMAGE);
        expect(current(c).mm?.upperTables.length).toBe(IMAGE.upperTables);
        yield* free_pages(k, c, hoard);
      }
    });
    expect(results).toContain(false);
  });
});
