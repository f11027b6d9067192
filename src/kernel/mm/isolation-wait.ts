// Direct reclaimers that wait until others have fewer pages in their hands: the loop of shrink_inactive_list around
// congestion_wait(BLK_RW_ASYNC, HZ/10) while too_many_isolated (35cd78156c49, Linux 2.6.32).
//
// * A sleeper looks every tenth of a second, and when the disk's queue becomes uncongested. In a collapse tens of thousands
//   look and find nothing: such looks are no events; their CPUs pay for them as time passes (machine/looks.ts).
// * A look that finds room for a cluster wakes the sleeper, and the room is kept for it until it takes its pages.

import { nextNode, RbNode, RbTree } from '../../base/rb-tree.ts';
import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import type { Source } from '../../engine/engine.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Looks } from '../../machine/looks.ts';
import { type Path, READY, type Request } from '../../machine/path.ts';
import { ioSleepFor } from '../../machine/wait.ts';
import type { Kernel } from './kernel.ts';
import { LRU } from './page.ts';
import { current, type TaskStruct } from './task-struct.ts';

const S = symbols('congestion_wait', 'io_schedule_timeout', 'schedule_timeout', 'schedule');

/** HZ/10. */
export const CONGESTION_NS = 100_000_000;
export const SWAP_CLUSTER_MAX = 32;

/** The sleep of a reclaimer: the path that it is on, and what the CPU performs. */
class Sleeper extends RbNode implements Request, Path, IteratorYieldResult<Request> {
  readonly done = false;
  readonly task: TaskStruct;
  /** The call chain down to congestion_wait. */
  readonly node: StackNode;
  private readonly place: IsolationWait;
  state: 'new' | 'queued' | 'woken' | 'dismissed' = 'new';
  /** Began to sleep. Apart from others it looks CONGESTION_NS later, and so on. */
  since: Ns = 0;
  phase: Ns = 0;

  constructor(c: Call, place: IsolationWait) {
    super();
    this.task = current(c);
    this.node = c.node;
    this.place = place;
  }

  get value(): Request {
    return this;
  }

  [Symbol.iterator](): Path {
    return this;
  }

  next(): IteratorResult<Request, void> {
    if (this.state === 'new' || this.state === 'queued') return this;
    this.place.goesOn(this);
    return READY.next();
  }

  perform(cpu: Cpu): boolean {
    if (this.state === 'woken' || this.state === 'dismissed') return true;
    if (this.state === 'new') this.place.insert(this);
    this.task.pending = this;
    cpu.block(true);
    return false;
  }
}

function* congestion_wait(): Path {
  yield ioSleepFor(CONGESTION_NS);
}

/** Tens of thousands of sleepers by phase, then by arrival. */
class ByPhase {
  private readonly tree = new RbTree<Sleeper>();

  get isEmpty(): boolean {
    return this.tree.root === null;
  }

  add(sleeper: Sleeper): void {
    this.tree.insertBy(sleeper, ({ phase }) => phase);
  }

  remove(sleeper: Sleeper): void {
    this.tree.remove(sleeper);
  }

  /** The first with this phase or a later one. */
  firstFrom(phase: Ns): Sleeper | null {
    let found: Sleeper | null = null;
    for (let at = this.tree.root; at !== null; at = at.phase < phase ? at.right : at.left) {
      if (at.phase >= phase) found = at;
    }
    return found;
  }

  /** In order. */
  all(): readonly Sleeper[] {
    const all: Sleeper[] = [];
    for (let at = this.tree.first; at !== null; at = nextNode(at)) all.push(at);
    return all;
  }

  /** All; it is empty then. */
  drain(): readonly Sleeper[] {
    const all = this.all();
    this.tree.root = null;
    return all;
  }
}

const phaseOf = (at: Ns): Ns => at % CONGESTION_NS;
const looksBetween = (since: Ns, now: Ns): number => Math.floor((now - since) / CONGESTION_NS);

export class IsolationWait implements Source {
  /** Pages that reclaimers have taken off the lists. */
  isolated = 0;
  private readonly k: Kernel;
  private readonly slot: number;
  /** Those who came since all looked together. */
  private readonly apart = new ByPhase();
  /** Those who look together, in order of arrival. */
  private together: Sleeper[] = [];
  /** When those last looked because of the disk. */
  private lookedAt: Ns = 0;
  /** Sleepers that were woken and have not taken their pages. */
  private woken = 0;
  /** The next look that will find room if nothing changes; -1 for none. */
  private nextLook: Ns = -1;
  private isSubscribed = false;

  constructor(k: Kernel) {
    this.k = k;
    this.slot = k.engine.addSource(this);
  }

  get tooManyIsolated(): boolean {
    return this.isolated + this.woken * SWAP_CLUSTER_MAX > this.k.zone.lru.count(LRU.inactiveAnon);
  }

  private get isEmpty(): boolean {
    return this.apart.isEmpty && this.together.length === 0;
  }

  /** Sleeps until there is room; one that has to die, until it looks next. */
  wait(from: Call): Path {
    const c = from.enter(S.congestion_wait);
    c.forgetCallees();
    return current(c).killed ? congestion_wait() : new Sleeper(c, this);
  }

  /** For Sleeper: it runs again. */
  goesOn({ state }: Sleeper): void {
    if (state === 'dismissed') return;
    this.woken--;
    this.changed();
  }

  private looksOf({ task }: Sleeper): Looks {
    return task.cpu.settledLooks(CONGESTION_NS);
  }

  /** Where the looks of a sleeper are charged. */
  private lookNode({ node }: Sleeper): StackNode {
    const { tree } = this.k.engine;
    return [S.io_schedule_timeout, S.schedule_timeout, S.schedule].reduce((at, sym) => tree.child(at, sym), node);
  }

  private leave(sleeper: Sleeper): void {
    const { now } = this.k.engine;
    this.looksOf(sleeper).leave(now, now - sleeper.since);
  }

  /** For Sleeper: it begins to sleep. */
  insert(sleeper: Sleeper): void {
    sleeper.state = 'queued';
    sleeper.since = this.k.engine.now;
    sleeper.phase = phaseOf(sleeper.since);
    this.looksOf(sleeper).join(sleeper.since, this.lookNode(sleeper));
    this.apart.add(sleeper);
    // Since it asked whether it has to die, time may have passed.
    if (sleeper.task.killed) this.dismissKilled();
    this.subscribe();
    this.changed();
  }

  /** The number of isolated pages or the list's length has changed: the next sleeper who looks may find room. */
  changed(): void {
    if (this.isEmpty || this.nextLook >= 0 || this.tooManyIsolated) return;
    const { now } = this.k.engine;
    const next = this.apart.firstFrom(phaseOf(now) + 1) ?? this.apart.firstFrom(0);
    this.nextLook = Math.min(
      next === null ? Number.POSITIVE_INFINITY : nextAfter(next.since, now),
      this.together.length === 0 ? Number.POSITIVE_INFINITY : nextAfter(this.lookedAt, now),
    );
    this.k.engine.schedule(this.nextLook, this.slot);
  }

  fire(now: Ns): void {
    if (now !== this.nextLook) return;
    this.nextLook = -1;
    const phase = phaseOf(now);
    if (phaseOf(this.lookedAt) === phase) this.wakeTogether();
    while (!this.tooManyIsolated) {
      const sleeper = this.apart.firstFrom(phase);
      if (sleeper === null || sleeper.phase !== phase) break;
      this.apart.remove(sleeper);
      this.wake(sleeper);
    }
    this.changed();
  }

  /** As many of those who look together as there is room for. */
  private wakeTogether(): void {
    let count = 0;
    for (; count < this.together.length && !this.tooManyIsolated; count++) this.wake(this.together[count] as Sleeper);
    this.together.splice(0, count);
  }

  private wake(sleeper: Sleeper): void {
    this.leave(sleeper);
    sleeper.state = 'woken';
    this.woken++;
    sleeper.task.wake();
  }

  /** Those who have to die wait for their next look only, whatever it finds. */
  dismissKilled(): void {
    for (const sleeper of this.apart.all()) {
      if (!sleeper.task.killed) continue;
      this.apart.remove(sleeper);
      this.dismiss(sleeper, sleeper.since);
    }
    for (const sleeper of this.together) if (sleeper.task.killed) this.dismiss(sleeper, this.lookedAt);
    this.together = this.together.filter(({ state }) => state === 'queued');
  }

  /** It is on no list any more; it has looked at `since` and every CONGESTION_NS after it. */
  private dismiss(sleeper: Sleeper, since: Ns): void {
    const { now } = this.k.engine;
    sleeper.state = 'dismissed';
    this.leave(sleeper);
    sleeper.task.startTimer(nextAfter(since, now) - now);
  }

  /** From now on all look together. */
  private joinTogether(now: Ns): void {
    this.lookedAt = now;
    for (const sleeper of this.apart.drain()) this.together.push(sleeper);
  }

  private subscribe(): void {
    if (this.isSubscribed) return;
    this.isSubscribed = true;
    this.k.disk.whenUncongested(() => this.allLook());
  }

  /** clear_bdi_congested wakes them all. */
  private allLook(): void {
    this.isSubscribed = false;
    this.nextLook = -1;
    const { now } = this.k.engine;
    this.joinTogether(now);
    this.wakeTogether();
    for (const cpu of this.k.cpus) cpu.settledLooks(CONGESTION_NS).allLook(now);
    if (this.together.length > 0) this.subscribe();
    this.changed();
  }
}

/** The first look after `now` of one who looks at `since` and every CONGESTION_NS after it. */
const nextAfter = (since: Ns, now: Ns): Ns => since + (looksBetween(since, now) + 1) * CONGESTION_NS;
