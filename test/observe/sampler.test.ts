import { expect, it } from 'vitest';
import { TIME } from '../../src/engine/probe.ts';
import { Sampler } from '../../src/observe/sampler.ts';

/** Batches of charges on one CPU: nodes 1, 2, 3, and how long each. */
const BATCHES: readonly (readonly number[])[] = [
  [100, 200, 100],
  [300, 299, 1],
  [1, 1, 1],
  [2500, 1, 1],
  [0, 998, 2],
];

function samples(charge: (sampler: Sampler, spans: readonly number[]) => void): unknown {
  const sampler = new Sampler(1, { rateHz: 1e6, capacity: 100, includeIdle: false });
  for (const spans of BATCHES) charge(sampler, spans);
  const drained: [number, number][] = [];
  sampler.drain((node, count) => drained.push([node, count]));
  return drained;
}

const oneByOne = (sampler: Sampler, spans: readonly number[]): void => {
  for (const [index, ns] of spans.entries()) sampler.charge(0, index + 1, ns, TIME.sys);
};

it('takes the same samples when it is asked first which batches it need not see', () => {
  const asked: boolean[] = [];
  const askedFirst = samples((sampler, spans) => {
    const isSkipped = sampler.skips(
      0,
      spans.reduce((sum, ns) => sum + ns, 0),
    );
    asked.push(isSkipped);
    if (!isSkipped) oneByOne(sampler, spans);
  });
  // Ticks at 500, 1500, ...
  expect(asked).toEqual([true, false, true, false, false]);
  expect(askedFirst).toEqual(samples(oneByOne));
  expect(askedFirst).toEqual([
    [1, 4],
    [2, 1],
  ]);
});
