// The thought experiment of 5beb493052: a parent with a VMA of P anonymous pages forks N children, and each child writes
// all its pages. Then N * P pages hang on one anon_vma, each mapped by one process only - or on one anon_vma each.
//
// The children go on using their pages now and then; one that is killed for want of memory is replaced. A kernel task walks the reverse map of every page once,
// as reclaim would, so that the cost per page can be counted.

import { MS, type Ns } from '../../base/time.ts';
import { type Figure, value } from '../../engine/figure.ts';
import { symbols, userSymbol } from '../../engine/symbols.ts';
import { do_execve, reap } from '../../kernel/mm/exit.ts';
import { do_fork } from '../../kernel/mm/fork.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { touch } from '../../kernel/mm/memory.ts';
import { PG } from '../../kernel/mm/page.ts';
import type { TaskStruct } from '../../kernel/mm/task-struct.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, computeFor, sleepFor } from '../../machine/wait.ts';
import { LoadRamp } from '../load-ramp.ts';
import { ParentWait } from '../parent-wait.ts';
import type { Program, ProgramOptions } from '../program.ts';
import type { ForkTreeParams } from './schema.ts';

const S = symbols('rmap_survey');
const compute = userSymbol('child');

const FIRST_PAGE = 4096;

/** What one survey has found so far. */
interface Survey {
  pages: number;
  examined: number;
  done: boolean;
}

const newSurvey = (): Survey => ({ pages: 0, examined: 0, done: false });

export class ForkTree implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly params: ForkTreeParams;
  private readonly parent: TaskStruct;
  private readonly load: LoadRamp;
  private readonly wait: ParentWait;
  private children = 0;
  private settled = 0;
  private surveyed = newSurvey();
  /** Once after the start and after every rise of the load, as soon as all children have settled. */
  private surveyDue = true;
  private surveying = false;

  constructor({ kernel, params, load }: ProgramOptions<ForkTreeParams>) {
    this.k = kernel;
    this.params = params;
    this.load = new LoadRamp(kernel.engine, load);
    this.wait = new ParentWait(
      () => this.children < this.load.wanted,
      () => this.load.nextStepNs,
    );
    this.parent = kernel.createTask('parent', null, (c) => this.fork(c));
    kernel.scheduler.wake(this.parent);
    this.figures = this.declareFigures();
  }

  /** Children that are there stay. */
  setLoad(target: number, overNs: Ns): void {
    if (target > this.children) this.surveyDue = true;
    this.load.moveTo(Math.max(target, this.children), overNs);
    this.wait.wake();
    this.surveyWhenSettled();
  }

  private *fork(c: Call): Path {
    const area = { what: 'heap', start: FIRST_PAGE, pages: this.params.pages, file: false, dirtied: this.params.pages };
    yield* do_execve(this.k, c, { name: 'parent', areas: [area], upperTables: this.params.upperTables });
    for (;;) {
      yield* reap(this.k, c);
      if (this.children >= this.load.wanted) yield this.wait;
      else if ((yield* do_fork(this.k, c, 'child', (own) => this.child(own))) !== null) this.children++;
    }
  }

  private *child(c: Call): Path {
    if (yield* this.writePages(c)) {
      this.settled++;
      this.surveyWhenSettled();
      do yield* this.rest(c);
      while (yield* this.writePages(c));
      this.settled--;
    }
    this.children--;
  }

  /** False when the child has to die. */
  private *writePages(c: Call): Path<boolean> {
    const vma = current(c).mm?.find(FIRST_PAGE) ?? null;
    if (vma === null || !(yield* touch(this.k, c, vma, FIRST_PAGE, this.params.pages, true))) return false;
    return !current(c).killed;
  }

  private *rest(c: Call): Path {
    yield* computeFor(c, Math.floor(this.params.computeMs * MS), compute);
    yield sleepFor(Math.floor(this.params.thinkMs * MS));
  }

  private surveyWhenSettled(): void {
    const { k, settled, children, load } = this;
    if (!this.surveyDue || settled < children || children < load.target || children === 0) return;
    this.surveyDue = false;
    this.surveyed = newSurvey();
    // One that is under way starts over.
    if (this.surveying) return;
    this.surveying = true;
    k.scheduler.wake(k.createTask('survey', null, (c) => this.survey(c)));
  }

  private *survey(root: Call): Path {
    const c = root.enter(S.rmap_survey);
    while (!this.surveyed.done) yield* this.walkAll(c, this.surveyed);
    this.surveying = false;
    yield sleepFor(MS);
    this.k.tasks.delete(current(c));
  }

  /** Walks the reverse map of every mapped anonymous page once, unless another survey takes its place. */
  private *walkAll(c: Call, survey: Survey): Path {
    const { k } = this;
    const before = { walks: k.stat.walks, examined: k.stat.examined };
    for (let pfn = 1; pfn <= k.frames.count; pfn++) {
      if (!k.frames.has(pfn, PG.anon) || k.frames.mapcount(pfn) === 0) continue;
      const rmap = yield* k.rmap.enter(c);
      yield* rmap.page_referenced(c, pfn);
      k.rmap.leave(c);
      yield COND_RESCHED;
      if (this.surveyed !== survey) return;
      survey.pages = k.stat.walks - before.walks;
      survey.examined = k.stat.examined - before.examined;
    }
    survey.done = true;
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
      value('survey.done', 'survey done', '', '1 when every page has been walked and no survey is due', () =>
        this.surveyed.done && !this.surveyDue ? 1 : 0,
      ),
    ];
  }
}
