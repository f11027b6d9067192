import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpusPanel } from '../../../src/tui/panels/cpus/cpus.ts';
import { splitBar, wholePercents } from '../../../src/tui/panels/cpus/split.ts';
import type { State } from '../../../src/tui/state/state.ts';
import { createTheme } from '../../../src/tui/theme/theme.ts';
import { holds } from '../../property.ts';
import { demoFrame } from '../demo-frames.ts';
import { after, calm, collapsed, stateAt } from '../situations.ts';
import { coloured, panelText, plain } from './panel-text.ts';

test('one bar per CPU with what runs there', () => {
  expect(panelText(cpusPanel, stateAt(collapsed), 80, 10, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 8 ──────────────────────────────────────────────── since the last frame ─
    u=user  1% k=kernel 12% X=spin 86% i=irq   1% w=iowait  0% .=idle  0%
      0 kkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1600 _raw_spin_lock
      1 kkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1617 _raw_spin_lock
      2 kkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1634 _raw_spin_lock
      3 kkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1651 _raw_spin_lock
      4 ukkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1668 _raw_spin_lock
      5 uukkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi  99% reaim-1685 _raw_spin_lock
      6 uuukkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi  99% reaim-1702 _raw_spin_lock
      7 uuukkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi  99% reaim-1719 _raw_spin_lock
    "
  `);
});

test('bars in two columns when there are too few rows', () => {
  expect(panelText(cpusPanel, stateAt(calm), 60, 7, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 8 ──────────────────────────── since the last frame ─
    u=user 78% k=kernel  9% X=spin  0%
    i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuuuuuuuukXXww  89%   4 uuuuuuuuuuuuuuuukiww  88%
      1 uuuuuuuuuuuuuuuukiww  88%   5 uuuuuuuuuuuuuuuukiww  88%
      2 uuuuuuuuuuuuuuuukiww  88%   6 uuuuuuuuuuuuuuuukiww  88%
      3 uuuuuuuuuuuuuuuukiww  88%   7 uuuuuuuuuuuuuuuukiww  88%
    "
  `);
});

test('64 CPUs in few rows: one cell each', () => {
  expect(panelText(cpusPanel, stateAt({ ...collapsed, cpus: 64 }), 40, 7, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ─────── since the last frame ─
    u=user  1% k=kernel 12% X=spin 86%
    i=irq   1% w=iowait  0% .=idle  0%
      0-31 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
     32-63 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    "
  `);
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 64 }), 80, 4, coloured)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ─────────────────────────────────────────────── since the last frame ─
    █user 78% █kernel  9% █spin  0% █irq   1% ░iowait 10% █idle  2%
      0-63 ████████████████████████████████████████████████████████████████
    "
  `);
});

test('64 CPUs with room for bars', () => {
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 64 }), 90, 20, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ───────────────────────────────────────────────────────── since the last frame ─
    u=user 78% k=kernel  9% X=spin  0% i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuukXw  89%  16 uuuuuuuuuuiw  88%  32 uuuuuuuuukiw  88%  48 uuuuuuuuukXw  89%
      1 uuuuuuuuukiw  88%  17 uuuuuuuuukiw  88%  33 uuuuuuuuukXw  89%  49 uuuuuuuuukXw  89%
      2 uuuuuuuuuuiw  88%  18 uuuuuuuuukiw  88%  34 uuuuuuuuukXw  89%  50 uuuuuuuuukiw  88%
      3 uuuuuuuuukiw  88%  19 uuuuuuuuuuiw  88%  35 uuuuuuuuukXw  89%  51 uuuuuuuuuuiw  88%
      4 uuuuuuuuuuiw  88%  20 uuuuuuuuukXw  89%  36 uuuuuuuuukiw  88%  52 uuuuuuuuukiw  88%
      5 uuuuuuuuuuiw  88%  21 uuuuuuuuukXw  89%  37 uuuuuuuuukiw  88%  53 uuuuuuuuuuiw  88%
      6 uuuuuuuuukiw  88%  22 uuuuuuuuukiw  88%  38 uuuuuuuuuuiw  88%  54 uuuuuuuuukiw  88%
      7 uuuuuuuuukiw  88%  23 uuuuuuuuukiw  88%  39 uuuuuuuuukiw  88%  55 uuuuuuuuukiw  88%
      8 uuuuuuuuukiw  88%  24 uuuuuuuuuuiw  88%  40 uuuuuuuuukiw  88%  56 uuuuuuuuukXw  89%
      9 uuuuuuuuuuiw  88%  25 uuuuuuuuukiw  88%  41 uuuuuuuuuuiw  88%  57 uuuuuuuuukiw  88%
     10 uuuuuuuuukiw  88%  26 uuuuuuuuukiw  88%  42 uuuuuuuuukiw  88%  58 uuuuuuuuukiw  88%
     11 uuuuuuuuukXw  89%  27 uuuuuuuuukiw  88%  43 uuuuuuuuukiw  88%  59 uuuuuuuuukiw  88%
     12 uuuuuuuuukXw  89%  28 uuuuuuuuukiw  88%  44 uuuuuuuuuuiw  88%  60 uuuuuuuuukiw  88%
     13 uuuuuuuuukXw  89%  29 uuuuuuuuuuiw  88%  45 uuuuuuuuukiw  88%  61 uuuuuuuuukiw  88%
     14 uuuuuuuuukiw  88%  30 uuuuuuuuukiw  88%  46 uuuuuuuuukiw  88%  62 uuuuuuuuukiw  88%
     15 uuuuuuuuukiw  88%  31 uuuuuuuuuuiw  88%  47 uuuuuuuuukXw  89%  63 uuuuuuuuuuiw  88%
    "
  `);
});

test('a class that takes all of the time stands apart from its name', () => {
  const shares = { user: 0, kernel: 0, spin: 0, irq: 0, iowait: 1, idle: 0 };
  const state = after(stateAt(calm), { kind: 'frame', frame: { ...demoFrame(calm), cpuShares: shares } });
  const legend = (columns: number): string =>
    panelText(cpusPanel, state, columns, 12).split('\n').slice(2, 4).join(' ');
  expect(legend(80)).toContain('░iowait 100% █idle');
  expect(legend(48)).toContain('░iowait 100% █idle');
  expect(legend(38)).toContain('w 100% .');
});

test('a CPU that waits for the disk is not busy, and does not look it without colour either', () => {
  const shares = { user: 0.02, kernel: 0.01, spin: 0, irq: 0, iowait: 0.97, idle: 0 };
  const waiting = (cpus: number): State => {
    const calmly = demoFrame({ ...calm, cpus });
    const frame = { ...calmly, cpuShares: shares, cpus: calmly.cpus.map((cpu) => ({ ...cpu, shares })) };
    return after(stateAt({ ...calm, cpus }), { kind: 'frame', frame });
  };
  const ascii = createTheme('16', true);
  const rowOf = (text: string, row: number): string => text.split('\n')[row] ?? '';
  expect(rowOf(panelText(cpusPanel, waiting(1), 40, 6), 4)).toBe('  0 █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   3%');
  expect(rowOf(panelText(cpusPanel, waiting(1), 40, 6, ascii), 4)).toBe('  0 #-----------------------------   3%');
  expect(rowOf(panelText(cpusPanel, waiting(64), 80, 4), 3)).toBe(`  0-63 ${'░'.repeat(64)}`);
});

test('a single CPU', () => {
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 1 }), 60, 6, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 1 ──────────────────────────── since the last frame ─
    u=user 78% k=kernel  9% X=spin  0%
    i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuuuuuuuuuuuuukkXXwww  89% reaim-1030 do_fork
    "
  `);
});

test('a bar is exactly as wide as asked, whatever the shares', () => {
  for (let step = 0; step <= 100; step++) {
    const spin = step / 100;
    const shares = {
      user: (1 - spin) / 3,
      kernel: (1 - spin) / 3,
      spin,
      irq: 0,
      iowait: (1 - spin) / 6,
      idle: (1 - spin) / 6,
    };
    for (const width of [1, 7, 30]) {
      const cells = splitBar(shares, width, plain)
        .map((part) => part.text)
        .join('');
      expect(cells).toHaveLength(width);
    }
  }
});

test('whole percent add up to 100, each next to the share that it stands for', () => {
  const parts = fc.array(fc.nat(1e6), { minLength: 1, maxLength: 8 }).filter((some) => some.some((part) => part > 0));
  holds(
    fc.property(parts, (some) => {
      const whole = some.reduce((sum, part) => sum + part, 0);
      const shares = some.map((part) => part / whole);
      const percents = wholePercents(shares);
      expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(100);
      for (const [index, percent] of percents.entries())
        expect(Math.abs(percent - 100 * (shares[index] ?? Number.NaN))).toBeLessThan(1);
    }),
  );
  expect(wholePercents([0.006, 0.246, 0.742, 0.002, 0.002, 0.002])).toEqual([1, 25, 74, 0, 0, 0]);
});
