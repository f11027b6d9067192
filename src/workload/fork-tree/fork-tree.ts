// The thought experiment of 5beb493052: a parent with a VMA of P anonymous pages forks N children, and each child writes
// all its pages. Then N * P pages hang on one anon_vma, each mapped by one process only - or on one anon_vma each.
//
// The children go on using their pages now and then. A kernel task walks the reverse map of every page once,
// as reclaim would, so that the cost per page can be counted.

import { MS } from '../../base/time.ts';
import { type Figure, value } from '../../engine/figure.ts';
import { symbols, userSymbol } from '../../engine/symbols.ts';
import { do_execve } from '../../kernel/mm/exit.ts';
import { do_fork } from '../../kernel/mm/fork.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { touch } from '../../kernel/mm/memory.ts';
import { PG } from '../../kernel/mm/page.ts';
import type { TaskStruct } from '../../kernel/mm/task-struct.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, SLEEP, sleepFor, userMode } from '../../machine/wait.ts';
import type { Program, ProgramOptions } from '../program.ts';
import type { ForkTreeParams } from './schema.ts';

const S = symbols('rmap_survey');
const compute = userSymbol('child');

const FIRST_PAGE = 4096;

export class ForkTree implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly params: ForkTreeParams;
  private readonly parent: TaskStruct;
  private target: number;
  private children = 0;
  private settled = 0;
  private surveyed = { pages: 0, examined: 0, done: false };

  constructor({ kernel, params, load }: ProgramOptions<ForkTreeParams>) {
    this.k = kernel;
    this.params = params;
    this.target = load;
    this.parent = kernel.createTask('parent', null, (c) => this.fork(c));
    kernel.scheduler.wake(this.parent);
    this.figures = this.declareFigures();
  }

  setLoad(target: number): void {
    this.target = Math.max(target, this.children);
    this.parent.wake();
  }

  private *fork(c: Call): Path {
    const area = { what: 'heap', start: FIRST_PAGE, pages: this.params.pages, file: false, dirtied: this.params.pages };
    yield* do_execve(this.k, c, { name: 'parent', areas: [area], upperTables: this.params.upperTables });
    for (;;) {
      if (this.children >= this.target) yield SLEEP;
      else if ((yield* do_fork(this.k, c, 'child', (own) => this.child(own))) !== null) this.children++;
    }
  }

  private *child(c: Call): Path {
    const { pages, computeMs, thinkMs } = this.params;
    for (let pass = 0; ; pass++) {
      const vma = current(c).mm?.find(FIRST_PAGE) ?? null;
      if (vma === null || !(yield* touch(this.k, c, vma, FIRST_PAGE, pages, true))) return;
      if (pass === 0 && ++this.settled === this.target) this.startSurvey();
      c.task.userLeftNs += Math.floor(computeMs * MS);
      while (c.task.userLeftNs > 0) yield userMode(c, compute);
      yield sleepFor(Math.floor(thinkMs * MS));
    }
  }

  private startSurvey(): void {
    const task = this.k.createTask('survey', null, (c) => this.survey(c));
    this.k.scheduler.wake(task);
  }

  /** Walks the reverse map of every mapped anonymous page once. */
  private *survey(root: Call): Path {
    const { k } = this;
    const c = root.enter(S.rmap_survey);
    const before = { walks: k.stat.walks, examined: k.stat.examined };
    for (let pfn = 1; pfn <= k.frames.count; pfn++) {
      if (!k.frames.has(pfn, PG.anon) || k.frames.mapcount[pfn] === 0) continue;
      const rmap = yield* k.rmap.enter(c);
      yield* rmap.page_referenced(c, pfn);
      k.rmap.leave(c);
      yield COND_RESCHED;
      this.surveyed.pages = k.stat.walks - before.walks;
      this.surveyed.examined = k.stat.examined - before.examined;
    }
    this.surveyed.done = true;
    yield sleepFor(MS);
    k.tasks.delete(current(c));
  }

  /** Number of VMAs on the list behind a page, over all mapped anonymous pages; and how many have more than one. */
  private lists(): { mean: number; longShare: number } {
    let sum = 0;
    let pages = 0;
    let long = 0;
    for (const anonVma of this.k.anonVmas.all()) {
      sum += anonVma.pages * anonVma.length;
      pages += anonVma.pages;
      if (anonVma.length > 1) long += anonVma.pages;
    }
    return { mean: sum / Math.max(1, pages), longShare: long / Math.max(1, pages) };
  }

  private declareFigures(): readonly Figure[] {
    return [
      value('children', 'children', '', 'children that live', () => this.children),
      value('settled', 'settled', '', 'children that have written all their pages', () => this.settled),
      value(
        'rmap.listLength',
        'list per page',
        'VMAs',
        'VMAs on the list behind a page, mean over all pages',
        () => this.lists().mean,
      ),
      value(
        'rmap.longShare',
        'long lists',
        '%',
        'share of pages with more than one VMA on their list',
        () => this.lists().longShare,
      ),
      value('survey.pages', 'surveyed', 'pages', 'pages whose reverse map was walked', () => this.surveyed.pages),
      value('survey.examined', 'PTEs per page', 'PTEs', 'page table entries examined per surveyed page', () =>
        this.surveyed.pages === 0 ? 0 : this.surveyed.examined / this.surveyed.pages,
      ),
      value('survey.done', 'survey done', '', '1 when every page has been walked', () => (this.surveyed.done ? 1 : 0)),
    ];
  }
}
