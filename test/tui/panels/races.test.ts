import { expect, test } from 'vitest';
import type { RaceSample } from '../../../src/observe/frame.ts';
import { racesPanel } from '../../../src/tui/panels/races/races.ts';
import type { State } from '../../../src/tui/state/state.ts';
import { DEMO_RACES } from '../../observe/demo-violation.ts';
import { demoFrame } from '../demo-frames.ts';
import { after, calm, stateAt } from '../situations.ts';
import { panelText } from './panel-text.ts';

const withRaces = (races: RaceSample): State =>
  after(stateAt(calm), { kind: 'frame', frame: { ...demoFrame(calm), races } });

test('the worst that was caught first, with the innermost functions of both', () => {
  expect(panelText(racesPanel, withRaces(DEMO_RACES), 67, 7)).toMatchInlineSnapshot(`
    "
    ─ Races ──────────────────────────────────────────────── 9 deaths ─
      stale entries 12 use after free 3 lost writes 0 again 20.5k
      stale_migration_entry at 20.0ms: entry of page 4099 in data of m…
      walker mover on CPU 2
        rmap_walk ← move_to_new_page ← sys_move_pages
      mutator relative on CPU 5, 1.50us before
        vma_adjust ← vma_merge ← sys_mprotect
    "
  `);
});

test('nothing caught yet', () => {
  const none = { stale_migration_entry: 0, use_after_free: 0, lost_write: 0, migrate_again: 0 };
  expect(panelText(racesPanel, withRaces({ counts: none, deaths: 0, first: [] }), 67, 7)).toMatchInlineSnapshot(`
    "
    ─ Races ───────────────────────────────────────────────────────────
      stale entries 0 use after free 0 lost writes 0 again 0
      none caught since the last flip
    "
  `);
});

test('a narrow panel cuts call chains, not who it was', () => {
  expect(panelText(racesPanel, withRaces(DEMO_RACES), 40, 7)).toMatchInlineSnapshot(`
    "
    ─ Races ───────────────────── 9 deaths ─
      stale entries 12 use after free 3 lost
      stale_migration_entry at 20.0ms: entr…
      walker mover on CPU 2
        rmap_walk ← move_to_new_page
      mutator relative on CPU 5, 1.50us befo
        vma_adjust ← vma_merge
    "
  `);
});
