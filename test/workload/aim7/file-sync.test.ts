// sync() of several processes at once: who shares a commit, what is written, and when the callers go on.

import { describe, expect, it } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { do_exit } from '../../../src/kernel/mm/exit.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sleepFor, sync } from '../../../src/machine/wait.ts';
import { FileSync } from '../../../src/workload/aim7/file-sync.ts';
import { smallKernel } from '../../kernel/mm/small-kernel.ts';

interface Scene {
  readonly k: Kernel;
  readonly files: FileSync;
  readonly log: string[];
}

function scene(): Scene {
  const k = smallKernel({ rmap: 'shared' });
  return { k, files: new FileSync(k, 4096), log: [] };
}

/** Starts a process that does `path`. */
function start({ k }: Scene, name: string, path: (c: Call) => Path): void {
  const body = function* body(c: Call): Path {
    yield* path(c);
    yield* do_exit(k, c);
  };
  k.scheduler.wake(k.createTask(name, null, body));
}

/** At `atMs` writes a file of so many pages (0 = none) and syncs. */
const writer = (on: Scene, name: string, atMs: number, pages: number): void =>
  start(on, name, function* write(c) {
    yield sleepFor(1 + atMs * MS);
    if (pages > 0) on.files.write(pages);
    const before = on.k.disk.stats.pagesWritten;
    yield* on.files.sync(c);
    yield* sync(c);
    on.log.push(`${name}: ${on.k.disk.stats.pagesWritten - before} pages, ${on.files.commits} commits`);
  });

const run = ({ k }: Scene): void => {
  k.engine.run(10 * SECOND);
};

describe('sync', () => {
  it('of one process writes its file and a block of the journal', () => {
    const on = scene();
    writer(on, 'a', 0, 3);
    run(on);
    expect(on.log).toEqual(['a: 4 pages, 1 commits']);
  });

  it('with nothing dirty writes the journal alone', () => {
    const on = scene();
    writer(on, 'a', 0, 0);
    run(on);
    expect(on.log).toEqual(['a: 1 pages, 1 commits']);
  });

  it('of many processes at once is two commits: the first one and that of all others', () => {
    const on = scene();
    for (let i = 0; i < 10; i++) writer(on, `p${i}`, 0, 2);
    run(on);
    expect(on.files.commits).toBe(2);
    expect(on.log).toHaveLength(10);
    expect(on.log.filter((line) => line.endsWith('1 commits') || line.endsWith('2 commits'))).toHaveLength(10);
    expect(on.k.disk.stats.pagesWritten).toBe(10 * 2 + 2);
  });

  it('of processes one after the other is a commit each', () => {
    const on = scene();
    for (let i = 0; i < 5; i++) writer(on, `p${i}`, 100 * i, 1);
    run(on);
    expect(on.log).toEqual([1, 2, 3, 4, 5].map((commits, i) => `p${i}: 2 pages, ${commits} commits`));
  });

  it('waits for what was written before it, not only for the commit that is under way', () => {
    const on = scene();
    let joined = -1;
    writer(on, 'first', 0, 200);
    start(on, 'second', function* second(c) {
      while (on.files.commits === 0) yield sleepFor(10_000);
      on.files.write(1);
      yield* on.files.sync(c);
      joined = on.files.commits;
    });
    run(on);
    expect(joined).toBe(2);
    expect(on.k.disk.stats.pagesWritten).toBe(200 + 1 + 1 + 1);
  });

  it('does not write a file that was unlinked before', () => {
    const on = scene();
    start(on, 'a', function* unlinks(c) {
      const file = on.files.write(5);
      on.files.write(2);
      on.files.unlink(file);
      on.files.unlink(file);
      yield* on.files.sync(c);
    });
    run(on);
    expect(on.k.disk.stats.pagesWritten).toBe(2 + 1);
  });
});
