// The large directory workload of db64fe02258f: threads, as a rule one on each CPU, look up names in large directories of XFS.

import { MS, type Ns } from '../../base/time.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { current, type TaskStruct } from '../../kernel/mm/task-struct.ts';
import { vmalloc } from '../../kernel/vmap/vm-map.ts';
import { sys_newstat } from '../../kernel/xfs/lookup.ts';
import { Xfs, type XfsDir } from '../../kernel/xfs/xfs.ts';
import { xfsbufd } from '../../kernel/xfs/xfs-buf.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED } from '../../machine/wait.ts';
import { LoadFollower } from '../load-follower.ts';
import { LoadRamp } from '../load-ramp.ts';
import { type Program, type ProgramOptions, requirePart } from '../program.ts';
import type { XfsDirParams } from './schema.ts';

const S = symbols('load_modules');

export class XfsDirectories implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly xfs: Xfs;
  private readonly params: XfsDirParams;
  private readonly dirs: readonly XfsDir[];
  private readonly load: LoadRamp;
  private readonly follower: LoadFollower;
  /** Threads that run now, by number. */
  private readonly running = new Map<number, TaskStruct>();
  private lookups = 0;

  constructor({ kernel, params, load }: ProgramOptions<XfsDirParams>) {
    this.k = kernel;
    this.params = params;
    const xfs = new Xfs(kernel, requirePart('xfs-dir', kernel.vmap, 'vmap-index'), params.unmapBatch);
    this.xfs = xfs;
    this.dirs = Array.from({ length: params.directories }, () => xfs.newDir(params.blocks, params.pages));
    this.load = new LoadRamp(kernel.engine, load);
    this.follower = new LoadFollower(kernel.engine, this.load, () => this.startThreads());
    kernel.scheduler.wake(kernel.createTask('modules', null, (c) => this.loadModules(c)));
    kernel.scheduler.wake(kernel.createTask('xfsbufd', null, (c) => xfsbufd(xfs, c)));
    this.figures = this.declareFigures();
  }

  /** Threads above the target end with their lookup. */
  setLoad(target: number, overNs: Ns): void {
    this.follower.moveTo(target, overNs);
  }

  private *loadModules(from: Call): Path {
    const c = from.enter(S.load_modules);
    for (let left = this.params.longLived; left > 0; left--)
      yield* vmalloc(this.xfs.vmap, c, this.xfs.newPages(this.params.longLivedPages));
    this.startThreads();
    this.k.tasks.delete(current(c));
  }

  private startThreads(): void {
    const { wanted } = this.load;
    for (let id = 0; id < wanted; id++) if (!this.running.has(id)) this.start(id);
  }

  private start(id: number): void {
    const { k } = this;
    const task = k.createTask(`stat/${id}`, null, (c) => this.thread(c, id));
    const cpu = k.cpus[id % k.cpus.length];
    if (cpu !== undefined) task.cpu = cpu;
    task.pinned = true;
    this.running.set(id, task);
    k.scheduler.wake(task);
  }

  private *thread(c: Call, id: number): Path {
    const reads = this.k.engine.random(`xfs${id}/reads`);
    const dir = this.dirs[id % this.dirs.length] as XfsDir;
    while (id < this.load.wanted) {
      const isCold = reads.unit() * this.params.lookupsPerRead < 1;
      yield* sys_newstat(this.xfs, c, dir, isCold ? 1 + reads.expNs(this.params.readMs * MS) : 0);
      this.lookups++;
      yield COND_RESCHED;
    }
    this.running.delete(id);
    this.k.tasks.delete(current(c));
  }

  private get asleep(): number {
    let count = 0;
    for (const { state } of this.running.values()) if (state === 'sleeping') count++;
    return count;
  }

  private declareFigures(): readonly Figure[] {
    const { xfs } = this;
    return [
      value('xfs.threads', 'threads', '', 'threads that look up names', () => this.running.size),
      rate('xfs.lookups', 'lookups', '/s', 'names looked up by all threads', () => this.lookups),
      value('xfs.asleep', 'asleep', '', 'threads that sleep on a mutex or on the disk', () => this.asleep),
      value('xfs.toUnmap', 'to unmap', '', 'addresses that XFS has put off unmapping', () => xfs.as_list.length),
      mean('xfs.perPurge', 'per purge', '', 'addresses that one purge unmaps', {
        read: () => xfs.stat.purged,
        per: () => xfs.stat.purges,
      }),
      rate('xfs.mappings', 'mappings', '/s', 'buffers mapped', () => xfs.stat.mappings),
      rate('xfs.reads', 'disk reads', '/s', 'reads of inodes', () => xfs.stat.diskReads),
    ];
  }
}
