import { expect, it } from 'vitest';
import { moveOf, predictedMove } from './judge.ts';
import { predicted } from './measured.ts';
import { PREDICTIONS } from './predictions.ts';

const claims = PREDICTIONS.flatMap((prediction) => predicted(prediction).claims);
const claimNamed = (id: string) => {
  const claim = claims.find((one) => one.id === id);
  if (claim === undefined) throw new Error(`expected a claim named ${id}`);
  return claim;
};

it('a figure moves by more than a twentieth of itself', () => {
  const time = claimNamed('old-8');
  expect(moveOf(time, { before: 100, after: 104 })).toBe('stays');
  expect(moveOf(time, { before: 100, after: 106 })).toBe('rises');
  expect(moveOf(time, { before: 100, after: 94 })).toBe('falls');
});

it('a share moves by more than a tenth of a point as well', () => {
  const share = claimNamed('spin-off');
  expect(moveOf(share, { before: 0.001, after: 0.0018 })).toBe('stays');
  expect(moveOf(share, { before: 0.001, after: 0.0022 })).toBe('rises');
});

it('an exponent around zero moves by more than 0.05', () => {
  const exponent = claimNamed('growth-next-fit');
  expect(moveOf(exponent, { before: 0.001, after: 0.04 })).toBe('stays');
  expect(moveOf(exponent, { before: 0.001, after: -0.06 })).toBe('falls');
});

it('what was never reached falls from what was', () => {
  const time = claimNamed('old-8');
  expect(moveOf(time, { before: null, after: null })).toBe('stays');
  expect(moveOf(time, { before: 1, after: null })).toBe('falls');
  expect(moveOf(time, { before: null, after: 1 })).toBe('rises');
});

it('a claim of which nothing is said stays', () => {
  const prediction = { scenario: 'a', constant: 'b', why: 'c', falls: ['down'], rises: ['up'], open: ['either'] };
  expect(['down', 'up', 'either', 'other'].map((id) => predictedMove(prediction, id))).toEqual([
    'falls',
    'rises',
    'open',
    'stays',
  ]);
});
