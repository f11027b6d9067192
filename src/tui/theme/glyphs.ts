// The signs used for drawing, in two sets: for terminals with Unicode and for those without.

import type { CpuClass } from './role.ts';

export interface Glyphs {
  readonly rule: string;
  readonly cut: string;
  readonly old: string;
  readonly new: string;
  readonly arrow: string;
  readonly caller: string;
  readonly branch: string;
  readonly marker: string;
  readonly markerStem: string;
  /** A flip that was before what a chart shows. */
  readonly earlier: string;
  readonly bullet: string;
  readonly folded: string;
  readonly unfolded: string;
  readonly descending: string;
  readonly axis: { readonly up: string; readonly corner: string; readonly along: string };
  /** Filled part of a bar whose colour says what it is. */
  readonly full: string;
  /** The same of a CPU that is idle waiting for the disk: it must not look busy. */
  readonly waiting: string;
  /** Eight heights for one-cell meters, lowest first. */
  readonly heights: readonly string[];
}

export const UNICODE: Glyphs = {
  rule: '─',
  cut: '…',
  old: '○',
  new: '●',
  arrow: '→',
  caller: '←',
  branch: '└',
  marker: '▼',
  markerStem: '┊',
  earlier: '←',
  bullet: '·',
  folded: '+',
  unfolded: '-',
  descending: '▼',
  axis: { up: '│', corner: '└', along: '─' },
  full: '█',
  waiting: '░',
  heights: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
};

export const ASCII: Glyphs = {
  rule: '-',
  cut: '~',
  old: 'o',
  new: '*',
  arrow: '->',
  caller: '<-',
  branch: '`',
  marker: 'v',
  markerStem: ':',
  earlier: '<',
  bullet: '-',
  folded: '+',
  unfolded: '-',
  descending: 'v',
  axis: { up: '|', corner: '+', along: '-' },
  full: '#',
  waiting: '-',
  heights: ['.', '.', ':', ':', '+', '+', '#', '#'],
};

/** One letter per class of CPU time, wherever colour may not be the only sign. */
export const CLASS_LETTERS: Record<CpuClass, string> = {
  user: 'u',
  kernel: 'k',
  spin: 'X',
  irq: 'i',
  iowait: 'w',
  idle: '.',
};
