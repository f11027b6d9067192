// Roles: why a piece of text looks as it does. Panels name roles only; palette.ts gives each a look per colour level.

export const CPU_CLASSES = ['user', 'kernel', 'spin', 'irq', 'iowait', 'idle'] as const;
export type CpuClass = (typeof CPU_CLASSES)[number];

export const SERIES = ['series1', 'series2', 'series3', 'series4', 'series5', 'series6'] as const;
export type Series = (typeof SERIES)[number];

export type Role =
  | 'plain'
  | 'dim'
  | 'strong'
  /** Key caps in the hint bar, help and menus. */
  | 'key'
  /** Title of a panel; `focus` when its keys act on it. */
  | 'title'
  | 'focus'
  /** The selected row. */
  | 'cursor'
  | 'hot'
  | 'warm'
  | 'old'
  | 'new'
  | 'marker'
  | 'good'
  | 'bad'
  /** A state that must not be overlooked: PAUSED, FROZEN, a filter. */
  | 'banner'
  | 'caption'
  | CpuClass
  | Series;
