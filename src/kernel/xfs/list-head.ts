// A doubly linked list of the kernel as the caches see it: to add an entry writes the head, the entry that was first and the new one.

import type { Ns } from '../../base/time.ts';
import { CacheLine } from '../../machine/cache-line.ts';
import type { Coherence } from '../../machine/coherence.ts';

export class ListHead {
  private readonly head = new CacheLine();
  /** The line of the entry that was added last. */
  private first: CacheLine | null = null;

  /** list_add(): what `cpu` waits for the lines. */
  add(coherence: Coherence, cpu: number, entry: CacheLine): Ns {
    const ns = this.head.write(coherence, cpu) + (this.first?.write(coherence, cpu) ?? 0) + entry.write(coherence, cpu);
    this.first = entry;
    return ns;
  }
}
