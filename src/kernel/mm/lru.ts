// The LRU lists of a zone: doubly linked through the page frames. Everything here needs zone.lru_lock.
//
// Head = most recently added; reclaim takes from the tail.

import { Panic } from '../../engine/panic.ts';
import { LRU, LRU_ROOM, type LruList, type PageFrames, type Pfn } from './page.ts';

export class LruLists {
  private readonly frames: PageFrames;
  private readonly head = new Int32Array(LRU_ROOM);
  private readonly tail = new Int32Array(LRU_ROOM);
  private readonly counts = new Int32Array(LRU_ROOM);

  constructor(frames: PageFrames) {
    this.frames = frames;
  }

  count(list: LruList): number {
    return this.counts[list] as number;
  }

  /** Page at the tail, or 0. */
  oldest(list: LruList): Pfn {
    return this.tail[list] as number;
  }

  /** Next page towards the head, or 0. */
  newer(pfn: Pfn): Pfn {
    return this.frames.prev[pfn] as number;
  }

  addHead(pfn: Pfn, list: LruList): void {
    this.claim(pfn, list);
    const { next, prev } = this.frames;
    const first = this.head[list] as number;
    next[pfn] = first;
    prev[pfn] = 0;
    if (first === 0) this.tail[list] = pfn;
    else prev[first] = pfn;
    this.head[list] = pfn;
  }

  addTail(pfn: Pfn, list: LruList): void {
    this.claim(pfn, list);
    const { next, prev } = this.frames;
    const last = this.tail[list] as number;
    prev[pfn] = last;
    next[pfn] = 0;
    if (last === 0) this.head[list] = pfn;
    else next[last] = pfn;
    this.tail[list] = pfn;
  }

  remove(pfn: Pfn): void {
    const { next, prev } = this.frames;
    const list = this.frames.lru(pfn);
    if (list === LRU.none) throw new Panic('page taken off an LRU list that it is not on', { pfn });
    const after = next[pfn] as number;
    const before = prev[pfn] as number;
    if (before === 0) this.head[list] = after;
    else next[before] = after;
    if (after === 0) this.tail[list] = before;
    else prev[after] = before;
    this.frames.setLru(pfn, LRU.none);
    this.counts[list] = (this.counts[list] as number) - 1;
  }

  private claim(pfn: Pfn, list: LruList): void {
    if (this.frames.lru(pfn) !== LRU.none) throw new Panic('page put on two LRU lists', { pfn, list });
    this.frames.setLru(pfn, list);
    this.counts[list] = (this.counts[list] as number) + 1;
  }
}
