// A FIFO of waiters that sleep.

import type { Waiter } from './waiter.ts';

export class WaitList {
  head: Waiter | null = null;
  length = 0;
  private tail: Waiter | null = null;

  push(waiter: Waiter): void {
    if (this.tail === null) this.head = waiter;
    else this.tail.next = waiter;
    this.tail = waiter;
    this.length++;
  }

  shift(): Waiter | null {
    const first = this.head;
    if (first === null) return null;
    this.removeAfter(null, first);
    return first;
  }

  remove(waiter: Waiter): void {
    let before: Waiter | null = null;
    for (let at = this.head; at !== waiter; at = at.next) {
      if (at === null) return;
      before = at;
    }
    this.removeAfter(before, waiter);
  }

  /** `before` is null for the first. */
  removeAfter(before: Waiter | null, waiter: Waiter): void {
    if (before === null) this.head = waiter.next;
    else before.next = waiter.next;
    if (this.tail === waiter) this.tail = before;
    waiter.next = null;
    this.length--;
  }
}
