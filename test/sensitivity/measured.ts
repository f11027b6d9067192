// What a scenario's claims find on the machine as it is and with one constant halved.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { ClaimSpec } from '../../src/scenario/claim-schema.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { checkClaims } from '../../src/session/check-claims.ts';
import { keepHeapLean } from '../../src/session/lean-heap.ts';
import { measure } from '../../src/session/measure.ts';
import { inputsDigest, root, scenarioNamed } from '../readme/claims-block.ts';
import { withConstantHalved } from './halve.ts';
import type { Prediction } from './predictions.ts';

/** Null: never reached, as JSON has no NaN. */
export interface Pair {
  readonly id: string;
  readonly before: number | null;
  readonly after: number | null;
}

export interface Measured {
  /** Digest of what the figures depend on. */
  readonly inputs: string;
  readonly rows: readonly Pair[];
}

const SEED = 1;

export const measuredPath = (scenario: string): string => `${root}docs/sensitivity/${scenario}.json`;

export function measuredOf(scenario: string): Measured | null {
  const path = measuredPath(scenario);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Measured) : null;
}

/** The scenario with the claims that a prediction is about, in the order of its file; then the figures that are none. */
export function predicted({ scenario: name, only, also = [] }: Prediction): Scenario {
  const scenario = scenarioNamed(name);
  const isMeant = ({ id }: ClaimSpec): boolean => only?.includes(id) ?? true;
  const figures = also.map((id) => figureClaim(scenario, id));
  return { ...scenario, claims: [...scenario.claims.filter(isMeant), ...figures] };
}

function figureClaim({ claims }: Scenario, id: string): ClaimSpec {
  const [of = '', metric = ''] = id.split('/');
  const claim = claims.find((one) => one.id === of);
  if (claim === undefined) throw new Error(`expected a claim, got '${of}'`);
  const unit = metric.startsWith('self.') ? '%' : '';
  return { ...claim, id, metric, unit, text: `no claim: ${metric} in the run of ${of}`, fitted: false };
}

export function inputsOf(prediction: Prediction): string {
  const scenario = predicted(prediction);
  const text = [inputsDigest(scenario), inputsDigest(withConstantHalved(scenario, prediction.constant))].join();
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

export async function measurePrediction(prediction: Prediction): Promise<Measured> {
  keepHeapLean();
  const scenario = predicted(prediction);
  const before = await found(scenario);
  const after = await found(withConstantHalved(scenario, prediction.constant));
  const rows = scenario.claims.map(({ id }, index) => ({
    id,
    before: finite(before[index]),
    after: finite(after[index]),
  }));
  return { inputs: inputsOf(prediction), rows };
}

/** One run after another: each may be large. */
async function found(scenario: Scenario): Promise<readonly number[]> {
  let last: Promise<unknown> = Promise.resolve();
  const checked = await checkClaims(scenario, {
    seed: SEED,
    measure: (measurement) => {
      const run = last.then(() => measure(measurement));
      last = run;
      return run;
    },
  });
  return checked.map((one) => one.found);
}

const finite = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;
