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

test('what was redone is done again and nothing is left to redo', () => {
  const redone = redo(undo(ask(NO_FLIPS, there).flips)?.flips ?? NO_FLIPS)?.flips ?? NO_FLIPS;
  expect(redone).toEqual({ done: [there], undone: [], asked: [there, back, there] });
  expect(redo(redone)).toBeNull();
});

test('of several that were undone, one at a time is redone, the last undone first', () => {
  const onwards = { subsystem: 'rmap', from: 'chain', to: 'chain-degree' };
  const steps = [undo, undo, redo, redo, redo];
  let flips: FlipHistory = ask(ask(NO_FLIPS, there).flips, onwards).flips;
  const left = steps.map((step) => {
    flips = step(flips)?.flips ?? flips;
    return [flips.done.map(({ to }) => to), flips.undone.map(({ to }) => to)];
  });
  expect(left).toEqual([
    [['chain'], ['chain-degree']],
    [[], ['chain-degree', 'chain']],
    [['chain'], ['chain-degree']],
    [['chain', 'chain-degree'], []],
    [['chain', 'chain-degree'], []],
  ]);
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
