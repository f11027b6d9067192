// Finds the load at which a figure falls below a limit: growing steps to the first load that is below, then bisection.

import type { SearchSpec } from '../scenario/claim-schema.ts';

/** The first load that is below, to the precision asked for; NaN when `from` is below already, or none up to `to` is. */
export async function searchLoad(search: SearchSpec, measure: (load: number) => Promise<number>): Promise<number> {
  let best = Number.NEGATIVE_INFINITY;
  const isBelow = (figure: number): boolean => {
    best = Math.max(best, figure);
    return figure < (search.below ?? best * (search.belowShareOfMax ?? 0));
  };
  if (search.reference !== undefined) best = await measure(search.reference);
  const bracket = await bracketOf(search, measure, isBelow);
  return bracket === null
    ? Number.NaN
    : bisect(bracket, search.precision, async (load) => isBelow(await measure(load)));
}

type Bracket = readonly [good: number, below: number];

/** `from` is expected to be good, so the step behind it is measured at the same time. */
async function bracketOf(
  { from, to, growth }: SearchSpec,
  measure: (load: number) => Promise<number>,
  isBelow: (figure: number) => boolean,
): Promise<Bracket | null> {
  const step = (load: number): number => Math.min(to, Math.max(load + 1, Math.round(load * growth)));
  const [first, second] = await Promise.all([measure(from), measure(step(from))]);
  if (isBelow(first)) return null;
  for (let good = from, next = step(from), figure = second; ; ) {
    if (isBelow(figure)) return [good, next];
    if (next >= to) return null;
    good = next;
    next = step(next);
    figure = await measure(next);
  }
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
