// The looks of all roles, for dark and light backgrounds alike. Attributes remain where colour is off.
//
// * `basic` is the SGR number of one of the sixteen colours; `rgb` uses only levels of the 256-colour cube, so that
//   256 colours and true colour look the same.
// * Old and new are orange and blue, which colour-blind people tell apart; words and glyphs say it a second time.

import type { Role } from './role.ts';

export interface Look {
  readonly attributes: string;
  readonly basic: number | null;
  readonly rgb: number | null;
}

const BOLD = '1';
const DIM = '2';
const REVERSE = '7';

const look = (attributes: string, basic: number | null = null, rgb: number | null = null): Look => ({
  attributes,
  basic,
  rgb,
});

export const PALETTE: Record<Role, Look> = {
  plain: look(''),
  dim: look(DIM),
  strong: look(BOLD),
  key: look(BOLD, 36, 0x00afd7),
  title: look(BOLD),
  focus: look(`${BOLD};${REVERSE}`),
  cursor: look(REVERSE),
  hot: look(BOLD, 31, 0xff5f5f),
  warm: look('', 32, 0x5faf5f),
  old: look(BOLD, 33, 0xff8700),
  new: look(BOLD, 34, 0x5fafff),
  marker: look(BOLD, 35, 0xff5fff),
  good: look(BOLD, 32, 0x5faf5f),
  bad: look(BOLD, 31, 0xff5f5f),
  banner: look(`${BOLD};${REVERSE}`, 33, 0xd7af00),
  caption: look(BOLD, 36, 0x00afd7),
  user: look('', 32, 0x5faf5f),
  kernel: look('', 33, 0xd7af00),
  spin: look('', 31, 0xff5f5f),
  irq: look('', 35, 0xd75fd7),
  iowait: look('', 34, 0x5f87ff),
  idle: look(DIM),
  series1: look('', 36, 0x00afd7),
  series2: look('', 33, 0xd7af00),
  series3: look('', 35, 0xd75fd7),
  series4: look('', 32, 0x5faf5f),
  series5: look('', 31, 0xff5f5f),
  series6: look('', 34, 0x5f87ff),
};
