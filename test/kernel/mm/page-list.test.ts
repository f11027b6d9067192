import { expect, it } from 'vitest';
import { PageFrames } from '../../../src/kernel/mm/page.ts';
import { PageList } from '../../../src/kernel/mm/page-list.ts';

it('gives pages back in the order in which they came, and takes those of another list that is being emptied', () => {
  const frames = new PageFrames(9);
  const pages = new PageList();
  const odd = new PageList();
  for (const pfn of [4, 7, 1, 9]) pages.add(frames, pfn);
  expect([pages.length, pages.all(frames), odd.all(frames)]).toEqual([4, [4, 7, 1, 9], []]);
  const even: number[] = [];
  for (let pfn = pages.takeFirst(frames); pfn !== 0; pfn = pages.takeFirst(frames)) {
    if (pfn % 2 === 0) even.push(pfn);
    else odd.add(frames, pfn);
  }
  expect([even, pages.length, pages.all(frames), odd.length, odd.all(frames)]).toEqual([[4], 0, [], 3, [7, 1, 9]]);
  pages.add(frames, 2);
  expect([pages.length, pages.all(frames)]).toEqual([1, [2]]);
});
