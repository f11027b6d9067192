// What is flushed when pages are moved, and how many are unmapped at once.

import { expect, it } from 'vitest';
import { sys_move_pages } from '../../../src/kernel/migrate/move-pages.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { ptePfn } from '../../../src/kernel/mm/pte.ts';
import { smallKernel } from '../mm/small-kernel.ts';
import { runProcess, START } from './small-process.ts';

const PAGES = 16;

function moved(tlb: string): { rounds: number; ipis: number; unmapped: number; there: number } {
  const k = smallKernel({ rmap: 'chain', nodes: 2, variants: { 'rmap-lock': 'rwsem', tlb } });
  let there = 0;
  const unmapped = runProcess(k, {
    pages: PAGES,
    computeNs: 1_000_000,
    sampleNs: 50,
    *act(c, vma) {
      const vpns = Array.from({ length: PAGES }, (_, at) => START + at);
      const away = 1 - k.frames.nodeOf(ptePfn(vma.mm.pte(START)));
      yield* sys_move_pages(k, c, vma.mm, vpns, away);
      there = vpns.filter((vpn) => k.frames.nodeOf(ptePfn(vma.mm.pte(vpn))) === away).length;
      checkInvariants(k);
    },
  });
  const { rounds = 0, ipis = 0 } = k.ipiLedger.byReason.get('migrate_pages') ?? {};
  return { rounds, ipis, unmapped, there };
}

it('page by page: one page is unmapped at a time, and each interrupts the other CPU of the process', () => {
  expect(moved('page')).toEqual({ rounds: PAGES, ipis: PAGES, unmapped: 1, there: PAGES });
});

it('in a batch: all are unmapped, then one interrupt serves them', () => {
  expect(moved('batch')).toEqual({ rounds: 1, ipis: 1, unmapped: PAGES, there: PAGES });
});
