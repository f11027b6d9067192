import { expect, test } from 'vitest';
import type { Frame } from '../../../src/observe/frame.ts';
import { ask, expectedVariant, type FlipHistory, NO_FLIPS, observe, redo, undo } from '../../../src/tui/state/flips.ts';
import { demoFrame } from '../demo-frames.ts';
import { calm } from '../situations.ts';

const running = (variant: string): Frame => demoFrame({ ...calm, variant });
const there = { subsystem: 'rmap', from: 'shared', to: 'chain' };
const back = { subsystem: 'rmap', from: 'chain', to: 'shared' };

test('undo goes back and redo forth again', () => {
  const asked = ask(NO_FLIPS, there).flips;
  const undone = undo(asked);
  expect(undone?.flip).toEqual(back);
  expect(redo(undone?.flips ?? NO_FLIPS)?.flip).toEqual(there);
  expect(undo(undone?.flips ?? asked)).toBeNull();
});

test('a second press does not wait for the first flip to be seen', () => {
  const { flips } = ask(NO_FLIPS, there);
  expect(expectedVariant(flips, 'rmap', running('shared'))).toBe('chain');
  expect(expectedVariant(NO_FLIPS, 'rmap', running('shared'))).toBe('shared');
});

test('a flip that was asked for is no news when it is seen', () => {
  const { flips } = ask(NO_FLIPS, there);
  expect(observe(flips, running('shared'), running('chain'))).toEqual({ ...flips, asked: [] });
});

test("the timeline's flips can be undone as well", () => {
  const seen: FlipHistory = observe(NO_FLIPS, running('shared'), running('chain'));
  expect(undo(seen)?.flip).toEqual(back);
});

test('a new flip forgets what was undone', () => {
  const undone = undo(ask(NO_FLIPS, there).flips)?.flips ?? NO_FLIPS;
  expect(redo(ask(undone, there).flips)).toBeNull();
});
