// A model that is trivially correct: the protection of every page, in an array.

import type { MmStruct } from '../../../src/kernel/address-space/mm-struct.ts';
import { TASK_SIZE, TASK_UNMAPPED_BASE } from '../../../src/kernel/address-space/mm-struct.ts';

const FREE = -1;

export class PageModel {
  private readonly pages = new Int8Array(TASK_SIZE).fill(FREE);

  set(start: number, pages: number, prot: number): void {
    this.pages.fill(prot, start, start + pages);
  }

  free(start: number, pages: number): void {
    this.set(start, pages, FREE);
  }

  isFree(start: number, pages: number): boolean {
    return this.pages.subarray(start, start + pages).every((prot) => prot === FREE);
  }

  isMapped(start: number, pages: number): boolean {
    return this.pages.subarray(start, start + pages).every((prot) => prot !== FREE);
  }

  /** The lowest place where so many pages fit, by looking at each. */
  firstFit(pages: number): number | null {
    let run = 0;
    for (let page = TASK_UNMAPPED_BASE; page < TASK_SIZE; page++) {
      run = this.pages[page] === FREE ? run + 1 : 0;
      if (run === pages) return page - pages + 1;
    }
    return null;
  }

  /** Runs of one protection, as the VMAs must be. */
  expected(end: number): readonly string[] {
    const vmas: string[] = [];
    let start = TASK_UNMAPPED_BASE;
    for (let page = start; page <= end; page++) {
      if (page < end && this.pages[page] === this.pages[start]) continue;
      if (this.pages[start] !== FREE) vmas.push(`${start}-${page} ${this.pages[start]}`);
      start = page;
    }
    return vmas;
  }
}

export function vmasOf(mm: MmStruct): readonly string[] {
  const vmas: string[] = [];
  for (let vma = mm.mmap; vma !== null; vma = vma.next) vmas.push(`${vma.start}-${vma.end} ${vma.prot}`);
  return vmas;
}
