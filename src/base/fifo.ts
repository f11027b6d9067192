// First in, first out, in constant time however many wait: an array's shift() moves all that are behind.

/** Items that have left are forgotten when there are this many of them, and as many as are left. */
const MOST_GONE = 32;

export class Fifo<T> {
  private items: (T | undefined)[] = [];
  /** Index of the first; what is before has left. */
  private first = 0;

  get length(): number {
    return this.items.length - this.first;
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** Undefined when it is empty. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.items[this.first];
    this.items[this.first++] = undefined;
    if (this.first >= MOST_GONE && this.first >= this.length) {
      this.items = this.items.slice(this.first);
      this.first = 0;
    }
    return item;
  }

  /** Takes one out that is somewhere in the queue, or nowhere: then nothing happens. */
  remove(item: T): void {
    const at = this.items.indexOf(item, this.first);
    if (at >= 0) this.items.splice(at, 1);
  }
}
