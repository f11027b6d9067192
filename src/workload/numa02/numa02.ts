// numa02 of autonuma-benchmark: the main thread clears an array, all of it on its own node, then every thread clears its own part of
// it over and over. No thread needs what another has, so on the right nodes nobody would wait for anybody.
//
// A run is a process; when it is through the next one starts.

import { MS } from '../../base/time.ts';
import { UsageError } from '../../base/usage-error.ts';
import type { Figure } from '../../engine/figure.ts';
import { userSymbol } from '../../engine/symbols.ts';
import { sys_move_pages } from '../../kernel/migrate/move-pages.ts';
import { do_execve, do_exit, do_wait } from '../../kernel/mm/exit.ts';
import { clone_thread } from '../../kernel/mm/fork.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { touch, writeRun } from '../../kernel/mm/memory.ts';
import type { Migration } from '../../kernel/mm/migration.ts';
import { PTES_PER_TABLE, type Vpn } from '../../kernel/mm/pte.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Vma } from '../../kernel/mm/vma.ts';
import { sched_setaffinity } from '../../kernel/sched/set-affinity.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { MemoryNodes } from '../../machine/memory-nodes.ts';
import type { Path } from '../../machine/path.ts';
import { sleepFor, userMode } from '../../machine/wait.ts';
import { type Program, type ProgramOptions, requirePart } from '../program.ts';
import { numa02Figures } from './figures.ts';
import { Runs } from './runs.ts';
import type { Numa02Params } from './schema.ts';

const USER = {
  main: userSymbol('main'),
  worker: userSymbol('worker_thread'),
  memset: userSymbol('__memset_sse2'),
};

/** Aligned to what a page middle directory's entry maps. */
const FIRST_PAGE: Vpn = 64 * PTES_PER_TABLE;
/** Pages that are cleared between two looks at who else uses the memory: 1 MB. */
const STRETCH_BYTES = 2 ** 20;

export class Numa02 implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly migration: Migration;
  private readonly params: Numa02Params;
  private readonly memory: MemoryNodes;
  private readonly pages: number;
  private readonly runs = new Runs();

  constructor({ kernel, params }: ProgramOptions<Numa02Params>) {
    this.k = kernel;
    this.migration = requirePart('numa02', kernel.migration, 'rmap-lock');
    this.params = params;
    const scale = kernel.pageBytes / 4096;
    this.memory = new MemoryNodes(kernel.frames.nodes, {
      localNs: kernel.costOf('numa.clearLocal') * scale,
      remoteNs: kernel.costOf('numa.clearRemote') * scale,
      controllerNs: kernel.costOf('numa.clearController') * scale,
    });
    this.pages = Math.floor((params.mib * 2 ** 20) / kernel.pageBytes);
    kernel.scheduler.wake(kernel.createTask('bash', null, (c) => this.shell(c)));
    this.figures = numa02Figures(kernel, this.runs);
  }

  setLoad(): void {
    throw new UsageError('numa02 has no load: its threads are a parameter');
  }

  private *shell(c: Call): Path {
    for (;;) {
      const main = this.k.createTask('numa02', current(c), (own) => this.main(own));
      this.k.scheduler.wake(main);
      while (yield* do_wait(this.k, c));
      yield sleepFor(1 + Math.floor(this.params.pauseMs * MS));
    }
  }

  private *main(root: Call): Path {
    const { k, params, runs } = this;
    const c = root.enter(USER.main);
    const area = { what: 'heap', start: FIRST_PAGE, pages: this.pages, file: false, dirtied: 0 };
    yield* do_execve(k, root, { name: 'numa02', areas: [area], upperTables: 3 });
    const vma = current(c).mm?.find(FIRST_PAGE) ?? null;
    if (vma !== null) {
      if (params.mode === 'balanced') this.migration.numa.watch(vma.mm, params.placesTasks);
      yield* this.clearAll(c, vma);
      runs.startedAt = k.engine.now;
      runs.settledNs = Number.NaN;
      runs.vma = vma;
      runs.parts = [];
      for (let nth = 0; nth < params.threads; nth++) yield* this.startThread(c, vma, nth);
      if (params.crossMs > 0) k.scheduler.wake(k.createTask('taskset', null, (own) => this.cross(own, vma)));
      while (yield* do_wait(k, c));
      runs.elapsedNs = k.engine.now - runs.startedAt;
      runs.count++;
      runs.vma = null;
    }
    yield* do_exit(k, root);
  }

  /** The main thread clears the array, a node's part after the other. */
  private *clearAll(from: Call, vma: Vma): Path {
    const { nodes } = this.k.frames;
    const c = from.enter(USER.memset);
    for (let node = 0; node < nodes; node++) {
      if (this.isBound) yield sched_setaffinity(this.firstCpuOf(this.memoryNodeOf(node)));
      const [start, end] = [this.boundary(node, nodes), this.boundary(node + 1, nodes)];
      for (let at = start; at < end; ) at = yield* this.clearOn(c, vma, at, end);
    }
  }

  private get isBound(): boolean {
    return this.params.mode === 'hard-bind' || this.params.mode === 'inverse-bind';
  }

  /** Where the memory of threads of `node` is put when it is bound. */
  private memoryNodeOf(node: number): number {
    const { nodes } = this.k.frames;
    return this.params.mode === 'inverse-bind' ? (node + Math.floor(nodes / 2)) % nodes : node;
  }

  private firstCpuOf(node: number): Cpu {
    return this.k.cpus.find((cpu) => cpu.node === node) ?? (this.k.cpus[0] as Cpu);
  }

  /** Where the nth of `count` parts begins. */
  private boundary(nth: number, count: number): Vpn {
    return FIRST_PAGE + Math.floor((this.pages * nth) / count);
  }

  private *startThread(c: Call, vma: Vma, nth: number): Path {
    const { threads } = this.params;
    const [start, end] = [this.boundary(nth, threads), this.boundary(nth + 1, threads)];
    const thread = yield* clone_thread(this.k, c, `numa02/${nth}`, (own) => this.work(own, vma, nth, start, end));
    if (thread !== null) this.runs.parts.push({ start, end, thread });
  }

  private *work(root: Call, vma: Vma, nth: number, start: Vpn, end: Vpn): Path {
    const { k, params } = this;
    const c = root.enter(USER.worker).enter(USER.memset);
    if (this.isBound) yield sched_setaffinity(this.cpuOf(nth));
    if (params.mode === 'move-pages') {
      const vpns = Array.from({ length: end - start }, (_, at) => start + at);
      yield* sys_move_pages(k, root.enter(USER.worker), vma.mm, vpns, c.cpu.node);
    }
    for (let pass = 0; pass < params.passes; pass++)
      for (let at = start; at < end; ) at = yield* this.clearOn(c, vma, at, end, true);
  }

  /** Each thread of the first half changes places with one of the second half, as somebody would who knows nothing of their memory. */
  private *cross(c: Call, vma: Vma): Path {
    const { k, runs, params } = this;
    yield sleepFor(1 + Math.floor(params.crossMs * MS));
    const half = Math.floor(runs.parts.length / 2);
    const threads = runs.vma === vma ? runs.parts.map(({ thread }) => thread) : [];
    for (const [nth, one] of threads.slice(0, half).entries()) {
      const other = threads[nth + half];
      if (other === undefined || one.state === 'dead' || other.state === 'dead') continue;
      const [from, to] = [one.cpu, other.cpu];
      k.scheduler.sendTo(one, to);
      k.scheduler.sendTo(other, from);
    }
    k.tasks.delete(current(c));
  }

  private cpuOf(nth: number): Cpu {
    return this.k.cpus[Math.floor((nth * this.k.cpus.length) / this.params.threads)] as Cpu;
  }

  /** Clears pages from `at` on, as far as they lie on one node, or takes a fault. Returns where it has come to. */
  private *clearOn(c: Call, vma: Vma, at: Vpn, end: Vpn, isThread = false): Path<Vpn> {
    const { k, memory, runs } = this;
    yield* this.migration.numa.returnToUser(c);
    const most = Math.max(1, STRETCH_BYTES / k.pageBytes);
    const { pages, node } = writeRun(k, c, vma, at, Math.min(most, end - at));
    if (pages === 0) {
      const few = Math.min(end - at, k.faultBatch);
      yield* touch(k, c, vma, at, isThread ? 1 : few, true);
      return at;
    }
    const from = c.cpu.node;
    c.task.userLeftNs += pages * memory.begin(from, node);
    while (c.task.userLeftNs > 0) yield userMode(c, USER.memset);
    memory.end(node);
    if (isThread) {
      runs.cleared += pages;
      if (from === node) runs.clearedLocal += pages;
    }
    return at + pages;
  }
}
