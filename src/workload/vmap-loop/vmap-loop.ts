// The micro benchmark of db64fe02258f: kernel threads, each on a CPU of its own, map four pages, touch them and unmap
// them again, over and over.

import type { Ns } from '../../base/time.ts';
import { UsageError } from '../../base/usage-error.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import type { Pfn } from '../../kernel/mm/page.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import { vm_unmap_aliases } from '../../kernel/vmap/purge.ts';
import { touch } from '../../kernel/vmap/touch.ts';
import { map_pages, unmap_pages, vmalloc } from '../../kernel/vmap/vm-map.ts';
import type { Vmap } from '../../kernel/vmap/vmap.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, sync } from '../../machine/wait.ts';
import { LoadFollower } from '../load-follower.ts';
import { LoadRamp } from '../load-ramp.ts';
import { type Program, type ProgramOptions, requirePart } from '../program.ts';
import type { VmapLoopParams } from './schema.ts';

const S = symbols('vmap_loop', 'touch_pages', 'load_modules');

export class VmapLoop implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly vmap: Vmap;
  private readonly params: VmapLoopParams;
  private readonly load: LoadRamp;
  private readonly follower: LoadFollower;
  private nextPage: Pfn = 1;
  /** Threads that run now, by number. */
  private readonly running = new Set<number>();
  private ops = 0;
  /** Calls of vm_unmap_aliases, and the time that they took. */
  private aliasCalls = 0;
  private aliasNs: Ns = 0;
  /** Time of all threads together, up to `countedAt`. */
  private threadNs: Ns = 0;
  private countedAt: Ns = 0;

  constructor({ kernel, params, load }: ProgramOptions<VmapLoopParams>) {
    this.k = kernel;
    this.vmap = requirePart('vmap-loop', kernel.vmap, 'vmap-index');
    this.params = params;
    this.load = new LoadRamp(kernel.engine, load);
    this.follower = new LoadFollower(kernel.engine, this.load, () => this.startThreads());
    kernel.scheduler.wake(kernel.createTask('modules', null, (c) => this.loadModules(c)));
    this.figures = this.declareFigures();
  }

  /** Threads above the target end with their loop. */
  setLoad(target: number, overNs: Ns): void {
    this.follower.moveTo(target, overNs);
  }

  private get wanted(): number {
    return Math.min(this.params.cpus.length, this.load.wanted);
  }

  private *loadModules(from: Call): Path {
    const c = from.enter(S.load_modules);
    for (let left = this.params.longLived; left > 0; left--)
      yield* vmalloc(this.vmap, c, this.newPages(this.params.longLivedPages));
    this.startThreads();
    this.k.tasks.delete(current(c));
  }

  private newPages(count: number): readonly Pfn[] {
    return Array.from({ length: count }, () => this.nextPage++);
  }

  private startThreads(): void {
    const { wanted } = this;
    for (let id = 0; id < wanted; id++) if (!this.running.has(id)) this.start(id);
  }

  private start(id: number): void {
    const { k, params } = this;
    const cpu = k.cpus[params.cpus[id] as number];
    if (cpu === undefined) throw new UsageError(this.noCpu(id));
    this.countTime();
    this.running.add(id);
    const task = k.createTask(`vmap/${id}`, null, (c) => this.thread(c, id));
    task.cpu = cpu;
    task.pinned = true;
    k.scheduler.wake(task);
  }

  private noCpu(id: number): string {
    return `workload.params.cpus[${id}]: expected a CPU from 0 to ${this.k.cpus.length - 1}, got ${this.params.cpus[id]}`;
  }

  private *thread(from: Call, id: number): Path {
    const c = from.enter(S.vmap_loop);
    const { aliasesEvery } = this.params;
    const pages = this.newPages(this.params.pages);
    for (let turn = 1; id < this.wanted; turn++) {
      const start = yield* map_pages(this.vmap, c, pages);
      if (start === 0) throw new Panic('no room for a mapping', { thread: id }, this.k.engine.now);
      this.touchAll(c, start, pages);
      yield* unmap_pages(this.vmap, c, start, pages.length);
      this.ops++;
      if (aliasesEvery > 0 && turn % aliasesEvery === 0) yield* this.unmapAliases(c);
      yield COND_RESCHED;
    }
    this.countTime();
    this.running.delete(id);
    this.k.tasks.delete(current(c));
  }

  /** As somebody does who gives a page away and must know that no old address leads to it. */
  private *unmapAliases(c: Call): Path {
    const { engine } = this.k;
    yield* sync(c);
    const since = engine.now;
    yield* vm_unmap_aliases(this.vmap, c);
    yield* sync(c);
    this.aliasCalls++;
    this.aliasNs += engine.now - since;
  }

  private touchAll(from: Call, start: number, pages: readonly Pfn[]): void {
    const c = from.enter(S.touch_pages);
    for (const [at, pfn] of pages.entries()) {
      const reached = touch(this.vmap, c, start + at);
      if (reached !== pfn) throw new Panic('another page under this address', { vpn: start + at, pfn, reached });
    }
  }

  private countTime(): Ns {
    const { now } = this.k.engine;
    this.threadNs += this.running.size * (now - this.countedAt);
    this.countedAt = now;
    return this.threadNs;
  }

  private declareFigures(): readonly Figure[] {
    return [
      value('vmap.threads', 'threads', '', 'threads that map and unmap', () => this.running.size),
      mean('vmap.nsPerOp', 'ns per op', 'ns', 'time of a thread per mapping, touched and unmapped', {
        read: () => this.countTime(),
        per: () => this.ops,
      }),
      mean('vmap.nsPerAliases', 'ns per call', 'ns', 'time of a call of vm_unmap_aliases', {
        read: () => this.aliasNs,
        per: () => this.aliasCalls,
      }),
      rate('vmap.ops', 'ops', '/s', 'mappings of all threads together', () => this.ops),
    ];
  }
}
