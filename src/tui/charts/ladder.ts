// Round numbers for axes. An axis moves only when the data outgrows it, and then to the next rung.

const RUNGS = [1, 1.5, 2, 3, 4, 6, 8, 10] as const;

/** Into how many round parts a rung divides. */
export const partsOf = (rung: number): number => (THIRDS.includes(mantissa(rung)) ? 3 : 4);

const THIRDS: readonly number[] = [1.5, 3, 6];

const mantissa = (value: number): number => Number((value / 10 ** Math.floor(Math.log10(value))).toPrecision(2));

/** The smallest rung that is at least `value`. */
export function rungAbove(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const rung = RUNGS.find((candidate) => candidate * power >= value) ?? 10;
  return rung * power;
}
