import { expect, test } from 'vitest';
import { cpusPanel } from '../../../src/tui/panels/cpus/cpus.ts';
import { splitBar } from '../../../src/tui/panels/cpus/split.ts';
import { demoFrame } from '../demo-frames.ts';
import { after, calm, collapsed, stateAt } from '../situations.ts';
import { coloured, panelText, plain } from './panel-text.ts';

test('one bar per CPU with what runs there', () => {
  expect(panelText(cpusPanel, stateAt(collapsed), 80, 10, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 8 ───────────────────────────────────────────────────────────────────────
    u=user  1% k=kernel 12% X=spin 86% i=irq   1% w=iowait  0% .=idle  0%
      0 kkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1600 _raw_spin_lock
      1 kkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1617 _raw_spin_lock
      2 kkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1634 _raw_spin_lock
      3 kkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1651 _raw_spin_lock
      4 ukkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1668 _raw_spin_lock
      5 uukkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi 100% reaim-1685 _raw_spin_lock
      6 uuukkkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi 100% reaim-1702 _raw_spin_lock
      7 uuukkkkXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi 100% reaim-1719 _raw_spin_lock
    "
  `);
});

test('bars in two columns when there are too few rows', () => {
  expect(panelText(cpusPanel, stateAt(calm), 60, 7, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 8 ───────────────────────────────────────────────────
    u=user 78% k=kernel  9% X=spin  0%
    i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuuuuuuuukXXww  98%   4 uuuuuuuuuuuuuuuukiww  98%
      1 uuuuuuuuuuuuuuuukiww  98%   5 uuuuuuuuuuuuuuuukiww  98%
      2 uuuuuuuuuuuuuuuukiww  98%   6 uuuuuuuuuuuuuuuukiww  98%
      3 uuuuuuuuuuuuuuuukiww  98%   7 uuuuuuuuuuuuuuuukiww  98%
    "
  `);
});

test('64 CPUs in few rows: one cell each', () => {
  expect(panelText(cpusPanel, stateAt({ ...collapsed, cpus: 64 }), 40, 7, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ──────────────────────────────
    u=user  1% k=kernel 12% X=spin 86%
    i=irq   1% w=iowait  0% .=idle  0%
      0-31 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
     32-63 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    "
  `);
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 64 }), 80, 4, coloured)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ──────────────────────────────────────────────────────────────────────
    █user 78% █kernel  9% █spin  0% █irq   1% █iowait 10% █idle  2%
      0-63 ████████████████████████████████████████████████████████████████
    "
  `);
});

test('64 CPUs with room for bars', () => {
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 64 }), 90, 20, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ────────────────────────────────────────────────────────────────────────────────
    u=user 78% k=kernel  9% X=spin  0% i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuukXw  98%  16 uuuuuuuuuuiw  98%  32 uuuuuuuuukiw  98%  48 uuuuuuuuukXw  98%
      1 uuuuuuuuukiw  98%  17 uuuuuuuuukiw  98%  33 uuuuuuuuukXw  98%  49 uuuuuuuuukXw  98%
      2 uuuuuuuuuuiw  98%  18 uuuuuuuuukiw  98%  34 uuuuuuuuukXw  98%  50 uuuuuuuuukiw  98%
      3 uuuuuuuuukiw  98%  19 uuuuuuuuuuiw  98%  35 uuuuuuuuukXw  98%  51 uuuuuuuuuuiw  98%
      4 uuuuuuuuuuiw  98%  20 uuuuuuuuukXw  98%  36 uuuuuuuuukiw  98%  52 uuuuuuuuukiw  98%
      5 uuuuuuuuuuiw  98%  21 uuuuuuuuukXw  98%  37 uuuuuuuuukiw  98%  53 uuuuuuuuuuiw  98%
      6 uuuuuuuuukiw  98%  22 uuuuuuuuukiw  98%  38 uuuuuuuuuuiw  98%  54 uuuuuuuuukiw  98%
      7 uuuuuuuuukiw  98%  23 uuuuuuuuukiw  98%  39 uuuuuuuuukiw  98%  55 uuuuuuuuukiw  98%
      8 uuuuuuuuukiw  98%  24 uuuuuuuuuuiw  98%  40 uuuuuuuuukiw  98%  56 uuuuuuuuukXw  98%
      9 uuuuuuuuuuiw  98%  25 uuuuuuuuukiw  98%  41 uuuuuuuuuuiw  98%  57 uuuuuuuuukiw  98%
     10 uuuuuuuuukiw  98%  26 uuuuuuuuukiw  98%  42 uuuuuuuuukiw  98%  58 uuuuuuuuukiw  98%
     11 uuuuuuuuukXw  98%  27 uuuuuuuuukiw  98%  43 uuuuuuuuukiw  98%  59 uuuuuuuuukiw  98%
     12 uuuuuuuuukXw  98%  28 uuuuuuuuukiw  98%  44 uuuuuuuuuuiw  98%  60 uuuuuuuuukiw  98%
     13 uuuuuuuuukXw  98%  29 uuuuuuuuuuiw  98%  45 uuuuuuuuukiw  98%  61 uuuuuuuuukiw  98%
     14 uuuuuuuuukiw  98%  30 uuuuuuuuukiw  98%  46 uuuuuuuuukiw  98%  62 uuuuuuuuukiw  98%
     15 uuuuuuuuukiw  98%  31 uuuuuuuuuuiw  98%  47 uuuuuuuuukXw  98%  63 uuuuuuuuuuiw  98%
    "
  `);
});

test('a class that takes all of the time stands apart from its name', () => {
  const shares = { user: 0, kernel: 0, spin: 0, irq: 0, iowait: 1, idle: 0 };
  const state = after(stateAt(calm), { kind: 'frame', frame: { ...demoFrame(calm), cpuShares: shares } });
  const legend = (columns: number): string =>
    panelText(cpusPanel, state, columns, 12).split('\n').slice(2, 4).join(' ');
  expect(legend(80)).toContain('█iowait 100% █idle');
  expect(legend(48)).toContain('█iowait 100% █idle');
  expect(legend(38)).toContain('w 100% .');
});

test('a single CPU', () => {
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 1 }), 60, 6, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 1 ───────────────────────────────────────────────────
    u=user 78% k=kernel  9% X=spin  0%
    i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuuuuuuuuuuuuukkXXwww  98% reaim-1030 do_fork
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
