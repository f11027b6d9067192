// Finds the load at which a figure falls below a limit: growing steps to the first load that is below, then bisection.
//
// As any bisection it takes for granted that the figure falls below the limit once. So a load is good when a higher one is, and
// `from` is measured only when no load above it turned out to be good.

import type { SearchSpec } from '../scenario/claim-schema.ts';

/** Two loads that were measured: the figure is not below at the one, and is at the other. */
export interface Bracket {
  readonly good: number;
  readonly below: number;
}

/**
 * As narrow as the precision asks for; null when `from` is below already, or no load up to `to` is. A load without a figure, because its
 * run did not get there in time, counts as below.
 */
export async function searchLoad(
  search: SearchSpec,
  measureAnew: (load: number) => Promise<number>,
): Promise<Bracket | null> {
  const measure = once(measureAnew);
  await Promise.all(expectedLoads(search).map(measure));
  let best = search.reference === undefined ? Number.NEGATIVE_INFINITY : await measure(search.reference);
  const isBelow = async (load: number): Promise<boolean> => {
    const figure = await measure(load);
    if (figure > best) best = figure;
    return !(figure >= (search.below ?? best * (search.belowShareOfMax ?? 0)));
  };
  const wide = await firstStepBelow(search, isBelow);
  const narrow = wide === null ? null : await bisect(wide, search.precision, isBelow);
  // When it is `from`, nobody has looked at it yet.
  return narrow === null || (await isBelow(narrow.good)) ? null : narrow;
}

function once(measure: (load: number) => Promise<number>): (load: number) => Promise<number> {
  const measured = new Map<number, Promise<number>>();
  return (load) => {
    const figure = measured.get(load) ?? measure(load);
    measured.set(load, figure);
    return figure;
  };
}

/** The step behind `from` is expected to be below and the load between the two, or else `from`, to be good: all are measured at the same time. */
function expectedLoads(search: SearchSpec): readonly number[] {
  const { reference, from, precision } = search;
  const below = stepBehind(search, from);
  const [good = from] = middleOf({ good: from, below }, precision);
  return [...(reference === undefined ? [] : [reference]), below, good];
}

const stepBehind = ({ to, growth }: SearchSpec, load: number): number =>
  Math.min(to, Math.max(load + 1, Math.round(load * growth)));

async function firstStepBelow(
  search: SearchSpec,
  isBelow: (load: number) => Promise<boolean>,
): Promise<Bracket | null> {
  for (let good = search.from; good < search.to; ) {
    const below = stepBehind(search, good);
    if (await isBelow(below)) return { good, below };
    good = below;
  }
  return null;
}

async function bisect(
  bracket: Bracket,
  precision: number,
  isBelow: (load: number) => Promise<boolean>,
): Promise<Bracket> {
  const [middle] = middleOf(bracket, precision);
  if (middle === undefined) return bracket;
  const half = (await isBelow(middle)) ? { ...bracket, below: middle } : { ...bracket, good: middle };
  return bisect(half, precision, isBelow);
}

/** Where a bracket is cut next, unless it is narrow enough. */
const middleOf = ({ good, below }: Bracket, precision: number): readonly number[] =>
  below - good <= Math.max(1, below * precision) ? [] : [Math.round((good + below) / 2)];
