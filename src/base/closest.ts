// Did you mean: the known word that a misspelt one most probably stands for.

/** The nearest candidate, or null when none is near enough to be meant. Ties go to the first. */
export function closest(word: string, candidates: readonly string[]): string | null {
  const near = (candidate: string): number => distance(word.toLowerCase(), candidate.toLowerCase());
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const steps = near(candidate);
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps];
  }
  return best;
}

/** '; did you mean X?', or nothing: for who need not be told all candidates. */
export function nearMiss(word: string, candidates: readonly string[]): string {
  const best = closest(word, candidates);
  return best === null ? '' : `; did you mean ${best}?`;
}

/** '; did you mean X?' or, when nothing is near, '; known are A, B, C'. Empty without candidates. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearMiss(word, candidates);
  if (near !== '') return near;
  return candidates.length === 0 ? '' : `; known are ${candidates.join(', ')}`;
}

/** Insertions, deletions, substitutions and swaps of neighbours. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
