// A cursor follows a thing, not a row: when the list is sorted anew, the selection moves with its symbol or lock.

export interface Cursor {
  /** What is selected; null selects whatever is first. */
  readonly id: string | null;
  /** Row at which it was selected: where the selection stays when the thing leaves the list. */
  readonly row: number;
}

export const TOP: Cursor = { id: null, row: 0 };

/** Index of the selected thing among `ids`; -1 when there are none. */
export function locate(cursor: Cursor, ids: readonly string[]): number {
  if (cursor.id === null) return ids.length === 0 ? -1 : 0;
  const found = ids.indexOf(cursor.id);
  return found >= 0 ? found : Math.min(cursor.row, ids.length - 1);
}

export function move(cursor: Cursor, ids: readonly string[], by: number): Cursor {
  const row = Math.max(0, Math.min(ids.length - 1, locate(cursor, ids) + by));
  const id = ids[row];
  // The very top is not a thing to follow: there one wants to see what is hottest.
  return id === undefined || row === 0 ? TOP : { id, row };
}

/** First line to show so that `wanted` is visible among `total` lines in `rows` rows. */
export function scrollTo(wanted: number, total: number, rows: number): number {
  const centred = wanted - Math.floor(rows / 2);
  return Math.max(0, Math.min(centred, total - rows));
}
