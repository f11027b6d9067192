// A queue of pending events, ordered by (time, order of insertion).
//
// * Binary heap on typed arrays with a lazy hole: pop leaves the root open and the next push fills it, which halves
//   the work of the usual pop-then-push pair.
// * An event is a slot number; whoever owns the slot knows what to do. A slot may be pending several times.

import type { Ns } from './time.ts';

export class EventHeap {
  private at: Float64Array;
  private order: Float64Array;
  private slots: Int32Array;
  private length = 0;
  private hole = false;
  private inserted = 0;

  constructor(capacity = 1024) {
    this.at = new Float64Array(capacity);
    this.order = new Float64Array(capacity);
    this.slots = new Int32Array(capacity);
  }

  get size(): number {
    return this.hole ? this.length - 1 : this.length;
  }

  push(at: Ns, slot: number): void {
    const order = this.inserted++;
    if (this.hole) {
      this.hole = false;
      this.siftDown(at, order, slot);
      return;
    }
    if (this.length === this.slots.length) this.grow();
    this.siftUp(this.length++, at, order, slot);
  }

  /** Time of the earliest event, or Infinity when there is none. */
  peek(): Ns {
    if (this.hole) return Math.min(this.timeOf(1), this.timeOf(2));
    return this.timeOf(0);
  }

  private timeOf(index: number): Ns {
    return index < this.length ? (this.at[index] as number) : Number.POSITIVE_INFINITY;
  }

  /** Removes the earliest event and returns its slot; only after peek() told that there is one. */
  pop(): number {
    if (this.hole) this.closeHole();
    this.hole = true;
    return this.slots[0] as number;
  }

  private closeHole(): void {
    this.hole = false;
    const last = --this.length;
    if (last > 0) this.siftDown(this.at[last] as number, this.order[last] as number, this.slots[last] as number);
  }

  private siftUp(start: number, at: Ns, order: number, slot: number): void {
    const { at: times, order: orders, slots } = this;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const parentAt = times[parent] as number;
      // A later insertion never overtakes an equal time, so the order need not be compared on the way up.
      if (parentAt <= at) break;
      times[index] = parentAt;
      orders[index] = orders[parent] as number;
      slots[index] = slots[parent] as number;
      index = parent;
    }
    times[index] = at;
    orders[index] = order;
    slots[index] = slot;
  }

  private siftDown(at: Ns, order: number, slot: number): void {
    const { at: times, order: orders, slots, length } = this;
    let index = 0;
    for (let child = 1; child < length; child = 2 * index + 1) {
      let childAt = times[child] as number;
      if (child + 1 < length) {
        const rightAt = times[child + 1] as number;
        if (rightAt < childAt || (rightAt === childAt && (orders[child + 1] as number) < (orders[child] as number))) {
          child++;
          childAt = rightAt;
        }
      }
      if (at < childAt || (at === childAt && order < (orders[child] as number))) break;
      times[index] = childAt;
      orders[index] = orders[child] as number;
      slots[index] = slots[child] as number;
      index = child;
    }
    times[index] = at;
    orders[index] = order;
    slots[index] = slot;
  }

  private grow(): void {
    const at = new Float64Array(this.at.length * 2);
    const order = new Float64Array(at.length);
    const slots = new Int32Array(at.length);
    at.set(this.at);
    order.set(this.order);
    slots.set(this.slots);
    this.at = at;
    this.order = order;
    this.slots = slots;
  }
}
