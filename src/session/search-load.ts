// Finds the load at which a figure falls below a limit: growing steps to the first load that is below, then bisection.

import type { SearchSpec } from '../scenario/claim-schema.ts';

/** The first load that is below, to the precision asked for; NaN when none up to `to` is. */
export async function searchLoad(search: SearchSpec, measure: (load: number) => Promise<number>): Promise<number> {
  let best = Number.NEGATIVE_INFINITY;
  const isBelow = async (load: number): Promise<boolean> => {
    const figure = await measure(load);
    best = Math.max(best, figure);
    const limit = search.below ?? best * (search.belowShareOfMax ?? 0);
    return figure < limit;
  };
  const bracket = await bracketOf(search, isBelow);
  return bracket === null ? Number.NaN : bisect(bracket, search.precision, isBelow);
}

type Bracket = readonly [good: number, below: number];

async function bracketOf(
  { from, to, growth }: SearchSpec,
  isBelow: (load: number) => Promise<boolean>,
): Promise<Bracket | null> {
  let good = from;
  if (await isBelow(from)) return [from, from];
  while (good < to) {
    const next = Math.min(to, Math.max(good + 1, Math.round(good * growth)));
    if (await isBelow(next)) return [good, next];
    good = next;
  }
  return null;
}

async function bisect(
  [good, below]: Bracket,
  precision: number,
  isBelow: (load: number) => Promise<boolean>,
): Promise<number> {
  if (below - good <= Math.max(1, below * precision)) return below;
  const middle = Math.round((good + below) / 2);
  return bisect((await isBelow(middle)) ? [good, middle] : [middle, below], precision, isBelow);
}
