// Which colours a stream gets. Decided once, before Ink is loaded, which has an opinion of its own.

import { UsageError } from '../base/usage-error.ts';
import type { ColourLevel } from '../tui/theme/theme.ts';

export interface ColourQuestion {
  /** --color */
  readonly when: string;
  readonly isTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const WHEN = ['auto', 'always', 'never'];

export function colourLevel({ when, isTerminal, environment }: ColourQuestion): ColourLevel {
  if (!WHEN.includes(when)) throw new UsageError(`--color: expected ${WHEN.join(', ')}, got '${when}'`);
  if (when === 'never') return 'none';
  const { NO_COLOR: no = '', FORCE_COLOR: force = '', TERM: term = '', COLORTERM: colorterm = '' } = environment;
  if (when === 'auto') {
    if (no !== '' || force === '0' || force === 'false') return 'none';
    if (force === '' && (!isTerminal || term === 'dumb')) return 'none';
  }
  if (force === '3' || /truecolor|24bit/.test(colorterm)) return 'truecolor';
  return force === '2' || term.includes('256') ? '256' : '16';
}

const FORCE: Readonly<Record<ColourLevel, string>> = { none: '0', '16': '1', '256': '2', truecolor: '3' };

/** Makes Ink and its helpers use the same level. Before they are imported. */
export function tellInk(level: ColourLevel): void {
  process.env['FORCE_COLOR'] = FORCE[level];
}
