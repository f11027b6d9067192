// A binary heap of objects by a number that each carries; equal keys leave in order of insertion.

export interface Keyed {
  key: number;
  /** Set by the heap; breaks ties. */
  order: number;
  /** Set by the heap; -1 while outside. */
  position: number;
}

export class MinHeap<T extends Keyed> {
  private readonly items: T[] = [];
  private inserted = 0;

  get size(): number {
    return this.items.length;
  }

  peek(): T | null {
    return this.items[0] ?? null;
  }

  push(item: T): void {
    item.order = this.inserted++;
    this.items.push(item);
    this.siftUp(item, this.items.length - 1);
  }

  pop(): T | null {
    const first = this.items[0];
    if (first === undefined) return null;
    this.remove(first);
    return first;
  }

  /** `item` must be inside. */
  remove(item: T): void {
    const hole = item.position;
    const last = this.items.pop() as T;
    item.position = -1;
    if (last === item) return;
    this.siftUp(last, hole);
    this.siftDown(last, last.position);
  }

  /** In no useful order. */
  values(): readonly T[] {
    return this.items;
  }

  private before(a: T, b: T): boolean {
    return a.key < b.key || (a.key === b.key && a.order < b.order);
  }

  private place(item: T, index: number): void {
    this.items[index] = item;
    item.position = index;
  }

  private siftUp(item: T, start: number): void {
    let index = start;
    while (index > 0) {
      const parent = this.items[(index - 1) >> 1] as T;
      if (!this.before(item, parent)) break;
      this.place(parent, index);
      index = (index - 1) >> 1;
    }
    this.place(item, index);
  }

  private siftDown(item: T, start: number): void {
    let index = start;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.items.length) break;
      if (child + 1 < this.items.length && this.before(this.items[child + 1] as T, this.items[child] as T)) child++;
      if (!this.before(this.items[child] as T, item)) break;
      this.place(this.items[child] as T, index);
      index = child;
    }
    this.place(item, index);
  }
}
