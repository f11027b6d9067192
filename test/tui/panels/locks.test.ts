import { expect, test } from 'vitest';
import { locksPanel } from '../../../src/tui/panels/locks/locks.ts';
import { after, calm, collapsed, keys, stateAt } from '../situations.ts';
import { panelText } from './panel-text.ts';

test("lock_stat's figures, the holder and the queue in order", () => {
  expect(panelText(locksPanel, stateAt(collapsed), 100, 16)).toMatchInlineSnapshot(`
    "
    ─ Locks ────────────────────────────────────────────────────────────────────────────────────────────
      lock                     waiting CPUs lost   util contentions wait-avg hold-avg acquisitions
    > anon_vma->lock                48      6.90   100%       12.4M   61.0us    388ns        20.6M
      page_table_lock                1      0.11    11%        198k   61.0us    105ns        8.40M
      zone->lru_lock                 0      0.05     5%       90.0k   61.0us     48ns        8.29M
      swap_lock                      0      0.01     1%       18.0k   61.0us     10ns        8.22M
      mmap_sem                       0      0.00     0%           0        -      0ns        8.20M
      waited in page_lock_anon_vma 93% · anon_vma_link 5%
      anon_vma#12 (heap of reaim)  48 waiting
        held by cpu0 reaim-1200 12.0us page_referenced
        1. cpu1 reaim-1237 21.0us page_referenced       2. cpu2 reaim-1274 30.0us page_referenced
        3. cpu3 reaim-1311 39.0us page_referenced       4. cpu4 reaim-1348 48.0us anon_vma_link
        5. cpu5 reaim-1385 57.0us page_referenced       6. cpu6 reaim-1422 66.0us page_referenced
        7. cpu7 reaim-1459 75.0us page_referenced       8. cpu0 reaim-1496 84.0us page_referenced
        9. cpu1 reaim-1533 93.0us anon_vma_link         10. cpu2 reaim-1570 102us page_referenced
        11. cpu3 reaim-1607 111us page_referenced       12. cpu4 reaim-1644 120us page_referenced
    "
  `);
});

test('a small panel keeps the hottest lock and its queue', () => {
  expect(panelText(locksPanel, stateAt(collapsed), 60, 7)).toMatchInlineSnapshot(`
    "
    ─ Locks ────────────────────────────────────────────────────
      lock                 waiting CPUs lost   util contentions
    > anon_vma->lock            48      6.90   100%       12.4M
      page_table_lock            1      0.11    11%        198k
      waited in page_lock_anon_vma 93% · anon_vma_link 5%
      anon_vma#12 (heap of reaim)  48 waiting
        held by cpu0 reaim-1200 12.0us page_referenced
    "
  `);
});

test('another lock is selected', () => {
  const state = after(stateAt(calm), ...keys('tab', 'end'));
  expect(panelText(locksPanel, state, 80, 10)).toMatchInlineSnapshot(`
    "
    ─ Locks ────────────────────────────────────────────────────────────────────────
      lock                 waiting CPUs lost   util contentions wait-avg hold-avg
      swap_lock                  0      0.01     1%        9000   61.0us     10ns
      anon_vma->lock             0      0.00     0%           0        -      0ns
      page_table_lock            0      0.00     0%           0        -      0ns
    > mmap_sem                   0      0.00     0%           0        -      0ns
      rwsem, 6000 instances, never contended
      nobody waits now
    "
  `);
});
