import { expect, test } from 'vitest';
import { cpusPanel } from '../../../src/tui/panels/cpus/cpus.ts';
import { splitBar } from '../../../src/tui/panels/cpus/split.ts';
import { calm, collapsed, stateAt } from '../situations.ts';
import { coloured, panelText, plain } from './panel-text.ts';

test('one bar per CPU with what runs there', () => {
  expect(panelText(cpusPanel, stateAt(collapsed), 80, 10, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 8 ───────────────────────────────────────────────────────────────────────
    u=user  1% s=sys  12% X=spin 86% i=irq   1% w=iowait  0% .=idle  0%
      0 sssssXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1600 _raw_spin_lock
      1 sssssXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1617 _raw_spin_lock
      2 sssssXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1634 _raw_spin_lock
      3 sssssXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1651 _raw_spin_lock
      4 ussssXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 100% reaim-1668 _raw_spin_lock
      5 uusssssXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi 100% reaim-1685 _raw_spin_lock
      6 uuusssssXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi 100% reaim-1702 _raw_spin_lock
      7 uuussssXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXi 100% reaim-1719 _raw_spin_lock
    "
  `);
});

test('bars in two columns when there are too few rows', () => {
  expect(panelText(cpusPanel, stateAt(calm), 60, 7, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 8 ───────────────────────────────────────────────────
    u=user 78% s=sys   9% X=spin  0%
    i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuuuuuuuusXXww  98%   4 uuuuuuuuuuuuuuuusiww  98%
      1 uuuuuuuuuuuuuuuusiww  98%   5 uuuuuuuuuuuuuuuusiww  98%
      2 uuuuuuuuuuuuuuuusiww  98%   6 uuuuuuuuuuuuuuuusiww  98%
      3 uuuuuuuuuuuuuuuusiww  98%   7 uuuuuuuuuuuuuuuusiww  98%
    "
  `);
});

test('64 CPUs in few rows: one cell each', () => {
  expect(panelText(cpusPanel, stateAt({ ...collapsed, cpus: 64 }), 40, 7, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ──────────────────────────────
    u=user  1% s=sys  12% X=spin 86%
    i=irq   1% w=iowait  0% .=idle  0%
      0-31 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
     32-63 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    "
  `);
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 64 }), 80, 4, coloured)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ──────────────────────────────────────────────────────────────────────
    █user 78% █sys   9% █spin  0% █irq   1% █iowait 10% █idle  2%
      0-63 ████████████████████████████████████████████████████████████████
    "
  `);
});

test('64 CPUs with room for bars', () => {
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 64 }), 90, 20, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 64 ────────────────────────────────────────────────────────────────────────────────
    u=user 78% s=sys   9% X=spin  0% i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuusXw  98%  16 uuuuuuuuuuiw  98%  32 uuuuuuuuusiw  98%  48 uuuuuuuuusXw  98%
      1 uuuuuuuuusiw  98%  17 uuuuuuuuusiw  98%  33 uuuuuuuuusXw  98%  49 uuuuuuuuusXw  98%
      2 uuuuuuuuuuiw  98%  18 uuuuuuuuusiw  98%  34 uuuuuuuuusXw  98%  50 uuuuuuuuusiw  98%
      3 uuuuuuuuusiw  98%  19 uuuuuuuuuuiw  98%  35 uuuuuuuuusXw  98%  51 uuuuuuuuuuiw  98%
      4 uuuuuuuuuuiw  98%  20 uuuuuuuuusXw  98%  36 uuuuuuuuusiw  98%  52 uuuuuuuuusiw  98%
      5 uuuuuuuuuuiw  98%  21 uuuuuuuuusXw  98%  37 uuuuuuuuusiw  98%  53 uuuuuuuuuuiw  98%
      6 uuuuuuuuusiw  98%  22 uuuuuuuuusiw  98%  38 uuuuuuuuuuiw  98%  54 uuuuuuuuusiw  98%
      7 uuuuuuuuusiw  98%  23 uuuuuuuuusiw  98%  39 uuuuuuuuusiw  98%  55 uuuuuuuuusiw  98%
      8 uuuuuuuuusiw  98%  24 uuuuuuuuuuiw  98%  40 uuuuuuuuusiw  98%  56 uuuuuuuuusXw  98%
      9 uuuuuuuuuuiw  98%  25 uuuuuuuuusiw  98%  41 uuuuuuuuuuiw  98%  57 uuuuuuuuusiw  98%
     10 uuuuuuuuusiw  98%  26 uuuuuuuuusiw  98%  42 uuuuuuuuusiw  98%  58 uuuuuuuuusiw  98%
     11 uuuuuuuuusXw  98%  27 uuuuuuuuusiw  98%  43 uuuuuuuuusiw  98%  59 uuuuuuuuusiw  98%
     12 uuuuuuuuusXw  98%  28 uuuuuuuuusiw  98%  44 uuuuuuuuuuiw  98%  60 uuuuuuuuusiw  98%
     13 uuuuuuuuusXw  98%  29 uuuuuuuuuuiw  98%  45 uuuuuuuuusiw  98%  61 uuuuuuuuusiw  98%
     14 uuuuuuuuusiw  98%  30 uuuuuuuuusiw  98%  46 uuuuuuuuusiw  98%  62 uuuuuuuuusiw  98%
     15 uuuuuuuuusiw  98%  31 uuuuuuuuuuiw  98%  47 uuuuuuuuusXw  98%  63 uuuuuuuuuuiw  98%
    "
  `);
});

test('a single CPU', () => {
  expect(panelText(cpusPanel, stateAt({ ...calm, cpus: 1 }), 60, 6, plain)).toMatchInlineSnapshot(`
    "
    ─ CPUs 1 ───────────────────────────────────────────────────
    u=user 78% s=sys   9% X=spin  0%
    i=irq   1% w=iowait 10% .=idle  2%
      0 uuuuuuuuuuuuuuuuuuuussXXwww  98% reaim-1030 do_fork
    "
  `);
});

test('a bar is exactly as wide as asked, whatever the shares', () => {
  for (let step = 0; step <= 100; step++) {
    const spin = step / 100;
    const shares = {
      user: (1 - spin) / 3,
      sys: (1 - spin) / 3,
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
