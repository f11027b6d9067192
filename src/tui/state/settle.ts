// A calm order: rows of nearly equal weight keep their places, so that a list does not jump under the eye.

export interface Weighted {
  readonly id: string;
  readonly weight: number;
}

/**
 * Ids of `rows`, heaviest first, as close to the `previous` order as this allows: no row stands below one that is lighter
 * by more than `step`. With the step of the last digit displayed, no figure contradicts the order by more than that digit.
 */
export function settle(previous: readonly string[], rows: readonly Weighted[], step: number): readonly string[] {
  const rank = new Map(previous.map((id, index) => [id, index]));
  const rankOf = (row: Weighted): number => rank.get(row.id) ?? previous.length;
  const ordered = rows.toSorted((a, b) => rankOf(a) - rankOf(b) || b.weight - a.weight);
  const settled: Weighted[] = [];
  for (const row of ordered) settled.splice(placeOf(row, settled, step), 0, row);
  return settled.map((row) => row.id);
}

/** Before all that it clearly outweighs, not only before its neighbours: many small differences would add up. */
function placeOf({ weight }: Weighted, settled: readonly Weighted[], step: number): number {
  const place = settled.findIndex((above) => weight > above.weight + step);
  return place < 0 ? settled.length : place;
}
