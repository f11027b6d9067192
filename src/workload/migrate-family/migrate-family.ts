// A family whose pages are moved to and fro while its members go on with their lives.
//
// A parent forks relatives and a mover; all map the pages that the parent has written. The mover moves the pages from node to
// node (sys_move_pages), which has to find the entries of every relative; meanwhile those fork, exit, protect and move their
// mappings. Whoever dies is replaced by another copy of the parent; a parent that has lost pages itself starts anew.

import { MS, type Ns } from '../../base/time.ts';
import { type Figure, rate, value } from '../../engine/figure.ts';
import { userSymbol } from '../../engine/symbols.ts';
import { sys_move_pages } from '../../kernel/migrate/move-pages.ts';
import { do_execve, reap } from '../../kernel/mm/exit.ts';
import { do_fork } from '../../kernel/mm/fork.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import type { TaskStruct } from '../../kernel/mm/task-struct.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { computeFor, sleepFor } from '../../machine/wait.ts';
import { LoadRamp } from '../load-ramp.ts';
import { ParentWait } from '../parent-wait.ts';
import type { Program, ProgramOptions } from '../program.ts';
import { HOME, readAll, WHAT } from './area.ts';
import { Relative } from './relative.ts';
import type { MigrateFamilyParams } from './schema.ts';

const compute = userSymbol('mover');
/** Of the mover between two system calls. */
const MOVER_USER: Ns = 1000;

export class MigrateFamily implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly params: MigrateFamilyParams;
  private readonly parent: TaskStruct;
  private readonly load: LoadRamp;
  private readonly wait: ParentWait;
  /** Grows when the parent starts anew: relatives of before go. */
  private generation = 0;
  private relatives = 0;
  private movers = 0;
  private born = 0;

  constructor({ kernel, params, load }: ProgramOptions<MigrateFamilyParams>) {
    this.k = kernel;
    this.params = params;
    this.load = new LoadRamp(kernel.engine, load);
    this.wait = new ParentWait(
      () => this.movers < 1 || this.relatives < this.load.wanted,
      () => this.load.nextStepNs,
    );
    this.parent = kernel.createTask('parent', null, (c) => this.nurse(c));
    kernel.scheduler.wake(this.parent);
    this.figures = [
      value('family.relatives', 'relatives', '', 'relatives that live', () => this.relatives),
      value('family.born', 'born', '', 'relatives since the run began', () => this.born),
      rate('family.moved', 'moved', 'pages/s', 'pages moved to another node', () => kernel.migration?.stat.moved ?? 0),
      value('family.restarts', 'restarts', '', 'times that the parent itself had lost pages', () => this.generation),
    ];
  }

  setLoad(target: number, overNs: Ns): void {
    this.load.moveTo(target, overNs);
    this.wait.wake();
  }

  private *nurse(c: Call): Path {
    const { k, params } = this;
    const area = { what: WHAT, start: HOME, pages: params.pages, file: false, dirtied: params.pages };
    for (; ; this.generation++) {
      yield* do_execve(k, c, { name: 'parent', areas: [area], upperTables: params.upperTables });
      while (yield* readAll(k, c)) {
        if (this.movers < 1) yield* this.forkMover(c);
        else if (this.relatives < this.load.wanted) yield* this.forkRelative(c);
        else yield this.wait;
        yield* reap(k, c);
      }
    }
  }

  private isOver(generation: number): boolean {
    return generation !== this.generation;
  }

  private *forkRelative(c: Call): Path {
    const { k, generation } = this;
    const child = yield* do_fork(k, c, 'relative', (own) => this.relative(own, generation));
    if (child === null) return;
    this.relatives++;
    this.born++;
  }

  private *relative(c: Call, generation: number): Path {
    const over = (): boolean => this.isOver(generation) || this.relatives > this.load.wanted;
    yield* new Relative(this.k, this.params, c).live(over);
    this.relatives--;
  }

  private *forkMover(c: Call): Path {
    const { generation } = this;
    if ((yield* do_fork(this.k, c, 'mover', (own) => this.move(own, generation))) !== null) this.movers++;
  }

  private *move(c: Call, generation: number): Path {
    const { k, params } = this;
    const vpns = Array.from({ length: params.pages }, (_, i) => HOME + i);
    for (let node = 0; !this.isOver(generation) && (yield* readAll(k, c)); node = (node + 1) % k.frames.nodes) {
      const { mm } = current(c);
      if (mm === null) break;
      yield* sys_move_pages(k, c, mm, vpns, node);
      yield* computeFor(c, MOVER_USER, compute);
      if (params.moverPauseMs > 0) yield sleepFor(Math.floor(params.moverPauseMs * MS));
    }
    this.movers--;
  }
}
