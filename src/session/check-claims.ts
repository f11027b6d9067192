// Checks claims: makes the runs that they ask for, a run that several ask for only once, and compares.

import type { ClaimSpec, RunSpec, SearchSpec } from '../scenario/claim-schema.ts';
import type { Metrics } from '../scenario/condition.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { isMet } from '../scenario/verdict.ts';
import type { Measurement } from './measure.ts';
import { searchLoad } from './search-load.ts';

export interface CheckedClaim {
  readonly scenario: string;
  readonly claim: ClaimSpec;
  /** Of a search, the lowest load measured that is below the limit; NaN when there is none. */
  readonly found: number;
  /** Of a search, the highest load measured that is not; null when it found nothing, and of any other claim. */
  readonly good: number | null;
  readonly met: boolean;
}

type Found = Pick<CheckedClaim, 'found' | 'good'>;

export interface CheckOptions {
  readonly seed: number;
  readonly measure: (measurement: Measurement) => Promise<Metrics>;
  /** Called before every run that is made. */
  readonly onRun?: (scenario: string, claim: ClaimSpec, load: number | null) => void;
  /** Called with the claim's figure after every run that a search asked for. */
  readonly onStep?: (scenario: string, claim: ClaimSpec, load: number, figure: number) => void;
}

/** In the order of the file; the claims of one scenario are checked side by side. */
export async function checkClaims(scenario: Scenario, options: CheckOptions): Promise<readonly CheckedClaim[]> {
  const runs = new Map<string, Promise<Metrics>>();
  const figureOf = async (claim: ClaimSpec, at: RunSpec, load: number | null): Promise<number> => {
    const key = JSON.stringify([load ?? at.load, { ...at, load: undefined }]);
    let run = runs.get(key);
    if (run === undefined) {
      options.onRun?.(scenario.name, claim, load);
      const measurement = { scenarioPath: scenario.path, seed: options.seed, at };
      run = options.measure(load === null ? measurement : { ...measurement, load });
      runs.set(key, run);
    }
    const figure = (await run)[claim.metric] ?? Number.NaN;
    if (load !== null) options.onStep?.(scenario.name, claim, load, figure);
    return figure;
  };
  const sought = async (claim: ClaimSpec, search: SearchSpec): Promise<Found> => {
    const bracket = await searchLoad(search, (load) => figureOf(claim, claim.at, load));
    return bracket === null ? { found: Number.NaN, good: null } : { found: bracket.below, good: bracket.good };
  };
  const read = async (claim: ClaimSpec): Promise<Found> => {
    const [figure, base] = await Promise.all([
      figureOf(claim, claim.at, null),
      claim.against === undefined ? 1 : figureOf(claim, claim.against, null),
    ]);
    return { found: figure / base, good: null };
  };
  return Promise.all(
    scenario.claims.map(async (claim) => {
      const { found, good } = await (claim.search === undefined ? read(claim) : sought(claim, claim.search));
      return { scenario: scenario.name, claim, found, good, met: isMet(claim, found, good) };
    }),
  );
}
