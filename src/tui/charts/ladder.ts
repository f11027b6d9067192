// Round numbers for axes. An axis moves only when the data outgrows it, and then to the next rung.

const RUNGS = [1, 1.5, 2, 3, 4, 6, 8, 10] as const;

/** The smallest rung that is at least `value`. */
export function rungAbove(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const rung = RUNGS.find((candidate) => candidate * power >= value) ?? 10;
  return rung * power;
}
