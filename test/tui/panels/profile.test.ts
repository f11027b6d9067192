import { expect, test } from 'vitest';
import { profilePanel } from '../../../src/tui/panels/profile/profile.ts';
import { initialState } from '../../../src/tui/state/state.ts';
import { demoFrame } from '../demo-frames.ts';
import { demoInfo } from '../demo-session.ts';
import { after, calm, collapsed, keys, stateAt } from '../situations.ts';
import { panelText } from './panel-text.ts';

test('hottest by self first, with children, [k] and a bar', () => {
  expect(panelText(profilePanel, stateAt(collapsed), 80, 8)).toMatchInlineSnapshot(`
    "
    ─ Hot symbols ────────────────────────────── 640,000 samples, 4,000 Hz, lost 4 ─
    ▼   self children      symbol
    +  71.0%    79.5%  [k] _raw_spin_lock               ████████████████████
    +  13.8%    15.5%  [k] page_check_address           ████
    +   3.1%     3.5%  [k] page_referenced_one          █
    +   2.2%     2.5%  [k] try_to_unmap_one             █
    +   1.2%     1.3%  [k] clear_page_c
        1.2%     1.2%  [.] mem_rtns_1
    "
  `);
});

test('an expanded symbol shows its callers, broken at the arrows', () => {
  const state = after(stateAt(collapsed), ...keys('enter'));
  expect(panelText(profilePanel, state, 64, 14)).toMatchInlineSnapshot(`
    "
    ─ Hot symbols ────────────── 640,000 samples, 4,000 Hz, lost 4 ─
    ▼   self children      symbol
    -  71.0%    79.5%  [k] _raw_spin_lock               █████████
        └  71.0% ← page_lock_anon_vma ← page_referenced
                 ← shrink_page_list ← shrink_inactive_list
                 ← shrink_zone ← do_try_to_free_pages
                 ← __alloc_pages_nodemask ← handle_mm_fault
                 ← page_fault
        └  24.0% ← page_lock_anon_vma ← try_to_unmap
                 ← shrink_page_list ← shrink_inactive_list
                 ← shrink_zone ← do_try_to_free_pages
                 ← __alloc_pages_nodemask
        └   5.0% ← anon_vma_link ← dup_mm ← copy_process ← do_fork
                 ← stub_clone
    "
  `);
});

test('what the chains of a frame leave of a symbol closes its list', () => {
  const withShares = (...shares: readonly number[]): string => {
    const before = demoFrame(collapsed);
    const chains = shares.map((share) => ({ share, callers: ['do_fork'] }));
    const rows = before.profile.rows.map((row) => ({ ...row, chains }));
    const message = { kind: 'frame', frame: { ...before, profile: { ...before.profile, rows } } } as const;
    return panelText(profilePanel, after(stateAt(collapsed), message, ...keys('enter')), 50, 6);
  };
  expect(withShares(0.6, 0.277)).toMatchInlineSnapshot(`
    "
    ─ Hot symbols ────────────────────────────────────
    ▼   self children      symbol
    -  71.0%    79.5%  [k] _raw_spin_lock
        └  60.0% ← do_fork
        └  27.7% ← do_fork
        └  12.3% other chains
    "
  `);
  expect(withShares(0.6, 0.3992)).not.toContain('other chains');
  expect(withShares()).not.toContain('other chains');
});

test('w counts where tasks leave their CPUs instead of time, and time again', () => {
  const state = after(stateAt(collapsed), ...keys('w', 'enter'));
  expect(panelText(profilePanel, state, 80, 4)).toMatchInlineSnapshot(`
    "
    ─ Scheduling points ────────────────────────────────── 12,345 context switches ─
    ▼   self children      symbol
    - 100.0%   100.0%  [k] perf_trace_sched_switch      ████████████████████████████
        └  96.0% ← __schedule ← schedule ← mutex_lock ← rmap_walk ← move_to_new_page
    "
  `);
  expect(panelText(profilePanel, after(state, ...keys('w')), 80, 1)).toContain('Hot symbols');
});

test('sorted by children, filtered, without room for bars', () => {
  const state = after(stateAt(calm), ...keys('s', '/', 'p', 'a', 'g', 'e'));
  expect(panelText(profilePanel, state, 50, 8)).toMatchInlineSnapshot(`
    "
    ─ Hot symbols  /page_  ───────────────────────────
        self children▼     symbol
    +   9.1%    10.2%  [k] clear_page_c
    +   8.8%     9.8%  [k] copy_page_c
    +   4.9%     5.4%  [k] copy_page_range
    +   3.2%     3.6%  [k] get_page_from_freelist
    +   1.7%     1.9%  [k] do_wp_page
    +   1.6%     1.8%  [k] find_get_page
    "
  `);
});

test('a filter that nothing matches says so', () => {
  const state = after(stateAt(calm), ...keys('/', 'x', 'x', 'enter'));
  expect(panelText(profilePanel, state, 60, 5)).toMatchInlineSnapshot(`
    "
    ─ Hot symbols  /xx  ───── 32,000 samples, 4,000 Hz, lost 0 ─
    ▼   self children      symbol
      no symbol contains 'xx'
    "
  `);
});

test('before the first frame', () => {
  expect(panelText(profilePanel, initialState(demoInfo(8)), 60, 5)).toMatchInlineSnapshot(`
    "
    ─ Hot symbols ──────────────────────────────────────────────
    ▼   self children      symbol
      no samples yet
    "
  `);
});

test('far down in a long list the selected row is visible', () => {
  const state = after(stateAt(collapsed), ...keys('E', 'end'));
  expect(panelText(profilePanel, state, 60, 9)).toMatchInlineSnapshot(`
    "
    ─ Hot symbols ────────── 640,000 samples, 4,000 Hz, lost 4 ─
    ▼   self children      symbol
                 ← __alloc_pages_nodemask
        └   5.0% ← anon_vma_link ← dup_mm ← copy_process
                 ← do_fork ← stub_clone
    -   0.1%     0.1%  [k] kmem_cache_alloc
        └  71.0% ← page_lock_anon_vma ← page_referenced
                 ← shrink_page_list ← shrink_inactive_list
                 ← shrink_zone ← do_try_to_free_pages
    "
  `);
});
