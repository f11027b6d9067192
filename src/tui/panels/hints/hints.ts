// The hint bar: the keys that work now, as many as fit; help and quit are always among them.

import type { Binding } from '../../keys/binding.ts';
import { offeredBindings } from '../../keys/table.ts';
import type { State } from '../../state/state.ts';
import { type Line, lineWidth, span, spread } from '../../text/line.ts';
import type { Panel } from '../panel.ts';

const ALWAYS = ['?', 'q'];
const LAST = 99;

export const hintsPanel: Panel = (state, size) => {
  const hinted = offeredBindings(state)
    .filter((binding) => binding.hint !== '')
    .toSorted((a, b) => rankOf(a, state) - rankOf(b, state));
  const always = hinted.filter((binding) => ALWAYS.includes(binding.shown)).flatMap((binding) => hint(binding, state));
  const room = size.columns - lineWidth(always) - 1;
  const fitting: Line[] = [];
  let used = 0;
  for (const binding of hinted.filter((candidate) => !ALWAYS.includes(candidate.shown))) {
    const part = hint(binding, state);
    used += lineWidth(part);
    if (used > room) break;
    fitting.push(part);
  }
  return [spread(fitting.flat(), always, size.columns)];
};

/** First of all, how to get out of what one is in. */
const rankOf = (binding: Binding, state: State): number =>
  wording(binding, state) === binding.hint ? (binding.rank ?? LAST) : 0;

const hint = (binding: Binding, state: State): Line => [
  span(binding.shown, 'key'),
  span(` ${wording(binding, state)}  `),
];

/** A switch that is on says how to turn it off. */
function wording(binding: Binding, state: State): string {
  if (binding.shown === 'Space' && state.live.status?.paused === true) return 'go on';
  if (binding.shown === 'f' && state.held !== null) return 'unfreeze';
  if (binding.shown === 'z' && state.zoomed) return 'unzoom';
  if (binding.shown === 'x' && state.ofWholeRun) return 'last minute';
  return binding.hint;
}
