// Finds the load at which a figure falls below a limit: growing steps to the first load that is below, then bisection.

import type { SearchSpec } from '../scenario/claim-schema.ts';

/** The first load that is below, to the precision asked for; NaN when `from` is below already, or none up to `to` is. */
export async function searchLoad(search: SearchSpec, measureAnew: (load: number) => Promise<number>): Promise<number> {
  const measure = once(measureAnew);
  await Promise.all(expectedLoads(search).map(measure));
  let best = search.reference === undefined ? Number.NEGATIVE_INFINITY : await measure(search.reference);
  const isBelow = async (load: number): Promise<boolean> => {
    const figure = await measure(load);
    best = Math.max(best, figure);
    return figure < (search.below ?? best * (search.belowShareOfMax ?? 0));
  };
  const bracket = await bracketOf(search, isBelow);
  return bracket === null ? Number.NaN : bisect(bracket, search.precision, isBelow);
}

type Bracket = readonly [good: number, below: number];

function once(measure: (load: number) => Promise<number>): (load: number) => Promise<number> {
  const measured = new Map<number, Promise<number>>();
  return (load) => {
    const figure = measured.get(load) ?? measure(load);
    measured.set(load, figure);
    return figure;
  };
}

/** `from` is expected to be good and the step behind it to be below: what that takes is measured at the same time. */
function expectedLoads(search: SearchSpec): readonly number[] {
  const { reference, from, precision } = search;
  const bracket: Bracket = [from, stepBehind(search, from)];
  return [...(reference === undefined ? [] : [reference]), ...bracket, ...middleOf(bracket, precision)];
}

const stepBehind = ({ to, growth }: SearchSpec, load: number): number =>
  Math.min(to, Math.max(load + 1, Math.round(load * growth)));

async function bracketOf(search: SearchSpec, isBelow: (load: number) => Promise<boolean>): Promise<Bracket | null> {
  if (await isBelow(search.from)) return null;
  for (let good = search.from; good < search.to; ) {
    const next = stepBehind(search, good);
    if (await isBelow(next)) return [good, next];
    good = next;
  }
  return null;
}

async function bisect(
  bracket: Bracket,
  precision: number,
  isBelow: (load: number) => Promise<boolean>,
): Promise<number> {
  const [good, below] = bracket;
  const [middle] = middleOf(bracket, precision);
  if (middle === undefined) return below;
  return bisect((await isBelow(middle)) ? [good, middle] : [middle, below], precision, isBelow);
}

/** Where a bracket is cut next, unless it is narrow enough. */
const middleOf = ([good, below]: Bracket, precision: number): readonly number[] =>
  below - good <= Math.max(1, below * precision) ? [] : [Math.round((good + below) / 2)];
