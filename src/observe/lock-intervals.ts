// Locks of a frame: lock_stat's figures since the run began, and what happened in the interval between two frames.

import type { Ns } from '../base/time.ts';
import type { CallTree } from '../engine/call-tree.ts';
import type { LockClass } from '../kernel/locking/lock-class.ts';
import type { LockSample } from './frame.ts';
import { contentionPoints, QueueBudget } from './lock-queues.ts';

const MAX_CLASSES = 32;

/** What a class did in one interval. */
interface Activity {
  readonly lockClass: LockClass;
  readonly waitersMean: number;
  readonly utilisation: number;
}

export class LockIntervals {
  private readonly tree: CallTree;
  private readonly classes: readonly LockClass[];
  private fromNs: Ns;
  /** LockClass.waitArea at the start of the interval. */
  private readonly areas = new Map<LockClass, number>();
  private activities: readonly Activity[] = [];

  /** `classes` may grow while the run goes on. */
  constructor(tree: CallTree, classes: readonly LockClass[], nowNs: Ns) {
    this.tree = tree;
    this.classes = classes;
    this.fromNs = nowNs;
    for (const lockClass of classes) this.begin(lockClass, nowNs);
  }

  /** Since the last call; while no time has passed, the interval's figures stay what they were. */
  next(nowNs: Ns): readonly LockSample[] {
    if (nowNs > this.fromNs || this.activities.length !== this.classes.length) {
      this.activities = this.classes.map((lockClass) => this.activity(lockClass, nowNs)).sort(byContention);
      this.fromNs = nowNs;
    }
    const queues = new QueueBudget(this.tree);
    return this.activities.slice(0, MAX_CLASSES).map((one) => this.sample(one, queues));
  }

  private activity(lockClass: LockClass, nowNs: Ns): Activity {
    const ns = Math.max(1, nowNs - this.fromNs);
    const area = lockClass.waitArea(nowNs) - (this.areas.get(lockClass) ?? 0);
    const utilisation = lockClass.busiestNs(nowNs) / ns;
    this.begin(lockClass, nowNs);
    return { lockClass, waitersMean: area / ns, utilisation };
  }

  private begin(lockClass: LockClass, nowNs: Ns): void {
    this.areas.set(lockClass, lockClass.waitArea(nowNs));
    lockClass.startInterval(nowNs);
  }

  private sample({ lockClass, waitersMean, utilisation }: Activity, queues: QueueBudget): LockSample {
    const { wait, hold } = lockClass;
    return {
      name: lockClass.name,
      kind: lockClass.kind,
      contentions: lockClass.contentions,
      conBounces: lockClass.conBounces,
      waitMinNs: wait.min,
      waitMaxNs: wait.max,
      waitTotalNs: wait.sum,
      acquisitions: lockClass.acquisitions,
      acqBounces: lockClass.acqBounces,
      holdMinNs: hold.min,
      holdMaxNs: hold.max,
      holdTotalNs: hold.sum,
      waitersMean,
      utilisation,
      waiters: lockClass.waiters,
      instances: lockClass.instances,
      contentionPoints: contentionPoints(this.tree, lockClass),
      queues: queues.take(lockClass),
    };
  }
}

/** Array.sort is stable: classes that are alike stay in order of creation. */
const byContention = (a: Activity, b: Activity): number =>
  b.waitersMean - a.waitersMean || b.lockClass.wait.sum - a.lockClass.wait.sum || busyFirst(a, b);

const busyFirst = (a: Activity, b: Activity): number => b.utilisation - a.utilisation;
