// Every scenario has a prediction of what moves when one constant of its machine is halved; docs/sensitivity.md says what came out.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scenarioNames } from '../../src/scenario/find-scenario.ts';
import { constantOf, withConstantHalved } from './halve.ts';
import { isAsPredicted, moveOf, predictedMove } from './judge.ts';
import { measuredOf, measurePrediction, predicted } from './measured.ts';
import { page, pagePath } from './page.ts';
import { PREDICTIONS, type Prediction } from './predictions.ts';

const predictionOf = (scenario: string): Prediction => {
  const found = PREDICTIONS.find((one) => one.scenario === scenario);
  if (found === undefined) throw new Error(`expected a prediction for ${scenario}`);
  return found;
};

it('has a prediction for every scenario', () => {
  expect(PREDICTIONS.map(({ scenario }) => scenario).sort()).toEqual([...scenarioNames()].sort());
});

it.each(PREDICTIONS)('$scenario: names claims that are run, each once', (prediction) => {
  const ids = predicted(prediction).claims.map(({ id }) => id);
  const { falls = [], rises = [], open = [], only = [], also = [] } = prediction;
  const named = [...falls, ...rises, ...open];
  expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
  expect(ids.length).toBe(only.length === 0 ? ids.length : only.length + also.length);
  expect(constantOf(predicted(prediction).machine, prediction.constant).value).toBeGreaterThan(0);
});

it('says why where a prediction has failed, and only there', () => {
  const failed = PREDICTIONS.filter((prediction) => {
    const claims = predicted(prediction).claims;
    return (measuredOf(prediction.scenario)?.rows ?? []).some((pair) => {
      const claim = claims.find(({ id }) => id === pair.id);
      return claim !== undefined && !isAsPredicted(predictedMove(prediction, pair.id), moveOf(claim, pair));
    });
  });
  const explained = PREDICTIONS.filter(({ found }) => found !== undefined);
  expect(explained.map(({ scenario }) => scenario)).toEqual(failed.map(({ scenario }) => scenario));
});

it('is what the page shows; else run "npm run sensitivity"', () => {
  expect(readFileSync(pagePath, 'utf8')).toBe(page());
});

it('halves the constant in every run, and keeps what a claim changes in the machine', () => {
  const kmap = predicted(predictionOf('kmap'));
  const runs = withConstantHalved(kmap, 'kmap.clearEntry').claims;
  const costsOf = (id: string): unknown => runs.find((claim) => claim.id === id)?.at.machine['costs'];
  const halved = { value: 3500, unit: 'ns', fitted: true, source: expect.stringMatching(/^half of: pte_clear/) };
  expect(costsOf('spin-on')).toEqual({ 'kmap.clearEntry': halved });
  expect(costsOf('util-on')).toEqual({
    'kmap.clearEntry': halved,
    'kmap.call': expect.objectContaining({ value: 320 }),
    'kmap.heldWrites': expect.objectContaining({ value: 1 }),
  });
  const { disk } = constantOf(predicted(predictionOf('aim7')).machine, 'disk.rotationUs').halved;
  expect(disk).toEqual({ rotationUs: 4166.5 });
  expect(withConstantHalved(predicted(predictionOf('xfs-dir')), 'ipi.send').claims[6]?.against?.machine).toEqual({
    costs: { 'ipi.send': expect.objectContaining({ unit: 'ns' }) },
  });
});

async function movedIn(prediction: Prediction): Promise<Readonly<Record<string, string>>> {
  const { rows } = await measurePrediction(prediction);
  const claims = predicted(prediction).claims;
  return Object.fromEntries(
    claims.flatMap((claim, index) => {
      const pair = rows[index];
      const move = pair === undefined ? 'not run' : moveOf(claim, pair);
      return move === 'stays' ? [] : [[claim.id, move]];
    }),
  );
}

it('vmap: with half the idle wake-up only the rows with idle CPUs move', async () => {
  const only = ['old-1', 'old-2', 'old-4', 'old-8', 'new-2', 'total-1', 'total-2', 'total-4', 'total-8', 'ipi-old'];
  expect(await movedIn({ ...predictionOf('vmap'), only })).toEqual({
    'old-2': 'falls',
    'old-4': 'falls',
    'total-2': 'rises',
    'total-4': 'rises',
  });
});

it('str02-noguard: with half the clone only the totals move', async () => {
  expect(await movedIn(predictionOf('str02-noguard'))).toEqual({ total: 'falls', 'total-gap-tree': 'falls' });
});
