import { expect, test } from 'vitest';
import { faultsPanel } from '../../../src/tui/panels/faults/faults.ts';
import { after, calm, keys, stateAt } from '../situations.ts';
import { panelText } from './panel-text.ts';

test('each fault says what it strikes', () => {
  expect(panelText(faultsPanel, after(stateAt(calm), ...keys('!')), 80, 6)).toMatchInlineSnapshot(`
    "
    ─ Inject a fault ───────────────────────────────────────────────────────────────
    > The next 20 slab allocations fail: VMAs, tasks, anon_vmas
      The disk takes 10 times as long for 10 s
      CPU 0 runs with interrupts off for 100 ms

      Each is logged as a command and makes a marker.
    "
  `);
});
