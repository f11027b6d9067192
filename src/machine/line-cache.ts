// A cache of so many lines that keeps those used last: fully associative, exact LRU. For walks so long that what matters
// is whether their lines still fit.

const ABSENT = -1;
/** The list's end and beginning; no line has this number. */
const SENTINEL = 0;

export class LineCache {
  private readonly capacity: number;
  private size = 0;
  /** A ring through the lines that are here, the latest first; ABSENT for the others. */
  private next = new Int32Array(1024).fill(ABSENT);
  private previous = new Int32Array(1024);

  constructor(capacity: number) {
    this.capacity = capacity;
    this.next[SENTINEL] = SENTINEL;
    this.previous[SENTINEL] = SENTINEL;
  }

  /** Uses a line, a number from 1; false when it was not here and had to come from memory. */
  use(line: number): boolean {
    if (line >= this.next.length) this.grow(line);
    const { next, previous } = this;
    const after = next[line] as number;
    const isHere = after !== ABSENT;
    if (isHere) {
      const before = previous[line] as number;
      if (before === SENTINEL) return true;
      next[before] = after;
      previous[after] = before;
    } else if (this.size === this.capacity) this.unlink(previous[SENTINEL] as number);
    if (!isHere) this.size++;
    const latest = next[SENTINEL] as number;
    next[SENTINEL] = line;
    previous[line] = SENTINEL;
    next[line] = latest;
    previous[latest] = line;
    return isHere;
  }

  /** Another CPU writes the line. */
  invalidate(line: number): void {
    if (line < this.next.length && this.next[line] !== ABSENT) this.unlink(line);
  }

  private unlink(line: number): void {
    const { next, previous } = this;
    const [before, after] = [previous[line] as number, next[line] as number];
    next[before] = after;
    previous[after] = before;
    next[line] = ABSENT;
    this.size--;
  }

  private grow(line: number): void {
    const length = Math.max(2 * this.next.length, line + 1);
    const [next, previous] = [new Int32Array(length).fill(ABSENT), new Int32Array(length)];
    next.set(this.next);
    previous.set(this.previous);
    this.next = next;
    this.previous = previous;
  }
}
