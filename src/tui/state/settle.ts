// A calm order: rows of nearly equal weight keep their places, so that a list does not jump under the eye.

/** A row rises past the one above it only when it is clearly heavier. */
const FACTOR = 1.1;
const OFFSET = 0.001;

export interface Weighted {
  readonly id: string;
  readonly weight: number;
}

/** Ids of `rows`, heaviest first, as close to the `previous` order as the weights allow. */
export function settle(previous: readonly string[], rows: readonly Weighted[]): readonly string[] {
  const rank = new Map(previous.map((id, index) => [id, index]));
  const rankOf = (row: Weighted): number => rank.get(row.id) ?? previous.length;
  const ordered = rows.toSorted((a, b) => rankOf(a) - rankOf(b) || b.weight - a.weight);
  const settled: Weighted[] = [];
  for (const row of ordered) settled.splice(placeOf(row, settled), 0, row);
  return settled.map((row) => row.id);
}

function placeOf(row: Weighted, settled: readonly Weighted[]): number {
  let place = settled.length;
  while (place > 0 && row.weight > (settled[place - 1]?.weight ?? 0) * FACTOR + OFFSET) place--;
  return place;
}
