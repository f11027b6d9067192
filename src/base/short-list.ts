// Lists of a few items, of which there are hundreds of thousands. push() on an empty array makes room for 17; here an
// array has room for what is in it.
//
// Spelled out, because concat and toSpliced make the same array in five to ten times the time, a spread makes room for more,
// and `new Array(length)` has holes as far as the engine knows.

/** What empty lists may share. Nothing may be put into it: appended() makes another one. */
export const EMPTY: never[] = [];

/** `list` with `item` behind its last, perhaps the same array. Longer ones grow as arrays do. */
export function appended<T>(list: T[], item: T): T[] {
  switch (list.length) {
    case 0:
      return [item];
    case 1:
      return [list[0] as T, item];
    case 2:
      return [list[0] as T, list[1] as T, item];
    case 3:
      return [list[0] as T, list[1] as T, list[2] as T, item];
    case 4:
      return [list[0] as T, list[1] as T, list[2] as T, list[3] as T, item];
    default:
      list.push(item);
      return list;
  }
}
