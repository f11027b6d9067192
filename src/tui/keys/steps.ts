// How far the keys that move in a list or scroll a text go: lines down, or up when negative.

export const STEPS: Readonly<Record<string, number>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  pageup: -10,
  pagedown: 10,
  home: -Infinity,
  g: -Infinity,
  end: Infinity,
  G: Infinity,
};
