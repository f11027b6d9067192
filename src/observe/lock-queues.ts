// Live queues: who holds a contended lock, who waits, since when and from where.

import { type CallTree, ROOT, type StackNode } from '../engine/call-tree.ts';
import { symbolName } from '../engine/symbols.ts';
import type { Lock, LockClass, Party } from '../kernel/locking/lock-class.ts';
import type { LockParty, LockPoint, LockQueue } from './frame.ts';

const MAX_QUEUES = 4;
const MAX_WAITERS = 16;
const MAX_HOLDERS = 4;
const MAX_POINTS = 4;
/** Parties listed in one frame, over all classes; the classes are served in the order in which they are shown. */
const MAX_PARTIES = 160;

const symbolOf = (tree: CallTree, node: StackNode): string => (node === ROOT ? '' : symbolName(tree.sym(node)));

/** The call sites that had to wait most often. */
export function contentionPoints(tree: CallTree, lockClass: LockClass): readonly LockPoint[] {
  const counts = new Map<string, number>();
  for (const [site, count] of lockClass.sites) {
    const symbol = symbolOf(tree, site);
    counts.set(symbol, (counts.get(symbol) ?? 0) + count);
  }
  const points = [...counts].map(([symbol, count]) => ({ symbol, count }));
  return points.sort((a, b) => b.count - a.count).slice(0, MAX_POINTS);
}

export class QueueBudget {
  private readonly tree: CallTree;
  private partiesLeft = MAX_PARTIES;

  constructor(tree: CallTree) {
    this.tree = tree;
  }

  /** The longest queues of the class, longest first; of two equal ones the older first. */
  take(lockClass: LockClass): readonly LockQueue[] {
    const queues = longest(lockClass.contended);
    return queues.map((lock) => {
      const waiters = lock.waiters();
      return {
        instance: lock.label,
        holders: this.parties(lock.holders(), MAX_HOLDERS),
        length: waiters.length,
        waiters: this.parties(waiters, MAX_WAITERS),
      };
    });
  }

  private parties(all: readonly Party[], limit: number): readonly LockParty[] {
    const some = all.slice(0, Math.min(limit, this.partiesLeft));
    this.partiesLeft -= some.length;
    return some.map((party) => ({
      task: party.task.name,
      cpu: party.cpu === null ? -1 : party.cpu.id,
      sinceNs: party.since,
      site: symbolOf(this.tree, party.site),
      mode: party.mode,
    }));
  }
}

/** Keeps the few longest while looking at each once: thousands of instances may be contended. */
function longest(contended: readonly Lock[]): readonly Lock[] {
  const best: { readonly lock: Lock; readonly length: number }[] = [];
  for (const lock of contended) {
    const length = lock.waiters().length;
    const at = best.findIndex((one) => one.length < length);
    if (at >= 0) best.splice(at, 0, { lock, length });
    else if (best.length < MAX_QUEUES) best.push({ lock, length });
    if (best.length > MAX_QUEUES) best.pop();
  }
  return best.map((one) => one.lock);
}
