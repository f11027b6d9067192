import { expect, test } from 'vitest';
import { variantsPanel } from '../../../src/tui/panels/variants/variants.ts';
import { demoInfo } from '../demo-session.ts';
import { after, calm, keys, stateAt } from '../situations.ts';
import { panelText } from './panel-text.ts';

test('the list of variants has a heading for each subsystem, and tells which run and which is chosen', () => {
  const state = stateAt(calm);
  const subsystems = [...demoInfo(8).subsystems, { id: 'tlb', variants: ['page', 'batch'] }];
  const open = after({ ...state, info: { ...state.info, subsystems } }, ...keys('v', 'down'));
  expect(panelText(variantsPanel, open, 60, 12)).toMatchInlineSnapshot(`
    "
    ─ Variants, oldest first ───────────────────────────────────
      rmap
        shared-brk
        shared        runs
    >   chain
        chain-degree
      tlb
        page
        batch

      What the kernel holds is handed over; u undoes.
    "
  `);
});
